// The program's clock: the machine's, one that starts elsewhere, one that stands in a file; and where a rehearsal is not allowed.
// It refuses to measure: it only asks what comes before what.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createClock } from '../../src/adapters/clock.ts';
import { until } from '../support/mailbox.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'rundskriv-clock-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const start = '2024-01-30T08:00:00+01:00';
const write = (file: string, text: string): void => { writeFileSync(`${file}.new`, text); renameSync(`${file}.new`, file); };
const order = Temporal.Instant.compare;

test('without a word it is the machine\'s own', () => {
  const clock = createClock({ safe: false });
  const before = Temporal.Now.instant();
  const now = clock.now();
  expect(order(before, now) <= 0 && order(now, Temporal.Now.instant()) <= 0).toBe(true);
  expect(clock.rehearsal).toBe(false);
});

test('from an instant it runs on, and the machine\'s own stays beside it', async () => {
  const clock = createClock({ start, safe: true });
  const first = clock.now();
  expect(first.since('2024-01-30T07:00:00Z').total('seconds')).toBeLessThan(5);
  await until(() => order(clock.now(), first) > 0);
  expect(clock.machine().since(first).total('hours')).toBeGreaterThan(24 * 365);
  expect(clock.rehearsal).toBe(true);
});

describe('in a file', () => {
  test('it stands until a later instant is written, and never goes back', () => {
    const file = path.join(dir, 'clock');
    write(file, `${start}\n`);
    const clock = createClock({ file, safe: true });
    expect(clock.now().toString()).toBe('2024-01-30T07:00:00Z');
    expect(clock.now().toString()).toBe('2024-01-30T07:00:00Z');
    write(file, '2024-02-12T09:30:00Z');
    expect(clock.now().toString()).toBe('2024-02-12T09:30:00Z');
    write(file, '2024-02-01T00:00:00Z');
    expect(clock.now().toString()).toBe('2024-02-12T09:30:00Z');
    write(file, '2024-02-12T09:30:01Z');
    expect(clock.now().toString()).toBe('2024-02-12T09:30:01Z');
  });

  test('it says what is wrong with its text, and with a file that is not there', () => {
    const file = path.join(dir, 'bad');
    write(file, '30 January');
    expect(() => createClock({ file, safe: true }).now()).toThrow('RUNDSKRIV_CLOCK_FILE is "30 January", which is no instant; write it as 2024-01-30T08:00:00+01:00');
    expect(() => createClock({ file: path.join(dir, 'none'), safe: true }).now()).toThrow(/RUNDSKRIV_CLOCK_FILE/);
  });
});

test.each(['2024-01-30', '2024-01-30T08:00:00', 'yesterday', ''])('%j is no instant', (text) => {
  expect(() => createClock({ start: text, safe: true })).toThrow(/RUNDSKRIV_CLOCK is ".*", which is no instant; write it as 2024-01-30T08:00:00\+01:00/);
});

test.each([{ start }, { file: '/nowhere' }])('where mail can reach people it is refused: %j', (where) => {
  expect(() => createClock({ ...where, safe: false })).toThrow(/RUNDSKRIV_CLOCK is set while SMTP_URL can reach real people; set RUNDSKRIV_REDIRECT_TO/);
});
