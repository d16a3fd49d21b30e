// What is remembered beside the log: how far INBOX was read, who watches, which worker is alive, what may leave this minute, and whose copy is waited for.
// It refuses a late writer: a watcher whose lease was taken over can no longer move the cursor (fencing).
import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/**
 * `uidNext`: every UID below it has been handed to the intake queue. `since`: UIDNEXT when this UIDVALIDITY was first seen.
 * `synced`: the machine's clock at the last look, in ms.
 */
export type Cursor = { readonly uidValidity: string; readonly uidNext: number; readonly since: number; readonly fence: number; readonly synced: number };

export type Lease = { readonly holder: string; readonly fence: number };

/** The one mail whose copy is to prove that our mailbox receives them. */
export type Canary = { readonly task: string; readonly attempt: number; readonly messageId: string; readonly proof: string; readonly state: 'claimed' | 'accepted' | 'missing' | 'seen'; readonly at: number };

export type InboxBook = {
  cursor(): Promise<Cursor | undefined>;
  /** False when another watcher has taken over. */
  advance(cursor: Cursor): Promise<boolean>;
  /** Takes or renews the lease; undefined while another holds it. A new holder gets a higher fence than any before. */
  lease(holder: string, milliseconds: number): Promise<Lease | undefined>;
  release(holder: string): Promise<void>;
  /** Claims the one automatic answer of a kind to an address on a day for a task. False when another task has it. */
  claimAnswer(kind: string, address: string, day: string, task: string): Promise<boolean>;
  /** Takes one of `perMinute` places of this minute: 0, or how many seconds to wait for the next minute. `now` in ms. */
  allowance(perMinute: number, now: number): Promise<number>;
  canary(): Promise<Canary | undefined>;
  /** Puts `to` in the place of `from` for so many seconds (null: without end). False when something else stands there by now. */
  changeCanary(from: Canary | undefined, to: Canary | undefined, seconds: number | null): Promise<boolean>;
  sign(worker: string, life: Readonly<Record<string, string | number | null>>): Promise<void>;
  signs(): Promise<Readonly<Record<string, Readonly<Record<string, string | number | null>>>>>;
};

const advanceScript = `
local now = redis.call('GET', KEYS[1])
if now and cjson.decode(now).fence > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`;

// Gives the fence to the holder, or -1. The fence rises only when the holder changes.
const leaseScript = `
local holder = redis.call('HGET', KEYS[1], 'holder')
if holder and holder ~= ARGV[1] then return -1 end
local fence = redis.call('HGET', KEYS[1], 'fence')
if not holder then fence = redis.call('INCR', KEYS[2]) redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'fence', fence) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return tonumber(fence)
`;

const releaseScript = `
if redis.call('HGET', KEYS[1], 'holder') == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;

const claimScript = `
local had = redis.call('GET', KEYS[1])
if had then return had == ARGV[1] and 1 or 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', 259200)
return 1
`;

const allowanceScript = `
local used = redis.call('INCR', KEYS[1])
if used == 1 then redis.call('EXPIRE', KEYS[1], 120) end
return used <= tonumber(ARGV[1]) and 1 or 0
`;

// Compare and set; '' stands for nothing.
const swapScript = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1])
elseif ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) end
return 1
`;

type Scripted = Redis & {
  rundskrivAdvance(keys: number, ...args: string[]): Promise<number>;
  rundskrivLease(keys: number, ...args: string[]): Promise<number>;
  rundskrivRelease(keys: number, ...args: string[]): Promise<number>;
  rundskrivClaim(keys: number, ...args: string[]): Promise<number>;
  rundskrivAllowance(keys: number, ...args: string[]): Promise<number>;
  rundskrivSwap(keys: number, ...args: string[]): Promise<number>;
};

export function createInboxBook(redis: Redis, keys: Keys): InboxBook {
  redis.defineCommand('rundskrivAdvance', { lua: advanceScript });
  redis.defineCommand('rundskrivLease', { lua: leaseScript });
  redis.defineCommand('rundskrivRelease', { lua: releaseScript });
  redis.defineCommand('rundskrivClaim', { lua: claimScript });
  redis.defineCommand('rundskrivAllowance', { lua: allowanceScript });
  redis.defineCommand('rundskrivSwap', { lua: swapScript });
  const scripted = redis as Scripted;
  return {
    async cursor() {
      const json = await redis.get(keys.cursor);
      return json === null ? undefined : (JSON.parse(json) as Cursor);
    },
    async advance(cursor) {
      return (await scripted.rundskrivAdvance(1, keys.cursor, String(cursor.fence), JSON.stringify(cursor))) === 1;
    },
    async lease(holder, milliseconds) {
      const fence = await scripted.rundskrivLease(2, keys.lease, keys.fence, holder, String(milliseconds));
      return fence < 0 ? undefined : { holder, fence };
    },
    async release(holder) {
      await scripted.rundskrivRelease(1, keys.lease, holder);
    },
    async claimAnswer(kind, address, day, task) {
      return (await scripted.rundskrivClaim(1, keys.answer(kind, address, day), task)) === 1;
    },
    async allowance(perMinute, now) {
      const minute = Math.floor(now / 60_000);
      return (await scripted.rundskrivAllowance(1, keys.allowance(minute), String(perMinute))) === 1 ? 0 : Math.ceil(((minute + 1) * 60_000 - now) / 1000);
    },
    async canary() {
      const json = await redis.get(keys.canary);
      return json === null ? undefined : (JSON.parse(json) as Canary);
    },
    async changeCanary(from, to, seconds) {
      return (await scripted.rundskrivSwap(1, keys.canary, asText(from), asText(to), seconds === null ? '' : String(Math.ceil(seconds)))) === 1;
    },
    async sign(worker, life) {
      await redis.hset(keys.life, worker, JSON.stringify(life));
    },
    async signs() {
      const all = await redis.hgetall(keys.life);
      return Object.fromEntries(Object.entries(all).map(([worker, json]) => [worker, JSON.parse(json) as Record<string, string | number | null>]));
    },
  };
}

/** Always in the same order, so that the text can be compared. */
function asText(canary: Canary | undefined): string {
  if (canary === undefined) return '';
  const { task, attempt, messageId, proof, state, at } = canary;
  return JSON.stringify({ task, attempt, messageId, proof, state, at });
}
