// The killer: SIGKILLs the bot at seeded moments, the worst ones included, and lets it start again.
// It refuses mercy and favour: the moments are drawn before the run and each of them is used.
import { chanceOf } from '../random.ts';

/** After so many mails of the step were carried but before the last was confirmed to the bot, or so many milliseconds after the clock was moved. */
export type Moment = { readonly mails: number } | { readonly ms: number };

export type Killer = {
  /** How often it has killed. */
  readonly done: () => number;
  /** A step begins. */
  readonly step: (index: number) => void;
  /** A mail of the bot was carried. */
  readonly mail: () => void;
  /** The step seems over: what is left of its moments is done now. True when there was one. */
  readonly finish: () => Promise<boolean>;
};

/** `busy` are the steps in which much happens: most kills fall there. */
export function planKills(count: number, steps: number, busy: readonly number[], seed: number): ReadonlyMap<number, readonly Moment[]> {
  const chance = chanceOf(seed, 'kills');
  const plan = new Map<number, Moment[]>();
  for (let i = 0; i < count; i += 1) {
    const step = busy.length > 0 && chance.happens(0.7) ? chance.pick(busy) : chance.int(0, steps - 1);
    const moment: Moment = chance.happens(0.6) ? { mails: Math.ceil(chance.next() ** 2 * 40) || 1 } : { ms: chance.int(0, 1500) };
    plan.set(step, [...(plan.get(step) ?? []), moment]);
  }
  return plan;
}

export function createKiller(plan: ReadonlyMap<number, readonly Moment[]>, kill: () => Promise<void>): Killer {
  let done = 0;
  let waiting: { readonly mails: number }[] = [];
  let timers = new Set<NodeJS.Timeout>();
  let mails = 0;
  let killing: Promise<void> = Promise.resolve();
  const strike = (): void => {
    done += 1;
    killing = killing.then(kill);
  };
  return {
    done: () => done,
    step: (index) => {
      const moments = plan.get(index) ?? [];
      mails = 0;
      waiting = moments.flatMap((m) => ('mails' in m ? [m] : []));
      timers = new Set();
      for (const moment of moments) {
        if (!('ms' in moment)) continue;
        const timer = setTimeout(() => { timers.delete(timer); strike(); }, moment.ms);
        timers.add(timer);
      }
    },
    mail: () => {
      mails += 1;
      const due = waiting.filter((m) => m.mails <= mails);
      waiting = waiting.filter((m) => m.mails > mails);
      for (const _ of due) strike();
    },
    finish: async () => {
      const left = waiting.length + timers.size;
      for (const timer of timers) clearTimeout(timer);
      timers = new Set();
      waiting = [];
      for (let i = 0; i < left; i += 1) strike();
      const before = killing;
      await before;
      return left > 0;
    },
  };
}
