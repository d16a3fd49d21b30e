// Why something that is due does not happen now, each reason with its name (design rules 7 and 8).
// It refuses a reminder while we owe: unhandled mail, an open review or question, a mailbox that is not well.
import type { Instant } from './calendar.ts';
import { isBounced, isUnconfirmed, type CaseState } from './case.ts';
import type { DueCommand } from './deadlines.ts';
import { isMailboxDead } from './rounds.ts';

/** In the order in which they are asked; the first that holds is told. */
export const holdReasons = [
  'clock-behind', 'paused', 'review-open', 'question-open', 'bounced', 'awaiting-confirmation', 'mail-unread', 'mailbox-unhealthy', 'outside-hours',
] as const;
export type HoldReason = (typeof holdReasons)[number];

/** What is known of INBOX: `quiet` when every mail in it was handled. */
export type InboxState = 'quiet' | 'unread' | 'unhealthy';

/** What holds for all kommuner at once. `paused`: a person has paused the campaign. */
export type Around = { readonly inbox: InboxState; readonly paused: boolean };

export const allQuiet: Around = { inbox: 'quiet', paused: false };

/** How far the clock may stand behind the newest event before it is not believed. */
const toleranceMs = 10 * 60_000;

/** True when the clock stands clearly before what has happened already: it was set back, and every date would be wrong. */
export function isClockBehind(lastEventAt: string | null, now: Instant): boolean {
  return lastEventAt !== null && now.epochMilliseconds + toleranceMs < Temporal.Instant.from(lastEventAt).epochMilliseconds;
}

/** What speaks to us from this kommune and is not settled yet, or can't be seen. */
export function weOwe(state: Pick<CaseState, 'reviews' | 'questions'>, inbox: InboxState): HoldReason | undefined {
  if (state.reviews.length > 0) return 'review-open';
  if (state.questions.length > 0) return 'question-open';
  if (inbox === 'unread') return 'mail-unread';
  return inbox === 'unhealthy' ? 'mailbox-unhealthy' : undefined;
}

/** Why a due command waits; undefined when nothing holds it. */
export function holdOf(command: DueCommand, state: CaseState, around: Around, now: Instant): HoldReason | undefined {
  if (isClockBehind(state.lastEventAt, now)) return 'clock-behind';
  // The department's own mail goes on while the kommuner are left in peace.
  if (around.paused && command.type !== 'forward-question') return 'paused';
  switch (command.type) {
    case 'forward-question':
    case 'invite':
      return undefined;
    case 'issue-login':
    case 'close-login':
      // A login waits while it is disputed who the contact is.
      if (state.reviews.length > 0) return 'review-open';
      if (command.type === 'close-login') return undefined;
      if (isBounced(state)) return 'bounced';
      return isUnconfirmed(state) ? 'awaiting-confirmation' : undefined;
    case 'ask-new-contact':
    case 'confirm-contact':
      return weOwe(state, around.inbox) ?? (isMailboxDead(state) ? 'bounced' : undefined);
    case 'remind':
    case 'renew-login': {
      const owed = weOwe(state, around.inbox);
      if (owed === 'review-open' || owed === 'question-open') return owed;
      return isBounced(state) ? 'bounced' : owed;
    }
  }
}
