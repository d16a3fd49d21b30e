// Opens Redis, and checks at start that it can keep what must not be lost.
// It refuses a Redis that forgets: no AOF, no fsync per write, an eviction policy, or a read-only replica.
import { Redis } from 'ioredis';
import type { Finding } from '../../core/campaign.ts';

/** Redis can't be reached at all; the message says where and what to do. */
export class StoreUnreachable extends Error {
  override name = 'StoreUnreachable';
}

/**
 * A connection for the log and the book. `retry` false (commands): fails at once when Redis is away; true (workers): waits and reconnects.
 * Throws StoreUnreachable when the first connect fails.
 */
export async function openRedis(url: string, retry: boolean): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: retry ? null : 1,
    enableAutoPipelining: true,
    retryStrategy: (times) => (retry ? Math.min(100 * times, 2_000) : null),
  });
  let last = '';
  redis.on('error', (error: Error) => {
    last = error.message;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    const why = last || (error instanceof Error ? error.message : String(error));
    throw new StoreUnreachable(`Redis at ${safeUrl(url)} can't be reached (${why}); start it, or correct REDIS_URL`);
  }
  return redis;
}

/** One more connection, for queues and their workers: it waits for Redis as long as it takes. */
export function openWaiting(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(100 * times, 2_000) });
  redis.on('error', () => undefined);
  return redis;
}

/** The URL without user and password, for messages. */
export function safeUrl(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return 'the given URL';
  }
}

/** What about this Redis would lose mail or state. Empty when all is well. */
export async function checkRedis(redis: Redis): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const error = (what: string, cure: string): number => findings.push({ level: 'error', what, cure });
  const replication = await redis.info('replication');
  if (/^role:slave/m.test(replication)) error('this Redis is a read-only replica', 'point REDIS_URL at its master');
  const setting = async (name: string): Promise<string | undefined> => {
    try {
      return ((await redis.config('GET', name)) as string[])[1];
    } catch {
      return undefined;
    }
  };
  const aof = await setting('appendonly');
  if (aof === undefined) {
    findings.push({ level: 'notice', what: 'this Redis does not let us read its settings (CONFIG is forbidden)', cure: 'make sure yourself of appendonly yes, appendfsync always, maxmemory-policy noeviction' });
    return findings;
  }
  if (aof !== 'yes') error(`appendonly is "${aof}": Redis would forget what happened when it stops`, 'set "appendonly yes" in redis.conf (or CONFIG SET appendonly yes, then CONFIG REWRITE)');
  const fsync = await setting('appendfsync');
  if (fsync !== 'always') error(`appendfsync is "${fsync}": Redis would lose up to a second of mail when the machine stops`, 'set "appendfsync always" in redis.conf (or CONFIG SET appendfsync always, then CONFIG REWRITE)');
  const policy = await setting('maxmemory-policy');
  if (policy !== 'noeviction') error(`maxmemory-policy is "${policy}": Redis would throw away cases when memory is short`, 'set "maxmemory-policy noeviction" in redis.conf');
  return findings;
}
