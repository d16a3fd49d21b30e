// Sessions of the portal in Redis: who is logged in, by which password, since when; they end by themselves.
// It refuses to store what opens one: the key is the hash of the cookie, so who reads the store can't log in with it.
import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/** `credential`: the password she logged in with; the session ends when another one counts. */
export type Session = { readonly email: string; readonly kommune: string; readonly credential: string };

export type Sessions = {
  /** The new session's cookie: 256 random bits, base64url. */
  open(session: Session): Promise<string>;
  /** Undefined when it has ended, or never was. A session that is used lasts two hours more, but never more than twelve in all. */
  find(cookie: string): Promise<Session | undefined>;
  close(cookie: string): Promise<void>;
};

const hour = 3_600_000;
/** Of the machine's clock: not used for so long, or so long in all. */
const idle = 2 * hour;
const absolute = 12 * hour;
/** Using it is noted this often: noting costs Redis a sync. */
const noted = 300_000;

export function createSessions(redis: Redis, keys: Pick<Keys, 'session'>, now: () => Temporal.Instant): Sessions {
  const keyOf = (cookie: string): string => keys.session(createHash('sha256').update(cookie).digest('hex'));
  return {
    async open({ email, kommune, credential }) {
      const cookie = randomBytes(32).toString('base64url');
      await redis.set(keyOf(cookie), JSON.stringify({ email, kommune, credential, since: now().toString() }), 'PX', idle);
      return cookie;
    },
    async find(cookie) {
      if (!/^[\w-]{43}$/.test(cookie)) return undefined;
      const key = keyOf(cookie);
      const [json, rest] = await Promise.all([redis.get(key), redis.pttl(key)]);
      if (json === null) return undefined;
      const { email, kommune, credential, since } = JSON.parse(json) as Session & { readonly since: string };
      const left = absolute - (now().epochMilliseconds - Temporal.Instant.from(since).epochMilliseconds);
      if (left <= 0) return undefined;
      const next = Math.min(idle, left);
      if (next - rest > noted || rest > next) await redis.pexpire(key, next);
      return { email, kommune, credential };
    },
    async close(cookie) {
      await redis.del(keyOf(cookie));
    },
  };
}
