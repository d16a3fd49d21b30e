// Where everybody stands, read from the log: for status, forecast, the digest and the timeline of one kommune.
// It refuses to change anything.
import type { Campaign } from '../core/campaign.ts';
import { newCase, evolve, type CaseState } from '../core/case.ts';
import type { InboxState } from '../core/deadlines.ts';
import { evolveDesk, newDesk, type DeskState } from '../core/desk.ts';
import { desk, type CaseEvent, type DeskEvent, type Event } from '../core/events.ts';
import { forecastCase, forecastDesk, type ForecastMail } from '../core/forecast.ts';
import type { EventLog } from '../core/log.ts';
import { statusOf, type Status } from '../core/status.ts';

export type StandNeeds = { readonly campaign: Campaign; readonly log: Pick<EventLog, 'load' | 'streams'>; readonly now: () => Temporal.Instant };

export async function loadAll(log: StandNeeds['log']): Promise<{ cases: readonly CaseState[]; desk: DeskState }> {
  const streams = (await log.streams()).filter((stream) => stream !== desk);
  const cases = await Promise.all(streams.map(async (stream) => ((await log.load(stream)) as readonly CaseEvent[]).reduce(evolve, newCase)));
  const deskState = ((await log.load(desk)) as readonly DeskEvent[]).reduce(evolveDesk, newDesk);
  return { cases, desk: deskState };
}

export async function readStatus(needs: StandNeeds): Promise<Status> {
  const all = await loadAll(needs.log);
  return statusOf(all.cases, all.desk, needs.campaign, needs.now());
}

/** One kommune's events, oldest first; empty when there is no case. */
export async function readTimeline(needs: StandNeeds, kommune: string): Promise<readonly Event[]> {
  return needs.log.load(kommune);
}

/** Every mail that will leave within `days` days, in order of time, with the reason of each and of each hold. */
export async function readForecast(needs: StandNeeds & { readonly inbox: () => Promise<InboxState> }, days: number): Promise<{ launched: boolean; mails: readonly ForecastMail[] }> {
  const all = await loadAll(needs.log);
  const from = needs.now();
  const until = from.add({ hours: days * 24 });
  const inbox = await needs.inbox();
  const mails = [
    ...all.cases.flatMap((state) => forecastCase(state, needs.campaign, from, until, inbox)),
    ...forecastDesk(all.desk, needs.campaign, from, until),
  ].sort((a, b) => Temporal.Instant.compare(a.at, b.at) || (a.kommune ?? '').localeCompare(b.kommune ?? ''));
  return { launched: all.desk.launched !== null, mails };
}
