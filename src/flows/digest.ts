// The ministry's own mails: who is to get a digest or a notice now, with the facts each one tells; for the tick and for `digest`.
// It refuses to send: what is asked for here leaves as every other mail does.
import { dayOf } from '../core/calendar.ts';
import type { Campaign, DigestRecipient } from '../core/campaign.ts';
import { dueDigests, dueNotices, evolveDesk, isFirstWorkingDayOfWeek, newDesk, toldUntil, type DeskCommand, type DeskState } from '../core/desk.ts';
import { replay } from '../core/case.ts';
import type { DigestFacts, DigestHealth } from '../core/digest/facts.ts';
import { digestFacts, hasNews, noticeFacts, type DigestSource } from '../core/digest/fold.ts';
import { desk, type CaseEvent, type DeskEvent } from '../core/events.ts';
import type { InboxState } from '../core/holds.ts';
import type { EventLog } from '../core/log.ts';
import type { Task } from '../core/task.ts';
import { readForecast } from './stand.ts';
import { step, type StepNeeds } from './step.ts';

export type DigestNeeds = {
  readonly campaign: Campaign;
  readonly log: Pick<EventLog, 'load' | 'loadMany' | 'streams' | 'tasks'>;
  readonly now: () => Temporal.Instant;
  readonly inbox: () => Promise<InboxState>;
  /** What is not well with the machine, one sentence each. */
  readonly trouble: () => Promise<readonly string[]>;
  /** Name of a kommune's region on a day (ISO). */
  readonly regionOf: (kommune: string, day: string) => string;
};

type Read = Pick<DigestSource, 'campaign' | 'now' | 'cases' | 'desk'>;

/** All cases and the desk with their events, as they are now. */
async function readEverybody({ campaign, log, now }: DigestNeeds): Promise<Read> {
  const streams = (await log.streams()).filter((stream) => stream !== desk);
  const onDesk = (await log.load(desk)) as readonly DeskEvent[];
  const state = onDesk.reduce(evolveDesk, newDesk);
  const cases = (await log.loadMany(streams)).map((one) => {
    if (one.status === 'rejected') throw one.reason;
    const events = one.value as readonly CaseEvent[];
    return { state: replay(events), events };
  });
  return { campaign, now: now(), cases, desk: { state, events: onDesk } };
}

/** Everything a digest is folded from, as it is now. Throws when the store can't be reached. */
export async function readDigestSource(needs: DigestNeeds): Promise<DigestSource> {
  return withSurroundings(needs, await readEverybody(needs));
}

async function withSurroundings(needs: DigestNeeds, read: Read): Promise<DigestSource> {
  const { campaign, log } = needs;
  const { now, cases, desk: { state } } = read;
  const [tasks, inbox, trouble] = await Promise.all([log.tasks(), state.launched === null ? null : needs.inbox(), needs.trouble()]);
  const forecast = await readForecast({ campaign, log, now: () => now, inbox: async () => 'quiet' }, 7, { cases: cases.map((c) => c.state), desk: state });
  const health: DigestHealth = { inbox, pending: tasks.length, trouble };
  const today = dayOf(now).toString();
  return { ...read, regionOf: (kommune) => needs.regionOf(kommune, today), forecast: forecast.mails, health };
}

/** What the recipient's digest would say: news since the last one to her, or since the beginning. */
export function factsFor(source: DigestSource, recipient: Pick<DigestRecipient, 'email' | 'every'>): DigestFacts {
  return digestFacts(source, recipient.every, source.desk.state.told[recipient.email] ?? null);
}

/** The digests and notices that are due, as far as `state` knows: weekly always, daily when something happened (and always on the day of the weekly ones). */
export async function dueWords(needs: DigestNeeds, state: DeskState): Promise<readonly DeskCommand[]> {
  const now = needs.now();
  const at = now.toString();
  const [digests, notices] = [dueDigests(state, needs.campaign, now), dueNotices(state, needs.campaign, now)];
  if (digests.length === 0 && notices.length === 0) return [];
  const read = await readEverybody(needs);
  // What is about to leave and how the machine is, only a digest tells.
  const source = digests.length > 0 ? await withSurroundings(needs, read) : null;
  return [
    ...digests.flatMap((recipient): readonly DeskCommand[] => {
      if (!source) return [];
      const facts = factsFor(source, recipient);
      const isDue = recipient.every === 'week' || isFirstWorkingDayOfWeek(dayOf(now)) || hasNews(facts);
      return isDue ? [{ type: 'issue-digest', at, recipient, facts, force: false }] : [];
    }),
    ...notices.flatMap((recipient): readonly DeskCommand[] => {
      const facts = noticeFacts(read, toldUntil(read.desk.state, recipient, needs.campaign));
      return facts ? [{ type: 'issue-notice', at, recipient, facts }] : [];
    }),
  ];
}

/** Asks for a digest now, whatever was sent today; gives the tasks, which leave as soon as a letters worker runs. */
export async function digestNow(needs: DigestNeeds & StepNeeds & { readonly queueLetters: (tasks: readonly Task[]) => Promise<void> }, recipients: readonly DigestRecipient[]): Promise<readonly Task[]> {
  const source = await readDigestSource(needs);
  const tasks: Task[] = [];
  for (const recipient of recipients) {
    const stepped = await step(needs, [{ stream: desk, command: { type: 'issue-digest', at: source.now.toString(), recipient, facts: factsFor(source, recipient), force: true } }]);
    if (stepped.outcome === 'done') tasks.push(...stepped.tasks);
  }
  await needs.queueLetters(tasks);
  return tasks;
}
