// What kommuner ask the department, and what she answers: invented, but of the kind that is asked.
// It refuses to teach the law: an answer here is a text to be carried, no guidance.
import type { Chance } from '../random.ts';
import type { Question } from './script.ts';

/** With letters and signs on which a careless copy stumbles. */
const pairs: readonly Pick<Question, 'words' | 'answer'>[] = [
  {
    words: 'Vi er i tvivl om, hvem der hører til næste ledelsesniveau. Skal vores centerchefer tælles med, når de ikke er ledere af ledere?',
    answer: ['Ja, når centercheferne refererer direkte til direktionen. Ellers tælles de ikke med.', 'Har I både centerchefer & afdelingschefer (> 1 niveau), så skriv til mig igen, før I indberetter.'],
  },
  {
    words: 'Skal indberetningen godkendes af kommunalbestyrelsen, før vi sender den ind?',
    answer: ['Det kræver loven ikke – men mange kommuner forelægger den alligevel.', 'I kan altså godt indberette først og orientere kommunalbestyrelsen bagefter.'],
  },
  {
    words: 'Vi har en konstitueret direktør. Skal vedkommende tælles med i opgørelsen?',
    answer: ['Ja. Den, der sidder i stillingen på opgørelsestidspunktet, tælles med, også når »stillingen« er konstitueret.', 'Skriv det gerne i bemærkningsfeltet: "konstitueret".'],
  },
];

/** A question, answered after so many working days. */
export function anyQuestion(chance: Chance, days: number): Question {
  return { ...chance.pick(pairs), days };
}

/** A colleague of the contact asks for what only the contact may get. */
export const loginForColleague: Question = {
  words: 'Vi har ikke modtaget login til indberetningssystemet. Vil I sende mig et login?',
  answer: ['Login sendes kun til kommunens registrerede kontaktperson, og det er sket.', 'Skal du have adgang i stedet, så bed jeres kontaktperson om at oplyse dig som ny kontaktperson.'], days: 0,
};

/** More time is asked for; she gives it on the command line before she answers. */
export function moreTime(until: string): Question {
  return {
    words: 'Vores direktion behandler sagen først efter vinterferien. Vi anmoder derfor om udsættelse af fristen for kontaktpersonen.',
    answer: [`Det er i orden. I får udsættelse til og med ${until}.`], days: 1,
  };
}
