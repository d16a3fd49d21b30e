// A tick over more cases than one page holds, on the log in memory: each is looked at once, and nobody's trouble is another's.
// It refuses timers and sleeps: whoever else writes does so at a named moment of the tick.
import { describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import type { InboxState } from '../../src/core/deadlines.ts';
import { desk, type CaseEvent, type DeskEvent, type Event, type Stream } from '../../src/core/events.ts';
import type { EventLog } from '../../src/core/log.ts';
import { tick, type TickNeeds } from '../../src/flows/tick.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { mailRef, sent } from '../support/given.ts';

const dayOfRound = '2024-02-12 09:00';
const due = Temporal.Instant.from(at('2024-02-12 08:00')).epochMilliseconds;
const codes = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => String(i + 1).padStart(6, '0'));

/** The letter sent on 30 January, and no answer. */
function silent(kommune: string): readonly CaseEvent[] {
  const task = { kind: 'letter' as const, id: `letter.2024.${kommune}`, kommune, to: `post@${kommune}.dk`, createdAt: at('2024-01-30 08:00'), thread: null };
  return [
    { type: 'case-opened', at: at('2024-01-29 10:00'), kommune, name: kommune, mailbox: task.to },
    { type: 'mail-asked', at: task.createdAt, task },
    ...sent(task.id, '2024-01-30 08:01'),
  ];
}

/** Anna was the contact and has a login; Bo is the contact since 14 March. */
function succeeded(kommune: string, foreign: boolean): readonly CaseEvent[] {
  const contact = (name: string) => ({ kommune, name, email: `${name}@${kommune}.dk`, phone: null, region: null });
  const task = {
    kind: 'login' as const, id: `login.2024.${kommune}`, kommune, to: contact('anna').email, createdAt: at('2024-03-13 08:00'), thread: null, contact: contact('anna'), userName: 'anna',
    nonce: 'n', tokenHash: 'h', expires: at('2024-03-27 08:00'), again: false,
  };
  return [
    { type: 'contact-registered', at: at('2024-02-01 10:00'), contact: contact('anna'), mail: mailRef(), from: 'x' },
    { type: 'mail-asked', at: task.createdAt, task }, ...sent(task.id, '2024-03-13 08:01'),
    { type: 'contact-registered', at: at('2024-03-14 10:00'), contact: contact('bo'), mail: mailRef(), from: 'x', ...(foreign ? { foreign } : {}) },
  ];
}

const launched: DeskEvent = { type: 'campaign-launched', at: at('2024-01-29 12:00'), by: 'x', redirectTo: null, inbox: null, clock: at('2024-01-29 12:00') };

type Change = { readonly log?: (log: EventLog) => Partial<EventLog>; readonly needs?: Partial<TickNeeds> };

/** A country of silent kommuner, all due for the round on the day of the deadline. */
async function country(count: number, change: Change = {}) {
  const memory = createMemoryLog();
  const put = async (stream: Stream, events: readonly Event[], when: number | null = due): Promise<void> => {
    const expected = (await memory.load(stream)).length;
    expect(await memory.append({ streams: [{ stream, expected, events, due: when }], tasks: [], ended: [], mail: null })).toBe('appended');
  };
  for (const code of codes(count)) await put(code, silent(code));
  const read: Stream[] = [];
  const queued: string[] = [];
  const holds: string[] = [];
  const outside = { now: dayOfRound, inbox: 'quiet' as InboxState, paused: false };
  let appended = 0;
  let mostHeld = 0;
  const watched: EventLog = {
    ...memory,
    loadMany: async (streams) => {
      read.push(...streams);
      mostHeld = Math.max(mostHeld, read.length - appended);
      return memory.loadMany(streams);
    },
    appendMany: async (batches) => {
      const answers = await memory.appendMany(batches);
      appended += batches.length;
      return answers;
    },
  };
  const log: EventLog = { ...watched, ...change.log?.(watched) };
  const needs: TickNeeds = {
    campaign: campaign2024, log,
    now: () => Temporal.Instant.from(at(outside.now)), inbox: async () => outside.inbox, paused: async () => outside.paused,
    queueLetters: async (tasks) => void queued.push(...tasks.map((task) => task.id)),
    secrets: () => ({ nonce: 'n', tokenHash: 'h' }), trouble: async () => [], regionOf: () => '',
    facts: { ticked: () => undefined, dueHeld: ({ kommune, what, reason }) => void holds.push(`${kommune} ${what} ${reason}`) },
    ...change.needs,
  };
  return { memory, put, read, queued, holds, outside, mostHeld: () => mostHeld, appended: () => appended, tick: () => tick(needs), dueNow: async () => (await memory.due(Temporal.Instant.from(at(outside.now)).epochMilliseconds, 10_000)).map((place) => place.stream) };
}

const reminders = (list: readonly string[]): readonly string[] => list.map((code) => `reminder.2024.${code}`);
const without = (list: readonly string[], ...some: readonly string[]): readonly string[] => list.filter((code) => !some.includes(code));

describe('a round over many cases', () => {
  const many = codes(1_101);

  test('reminds each once, reads each once, queues each once, and holds no more than two pages', async () => {
    const { tick: run, read, queued, memory, mostHeld, dueNow } = await country(many.length);
    expect(await run()).toEqual({ due: many.length, asked: many.length, held: 0 });
    expect(read).toEqual(many);
    expect(queued).toEqual(reminders(many));
    expect((await memory.tasks()).map((task) => task.id)).toEqual(queued);
    expect(mostHeld()).toBeLessThanOrEqual(500);
    expect(await dueNow()).toEqual([]);
    expect(await run()).toEqual({ due: 0, asked: 0, held: 0 });
    expect(queued).toHaveLength(many.length);
  });

  test('that INBOX holds looks at each once, and asks for all when INBOX is quiet', async () => {
    const { tick: run, read, queued, holds, outside } = await country(many.length);
    outside.inbox = 'unread';
    expect(await run()).toEqual({ due: many.length, asked: 0, held: many.length });
    expect([read, queued]).toEqual([many, []]);
    expect(holds).toEqual(many.map((code) => `${code} remind mail-unread`));
    outside.inbox = 'quiet';
    expect((await run()).asked).toBe(many.length);
    expect(queued).toEqual(reminders(many));
  });

  test('that is paused asks a kommune for nothing, and goes on where it was when it is resumed', async () => {
    const { tick: run, queued, outside, holds, put } = await country(many.length);
    const question: CaseEvent = { type: 'question-opened', at: at('2024-02-11 10:00'), question: 'q1', mail: mailRef() };
    await put('000007', [question]);
    outside.paused = true;
    expect(await run()).toEqual({ due: many.length, asked: 1, held: many.length });
    // What the department is asked goes on; and that all else waits is no news about a kommune.
    expect([queued, holds]).toEqual([['review.2024.000007'], []]);
    outside.paused = false;
    expect((await run()).asked).toBe(many.length - 1);
    expect(queued.slice(1)).toEqual(reminders(without(many, '000007')));
  });

  test('reads no more of a case that the case itself holds until its day', async () => {
    const { tick: run, queued, put, dueNow, memory } = await country(3);
    await put('000002', [{ type: 'review-opened', at: at('2024-02-11 10:00'), review: 'r1', mail: null, reason: 'understanding', detail: '' }]);
    expect(await run()).toEqual({ due: 3, asked: 2, held: 1 });
    expect(queued).toEqual(reminders(['000001', '000003']));
    expect(await dueNow()).toEqual([]);
    const next = (await memory.due(Number.MAX_SAFE_INTEGER, 10)).find((place) => place.stream === '000002');
    expect(Temporal.Instant.fromEpochMilliseconds(next?.at ?? 0).toString()).toBe(at('2024-02-15 08:00'));
  });
});

describe('in a tick', () => {
  const all = codes(600);

  test('a case that can\'t be read, and one that can\'t be written, keep nobody else; the first failure is told', async () => {
    const { tick: run, queued, dueNow } = await country(all.length, {
      log: (log) => ({
        loadMany: async (streams) => (await log.loadMany(streams)).map((one, i) => (streams[i] === '000002' ? { status: 'rejected', reason: new Error('2 is broken') } : one)),
        appendMany: async (batches) => {
          const bad = batches.findIndex((batch) => batch.streams[0]?.stream === '000400');
          const answers = [...await log.appendMany(bad < 0 ? batches : batches.toSpliced(bad, 1))];
          return bad < 0 ? answers : answers.toSpliced(bad, 0, { status: 'rejected', reason: new Error('400 is broken') });
        },
      }),
    });
    await expect(run()).rejects.toThrow('2 is broken');
    expect(queued).toEqual(reminders(without(all, '000002', '000400')));
    expect(await dueNow()).toEqual(['000002', '000400']);
  });

  test('a page that fails as a whole keeps no other page', async () => {
    let calls = 0;
    const { tick: run, queued, dueNow } = await country(all.length, {
      log: (log) => ({ appendMany: async (batches) => { if ((calls += 1) === 1) throw new Error('the connection is gone'); return log.appendMany(batches); } }),
    });
    await expect(run()).rejects.toThrow('the connection is gone');
    expect(queued).toEqual(reminders(all.slice(250)));
    expect(await dueNow()).toEqual(all.slice(0, 250));
  });

  test('jobs that did not get into the queue stay pending tasks, and the next pages go on', async () => {
    let calls = 0;
    const list: string[] = [];
    const { tick: run, memory, dueNow } = await country(all.length, {
      needs: { queueLetters: async (tasks) => { if ((calls += 1) === 1) throw new Error('no queue'); list.push(...tasks.map((task) => task.id)); } },
    });
    await expect(run()).rejects.toThrow('no queue');
    expect(list).toEqual(reminders(all.slice(250)));
    expect((await memory.tasks()).map((task) => task.id)).toEqual(reminders(all));
    expect(await dueNow()).toEqual([]);
  });

  test('an answer that comes between reading and appending stops the reminder, and nobody else\'s', async () => {
    let answered = false;
    const room = await country(all.length, {
      log: (log) => ({
        appendMany: async (batches) => {
          if (!answered) {
            answered = true;
            const contact = { kommune: '000300', name: 'A', email: 'a@000300.dk', phone: null, region: null };
            await room.put('000300', [{ type: 'contact-registered', at: at('2024-02-12 09:00'), contact, mail: mailRef(), from: 'x' }]);
          }
          return log.appendMany(batches);
        },
      }),
    });
    expect((await room.tick()).asked).toBe(all.length - 1);
    expect(room.queued).toEqual(reminders(without(all, '000300')));
    await room.tick();
    expect(room.queued).toHaveLength(all.length - 1);
  });

  test('several things that one case asks for are appended together, and each has its job', async () => {
    const { tick: run, queued, put, memory, outside, appended } = await country(1);
    await put('000001', succeeded('000001', false));
    outside.now = '2024-03-14 10:01';
    expect((await run()).asked).toBe(2);
    expect(queued).toEqual(['closed.2024.000001', 'login.2024.000001.2']);
    expect(appended()).toBe(1);
    expect((await memory.tasks()).map((task) => task.id)).toEqual(queued);
  });

  test('a case that is due again at once waits for the next tick, however many come after it', async () => {
    const { tick: run, queued, put, outside, dueNow } = await country(1_101);
    await put('000001', succeeded('000001', true));
    outside.now = '2024-03-14 10:01';
    outside.inbox = 'unread';
    // The former contact is told; what the main mailbox is to be asked waits for INBOX.
    expect(await run()).toEqual({ due: 1_101, asked: 1, held: 1_102 });
    expect([queued, (await dueNow()).at(-1)]).toEqual([['closed.2024.000001'], '000001']);
    outside.inbox = 'quiet';
    await run();
    expect(queued.filter((id) => id.includes('000001'))).toEqual(['closed.2024.000001', 'confirm.2024.000001']);
  });

  test('one page of jobs is on its way at a time, and the tick ends when the last has come', async () => {
    let onTheirWay = 0;
    let most = 0;
    const list: string[] = [];
    const { tick: run } = await country(all.length, {
      needs: {
        queueLetters: async (tasks) => {
          most = Math.max(most, onTheirWay += 1);
          for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
          onTheirWay -= 1;
          list.push(...tasks.map((task) => task.id));
        },
      },
    });
    await run();
    expect([most, list]).toEqual([1, reminders(all)]);
  });

  test('the desk has its turn once among all cases, and its digest', async () => {
    const { tick: run, queued, put, read } = await country(all.length);
    await put(desk, [launched]);
    expect((await run()).asked).toBe(all.length + 1);
    expect(queued.filter((id) => id.startsWith('digest'))).toEqual(['digest.2024.0000']);
    expect(read).not.toContain(desk);
    expect(await run()).toEqual({ due: 0, asked: 0, held: 0 });
  });
});
