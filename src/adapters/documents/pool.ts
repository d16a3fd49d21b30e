// A warm pool of child processes that read files: a file that bursts, hangs or breaks its reader costs one child and is told as such.
// It refuses to lend its own rights: a child can read the program's files and nothing else, writes nothing, and has no network and no secrets.
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Document } from '../../core/mail.ts';
import { Unreadable, type Part } from './content.ts';
import type { FileReader } from './index.ts';
import { notRead, unnamed } from './read-file.ts';
import { usualChildLimits, type Answer, type ChildLimits, type Job, type Result, type Work } from './pool/protocol.ts';
import type { Opened } from './smime.ts';

export type ReadingPool = {
  readonly readFile: FileReader;
  /** What a mail that is signed as a whole holds. Rejects with Unreadable, also where a child ends over it. */
  readonly openSigned: (bytes: Uint8Array) => Promise<Opened>;
  /** Ends the children; files that are being read come back unread. */
  readonly close: () => Promise<void>;
};

type Waiting = { readonly work: Work; readonly done: (result: Result | undefined) => void };
type Child = { readonly process: ChildProcess; doing: { readonly id: number; readonly waiting: Waiting; readonly timer: NodeJS.Timeout } | null };

const usualProgram = join(import.meta.dirname, 'pool/child.ts');
const root = join(import.meta.dirname, '../../..');

export type PoolOptions = {
  readonly size?: number;
  readonly limits?: ChildLimits;
  /** Another program for the children, in which `serve` is called. */
  readonly program?: string;
};

/**
 * A pool of up to `size` children, begun when the first file comes and kept. Each reads one file at a time. `readFile` never rejects: where
 * a child ends over a file, that file comes back `too-much` with a sentence, and the next file gets a new child.
 */
export function createReadingPool({ size = 2, limits = usualChildLimits, program = usualProgram }: PoolOptions = {}): ReadingPool {
  const children = new Set<Child>();
  const queue: Waiting[] = [];
  let closed = false;
  let jobs = 0;

  const next = (): void => {
    while (queue.length > 0) {
      const child = [...children].find((c) => c.doing === null) ?? (children.size < size ? begin() : undefined);
      const waiting = child && queue.shift();
      if (!child || !waiting) return;
      give(child, waiting);
    }
  };

  const give = (child: Child, waiting: Waiting): void => {
    jobs = (jobs % 0x7fff_fffe) + 1;
    const job: Job = { id: jobs, work: waiting.work };
    const timer = setTimeout(() => child.process.kill('SIGKILL'), limits.wallSeconds * 1000);
    child.doing = { id: job.id, waiting, timer };
    hold(child.process, true);
    try {
      child.process.send(job, (error) => { if (error) child.process.kill('SIGKILL'); });
    } catch {
      child.process.kill('SIGKILL');
    }
  };

  const begin = (): Child => {
    const process = fork(program, [JSON.stringify(limits)], {
      serialization: 'advanced', env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: ['--permission', `--allow-fs-read=${root}`, '--allow-worker', '--disable-warning=PERM0006', `--max-old-space-size=${Math.ceil(limits.memoryBytes / 2_000_000)}`],
    });
    const child: Child = { process, doing: null };
    children.add(child);
    process.on('message', (answer: Answer) => {
      if (child.doing?.id !== answer.id) return;
      end(child, answer.result);
      next();
    });
    // 'exit' comes once whether it was killed, fell or ended; 'error' alone where it could not be started.
    process.on('exit', () => { children.delete(child); end(child, undefined); next(); });
    process.on('error', () => { children.delete(child); end(child, undefined); next(); });
    hold(process, false);
    return child;
  };

  const end = (child: Child, result: Result | undefined): void => {
    const { doing } = child;
    if (doing === null) return;
    child.doing = null;
    clearTimeout(doing.timer);
    if (child.process.connected) hold(child.process, false);
    doing.waiting.done(result);
  };

  /** undefined where a child ended over the work, or the pool was closed. */
  const ask = (work: Work): Promise<Result | undefined> => new Promise((done) => {
    if (closed) { done(undefined); return; }
    queue.push({ work, done });
    next();
  });

  return {
    async readFile(part) {
      const result = await ask({ what: 'read', part });
      return result && 'documents' in result ? result.documents : [burst(part)];
    },
    async openSigned(bytes) {
      const result = await ask({ what: 'open', bytes });
      if (result && 'opened' in result) return result.opened;
      throw result && 'unread' in result ? new Unreadable(result.problem, result.unread) : new Unreadable(tooMuch, 'too-much');
    },
    async close() {
      closed = true;
      for (const { done } of queue.splice(0)) done(undefined);
      await Promise.all([...children].map((child) => new Promise<void>((resolve) => {
        child.process.once('exit', () => resolve());
        child.process.kill('SIGKILL');
      })));
    },
  };
}

const tooMuch = 'Reading the file took more time or memory than a file may take.';

/** An idle child keeps nobody's process alive; a working one does. */
function hold(child: ChildProcess, held: boolean): void {
  if (held) { child.ref(); child.channel?.ref(); } else { child.unref(); child.channel?.unref(); }
}

function burst(part: Part): Document {
  return { source: part.filename || unnamed(part.contentType), contentType: part.contentType, bytes: part.content.length, ...notRead('too-much', tooMuch) };
}
