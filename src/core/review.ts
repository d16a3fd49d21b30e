// What a person does with what waits: accept, assign, ask back, forward, discard, and take it back (a report: report/accept.ts); a command and the state give events.
// It refuses to overwrite what the person did not see, to close twice, and to call back a mail that may have left.
import { asking } from './asking.ts';
import type { Campaign } from './campaign.ts';
import { isUnconfirmed, registrationOf, type CaseState } from './case.ts';
import { isAddress } from './contacts/validation.ts';
import { ignored, type CaseEvent, type Closing, type Decision, type DeskEvent, type ItemEvent, type MailRef, type Stream } from './events.ts';
import { closedItem, isSameRegistered, openItem, openItems, type ClosedItem, type Item, type Items } from './items.ts';
import { plainAddress } from './letters/line.ts';
import type { OutgoingState } from './outgoing.ts';
import type { Missing } from './reading.ts';
import type { Contact, TaskBody, Thread } from './task.ts';

/** Where an answer goes, and the thread that it belongs to. */
export type AnswerTo = { readonly to: string; readonly thread: Thread };

/** `item` is "r1" or "q2" of the stream; `by` the person; `note` what they say to it, '' for nothing. */
export type ReviewCommand = { readonly at: string; readonly by: string; readonly note: string } & (
  /** `over`: who was registered when the person looked. `answer`: null for no acknowledgement. `foreign`: the address lies outside the kommune's domains. */
  | { readonly type: 'review-accept'; readonly item: string; readonly contact: Contact; readonly over: Contact | null; readonly answer: AnswerTo | null; readonly foreign: boolean }
  /** `over`: the version that counted when the person looked, null for none. `answer`: where the sender's own receipt goes. `quiet`: nobody gets one. */
  | { readonly type: 'accept-report'; readonly item: string; readonly over: number | null; readonly answer: { readonly to: string | null; readonly thread: Thread } | null; readonly quiet: boolean }
  /** Goes together with `review-take-over` of the stream `to`: both or neither. */
  | { readonly type: 'review-assign'; readonly item: string; readonly to: Stream }
  | { readonly type: 'review-take-over'; readonly origin: string; readonly moved: Item }
  | { readonly type: 'review-ask'; readonly item: string; readonly missing: readonly Missing[]; readonly answer: AnswerTo | null }
  | { readonly type: 'review-forward'; readonly item: string }
  | { readonly type: 'review-discard'; readonly item: string }
  /** `givenBackBy`: the stream that gives the item back (`review-give-back`, both or neither); null where it was not assigned. */
  | { readonly type: 'review-undo'; readonly item: string; readonly givenBackBy: Stream | null }
  | { readonly type: 'review-give-back'; readonly origin: string }
);

export const reviewCommandTypes = ['review-accept', 'accept-report', 'review-assign', 'review-take-over', 'review-ask', 'review-forward', 'review-discard', 'review-undo', 'review-give-back'] as const;

export function isReviewCommand(command: { readonly type: string }): command is ReviewCommand {
  return (reviewCommandTypes as readonly string[]).includes(command.type);
}

/** A case, or the desk, which belongs to no kommune and has no contact. */
export type ReviewState = Items & Pick<CaseState, 'kommune' | 'contact' | 'contactMail' | 'contactAt' | 'foreign' | 'approved'> & Partial<Pick<CaseState, 'extended'>> & { readonly stream: Stream; readonly outgoing: OutgoingState };

/** What both a case and the desk can hold. */
type SharedEvent = CaseEvent & DeskEvent;

/** At the desk nothing is registered: without a kommune only events come of it that the desk can hold. */
export function decideReview(command: ReviewCommand, state: ReviewState, campaign: Campaign): Decision<SharedEvent>;
export function decideReview(command: ReviewCommand, state: ReviewState & { readonly kommune: string }, campaign: Campaign): Decision<CaseEvent>;
export function decideReview(command: ReviewCommand, state: ReviewState, campaign: Campaign): Decision<CaseEvent> {
  switch (command.type) {
    case 'review-take-over':
      return takeOver(command, state);
    case 'review-give-back': {
      const here = openItems(state).find((item) => item.origin === command.origin);
      return here ? { events: [closing(command, here.id, 'withdrawn')] } : ignored('closed-there');
    }
    case 'review-undo': {
      const closed = closedItem(state, command.item);
      if (!closed) return ignored(openItem(state, command.item) ? 'not-closed' : 'no-such-review');
      return undo(command, closed, state);
    }
    case 'accept-report':
      // A case's own are decided in report/accept.ts; at the desk nothing is handed in.
      return ignored(openItem(state, command.item) ? 'no-kommune' : closedItem(state, command.item) ? 'already-closed' : 'no-such-review');
    case 'review-accept':
    case 'review-assign':
    case 'review-ask':
    case 'review-forward':
    case 'review-discard': {
      const item = openItem(state, command.item);
      if (!item) return ignored(closedItem(state, command.item) ? 'already-closed' : 'no-such-review');
      return close(command, item, state, campaign);
    }
  }
}

type Close = Extract<ReviewCommand, { type: 'review-accept' | 'review-assign' | 'review-ask' | 'review-forward' | 'review-discard' }>;

function close(command: Close, item: Item, state: ReviewState, campaign: Campaign): Decision<CaseEvent> {
  const { at } = command;
  if (command.type === 'review-discard') {
    const closed = closing(command, item.id, 'discarded');
    // Whoever discards a letter that failed has sent it by hand, or does not want it any more.
    const letter = item.task === null ? undefined : state.outgoing[item.task];
    return { events: letter && (letter.state === 'asked' || letter.state === 'intended') ? [closed, { type: 'mail-unwanted', at, task: letter.id, reason: 'discarded' }] : [closed] };
  }
  const { mail } = item;
  if (mail === null) return ignored('no-mail');
  const asked = asking(state, campaign, at);
  const ask = (body: TaskBody, { to, thread }: AnswerTo): CaseEvent => asked(body, to, thread, item.id);
  switch (command.type) {
    case 'review-assign':
      return command.to === state.stream ? ignored('same-kommune') : { events: [{ ...closing(command, item.id, 'assigned'), to: command.to }] };
    case 'review-forward':
      if (item.what === 'question') return ignored('is-a-question');
      return { events: [closing(command, item.id, 'forwarded'), asQuestion(item, mail, state, at)] };
    case 'review-ask':
      if (command.answer === null) return ignored('nobody-to-ask');
      if (command.missing.length === 0) return ignored('nothing-to-ask');
      return { events: [closing(command, item.id, 'asked'), ask({ kind: 'clarify', missing: command.missing, read: item.read?.contacts ?? [], notes: item.read?.notes ?? [], unreachable: null }, command.answer), ...beside(item, mail, state, at)] };
    case 'review-accept': {
      const { contact, over, answer } = command;
      if (state.kommune === null) return ignored('no-kommune');
      if (contact.kommune !== state.kommune) return ignored('other-kommune');
      if (contact.name.trim() === '' || !isAddress(contact.email)) return ignored('incomplete');
      if (!isSameRegistered(state.contact, over)) return ignored('changed-meanwhile');
      const closed = closing(command, item.id, 'accepted');
      const more = beside(item, mail, state, at);
      const isApproved = (email: string): boolean => state.approved.some((a) => a.email === email.toLowerCase());
      // A person who accepts the unconfirmed contact once more has seen that the kommune means it.
      const approval = state.contact && isUnconfirmed(state) ? [{ type: 'address-approved' as const, at, mail, email: contact.email, item: item.id }] : [];
      if (isSameRegistered(state.contact, contact)) return { events: [closed, ...approval, ...(isNewer(mail, state.contactMail) ? [{ type: 'contact-confirmed' as const, at, mail }] : []), ...more] };
      const registered: CaseEvent = { type: 'contact-registered', at, contact, mail, from: 'review', item: item.id, ...(command.foreign ? { foreign: true } : {}) };
      const ack = answer === null ? [] : [ask({ kind: 'ack', contact, corrected: state.contact !== null, notes: item.read?.notes ?? [], question: more.length > 0, confirm: command.foreign && !isApproved(contact.email) }, answer)];
      return { events: [closed, registered, ...ack, ...more] };
    }
  }
}

/** What stands beside a list (a question, a report) still waits when the list is settled, as it does when no person was needed. */
export function beside(item: Item, mail: MailRef, state: ReviewState, at: string): readonly (ItemEvent & { readonly at: string })[] {
  const more = item.what === 'question' || (item.read !== null && item.read.also.length > 0);
  const waits = state.questions.some((q) => q.mail.id === mail.id && q.question !== item.id);
  return more && !waits ? [asQuestion(item, mail, state, at)] : [];
}

function asQuestion(item: Item, mail: MailRef, state: ReviewState, at: string): ItemEvent & { readonly at: string } {
  return { type: 'question-opened', at, question: `q${state.opened + 1}`, mail, ...(item.read ? { read: item.read } : {}), origin: `${state.stream}/${item.id}` };
}

export function closing({ at, by, note }: Pick<ReviewCommand, 'at' | 'by' | 'note'>, item: string, how: Closing): Extract<ItemEvent, { type: 'review-closed' }> & { readonly at: string } {
  return { type: 'review-closed', at, item, how, by, note, to: null };
}

function takeOver({ at, origin, moved }: Extract<ReviewCommand, { type: 'review-take-over' }>, state: ReviewState): Decision<CaseEvent> {
  const { mail, reason, detail } = moved;
  if (mail === null) return ignored('no-mail');
  if (openItems(state).some((item) => item.mail?.id === mail.id)) return ignored('waits-there-already');
  const read = moved.read ? { read: moved.read } : {};
  if (reason === null) return { events: [{ type: 'question-opened', at, question: `q${state.opened + 1}`, mail, ...read, origin }] };
  return { events: [{ type: 'review-opened', at, review: `r${state.opened + 1}`, mail, reason, detail, ...read, origin }] };
}

/** Open again; what closing it caused is taken back as far as it can be. A mail that may have left stays. */
function undo(command: Extract<ReviewCommand, { type: 'review-undo' }>, closed: ClosedItem, state: ReviewState): Decision<CaseEvent> {
  if (closed.how === 'withdrawn') return ignored('given-back');
  if ((closed.how === 'assigned' ? closed.to : null) !== command.givenBackBy) return ignored('assigned-elsewhere');
  const { at, by, note, item } = command;
  const withdrawn = withdrawal(closed, state);
  return {
    events: [
      ...(withdrawn ? [{ type: 'contact-withdrawn' as const, at, contact: withdrawn.contact, restored: withdrawn.before, item }] : []),
      ...(closed.report === null ? [] : [{ type: 'report-withdrawn' as const, at, number: closed.report, item }]),
      { type: 'review-reopened', at, item, by, note },
      ...closed.tasks.flatMap((task) => (state.outgoing[task]?.state === 'asked' ? [{ type: 'mail-unwanted' as const, at, task, reason: 'taken-back' }] : [])),
      ...openItems(state).filter((other) => other.origin === `${state.stream}/${item}`).map((other) => closing(command, other.id, 'withdrawn')),
    ],
  };
}

/** Where an answer to the item's mail goes; null when nobody may be answered. A mail that was not read is answered at its From. */
export function answerOf({ mail, read }: Pick<Item, 'mail' | 'read'>): AnswerTo | null {
  if (read) return read.answerTo === null ? null : { to: read.answerTo, thread: read.thread };
  const to = mail && plainAddress(mail.from);
  return mail && to ? { to, thread: { inReplyTo: mail.messageId, references: mail.messageId === null ? [] : [mail.messageId], subject: mail.subject } } : null;
}

/** What accepting registered, if it is what is registered still and no later mail has named it again. */
export function withdrawal(closed: ClosedItem, state: Pick<ReviewState, 'contact' | 'contactMail' | 'contactAt'>): ClosedItem['registered'] {
  const now = registrationOf(state);
  return closed.registered && now && isSameRegistered(now.contact, closed.registered.contact) && now.mail.id === closed.item.mail?.id ? closed.registered : null;
}

/** The same answer: an answer without a telephone number does not contradict one with it. */
export function sameContact(registered: Contact, answer: Contact): boolean {
  return registered.email.toLowerCase() === answer.email.toLowerCase() && registered.name === answer.name && (answer.phone === null || registered.phone === answer.phone);
}

/** True when the mail is provably not older than the one before. */
export function isNewer(mail: MailRef, before: MailRef | null): boolean {
  return before === null || (mail.date !== null && before.date !== null && Temporal.Instant.compare(mail.date, before.date) >= 0);
}
