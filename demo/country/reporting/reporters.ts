// The people who report: what lies in their mailboxes, which password they have chosen, and which errand is theirs to do now.
// It refuses to do two errands of a kommune at once, and one before what it needs has come.
import { linkIn, type BotMail } from '../../botmail.ts';
import { compareDays, type Day } from '../../calendar.ts';
import type { Person } from '../people.ts';
import type { Errand, Who } from './errands.ts';

/** Somebody with what she needs for the portal. */
export type Reporter = {
  readonly person: Person;
  readonly who: Who;
  /** The newest link that was sent to her and not used. */
  link: string | null;
  /** What she has chosen, and what she was about to choose when the portal went away. */
  password: string | null;
  choosing: string | null;
  /** The newest mail of each kind with a form in it. */
  readonly forms: Map<'login' | 'clarify' | 'receipt', BotMail>;
  /** What she has done already, where doing it twice would be another thing: asked for a link, invited somebody. */
  readonly done: Set<string>;
};

/** A kommune's reporting. `at`: the errand to do next. `tried`: how often that was begun in vain. */
export type Reporting = {
  readonly style: string;
  readonly errands: readonly Errand[];
  readonly people: Readonly<Record<Who, Reporter>>;
  at: number;
  last: Day | null;
  tried: number;
  /** Why nobody goes on. */
  stuck: string | null;
};

export function createReporting(style: string, errands: readonly Errand[], contact: Person, colleague: Person): Reporting {
  const reporter = (person: Person, who: Who): Reporter => ({ person, who, link: null, password: null, choosing: null, forms: new Map(), done: new Set() });
  return { style, errands, people: { contact: reporter(contact, 'contact'), colleague: reporter(colleague, 'colleague') }, at: 0, last: null, tried: 0, stuck: null };
}

/** A mail of the bot reached one of the kommune's addresses. */
export function takeMail({ people }: Reporting, address: string, mail: BotMail): void {
  const reporter = Object.values(people).find(({ person }) => person.email.toLowerCase() === address.toLowerCase());
  if (!reporter) return;
  const { kind } = mail;
  const hasForm = mail.attachments.some(({ filename }) => filename === 'Indberetning.xlsx');
  if (hasForm && (kind === 'login' || kind === 'clarify' || kind === 'receipt')) reporter.forms.set(kind, mail);
  if (kind === 'login' || kind === 'invitation') reporter.link = linkIn(mail) ?? reporter.link;
}

/** The errand that can be done today; undefined where there is none, or where it waits. */
export function readyErrand(reporting: Reporting, today: Day): Errand | undefined {
  const { errands, at, last, stuck } = reporting;
  const errand = errands[at];
  if (!errand || stuck !== null || compareDays(errand.day, today) > 0 || waitsFor(reporting, errand) !== null) return undefined;
  return last === null || errand.sameDay || compareDays(last, today) < 0 ? errand : undefined;
}

/** What an errand waits for, in words; null where it waits for nothing. */
export function waitsFor({ people }: Reporting, { who, needs, label }: Errand): string | null {
  const { link, password, forms, person } = people[who];
  switch (needs) {
    case null: return null;
    case 'link': return link !== null || password !== null ? null : `${person.email} never got a link for "${label}"`;
    case 'form': return people.contact.forms.has('login') ? null : `${people.contact.person.email} never got the form for "${label}"`;
    case 'clarify': return forms.has('clarify') ? null : `${person.email} was never told what is wrong, for "${label}"`;
  }
}

export function errandDone(reporting: Reporting, today: Day): void {
  reporting.at += 1;
  reporting.last = today;
  reporting.tried = 0;
}
