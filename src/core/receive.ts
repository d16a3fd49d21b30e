// What comes of one mail for a kommune's case: registered, asked about, put before a person, or noted and no more.
// It refuses to guess: two answers that disagree, or an answer out of order, wait for a person (design rule 6).
import { asking } from './asking.ts';
import type { Campaign } from './campaign.ts';
import { clarifyKey, isBounced, isUnconfirmed, type CaseState } from './case.ts';
import { completedBy } from './completion.ts';
import { domainOf } from './kommune.ts';
import { ignored, whatWasRead, type CaseEvent, type Decision, type MailRef, type ReviewReason } from './events.ts';
import { askLogin, whyNotRenewed, type LoginSecrets } from './logins.ts';
import type { ReadContact, Understanding } from './reading.ts';
import { receiveReport } from './report/receive.ts';
import { isNewer, sameContact } from './review.ts';
import { taskOfMessageId, type Contact, type Thread } from './task.ts';

/** `at`: ISO instant. `secrets`: for the login that a request may ask for; absent where none can come of the mail. */
export type Receive = {
  readonly type: 'receive-mail'; readonly at: string; readonly mail: MailRef; readonly thread: Thread; readonly reading: number; readonly understanding: Understanding;
  readonly secrets?: LoginSecrets | undefined;
};

export function receiveMail(command: Receive, state: CaseState, campaign: Campaign): Decision<CaseEvent> {
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

  const settled = (...events: readonly CaseEvent[]): Decision<CaseEvent> => ({ events: [{ ...received, outcome: 'accept' }, ...events] });
  if (read.report && read.kind === 'report' && (read.outcome === 'accept' || read.outcome === 'clarify')) return receiveReport(read.report, command, state, campaign, { received, beside, review });
  if (answersConfirm(state, campaign, command)) return settled({ type: 'address-approved', at, mail, email: state.contact?.email ?? '' });
  if (state.exempt && (read.outcome === 'accept' || read.outcome === 'clarify')) return review('exempt', `the kommune is exempt since ${state.exempt.at.slice(0, 10)}: ${state.exempt.note}`);

  switch (read.outcome) {
    case 'ignore': {
      const verdict = bounceOf(state, read, campaign);
      if (verdict === null) return { events: [received] };
      if ('review' in verdict) return review('understanding', verdict.review);
      const { lost, ...bounced } = verdict;
      const noted: CaseEvent = { type: 'bounce-noted', at, mail, ...bounced };
      return { events: [received, noted, ...(lost === null || state.reviews.some((r) => r.mail?.id === mail.id) ? [] : [{ type: 'review-opened' as const, at, review: `r${state.opened + 1}`, mail, reason: 'understanding' as const, detail: lost }])] };
    }
    case 'review':
      return review('understanding', [...read.reasons, ...read.problems].join('; '));
    case 'forward': {
      if (read.kind !== 'login-request' || !state.contact || !command.secrets) return { events: [received, ...question] };
      const why = whyNotRenewed(state, campaign, command);
      if (why !== null) return { events: [{ ...received, reasons: [...read.reasons, `A person answers: ${why}.`] }, ...question] };
      return settled(askLogin(state, campaign, at, state.contact, command.secrets, thread));
    }
    case 'clarify': {
      if (state.contact) return review('incomplete-after-registration', `${state.contact.name} <${state.contact.email}> is registered, and this answer is incomplete`);
      if (read.answerTo === null) return review('understanding', 'something is missing, and nobody may be asked');
      const whole = completedBy(state.clarified, state.kommune ?? '', { from: mail.from, thread, understanding: read, domain: domainOf(campaign.sender.address) });
      if (whole) {
        const { contact, from } = whole;
        return { events: [received, { type: 'contact-registered', at, contact, mail, from }, ask({ kind: 'ack', contact, corrected: false, notes: read.notes, question: false, confirm: false }, read.answerTo, thread)] };
      }
      const key = clarifyKey(read.missing, read.contacts);
      if (state.clarified && state.clarified.asked === key && state.clarified.to === read.answerTo) {
        return withinADay(state.clarified.at, at) ? { events: [received, ...beside] } : review('clarified-before', 'the same incomplete answer again');
      }
      if ((state.clarified?.count ?? 0) >= 2) return review('clarified-before', 'two clarifications have been asked for already');
      return { events: [received, ask({ kind: 'clarify', missing: read.missing, read: read.contacts, notes: read.notes, unreachable: null }, read.answerTo, thread), ...beside] };
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
      const ack = ask({ kind: 'ack', contact, corrected: state.contact !== null, notes: read.notes, question: read.also.includes('question'), confirm: false }, read.answerTo, thread);
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
  // Asked for a new contact because nobody reaches this one, or whether this one is meant, the kommune may name another.
  if (isBounced(state) || (isUnconfirmed(state) && from === state.mailbox.toLowerCase())) return undefined;
  return from === before.from.toLowerCase() || from === state.contact.email.toLowerCase() ? undefined : 'differs-from-registered';
}

/**
 * What a bounce says of this case; null when it is about no mail of ours that left. Anyone can write a DSN (RFC 3464 4.1), so it silences
 * reminders and is shown, and registers nothing. An address that it names and that we did not write to (a member of a list, a forwarding, our
 * own copy) is for a person: whether our recipient got the mail is not said.
 */
function bounceOf(state: CaseState, { kind, bounce }: Understanding, campaign: Campaign): { readonly review: string } | { readonly recipient: string; readonly permanent: boolean; readonly task: string; readonly lost: string | null } | null {
  if (kind !== 'bounce' || !bounce) return null;
  const { permanent, originalMessageId } = bounce;
  const recipient = bounce.recipient?.toLowerCase() ?? null;
  const all = Object.values(state.outgoing);
  const id = originalMessageId?.replace(/^<|>$/g, '');
  const about = id === undefined ? all.findLast((o) => o.to.toLowerCase() === recipient && (o.state === 'sent' || o.state === 'intended'))
    : all.find((o) => id === `${o.id}@${domainOf(campaign.sender.address)}`);
  // Without our Message-ID it may be any mail of ours: a person looks. With a Message-ID that we never sent it is nobody's.
  if (!about) return permanent && id === undefined && recipient !== null ? { review: `a mail to ${recipient} could not be delivered` } : null;
  const to = about.to.toLowerCase();
  if (recipient !== null && recipient !== to) return permanent ? { review: `${about.id} to ${to} could not be delivered to ${recipient}` } : { recipient: to, permanent, task: about.id, lost: null };
  // The department's own mailbox is no address of the kommune's.
  if (about.kind === 'review') return permanent ? { review: `${about.id} did not reach ${to}: the question waits` } : null;
  // Who wrote to us and does not get our answer is nobody's contact, perhaps: nothing else would show it.
  const isAnswer = about.kind === 'answer' || (about.answers && to !== state.contact?.email.toLowerCase() && to !== state.mailbox.toLowerCase());
  return { recipient: to, permanent, task: about.id, lost: permanent && isAnswer ? `${about.id}, our answer to ${to}, could not be delivered` : null };
}

/** A plain yes of the kommune's own to the mail in which its main mailbox was asked whether the contact's address is meant. */
function answersConfirm(state: CaseState, campaign: Campaign, { mail, understanding, thread }: Receive): boolean {
  // The kommune's own domain, not a reply address that anybody may have been forwarded; and never the contact herself.
  if (understanding.sure !== true || understanding.ownDomain !== true || mail.from.toLowerCase() === state.contact?.email.toLowerCase()) return false;
  if (!isUnconfirmed(state) || understanding.yes !== true || state.askedToConfirm?.email !== state.contact?.email) return false;
  return thread.references.some((id) => {
    const ours = taskOfMessageId(id, domainOf(campaign.sender.address));
    return ours?.kind === 'confirm' && ours.kommune === state.kommune && ours.id === newestConfirm(state);
  });
}

function newestConfirm(state: CaseState): string | undefined {
  return Object.values(state.outgoing).findLast((o) => o.kind === 'confirm')?.id;
}

function complete(read: ReadContact): Contact | undefined {
  if (read.kommune === null || read.name === null || read.email === null) return undefined;
  return { kommune: read.kommune, name: read.name, email: read.email, phone: read.phone, region: read.region };
}

function withinADay(a: string, b: string): boolean {
  return Temporal.Instant.from(a).until(b).total('hours') < 24;
}

