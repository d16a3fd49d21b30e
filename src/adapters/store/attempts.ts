// How often a wrong password was tried for an address in the last quarter of an hour, counted in Redis for all processes.
// It refuses to know whether the address is anybody's, and to keep it readable.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/** `client`: the address of the machine that tries. A stranger elsewhere closes an account for herself long before she closes it for its owner. */
export type Attempts = {
  /** Counts a try before the password is looked at, so that many at once are no way round. Gives the minutes to wait when there were too many. */
  begin(email: string, client: string): Promise<{ readonly wait: number | null }>;
  /** The password was right, or nobody has looked at it: this try does not count. */
  forgive(email: string, client: string): Promise<void>;
};

/** Wrong passwords for an account, from one machine and from all together. */
const most = { client: 10, all: 100 } as const;
const window = 15 * 60_000;

const beginScript = `
local wait = 0
for i = 1, 2 do
  local count = redis.call('INCR', KEYS[i])
  if count == 1 then redis.call('PEXPIRE', KEYS[i], ARGV[1]) end
  if count > tonumber(ARGV[1 + i]) then wait = math.max(wait, redis.call('PTTL', KEYS[i])) end
end
if wait > 0 then
  redis.call('DECR', KEYS[1])
  redis.call('DECR', KEYS[2])
end
return wait
`;

const forgiveScript = `
for i = 1, 2 do
  local count = tonumber(redis.call('GET', KEYS[i]) or '0')
  if count > 1 then redis.call('DECR', KEYS[i]) elseif count == 1 then redis.call('DEL', KEYS[i]) end
end
return 0
`;

type Scripted = Redis & { rundskrivBegin(keys: number, ...args: string[]): Promise<number>; rundskrivForgive(keys: number, ...args: string[]): Promise<number> };

export function createAttempts(redis: Redis, keys: Pick<Keys, 'attempts'>): Attempts {
  redis.defineCommand('rundskrivBegin', { lua: beginScript });
  redis.defineCommand('rundskrivForgive', { lua: forgiveScript });
  const scripted = redis as Scripted;
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const keysOf = (email: string, client: string): readonly [string, string] => [keys.attempts(digest(`${email.toLowerCase()} ${client}`)), keys.attempts(digest(email.toLowerCase()))];
  return {
    async begin(email, client) {
      const milliseconds = await scripted.rundskrivBegin(2, ...keysOf(email, client), String(window), String(most.client), String(most.all));
      return { wait: milliseconds <= 0 ? null : Math.ceil(milliseconds / 60_000) };
    },
    async forgive(email, client) {
      await scripted.rundskrivForgive(2, ...keysOf(email, client));
    },
  };
}
