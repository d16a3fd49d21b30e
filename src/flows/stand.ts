// Where everybody stands, read from the log: for status, forecast, the digest and the timeline of one kommune.
// It refuses to change anything.
import type { Campaign } from '../core/campaign.ts';
import { newCase, evolve, type CaseState } from '../core/case.ts';
import { isForNotice } from '../core/digest/fold.ts';
import type { InboxState } from '../core/holds.ts';
import { evolveDesk, newDesk, type DeskState } from '../core/desk.ts';
import { desk, type CaseEvent, type DeskEvent, type Event } from '../core/events.ts';
import { forecastCase, forecastDesk, type ForecastMail } from '../core/forecast.ts';
import type { EventLog } from '../core/log.ts';
import { mailOutcomes, type MailOutcome } from '../core/outcome.ts';
import { statusOf, type Status } from '../core/status.ts';
import type { Task } from '../core/task.ts';

export type StandNeeds = { readonly campaign: Campaign; readonly log: Pick<EventLog, 'load' | 'streams'>; readonly now: () => Temporal.Instant };

export async function loadAll(log: StandNeeds['log']): Promise<{ cases: readonly CaseState[]; desk: DeskState }> {
  const streams = (await log.streams()).filter((stream) => stream !== desk);
  const cases = await Promise.all(streams.map(async (stream) => ((await log.load(stream)) as readonly CaseEvent[]).reduce(evolve, newCase)));
  const deskState = ((await log.load(desk)) as readonly DeskEvent[]).reduce(evolveDesk, newDesk);
  return { cases, desk: deskState };
}

/** `inbox`: what lies there now, and `tasks`: what has no end yet; without them status says nothing of either. */
export type StatusNeeds = StandNeeds & { readonly inbox?: () => Promise<InboxState>; readonly tasks?: () => Promise<readonly Task[]> };

export async function readStatus(needs: StatusNeeds): Promise<Status> {
  const tasks = await needs.tasks?.();
  const all = await loadAll(needs.log);
  // Before the launch nobody watches INBOX.
  const inbox = all.desk.launched === null ? null : await needs.inbox?.();
  return statusOf(all.cases, all.desk, needs.campaign, needs.now(), inbox, tasks);
}

export type Timeline = { readonly events: readonly Event[]; readonly mails: readonly MailOutcome[] };

/** One kommune's events and what came of its mails, oldest first; empty when there is no case. */
export async function readTimeline(needs: StatusNeeds & { readonly tasks: () => Promise<readonly Task[]> }, kommune: string): Promise<Timeline> {
  const tasks = (await needs.tasks()).filter((task) => task.kommune === kommune);
  const events = (await needs.log.load(kommune)) as readonly CaseEvent[];
  const paused = ((await needs.log.load(desk)) as readonly DeskEvent[]).reduce(evolveDesk, newDesk).paused !== null;
  const around = { inbox: (await needs.inbox?.()) ?? 'quiet' as const, paused };
  return { events, mails: mailOutcomes(events.reduce(evolve, newCase), events, tasks, needs.campaign, needs.now(), around) };
}

/** Every mail that will leave within `days` days, in order of time, with the reason of each and of each hold. `read`: the cases and the desk, where they were read already. */
export async function readForecast(
  needs: StandNeeds & { readonly log: Pick<EventLog, 'tasks'>; readonly inbox: () => Promise<InboxState> }, days: number, read?: Awaited<ReturnType<typeof loadAll>>,
): Promise<{ launched: boolean; paused: DeskState['paused']; mails: readonly ForecastMail[] }> {
  const all = read ?? await loadAll(needs.log);
  const from = needs.now();
  const until = from.add({ hours: days * 24 });
  const around = { inbox: await needs.inbox(), paused: all.desk.paused !== null };
  const pending = Map.groupBy(await needs.log.tasks(), (task) => task.kommune);
  const mails = [
    ...all.cases.flatMap((state) => forecastCase(state, needs.campaign, from, until, around, pending.get(state.kommune))),
    ...forecastDesk(all.desk, needs.campaign, from, until, (at) => statusOf(all.cases, all.desk, needs.campaign, at).waiting.filter(isForNotice).map((w) => w.since)),
  ].sort((a, b) => Temporal.Instant.compare(a.at, b.at) || (a.kommune ?? '').localeCompare(b.kommune ?? ''));
  return { launched: all.desk.launched !== null, paused: all.desk.paused, mails };
}
