// At the start every stream is given its next instant anew: the rules or the campaign file may have changed since it was written.
// It refuses to decide anything: it only says when to look.
import { evolve, newCase } from '../core/case.ts';
import type { Campaign } from '../core/campaign.ts';
import { nextDue } from '../core/deadlines.ts';
import { dueNotices, evolveDesk, newDesk, nextDeskDue } from '../core/desk.ts';
import { desk, type CaseEvent, type DeskEvent } from '../core/events.ts';
import type { EventLog, LookAgain } from '../core/log.ts';

export type CatchUpNeeds = { readonly campaign: Campaign; readonly log: Pick<EventLog, 'load' | 'loadMany' | 'streams' | 'reschedule'>; readonly now: () => Temporal.Instant };

const page = 500;

/** Gives how many streams are to be looked at; one that has grown meanwhile keeps what its append said. */
export async function catchUp({ campaign, log, now }: CatchUpNeeds): Promise<number> {
  const at = now();
  const cases = (await log.streams()).filter((stream) => stream !== desk);
  const onDesk = (await log.load(desk)) as readonly DeskEvent[];
  const state = onDesk.reduce(evolveDesk, newDesk);
  // This morning's look may have been missed; one that comes late tells the same.
  const deskDue = dueNotices(state, campaign, at).length > 0 ? at : nextDeskDue(state, campaign, at);
  let looks: LookAgain[] = [{ stream: desk, expected: onDesk.length, due: deskDue?.epochMilliseconds ?? null }];
  let due = 0;
  for (let i = 0; i < cases.length || looks.length > 0; i += page) {
    const streams = cases.slice(i, i + page);
    for (const [n, read] of (await log.loadMany(streams)).entries()) {
      if (read.status === 'rejected') throw read.reason;
      const events = read.value as readonly CaseEvent[];
      const next = nextDue(events.reduce(evolve, newCase), campaign, at);
      looks.push({ stream: streams[n] ?? '', expected: events.length, due: next?.epochMilliseconds ?? null });
    }
    due += looks.filter((look) => look.due !== null).length;
    await log.reschedule(looks);
    looks = [];
  }
  return due;
}
