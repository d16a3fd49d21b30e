// Everything that can have happened to a case or at the desk, as one union; the log of these is the truth.
// It refuses to hold what can be computed: no status, no dates of rounds, no wording.
import type { MailKind, Outcome } from './reading.ts';
import type { Contact, Task } from './task.ts';

/** A stream of events: a kommune's case by its code ("0751"), or the desk, where lies what belongs to no one kommune. */
export type Stream = string;
export const desk: Stream = 'desk';

/** The mail that caused something, as much of it as the timeline shows. `id` is its identity (design rule 2). */
export type MailRef = {
  readonly id: string;
  readonly messageId: string | null;
  readonly from: string;
  /** ISO instant of the Date header; null when missing. */
  readonly date: string | null;
  readonly subject: string;
};

/** Why a mail or a case waits for a person. */
export type ReviewReason =
  | 'understanding'            // the reading itself asks for a person; `detail` says why
  | 'differs-from-registered'  // somebody else at the kommune named somebody else
  | 'older-than-registered'    // a mail older than the one that registered the contact
  | 'several-contacts'
  | 'clarified-before'         // asked twice already, or the same incomplete answer again
  | 'incomplete-after-registration'
  | 'no-kommune'
  | 'unknown-case'
  | 'could-not-be-handled'     // handling failed again and again; `detail` says how
  | 'letter-failed';

export type CaseEvent = { readonly at: string } & (
  | { readonly type: 'case-opened'; readonly kommune: string; readonly name: string; readonly mailbox: string }
  | { readonly type: 'mail-received'; readonly mail: MailRef; readonly reading: number; readonly kind: MailKind; readonly outcome: Outcome; readonly reasons: readonly string[] }
  | { readonly type: 'contact-registered'; readonly contact: Contact; readonly mail: MailRef; readonly from: string }
  /** A later answer names the registered contact again; an older answer can't overtake it any more. */
  | { readonly type: 'contact-confirmed'; readonly mail: MailRef }
  | { readonly type: 'review-opened'; readonly review: string; readonly mail: MailRef | null; readonly reason: ReviewReason; readonly detail: string }
  | { readonly type: 'question-opened'; readonly question: string; readonly mail: MailRef }
  | { readonly type: 'bounce-noted'; readonly mail: MailRef; readonly recipient: string; readonly permanent: boolean; readonly task: string | null }
  | OutgoingEvent
);

/** The life of one outgoing mail: asked, intended, then exactly one of sent, refused, unwanted; deferred goes back to asked. */
export type OutgoingEvent =
  | { readonly type: 'mail-asked'; readonly task: Task }
  /** `at` is the mail's Date; `clock` is the machine's own clock, from which the wait for proof counts. */
  | { readonly type: 'mail-intended'; readonly task: string; readonly sha256: string; readonly clock: string }
  | { readonly type: 'mail-deferred'; readonly task: string; readonly code: number | null; readonly response: string }
  | { readonly type: 'mail-sent'; readonly task: string; readonly proof: 'accepted' | 'copy'; readonly response: string }
  /** `recipient`: the address is dead. `content`: the server did not like the mail, which says nothing about the address. */
  | { readonly type: 'mail-refused'; readonly task: string; readonly stage: 'recipient' | 'content'; readonly code: number; readonly response: string }
  | { readonly type: 'mail-unwanted'; readonly task: string; readonly reason: string };

export type DeskEvent = { readonly at: string } & (
  /** `inbox` is INBOX as it was: what lay there before is left alone. `clock` is the machine's own clock. `redirectTo`: a rehearsal, never to become real. */
  | { readonly type: 'campaign-launched'; readonly by: string; readonly redirectTo: string | null; readonly inbox: { readonly uidValidity: string; readonly uidNext: number } | null; readonly clock: string }
  | { readonly type: 'mail-received'; readonly mail: MailRef; readonly reading: number; readonly kind: MailKind; readonly outcome: Outcome; readonly reasons: readonly string[] }
  | { readonly type: 'review-opened'; readonly review: string; readonly mail: MailRef | null; readonly reason: ReviewReason; readonly detail: string }
  | { readonly type: 'question-opened'; readonly question: string; readonly mail: MailRef }
  | OutgoingEvent
);

export type Event = CaseEvent | DeskEvent;

/** What a decision gives: what happened, or nothing with the name of the reason (design rule 8). */
export type Decision<E> = { readonly events: readonly E[] } | { readonly ignored: string };

export function ignored(reason: string): { readonly ignored: string } {
  return { ignored: reason };
}

/** The tasks that these events ask for: every outgoing mail begins as one `mail-asked`. */
export function tasksFor(events: readonly Event[]): readonly Task[] {
  return events.flatMap((event) => (event.type === 'mail-asked' ? [event.task] : []));
}

/** The ids of tasks that these events bring to their end. */
export function endedTasks(events: readonly Event[]): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'mail-sent' || event.type === 'mail-refused' || event.type === 'mail-unwanted' ? [event.task] : []);
}
