// The canary's place in memory: the twin of the one in Redis, for tests of flows.
// It refuses to forget by itself: an expiry is tested against the clock that it is given.
import type { Canary, CanaryBook } from '../../src/flows/copy-watch.ts';

/** `clock`: the machine's clock. */
export function memoryCanary(clock: () => Temporal.Instant): CanaryBook {
  let held: { readonly canary: Canary; readonly until: number } | undefined;
  const now = (): Canary | undefined => (held && clock().epochMilliseconds < held.until ? held.canary : undefined);
  return {
    canary: async () => now(),
    changeCanary: async (from, to, seconds) => {
      if (JSON.stringify(now()) !== JSON.stringify(from)) return false;
      held = to && { canary: to, until: seconds === null ? Number.POSITIVE_INFINITY : clock().epochMilliseconds + seconds * 1000 };
      return true;
    },
  };
}
