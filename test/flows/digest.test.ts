// Who in the department is told what on which morning, across a fortnight: the clock's own tick over the log in memory, and what a person asks for beside it.
// It refuses to look at wording, and to hand the tick anything but what happened: each morning is one tick at a named instant.
import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import type { DigestRecipient } from '../../src/core/campaign.ts';
import { dayOf } from '../../src/core/calendar.ts';
import { decideDesk, dueNotices, evolveDesk, newDesk } from '../../src/core/desk.ts';
import { desk, type CaseEvent, type DeskEvent, type Event, type Stream } from '../../src/core/events.ts';
import type { InboxState } from '../../src/core/holds.ts';
import type { Task } from '../../src/core/task.ts';
import { digestNow } from '../../src/flows/digest.ts';
import { tick, type TickNeeds } from '../../src/flows/tick.ts';
import { at, campaignWith } from '../support/campaign.ts';
import { mailRef, sent } from '../support/given.ts';

const weekly: DigestRecipient = { name: 'Anne Bendixen', email: 'anb@lige.dk', every: 'week' };
const daily: DigestRecipient = { name: 'Bo Chef', email: 'chef@lige.dk', every: 'day' };
const launched: DeskEvent = { type: 'campaign-launched', at: at('2024-01-29 12:00'), by: 'x', redirectTo: null, inbox: null, clock: at('2024-01-29 12:00') };
const person = { by: 'anb', note: 'fejl' };

/** Two kommuner whose letter left on 30 January; none of them is due for anything. */
async function department(campaign = campaignWith({ digest: [weekly, daily] })) {
  const log = createMemoryLog();
  const outside = { now: '2024-01-30 09:00', inbox: 'quiet' as InboxState, trouble: [] as readonly string[] };
  const asked: Task[] = [];
  const put = async (stream: Stream, events: readonly Event[]): Promise<void> => {
    const expected = (await log.load(stream)).length;
    const due = stream === desk ? 0 : null;
    expect(await log.append({ streams: [{ stream, expected, events, due }], tasks: [], ended: [], mail: null })).toBe('appended');
  };
  const needs: TickNeeds = {
    campaign, log, now: () => Temporal.Instant.from(at(outside.now)), inbox: async () => outside.inbox, paused: async () => false,
    queueLetters: async (tasks) => void asked.push(...tasks), secrets: () => ({ nonce: 'n', tokenHash: 'h' }), trouble: async () => outside.trouble, regionOf: () => 'Region Midtjylland',
    facts: { ticked: () => undefined, dueHeld: () => undefined },
  };
  await put(desk, [launched]);
  for (const code of ['0751', '0101']) {
    const task = { kind: 'letter' as const, id: `letter.2024.${code}`, kommune: code, to: `post@${code}.dk`, createdAt: at('2024-01-30 08:00'), thread: null };
    await put(code, [{ type: 'case-opened', at: at('2024-01-29 12:00'), kommune: code, name: code, mailbox: task.to }, { type: 'mail-asked', at: task.createdAt, task }, ...sent(task.id, '2024-01-30 08:01')]);
  }
  return {
    log, outside, asked, put, needs,
    /** One tick; what it asked for, as "digest anb". */
    tick: async (when: string): Promise<readonly string[]> => {
      outside.now = when;
      const before = asked.length;
      await tick(needs);
      return asked.slice(before).map(shown);
    },
    digestNow: async (when: string, ...to: readonly DigestRecipient[]): Promise<readonly Task[]> => {
      outside.now = when;
      return digestNow(needs, to);
    },
  };
}
const shown = (task: Task): string => `${task.kind} ${task.to.replace('@lige.dk', '')}`;
const review = (review: string, when: string): CaseEvent & DeskEvent => ({ type: 'review-opened', at: at(when), review, mail: null, reason: 'understanding', detail: '' });
const contact = (when: string): CaseEvent => ({ type: 'contact-registered', at: at(when), contact: { kommune: '0751', name: 'Mette', email: 'm@0751.dk', phone: null, region: null }, mail: mailRef(), from: 'x' });

let world: Awaited<ReturnType<typeof department>>;
beforeEach(async () => { world = await department(); });

test('a fortnight: daily where something happened, weekly on Mondays, and a notice on the mornings between', async () => {
  const { put, tick: at8, outside } = world;
  expect(await at8('2024-01-30 09:00')).toEqual([]);
  expect(await at8('2024-01-31 07:59')).toEqual([]);
  expect(await at8('2024-01-31 08:00')).toEqual(['digest chef']);
  expect(await at8('2024-01-31 08:01')).toEqual([]);
  expect(await at8('2024-02-01 08:00')).toEqual([]);
  // The first that waits for a person at all.
  await put('0751', [review('r1', '2024-02-01 14:00')]);
  expect(await at8('2024-02-01 14:05')).toEqual([]);
  expect(await at8('2024-02-02 08:00')).toEqual(['digest chef', 'notice anb']);
  await put('0101', [review('r1', '2024-02-03 11:00')]);
  expect(await at8('2024-02-03 12:00')).toEqual([]);
  expect(await at8('2024-02-04 12:00')).toEqual([]);
  expect(await at8('2024-02-05 08:00')).toEqual(['digest anb', 'digest chef']);
  // Both still wait, and both know.
  expect(await at8('2024-02-06 08:00')).toEqual([]);
  await put('0751', [{ type: 'question-opened', at: at('2024-02-06 15:00'), question: 'q2', mail: mailRef() }]);
  expect(await at8('2024-02-07 08:00')).toEqual(['digest chef', 'notice anb']);
  // At the desk itself, which is looked at at once: the rest of the day nobody is told twice.
  await put(desk, [review('r1', '2024-02-07 11:00')]);
  expect(await at8('2024-02-07 11:01')).toEqual([]);
  expect(await at8('2024-02-08 08:00')).toEqual(['digest chef', 'notice anb']);
  await put('0751', [contact('2024-02-08 10:00')]);
  expect(await at8('2024-02-09 08:00')).toEqual(['digest chef']);
  // Nothing since: the daily one comes on the week's first working day all the same.
  expect(await at8('2024-02-12 08:00')).toEqual(['digest anb', 'digest chef']);
  outside.trouble = ['the last tick was long ago'];
  expect(await at8('2024-02-13 08:00')).toEqual(['digest chef']);
  outside.trouble = [];
  // The ministry's own paper is no part of the pause.
  await put(desk, [{ type: 'campaign-paused', at: at('2024-02-13 09:00'), ...person }]);
  expect(await at8('2024-02-14 08:00')).toEqual(['digest chef']);

  const told = world.asked.map((task) => `${dayOf(Temporal.Instant.from(task.createdAt)).toString()} ${task.to}`);
  expect(new Set(told).size).toBe(told.length);
  expect(world.asked.map((task) => task.id).filter((id) => id.startsWith('notice'))).toEqual(['notice.2024.0000', 'notice.2024.0000.2', 'notice.2024.0000.3']);
});

test('what each is told begins where the last word to her ended', async () => {
  const { put, tick: at8, asked } = world;
  await put('0751', [review('r1', '2024-02-01 14:00')]);
  await at8('2024-02-02 08:00');
  await put('0101', [review('r1', '2024-02-02 14:00')]);
  await at8('2024-02-05 08:00');
  await put('0751', [review('r2', '2024-02-05 14:00')]);
  await at8('2024-02-06 08:00');
  const facts = asked.map((task) => (task.kind === 'digest' ? [shown(task), task.facts.since, task.facts.changed.length] : task.kind === 'notice' ? [shown(task), task.facts.needs.map((need) => need.id), task.facts.before] : []));
  const reviews = [2 + 1, 2 + 2, 1, 1];
  expect(facts).toEqual([
    ['digest chef', null, reviews[0]], ['notice anb', ['0751/r1'], 0], ['digest anb', null, reviews[1]], ['digest chef', at('2024-02-02 08:00'), reviews[2]], ['digest chef', at('2024-02-05 08:00'), reviews[3]], ['notice anb', ['0751/r2'], 2],
  ]);
});

test('who alone is told, and weekly, is looked after on every morning too', async () => {
  const { put, tick: at8, log } = await department(campaignWith({ digest: [weekly] }));
  await at8('2024-02-05 08:00');
  await at8('2024-02-05 08:01');
  const looks = async (): Promise<string> => Temporal.Instant.fromEpochMilliseconds((await log.due(Number.MAX_SAFE_INTEGER, 10)).find((place) => place.stream === desk)?.at ?? 0).toString();
  expect(await looks()).toBe(at('2024-02-06 08:00'));
  expect(await at8('2024-02-06 08:00')).toEqual([]);
  expect(await looks()).toBe(at('2024-02-07 08:00'));
  await put('0751', [review('r1', '2024-02-06 14:00')]);
  expect(await at8('2024-02-07 08:00')).toEqual(['notice anb']);
  await at8('2024-02-07 08:01');
  expect(await looks()).toBe(at('2024-02-08 08:00'));
  // Over the weekend nobody looks.
  for (const day of ['08', '09']) await at8(`2024-02-${day} 08:00`);
  expect(await looks()).toBe(at('2024-02-12 08:00'));
});

test('two clocks that find the same notice due at once ask for one', () => {
  const state = evolveDesk(newDesk, launched);
  const notice = (when: string) => ({ type: 'issue-notice' as const, at: at(when), recipient: weekly, facts: { day: '2024-02-07', needs: [], before: 0 } });
  const first = decideDesk(notice('2024-02-07 08:00'), state, campaignWith({}));
  const after = 'events' in first ? first.events.reduce(evolveDesk, state) : state;
  // On the morning of her digest she is not even asked about.
  expect(['2024-02-02 08:00', '2024-02-05 08:00', '2024-02-03 08:00'].map((when) => dueNotices(state, campaignWith({ digest: [weekly, daily] }), Temporal.Instant.from(at(when))))).toEqual([[weekly], [], []]);
  expect(after.notices).toEqual({ 'anb@lige.dk': at('2024-02-07 08:00') });
  expect(decideDesk(notice('2024-02-07 08:00'), after, campaignWith({}))).toEqual({ ignored: 'already-issued-today' });
  expect(decideDesk(notice('2024-02-08 08:00'), after, campaignWith({}))).toMatchObject({ events: [{ task: { id: 'notice.2024.0000.2' } }] });
});

test('where Monday is a holiday the weekly one comes on Tuesday; on holidays nobody is told', async () => {
  const { put, tick: at8 } = world;
  await at8('2024-03-25 08:00');
  await put('0751', [review('r1', '2024-03-29 14:00')]);
  for (const day of ['2024-03-28', '2024-03-29', '2024-03-30', '2024-04-01']) expect(await at8(`${day} 09:00`)).toEqual([]);
  expect(await at8('2024-04-02 08:00')).toEqual(['digest anb', 'digest chef']);
});

test('a machine that stood still for days says once what it missed', async () => {
  const { put, tick: at8 } = world;
  for (const day of ['06', '07', '08']) await put('0751', [review(`r${day}`, `2024-02-${day} 14:00`)]);
  await at8('2024-02-05 08:00');
  expect(await at8('2024-02-09 10:30')).toEqual(['digest chef', 'notice anb']);
  expect(await at8('2024-02-09 10:31')).toEqual([]);
});

test('before the launch nobody is told anything', async () => {
  const log = createMemoryLog();
  const { needs } = world;
  expect(await tick({ ...needs, log, now: () => Temporal.Instant.from(at('2024-02-05 08:00')) })).toMatchObject({ asked: 0 });
});

test('a store that can\'t be read is no news: the tick fails, and nobody is told half of it', async () => {
  const { needs, outside, asked } = world;
  outside.now = '2024-02-05 08:00';
  const broken = { ...needs, log: { ...needs.log, loadMany: async (streams: readonly Stream[]) => streams.map(() => ({ status: 'rejected' as const, reason: new Error('broken') })) } };
  await expect(tick(broken)).rejects.toThrow('broken');
  expect(asked).toEqual([]);
});

describe('asked for by a person', () => {
  test('it is queued at once, also on the day and at the hour on which none would come, with its facts and in the form of its recipient', async () => {
    const { digestNow: now, asked, log } = world;
    expect((await world.tick('2024-02-05 08:00'))).toEqual(['digest anb', 'digest chef']);
    const tasks = await now('2024-02-05 23:00', weekly, daily);
    expect(tasks.map(shown)).toEqual(['digest anb', 'digest chef']);
    expect(tasks.map((task) => (task.kind === 'digest' ? [task.id, task.facts.every, task.facts.since, task.atOnce] : []))).toEqual([
      ['digest.2024.0000.3', 'week', at('2024-02-05 08:00'), true], ['digest.2024.0000.4', 'day', at('2024-02-05 08:00'), true],
    ]);
    expect(asked.slice(2)).toEqual(tasks);
    expect((await log.tasks()).map((task) => task.id)).toEqual(asked.map((task) => task.id));
    expect(await now('2024-02-05 23:01', weekly)).toHaveLength(1);
  });
  test('it stands for the day\'s own; the week\'s own still comes on Monday', async () => {
    const { digestNow: now, put, tick: at8 } = world;
    await at8('2024-02-05 08:00');
    await put('0751', [review('r1', '2024-02-06 14:00')]);
    await now('2024-02-07 07:00', weekly, daily);
    expect(await at8('2024-02-07 08:00')).toEqual([]);
    expect(await at8('2024-02-08 08:00')).toEqual([]);
    await now('2024-02-11 20:00', weekly);
    expect(await at8('2024-02-12 08:00')).toEqual(['digest anb', 'digest chef']);
  });
});
