// Asked once more just before a mail leaves: is it still wanted, or must it wait?
// It refuses to let a mail go that the case has overtaken.
import { withinSendingHours, type Instant } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import { colleagueOf } from './accounts.ts';
import { isUnconfirmed, type CaseState } from './case.ts';
import { isLateContact } from './deadlines.ts';
import type { DeskState } from './desk.ts';
import { isClockBehind, weOwe, type Around, type HoldReason, type InboxState } from './holds.ts';
import { aboutOf, deadlineOf } from './rounds.ts';
import type { Task } from './task.ts';

export type Wanted = { readonly wanted: true } | { readonly unwanted: string } | { readonly held: HoldReason };

const yes: Wanted = { wanted: true };

/** `state` is the case's newest state; for the desk's own tasks there is none. */
export function stillWanted(task: Task, state: CaseState | null, campaign: Campaign, now: Instant, around: Around): Wanted {
  const verdict = overtaken(task, state, campaign, now, around.inbox);
  if ('unwanted' in verdict) return verdict;
  if (state !== null && isClockBehind(state.lastEventAt, now)) return { held: 'clock-behind' };
  if (around.paused && isForKommune(task)) return { held: 'paused' };
  if ('held' in verdict) return verdict;
  return begunByUs(task, state, campaign) && !withinSendingHours(now, campaign.sending.hours) ? { held: 'outside-hours' } : verdict;
}

/** The same for a task of the desk. */
export function deskWanted(task: Task, desk: Pick<DeskState, 'questions' | 'outgoing' | 'lastEventAt'>, campaign: Campaign, now: Instant, around: Around): Wanted {
  const by = desk.outgoing[task.id]?.overtaken ?? null;
  if (by !== null) return { unwanted: by };
  // A digest that an older version asked for and never sent; the next one says more.
  if (task.kind === 'digest' && task.facts.progress.length === 0) return { unwanted: 'older-version' };
  if (task.kind === 'review' && !desk.questions.some((q) => q.question === task.item)) return { unwanted: 'question-closed' };
  return isClockBehind(desk.lastEventAt, now) ? { held: 'clock-behind' } : stillWanted(task, null, campaign, now, around);
}

/** What the department's own people get is not paused. */
function isForKommune(task: Task): boolean {
  return task.kind !== 'digest' && task.kind !== 'notice' && task.kind !== 'review';
}

/** Answers leave at any hour; what we begin leaves in sending hours only, also when the queue stood still overnight. */
function begunByUs(task: Task, state: CaseState | null, campaign: Campaign): boolean {
  switch (task.kind) {
    case 'letter':
    case 'reminder':
    case 'confirm':
    case 'closed':
    case 'notice':
      return true;
    case 'digest':
      return task.atOnce !== true;
    case 'login':
      return task.thread === null && !task.forgotten && (task.again || state === null || !isLateContact(state, campaign));
    case 'clarify':
      return task.unreachable !== null;
    case 'ack':
    case 'review':
    case 'answer':
    case 'receipt':
    case 'correct':
    case 'invitation':
      return false;
  }
}

function overtaken(task: Task, state: CaseState | null, campaign: Campaign, now: Instant, inbox: InboxState): Wanted {
  const by = state?.outgoing[task.id]?.overtaken ?? null;
  if (by !== null) return { unwanted: by };
  if (state === null) return yes;
  const owed = (): Wanted => {
    const reason = weOwe(state, inbox) ?? (state.dead.includes(task.to.toLowerCase()) ? 'bounced' : undefined);
    return reason === undefined ? yes : { held: reason };
  };
  const disputed = (): Wanted => (state.reviews.length > 0 ? { held: 'review-open' } : yes);
  const isContact = (email: string): boolean => state.contact?.email === email;
  switch (task.kind) {
    case 'letter':
      return state.exempt ? { unwanted: 'exempt' } : state.contact ? { unwanted: 'already-answered' } : yes;
    case 'ack':
      // An acknowledgement says who is registered; when that is no longer so, the newer one says it.
      if (state.contact?.email !== task.contact.email || state.contact.name !== task.contact.name || state.contact.phone !== task.contact.phone) return { unwanted: 'contact-changed' };
      return newerAck(task, state) ? { unwanted: 'newer-ack' } : yes;
    case 'answer':
    case 'digest':
    case 'notice':
    case 'receipt':
      return yes;
    case 'correct':
      // A whole report has come since.
      if (state.reports.some((r) => r.withdrawnAt === null && Temporal.Instant.compare(r.at, task.createdAt) > 0)) return { unwanted: 'already-submitted' };
      return state.exempt ? { unwanted: 'exempt' } : yes;
    case 'invitation':
      if (state.exempt) return { unwanted: 'exempt' };
      // Taken back, or sent again, before it left.
      return colleagueOf(state, task.colleague.email)?.task === task.id ? yes : { unwanted: 'taken-back' };
    case 'review':
      return state.questions.some((q) => q.question === task.item) ? yes : { unwanted: 'question-closed' };
    case 'clarify': {
      if (state.exempt) return { unwanted: 'exempt' };
      if (!task.unreachable) return yes;
      if (!isContact(task.unreachable.email)) return { unwanted: 'contact-changed' };
      return state.dead.includes(task.unreachable.email.toLowerCase()) ? owed() : { unwanted: 'reachable-again' };
    }
    case 'confirm':
      if (state.exempt) return { unwanted: 'exempt' };
      if (!isContact(task.contact.email)) return { unwanted: 'contact-changed' };
      return isUnconfirmed(state) ? owed() : { unwanted: 'confirmed' };
    case 'closed':
      return isContact(task.former.email) || !state.contact ? { unwanted: 'contact-again' } : disputed();
    case 'login':
      if (state.exempt) return { unwanted: 'exempt' };
      if (state.login?.task !== task.id) return { unwanted: 'newer-login' };
      if (!isContact(task.contact.email)) return { unwanted: 'contact-changed' };
      // A link that ends within the day, or one of before the portal could find it, is made anew.
      if (task.tokenHash === '' || Temporal.Instant.compare(task.expires, now.add({ hours: 24 })) <= 0) return { unwanted: 'expired' };
      // A bounce came while it waited: nobody would get it.
      if (state.dead.includes(task.to.toLowerCase())) return { held: 'bounced' };
      return isUnconfirmed(state) ? { held: 'awaiting-confirmation' } : disputed();
    case 'reminder': {
      const missing = aboutOf(state) ?? (task.copyOf && isLoginOnItsWay(state) ? 'login' : null);
      if (missing !== task.about) return { unwanted: state.exempt ? 'exempt' : state.submittedAt !== null ? 'already-submitted' : task.about === 'contact' ? 'already-answered' : 'no-longer-missing' };
      // What was asked for another contact is not for this one.
      if (task.to !== (task.copyOf ? state.mailbox : state.contact?.email ?? state.mailbox) || (task.copyOf && !isContact(task.copyOf.email))) return { unwanted: 'contact-changed' };
      if (deadlineOf(campaign, state, task.of).toString() !== task.deadline) return { unwanted: 'other-deadline' };
      const newest = state.reminded.at(-1);
      if (newest && newest.task !== task.id && Temporal.Instant.compare(newest.at, task.createdAt) > 0) return { unwanted: 'newer-round' };
      if (task.login && task.login.task !== state.login?.task) return { unwanted: 'newer-login' };
      if (task.copyOf && state.dead.includes(task.copyOf.email.toLowerCase())) return { unwanted: 'bounced' };
      const waits = owed();
      if ('held' in waits && (waits.held === 'review-open' || waits.held === 'question-open')) return waits;
      return state.dead.includes(task.to.toLowerCase()) ? { unwanted: 'bounced' } : waits;
    }
  }
}

/** In the last round the main mailbox is told beside the new link that is not sent yet. */
function isLoginOnItsWay({ exempt, submittedAt, begunAt, contact, login, outgoing }: CaseState): boolean {
  if (exempt || submittedAt !== null || begunAt !== null || !contact || login?.email !== contact.email || login.activatedAt !== null) return false;
  const state = outgoing[login.task]?.state;
  return state === 'asked' || state === 'intended';
}

/** The same may be said to the same address once more (a review taken back and accepted again): the newest says it. */
function newerAck(task: Task, state: CaseState): boolean {
  const acks = Object.values(state.outgoing).filter((o) => o.kind === 'ack' && o.to === task.to);
  return acks.slice(acks.findIndex((o) => o.id === task.id) + 1).some((o) => o.state === 'asked' || o.state === 'intended' || o.state === 'sent');
}

/** True when the answer depends on what lies in INBOX, so that the caller must look. */
export function asksInbox(task: Task): boolean {
  return task.kind === 'reminder' || task.kind === 'confirm' || (task.kind === 'clarify' && task.unreachable !== null);
}
