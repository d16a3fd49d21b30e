// Scripts about the contact after the list: a login asked for again, another contact, one with an address elsewhere, one whom nobody reaches.
// It refuses to touch the login itself: nobody here opens a link.
import { roundDays, workingDay } from '../../calendar.ts';
import { answer, type Writer } from '../answers.ts';
import { contentFor } from '../contents.ts';
import type { Person } from '../people.ts';
import { act, type Act, type Cast, type Due, type Script } from '../script.ts';
import { answers, script } from './answers.ts';
import { loginBounces } from './machines.ts';
import { afterLogins, daysAfterLetter, inTime } from './when.ts';

const afterLogin = (workingDays: number): Due => ({ on: 'mail', kind: 'login', workingDays });

/** The contact lost the mail, or the link has ended. */
export function loginAgain(cast: Cast): Script {
  const again = (due: Due, words: readonly string[]): Act =>
    act('login asked again', due, 'login', (given) => answer(cast, given, cast.contact, { paragraphs: [given.chance.pick(words)] }, { threading: 'reply' }), { contact: cast.contact });
  return script([
    answers(cast, cast.contact, 'filled-list', inTime(cast)),
    again(afterLogin(3), ['Nyt login', 'nyt login', 'Mit login er desværre gået tabt. Send venligst et nyt login.']),
    again({ on: 'day', day: workingDay(cast.calendar.loginWindow.until, 20), slot: 'morning' }, ['Nyt login', 'Linket er udløbet. Jeg vil gerne have et nyt link.']),
  ]);
}

/** The registered contact names a successor when the logins are out. */
export function successor(cast: Cast): Script {
  return script([
    answers(cast, cast.contact, 'i-am', inTime(cast)),
    changes(cast, cast.contact, cast.colleague, [`Der er sket en ændring hos os. Vores nye kontaktperson er ${cast.colleague.name}, ${cast.colleague.email}.`, `Vores nye kontaktperson er ${cast.colleague.name}, ${cast.colleague.email}.`], afterLogins(cast)),
  ]);
}

/** The contact's mailbox is gone when the login comes; the main mailbox, asked, names another. */
export function replaced(cast: Cast): Script {
  return script([
    answers(cast, 'mailbox', 'filled-list', inTime(cast)), loginBounces(cast),
    changes(cast, 'mailbox', cast.colleague, [`Vores kontaktperson er ${cast.colleague.name}, ${cast.colleague.email}.`, `Ny kontaktperson: ${cast.colleague.name}, ${cast.colleague.email}.`], { on: 'mail', kind: 'clarify', workingDays: 1 }),
  ]);
}

function changes(cast: Cast, writer: Writer, to: Person, words: readonly string[], due: Due): Act {
  return act('new contact', due, 'register', (given) => answer(cast, given, writer, { paragraphs: [given.chance.pick(words)] }, { threading: 'reply' }), { contact: to });
}

/** A consultant is the contact: a person accepts the address, and the main mailbox is asked, and says yes, or never does. */
export function elsewhere(cast: Cast, yes: Due | null = { on: 'mail', kind: 'confirm', workingDays: 1 }): Script {
  const list = act('list with an address elsewhere', daysAfterLetter(cast, cast.chance.int(1, 5)), 'review',
    async (given) => answer(cast, given, 'mailbox', await contentFor(cast, given, 'filled-list', cast.consultant), { threading: 'reply' }));
  const confirms = (due: Due): Act => act('yes', due, 'confirm', (given) => answer(cast, given, 'mailbox', { paragraphs: [given.chance.pick(['Ja.', 'Ja, det er korrekt.', 'Ja, det kan vi bekræfte.'])] }, { threading: 'reply' }));
  return script([list, ...(yes === null ? [] : [confirms(yes)])], [], 'open', [{ after: 0, workingDays: 1, does: 'accept', contact: cast.consultant }]);
}

/** The yes comes when the logins are out. */
export function elsewhereLate(cast: Cast): Script {
  return elsewhere(cast, { on: 'mail', kind: 'confirm', workingDays: 30 });
}

/** A small kommune is exempted after it has declined. */
export function exempted(cast: Cast): Script {
  const day = workingDay(roundDays(cast.calendar, 'contact')[0]?.day ?? cast.calendar.letterDate, -2);
  const decline = act('decline', { on: 'day', day, slot: 'morning' }, 'review', (given) => answer(cast, given, cast.colleague, { paragraphs: ['Vi har under 50 ansatte i ledelse og administration og mener ikke, at vi er omfattet.'] }, { threading: 'reply' }));
  return script([decline], [], 'open', [{ after: 0, workingDays: 1, does: 'exempt', because: 'ikke omfattet efter afdelingens vurdering' }, { after: 0, workingDays: 1, does: 'discard' }]);
}
