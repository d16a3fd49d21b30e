// The queues on a real Redis: no job twice while it is there, none lost with its worker, none in the way of others.
// It refuses fake timers: each test waits for the fact it is about.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis, type RedisServer } from '../../demo/servers/index.ts';
import { createQueues, type JobResult, type Queues, type Running } from '../../src/adapters/queues.ts';
import { openWaiting } from '../../src/adapters/store/requirements.ts';
import { until } from '../support/mailbox.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'rundskriv-queues-'));
const toEnd: (() => Promise<unknown>)[] = [];
let redis: RedisServer;
let rooms = 0;
beforeAll(async () => { redis = await startRedis({ dir }); });
afterAll(async () => {
  for (const end of toEnd.splice(0).toReversed()) await end();
  await redis.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Queues nobody else has; closed at the end. */
function fresh(lock = 2): Queues & { readonly prefix: string } {
  const prefix = `test:{${rooms += 1}}`;
  const queues = createQueues({ connect: () => openWaiting(redis.url), prefix, lock });
  toEnd.push(() => queues.close());
  return { ...queues, prefix };
}
const working = (running: Running): void => { toEnd.push(() => running.stop()); };
const ended: JobResult = { outcome: 'ended' };
const none = async (): Promise<void> => {};
const idle = async (queues: Queues): Promise<boolean> => Object.values(await queues.counts()).every((n) => n === 0);
const mail = (uid: number) => ({ uidValidity: '1', uid });

describe('a job', () => {
  test('is there once while it waits or runs, and may come again when it is done', async () => {
    const queues = fresh();
    await Promise.all([queues.addIntake([mail(1), mail(1), mail(2)]), queues.addIntake([mail(2)]), queues.addLetters(['letter.2024.0751', 'letter.2024.0751']), queues.addLetters(['letter.2024.0751'])]);
    expect(await queues.counts()).toEqual({ intake: 2, letters: 1, clock: 0, held: 0, retrying: 0 });
    const done: number[] = [];
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => { release = resolve; });
    working(queues.runIntake(async ({ uid }) => { await gate; done.push(uid); return ended; }, none, 4, () => {}));
    await until(async () => (await queues.counts()).intake === 2);
    await queues.addIntake([mail(1), mail(2)]);
    release();
    await until(async () => (await queues.counts()).intake === 0);
    expect(done.toSorted()).toEqual([1, 2]);
    await queues.addIntake([mail(1)]);
    await until(() => done.length === 3);
    expect(done.at(-1)).toBe(1);
  });

  test('is one of many that are queued in one go: each once, taken in their order, and nothing is left of it', async () => {
    const queues = fresh();
    const tasks = Array.from({ length: 1_000 }, (_, i) => `reminder.2024.${String(i).padStart(4, '0')}`);
    await Promise.all([queues.addLetters(tasks), queues.addLetters(tasks.slice(400, 600))]);
    expect((await queues.counts()).letters).toBe(1_000);
    const done: string[] = [];
    working(queues.runLetters(async (task) => { done.push(task); return ended; }, none, 1, () => {}));
    await until(async () => done.length === 1_000 && (await idle(queues)), 90_000);
    expect(done).toEqual(tasks);
    const hand = openWaiting(redis.url);
    expect(await hand.keys(`${queues.prefix}:letters:reminder*`)).toEqual([]);
    hand.disconnect();
  });

  test('under another UIDVALIDITY is another', async () => {
    const queues = fresh();
    await queues.addIntake([mail(1), { uidValidity: '2', uid: 1 }]);
    expect((await queues.counts()).intake).toBe(2);
  });

  test('of a worker that was killed is taken up again when its lock has run out', async () => {
    const queues = fresh(1);
    await queues.addLetters(['letter.2024.0751', 'letter.2024.0101']);
    const script = `
      import { createQueues } from ${JSON.stringify(path.resolve(import.meta.dirname, '../../src/adapters/queues.ts'))};
      import { openWaiting } from ${JSON.stringify(path.resolve(import.meta.dirname, '../../src/adapters/store/requirements.ts'))};
      const queues = createQueues({ connect: () => openWaiting(${JSON.stringify(redis.url)}), prefix: ${JSON.stringify(queues.prefix)}, lock: 1 });
      queues.runLetters((task) => { console.log(task); return new Promise(() => {}); }, async () => {}, 2, () => {});
    `;
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    toEnd.push(async () => { child.kill('SIGKILL'); });
    let taken = '';
    child.stdout.on('data', (chunk: Buffer) => { taken += chunk.toString(); });
    await until(() => taken.includes('0751') && taken.includes('0101'), 90_000);
    const done: string[] = [];
    const tries: number[] = [];
    working(queues.runLetters(async (task, tried) => { done.push(task); tries.push(tried); return ended; }, none, 8, () => {}));
    // As long as it lives, its jobs are its own, and others go on beside them.
    await queues.addLetters(['letter.2024.0630']);
    await until(() => done.includes('letter.2024.0630'));
    expect(done).toEqual(['letter.2024.0630']);
    child.kill('SIGKILL');
    await until(() => done.length === 3, 90_000);
    expect(done.toSorted()).toEqual(['letter.2024.0101', 'letter.2024.0630', 'letter.2024.0751']);
    expect(tries.toSorted()).toEqual([0, 1, 1]);
    await until(() => idle(queues));
  });
});

describe('a letter', () => {
  test('that is held comes back after its seconds, as often as it takes, while others go on', async () => {
    const queues = fresh();
    const seen: { readonly task: string; readonly tries: number; readonly at: number }[] = [];
    let gaveUp = 0;
    await queues.addLetters(['held']);
    working(queues.runLetters(async (task, tries) => {
      seen.push({ task, tries, at: performance.now() });
      return task === 'held' && tries < 8 ? { outcome: 'held', seconds: 0.3 } : ended;
    }, async () => { gaveUp += 1; }, 1, () => {}));
    await until(() => seen.length === 1);
    await until(async () => (await queues.counts()).held === 1);
    await queues.addLetters(['held', 'other']);
    await until(async () => seen.length === 10 && (await idle(queues)), 90_000);
    const held = seen.filter((s) => s.task === 'held');
    expect(held.map((s) => s.tries)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (const [i, one] of held.entries()) if (i > 0) expect(one.at - (held[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(290);
    expect(seen.findIndex((s) => s.task === 'other')).toBeLessThan(seen.findLastIndex((s) => s.task === 'held'));
    expect(gaveUp).toBe(0);
  });
});

describe('what is held', () => {
  test('may be a mail to read, too', async () => {
    const queues = fresh();
    const tries: number[] = [];
    await queues.addIntake([mail(1)]);
    working(queues.runIntake(async (_ref, tried) => { tries.push(tried); return tried < 2 ? { outcome: 'held', seconds: 0.1 } : ended; }, none, 1, () => {}));
    await until(async () => tries.length === 3 && (await idle(queues)));
    expect(tries).toEqual([0, 1, 2]);
  });

  test('a letter can be woken before its time', async () => {
    const queues = fresh();
    let tries = 0;
    await queues.addLetters(['a']);
    working(queues.runLetters(async () => { tries += 1; return tries === 1 ? { outcome: 'held', seconds: 3_600 } : ended; }, none, 1, () => {}));
    await until(async () => (await queues.counts()).held === 1);
    await queues.wakeLetters();
    await until(async () => tries === 2 && (await idle(queues)));
  });
});

describe('a mail that fails', () => {
  test('by killing its worker, again and again, is given up and not tried once more', async () => {
    const queues = fresh();
    const handled: number[] = [];
    const gaveUp: string[] = [];
    await queues.addIntake([mail(1), mail(2)]);
    // BullMQ counts in `stc` how often a job's worker was gone.
    const hand = openWaiting(redis.url);
    await hand.hset(`${queues.prefix}:intake:in-1-1`, 'stc', '12');
    hand.disconnect();
    working(queues.runIntake(async ({ uid }) => { handled.push(uid); return ended; }, async ({ uid }, error) => { gaveUp.push(`${uid}: ${error.message}`); }, 1, () => {}));
    await until(() => idle(queues));
    expect([handled, gaveUp]).toEqual([[2], ['1: 12 workers stopped while they were at it']]);
  });

  test('six times is given up, told each time, and stands in nobody\'s way', async () => {
    const queues = fresh();
    const troubles: number[] = [];
    const gaveUp: string[] = [];
    const done: number[] = [];
    await queues.addIntake([mail(1), mail(2), mail(3)]);
    working(queues.runIntake(
      async ({ uid }) => { if (uid === 1) throw new Error(`no way ${troubles.length + 1}`); done.push(uid); return ended; },
      async ({ uid }, error) => { gaveUp.push(`${uid}: ${error.message}`); },
      1, ({ queue, job, attempt }) => { expect([queue, job]).toEqual(['intake', 'in-1-1']); troubles.push(attempt); },
    ));
    await until(() => done.length === 2);
    expect(done.toSorted()).toEqual([2, 3]);
    await until(async () => (await queues.counts()).retrying === 1);
    // The back-off doubles from one second; what waits is promoted, so that the test need not wait for it.
    const { Queue } = await import('bullmq');
    const hand = new Queue('intake', { connection: openWaiting(redis.url), prefix: queues.prefix });
    toEnd.push(async () => { const { connection } = hand.opts as unknown as { connection: { disconnect(): void } }; await hand.close(); connection.disconnect(); });
    await until(async () => { await hand.promoteJobs(); return gaveUp.length > 0; }, 90_000);
    expect(troubles).toEqual([1, 2, 3, 4, 5, 6]);
    expect(gaveUp).toEqual(['1: no way 6']);
    await until(() => idle(queues));
    await queues.addIntake([mail(1)]);
    await until(() => troubles.length === 7);
  });

  test('once or twice is tried again and done', async () => {
    const queues = fresh();
    let tries = 0;
    let gaveUp = 0;
    await queues.addLetters(['a']);
    working(queues.runLetters(async () => { tries += 1; if (tries < 2) throw new Error('passing'); return ended; }, async () => { gaveUp += 1; }, 2, () => {}));
    await until(async () => tries === 2 && (await idle(queues)));
    expect(gaveUp).toBe(0);
  });
});

test('stop waits for the jobs under way and takes no new ones', async () => {
  const queues = fresh();
  const done: number[] = [];
  const waiting: (() => void)[] = [];
  await queues.addIntake([1, 2, 3, 4].map(mail));
  const running = queues.runIntake(async ({ uid }) => { await new Promise<void>((resolve) => { waiting.push(resolve); }); done.push(uid); return ended; }, none, 2, () => {});
  await until(() => waiting.length === 2);
  let stopped = false;
  const stopping = running.stop().then(() => { stopped = true; });
  expect(stopped).toBe(false);
  for (const resolve of waiting) resolve();
  await stopping;
  expect(done).toHaveLength(2);
  expect((await queues.counts()).intake).toBe(2);
});

describe('the clock', () => {
  test('ticks by itself and at a word, one tick at a time, and goes on after a failed tick', async () => {
    const queues = fresh();
    let ticks = 0;
    let now = 0;
    let most = 0;
    const troubles: string[] = [];
    await queues.scheduleTicks(1);
    await queues.scheduleTicks(1);
    working(queues.runClock(async () => {
      now += 1;
      most = Math.max(most, now);
      ticks += 1;
      await new Promise((resolve) => { setImmediate(resolve); });
      now -= 1;
      if (ticks === 1) throw new Error('a bad tick');
    }, ({ error }) => { troubles.push(error.message); }));
    await Promise.all(Array.from({ length: 5 }, () => queues.addTick()));
    await until(() => ticks >= 3, 90_000);
    expect(troubles).toEqual(['a bad tick']);
    expect(most).toBe(1);
  });
});
