// What may happen to a kommune's case: a command and the state give events, or nothing with a named reason.
// It refuses to guess: two answers that disagree, or an answer out of order, wait for a person (design rule 6).
import { dayOf, lastDayInTime, type Day, type Instant } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import { clarifyKey, type CaseState } from './case.ts';
import { completedBy } from './completion.ts';
import { deadlineOf, type DueCommand } from './deadlines.ts';
import { domainOf } from './kommune.ts';
import { ignored, whatWasRead, type CaseEvent, type Decision, type MailRef, type ReviewReason } from './events.ts';
import { decideOutgoing, isOutgoingCommand, nextTaskId, type OutgoingCommand } from './outgoing.ts';
import type { ReadContact, Understanding } from './reading.ts';
import { decideReview, isNewer, isReviewCommand, sameContact, type ReviewCommand } from './review.ts';
import type { Contact, ReminderAbout, Task, TaskBody, Thread } from './task.ts';

/** All instants (`at`, `expires`) are ISO strings in UTC. */
export type CaseCommand = { readonly at: string } & (
  | { readonly type: 'open'; readonly kommune: string; readonly name: string; readonly mailbox: string }
  | { readonly type: 'invite' }
  | { readonly type: 'receive-mail'; readonly mail: MailRef; readonly thread: Thread; readonly reading: number; readonly understanding: Understanding }
  /** Handling this kommune's mail failed again and again: a person takes it. */
  | { readonly type: 'give-up'; readonly mail: MailRef | null; readonly reason: 'could-not-be-handled' | 'letter-failed'; readonly detail: string; readonly reading: number; readonly task?: string }
  /** `nonce` is chance, given by the caller: the activation link's token is derived from it. */
  | { readonly type: 'issue-login'; readonly nonce: string; readonly expires: string }
  | { readonly type: 'remind'; readonly about: ReminderAbout; readonly round: string }
  | OutgoingCommand
  | ReviewCommand
);

export function decide(command: CaseCommand, state: CaseState, campaign: Campaign): Decision<CaseEvent> {
  if (command.type === 'open') {
    if (state.kommune !== null) return ignored('already-open');
    const { at, kommune, name, mailbox } = command;
    return { events: [{ type: 'case-opened', at, kommune, name, mailbox }] };
  }
  if (isOutgoingCommand(command)) return decideOutgoing(command, state.outgoing);
  if (state.kommune === null) return ignored('not-open');
  if (isReviewCommand(command)) return decideReview(command, { ...state, stream: state.kommune }, campaign);
  const { at } = command;
  const ask = asking(state, campaign, at);
  switch (command.type) {
    case 'invite':
      if (Object.values(state.outgoing).some((o) => o.kind === 'letter')) return ignored('already-invited');
      return { events: [ask({ kind: 'letter' }, state.mailbox, null)] };
    case 'receive-mail':
      return receiveMail(command, state, campaign);
    case 'give-up': {
      const review: CaseEvent = { type: 'review-opened', at, review: `r${state.opened + 1}`, mail: command.mail, reason: command.reason, detail: command.detail, ...(command.task === undefined ? {} : { task: command.task }) };
      if (command.mail === null) return state.reviews.some((r) => r.reason === command.reason && r.detail === command.detail) ? ignored('already-in-review') : { events: [review] };
      if ((state.mails[command.mail.id] ?? 0) >= command.reading) return ignored('already-received');
      return { events: [{ type: 'mail-received', at, mail: command.mail, reading: command.reading, kind: 'other', outcome: 'review', reasons: [command.detail] }, review] };
    }
    case 'issue-login': {
      if (!state.contact) return ignored('no-contact');
      if (state.login?.email === state.contact.email) return ignored('already-issued');
      const { contact } = state;
      const userName = userNameOf(contact);
      return { events: [ask({ kind: 'login', contact, userName, nonce: command.nonce, expires: command.expires }, contact.email, null)] };
    }
    case 'remind': {
      if (command.about === 'contact' && state.contact) return ignored('already-answered');
      if (state.reminded.some((r) => r.about === command.about && r.round === command.round)) return ignored('already-reminded');
      const step = state.reminded.filter((r) => r.about === command.about).length + 1;
      const deadline = deadlineOf(campaign, command.about);
      const to = state.contact?.email ?? state.mailbox;
      const overdue = isPast(lastDayInTime(deadline), at);
      return { events: [ask({ kind: 'reminder', about: command.about, round: command.round, step, deadline: deadline.toString(), overdue }, to, null)] };
    }
  }
}

/** A due command as the case takes it, with the instant and, for a login, its nonce and its end after 14 days. */
export function caseCommand(due: DueCommand, at: Instant, nonce: string): CaseCommand {
  switch (due.type) {
    case 'invite':
      return { type: 'invite', at: at.toString() };
    case 'issue-login':
      return { type: 'issue-login', at: at.toString(), nonce, expires: at.add({ hours: 14 * 24 }).toString() };
    case 'remind':
      return { type: 'remind', at: at.toString(), about: due.about, round: due.round };
  }
}

type Receive = Extract<CaseCommand, { type: 'receive-mail' }>;

function receiveMail(command: Receive, state: CaseState, campaign: Campaign): Decision<CaseEvent> {
  const { at, mail, reading, understanding: read, thread } = command;
  if ((state.mails[mail.id] ?? 0) >= reading) return ignored('already-received');
  const received: CaseEvent = { type: 'mail-received', at, mail, reading, kind: read.kind, outcome: read.outcome, reasons: read.reasons };
  const ask = asking(state, campaign, at);
  const review = (reason: ReviewReason, detail: string): Decision<CaseEvent> =>
    ({ events: state.reviews.some((r) => r.mail?.id === mail.id) ? [received] : [received, { type: 'review-opened', at, review: `r${state.opened + 1}`, mail, reason, detail, read: whatWasRead(read, thread) }] });
  const waits = state.reviews.some((r) => r.mail?.id === mail.id) || state.questions.some((q) => q.mail.id === mail.id);
  // Whatever stands beside a list (a question, a report, a request) waits for a person too; a mail read again does not wait twice.
  const question: readonly CaseEvent[] = waits ? [] : [{ type: 'question-opened', at, question: `q${state.opened + 1}`, mail, read: whatWasRead(read, thread) }];
  const beside = read.also.length > 0 ? question : [];

  switch (read.outcome) {
    case 'ignore': {
      const { bounce } = read;
      if (read.kind !== 'bounce' || !bounce || bounce.recipient === null) return { events: [received] };
      // Only a bounce of a mail that we sent counts (RFC 3464 4.1: anyone can write a DSN). It silences reminders and is shown; it registers nothing.
      const recipient = bounce.recipient.toLowerCase();
      const task = bouncedTask(state, bounce.originalMessageId, recipient);
      // Without our Message-ID it may be any mail of ours: a person looks. With a Message-ID that we never sent it is nobody's.
      if (task === null) return bounce.permanent && bounce.originalMessageId === null ? review('understanding', `a mail to ${recipient} could not be delivered`) : { events: [received] };
      return { events: [received, { type: 'bounce-noted', at, mail, recipient, permanent: bounce.permanent, task }] };
    }
    case 'review':
      return review('understanding', [...read.reasons, ...read.problems].join('; '));
    case 'forward':
      return { events: [received, ...question] };
    case 'clarify': {
      if (state.contact) return review('incomplete-after-registration', `${state.contact.name} <${state.contact.email}> is registered, and this answer is incomplete`);
      if (read.answerTo === null) return review('understanding', 'something is missing, and nobody may be asked');
      const whole = completedBy(state.clarified, state.kommune ?? '', { from: mail.from, thread, understanding: read, domain: domainOf(campaign.sender.address) });
      if (whole) {
        const { contact, from } = whole;
        return { events: [received, { type: 'contact-registered', at, contact, mail, from }, ask({ kind: 'ack', contact, corrected: false, notes: read.notes, question: false }, read.answerTo, thread)] };
      }
      const key = clarifyKey(read.missing, read.contacts);
      if (state.clarified && state.clarified.asked === key && state.clarified.to === read.answerTo) {
        return withinADay(state.clarified.at, at) ? { events: [received, ...beside] } : review('clarified-before', 'the same incomplete answer again');
      }
      if ((state.clarified?.count ?? 0) >= 2) return review('clarified-before', 'two clarifications have been asked for already');
      return { events: [received, ask({ kind: 'clarify', missing: read.missing, read: read.contacts, notes: read.notes }, read.answerTo, thread), ...beside] };
    }
    case 'accept': {
      const contacts = read.contacts.filter((c) => c.kommune === state.kommune);
      const [first] = contacts;
      const contact = first && complete(first);
      if (contacts.length !== 1 || !first || !contact) return review('several-contacts', `${contacts.length} contacts were read for this kommune`);
      if (state.contact && sameContact(state.contact, contact)) {
        return { events: [received, ...(isNewer(mail, state.contactMail) ? [{ type: 'contact-confirmed' as const, at, mail }] : []), ...beside] };
      }
      const conflict = state.contact && mayNotReplace(state, mail);
      if (conflict) return review(conflict, `${state.contact?.name} <${state.contact?.email}> is registered; this mail names ${contact.name} <${contact.email}>`);
      const registered: CaseEvent = { type: 'contact-registered', at, contact, mail, from: first.from };
      if (read.answerTo === null) return { events: [received, registered, ...beside] };
      const ack = ask({ kind: 'ack', contact, corrected: state.contact !== null, notes: read.notes, question: read.also.includes('question') }, read.answerTo, thread);
      return { events: [received, registered, ack, ...beside] };
    }
  }
}

/**
 * A newer answer replaces the registered contact only when it comes from the one who gave the first, or from the registered contact;
 * anyone else at the kommune who names somebody else makes a conflict for a person to settle.
 */
function mayNotReplace(state: CaseState, mail: MailRef): ReviewReason | undefined {
  const before = state.contactMail;
  if (!state.contact || !before) return undefined;
  // Without a date nobody can say which answer is the newer one.
  if (!isNewer(mail, before)) return 'older-than-registered';
  const from = mail.from.toLowerCase();
  return from === before.from.toLowerCase() || from === state.contact.email.toLowerCase() ? undefined : 'differs-from-registered';
}

/** The mail of ours that bounced: by its Message-ID, or where the report does not give it the newest one to that address. */
function bouncedTask(state: CaseState, originalMessageId: string | null, recipient: string): string | null {
  const sent = Object.values(state.outgoing);
  if (originalMessageId !== null) return sent.find((o) => originalMessageId.replace(/^<|>$/g, '').startsWith(`${o.id}@`))?.id ?? null;
  return sent.filter((o) => o.to.toLowerCase() === recipient && (o.state === 'sent' || o.state === 'intended')).at(-1)?.id ?? null;
}

function complete(read: ReadContact): Contact | undefined {
  if (read.kommune === null || read.name === null || read.email === null) return undefined;
  return { kommune: read.kommune, name: read.name, email: read.email, phone: read.phone, region: read.region };
}

function asking(state: CaseState, campaign: Campaign, at: string): (body: TaskBody, to: string, thread: Thread | null) => Extract<CaseEvent, { type: 'mail-asked' }> {
  return (body, to, thread) => {
    const task: Task = { ...body, id: nextTaskId(state.outgoing, body.kind, campaign.id, state.kommune), kommune: state.kommune, to, createdAt: at, thread };
    return { type: 'mail-asked', at, task };
  };
}

function isPast(day: Day, at: string): boolean {
  return Temporal.PlainDate.compare(dayOf(Temporal.Instant.from(at)), day) > 0;
}

function withinADay(a: string, b: string): boolean {
  return Temporal.Instant.from(a).until(b).total('hours') < 24;
}

/** The user name of a login: the contact's own address, which nobody has to remember. */
function userNameOf(contact: Contact): string {
  return contact.email.toLowerCase();
}
