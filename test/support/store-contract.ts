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
    await log.append(append({ stream: 'a', due: 3000 }));
    await log.append(append({ stream: 'b', due: 1000 }));
    await log.append(append({ stream: 'c', due: null }));
    expect(await log.due(2999, 10)).toEqual(['b']);
    expect(await log.due(3000, 10)).toEqual(['b', 'a']);
    expect(await log.due(3000, 1)).toEqual(['b']);
    await log.reschedule('b', 1, 9000);
    expect(await log.due(3000, 10)).toEqual(['a']);
    await log.reschedule('a', 0, 9000);
    expect(await log.due(3000, 10)).toEqual(['a']);
    await log.reschedule('a', 1, null);
    expect(await log.due(99_000, 10)).toEqual(['b']);
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
