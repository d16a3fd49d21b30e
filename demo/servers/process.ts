// Child processes of the demo and the tests: started, waited for until they serve, and gone when their parent is.
// It refuses to leave anything running: each child dies with this process, whatever ends it.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

export type Child = {
  readonly pid: number;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  /** True as long as the process runs. */
  alive(): boolean;
  /** The last lines it wrote, for error messages. */
  output(): string;
  /** Asks it to end (SIGTERM), insists after `graceMs` (SIGKILL to the whole group), resolves when it has ended. */
  stop(graceMs?: number): Promise<void>;
  /** SIGKILL to the whole group, as a power cut would; resolves when it has ended. */
  kill(): Promise<void>;
};

const running = new Set<number>();
let hooked = false;

/** Where a program may be installed: the PATH, Debian's and Homebrew's folders. Undefined when it is nowhere. */
export function findProgram(name: string, more: readonly string[] = []): string | undefined {
  const folders = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin', '/opt/homebrew/sbin', ...more,
  ];
  return folders.filter((f) => f !== '').map((f) => path.join(f, name)).find((f) => existsSync(f));
}

/**
 * Starts a program in its own process group. On Linux the kernel kills it when this process dies (prctl PR_SET_PDEATHSIG, by
 * setpriv); everywhere it is killed at `exit`. With `user` (root only) it runs as that uid and gid.
 */
export function startProcess(command: string, args: readonly string[], options: { readonly cwd?: string; readonly user?: { readonly uid: number; readonly gid: number } | null } = {}): Child {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  const { user } = options;
  if (user && !setpriv) throw new Error(`${command} must not run as root and setpriv is missing: install util-linux, or run as another user`);
  const prefix = setpriv
    ? [setpriv, ...(user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : []), '--pdeathsig', 'KILL', '--']
    : [];
  const [program = command, ...rest] = [...prefix, command, ...args];
  const child = spawn(program, rest, { cwd: options.cwd ?? '/', detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  return watchOver(child, command);
}

function watchOver(child: ChildProcess, command: string): Child {
  let tail = '';
  let alive = true;
  const keep = (chunk: Buffer): void => { tail = (tail + chunk.toString('utf8')).slice(-4000); };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const pid = child.pid ?? 0;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => { alive = false; running.delete(pid); resolve(); };
    child.once('exit', end);
    child.once('error', (error) => { tail += `${command}: ${error.message}`; end(); });
  });
  if (pid > 0) running.add(pid);
  if (!hooked) {
    hooked = true;
    process.once('exit', () => { for (const group of running) signalGroup(group, 'SIGKILL'); });
  }
  child.unref();
  const kill = async (): Promise<void> => {
    if (alive && pid > 0) signalGroup(pid, 'SIGKILL');
    child.ref();
    await ended;
    if (pid > 0) signalGroup(pid, 'SIGKILL');
  };
  return {
    pid,
    ended,
    alive: () => alive,
    output: () => tail.trim(),
    kill,
    stop: async (graceMs = 3000) => {
      if (!alive) return kill();
      child.kill('SIGTERM');
      child.ref();
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([ended, new Promise<void>((resolve) => { timer = setTimeout(resolve, graceMs); })]);
      clearTimeout(timer);
      await kill();
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody left in the group: that is what was wanted.
  }
}

/** A port on 127.0.0.1 that is free now. Somebody else may take it before it is used: callers try again. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  await new Promise<void>((resolve) => { server.close(() => resolve()); });
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}

/**
 * Opens a connection to a port on 127.0.0.1, says `hello` (if any) and waits for an answer that begins with `answer`.
 * False when there is none within `limitMs`.
 */
export async function answers(port: number, hello: string, answer: string, limitMs = 1000): Promise<boolean> {
  return new Promise<boolean>((resolve) => {
    let got = '';
    const socket = net.connect({ port, host: '127.0.0.1' });
    const end = (yes: boolean): void => { socket.destroy(); resolve(yes); };
    socket.setTimeout(limitMs, () => end(false));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    socket.once('connect', () => { if (hello !== '') socket.write(hello); });
    socket.on('data', (chunk: Buffer) => {
      got += chunk.toString('latin1');
      if (got.startsWith(answer)) end(true);
      else if (got.length > answer.length) end(false);
    });
  });
}

/** Asks again and again, at short intervals, until `ready` says yes. Throws with the child's output when it ends before, or after `limitMs`. */
export async function untilReady(child: Child, what: string, ready: () => Promise<boolean>, limitMs = 10_000): Promise<void> {
  const until = performance.now() + limitMs;
  for (;;) {
    if (!child.alive()) throw new Error(`${what} ended while starting: ${child.output() || 'it said nothing'}`);
    if (await ready()) return;
    if (performance.now() > until) throw new Error(`${what} did not answer within ${limitMs} ms: ${child.output() || 'it said nothing'}`);
    await new Promise<void>((resolve) => { setTimeout(resolve, 15); });
  }
}
