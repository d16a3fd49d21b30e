// What the calendar asks of a case at an instant, what is held and why, and when to look again.
// It refuses to remember: everything is computed from state at each tick, so a machine that was off catches up without sending twice.
import { firstSendingInstant, isBy, nextSendingInstant, withinSendingHours, type Instant } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import { formerWithLogin, isBounced, isUnconfirmed, letterOf, type CaseState } from './case.ts';
import { allQuiet, holdOf, type Around, type HoldReason } from './holds.ts';
import { isMailboxDead, roundsOf, roundsSince, aboutOf } from './rounds.ts';
import type { Deadline, NamedAddress, ReminderAbout } from './task.ts';

export type { Around, HoldReason, InboxState } from './holds.ts';

export type DueCommand =
  | { readonly type: 'invite' }
  | { readonly type: 'issue-login' }
  /** The link was never used and is good no more: in a round its successor leaves in place of a reminder. */
  | { readonly type: 'renew-login'; readonly of: Deadline; readonly round: string }
  | { readonly type: 'close-login'; readonly former: NamedAddress }
  | { readonly type: 'confirm-contact' }
  | { readonly type: 'ask-new-contact' }
  | { readonly type: 'remind'; readonly about: ReminderAbout; readonly of: Deadline; readonly round: string }
  | { readonly type: 'forward-question'; readonly question: string };

export type Held = { readonly what: DueCommand; readonly reason: HoldReason };
export type Due = { readonly commands: readonly DueCommand[]; readonly held: readonly Held[] };

/** What is due for a case at `now`, and what is held. */
export function dueCommands(state: CaseState, campaign: Campaign, now: Instant, around: Around = allQuiet): Due {
  const commands: DueCommand[] = [];
  const held: Held[] = [];
  const come = items(state, campaign, now)
    .filter((item) => isBy(item.from, now) && (!item.inHours || withinSendingHours(now, campaign.sending.hours)));
  // A machine that was off sends the newest round only, never a backlog.
  const newest = come.findLast((item) => item.isRound);
  for (const item of come) {
    if (item.isRound && item !== newest) continue;
    const reason = holdOf(item.command, state, around, now);
    if (reason) held.push({ what: item.command, reason });
    else commands.push(item.command);
  }
  return { commands, held };
}

/**
 * The first instant from `now` on at which something may be due if nothing else happens; `now` itself when something is due now,
 * null when nothing ever is. What the case itself holds (an open review) is not counted until its next round: what ends such a hold is an event.
 */
export function nextDue(state: CaseState, campaign: Campaign, now: Instant): Instant | null {
  let next: Instant | null = null;
  for (const item of items(state, campaign, now)) {
    const toCome = !isBy(item.from, now);
    const reason = toCome ? undefined : holdOf(item.command, state, allQuiet, now);
    if (reason !== undefined && reason !== 'clock-behind') continue;
    const from = toCome ? item.from : now;
    const at = item.inHours ? nextSendingInstant(from, campaign.sending.hours) : from;
    if (next === null || !isBy(next, at)) next = at;
  }
  return next;
}

type Item = { readonly command: DueCommand; readonly from: Instant; readonly inHours: boolean; readonly isRound: boolean };

/** What stands open for a case, come or still to come, each with the first instant it may happen; rounds in order of time. */
function items(state: CaseState, campaign: Campaign, now: Instant): readonly Item[] {
  if (state.kommune === null) return [];
  const { hours } = campaign.sending;
  const list: Item[] = [];
  const add = (command: DueCommand, from: Instant | string, inHours: boolean, isRound = false): void => {
    list.push({ command, from: typeof from === 'string' ? Temporal.Instant.from(from) : from, inHours, isRound });
  };
  for (const { question, at } of state.questions) if (state.forwarded[question] === undefined) add({ type: 'forward-question', question }, at, false);
  if (state.exempt) return list;
  const { contact } = state;
  if (!letterOf(state) && !contact) add({ type: 'invite' }, firstSendingInstant(campaign.letterDate, hours), true);
  const former = formerWithLogin(state);
  if (former) add({ type: 'close-login', former: { name: former.name, email: former.email } }, readyAt(state), true);
  if (contact && state.submittedAt === null) {
    if (state.login?.email !== contact.email) {
      // Within the window's first day in sending hours; a contact who comes later gets the login at once.
      const late = isLateContact(state, campaign);
      add({ type: 'issue-login' }, late ? readyAt(state) : loginsOpen(campaign), !late);
    }
    const rounds = (asked: { readonly email: string; readonly at: string } | null, command: DueCommand): void => {
      if (asked?.email !== contact.email) return add(command, readyAt(state), true, true);
      for (const { from } of roundsSince(state, campaign, asked.at)) add(command, from, true, true);
    };
    // A contact who can't be reached is not reminded: the main mailbox is asked for a new one.
    if (isBounced(state) && contact.email.toLowerCase() !== state.mailbox.toLowerCase() && !isMailboxDead(state)) {
      rounds(state.askedNewContact, { type: 'ask-new-contact' });
      return list;
    }
    if (isUnconfirmed(state)) rounds(state.askedToConfirm, { type: 'confirm-contact' });
  }
  const about = aboutOf(state);
  if (about === null) return list;
  for (const { of, round, from } of roundsOf(state, campaign)) {
    // A round that has come is judged now: a machine that was off, or a hold, may have outlasted the link.
    const leaves = isBy(from, now) ? now : from;
    add(about === 'login' && isSpent(state, leaves) ? { type: 'renew-login', of, round } : { type: 'remind', about, of, round }, from, true, true);
  }
  return list;
}

/** A link that ends within a day of the reminder is of no use to anybody. */
export function isSpent(state: CaseState, at: Instant): boolean {
  // Logins of before their tokens were kept as a hash open nothing.
  if (state.login?.tokenHash === '') return state.login.activatedAt === null;
  return state.login !== null && state.login.activatedAt === null && Temporal.Instant.compare(state.login.expires, at.add({ hours: 24 })) <= 0;
}

function loginsOpen(campaign: Campaign): Instant {
  return firstSendingInstant(campaign.loginWindow.from, campaign.sending.hours);
}

/** When a login could leave, as far as the contact goes: registered, and confirmed where that was needed. */
function readyAt(state: CaseState): string {
  const email = state.contact?.email.toLowerCase();
  const registered = state.contactAt ?? '1970-01-01T00:00:00Z';
  const approved = state.approved.findLast((a) => a.email === email)?.at;
  return approved !== undefined && Temporal.Instant.compare(approved, registered) > 0 ? approved : registered;
}

/** A contact who came after the login window opened gets the login at once, at any hour: somebody waits for it. */
export function isLateContact(state: CaseState, campaign: Campaign): boolean {
  return Temporal.Instant.compare(readyAt(state), loginsOpen(campaign)) > 0;
}
