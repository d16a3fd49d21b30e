// What a simulated kommune does and what should come of it: its acts and, beside them, the truth the judge goes by.
// It refuses to look at the bot: the truth is fixed before the first letter leaves.
import type { BotMail, Kind } from '../botmail.ts';
import type { Calendar, Day, Deadline, Instant } from '../calendar.ts';
import type { Chance } from '../random.ts';
import type { Kommune } from './kommuner.ts';
import type { Dmarc, Mailbox, Post } from './mime.ts';
import type { Person } from './people.ts';

/**
 * When in a day something comes. `night`: lies in the mailbox when the day begins. `morning` and `afternoon`: after what the bot
 * does by itself at that hour.
 */
export type Slot = 'night' | 'morning' | 'afternoon';

export type Due =
  | { readonly on: 'day'; readonly day: Day; readonly slot: Slot }
  /** So many working days after the first mail of that kind came; 0: at once. */
  | { readonly on: 'mail'; readonly kind: Kind; readonly workingDays: number }
  /** At once, for every mail that reaches the main mailbox. */
  | { readonly on: 'every-mail' };

/**
 * What a mail should do. `register`: the named contact stands afterwards and is acknowledged to the sender. `clarify`: the sender is
 * asked for what is missing. `review`: a person of the department takes it. `question`: the department's contact answers it. `login`: a new
 * login comes to the contact who asks. `confirm`: the contact's address elsewhere is meant, and the login may leave. `bounce`: an address counts
 * as unreachable. `report`: a report is handed in, and there is a receipt. `faulty`: the report's faults are told, cell by cell. `none`: nothing, and no
 * answer.
 */
export type Effect = 'register' | 'clarify' | 'review' | 'question' | 'login' | 'confirm' | 'bounce' | 'report' | 'faulty' | 'none';

/** What a mail asks the department, alone or beside a list; she answers after so many working days (0: the same afternoon). */
export type Question = { readonly words: string; readonly answer: readonly string[]; readonly days: number };

export type Act = {
  /** For the view: "contact list", "out-of-office". */
  readonly label: string;
  readonly due: Due;
  readonly effect: Effect;
  readonly contact: Named | null;
  readonly question: Question | null;
  /** The address that a bounce says is dead. */
  readonly dead: string | null;
  /** Written by a machine: must never be answered. */
  readonly machine: boolean;
  /** How often the same mail is delivered. */
  readonly copies: number;
  readonly write: (given: Given) => Promise<Post>;
};

/**
 * What the department does about a kommune on the bot's command line, in the morning so many working days after the kommune's act number `after`.
 * `accept`: the contact of an answer that waits, with an address elsewhere. `discard`: what waits is closed.
 */
export type Deed = { readonly after: number; readonly workingDays: number } & (
  | { readonly does: 'accept'; readonly contact: Named }
  | { readonly does: 'discard' }
  | { readonly does: 'exempt'; readonly because: string }
  | { readonly does: 'extend'; readonly deadline: Deadline; readonly until: Day; readonly because: string }
);

export type Named = { readonly name: string; readonly email: string };

export type Given = {
  readonly id: string;
  readonly letter: BotMail;
  /** The mail that is answered: the one that made the act due, or the newest that came to the main mailbox. */
  readonly about: BotMail;
  readonly at: Instant;
  /** Belongs to this act alone, so that what others do changes nothing. */
  readonly chance: Chance;
};

export type Flag = 'bounced' | 'question' | 'review';

/** What should stand at the end. */
export type Truth = {
  readonly contact: Named | null;
  readonly flags: readonly Flag[];
  readonly acks: number;
  readonly clarifies: number;
  readonly answers: number;
  /** The contact has got a login. */
  readonly login: boolean;
};

/** How the kommune's own server takes our mail. */
export type Door = 'open' | 'refuses' | 'defers-twice';

export type Script = { readonly acts: readonly Act[]; readonly deeds: readonly Deed[]; readonly truth: Truth; readonly door: Door };

/** Who and what a kommune has to act with. */
export type Cast = {
  readonly kommune: Kommune;
  readonly region: string;
  /** All kommuner of the country, this one among them. */
  readonly kommuner: readonly Kommune[];
  readonly mailbox: Mailbox;
  readonly ministry: Mailbox;
  readonly chance: Chance;
  readonly calendar: Calendar;
  readonly contact: Person;
  readonly colleague: Person;
  /** Somebody who works for the kommune and has an address elsewhere. */
  readonly consultant: Person;
  readonly dmarc: Dmarc;
};

export function act(label: string, due: Due, effect: Effect, write: Act['write'], more: Partial<Pick<Act, 'contact' | 'question' | 'dead' | 'machine' | 'copies'>> = {}): Act {
  const { contact = null, question = null, dead = null, machine = false, copies = 1 } = more;
  return { label, due, effect, contact, question, dead, machine, copies, write };
}

/** The truth that follows from acts and deeds that all go as they should. A login waits for the kommune's word on an address elsewhere, and for open reviews. */
export function truthOf(acts: readonly Act[], deeds: readonly Deed[], flags: readonly Flag[] = []): Truth {
  const named = acts.flatMap((a, i) => [
    ...(a.effect === 'register' && a.contact ? [{ at: i, contact: a.contact }] : []),
    ...deeds.flatMap((d) => (d.does === 'accept' && d.after === i ? [{ at: i, contact: d.contact }] : [])),
  ]);
  const last = named.at(-1);
  const accepted = deeds.some((d) => d.does === 'accept' && d.contact === last?.contact);
  const confirmed = !accepted || acts.some((a, i) => a.effect === 'confirm' && i > (last?.at ?? 0));
  return {
    contact: last ? { name: last.contact.name, email: last.contact.email } : null,
    flags,
    acks: named.length,
    clarifies: acts.filter((a) => a.effect === 'clarify').length,
    answers: acts.filter((a) => a.question !== null).length,
    login: last !== undefined && confirmed && !flags.includes('review') && !flags.includes('bounced'),
  };
}
