// The rounds of reminders as one case sees them: its own deadlines, what is missing, and which rounds still count.
// It refuses a backlog: a round counts only if nothing was sent on its day or later, so of several that were missed the newest alone is left.
import { addWorkingDays, dayOf, firstSendingInstant, type Day, type Instant } from './calendar.ts';
import { lastRound, roundDay, type Campaign, type Round } from './campaign.ts';
import { hasLetter, isUnconfirmed, letterOf, type CaseState } from './case.ts';
import type { Outgoing } from './outgoing.ts';
import type { Deadline, ReminderAbout } from './task.ts';

export type DueRound = { readonly of: Deadline; readonly round: string; readonly from: Instant };

/** The day by which a case is to answer: the campaign's, or the longer one it was given. */
export function deadlineOf(campaign: Campaign, state: Pick<CaseState, 'extended'>, deadline: Deadline): Day {
  const longer = state.extended[deadline];
  if (longer !== undefined) return Temporal.PlainDate.from(longer);
  return deadline === 'contact' ? campaign.contactDeadline : campaign.reportDeadline;
}

/** What the next reminder would be about; null when nothing is missing that a reminder could bring (or nobody has got the letter yet). */
export function aboutOf(state: CaseState): ReminderAbout | null {
  if (state.exempt || state.submittedAt !== null) return null;
  if (!state.contact) return hasLetter(state) ? 'contact' : null;
  // A contact who can't log in (yet) can do nothing about the report.
  if (isUnconfirmed(state) || state.login?.email !== state.contact.email || state.outgoing[state.login.task]?.state !== 'sent') return null;
  if (state.begunAt !== null) return 'begun';
  return state.login.activatedAt === null ? 'login' : 'report';
}

/** The rounds that still count for what is missing, in order of time, those to come among them. */
export function roundsOf(state: CaseState, campaign: Campaign): readonly DueRound[] {
  const about = aboutOf(state);
  if (about === null) return [];
  const rounds = [...(about === 'contact' ? roundsFor(state, campaign, 'contact') : []), ...roundsFor(state, campaign, 'report')];
  return rounds.sort((a, b) => Temporal.Instant.compare(a.from, b.from));
}

/** The rounds of the report in which the main mailbox is asked again what it was asked at `since` (ISO instant) and has not answered. */
export function roundsSince(state: CaseState, campaign: Campaign, since: string): readonly DueRound[] {
  const asked = dayOf(Temporal.Instant.from(since));
  return roundsFor(state, campaign, 'report').filter(({ from }) => Temporal.PlainDate.compare(dayOf(from), asked) > 0);
}

function roundsFor(state: CaseState, campaign: Campaign, of: Deadline): readonly DueRound[] {
  const deadline = deadlineOf(campaign, state, of);
  return campaign.rounds[of].flatMap((round) => {
    const day = roundDay(deadline, round);
    return counts(state, day, of, round, deadline) ? [{ of, round: round.name, from: firstSendingInstant(day, campaign.sending.hours) }] : [];
  });
}

function counts(state: CaseState, day: Day, of: Deadline, round: Round, deadline: Day): boolean {
  const before = (at: string): boolean => Temporal.PlainDate.compare(dayOf(Temporal.Instant.from(at)), day) < 0;
  const letter = letterOf(state);
  if (letter && !before(letter.at)) return false;
  // A mail that was held or put off counts for the day on which it left.
  const left = (task: string, asked: string): string => {
    const o = state.outgoing[task];
    return o?.state === 'sent' || o?.state === 'intended' ? o.at : asked;
  };
  // Whom we have just answered or asked back gets a working day to act on it.
  if (Object.values(state.outgoing).some((o) => isAnswer(o) && Temporal.PlainDate.compare(addWorkingDays(dayOf(Temporal.Instant.from(o.at)), 1), day) >= 0)) return false;
  // Who was sent a login today is not reminded of it today.
  if (state.login && !before(left(state.login.task, state.login.at))) return false;
  return !state.reminded.some((r) => (r.of === of && r.round === round.name && r.deadline === deadline.toString()) || !before(left(r.task, r.at)));
}

function isAnswer({ kind, answers, state }: Outgoing): boolean {
  return (kind === 'answer' || (kind === 'clarify' && answers)) && (state === 'sent' || state === 'intended' || state === 'asked');
}

/** True for the round that comes last: it goes to the main mailbox too. */
export function isLastRound(campaign: Campaign, of: Deadline, round: string): boolean {
  return lastRound(campaign, of)?.name === round;
}

/** True when our mail reaches nobody at the main mailbox. */
export function isMailboxDead(state: Pick<CaseState, 'dead' | 'mailbox'>): boolean {
  return state.dead.includes(state.mailbox.toLowerCase());
}

