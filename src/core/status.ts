// Where all kommuner stand, folded from their cases: the JSON of `status --json` (contract.md), and what the digest counts from.
// It refuses to judge: it counts and lists; what is due is deadlines.ts's business.
import { dayOf, lastDayInTime, type Day, type Instant } from './calendar.ts';
import { dueCommands, type DueCommand } from './deadlines.ts';
import { allQuiet, type Around, type HoldReason, type InboxState, isClockBehind } from './holds.ts';
import { pendingOutcome } from './outcome.ts';
import { phaseOf, type Phase } from './phase.ts';
import { deadlineOf, isMailboxDead } from './rounds.ts';
import type { Campaign } from './campaign.ts';
import { currentAddress, isBounced, isUnconfirmed, letterOf, type CaseState } from './case.ts';
import type { DeskState } from './desk.ts';
import { openItems, type Items } from './items.ts';
import type { OutgoingState } from './outgoing.ts';
import type { Contact, Task, TaskKind } from './task.ts';

export type Flag = 'bounced' | 'question' | 'review' | 'overdue';

/** What does not happen, and why: something that is due, or (with its task) a mail that was asked for and has not left. */
export type Hold = { readonly what: DueCommand['type'] | TaskKind; readonly reason: HoldReason; readonly task: string | null };

export type CaseStatus = {
  readonly kommune: string;
  readonly name: string;
  /** How far it has come; `invited` is where everybody begins, also while the letter is on its way. */
  readonly phase: Phase;
  readonly contact: Contact | null;
  readonly flags: readonly Flag[];
  readonly reminders: number;
  readonly mailsIn: number;
  readonly mailsOut: number;
  readonly lastEventAt: string | null;
  readonly holds: readonly Hold[];
  /** Why nothing is asked of it; null for all others. */
  readonly exempt: string | null;
  /** ISO days, where they differ from the campaign's. */
  readonly deadlines: CaseState['extended'];
  /** Address → how often passing trouble was reported for it. */
  readonly troubles: CaseState['troubles'];
};

export type Counts = { readonly invited: number; readonly contact: number; readonly login: number; readonly begun: number; readonly submitted: number; readonly review: number; readonly bounced: number; readonly overdue: number };

/** `waiting` is what needs a person, at the desk and in the cases. Counts of phases are cumulative. */
export type Status = {
  readonly campaign: string;
  readonly now: string;
  /** Since when, by whom and why nothing leaves to a kommune; null while the campaign goes on. */
  readonly paused: DeskState['paused'];
  /** What lies in INBOX; null where nobody was asked. */
  readonly inbox: InboxState | null;
  readonly counts: Counts;
  readonly cases: readonly CaseStatus[];
  readonly waiting: readonly Waiting[];
};

export type Waiting = { readonly id: string; readonly kommune: string | null; readonly name: string; readonly what: string; readonly subject: string | null; readonly from: string | null; readonly since: string };

/** `pending`: tasks that have no end yet; those that wait for a reason are told with the holds. */
export function statusOf(cases: readonly CaseState[], desk: DeskState, campaign: Campaign, now: Instant, inbox: InboxState | null = null, pending: readonly Task[] = []): Status {
  const around: Around = { inbox: inbox ?? 'quiet', paused: desk.paused !== null };
  const tasks = Map.groupBy(pending, (task) => task.kommune);
  const list = cases.filter((c) => c.kommune !== null).map((c) => caseStatus(c, campaign, now, around, tasks.get(c.kommune))).sort((a, b) => a.kommune.localeCompare(b.kommune));
  const reached = (...phases: Phase[]): number => list.filter((c) => phases.includes(c.phase)).length;
  const flagged = (flag: Flag): number => list.filter((c) => c.flags.includes(flag)).length;
  return {
    campaign: campaign.id,
    now: now.toString(),
    paused: desk.paused,
    inbox,
    counts: {
      // Only whom the letter has left for, or who has answered all the same: a refused letter invites nobody.
      invited: cases.filter((c) => c.contact !== null || letterOf(c)?.state === 'sent').length,
      contact: reached('contact', 'login', 'begun', 'submitted'),
      login: reached('login', 'begun', 'submitted'),
      begun: reached('begun', 'submitted'),
      submitted: reached('submitted'),
      review: flagged('review'),
      bounced: flagged('bounced'),
      overdue: flagged('overdue'),
    },
    cases: list,
    waiting: [
      ...waitingOf(desk, null, ''), ...refusedOf(desk.outgoing, null, ''),
      ...cases.flatMap((c) => [...waitingOf(c, c.kommune, c.name), ...trouble(c, now)]), ...clockTrouble(cases, desk, now),
    ]
      .sort((a, b) => a.since.localeCompare(b.since) || a.id.localeCompare(b.id)),
  };
}

export function caseStatus(state: CaseState, campaign: Campaign, now: Instant, around: Around = allQuiet, pending: readonly Task[] = []): CaseStatus {
  const outgoing = Object.values(state.outgoing);
  const flags: Flag[] = [];
  if (isBounced(state)) flags.push('bounced');
  if (state.questions.length > 0) flags.push('question');
  if (state.reviews.length > 0) flags.push('review');
  if (isOverdue(state, campaign, dayOf(now))) flags.push('overdue');
  return {
    kommune: state.kommune ?? '',
    name: state.name,
    phase: phaseOf(state),
    contact: state.contact,
    flags,
    reminders: state.reminded.filter((r) => state.outgoing[r.task]?.state === 'sent').length,
    mailsIn: state.mailsIn,
    mailsOut: outgoing.filter((o) => o.state === 'sent').length,
    lastEventAt: state.lastEventAt,
    holds: holdsOf(state, campaign, now, around, pending),
    exempt: state.exempt?.note ?? null,
    deadlines: state.extended,
    troubles: state.troubles,
  };
}

function holdsOf(state: CaseState, campaign: Campaign, now: Instant, around: Around, pending: readonly Task[]): readonly Hold[] {
  const due = dueCommands(state, campaign, now, around).held.map(({ what, reason }): Hold => ({ what: what.type, reason, task: null }));
  const asked = pending.flatMap((task): readonly Hold[] => {
    // It may have come to its end since the tasks were read.
    if (state.outgoing[task.id]?.state !== 'asked') return [];
    const { outcome, why } = pendingOutcome(task, state, campaign, now, around);
    return outcome === 'held' ? [{ what: task.kind, reason: why, task: task.id }] : [];
  });
  return [...due, ...asked];
}

/** A kommune is overdue from the day after the last day in time, while what was asked for has not come. */
function isOverdue(state: CaseState, campaign: Campaign, today: Day): boolean {
  if (state.exempt || state.submittedAt !== null) return false;
  const isPast = (deadline: 'contact' | 'report'): boolean => Temporal.PlainDate.compare(today, lastDayInTime(deadlineOf(campaign, state, deadline))) > 0;
  return isPast('report') || (!state.contact && letterOf(state) !== undefined && isPast('contact'));
}

function waitingOf(items: Pick<Items, 'reviews' | 'questions'>, kommune: string | null, name: string): readonly Waiting[] {
  return openItems(items).map((item) => ({
    id: `${kommune ?? 'desk'}/${item.id}`, kommune, name, what: item.reason === null ? 'question' : `review: ${item.reason}${item.detail ? ` (${item.detail})` : ''}`,
    subject: item.mail?.subject ?? null, from: item.mail?.from ?? null, since: item.at,
  }));
}

function refusedOf(outgoing: OutgoingState, kommune: string | null, name: string): readonly Waiting[] {
  return Object.values(outgoing).filter((o) => o.state === 'refused')
    .map((o) => ({ id: `${kommune ?? 'desk'}/${o.id}`, kommune, name, what: `refused: ${o.kind} to ${o.to} (${o.note})`, subject: null, from: null, since: o.at }));
}

/** So long the main mailbox may take to confirm an address before a person is told. */
const patience = { hours: 7 * 24 } as const;

function trouble(state: CaseState, now: Instant): readonly Waiting[] {
  const own = (id: string, what: string, since: string | null): Waiting => ({ id: `${state.kommune}/${id}`, kommune: state.kommune, name: state.name, what, subject: null, from: null, since: since ?? state.lastEventAt ?? '' });
  const list = [...refusedOf(state.outgoing, state.kommune, state.name)];
  const addresses = new Set([currentAddress(state), state.mailbox].filter((address) => state.dead.includes(address.toLowerCase())));
  // A refused mail to that very address says it already.
  for (const address of addresses) if (!list.some((w) => w.what.includes(` to ${address} `))) list.push(own('bounced', `bounced: ${address}`, state.deadAt[address.toLowerCase()] ?? null));
  const asked = state.askedToConfirm;
  const lost = asked === null ? null : Temporal.Instant.from(asked.at).add(patience);
  const isLost = lost !== null && Temporal.Instant.compare(lost, now) < 0;
  if (isUnconfirmed(state) && !state.exempt && (isMailboxDead(state) || isLost)) {
    list.push(own('unconfirmed', `unconfirmed: ${state.contact?.email ?? ''}`, isLost ? lost.toString() : state.deadAt[state.mailbox.toLowerCase()] ?? state.contactAt));
  }
  return list;
}

/** Events of the future: the clock was ahead, or is behind now, and everything of these cases is held. */
function clockTrouble(cases: readonly CaseState[], desk: DeskState, now: Instant): readonly Waiting[] {
  const ahead = [desk, ...cases].flatMap(({ lastEventAt }) => (lastEventAt !== null && isClockBehind(lastEventAt, now) ? [lastEventAt] : [])).sort().at(-1);
  return ahead === undefined ? [] : [{ id: 'desk/clock', kommune: null, name: '', what: `clock: ${ahead}`, subject: null, from: null, since: now.toString() }];
}
