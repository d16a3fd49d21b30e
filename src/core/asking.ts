// How a decision asks for a mail: the next task of its kind, as the one event `mail-asked`.
// It refuses to send: what was asked for is asked about once more before it leaves.
import type { Campaign } from './campaign.ts';
import type { CaseEvent } from './events.ts';
import { nextTaskId, type OutgoingState } from './outgoing.ts';
import { idKind, type Task, type TaskBody, type Thread } from './task.ts';

export type Asked = Extract<CaseEvent, { type: 'mail-asked' }>;
export type Ask = (body: TaskBody, to: string, thread?: Thread | null, item?: string) => Asked;

/** Asks for mails of one stream at one instant (ISO); several of a kind in one decision get ids of their own. `kommune`: null for the desk. */
export function asking(state: { readonly outgoing: OutgoingState; readonly kommune: string | null; readonly extended?: Task['extended'] }, campaign: Pick<Campaign, 'id'>, at: string): Ask {
  const mine = new Map<string, number>();
  const longer = Object.keys(state.extended ?? {}).length > 0 ? { extended: state.extended } : {};
  return (body, to, thread = null, item) => {
    const before = mine.get(idKind(body.kind)) ?? 0;
    mine.set(idKind(body.kind), before + 1);
    const task: Task = { ...body, id: nextTaskId(state.outgoing, body.kind, campaign.id, state.kommune, before), kommune: state.kommune, to, createdAt: at, thread, ...longer };
    return { type: 'mail-asked', at, task, ...(item === undefined ? {} : { item }) };
  };
}
