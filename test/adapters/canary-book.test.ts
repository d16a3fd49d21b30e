// The canary's place in Redis and its twin in memory: one contract for both.
// It refuses to sleep for an expiry in Redis: what is left of it is asked for.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis, type RedisServer } from '../../demo/servers/index.ts';
import { createInboxBook } from '../../src/adapters/store/inbox-book.ts';
import { keysOf, type Keys } from '../../src/adapters/store/keys.ts';
import { openRedis } from '../../src/adapters/store/requirements.ts';
import type { Canary, CanaryBook } from '../../src/flows/copy-watch.ts';
import { memoryCanary } from '../support/canary.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'canary-test-'));
let server: RedisServer;
let redis: Redis;
let next = 0;
const freshKeys = (): Keys => keysOf(`c${next++}`);
beforeAll(async () => { server = await startRedis({ dir }); redis = await openRedis(server.url, false); });
afterAll(async () => { redis.disconnect(); await server.stop(); rmSync(dir, { recursive: true, force: true }); });

const canary = (change: Partial<Canary> = {}): Canary => ({ task: 'letter.2024.0751', attempt: 0, messageId: '<letter.2024.0751@lige.dk>', proof: 'x-_9', state: 'claimed', at: 1_767_225_600_000, ...change });

describe.each<[string, () => CanaryBook]>([
  ['Redis', () => createInboxBook(redis, freshKeys())],
  ['memory', () => memoryCanary(() => Temporal.Instant.fromEpochMilliseconds(0))],
])('in %s', (_name, open) => {
  test('one stands there, and only who knows which can change it', async () => {
    const book = open();
    expect(await book.canary()).toBeUndefined();
    expect(await book.changeCanary(canary(), undefined, null)).toBe(false);
    expect(await book.changeCanary(undefined, canary(), 240)).toBe(true);
    expect(await book.canary()).toEqual(canary());
    expect(await book.changeCanary(undefined, canary({ task: 'letter.2024.0101' }), 240)).toBe(false);
    expect(await book.changeCanary(canary({ at: 1 }), canary({ state: 'seen' }), 600)).toBe(false);
    expect(await book.changeCanary(canary(), canary({ state: 'accepted' }), null)).toBe(true);
    expect(await book.canary()).toEqual(canary({ state: 'accepted' }));
    expect(await book.changeCanary(canary({ state: 'accepted' }), undefined, null)).toBe(true);
    expect(await book.canary()).toBeUndefined();
  });

  test('of many that come at once one is first', async () => {
    const book = open();
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => book.changeCanary(undefined, canary({ task: `t${i}` }), 10)));
    expect(all.filter(Boolean)).toHaveLength(1);
  });
});

test('in Redis a claim ends by itself, an accepted canary does not, and one that was seen does', async () => {
  const keys = freshKeys();
  const [one, two] = [createInboxBook(redis, keys), createInboxBook(redis, keys)];
  await one.changeCanary(undefined, canary(), 240);
  expect(await redis.ttl(keys.canary)).toBeGreaterThan(230);
  await two.changeCanary(await two.canary(), canary({ state: 'accepted' }), null);
  expect(await redis.ttl(keys.canary)).toBe(-1);
  await one.changeCanary(await one.canary(), canary({ state: 'seen' }), 600);
  expect(await redis.ttl(keys.canary)).toBeGreaterThan(590);
});
