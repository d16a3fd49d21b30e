// The contract of the event log, run against every implementation.
// It refuses to know which one it is.
import { expect, test } from 'vitest';
import { evolve, newCase } from '../../src/core/case.ts';
import { tasksFor, type CaseEvent } from '../../src/core/events.ts';
import type { Append, EventLog, MailRecord } from '../../src/core/log.ts';
import { campaign2024, at } from './campaign.ts';
import { invited, opened } from './given.ts';
import { step } from '../../src/flows/step.ts';

export function logContract(create: () => Promise<EventLog>): void {
  const events = invited();
  const append = (change: Partial<Append['streams'][number]> = {}, rest: Partial<Omit<Append, 'streams'>> = {}): Append =>
    ({ streams: [{ stream: '0751', expected: 0, events: [opened], due: 1000, ...change }], tasks: [], ended: [], mail: null, ...rest });
  const record: MailRecord = { reading: 1, uidValidity: '7', uid: 3, folder: 'Rundskriv/Behandlet' };

  test('gives back what was appended, in order', async () => {
    const log = await create();
    expect(await log.load('0751')).toEqual([]);
    expect(await log.append(append({ events }))).toBe('appended');
    expect(await log.load('0751')).toEqual(events);
    expect(await log.streams()).toEqual(['0751']);
  });

  test('a writer who read too early changes nothing', async () => {
    const log = await create();
    await log.append(append());
    expect(await log.append(append({}, { tasks: tasksFor(events), mail: { id: 'm', record } }))).toBe('conflict');
    expect(await log.load('0751')).toEqual([opened]);
    expect(await log.tasks()).toEqual([]);
    expect(await log.mail('m')).toBeUndefined();
  });

  test('several streams are appended together or not at all', async () => {
    const log = await create();
    await log.append(append());
    const both = (expected: number): Append => ({
      streams: [{ stream: '0101', expected: 0, events: [{ ...opened, kommune: '0101' } as CaseEvent], due: null }, { stream: '0751', expected, events: [opened], due: null }], tasks: [], ended: [], mail: null,
    });
    expect(await log.append(both(0))).toBe('conflict');
    expect(await log.load('0101')).toEqual([]);
    expect(await log.append(both(1))).toBe('appended');
    expect([(await log.load('0101')).length, (await log.load('0751')).length]).toEqual([1, 2]);
  });

  test('a task is pending until it ends', async () => {
    const log = await create();
    const [task] = tasksFor(events);
    if (!task) throw new Error('no task');
    await log.append(append({ events: [opened] }, { tasks: [task] }));
    expect(await log.task(task.id)).toEqual(task);
    expect(await log.tasks()).toEqual([task]);
    await log.append(append({ expected: 1, events: [{ type: 'mail-unwanted', at: at('2024-01-30 09:00'), task: task.id, reason: 'x' }] }, { ended: [task.id] }));
    expect(await log.task(task.id)).toBeUndefined();
  });

  test('the same reading of a mail is appended once; a later reading again', async () => {
    const log = await create();
    expect(await log.append(append({}, { mail: { id: 'm', record } }))).toBe('appended');
    expect(await log.append(append({ expected: 1 }, { mail: { id: 'm', record } }))).toBe('mail-known');
    expect(await log.load('0751')).toHaveLength(1);
    expect(await log.mail('m')).toEqual(record);
    expect(await log.append(append({ expected: 1 }, { mail: { id: 'm', record: { ...record, reading: 2, uid: 9 } } }))).toBe('appended');
    expect(await log.mail('m')).toEqual({ ...record, reading: 2, uid: 9 });
  });

  test('a mail gets another folder, unless it was read again meanwhile', async () => {
    const log = await create();
    await log.append(append({}, { mail: { id: 'm', record } }));
    expect(await log.refile('m', record, 'Rundskriv/Til gennemsyn')).toBe(true);
    const moved = { ...record, folder: 'Rundskriv/Til gennemsyn' };
    expect(await log.mail('m')).toEqual(moved);
    expect(await log.refile('m', record, 'Rundskriv/Automatisk')).toBe(false);
    expect(await log.refile('n', record, 'Rundskriv/Automatisk')).toBe(false);
    expect([await log.mail('m'), await log.mail('n')]).toEqual([moved, undefined]);
    const again = { ...record, reading: 2, uid: 9 };
    await log.append(append({ expected: 1 }, { mail: { id: 'm', record: again } }));
    expect(await log.refile('m', moved, 'Rundskriv/Automatisk')).toBe(false);
    expect(await log.refile('m', again, 'Rundskriv/Automatisk')).toBe(true);
  });

  test('a mail that caused no event is still recorded', async () => {
    const log = await create();
    expect(await log.append({ streams: [], tasks: [], ended: [], mail: { id: 'm', record } })).toBe('appended');
    expect(await log.mail('m')).toEqual(record);
  });

  test('due streams come oldest first, and not before their time', async () => {
    const log = await create();
    const due = async (now: number, limit: number) => (await log.due(now, limit)).map((place) => place.stream);
    await log.append(append({ stream: 'a', due: 3000 }));
    await log.append(append({ stream: 'b', due: 1000 }));
    await log.append(append({ stream: 'c', due: null }));
    expect(await log.due(2999, 10)).toEqual([{ stream: 'b', at: 1000 }]);
    expect(await due(3000, 10)).toEqual(['b', 'a']);
    expect(await due(3000, 1)).toEqual(['b']);
    await log.reschedule([{ stream: 'b', expected: 1, due: 9000 }]);
    expect(await due(3000, 10)).toEqual(['a']);
    await log.reschedule([{ stream: 'a', expected: 0, due: 9000 }]);
    expect(await due(3000, 10)).toEqual(['a']);
    await log.reschedule([{ stream: 'a', expected: 1, due: null }, { stream: 'b', expected: 2, due: null }]);
    expect(await due(99_000, 10)).toEqual(['b']);
    await log.reschedule([]);
  });

  test('due streams are walked place by place, whatever happens to those behind', async () => {
    const log = await create();
    const names = ['0101', '0147', '0751', '075', '07511', 'desk'];
    for (const stream of names) await log.append(append({ stream, due: 2000 }));
    await log.append(append({ stream: 'early', due: 1 }));
    await log.append(append({ stream: 'late', due: 2001 }));
    const all = ['early', '0101', '0147', '075', '0751', '07511', 'desk', 'late'];
    for (let size = 1; size <= all.length + 1; size += 1) {
      const seen: string[] = [];
      for (let page = await log.due(2001, size); page.length > 0; page = await log.due(2001, size, page.at(-1))) seen.push(...page.map((place) => place.stream));
      expect(seen).toEqual(all);
    }
    // The place itself need not be taken any more.
    await log.reschedule([{ stream: '0751', expected: 1, due: 2001 }, { stream: 'early', expected: 1, due: null }]);
    const after = async (stream: string, at: number) => (await log.due(2001, 10, { stream, at })).map((place) => place.stream);
    expect(await after('0751', 2000)).toEqual(['07511', 'desk', '0751', 'late']);
    expect(await after('early', 1)).toEqual(['0101', '0147', '075', '07511', 'desk', '0751', 'late']);
    expect(await after('0751', 2001)).toEqual(['late']);
    expect(await after('late', 2001)).toEqual([]);
    expect(await log.due(1999, 10, { stream: 'early', at: 1 })).toEqual([]);
  });

  test('a stream is read from where one knows it', async () => {
    const log = await create();
    await log.append(append({ events }));
    expect(await log.load('0751', 1)).toEqual(events.slice(1));
    expect(await log.load('0751', events.length)).toEqual([]);
    expect(await log.load('0101', 3)).toEqual([]);
  });

  test('many streams are read in the order asked for', async () => {
    const log = await create();
    await log.append(append({ events }));
    await log.append(append({ stream: '0101' }));
    const values = (await log.loadMany(['0101', '0147', '0751'])).map((one) => (one.status === 'fulfilled' ? one.value : one.reason));
    expect(values).toEqual([[opened], [], events]);
    expect(await log.loadMany([])).toEqual([]);
  });

  test('many appends are each for itself: a conflict or a known mail keeps nobody else', async () => {
    const log = await create();
    const [task] = tasksFor(events);
    if (!task) throw new Error('no task');
    const taskOf = (stream: string) => ({ ...task, id: `letter.2024.${stream}` });
    await log.append(append({ stream: '0003' }, { tasks: [taskOf('0003')], mail: { id: 'm', record } }));
    // More than one call of Redis, with every kind of append among them.
    const batches = Array.from({ length: 130 }, (_, i): Append => {
      const stream = String(i).padStart(4, '0');
      if (i === 3) return append({ stream }, { tasks: [taskOf('never')] });
      if (i === 60) return append({ stream }, { tasks: [taskOf('never')], mail: { id: 'm', record } });
      if (i === 61) return { streams: [], tasks: [], ended: [], mail: { id: 'n', record } };
      if (i === 62) return { streams: ['x', 'y'].map((name) => ({ stream: name, expected: 0, events, due: 7 })), tasks: [taskOf('x'), taskOf('y')], ended: ['letter.2024.0003', 'no-such-task'], mail: { id: 'o', record } };
      if (i === 63) return append({ stream: 'x' });
      if (i === 64) return append({ stream: 'x', expected: events.length, due: null });
      return append({ stream, due: i }, { tasks: [taskOf(stream)] });
    });
    const answers = (await log.appendMany(batches)).map((one) => (one.status === 'fulfilled' ? one.value : one.reason));
    const others = Array.from({ length: 130 }, (_, i) => (i === 3 || i === 63 ? 'conflict' : i === 60 ? 'mail-known' : 'appended'));
    expect(answers).toEqual(others);
    expect([await log.load('0003'), await log.load('0060'), await log.load('x'), await log.load('y'), await log.load('0129')]).toEqual([[opened], [], [...events, opened], events, [opened]]);
    const written = batches.flatMap((_, i) => (i === 3 || (i >= 60 && i <= 64) ? [] : [`letter.2024.${String(i).padStart(4, '0')}`]));
    expect((await log.tasks()).map((t) => t.id).sort()).toEqual([...written, 'letter.2024.x', 'letter.2024.y'].sort());
    expect([await log.mail('n'), await log.mail('o')]).toEqual([record, record]);
    expect((await log.due(2, 10)).map((place) => place.stream)).toEqual(['0000', '0001', '0002']);
    expect((await log.due(7, 100)).map((place) => place.stream)).toContain('y');
    expect((await log.due(5000, 200)).map((place) => place.stream)).not.toContain('x');
    expect(await log.streams()).toEqual([...new Set(batches.flatMap((b) => b.streams.map((s) => s.stream)))].filter((name) => name !== '0060').sort());
    expect(await log.appendMany([])).toEqual([]);
  });

  test('twenty writers at once through step: every command is decided on the newest state', async () => {
    const log = await create();
    const needs = { log, campaign: campaign2024 };
    await step(needs, [{ stream: '0751', command: { type: 'open', at: opened.at, kommune: '0751', name: 'Aarhus Kommune', mailbox: 'post@aarhus.dk' } }]);
    const results = await Promise.all(Array.from({ length: 20 }, () => step(needs, [{ stream: '0751', command: { type: 'invite', at: at('2024-01-30 08:00') } }])));
    expect(results.filter((r) => r.outcome === 'done')).toHaveLength(1);
    expect(results.filter((r) => r.outcome === 'ignored').flatMap((r) => r.ignored)).toEqual(Array.from({ length: 19 }, () => 'already-invited'));
    const state = ((await log.load('0751')) as readonly CaseEvent[]).reduce(evolve, newCase);
    expect(Object.keys(state.outgoing)).toEqual(['letter.2024.0751']);
    expect(await log.tasks()).toHaveLength(1);
  });
}
