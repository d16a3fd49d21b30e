// What the calendar asks of a case at an instant, what is held and why, and when to look again.
// It refuses to remember: everything is computed from state at each tick, so a machine that was off catches up without sending twice.
import { dayOf, firstSendingInstant, nextSendingInstant, withinSendingHours, type Day, type Instant } from './calendar.ts';
import { roundDay, type Campaign, type Round } from './campaign.ts';
import { currentAddress, isBounced, letterOf, type CaseState } from './case.ts';
import type { ReminderAbout } from './task.ts';

export type DueCommand =
  | { readonly type: 'invite' }
  | { readonly type: 'issue-login' }
  | { readonly type: 'remind'; readonly about: ReminderAbout; readonly round: string };

/** Why something due does not happen (design rules 7 and 8). */
export type HoldReason = 'review-open' | 'question-open' | 'bounced' | 'mail-unread' | 'mailbox-unhealthy' | 'outside-hours';

export type Held = { readonly what: DueCommand; readonly reason: HoldReason };

/** What is known of INBOX: `quiet` when every mail in it was handled. */
export type InboxState = 'quiet' | 'unread' | 'unhealthy';

export type Due = { readonly commands: readonly DueCommand[]; readonly held: readonly Held[] };

/** What is due for a case at `now`. With an INBOX that is not quiet, reminders are held. */
export function dueCommands(state: CaseState, campaign: Campaign, now: Instant, inbox: InboxState = 'quiet'): Due {
  const commands: DueCommand[] = [];
  const held: Held[] = [];
  const come = items(state, campaign)
    .filter((item) => Temporal.Instant.compare(item.from, now) <= 0 && (!item.inHours || withinSendingHours(now, campaign.sending.hours)));
  const newest = come.filter((item) => item.command.type === 'remind').sort((a, b) => Temporal.Instant.compare(a.from, b.from)).at(-1);
  for (const item of come) {
    // A machine that was off sends the newest round only, never a backlog.
    if (item.command.type === 'remind' && item !== newest) continue;
    const hold = holdOf(item.command, state, inbox);
    if (hold) held.push({ what: item.command, reason: hold });
    else commands.push(item.command);
  }
  return { commands, held };
}

/**
 * The first instant from `now` on at which something may be due if nothing else happens; `now` itself when something is due now,
 * null when nothing ever is. What the case itself holds (an open review) is not counted until its next round.
 */
export function nextDue(state: CaseState, campaign: Campaign, now: Instant): Instant | null {
  let next: Instant | null = null;
  const consider = (at: Instant): void => {
    if (next === null || Temporal.Instant.compare(at, next) < 0) next = at;
  };
  for (const item of items(state, campaign)) {
    const from = Temporal.Instant.compare(item.from, now) > 0 ? item.from : now;
    if (!holdOf(item.command, state, 'quiet')) consider(item.inHours ? nextSendingInstant(from, campaign.sending.hours) : from);
  }
  for (const { round, about } of roundsAhead(state, campaign, now)) consider(firstSendingInstant(roundDay(deadlineOf(campaign, about), round), campaign.sending.hours));
  return next;
}

type Item = { readonly command: DueCommand; readonly from: Instant; readonly inHours: boolean };

/** What stands open for a case, come or still to come, each with the first instant it may happen. */
function items(state: CaseState, campaign: Campaign): readonly Item[] {
  if (state.kommune === null) return [];
  const { hours } = campaign.sending;
  const letter = letterOf(state);
  if (!letter) return [{ command: { type: 'invite' }, from: firstSendingInstant(campaign.letterDate, hours), inHours: true }];
  const list: Item[] = [];
  if (state.contact && state.login?.email !== state.contact.email) {
    // Within the window's first day in sending hours; a contact who comes later gets the login at once.
    const opens = firstSendingInstant(campaign.loginWindow.from, hours);
    const late = isLateContact(state, campaign);
    list.push({ command: { type: 'issue-login' }, from: late ? Temporal.Instant.from(state.contactAt ?? opens) : opens, inHours: !late });
  }
  if (!state.contact && letter.state === 'sent') {
    for (const round of campaign.rounds.contact) {
      if (!roundCounts(state, round, campaign)) continue;
      const from = firstSendingInstant(roundDay(campaign.contactDeadline, round), hours);
      list.push({ command: { type: 'remind', about: 'contact', round: round.name }, from, inHours: true });
    }
  }
  return list;
}

/** A contact who came after the login window opened gets the login at once, at any hour: somebody waits for it. */
export function isLateContact(state: CaseState, campaign: Campaign): boolean {
  return state.contactAt !== null && Temporal.Instant.compare(state.contactAt, firstSendingInstant(campaign.loginWindow.from, campaign.sending.hours)) > 0;
}

/** A round counts when it comes after the letter left, and nothing was sent on its day or later, whatever that round was called. */
function roundCounts(state: CaseState, round: Round, campaign: Campaign): boolean {
  const letter = letterOf(state);
  if (!letter) return false;
  const day = roundDay(campaign.contactDeadline, round);
  if (Temporal.PlainDate.compare(day, dayOf(Temporal.Instant.from(letter.at))) <= 0) return false;
  return !state.reminded.some((r) => r.about === 'contact' && (r.round === round.name || Temporal.PlainDate.compare(dayOf(Temporal.Instant.from(r.at)), day) >= 0));
}

function roundsAhead(state: CaseState, campaign: Campaign, now: Instant): readonly { round: Round; about: ReminderAbout }[] {
  if (state.contact || letterOf(state)?.state !== 'sent') return [];
  const today = dayOf(now);
  return campaign.rounds.contact
    .filter((round) => Temporal.PlainDate.compare(roundDay(campaign.contactDeadline, round), today) > 0)
    .map((round) => ({ round, about: 'contact' as const }));
}

export function deadlineOf(campaign: Campaign, about: ReminderAbout): Day {
  return about === 'contact' ? campaign.contactDeadline : campaign.reportDeadline;
}

/** Design rule 7: no reminder while we owe. A login waits while it is disputed who the contact is. */
function holdOf(command: DueCommand, state: CaseState, inbox: InboxState): HoldReason | undefined {
  switch (command.type) {
    case 'invite':
      return undefined;
    case 'issue-login':
      if (state.reviews.length > 0) return 'review-open';
      return state.dead.includes(currentAddress(state).toLowerCase()) ? 'bounced' : undefined;
    case 'remind':
      if (state.reviews.length > 0) return 'review-open';
      if (state.questions.length > 0) return 'question-open';
      if (isBounced(state)) return 'bounced';
      if (inbox === 'unread') return 'mail-unread';
      return inbox === 'unhealthy' ? 'mailbox-unhealthy' : undefined;
  }
}
