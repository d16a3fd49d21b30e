// The digest's fields: the one sentence that matters, the numbers, and the words of code turned into Danish.
// It refuses to count anything itself: the facts were frozen when the digest was decided.
import { danishDay } from '../calendar.ts';
import type { ReviewReason } from '../events.ts';
import type { DigestFacts } from '../task.ts';
import { counted, danishDateOf } from './danish.ts';
import type { DigestFields, SharedFields } from './template.ts';
import { countedMails, sentInDanish } from './words.ts';

/** The sentence that matters most: what waits for a person before who has not answered. */
export function digestHeadline(facts: DigestFacts): string {
  const { needs, waiting, total, submitted } = facts;
  if (needs.length > 0) {
    const rest = waiting.length > 0 ? `, og ${counted(waiting.length, 'kommune', 'kommuner')} mangler at svare` : '';
    return `${counted(needs.length, 'sag', 'sager')} venter på en medarbejder${rest}`;
  }
  if (waiting.length > 0) return `${waiting.length} af ${total} kommuner har ikke oplyst en kontaktperson`;
  if (total > 0 && submitted === total) return `Alle ${total} kommuner har indberettet`;
  if (submitted > 0) return `${submitted} af ${total} kommuner har indberettet`;
  return facts.invited === 0 ? 'Brevet er ikke sendt endnu' : `Alle ${total} kommuner har oplyst en kontaktperson`;
}

export function digestFields(shared: SharedFields, facts: DigestFacts, recipient: string): DigestFields {
  const of = (n: number): string => `${n} af ${facts.total}`;
  return {
    ...shared,
    headline: digestHeadline(facts),
    day: danishDay(Temporal.PlainDate.from(facts.day)),
    weekly: facts.every === 'week',
    recipient,
    numbers: [
      { label: 'Har fået brevet', value: of(facts.invited) },
      { label: 'Har oplyst en kontaktperson', value: of(facts.contact) },
      { label: 'Har fået login', value: of(facts.login) },
      { label: 'Er begyndt at indberette', value: of(facts.begun) },
      { label: 'Har indberettet', value: of(facts.submitted) },
      { label: 'Har overskredet en frist', value: of(facts.overdue) },
      { label: 'Kan ikke nås med mail', value: of(facts.bounced) },
    ],
    hasNeeds: facts.needs.length > 0,
    needs: facts.needs.map((n) => ({ kommune: nameOr(n.name), what: needInDanish(n.what), since: danishDateOf(n.since) })),
    hasChanged: facts.changed.length > 0,
    changed: facts.changed.map((c) => ({ kommune: nameOr(c.name), what: changes.get(c.what) ?? c.what, at: danishDateOf(c.at) })),
    hasWaiting: facts.waiting.length > 0,
    waitingCount: counted(facts.waiting.length, 'kommune', 'kommuner'),
    waiting: facts.waiting.join(', '),
    hasUpcoming: facts.upcoming.length > 0,
    upcoming: facts.upcoming.map((u) => ({ day: danishDay(Temporal.PlainDate.from(u.day)), what: countedMails(u.what, u.count) })),
  };
}

/** What status.ts calls a thing that waits ("review: several-contacts (…)", "question", "refused: …", "bounced: …"), in Danish. */
export function needInDanish(what: string): string {
  const [, kind = '', rest = ''] = /^(review|question|refused|bounced|unconfirmed|clock)(?:: (.*))?$/su.exec(what) ?? [];
  switch (kind) {
    case 'review': {
      const [, reason = '', detail] = /^([a-z-]+)(?: \((.*)\))?$/su.exec(rest) ?? [];
      const danish = reviews.get(reason);
      if (danish === undefined) return `til gennemsyn: ${rest}`;
      // Details are written for the log, in English; the one that names two people is worth turning into Danish.
      const [, registered, named] = /^(.+) is registered; this mail names (.+)$/su.exec(detail ?? '') ?? [];
      return registered === undefined ? danish : `${danish}: registreret er ${registered}, mailen nævner ${named}`;
    }
    case 'question':
      return 'spørgsmål fra kommunen, som venter på svar';
    case 'refused': {
      const [, mail = '', to = '', answer = ''] = /^(\S+) to (\S+) \((.*)\)$/su.exec(rest) ?? [];
      return to === '' ? `mail afvist: ${rest}` : `${sentInDanish(mail)} til ${to} blev afvist af modtagerens mailserver (${answer})`;
    }
    case 'bounced':
      return `mail til ${rest} kan ikke leveres`;
    case 'unconfirmed':
      return `kommunens hovedpostkasse har ikke bekræftet kontaktpersonens adresse ${rest}, så der er ikke sendt login`;
    case 'clock':
      return 'computerens ur står før det, der allerede er sket, så der sendes intet: ret uret';
    default:
      return what;
  }
}

const reviewReasons: Readonly<Record<ReviewReason, string>> = {
  'understanding': 'svaret skal læses af en medarbejder',
  'differs-from-registered': 'en anden afsender oplyser en anden kontaktperson end den registrerede',
  'older-than-registered': 'en ældre mail oplyser en anden kontaktperson end den registrerede',
  'several-contacts': 'der er oplyst flere kontaktpersoner',
  'clarified-before': 'svaret er stadig ufuldstændigt, efter at vi har spurgt',
  'incomplete-after-registration': 'et ufuldstændigt svar er kommet efter registreringen',
  'no-kommune': 'mailen kan ikke henføres til en kommune',
  'unknown-case': 'mailen vedrører en kommune uden sag',
  'exempt': 'en kommune, som er fritaget, har svaret',
  'answers-no-question': 'et svar fra afdelingen kunne ikke sendes videre til kommunen',
  'could-not-be-handled': 'mailen kunne ikke behandles automatisk',
  'letter-failed': 'en mail kunne ikke sendes',
};

const changes = new Map(Object.entries({ contact: 'kontaktperson registreret', login: 'login sendt', report: 'indberetning modtaget' }));

// The facts are words of the log, not checked by type: what is not known here is shown as it is.
const reviews = new Map<string, string>(Object.entries(reviewReasons));

function nameOr(name: string): string {
  return name === '' ? 'Uden kommune' : name;
}
