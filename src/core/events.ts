// Everything that can have happened to a case or at the desk, as one union; the log of these is the truth.
// It refuses to hold what can be computed: no status, no dates of rounds, no wording.
import type { HandedIn } from './report/handed-in.ts';
import { keptForm } from './report/kept.ts';
import type { Answers, Section } from './report/model.ts';
import type { FormRead } from './report/sheet.ts';
import type { MailKind, Missing, Outcome, ReadContact, Understanding } from './reading.ts';
import type { Contact, Deadline, Task, Thread } from './task.ts';

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
  | 'exempt'                   // an answer of a kommune that was exempted
  | 'answers-no-question'      // the department answers a question that is not open, or its answer can't be proved or sent as it is
  | 'could-not-be-handled'     // handling failed again and again; `detail` says how
  | 'letter-failed'
  | 'report-not-from-contact'   // a report by mail of somebody who may not enter the portal
  | 'report-older-than-newest'; // a report by mail, written before the newest

/** What was read of a mail that waits, kept with it so that a person can act on it without the mail. */
export type WhatWasRead = {
  readonly kind: MailKind;
  readonly also: readonly MailKind[];
  readonly contacts: readonly ReadContact[];
  readonly missing: readonly Missing[];
  readonly notes: readonly string[];
  /** The address an answer goes to; null when none may be given. */
  readonly answerTo: string | null;
  readonly thread: Thread;
  /** The newest text, cut to a few pages, and the names of the files: what the department's contact is shown. Old logs lack them. */
  readonly text?: string | undefined;
  readonly files?: readonly string[] | undefined;
  /** The report's sheet that came with it, its texts cut to what can be judged. */
  readonly report?: FormRead | undefined;
};

/** How a person closed what waited. `withdrawn`: what had put it there was taken back. `answered`: by a reply to the forwarded question. */
export const closings = ['accepted', 'assigned', 'asked', 'forwarded', 'discarded', 'withdrawn', 'answered'] as const;
export type Closing = (typeof closings)[number];

/**
 * The life of what waits for a person, an item: opened as a review ("r1") or a question ("q2"), closed by a person, perhaps opened again.
 * `origin` is the item it came from ("desk/r3"); `task` the letter of ours that waits. Logs from before `read` was kept lack it.
 */
export type ItemEvent =
  | {
      readonly type: 'review-opened'; readonly review: string; readonly mail: MailRef | null; readonly reason: ReviewReason; readonly detail: string;
      readonly read?: WhatWasRead | undefined; readonly origin?: string | undefined; readonly task?: string | undefined;
    }
  | { readonly type: 'question-opened'; readonly question: string; readonly mail: MailRef; readonly read?: WhatWasRead | undefined; readonly origin?: string | undefined }
  /** `to`: the stream it was assigned to. */
  | { readonly type: 'review-closed'; readonly item: string; readonly how: Closing; readonly by: string; readonly note: string; readonly to: Stream | null }
  | { readonly type: 'review-reopened'; readonly item: string; readonly by: string; readonly note: string };

/** Who is registered, by which mail, since when. */
export type Registration = { readonly contact: Contact; readonly mail: MailRef; readonly at: string };

export type CaseEvent = { readonly at: string } & (
  | { readonly type: 'case-opened'; readonly kommune: string; readonly name: string; readonly mailbox: string }
  | { readonly type: 'mail-received'; readonly mail: MailRef; readonly reading: number; readonly kind: MailKind; readonly outcome: Outcome; readonly reasons: readonly string[] }
  /** `item`: the review by which a person registered it. `foreign`: the address lies outside the kommune's domains. */
  | { readonly type: 'contact-registered'; readonly contact: Contact; readonly mail: MailRef; readonly from: string; readonly item?: string | undefined; readonly foreign?: boolean | undefined }
  /** The kommune's main mailbox (or a person, by `item`) has said that this address outside its domains is meant. */
  | { readonly type: 'address-approved'; readonly mail: MailRef; readonly email: string; readonly item?: string | undefined }
  /** The link of this login or invitation was opened and used. `credential`: the id of the password chosen; logs of before the portal lack it. */
  | { readonly type: 'login-activated'; readonly task: string; readonly credential?: string | undefined }
  | { readonly type: 'password-changed'; readonly email: string; readonly credential: string }
  | { readonly type: 'colleague-removed'; readonly email: string; readonly by: string }
  /** Somebody has logged in on the portal. */
  | { readonly type: 'portal-entered'; readonly email: string }
  /** `by`: an address. `start`: what the draft begins with. */
  | { readonly type: 'report-begun'; readonly by: string; readonly start?: Answers | undefined }
  /** One page of the draft, word for word. */
  | { readonly type: 'report-saved'; readonly by: string; readonly section: Section; readonly answers: Answers }
  /** `handedIn`: logs of before reports had figures lack it. `item`: the review by which a person made it count. */
  | { readonly type: 'report-submitted'; readonly by: string; readonly handedIn?: HandedIn | undefined; readonly item?: string | undefined }
  /** A person took back that this version counts. */
  | { readonly type: 'report-withdrawn'; readonly number: number; readonly item: string }
  /** `by` is the person, `note` the reason given. */
  | { readonly type: 'exempted'; readonly by: string; readonly note: string }
  | { readonly type: 'exemption-lifted'; readonly by: string; readonly note: string }
  /** `until`: ISO day; the campaign's own day takes an extension back. */
  | { readonly type: 'deadline-extended'; readonly deadline: Deadline; readonly until: string; readonly by: string; readonly note: string }
  /** A later answer names the registered contact again; an older answer can't overtake it any more. */
  | { readonly type: 'contact-confirmed'; readonly mail: MailRef }
  /** A person took a registration back; `restored` is what was registered before. */
  | { readonly type: 'contact-withdrawn'; readonly contact: Contact; readonly restored: Registration | null; readonly item: string }
  | ItemEvent
  | { readonly type: 'bounce-noted'; readonly mail: MailRef; readonly recipient: string; readonly permanent: boolean; readonly task: string | null }
  | OutgoingEvent
);

/** The life of one outgoing mail: asked, intended, then exactly one of sent, refused, unwanted; deferred goes back to asked. */
export type OutgoingEvent =
  /** `item`: the review on which a person asked for it. */
  | { readonly type: 'mail-asked'; readonly task: Task; readonly item?: string | undefined }
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
  /** While it is paused nothing leaves to a kommune. */
  | { readonly type: 'campaign-paused'; readonly by: string; readonly note: string }
  | { readonly type: 'campaign-resumed'; readonly by: string; readonly note: string }
  | { readonly type: 'mail-received'; readonly mail: MailRef; readonly reading: number; readonly kind: MailKind; readonly outcome: Outcome; readonly reasons: readonly string[] }
  | ItemEvent
  | OutgoingEvent
);

export type Event = CaseEvent | DeskEvent;

/** What a decision gives: what happened, or nothing with the name of the reason (design rule 8). */
export type Decision<E> = { readonly events: readonly E[] } | { readonly ignored: string };

export function ignored(reason: string): { readonly ignored: string } {
  return { ignored: reason };
}

/** Characters of a mail's newest text that are kept with what waits, and how a cut is marked. */
const keptText = 8_000;
export const cutMark = '\n[…]';

/** What is kept of a reading with the item that waits. */
export function whatWasRead(read: Understanding, thread: Thread): WhatWasRead {
  const { kind, also, contacts, missing, notes, answerTo, text, attachments, report } = read;
  return {
    kind, also, contacts, missing, notes, answerTo, thread,
    text: text.length <= keptText ? text : `${text.slice(0, keptText)}${cutMark}`, files: attachments.map((a) => a.filename).slice(0, 50), ...(report ? { report: keptForm(report) } : {}),
  };
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
