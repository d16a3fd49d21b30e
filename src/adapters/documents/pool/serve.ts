// The life of a reading child: takes one file at a time, answers with its documents, and ends when its parent does.
// It refuses to outlive its limits: a thread of its own watches memory and processor time, and ends the process from inside.
import { Worker } from 'node:worker_threads';
import { Unreadable } from '../content.ts';
import type { FileReader } from '../index.ts';
import type { Opened } from '../smime.ts';
import type { Answer, ChildLimits, Job, Result, Work } from './protocol.ts';

export type Readers = { readonly readFile: FileReader; readonly openSigned: (bytes: Uint8Array) => Promise<Opened> };

/** Looks four times in a tenth of a second; a read that is stuck in one call can't stop it. */
const watch = `
  const { workerData: { busy, limits } } = require('node:worker_threads');
  let job = 0, from = 0;
  setInterval(() => {
    const now = Atomics.load(busy, 0);
    const { user, system } = process.cpuUsage();
    if (now !== job) { job = now; from = user + system; }
    const tooLong = job !== 0 && (user + system - from) / 1e6 > limits.processorSeconds;
    if (tooLong || process.memoryUsage.rss() > limits.memoryBytes) process.kill(process.pid, 'SIGKILL');
  }, 25);`;

/** Serves the parent that forked this process. The limits are its first argument, as JSON. */
export function serve(readers: Readers): void {
  const limits = JSON.parse(process.argv[2] ?? '{}') as ChildLimits;
  /** The number of the job in work, 0 between jobs. */
  const busy = new Int32Array(new SharedArrayBuffer(4));
  new Worker(watch, { eval: true, workerData: { busy, limits } }).unref();
  process.on('message', (job: Job) => {
    Atomics.store(busy, 0, job.id);
    void resultOf(job.work, readers).then((result) => {
      Atomics.store(busy, 0, 0);
      const answer: Answer = { id: job.id, result };
      process.send?.(answer);
    });
  });
  process.on('disconnect', () => process.exit(0));
}

async function resultOf(work: Work, { readFile, openSigned }: Readers): Promise<Result> {
  if (work.what === 'read') return { documents: await readFile(work.part) };
  try {
    return { opened: await openSigned(work.bytes) };
  } catch (error) {
    return error instanceof Unreadable ? { unread: error.unread, problem: error.message } : { unread: 'damaged', problem: `The signed mail could not be opened (${String(error)}).` };
  }
}
