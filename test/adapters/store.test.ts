import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis, type RedisServer } from '../../demo/servers/index.ts';
import { parseEvent, parseTask, UnknownEvent } from '../../src/adapters/event-schema.ts';
import { createInboxBook } from '../../src/adapters/store/inbox-book.ts';
import { keysOf } from '../../src/adapters/store/keys.ts';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import { createRedisLog } from '../../src/adapters/store/redis-log.ts';
import { checkRedis, openRedis, StoreUnreachable } from '../../src/adapters/store/requirements.ts';
import { invited } from '../support/given.ts';
import { logContract } from '../support/store-contract.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'rundskriv-store-'));
let server: RedisServer;
let redis: Awaited<ReturnType<typeof openRedis>>;
let campaigns = 0;
const freshKeys = () => keysOf(`test${campaigns += 1}`);

beforeAll(async () => {
  server = await startRedis({ dir: path.join(dir, 'main') });
  redis = await openRedis(server.url, true);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe('in memory', () => { logContract(async () => createMemoryLog()); });
describe('in Redis', () => { logContract(async () => createRedisLog(redis, freshKeys())); });

describe('an event that this version does not know', () => {
  test('stops the load with a sentence', async () => {
    const keys = freshKeys();
    await redis.rpush(keys.stream('0751'), JSON.stringify({ type: 'case-frozen', at: '2024-01-30T07:00:00Z' }));
    await expect(createRedisLog(redis, keys).load('0751')).rejects.toThrow('event 1 of 0751 is an event of type "case-frozen", which this version does not know');
  });
  test('is told of its own stream only where many are read', async () => {
    const keys = freshKeys();
    const log = createRedisLog(redis, keys);
    await log.append({ streams: [{ stream: '0101', expected: 0, events: invited(), due: null }], tasks: [], ended: [], mail: null });
    await redis.rpush(keys.stream('0751'), JSON.stringify(invited()[0]), JSON.stringify({ type: 'case-frozen', at: '2024-01-30T07:00:00Z' }));
    const [broken, whole] = await log.loadMany(['0751', '0101']);
    expect(broken).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('event 2 of 0751 is an event of type "case-frozen"') } });
    expect(whole).toEqual({ status: 'fulfilled', value: invited() });
    // Read from a place on, its number is the same.
    await expect(log.load('0751', 1)).rejects.toThrow('event 2 of 0751 is');
  });
  test('is never written, and keeps no other append back', async () => {
    const log = createRedisLog(redis, freshKeys());
    const good = (stream: string) => ({ streams: [{ stream, expected: 0, events: invited(), due: null }], tasks: [], ended: [], mail: null });
    const bad = { streams: [{ stream: '0751', expected: 0, events: [{ ...invited()[0], more: 1 } as never], due: 1 }], tasks: [], ended: [], mail: null };
    const answers = await log.appendMany([good('0101'), bad, good('0147')]);
    expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : one.reason instanceof UnknownEvent))).toEqual(['appended', true, 'appended']);
    await expect(log.append(bad)).rejects.toThrow(UnknownEvent);
    expect([await log.load('0751'), await log.due(9, 9), await log.streams()]).toEqual([[], [], ['0101', '0147']]);
  });
  test('nor does a stream that Redis itself refuses keep others back', async () => {
    const keys = freshKeys();
    const log = createRedisLog(redis, keys);
    await redis.set(keys.stream('0751'), 'no list');
    const one = (stream: string) => ({ streams: [{ stream, expected: 0, events: invited(), due: 1 }], tasks: [], ended: [], mail: null });
    const told = (list: readonly PromiseSettledResult<unknown>[]) => list.map((r) => (r.status === 'fulfilled' ? 'fulfilled' : String(r.reason)));
    expect(told(await log.appendMany([one('0101'), one('0751'), one('0147')]))).toEqual(['fulfilled', expect.stringContaining('WRONGTYPE'), 'fulfilled']);
    expect(told(await log.loadMany(['0101', '0751', '0147']))).toEqual(['fulfilled', expect.stringContaining('WRONGTYPE'), 'fulfilled']);
    await expect(log.append(one('0751'))).rejects.toThrow('WRONGTYPE');
    expect((await log.due(9, 9)).map((place) => place.stream)).toEqual(['0101', '0147']);
  });
  test('so does a known type with a field too many or too few', () => {
    expect(() => parseEvent('{"type":"mail-unwanted","at":"x","task":"t"}', 'event 1 of 0751')).toThrow(UnknownEvent);
    expect(() => parseEvent('{"type":"mail-unwanted","at":"x","task":"t","reason":"r","more":1}', 'event 1 of 0751')).toThrow(UnknownEvent);
    expect(() => parseTask('{"kind":"postcard"}', 't')).toThrow(UnknownEvent);
  });
  test('every event of a case survives its schema', () => {
    for (const event of invited()) expect(parseEvent(JSON.stringify(event), 'event')).toEqual(event);
  });
});

describe('what a Redis must be', () => {
  const findings = async (args: readonly string[]) => {
    const other = await startRedis({ dir: mkdtempSync(path.join(dir, 'r')), args });
    const connection = await openRedis(other.url, false);
    try {
      return (await checkRedis(connection)).map((f) => f.what);
    } finally {
      connection.disconnect();
      await other.stop();
    }
  };
  test('ours is right', async () => expect(await checkRedis(redis)).toEqual([]));
  test('without AOF it is refused', async () => expect(await findings(['--appendonly', 'no'])).toEqual(['appendonly is "no": Redis would forget what happened when it stops']));
  test('with fsync once a second it is refused', async () => expect(await findings(['--appendfsync', 'everysec'])).toEqual(['appendfsync is "everysec": Redis would lose up to a second of mail when the machine stops']));
  test('with eviction it is refused', async () => expect(await findings(['--maxmemory-policy', 'allkeys-lru'])).toEqual(['maxmemory-policy is "allkeys-lru": Redis would throw away cases when memory is short']));
  test('a replica is refused', async () => expect(await findings(['--replicaof', `127.0.0.1 ${server.port}`])).toContain('this Redis is a read-only replica'));
  test('one that is not there is named', async () => {
    await expect(openRedis('redis://127.0.0.1:1/0', false)).rejects.toThrow(StoreUnreachable);
    await expect(openRedis('redis://127.0.0.1:1/0', false)).rejects.toThrow(/Redis at redis:\/\/127\.0\.0\.1:1\/0 can't be reached \(.*\); start it, or correct REDIS_URL/);
  });
});

describe('the book of INBOX', () => {
  test('a lease has one holder, and a new holder has a higher fence', async () => {
    const book = createInboxBook(redis, freshKeys());
    const first = await book.lease('a', 60_000);
    expect(first?.fence).toBe(1);
    expect(await book.lease('b', 60_000)).toBeUndefined();
    expect((await book.lease('a', 60_000))?.fence).toBe(1);
    await book.release('b');
    expect(await book.lease('b', 60_000)).toBeUndefined();
    await book.release('a');
    expect((await book.lease('b', 60_000))?.fence).toBe(2);
  });
  test('a holder who lost the lease can no longer move the cursor', async () => {
    const book = createInboxBook(redis, freshKeys());
    const cursor = (fence: number, uidNext: number) => ({ uidValidity: '1', uidNext, since: 1, fence, synced: 0 });
    expect(await book.advance(cursor(1, 10))).toBe(true);
    expect(await book.advance(cursor(2, 12))).toBe(true);
    expect(await book.advance(cursor(1, 99))).toBe(false);
    expect(await book.cursor()).toEqual(cursor(2, 12));
  });
  test('so many mails a minute, whoever sends them, and the next minute again', async () => {
    const keys = freshKeys();
    const [a, b] = [createInboxBook(redis, keys), createInboxBook(redis, keys)];
    expect([await a.allowance(2, 90_000), await b.allowance(2, 90_000), await a.allowance(2, 90_000), await b.allowance(2, 119_500)]).toEqual([0, 0, 30, 1]);
    expect(await b.allowance(2, 120_000)).toBe(0);
  });
  test('one automatic answer of a kind to an address on a day', async () => {
    const book = createInboxBook(redis, freshKeys());
    expect(await book.claimAnswer('ack', 'Mho@aarhus.dk', '2024-02-05', 'ack.2024.0751')).toBe(true);
    expect(await book.claimAnswer('ack', 'mho@aarhus.dk', '2024-02-05', 'ack.2024.0751')).toBe(true);
    expect(await book.claimAnswer('ack', 'mho@aarhus.dk', '2024-02-05', 'ack.2024.0751.2')).toBe(false);
    expect(await book.claimAnswer('clarify', 'mho@aarhus.dk', '2024-02-05', 'clarify.2024.0751')).toBe(true);
    expect(await book.claimAnswer('ack', 'mho@aarhus.dk', '2024-02-06', 'ack.2024.0751.2')).toBe(true);
  });
});

test('what was appended survives SIGKILL', async () => {
  const own = path.join(dir, 'killed');
  const first = await startRedis({ dir: own });
  const before = await openRedis(first.url, false);
  const keys = freshKeys();
  const log = createRedisLog(before, keys);
  const batches = Array.from({ length: 200 }, (_, i) => ({ streams: [{ stream: `many${i}`, expected: 0, events: invited(), due: 5 }], tasks: [], ended: [], mail: null }));
  await log.append({ streams: [{ stream: '0751', expected: 0, events: invited(), due: 5 }], tasks: [], ended: [], mail: null });
  expect((await log.appendMany(batches)).every((one) => one.status === 'fulfilled')).toBe(true);
  await first.kill();
  before.disconnect();
  const second = await startRedis({ dir: own });
  const after = await openRedis(second.url, false);
  const again = createRedisLog(after, keys);
  expect(await again.load('0751')).toEqual(invited());
  expect(await again.loadMany(batches.flatMap((b) => b.streams.map((one) => one.stream)))).toEqual(batches.map(() => ({ status: 'fulfilled', value: invited() })));
  after.disconnect();
  await second.stop();
});
