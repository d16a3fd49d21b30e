// A whole house for tests from outside: private Redis, Dovecot and SMTP, a campaign with a fast machine, and the program as child processes.
// It refuses to load a module of the program: it is run, spoken to by mail and HTTP, and asked by its commands.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import { simpleParser, type ParsedMail } from 'mailparser';
import { parseDocument, type Document } from 'yaml';
import { deliverTo, findProgram, freePort, startDovecot, startRedis, startSmtp, type Behaviour, type DovecotServer, type RedisServer, type SmtpServerHandle } from '../../demo/servers/index.ts';
import { createLine } from '../../src/adapters/line.ts';
import { writeMail } from '../mails/mail-writer.ts';
import { until } from './mailbox.ts';

export { until };
export const own = 'lige@lige.dk';
export const root = path.resolve(import.meta.dirname, '../..');
/** A command that has not ended after so long hangs: it is killed, and its code is null. */
const hangs = 90_000;
const program = path.join(root, 'bin', 'rundskriv');

export type Env = Readonly<Record<string, string | undefined>>;
export type Answered = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
/** A mail that left for somebody else than ourselves. `id` is its Message-ID without the brackets. */
export type Left = { readonly to: string; readonly id: string; readonly raw: Buffer };
export type Health = { readonly ok: boolean; readonly lastTick: string | null; readonly pending: number; readonly unread: number; readonly trouble: readonly string[]; readonly queues: Readonly<Record<string, number>> };

/** One `start` that runs. */
export type Running = {
  readonly url: string;
  /** What it has logged, as text and line by line. */
  readonly log: () => string;
  readonly said: (message: string) => readonly Readonly<Record<string, unknown>>[];
  readonly health: () => Promise<{ readonly status: number; readonly body: Health } | null>;
  /** SIGTERM; gives the exit code. */
  readonly stop: () => Promise<number | null>;
  /** SIGKILL. */
  readonly kill: () => Promise<void>;
};

export type House = {
  readonly dir: string;
  readonly env: Env;
  readonly redis: RedisServer;
  readonly dovecot: DovecotServer;
  readonly smtp: () => SmtpServerHandle;
  /** Takes the SMTP server away, and brings it back at the same port. */
  readonly smtpAway: () => Promise<void>;
  readonly smtpBack: (behave?: Behaviour) => Promise<void>;
  readonly left: readonly Left[];
  /** Message-IDs (without brackets) that begin so, in the order in which they left. */
  readonly ids: (beginning?: string) => readonly string[];
  readonly mail: (id: string) => Promise<ParsedMail>;
  readonly deliver: ReturnType<typeof deliverTo>;
  readonly run: (args: readonly string[], env?: Env) => Promise<Answered>;
  /** Waits for /healthz to say 200; `any` is content with any sign that it runs. */
  readonly start: (options?: { readonly parts?: string; readonly env?: Env; readonly any?: boolean }) => Promise<Running>;
  readonly setClock: (instant: string) => void;
  /** Writes another campaign file beside the first and gives its path. */
  readonly campaign: (name: string, change: (file: Document) => void) => string;
  readonly imap: () => Promise<ImapFlow>;
  /** Folder → the Message-IDs in it. */
  readonly folders: () => Promise<Readonly<Record<string, readonly string[]>>>;
  readonly status: () => Promise<Status>;
  readonly close: () => Promise<void>;
};

/** What these tests read of `status --json`; the whole shape is contract.test.ts's business. */
export type Status = { readonly counts: Readonly<Record<string, number>>; readonly cases: readonly { readonly kommune: string; readonly phase: string | null; readonly flags: readonly string[]; readonly mailsIn: number; readonly mailsOut: number; readonly contact: { readonly name: string } | null }[]; readonly waiting: readonly { readonly kommune: string | null; readonly what: string }[] };

type RegisterFile = { readonly kommuner: readonly { readonly code: string; readonly name: string; readonly mailDomains: readonly string[] }[] };
export const registerFile = JSON.parse(readFileSync(path.join(root, 'config/kommuner.json'), 'utf8')) as RegisterFile;
export const domainOf = (code: string): string => registerFile.kommuner.find((k) => k.code === code)?.mailDomains[0] ?? '';
export const mailboxOf = (code: string): string => `post@${domainOf(code)}`;
export const secret = 'house-0123456789abcdef0123456789abcdef';

/** Settings of this shell that must not reach the program. */
const ours = /^(RUNDSKRIV_|REDIS_|IMAP_|SMTP_|MAIL_|DKIM_|PORTAL_|LOG_LEVEL$|NODE_OPTIONS$|VITEST|NODE_V8)/;
const shell = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name))),
  // Compiled once for all children: starting takes half the time.
  NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/node-compile'),
};

/** Commands run two at a time, however many are asked for: more would only wait for each other, and run into their time limit. */
const inTurn = createLine(2);

/** The clock at first: the morning of the letter's day. `kommuner`: a smaller country, by codes. */
export async function buildHouse(options: { readonly kommuner?: readonly string[]; readonly at?: string } = {}): Promise<House> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'rundskriv-house-'));
  chmodSync(dir, 0o755);
  const ends: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    return await furnish(dir, options, ends, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function furnish(dir: string, { kommuner, at = '2024-01-30T08:30:00+01:00' }: { readonly kommuner?: readonly string[]; readonly at?: string }, ends: (() => Promise<unknown>)[], close: () => Promise<void>): Promise<House> {
  const redis = await startRedis({ dir: path.join(dir, 'redis') });
  ends.push(() => redis.stop());
  const dovecot = await startDovecot({ dir: path.join(dir, 'dovecot'), users: [{ user: own, password: 'ligestilling/æ' }] });
  ends.push(() => dovecot.stop());
  const deliver = deliverTo(dovecot, own);
  const left: Left[] = [];
  const onMail = ({ envelope, raw }: { envelope: { from: string; to: readonly string[] }; raw: Buffer }): void => {
    for (const to of envelope.to) {
      if (to.toLowerCase() === own) deliver(raw, { from: envelope.from, helo: 'localhost', authenticationResults: 'spf=pass smtp.mailfrom=lige.dk; dmarc=pass header.from=lige.dk' });
      else left.push({ to, raw, id: /^message-id:\s*<([^>]*)>/im.exec(raw.toString('latin1'))?.[1] ?? '' });
    }
  };
  let smtp = await startSmtp({ onMail });
  ends.push(() => smtp.stop());

  const country = registerFile.kommuner.filter((k) => kommuner?.includes(k.code) ?? true);
  const campaign: House['campaign'] = (name, change) => {
    const file = parseDocument(readFileSync(path.join(root, 'config/campaigns/2024.yaml'), 'utf8'));
    file.setIn(['recipients', 'addressList'], 'mailboxes.csv');
    file.setIn(['sending', 'perMinute'], 6000);
    for (const [key, seconds] of Object.entries({ proofWait: 3, poll: 1, tick: 1, lock: 3, smtpTimeout: 2 })) file.setIn(['machine', key], seconds);
    if (kommuner) file.set('register', 'kommuner.json');
    change(file);
    const where = path.join(dir, `${name}.yaml`);
    writeFileSync(where, file.toString());
    return where;
  };
  writeFileSync(path.join(dir, 'mailboxes.csv'), `Kommunekode;Kommune;Hovedpostkasse\n${country.map((k) => `${k.code};${k.name};${mailboxOf(k.code)}\n`).join('')}`);
  writeFileSync(path.join(dir, 'kommuner.json'), JSON.stringify({ ...registerFile, kommuner: country }));
  const clockFile = path.join(dir, 'clock');
  const setClock = (instant: string): void => {
    writeFileSync(`${clockFile}.new`, `${instant}\n`);
    renameSync(`${clockFile}.new`, clockFile);
  };
  setClock(at);
  const env: Env = {
    RUNDSKRIV_CAMPAIGN: campaign('campaign', () => {}), REDIS_URL: redis.url, IMAP_URL: dovecot.imapUrl(own), SMTP_URL: smtp.url,
    RUNDSKRIV_SECRET: secret, RUNDSKRIV_CLOCK_FILE: clockFile, LOG_LEVEL: 'info',
  };
  const launchChild = (args: readonly string[], more: Env): Child => {
    const child = startChild(args, { ...shell, ...env, ...more });
    ends.push(() => child.kill());
    return child;
  };
  const imap = async (): Promise<ImapFlow> => {
    const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, doSTARTTLS: false, disableAutoIdle: true, logger: false, auth: { user: own, pass: 'ligestilling/æ' } });
    client.on('error', () => {});
    await client.connect();
    ends.push(async () => client.close());
    return client;
  };
  const run: House['run'] = (args, more = {}) => inTurn(async () => {
    const child = launchChild(args, more);
    const limit = setTimeout(() => void child.kill(), hangs);
    const code = await child.ended;
    clearTimeout(limit);
    return { code, stdout: child.out(), stderr: child.err() };
  });

  return {
    dir, env, redis, dovecot, left, deliver, run, campaign, setClock, imap, close,
    smtp: () => smtp,
    smtpAway: () => smtp.stop(),
    smtpBack: async (behave = {}) => { smtp = await startSmtp({ onMail, behave, port: smtp.port }); },
    ids: (beginning = '') => left.map((m) => m.id).filter((id) => id.startsWith(beginning)),
    mail: async (id) => {
      const found = left.find((m) => m.id === id);
      if (!found) throw new Error(`no mail ${id} has left, but ${left.map((m) => m.id).join(', ') || 'none'}`);
      return simpleParser(found.raw);
    },
    start: async ({ parts, env: more = {}, any = false } = {}) => {
      for (let attempt = 1; ; attempt += 1) {
        const port = await freePort();
        const url = `http://127.0.0.1:${port}`;
        const child = launchChild(['start', ...(parts === undefined ? [] : ['--only', parts])], { PORTAL_PORT: String(port), PORTAL_URL: url, ...more });
        const running = runningOf(child, url);
        const isUp = async (): Promise<boolean> => {
          if (parts !== undefined && !parts.includes('web')) return running.said('started').length > 0;
          const health = await running.health();
          return any ? health !== null : health?.status === 200;
        };
        let up = false;
        await until(async () => child.over() || (up = await isUp()), 90_000).catch(() => {});
        if (up) return running;
        // Somebody else was faster to take the port that was free a moment ago.
        if (attempt < 3 && child.over() && /EADDRINUSE|PORTAL_PORT/.test(child.err())) continue;
        throw new Error(`start is not up: ${child.over() ? `it ended with ${await child.ended}` : 'it runs'}: ${child.out()}${child.err()}`);
      }
    },
    folders: async () => {
      const client = await imap();
      const found: Record<string, readonly string[]> = {};
      for (const folder of await client.list()) {
        if (folder.flags.has('\\Noselect') || folder.flags.has('\\NonExistent')) continue;
        const opened = await client.mailboxOpen(folder.path, { readOnly: true });
        found[folder.path] = opened.exists === 0 ? [] : (await client.fetchAll('1:*', { envelope: true })).map((m) => m.envelope?.messageId ?? '');
      }
      client.close();
      return found;
    },
    status: async () => {
      const { code, stdout, stderr } = await run(['status', '--json']);
      if (code !== 0) throw new Error(`status --json ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as Status;
    },
  };
}

type Child = { readonly ended: Promise<number | null>; readonly over: () => boolean; readonly out: () => string; readonly err: () => string; readonly signal: (name: NodeJS.Signals) => void; readonly kill: () => Promise<unknown> };

/** Where the system can do it, the child is gone when this process is. */
const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;

function startChild(args: readonly string[], env: Env): Child {
  const [command = program, ...rest] = [...(setpriv ? [setpriv, '--pdeathsig', 'KILL', '--'] : []), program, ...args];
  const child: ChildProcess = spawn(command, rest, { cwd: root, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => { text.out += chunk; });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => { text.err += chunk; });
  let over = false;
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => { over = true; resolve(code); });
  });
  return {
    ended, over: () => over, out: () => text.out, err: () => text.err,
    signal: (name) => { child.kill(name); },
    kill: () => { child.kill('SIGKILL'); return ended; },
  };
}

function runningOf(child: Child, url: string): Running {
  return {
    url,
    log: () => child.out() + child.err(),
    said: (message) => child.out().split('\n').filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line['msg'] === message),
    health: async () => {
      try {
        const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(3_000) });
        return { status: response.status, body: (await response.json()) as Health };
      } catch {
        return null;
      }
    },
    stop: () => { child.signal('SIGTERM'); return child.ended; },
    kill: async () => { await child.kill(); },
  };
}

/** A kommune's answer to the letter: one sentence with a contact. `n` tells several answers apart. */
export function answer(code: string, { n = 1, name = 'Mette Holm', user = 'mho', text }: { readonly n?: number; readonly name?: string; readonly user?: string; readonly text?: string } = {}): { readonly id: string; readonly raw: Buffer } {
  const domain = domainOf(code);
  const id = `<svar-${n}@${domain}>`;
  const said = text ?? `Hej\n\nKontaktperson: ${name}, HR-konsulent, ${user}@${domain}, tlf. 89 40 12 34\n\nMed venlig hilsen\n\n${name}\n`;
  return { id, raw: writeMail({ from: `${name} <${user}@${domain}>`, subject: `SV: Indberetning om måltal [LIGE-2024-${code}]`, answers: code, text: said, messageId: id }) };
}
