// The clock worker: looks for what is due at every tick of the wall clock in Denmark, and finds tasks that lost their job.
// It refuses to keep timers of its own: the job scheduler ticks, and in a rehearsal the moved clock does.
import { tick } from '../src/flows/tick.ts';
import { queueLettersOf, tickNeeds, type Parts } from './compose.ts';

const sweepEvery = 10 * 60_000;

export async function runClock(parts: Parts): Promise<{ readonly stop: () => Promise<void> }> {
  const { settings, queues, book, log, facts } = parts;
  const needs = tickNeeds(parts);
  let swept = 0;
  const worker = queues.runClock(async () => {
    const now = settings.clock.now();
    if (Date.now() - swept > sweepEvery) {
      await sweep(parts);
      swept = Date.now();
    }
    await tick(needs);
    await book.sign('clock', { now: now.toString(), clock: Date.now() });
  }, facts.trouble);
  await queues.scheduleTicks(settings.campaign.machine.tick);
  await queues.addTick();
  const rehearsal = settings.clock.rehearsal ? followClock(parts) : undefined;
  return {
    stop: async () => {
      clearInterval(rehearsal);
      await worker.stop();
    },
  };

  /** A task whose job is gone (a crash between the append and the queue) gets one again; a task whose job is there is not doubled. */
  async function sweep({ queues: to }: Parts): Promise<void> {
    const tasks = await log.tasks();
    await queueLettersOf(to)(tasks);
    facts.swept({ tasks: tasks.length });
  }
}

/** A rehearsal's clock moves in steps: each step ticks at once, and held letters are looked at. */
function followClock({ settings, queues }: Parts): NodeJS.Timeout {
  let last = settings.clock.now();
  return setInterval(() => {
    const now = settings.clock.now();
    if (last.until(now).total('seconds') < 30) return;
    last = now;
    void Promise.all([queues.addTick(), queues.wakeLetters()]).catch(() => undefined);
  }, 50);
}
