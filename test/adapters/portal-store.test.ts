// Sessions, hashes of passwords and counted attempts on a real Redis: how long they last, and what is stored of them.
// It refuses to wait: the clock is given, and what Redis will end is read from its own count.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis, type RedisServer } from '../../demo/servers/index.ts';
import { createAttempts } from '../../src/adapters/store/attempts.ts';
import { createCredentials } from '../../src/adapters/store/credentials.ts';
import { keysOf } from '../../src/adapters/store/keys.ts';
import { openRedis } from '../../src/adapters/store/requirements.ts';
import { createSessions } from '../../src/adapters/store/sessions.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'rundskriv-portal-store-'));
let server: RedisServer;
let redis: Awaited<ReturnType<typeof openRedis>>;
let campaigns = 0;
const freshKeys = () => keysOf(`test${campaigns += 1}`);
beforeAll(async () => {
  server = await startRedis({ dir });
  redis = await openRedis(server.url, true);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe('a session', () => {
  const mine = { email: 'mho@aarhus.dk', kommune: '0751', credential: 'c1' };
  const world = () => {
    const keys = freshKeys();
    const clock = { now: Temporal.Now.instant() };
    const sessions = createSessions(redis, keys, () => clock.now);
    const keyOf = (cookie: string): string => keys.session(createHash('sha256').update(cookie).digest('hex'));
    /** So much time passes, for the clock and for Redis. */
    const pass = async (cookie: string, minutes: number): Promise<void> => {
      clock.now = clock.now.add({ minutes });
      const rest = await redis.pttl(keyOf(cookie));
      if (rest - minutes * 60_000 <= 0) await redis.del(keyOf(cookie));
      else await redis.pexpire(keyOf(cookie), rest - minutes * 60_000);
    };
    return { sessions, pass, keyOf };
  };

  test('is found by its cookie alone, and what is stored is not the cookie', async () => {
    const { sessions, keyOf } = world();
    const [a, b] = [await sessions.open(mine), await sessions.open({ ...mine, email: 'jlu@aarhus.dk' })];
    expect(Buffer.from(a, 'base64url')).toHaveLength(32);
    expect([await sessions.find(a), await sessions.find(b), await sessions.find(`${a}x`), await sessions.find(''), await sessions.find('a'.repeat(43))]).toEqual([mine, { ...mine, email: 'jlu@aarhus.dk' }, undefined, undefined, undefined]);
    // The key that lies in the store opens nothing.
    expect(await sessions.find(createHash('sha256').update(a).digest('hex'))).toBeUndefined();
    expect(`${keyOf(a)}${await redis.get(keyOf(a))}`).not.toContain(a);
    await sessions.close(a);
    expect([await sessions.find(a), (await sessions.find(b))?.email]).toEqual([undefined, 'jlu@aarhus.dk']);
  });

  test('ends when it was not used for two hours, and is written to only now and then', async () => {
    const { sessions, pass, keyOf } = world();
    const cookie = await sessions.open(mine);
    for (let n = 0; n < 3; n += 1) {
      await pass(cookie, 119);
      expect(await sessions.find(cookie)).toEqual(mine);
    }
    expect(await redis.pttl(keyOf(cookie))).toBeGreaterThan(119 * 60_000);
    await pass(cookie, 4);
    await sessions.find(cookie);
    expect(await redis.pttl(keyOf(cookie))).toBeLessThan(117 * 60_000);
    await pass(cookie, 121);
    expect(await sessions.find(cookie)).toBeUndefined();
  });

  test('ends after twelve hours however much it is used', async () => {
    const { sessions, pass, keyOf } = world();
    const cookie = await sessions.open(mine);
    for (let n = 0; n < 7; n += 1) {
      await pass(cookie, 100);
      expect(await sessions.find(cookie)).toEqual(mine);
    }
    expect(await redis.pttl(keyOf(cookie))).toBeLessThanOrEqual(20 * 60_000);
    await redis.persist(keyOf(cookie));
    await pass(cookie, 0);
    await redis.persist(keyOf(cookie));
    const late = createSessions(redis, { session: () => keyOf(cookie) }, () => Temporal.Now.instant().add({ hours: 13 }));
    expect(await late.find(cookie)).toBeUndefined();
  });
});

test('the hash of a password lies under a random id, and is gone when it is removed', async () => {
  const credentials = createCredentials(redis, freshKeys());
  const [a, b] = [await credentials.add('hash a'), await credentials.add('hash b')];
  expect(a).toMatch(/^[0-9a-f]{32}$/);
  expect([await credentials.find(a), await credentials.find(b), await credentials.find('nobody')]).toEqual(['hash a', 'hash b', undefined]);
  await credentials.remove(a);
  expect([await credentials.find(a), await credentials.find(b)]).toEqual([undefined, 'hash b']);
});

test('ten attempts for an address are let through from one machine in a quarter of an hour, a hundred from all, those that were right not counted, by all processes together', async () => {
  const keys = freshKeys();
  const [one, other] = [createAttempts(redis, keys), createAttempts(redis, keys)];
  const begun = await Promise.all(Array.from({ length: 13 }, (_, n) => (n % 2 === 0 ? one : other).begin(n % 3 === 0 ? 'MHO@aarhus.dk' : 'mho@aarhus.dk', '192.0.2.1')));
  expect(begun.filter(({ wait }) => wait === null)).toHaveLength(10);
  expect(begun.find(({ wait }) => wait !== null)).toEqual({ wait: 15 });
  await one.forgive('mho@aarhus.dk', '192.0.2.1');
  expect([await other.begin('mho@aarhus.dk', '192.0.2.1'), await other.begin('mho@aarhus.dk', '192.0.2.1'), await other.begin('jlu@aarhus.dk', '192.0.2.1')]).toEqual([{ wait: null }, { wait: 15 }, { wait: null }]);
  // The quarter of an hour counts from the first, and is not made longer by trying on.
  const key = keys.attempts(createHash('sha256').update('mho@aarhus.dk 192.0.2.1').digest('hex'));
  await redis.pexpire(key, 61_000);
  expect(await one.begin('mho@aarhus.dk', '192.0.2.1')).toEqual({ wait: 2 });
  await redis.del(key);
  expect(await one.begin('mho@aarhus.dk', '192.0.2.1')).toEqual({ wait: null });
  await one.forgive('mho@aarhus.dk', '192.0.2.1');
  await one.forgive('mho@aarhus.dk', '192.0.2.1');
  expect(await redis.exists(key)).toBe(0);
  // The owner elsewhere gets in, until a hundred were wrong from everywhere.
  const elsewhere = await Promise.all(Array.from({ length: 110 }, (_, n) => one.begin('bo@kk.dk', `192.0.2.${n}`)));
  expect(elsewhere.filter(({ wait }) => wait === null)).toHaveLength(100);
});
