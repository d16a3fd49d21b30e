// The rounds of reminders as one case sees them: its own deadlines, what is missing, and which rounds still count.
// It refuses a backlog: a round counts only if nothing was sent on its day or later, so of several that were missed the newest alone is left.
import { addWorkingDays, dayOfIso, firstSendingInstant, isDayAfter, type Day, type Instant } from './calendar.ts';
import { lastRound, roundDay, type Campaign } from './campaign.ts';
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
  // Who has a password needs no link: she has forgotten it, or somebody said so.
  return state.login.activatedAt === null && state.credentials[state.contact.email.toLowerCase()] === undefined ? 'login' : 'report';
}

/** The rounds that still count for what is missing, in order of time, those to come among them. */
export function roundsOf(state: CaseState, campaign: Campaign): readonly DueRound[] {
  const about = aboutOf(state);
  if (about === null) return [];
  return plan(state, campaign, about === 'contact').filter(counts(state));
}

/** The rounds of the report in which the main mailbox is asked again what it was asked at `since` (ISO instant) and has not answered. */
export function roundsSince(state: CaseState, campaign: Campaign, since: string): readonly DueRound[] {
  const asked = dayOfIso(since);
  return plan(state, campaign, false).filter(counts(state)).filter(({ day }) => isDayAfter(day, asked));
}

type Planned = DueRound & { readonly day: Day; readonly deadline: string };

const plans = new WeakMap<Campaign, Map<string, readonly Planned[]>>();

/** All rounds up to the case's deadlines, in order of time: the same for every case with these deadlines, and so computed once. */
function plan(state: CaseState, campaign: Campaign, withContact: boolean): readonly Planned[] {
  let known = plans.get(campaign);
  if (!known) plans.set(campaign, known = new Map());
  const key = `${withContact} ${state.extended.contact} ${state.extended.report}`;
  let planned = known.get(key);
  if (!planned) {
    planned = (withContact ? ['contact', 'report'] as const : ['report'] as const).flatMap((of) => {
      const deadline = deadlineOf(campaign, state, of);
      return campaign.rounds[of].map((round): Planned => {
        const day = roundDay(deadline, round);
        return { of, round: round.name, from: firstSendingInstant(day, campaign.sending.hours), day, deadline: deadline.toString() };
      });
    }).sort((a, b) => Temporal.Instant.compare(a.from, b.from));
    known.set(key, planned);
  }
  return planned;
}

/** A round counts when nothing was sent on its day or later, and it was not sent for this deadline before. */
function counts(state: CaseState): (round: Planned) => boolean {
  const quiet = quietSince(state);
  return ({ day, of, round, deadline }) => (quiet === undefined || isDayAfter(day, quiet))
    && !state.reminded.some((r) => r.of === of && r.round === round && r.deadline === deadline);
}

/** The last day on which something was sent, or on which somebody we have answered still has time to act. */
function quietSince(state: CaseState): Day | undefined {
  let newest: Day | undefined;
  const take = (day: Day): void => {
    if (newest === undefined || isDayAfter(day, newest)) newest = day;
  };
  const letter = letterOf(state);
  if (letter) take(dayOfIso(letter.at));
  // A mail that was held or put off counts for the day on which it left.
  const left = (task: string, asked: string): string => {
    const o = state.outgoing[task];
    return o?.state === 'sent' || o?.state === 'intended' ? o.at : asked;
  };
  // Whom we have just answered or asked back gets a working day to act on it.
  for (const o of Object.values(state.outgoing)) if (isAnswer(o)) take(addWorkingDays(dayOfIso(o.at), 1));
  // Who was sent a login today is not reminded of it today.
  if (state.login) take(dayOfIso(left(state.login.task, state.login.at)));
  for (const r of state.reminded) take(dayOfIso(left(r.task, r.at)));
  // Of a report that was taken back the rounds that are still to come remind.
  for (const { withdrawnAt } of state.reports) if (withdrawnAt !== null) take(dayOfIso(withdrawnAt));
  return newest;
}

function isAnswer({ kind, answers, state }: Outgoing): boolean {
  return (kind === 'answer' || ((kind === 'clarify' || kind === 'correct') && answers)) && (state === 'sent' || state === 'intended' || state === 'asked');
}

/** True for the round that comes last: it goes to the main mailbox too. */
export function isLastRound(campaign: Campaign, of: Deadline, round: string): boolean {
  return lastRound(campaign, of)?.name === round;
}

/** True when our mail reaches nobody at the main mailbox. */
export function isMailboxDead(state: Pick<CaseState, 'dead' | 'mailbox'>): boolean {
  return state.dead.includes(state.mailbox.toLowerCase());
}

