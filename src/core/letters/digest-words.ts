// The words of the digest: what waits, what happened and what is held, each name of code turned into Danish.
// It refuses to lose a word that it does not know: that one is shown as it is.
import type { DigestChangeKind } from '../digest/facts.ts';
import type { ReviewReason } from '../events.ts';
import type { HoldReason } from '../holds.ts';
import type { Phase } from '../phase.ts';
import { sentInDanish } from './words.ts';

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
      return to === '' ? `mail afvist: ${rest}` : `${sentInDanish(mail)} til ${to} blev afvist af modtagerens mailserver (${answer.replace(/^(\d{3}) (?=\1\b)/u, '')})`;
    }
    case 'bounced':
      return `mail til ${rest} kan ikke leveres`;
    case 'unconfirmed':
      return `kommunens hovedpostkasse har ikke bekræftet kontaktpersonens adresse ${rest}, så der er ikke sendt login`;
    case 'clock':
      return 'computerens ur går bagud i forhold til det, der allerede er sket, så der sendes intet; stil uret';
    default:
      return what;
  }
}

/** The command that shows more about what waits, by its id (status.ts): an open item, a kommune, or the machine itself. */
export function commandFor(id: string, kommune: string | null): string {
  if (/\/[rq]\d+$/u.test(id)) return `rundskriv review show ${id}`;
  return kommune === null ? 'rundskriv check' : `rundskriv status ${kommune}`;
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
  'report-not-from-contact': 'en indberetning er kommet pr. mail fra en anden end kontaktpersonen og de kolleger, der er inviteret',
  'report-older-than-newest': 'en indberetning pr. mail er skrevet før den nyeste, der er modtaget',
};

// The facts are words of the log, not checked by type: what is not known here is shown as it is.
const reviews = new Map<string, string>(Object.entries(reviewReasons));

const changes: Readonly<Record<DigestChangeKind, string>> = {
  'submitted': 'Har indberettet', 'resubmitted': 'Har rettet sin indberetning', 'report-withdrawn': 'En indberetning er trukket tilbage af en medarbejder', 'begun': 'Er begyndt at indberette', 'activated': 'Har aktiveret login',
  'contact': 'Har oplyst en kontaktperson', 'contact-changed': 'Har skiftet kontaktperson', 'contact-withdrawn': 'Registreringen af kontaktpersonen er trukket tilbage', 'login': 'Har fået login',
  'question': 'Har stillet et spørgsmål', 'answered': 'Har fået svar på et spørgsmål', 'review': 'Er kommet til gennemsyn', 'review-closed': 'Er afgjort af en medarbejder',
  'bounced': 'Mail kan ikke leveres', 'refused': 'Mail er afvist', 'exempted': 'Er fritaget', 'included': 'Er ikke længere fritaget', 'extended': 'Har fået en længere frist',
  'paused': 'Kampagnen er sat på pause', 'resumed': 'Kampagnen er genoptaget', 'letter': 'Har fået brevet',
};

export function changeInDanish(what: DigestChangeKind): string {
  return changes[what];
}

/** Goes on from "venter, fordi". */
export function holdInDanish(reason: HoldReason): string {
  switch (reason) {
    case 'clock-behind':
      return 'computerens ur står forkert';
    case 'paused':
      return 'kampagnen er sat på pause';
    case 'review-open':
      return 'en medarbejder først skal afgøre noget';
    case 'question-open':
      return 'et spørgsmål fra kommunen ikke er besvaret';
    case 'bounced':
      return 'mail til adressen ikke kan leveres';
    case 'awaiting-confirmation':
      return 'kommunen ikke har bekræftet kontaktpersonens mailadresse';
    case 'mail-unread':
      return 'en mail i postkassen ikke er behandlet og kan være svaret';
    case 'mailbox-unhealthy':
      return 'postkassen ikke kan læses';
    case 'outside-hours':
      return 'der kun sendes på hverdage i kontortiden';
  }
}

const standings: Readonly<Record<Phase, string>> = {
  invited: 'har ikke svaret', contact: 'har oplyst en kontaktperson', login: 'har fået login', begun: 'er begyndt at indberette', submitted: 'har indberettet',
};

/** The same as a label, in the list and in the legend of the map. */
export const standingLabels: Readonly<Record<Phase | 'exempt', string>> = {
  invited: 'Ikke svaret', contact: 'Kontaktperson oplyst', login: 'Login sendt', begun: 'Begyndt', submitted: 'Indberettet', exempt: 'Fritaget',
};

/** How far a kommune has come, told of those who have come no further. */
export function standingInDanish(phase: Phase): string {
  return standings[phase];
}
