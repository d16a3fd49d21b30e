// The three queues on BullMQ: intake (mails to read), letters (tasks to send), clock (ticks). Jobs are small: an UID, a task id, nothing else.
// It refuses to be the truth: a job that is lost is found again from INBOX or from the pending tasks, and a job that runs twice changes nothing.
import { DelayedError, Queue, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';

export type QueueSettings = {
  /** Opens a connection that waits for Redis as long as it takes. */
  readonly connect: () => Redis;
  readonly prefix: string;
  /** Seconds a job of a killed worker stays locked. */
  readonly lock: number;
};

export type IntakeJob = { readonly uidValidity: string; readonly uid: number };
/** How a job ended, or for how many seconds of the machine's clock it must wait. Waiting is no failure: it may happen any number of times. */
export type JobResult = { readonly outcome: 'ended' } | { readonly outcome: 'held'; readonly seconds: number };

export type Trouble = (fact: { queue: string; job: string; attempt: number; error: Error }) => void;

export type Running = { readonly stop: () => Promise<void> };

const attempts = 6;
/** A job that so many workers died of is not given to another. */
const deaths = 12;
const tries = { attempts, backoff: { type: 'exponential', delay: 1_000 } } as const;
/** Said to the workers, not with each job: it would be a tenth of what a job costs. */
const keepNone = { removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } } as const;

export type Queues = ReturnType<typeof createQueues>;

export function createQueues(settings: QueueSettings) {
  const connection = settings.connect();
  const options = { connection, prefix: settings.prefix };
  const intake = new Queue<IntakeJob>('intake', options);
  const letters = new Queue<{ readonly task: string }>('letters', options);
  const clock = new Queue('clock', options);
  for (const queue of [intake, letters, clock]) queue.on('error', () => undefined);
  // A killed worker's job is given to another as often as it takes: how often is no reason to drop it.
  const workerOptions = () => ({
    connection: settings.connect(), prefix: settings.prefix, lockDuration: settings.lock * 1000, stalledInterval: settings.lock * 1000, maxStalledCount: 1_000_000, ...keepNone,
  });

  return {
    /** One job a mail; a mail whose job is waiting or active is not queued twice. */
    async addIntake(refs: readonly IntakeJob[]): Promise<void> {
      await intake.addBulk(refs.map(({ uidValidity, uid }) => ({
        name: 'mail', data: { uidValidity, uid }, opts: { jobId: `in-${uidValidity}-${uid}`, ...tries },
      })));
    },

    /** One job a task, named by the task: a task whose job is there is not queued twice. */
    async addLetters(tasks: readonly string[]): Promise<void> {
      const opts = (task: string) => ({ jobId: task, ...tries });
      const [only] = tasks;
      if (tasks.length === 1 && only !== undefined) await letters.add('letter', { task: only }, opts(only));
      else if (tasks.length > 1) await letters.addBulk(tasks.map((task) => ({ name: 'letter', data: { task }, opts: opts(task) })));
    },

    async addTick(): Promise<void> {
      await clock.add('tick', {}, { jobId: 'tick-now' });
    },

    /** Held letters are looked at now: in a rehearsal hours pass in no time. */
    async wakeLetters(): Promise<void> {
      await letters.promoteJobs();
    },

    /** Ticks by the wall clock of Denmark, every `seconds` (a divisor of 60). */
    async scheduleTicks(seconds: number): Promise<void> {
      const pattern = seconds >= 60 ? '0 * * * * *' : `*/${seconds} * * * * *`;
      try {
        await clock.upsertJobScheduler('tick', { pattern, tz: 'Europe/Copenhagen' }, { name: 'tick' });
      } catch (error) {
        // Another process that starts in the same second has made this very tick: it is scheduled.
        if (!(error instanceof Error) || !error.message.includes('job ID already exists')) throw error;
      }
    },

    /** `giveUp` is called instead of a last failure, and for a job that has killed its worker again and again. `tries`: how often it was begun before. */
    runIntake(handle: (ref: IntakeJob, tries: number) => Promise<JobResult>, giveUp: (ref: IntakeJob, error: Error) => Promise<void>, concurrency: number, trouble: Trouble): Running {
      return run(new Worker<IntakeJob>('intake', worked('intake', trouble, (job, tries) => handle(job.data, tries), (job, error) => giveUp(job.data, error)), { ...workerOptions(), concurrency }));
    },

    runLetters(handle: (task: string, tries: number) => Promise<JobResult>, giveUp: (task: string, error: Error) => Promise<void>, concurrency: number, trouble: Trouble): Running {
      return run(new Worker<{ readonly task: string }>('letters', worked('letters', trouble, (job, tries) => handle(job.data.task, tries), (job, error) => giveUp(job.data.task, error)), { ...workerOptions(), concurrency }));
    },

    runClock(handle: () => Promise<void>, trouble: Trouble): Running {
      return run(new Worker('clock', async (job) => {
        try {
          await handle();
        } catch (thrown) {
          trouble({ queue: 'clock', job: job.id ?? '', attempt: 1, error: asError(thrown) });
        }
      }, { ...workerOptions(), concurrency: 1 }));
    },

    /** Jobs that will run by themselves, and those that are held or wait for another try. */
    async counts(): Promise<{ intake: number; letters: number; clock: number; held: number; retrying: number }> {
      const [i, l, c] = await Promise.all([intake, letters, clock].map((queue) => queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized')));
      const busy = (counts: Record<string, number> | undefined): number => (counts?.['waiting'] ?? 0) + (counts?.['active'] ?? 0) + (counts?.['prioritized'] ?? 0);
      return { intake: busy(i), letters: busy(l), clock: busy(c), held: l?.['delayed'] ?? 0, retrying: i?.['delayed'] ?? 0 };
    },

    async close(): Promise<void> {
      await Promise.all([intake.close(), letters.close(), clock.close()]);
      connection.disconnect();
    },
  };
}

/** One job's way: handled, held, failed and tried again, or in the end given up. */
function worked<Data>(queue: string, trouble: Trouble, handle: (job: Job<Data>, tries: number) => Promise<JobResult>, giveUp: (job: Job<Data>, error: Error) => Promise<void>) {
  return async (job: Job<Data>, token?: string): Promise<void> => {
    let result: JobResult;
    if (job.stalledCounter >= deaths) {
      await giveUp(job, new Error(`${job.stalledCounter} workers stopped while they were at it`));
      return;
    }
    try {
      result = await handle(job, job.attemptsStarted - 1);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      trouble({ queue, job: job.id ?? '', attempt: job.attemptsMade + 1, error });
      if (job.attemptsMade + 1 < attempts) throw error;
      await giveUp(job, error);
      return;
    }
    if (result.outcome === 'held') {
      await job.moveToDelayed(Date.now() + result.seconds * 1000, token);
      throw new DelayedError();
    }
  };
}

function run(worker: Worker): Running {
  // Failures are told by `trouble`; a connection that comes and goes is ioredis's business.
  worker.on('error', () => undefined);
  return {
    /** Waits for the jobs under way; nothing half done is left. */
    stop: async () => {
      const { connection } = worker.opts;
      await worker.close();
      if ('disconnect' in connection && typeof connection.disconnect === 'function') connection.disconnect();
    },
  };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
