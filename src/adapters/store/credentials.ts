// The hashes of passwords in Redis, each under a random id that the log names.
// It refuses to know whose a hash is, and to give out more than the one that is asked for.
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

export type Credentials = {
  /** Keeps a hash under a fresh id, and gives the id. */
  add(hash: string): Promise<string>;
  find(id: string): Promise<string | undefined>;
  remove(id: string): Promise<void>;
};

export function createCredentials(redis: Redis, keys: Pick<Keys, 'credentials'>): Credentials {
  return {
    async add(hash) {
      const id = randomBytes(16).toString('hex');
      await redis.hset(keys.credentials, id, hash);
      return id;
    },
    async find(id) {
      return (await redis.hget(keys.credentials, id)) ?? undefined;
    },
    async remove(id) {
      await redis.hdel(keys.credentials, id);
    },
  };
}
