// A private Redis on loopback for the demo and the tests, as durable as the program asks for.
// It refuses to touch the machine's own Redis: its own folder, its own free port, and it is gone with its parent.
import { mkdir } from 'node:fs/promises';
import { answers, findProgram, freePort, startProcess, untilReady, type Child } from './process.ts';

export type RedisServer = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** SIGKILL, as a power cut would; what was written is in `dir`, and startRedis on the same `dir` reads it again. */
  kill(): Promise<void>;
};

export type RedisOptions = {
  /** Where its files lie; made when missing. */
  readonly dir: string;
  readonly port?: number;
  /** Further arguments; a later one wins, so `['--appendonly', 'no']` starts it without its journal. */
  readonly args?: readonly string[];
};

/**
 * Starts redis-server with appendonly, appendfsync always and noeviction, and waits until it answers PING.
 * Throws when it is not installed or does not start.
 */
export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const program = findProgram('redis-server');
  if (!program) throw new Error('redis-server is not installed: type sh scripts/setup.sh redis');
  await mkdir(options.dir, { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const child = startProcess(program, [
      '--bind', '127.0.0.1', '--port', String(port), '--dir', options.dir, '--daemonize', 'no', '--save', '',
      '--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction', '--loglevel', 'warning',
      ...(options.args ?? []),
    ], { cwd: options.dir });
    try {
      // Before its journal is read, Redis answers PING with -LOADING.
      await untilReady(child, 'redis-server', () => answers(port, 'PING\r\n', '+PONG'));
      return handle(child, port);
    } catch (error) {
      await child.kill();
      if (options.port !== undefined || attempt === 3) throw error;
    }
  }
}

function handle(child: Child, port: number): RedisServer {
  return { url: `redis://127.0.0.1:${port}`, port, pid: child.pid, stop: () => child.stop(), kill: () => child.kill() };
}
