// Where all kommuner stand, folded from their cases: the JSON of `status --json` (contract.md) and the digest's facts.
// It refuses to judge: it counts and lists; what is due is deadlines.ts's business.
import { dayOf, lastDayInTime, type Day, type Instant } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import { isBounced, letterOf, type CaseState } from './case.ts';
import type { DeskState } from './desk.ts';
import { openItems, type Items } from './items.ts';
import type { OutgoingState } from './outgoing.ts';
import type { Contact, DigestFacts } from './task.ts';

export type Phase = 'invited' | 'contact' | 'login' | 'begun' | 'submitted';
export type Flag = 'bounced' | 'question' | 'review' | 'overdue';

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
};

export type Counts = { readonly invited: number; readonly contact: number; readonly login: number; readonly begun: number; readonly submitted: number; readonly review: number; readonly bounced: number; readonly overdue: number };

/** `waiting` is what needs a person, at the desk and in the cases. Counts of phases are cumulative. */
export type Status = {
  readonly campaign: string;
  readonly now: string;
  readonly counts: Counts;
  readonly cases: readonly CaseStatus[];
  readonly waiting: readonly Waiting[];
};

export type Waiting = { readonly id: string; readonly kommune: string | null; readonly name: string; readonly what: string; readonly subject: string | null; readonly from: string | null; readonly since: string };

export function statusOf(cases: readonly CaseState[], desk: DeskState, campaign: Campaign, now: Instant): Status {
  const list = cases.filter((c) => c.kommune !== null).map((c) => caseStatus(c, campaign, now)).sort((a, b) => a.kommune.localeCompare(b.kommune));
  const reached = (...phases: Phase[]): number => list.filter((c) => phases.includes(c.phase)).length;
  const flagged = (flag: Flag): number => list.filter((c) => c.flags.includes(flag)).length;
  return {
    campaign: campaign.id,
    now: now.toString(),
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
      ...cases.flatMap((c) => [...waitingOf(c, c.kommune, c.name), ...trouble(c)]),
    ]
      .sort((a, b) => a.since.localeCompare(b.since) || a.id.localeCompare(b.id)),
  };
}

export function caseStatus(state: CaseState, campaign: Campaign, now: Instant): CaseStatus {
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
    reminders: outgoing.filter((o) => o.kind === 'reminder' && o.state === 'sent').length,
    mailsIn: state.mailsIn,
    mailsOut: outgoing.filter((o) => o.state === 'sent').length,
    lastEventAt: state.lastEventAt,
  };
}

function phaseOf(state: CaseState): Phase {
  if (state.login && state.outgoing[state.login.task]?.state === 'sent' && state.contact?.email === state.login.email) return 'login';
  return state.contact ? 'contact' : 'invited';
}

/** A kommune is overdue from the day after the last day in time, while what was asked for has not come. */
function isOverdue(state: CaseState, campaign: Campaign, today: Day): boolean {
  if (Temporal.PlainDate.compare(today, lastDayInTime(campaign.reportDeadline)) > 0) return true;
  return !state.contact && letterOf(state) !== undefined && Temporal.PlainDate.compare(today, lastDayInTime(campaign.contactDeadline)) > 0;
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

function trouble(state: CaseState): readonly Waiting[] {
  const refused = refusedOf(state.outgoing, state.kommune, state.name);
  if (refused.length > 0) return refused;
  if (!isBounced(state)) return [];
  return [{ id: `${state.kommune}/bounced`, kommune: state.kommune, name: state.name, what: `bounced: ${state.contact?.email ?? state.mailbox}`, subject: null, from: null, since: state.lastEventAt ?? '' }];
}

/** What the digest says, frozen at `now`. `since` is the last digest; `upcoming` comes from the forecast. */
export function digestFacts(
  cases: readonly CaseState[], desk: DeskState, campaign: Campaign, now: Instant, every: 'day' | 'week', since: string | null, upcoming: DigestFacts['upcoming'],
): DigestFacts {
  const status = statusOf(cases, desk, campaign, now);
  const { counts } = status;
  return {
    day: dayOf(now).toString(), every,
    invited: counts.invited, contact: counts.contact, login: counts.login, begun: counts.begun, submitted: counts.submitted, total: status.cases.length,
    bounced: counts.bounced, overdue: counts.overdue,
    needs: status.waiting.map((w) => ({ kommune: w.kommune, name: w.name, what: w.what, since: w.since })),
    changed: cases
      .filter((c) => c.contact !== null && c.contactAt !== null && (since === null || c.contactAt > since))
      .map((c) => ({ kommune: c.kommune ?? '', name: c.name, what: 'contact', at: c.contactAt ?? '' })),
    waiting: cases.filter((c) => !c.contact && letterOf(c) !== undefined).map((c) => c.name).sort((a, b) => a.localeCompare(b, 'da')),
    upcoming,
  };
}
