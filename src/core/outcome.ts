// What came of each outgoing mail of a case, or what it waits for, as one list: sent with its proof, refused, held, not wanted any more, waiting.
// It refuses to decide: it asks what the sender asks just before a mail leaves, and tells the answer.
import type { Instant } from './calendar.ts';
import type { Campaign } from './campaign.ts';
import type { CaseState } from './case.ts';
import type { Event } from './events.ts';
import type { Around, HoldReason } from './holds.ts';
import type { Task, TaskKind } from './task.ts';
import { stillWanted } from './wanted.ts';

/** `why` is the proof and the server's word (sent), its word (refused, waiting; '' where it was not asked yet), or the name of the reason. */
export type MailOutcome = { readonly task: string; readonly kind: TaskKind; readonly to: string; readonly at: string } & (
  | { readonly outcome: 'sent' | 'refused' | 'unwanted' | 'waiting'; readonly why: string }
  | { readonly outcome: 'held'; readonly why: HoldReason }
);

type Pending = { readonly outcome: 'held'; readonly why: HoldReason } | { readonly outcome: 'unwanted' | 'waiting'; readonly why: string };

/** What a mail that has no end yet waits for. */
export function pendingOutcome(task: Task, state: CaseState, campaign: Campaign, now: Instant, around: Around): Pending {
  const o = state.outgoing[task.id];
  // Whether an attempt that was begun left is found out first; nothing else is asked before.
  if (o?.state === 'intended') return { outcome: 'waiting', why: 'an attempt was begun; whether the mail left is found out from its copy in our mailbox' };
  const verdict = stillWanted(task, state, campaign, now, around);
  if ('unwanted' in verdict) return { outcome: 'unwanted', why: verdict.unwanted };
  // A mail that was given up on waits for a person.
  if (state.reviews.some((r) => r.task === task.id)) return { outcome: 'held', why: 'review-open' };
  return 'held' in verdict ? { outcome: 'held', why: verdict.held } : { outcome: 'waiting', why: o?.note ?? '' };
}

/** The mails of one case, in the order in which they were asked for. `pending`: its tasks that have no end yet. */
export function mailOutcomes(state: CaseState, events: readonly Event[], pending: readonly Task[], campaign: Campaign, now: Instant, around: Around): readonly MailOutcome[] {
  const proofs = new Map(events.flatMap((event) => (event.type === 'mail-sent' ? [[event.task, `${event.proof}: ${event.response}`] as const] : [])));
  const tasks = new Map(pending.map((task) => [task.id, task]));
  return Object.values(state.outgoing).map((o): MailOutcome => {
    const about = { task: o.id, kind: o.kind, to: o.to, at: o.at };
    switch (o.state) {
      case 'sent':
        return { ...about, outcome: 'sent', why: proofs.get(o.id) ?? o.note };
      case 'refused':
      case 'unwanted':
        return { ...about, outcome: o.state, why: o.note };
      case 'asked':
      case 'intended': {
        const task = tasks.get(o.id);
        return task ? { ...about, ...pendingOutcome(task, state, campaign, now, around) } : { ...about, outcome: 'waiting', why: o.note };
      }
    }
  });
}
