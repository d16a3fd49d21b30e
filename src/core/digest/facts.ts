// What a digest tells, as data, frozen when it was decided: where all kommuner stand, what changed, what needs a person, what comes.
// It refuses to hold wording or pictures: those are composed when the mail leaves, from these facts alone, so that it can be made again.
import type { HoldReason } from '../holds.ts';
import type { Phase } from '../phase.ts';
import type { TaskKind } from '../task.ts';

/** What needs a person: `id` is what `review …` takes ("0751/r3", "desk/q2"); `what` is status.ts's word for it. */
export type DigestNeed = {
  readonly id: string;
  readonly kommune: string | null;
  readonly name: string;
  readonly what: string;
  readonly subject: string | null;
  readonly from: string | null;
  readonly since: string;
};

/** Kinds of news, in the order in which a digest tells them. */
export const digestChanges = [
  'submitted', 'resubmitted', 'report-withdrawn', 'begun', 'activated', 'contact', 'contact-changed', 'contact-withdrawn', 'login', 'question', 'answered', 'review', 'review-closed', 'bounced', 'refused',
  'exempted', 'included', 'extended', 'paused', 'resumed', 'letter',
] as const;
export type DigestChangeKind = (typeof digestChanges)[number];

/** One thing that happened since the last digest. `detail`: a name, a day (ISO) or an address, as the kind has it; '' for none. */
export type DigestChange = { readonly kommune: string | null; readonly name: string; readonly what: DigestChangeKind; readonly detail: string; readonly at: string };

/** Mails that do not leave, and why: how many of a kind, and whose. */
export type DigestHold = { readonly what: TaskKind; readonly reason: HoldReason; readonly count: number; readonly names: readonly string[] };

/** How many had come so far at the end of a day (ISO), from the letter's day on; only days on which a number changed, and the day of the digest. */
export type DigestDay = { readonly day: string; readonly contact: number; readonly submitted: number };

/** One kommune of the full list. */
export type DigestRow = {
  readonly kommune: string;
  readonly name: string;
  /** Name of the region; '' where it is not known. */
  readonly region: string;
  readonly phase: Phase;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly contactPhone: string;
  readonly overdue: boolean;
  readonly review: boolean;
  readonly question: boolean;
  readonly bounced: boolean;
  readonly reminders: number;
  /** ISO days. */
  readonly contactDeadline: string;
  readonly reportDeadline: string;
  /** ISO instant of what happened last; null for nothing yet. */
  readonly lastEventAt: string | null;
  /** Why nothing is asked of it; null for all others. */
  readonly exempt: string | null;
};

/** Is the machine at work? Each is null where it was not asked. */
export type DigestHealth = {
  /** What lies in INBOX: everything handled, mail not handled yet, or the mailbox can't be seen. */
  readonly inbox: 'quiet' | 'unread' | 'unhealthy' | null;
  /** Mails that were asked for and have no end yet. */
  readonly pending: number | null;
  /** Sentences of the health page, in English as the program says them; empty when all is well. */
  readonly trouble: readonly string[];
};

export type DigestFacts = {
  /** ISO day in Denmark, and ISO instant. */
  readonly day: string;
  readonly at: string;
  readonly every: 'day' | 'week';
  /** ISO instant from which changes are told; null from the beginning. */
  readonly since: string | null;
  readonly launched: boolean;
  readonly paused: { readonly at: string; readonly by: string; readonly note: string } | null;
  /** How many have reached a phase or carry a flag; phases are cumulative. `asked` leaves out the exempted: the 100 % of every figure. */
  readonly invited: number;
  readonly contact: number;
  readonly login: number;
  readonly begun: number;
  readonly submitted: number;
  readonly asked: number;
  readonly total: number;
  readonly bounced: number;
  readonly overdue: number;
  readonly deadlines: { readonly letter: string; readonly contact: string; readonly report: string };
  readonly needs: readonly DigestNeed[];
  readonly changed: readonly DigestChange[];
  /** Names of the kommuner that were asked and have no contact yet, and of those that have one and have not submitted. */
  readonly waiting: readonly string[];
  readonly unreported: readonly string[];
  /** Mails that will leave to kommuner in the next seven days: how many of a kind on a day (ISO). */
  readonly upcoming: readonly { readonly day: string; readonly what: TaskKind; readonly count: number }[];
  readonly held: readonly DigestHold[];
  readonly health: DigestHealth;
  readonly progress: readonly DigestDay[];
  /** All kommuner, by name. */
  readonly list: readonly DigestRow[];
};

/** The short mail about what newly needs a person, to those who get the digest once a week. */
export type NoticeFacts = { readonly day: string; readonly needs: readonly DigestNeed[]; /** How many more waited already. */ readonly before: number };
