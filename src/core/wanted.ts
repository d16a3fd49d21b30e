// Asked once more just before a mail leaves: is it still wanted, or must it wait?
// It refuses to let a mail go that the case has overtaken.
import { withinSendingHours, type Instant } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import type { CaseState } from './case.ts';
import { isLateContact, type HoldReason, type InboxState } from './deadlines.ts';
import type { Task } from './task.ts';

export type Wanted = { readonly wanted: true } | { readonly unwanted: string } | { readonly held: HoldReason };

const yes: Wanted = { wanted: true };

/** `state` is the case's newest state; for the desk's own tasks (a digest) there is none. */
export function stillWanted(task: Task, state: CaseState | null, campaign: Campaign, now: Instant, inbox: InboxState): Wanted {
  const verdict = overtaken(task, state, now, inbox);
  if (!('wanted' in verdict)) return verdict;
  return begunByUs(task, state, campaign) && !withinSendingHours(now, campaign.sending.hours) ? { held: 'outside-hours' } : verdict;
}

/** Answers leave at any hour; what we begin leaves in sending hours only, also when the queue stood still overnight. */
function begunByUs(task: Task, state: CaseState | null, campaign: Campaign): boolean {
  switch (task.kind) {
    case 'letter':
    case 'reminder':
    case 'digest':
      return true;
    case 'login':
      return state === null || !isLateContact(state, campaign);
    case 'ack':
    case 'clarify':
      return false;
  }
}

function overtaken(task: Task, state: CaseState | null, now: Instant, inbox: InboxState): Wanted {
  if (state === null) return yes;
  switch (task.kind) {
    case 'letter':
      return state.contact ? { unwanted: 'already-answered' } : yes;
    case 'ack':
      // An acknowledgement says who is registered; when that is no longer so, the newer one says it.
      if (state.contact?.email !== task.contact.email || state.contact.name !== task.contact.name || state.contact.phone !== task.contact.phone) return { unwanted: 'contact-changed' };
      return newerAck(task, state) ? { unwanted: 'newer-ack' } : yes;
    case 'digest':
      return yes;
    case 'clarify': {
      // What a person asks although somebody is registered is wanted: only what came after it overtakes it.
      const by = state.outgoing[task.id]?.overtaken ?? null;
      return by === null ? yes : { unwanted: by };
    }
    case 'login':
      if (state.login?.task !== task.id) return { unwanted: 'newer-login' };
      if (state.contact?.email !== task.contact.email) return { unwanted: 'contact-changed' };
      if (Temporal.Instant.compare(task.expires, now) <= 0) return { unwanted: 'expired' };
      return state.reviews.length > 0 ? { held: 'review-open' } : yes;
    case 'reminder': {
      if (task.about === 'contact' && state.contact) return { unwanted: 'already-answered' };
      if (state.reminded.findLast((r) => r.about === task.about)?.round !== task.round) return { unwanted: 'newer-round' };
      if (state.reviews.length > 0) return { held: 'review-open' };
      if (state.questions.length > 0) return { held: 'question-open' };
      if (state.dead.includes(task.to.toLowerCase())) return { unwanted: 'bounced' };
      if (inbox === 'unread') return { held: 'mail-unread' };
      return inbox === 'unhealthy' ? { held: 'mailbox-unhealthy' } : yes;
    }
  }
}

/** The same may be said to the same address once more (a review taken back and accepted again): the newest says it. */
function newerAck(task: Task, state: CaseState): boolean {
  const acks = Object.values(state.outgoing).filter((o) => o.kind === 'ack' && o.to === task.to);
  return acks.slice(acks.findIndex((o) => o.id === task.id) + 1).some((o) => o.state === 'asked' || o.state === 'intended' || o.state === 'sent');
}

/** True when the answer depends on what lies in INBOX, so that the caller must look. */
export function asksInbox(task: Task): boolean {
  return task.kind === 'reminder';
}
