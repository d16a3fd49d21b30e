// What a simulated kommune does and what should come of it: its acts and, beside them, the truth the judge goes by.
// It refuses to look at the bot: the truth is fixed before the first letter leaves.
import type { BotMail, Kind } from '../botmail.ts';
import type { Calendar, Day, Instant } from '../calendar.ts';
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
 * asked for what is missing. `review`, `question`: a person of the department takes it. `bounce`: the kommune counts as
 * unreachable. `none`: nothing, and no answer.
 */
export type Effect = 'register' | 'clarify' | 'review' | 'question' | 'bounce' | 'none';

export type Act = {
  /** For the view: "contact list", "out-of-office". */
  readonly label: string;
  readonly due: Due;
  readonly effect: Effect;
  readonly contact: { readonly name: string; readonly email: string } | null;
  /** Written by a machine: must never be answered. */
  readonly machine: boolean;
  /** How often the same mail is delivered. */
  readonly copies: number;
  readonly write: (given: Given) => Promise<Post>;
};

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
  readonly contact: { readonly name: string; readonly email: string } | null;
  readonly flags: readonly Flag[];
  readonly acks: number;
  readonly clarifies: number;
  readonly logins: number;
};

/** How the kommune's own server takes our mail. */
export type Door = 'open' | 'refuses' | 'defers-twice';

export type Script = { readonly acts: readonly Act[]; readonly truth: Truth; readonly door: Door };

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
  readonly dmarc: Dmarc;
};

export function act(label: string, due: Due, effect: Effect, write: Act['write'], more: Partial<Pick<Act, 'contact' | 'machine' | 'copies'>> = {}): Act {
  return { label, due, effect, contact: more.contact ?? null, machine: more.machine ?? false, copies: more.copies ?? 1, write };
}

/** The truth that follows from acts that all go as they should; `logins` may be held back by an open review. */
export function truthOf(acts: readonly Act[], flags: readonly Flag[] = []): Truth {
  const registered = acts.filter((a) => a.effect === 'register');
  const contact = registered.at(-1)?.contact ?? null;
  return {
    contact: contact ? { name: contact.name, email: contact.email } : null,
    flags,
    acks: registered.length,
    clarifies: acts.filter((a) => a.effect === 'clarify').length,
    logins: contact && !flags.includes('review') ? 1 : 0,
  };
}
