// A tick of the clock with nothing due, for 98 cases in the store and for 100,000: it must cost the same.
// It refuses empty stores: every case has the events of a sent letter, and is due far ahead.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startRedis } from '../../demo/servers/index.ts';
import { loadCampaignFile } from '../../src/adapters/campaign-file.ts';
import { keysOf } from '../../src/adapters/store/keys.ts';
import { createRedisLog } from '../../src/adapters/store/redis-log.ts';
import { openRedis } from '../../src/adapters/store/requirements.ts';
import type { EventLog } from '../../src/core/log.ts';
import { tick as tickOnce, type TickNeeds } from '../../src/flows/tick.ts';
import { seedSilentCases } from './seed.ts';
import { info, quantile, timed, type Bench } from './table.ts';
import { root } from './world.ts';

const few = 98;
const many = 100_000;
const rounds = 400;
const limit = 1.5;
const nextRound = '2024-02-08T07:00:00Z';

export const tick: Bench = async ({ tell }) => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const redis = await startRedis({ dir: path.join(dir, 'redis') });
  try {
    const { campaign } = await loadCampaignFile(path.join(root, 'config/campaigns/2024.yaml'));
    const connection = await openRedis(redis.url, false);
    const logOf = (id: string): EventLog => createRedisLog(connection, keysOf(id));
    const [small, big] = [logOf('2024-few'), logOf('2024-many')];
    await seedSilentCases(small, '2024', few, nextRound);
    const start = performance.now();
    await seedSilentCases(big, '2024', many, nextRound);
    tell(`${many} cases written in ${((performance.now() - start) / 1000).toFixed(0)} s`);
    const needsOf = (log: EventLog): TickNeeds => ({
      campaign, log, now: () => Temporal.Instant.from('2024-02-05T09:00:00Z'), inbox: async () => 'quiet', queueLetters: async () => undefined, paused: async () => false, secrets: () => ({ nonce: '', tokenHash: '' }), trouble: async () => [], regionOf: () => '',
      facts: { ticked: ({ due }) => { if (due > 0) throw new Error(`${due} cases were due where none should be`); }, dueHeld: () => undefined },
    });
    const [few98, many100k] = [needsOf(small), needsOf(big)];
    const [a, b]: [number[], number[]] = [[], []];
    // By turns, so that whatever else the machine does falls on both.
    for (let i = 0; i < rounds + 50; i += 1) {
      const [x, y] = [await timed(() => tickOnce(few98)), await timed(() => tickOnce(many100k))];
      if (i >= 50) {
        a.push(x);
        b.push(y);
      }
    }
    connection.disconnect();
    const [low, high] = [quantile(a, 0.5), quantile(b, 0.5)];
    return [
      { bench: 'tick', what: `nothing due, ${many} cases, median of ${rounds}`, measured: `${high.toFixed(3)} ms`, limit: `at most ${limit} x with ${few} cases ${low.toFixed(3)} ms`, ratio: (high / low).toFixed(2), pass: high / low <= limit },
      info('tick', 'the same, p99', `${quantile(b, 0.99).toFixed(3)} ms, with ${few} cases ${quantile(a, 0.99).toFixed(3)} ms`),
    ];
  } finally {
    await redis.kill();
    rmSync(dir, { recursive: true, force: true });
  }
};
