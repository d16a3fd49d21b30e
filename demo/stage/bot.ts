// The bot as an operator has it: its commands as child processes, one of them running for long, and its health page.
// It refuses any other way in: no module of the bot is loaded here.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Instant } from '../calendar.ts';
import { findProgram } from '../servers/index.ts';

export type Health = {
  readonly lastTick: string | null;
  readonly queues: Readonly<Record<string, number>>;
  /** Mails that were asked for and have no end yet. */
  readonly pending: number;
  readonly unread: number;
};

export type Answered = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type Bot = {
  readonly log: string;
  /** Runs a command to its end. */
  readonly run: (args: readonly string[]) => Promise<Answered>;
  /** `start`: the workers, all in one process. */
  readonly start: () => void;
  /** SIGKILL, and up again. Resolves when the old process is gone. */
  readonly killAndRestart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** How it ended when nobody had asked for it; undefined while all is well. */
  readonly died: () => string | undefined;
  /** When it was killed last (performance.now()). */
  readonly killedAt: () => number | undefined;
  /** Null while nobody answers. */
  readonly health: () => Promise<Health | null>;
  readonly setClock: (at: Instant) => void;
  /** The last lines of its log. */
  readonly tail: (lines?: number) => string;
};

export type BotOptions = { readonly root: string; readonly folder: string; readonly env: Readonly<Record<string, string>>; readonly port: number };

/** Settings of this shell that must not reach the bot. */
const ours = /^(RUNDSKRIV_|REDIS_|IMAP_|SMTP_|MAIL_|DKIM_|PORTAL_|LOG_LEVEL$|NODE_OPTIONS$|VITEST|NODE_V8)/;

export function createBot({ root, folder, env, port }: BotOptions): Bot {
  const program = path.join(root, 'bin', 'rundskriv');
  const log = path.join(folder, 'bot.log');
  const clockFile = path.join(folder, 'clock');
  const whole = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name))), ...env, RUNDSKRIV_CLOCK_FILE: clockFile };
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  let child: ChildProcess | undefined;
  let wanted = false;
  let killedAt: number | undefined;
  let death: string | undefined;

  const start = (): void => {
    wanted = true;
    const out = openSync(log, 'a');
    // Where the system can do it, the bot is gone when the demo is, whatever ends the demo.
    const [command = program, ...args] = [...(setpriv ? [setpriv, '--pdeathsig', 'KILL', '--'] : []), program, 'start'];
    const started = spawn(command, args, { cwd: root, env: whole, stdio: ['ignore', out, out] });
    closeSync(out);
    child = started;
    started.once('exit', (code, signal) => {
      if (child === started && wanted) death = `it ended by itself with ${signal ?? `exit code ${code}`}`;
    });
    started.once('error', (error) => { death = error.message; });
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const ending = child;
    wanted = false;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => { ending.once('exit', () => resolve()); });
    ending.kill(signal);
    const insist = setTimeout(() => ending.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(insist);
  };
  process.once('exit', () => child?.kill('SIGKILL'));

  return {
    log, start,
    killAndRestart: async () => {
      await end('SIGKILL');
      killedAt = performance.now();
      start();
    },
    stop: () => {
      death = 'it was stopped';
      return end('SIGTERM');
    },
    died: () => death,
    killedAt: () => killedAt,
    run: (args) => new Promise((resolve) => {
      const limit = { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
      execFile(program, [...args], { cwd: root, env: whole, ...limit }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255;
        resolve({ code, stdout, stderr: error !== null && code === 255 ? `${stderr}${error.message}` : stderr });
      });
    }),
    health: async () => {
      try {
        const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) });
        return (await response.json()) as Health;
      } catch {
        return null;
      }
    },
    setClock: (at) => {
      writeFileSync(`${clockFile}.new`, `${at.toString()}\n`);
      renameSync(`${clockFile}.new`, clockFile);
    },
    tail: (lines = 15) => {
      try {
        return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
      } catch {
        return '(no log)';
      }
    },
  };
}
