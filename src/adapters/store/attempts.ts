// How often a wrong password was tried for an address in the last quarter of an hour, counted in Redis for all processes.
// It refuses to know whether the address is anybody's, and to keep it readable.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

export type Attempts = {
  /** Counts a try before the password is looked at, so that many at once are no way round. Gives the minutes to wait when there were too many. */
  begin(email: string): Promise<{ readonly wait: number | null }>;
  /** The password was right, or nobody has looked at it: this try does not count. */
  forgive(email: string): Promise<void>;
};

const most = 10;
const window = 15 * 60_000;

const beginScript = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
if count <= tonumber(ARGV[2]) then return 0 end
redis.call('DECR', KEYS[1])
return redis.call('PTTL', KEYS[1])
`;

const forgiveScript = `
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
if count > 1 then redis.call('DECR', KEYS[1]) elseif count == 1 then redis.call('DEL', KEYS[1]) end
return 0
`;

type Scripted = Redis & { rundskrivBegin(keys: number, ...args: string[]): Promise<number>; rundskrivForgive(keys: number, ...args: string[]): Promise<number> };

export function createAttempts(redis: Redis, keys: Pick<Keys, 'attempts'>): Attempts {
  redis.defineCommand('rundskrivBegin', { lua: beginScript });
  redis.defineCommand('rundskrivForgive', { lua: forgiveScript });
  const scripted = redis as Scripted;
  const keyOf = (email: string): string => keys.attempts(createHash('sha256').update(email.toLowerCase()).digest('hex'));
  return {
    async begin(email) {
      const milliseconds = await scripted.rundskrivBegin(1, keyOf(email), String(window), String(most));
      return { wait: milliseconds <= 0 ? null : Math.ceil(milliseconds / 60_000) };
    },
    async forgive(email) {
      await scripted.rundskrivForgive(1, keyOf(email));
    },
  };
}
