// A reminder round over 100,000 silent kommuner and over a tenth of them: how many cases a second are decided and queued, and what it costs in memory.
// It refuses to compare what is not alike: each round has a process and a Redis of its own, as durable as the program asks for, and must leave one task and one job for each case.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startRedis } from '../../demo/servers/index.ts';
import { keysOf } from '../../src/adapters/store/keys.ts';
import { createRedisLog } from '../../src/adapters/store/redis-log.ts';
import { openRedis } from '../../src/adapters/store/requirements.ts';
import { seedSilentCases } from './seed.ts';
import { info, perSecond, type Bench } from './table.ts';
import { cpuOf, root } from './world.ts';

const rateLimit = 10_000;
const memoryLimit = 1.5;
/** So many at most where each case is awaited. */
const mostAwaited = 2_000;

export const remind: Bench = async ({ cases, rounds, tell }) => {
  const few = Math.max(1, Math.round(cases / 10));
  const all: { readonly small: Round; readonly big: Round; readonly pages: Round; readonly each: Round }[] = [];
  for (let i = 0; i < rounds; i += 1) {
    const small = await round('tick', few, tell);
    const pages = await round('pages', cases, tell);
    const big = await round('tick', cases, tell);
    const each = await round('each', Math.min(few, mostAwaited), tell);
    all.push({ small, big, pages, each });
  }
  const middle = all.toSorted((a, b) => a.big.rate - b.big.rate)[Math.floor((rounds - 1) / 2)];
  if (!middle) return [];
  const { small, big, pages, each } = middle;
  const memory = big.peakMB / small.peakMB;
  return [
    { bench: 'remind', what: `a round over ${cases} cases, decided and queued`, measured: `${big.rate.toFixed(0)}/s`, limit: `at least ${rateLimit}/s`, ratio: (big.rate / rateLimit).toFixed(2), pass: big.rate >= rateLimit },
    { bench: 'remind', what: `peak memory for ${cases} cases`, measured: `${big.peakMB.toFixed(0)} MB`, limit: `at most ${memoryLimit} x for ${few} ${small.peakMB.toFixed(0)} MB`, ratio: memory.toFixed(2), pass: memory <= memoryLimit },
    info('remind', `a round over ${few} cases`, `${small.rate.toFixed(0)}/s`),
    info('remind', 'a bare loop in pages of 500', `${pages.rate.toFixed(0)}/s; ours is ${(big.rate / pages.rate).toFixed(2)} x`),
    info('remind', 'a bare loop that awaits each', `${each.rate.toFixed(0)}/s; ours is ${(big.rate / each.rate).toFixed(1)} x`),
    info('remind', 'processor time per case, its own process and Redis', `${big.cpu.toFixed(0)} and ${big.redisCpu.toFixed(0)} µs`),
  ];
};

type Mode = 'tick' | 'pages' | 'each';
type Round = { readonly rate: number; readonly peakMB: number; readonly cpu: number; readonly redisCpu: number };

async function round(mode: Mode, count: number, tell: (text: string) => void): Promise<Round> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const redis = await startRedis({ dir: path.join(dir, 'redis') });
  try {
    const connection = await openRedis(redis.url, false);
    const log = createRedisLog(connection, keysOf('2024'));
    // The launch lies far back, and no digest is due: the round alone is measured.
    await log.append({
      streams: [{ stream: 'desk', expected: 0, due: null, events: [{ type: 'campaign-launched', at: '2024-01-29T11:00:00Z', by: 'bench', redirectTo: null, inbox: { uidValidity: '1', uidNext: 1 }, clock: '2024-01-29T11:00:00Z' }] }],
      tasks: [], ended: [], mail: null,
    });
    await seedSilentCases(log, '2024', count, '2024-02-12T07:00:00Z');
    connection.disconnect();
    const redisBefore = cpuOf(redis.pid);
    const said = await run(mode, count, redis.url);
    const redisCpu = (cpuOf(redis.pid) - redisBefore) * 1000 / count;
    if (said.pending !== count || said.jobs !== count) throw new Error(`${mode}: of ${count} cases ${said.pending} have a task and ${said.jobs} a job`);
    const result = { rate: perSecond(count, said.ms), peakMB: said.peakKB / 1024, cpu: said.cpuMs * 1000 / count, redisCpu };
    tell(`${mode} over ${count}: ${result.rate.toFixed(0)}/s, ${result.peakMB.toFixed(0)} MB, heap ${(said.heapKB / 1024).toFixed(0)} MB`);
    return result;
  } finally {
    await redis.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

type Said = { readonly ms: number; readonly peakKB: number; readonly heapKB: number; readonly cpuMs: number; readonly pending: number; readonly jobs: number };

async function run(mode: Mode, count: number, redisUrl: string): Promise<Said> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(?:RUNDSKRIV_|REDIS_|IMAP_|SMTP_|MAIL_|PORTAL_|LOG_LEVEL$)/.test(key)));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'remind-run.ts')], {
    cwd: root, stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...own, MODE: mode, COUNT: String(count), REDIS_URL: redisUrl, RUNDSKRIV_CAMPAIGN: path.join(root, 'config/campaigns/2024.yaml'), RUNDSKRIV_CLOCK: '2024-02-12T09:00:00+01:00',
      RUNDSKRIV_SECRET: 'a secret of the benches alone', IMAP_URL: 'imap://lige%40lige.dk:none@127.0.0.1:1', SMTP_URL: 'smtp://127.0.0.1:1',
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  const code = await new Promise<number | null>((resolve, reject) => { child.once('close', resolve); child.once('error', reject); });
  const last = output.trim().split('\n').at(-1) ?? '';
  if (code !== 0) throw new Error(`the round by ${mode} ended with ${code}: ${output.slice(-500)}`);
  return JSON.parse(last) as Said;
}
