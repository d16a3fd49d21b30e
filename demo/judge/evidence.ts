// What was seen from outside during a run, and what the bot says of itself at the end: all that a verdict may rest on.
// It refuses hearsay: no log line of the bot and nothing of its store is in here.
import type { BotMail } from '../botmail.ts';
import type { Calendar, Deadline, Instant } from '../calendar.ts';
import type { Brought } from '../country/reporting/mail.ts';
import type { Deed, Door, Effect, Flag, Named, Truth } from '../country/script.ts';
import type { Did } from '../portal/visit.ts';

/** In the order in which it was seen. `at` is the simulated moment. */
export type Observation =
  /** A mail of the bot was accepted for somebody: a kommune, the ministry, or an address that nobody has. */
  | { readonly what: 'taken'; readonly at: Instant; readonly address: string; readonly kommune: string | null; readonly place: 'kommune' | 'ministry' | 'nowhere'; readonly mail: BotMail }
  /** The server of a kommune said no at RCPT. */
  | { readonly what: 'turned-away'; readonly at: Instant; readonly address: string; readonly kommune: string; readonly code: number }
  /** A mail was delivered to lige@lige.dk. `asks`: the words of a question in it. `dead`: the address that a bounce is about. */
  | {
    readonly what: 'posted'; readonly at: Instant; readonly kommune: string; readonly label: string; readonly effect: Effect; readonly machine: boolean;
    readonly contact: Named | null; readonly asks: string | null; readonly dead: string | null; readonly from: string; readonly messageId: string; readonly copies: number;
    /** What the report in it says, and which of its cells are wrong. */
    readonly report: Brought | null;
  }
  /** Somebody of a kommune did something on the portal; what can't be taken back is seen when it is begun. */
  | { readonly what: 'visited'; readonly at: Instant; readonly kommune: string; readonly label: string; readonly by: string; readonly did: Did }
  /** The department's contact answered a question of a kommune: her reply to our mail `forward`. `words`: all she wrote; `asks`: what she was asked. */
  | { readonly what: 'answered'; readonly at: Instant; readonly kommune: string; readonly asks: string; readonly words: readonly string[]; readonly forward: string; readonly messageId: string }
  /** She decided about a kommune on the command line. `mail`: Message-ID of what had waited. */
  | { readonly what: 'decided'; readonly at: Instant; readonly kommune: string; readonly deed: Deed; readonly mail: string | null }
  /** She paused the campaign, and let it go on. */
  | { readonly what: 'paused' | 'resumed'; readonly at: Instant; readonly kommune: null };

export type Taken = Extract<Observation, { what: 'taken' }>;
export type Posted = Extract<Observation, { what: 'posted' }>;
export type Answered = Extract<Observation, { what: 'answered' }>;
export type Decided = Extract<Observation, { what: 'decided' }>;

export type Visited = Extract<Observation, { what: 'visited' }>;

/** `style`: how the kommune goes about its report; null where it never gets a login. */
export type Player = { readonly code: string; readonly name: string; readonly mailbox: string; readonly behaviour: string; readonly style: string | null; readonly truth: Truth; readonly door: Door };

/** `status --json` as contract says, as much of it as is judged. */
export type Status = {
  readonly counts: Readonly<Record<string, number>>;
  readonly cases: readonly {
    readonly kommune: string;
    readonly phase: string;
    readonly contact: Named | null;
    readonly flags: readonly string[];
    readonly reminders: number;
    readonly exempt: string | null;
    readonly deadlines: Readonly<Partial<Record<Deadline, string>>>;
  }[];
};

export type Evidence = {
  readonly calendar: Calendar;
  readonly players: readonly Player[];
  readonly seen: readonly Observation[];
  readonly status: Status;
  /** Folder of the mailbox → Message-IDs of what lies in it. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
  /** Message-ID → how often a mail with it was delivered to lige@lige.dk. */
  readonly delivered: ReadonlyMap<string, number>;
  /** Kommuner whose people could not do what they meant to about the report, and why. */
  readonly stuck: readonly { readonly kommune: string; readonly why: string }[];
};

/** One thing that went wrong; `kommune` is a code, or null when it belongs to none. */
export type Broken = { readonly kommune: string | null; readonly what: string };

export type Rule = { readonly name: string; readonly judge: (evidence: Evidence) => readonly Broken[] };

export function takenBy(evidence: Evidence, code: string): readonly Taken[] {
  return evidence.seen.filter((o): o is Taken => o.what === 'taken' && o.kommune === code);
}

export function takenAll(evidence: Evidence): readonly Taken[] {
  return evidence.seen.filter((o): o is Taken => o.what === 'taken');
}

export function postedAll(evidence: Evidence): readonly Posted[] {
  return evidence.seen.filter((o): o is Posted => o.what === 'posted');
}

/** What concerns one kommune, the pauses of all among it, in the order in which it was seen. */
export function seenOf(evidence: Evidence, code: string): readonly Observation[] {
  return evidence.seen.filter((o) => o.what === 'paused' || o.what === 'resumed' || o.kommune === code);
}

export function answeredAll(evidence: Evidence): readonly Answered[] {
  return evidence.seen.filter((o): o is Answered => o.what === 'answered');
}

export function visitedAll(evidence: Evidence): readonly Visited[] {
  return evidence.seen.filter((o): o is Visited => o.what === 'visited');
}

export function decidedAll(evidence: Evidence): readonly Decided[] {
  return evidence.seen.filter((o): o is Decided => o.what === 'decided');
}

export function caseOf(evidence: Evidence, code: string): Status['cases'][number] | undefined {
  return evidence.status.cases.find((c) => c.kommune === code);
}

/** Flags that a person must act on; overdue follows from the rest. */
export function flagsOf(evidence: Evidence, code: string): readonly Flag[] {
  return (['bounced', 'question', 'review'] as const).filter((flag) => caseOf(evidence, code)?.flags.includes(flag));
}
