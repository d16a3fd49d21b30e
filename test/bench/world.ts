// The benches' world: a private Dovecot and SMTP sink, a country of invented kommuner, and rooms with a Redis and an INBOX of their own.
// It refuses to flatter: Redis syncs every write, and each mail the product sends comes back to its INBOX, as a real mail server brings it.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { deliverTo, findProgram, startDovecot, startRedis, startSmtp, type TakenMail } from '../../demo/servers/index.ts';
import { loadCampaignFile } from '../../src/adapters/campaign-file.ts';
import { loadRegister } from '../../src/adapters/register.ts';
import type { Campaign } from '../../src/core/campaign.ts';
import type { Register } from '../../src/core/kommune.ts';
import { step } from '../../src/flows/step.ts';
import { openStore, readSettings } from '../../workers/compose.ts';
import { inventRegister, mainMailboxOf, repliesOf, type Reply } from './replies.ts';

export const root = path.join(import.meta.dirname, '../..');
export const ownAddress = 'lige@lige.dk';
export type Env = Readonly<Record<string, string | undefined>>;

export type World = {
  readonly register: Register;
  readonly campaign: Campaign;
  readonly replies: readonly Reply[];
  /** A Redis and an INBOX nobody has used; only the newest room gets the sink's mails. */
  readonly room: (name: string) => Promise<Room>;
  readonly close: () => Promise<void>;
};

export type Room = {
  readonly dir: string;
  readonly env: Env;
  readonly imapUrl: string;
  readonly redisUrl: string;
  /** Bytes of the last acknowledgement that came. */
  readonly lastAck: () => Buffer;
  /** Launches the campaign by the command, and has every letter sent already. */
  readonly launch: () => Promise<void>;
  /** Brings mails into INBOX all at once, in this order; gives the instant (performance.now()) just before. */
  readonly deliver: (mails: readonly Uint8Array[]) => number;
  /** Waits until `count` acknowledgements have come in all; gives the instant of the last. Throws when they do not come. */
  readonly acked: (count: number, limitMs?: number) => Promise<number>;
  /** Waits until nothing lies in INBOX any more. */
  readonly quiet: () => Promise<void>;
  /** How many mails lie in a folder ("Rundskriv/Sendt"). */
  readonly lying: (folder: string) => number;
  /** Starts the product's workers; resolves when they are up. What they load at their first mail is for a warm-up to pay. */
  readonly start: (parts: string, env?: Env) => Promise<Running>;
  /** Starts a script of the benches with the room's environment; resolves when it has said "ready". */
  readonly script: (name: string, env?: Env) => Promise<Running>;
  readonly close: () => Promise<void>;
};

export type Running = {
  readonly pid: number;
  /** Milliseconds of processor time so far; NaN where the system does not tell. */
  readonly cpu: () => number;
  readonly say: (line: string) => void;
  readonly output: () => string;
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
};

export type WorldOptions = { readonly kommuner: number; readonly machine?: Readonly<Record<string, number>> };

const users = Array.from({ length: 48 }, (_, i) => ({ user: `bench${i}@lige.dk`, password: 'bench' }));

export async function openWorld({ kommuner, machine = {} }: WorldOptions): Promise<World> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const real = await loadRegister(path.join(root, 'config/kommuner.json'));
  const register = inventRegister(kommuner, real.regions);
  const campaignFile = writeCampaign(dir, register, machine);
  const { campaign } = await loadCampaignFile(campaignFile);
  const replies = await repliesOf(register, campaign);
  const dovecot = await startDovecot({ dir: path.join(dir, 'dovecot'), users });
  let taken: (mail: TakenMail) => void = () => undefined;
  const sink = await startSmtp({ onMail: (mail) => taken(mail) });
  let rooms = 0;
  return {
    register, campaign, replies,
    room: async (name) => {
      const user = users[rooms++]?.user;
      if (user === undefined) throw new Error('the benches have no mailbox left: add users in world.ts');
      const redis = await startRedis({ dir: path.join(dir, name) });
      const maildir = dovecot.maildir(user);
      const bring = deliverTo(dovecot, user);
      const stage = stageOf(dovecot, user);
      const acks = createAcks();
      taken = (mail) => {
        const to = mail.envelope.to.filter((address) => address !== ownAddress);
        for (const address of to) acks.note(address, mail.raw);
        if (mail.envelope.to.includes(ownAddress)) bring(mail.raw, { from: ownAddress });
      };
      const env: Env = {
        ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(?:RUNDSKRIV_|REDIS_|IMAP_|SMTP_|MAIL_|PORTAL_|LOG_LEVEL$)/.test(key))),
        RUNDSKRIV_CAMPAIGN: campaignFile, RUNDSKRIV_CLOCK: '2024-02-05T10:00:00+01:00', RUNDSKRIV_SECRET: 'a secret of the benches alone',
        REDIS_URL: redis.url, IMAP_URL: dovecot.imapUrl(user), SMTP_URL: sink.url,
      };
      const running: Running[] = [];
      const run = async (command: readonly string[], extra: Env, isReady: (log: string) => boolean): Promise<Running> => {
        const child = await startChild(command, { ...env, ...extra }, path.join(dir, name, `child${running.length}.log`), isReady);
        running.push(child);
        return child;
      };
      return {
        dir: path.join(dir, name), env, imapUrl: dovecot.imapUrl(user), redisUrl: redis.url,
        lastAck: acks.last,
        launch: async () => {
          const command = await run([path.join(root, 'bin/rundskriv'), 'launch', '--yes'], { RUNDSKRIV_CLOCK: '2024-01-29T12:00:00+01:00' }, (log) => log.includes('Launched: '));
          await command.ended;
          await sendLetters(env);
        },
        deliver: (mails) => {
          const files = mails.map((raw) => stage(raw));
          const at = performance.now();
          for (const { from, to } of files) renameSync(from, to);
          return at;
        },
        acked: acks.reached,
        quiet: async () => { while (count(path.join(maildir, 'new')) + count(path.join(maildir, 'cur')) > 0) await pause(10); },
        lying: (folder) => ['new', 'cur'].reduce((sum, sub) => sum + count(path.join(maildir, `.${folder.replaceAll('/', '.')}`, sub)), 0),
        start: async (parts, extra = {}) => {
          const child = await run([path.join(root, 'bin/rundskriv'), 'start', '--only', parts], extra, (log) => log.includes('"started"'));
          await pause(500);
          return child;
        },
        script: (file, extra = {}) => run([process.execPath, '--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, file)], extra, (log) => log.includes('ready')),
        close: async () => {
          await Promise.all(running.map((child) => child.stop()));
          await redis.kill();
          rmSync(maildir, { recursive: true, force: true });
        },
      };
    },
    close: async () => {
      await sink.stop();
      await dovecot.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The campaign of 2024 with no brake on sending, and the invented country in place of the real one. */
function writeCampaign(dir: string, register: Register, machine: Readonly<Record<string, number>>): string {
  const document = parseDocument(readFileSync(path.join(root, 'config/campaigns/2024.yaml'), 'utf8'));
  document.setIn(['recipients', 'addressList'], 'mailboxes.csv');
  document.setIn(['sending', 'perMinute'], 10_000_000);
  document.set('register', 'kommuner.json');
  for (const [key, value] of Object.entries(machine)) document.setIn(['machine', key], value);
  writeFileSync(path.join(dir, 'kommuner.json'), JSON.stringify(register));
  writeFileSync(path.join(dir, 'mailboxes.csv'), `Kommunekode;Kommune;Hovedpostkasse\n${register.kommuner.map((k) => `${k.code};${k.name};${mainMailboxOf(k)}`).join('\n')}\n`);
  const file = path.join(dir, 'campaign.yaml');
  writeFileSync(file, document.toString());
  return file;
}

/** Every letter asked for, intended and sent, through the product's one door, as on the letter's day. */
async function sendLetters(env: Env): Promise<void> {
  const settings = await readSettings(env);
  const store = await openStore(settings, false);
  const { campaign, register } = settings;
  const at = '2024-01-30T07:00:00Z';
  try {
    await inTurn(register.kommuner, 50, async ({ code }) => {
      const task = `letter.${campaign.id}.${code}`;
      const needs = { campaign, log: store.log };
      await step(needs, [{ stream: code, command: { type: 'invite', at } }]);
      await step(needs, [{ stream: code, command: { type: 'note-intent', at, task, sha256: '0'.repeat(64), clock: at, attempt: 0 } }]);
      const sent = await step(needs, [{ stream: code, command: { type: 'note-sent', at, task, proof: 'accepted', response: '250 2.0.0 Ok' } }]);
      if (sent.outcome !== 'done') throw new Error(`the letter to ${code} could not be noted as sent: ${sent.ignored.join(', ')}`);
    });
  } finally {
    await store.close();
  }
}

/** Writes a mail beside the Maildir's new/ and says where it has to be moved to be there. */
function stageOf(dovecot: Parameters<typeof deliverTo>[0], user: string): (raw: Uint8Array) => { readonly from: string; readonly to: string } {
  const waiting = `${user}-waiting`;
  const deliver = deliverTo(dovecot, waiting);
  return (raw) => {
    const name = deliver(raw);
    return { from: path.join(dovecot.maildir(waiting), 'new', name), to: path.join(dovecot.maildir(user), 'new', name) };
  };
}

function createAcks() {
  const seen = new Map<string, number>();
  let last: Buffer = Buffer.alloc(0);
  let total = 0;
  let waiting: { readonly count: number; readonly resolve: (at: number) => void } | undefined;
  let lastAt = 0;
  return {
    last: () => last,
    note: (address: string, raw: Buffer): void => {
      lastAt = performance.now();
      seen.set(address, (seen.get(address) ?? 0) + 1);
      total += 1;
      last = raw;
      if (waiting && total >= waiting.count) waiting.resolve(lastAt);
    },
    reached: async (wanted: number, limitMs = 300_000): Promise<number> => {
      let timer: NodeJS.Timeout | undefined;
      const at = total >= wanted ? lastAt : await new Promise<number>((resolve, reject) => {
        waiting = { count: wanted, resolve };
        timer = setTimeout(() => reject(new Error(`${total} of ${wanted} acknowledgements came within ${limitMs / 1000} seconds`)), limitMs);
      });
      clearTimeout(timer);
      waiting = undefined;
      const twice = [...seen].find(([, n]) => n > 1);
      if (twice || seen.size !== wanted) throw new Error(`${seen.size} senders were answered with ${total} mails where ${wanted} were expected${twice ? `; ${twice[0]} got ${twice[1]}` : ''}`);
      return at;
    },
  };
}

const children = new Set<ChildProcess>();
process.once('exit', () => { for (const child of children) child.kill('SIGKILL'); });

async function startChild(command: readonly string[], env: Env, log: string, isReady: (log: string) => boolean): Promise<Running> {
  mkdirSync(path.dirname(log), { recursive: true });
  const out = openSync(log, 'w');
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  const [program = '', ...args] = [...(setpriv ? [setpriv, '--pdeathsig', 'KILL', '--'] : []), ...command];
  const child = spawn(program, args, { cwd: root, env, stdio: ['pipe', out, out] });
  closeSync(out);
  children.add(child);
  child.once('exit', () => children.delete(child));
  const output = (): string => readFileSync(log, 'utf8');
  const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()); child.once('error', () => resolve()); });
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  const stop = async (): Promise<void> => {
    if (!alive()) return;
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(insist);
  };
  for (const limit = performance.now() + 60_000; !isReady(output()); await pause(10)) {
    if (alive() && performance.now() < limit) continue;
    // A short command may have ended well between two looks.
    if (!alive() && isReady(output())) break;
    await stop();
    throw new Error(`${command.slice(0, 3).join(' ')} did not come up:\n${output().slice(-600)}`);
  }
  const pid = child.pid ?? 0;
  return { pid, cpu: () => cpuOf(pid), say: (line) => void child.stdin?.write(`${line}\n`), output, ended, stop };
}

/** User and system time of a process (proc(5), stat: fields 14 and 15, in hundredths of a second). */
export function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** Does `work` for each, `width` at a time. */
export async function inTurn<T>(list: readonly T[], width: number, work: (one: T, i: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(width, list.length) }, async () => {
    for (let i = next++; i < list.length; i = next++) await work(list[i] as T, i);
  }));
}

export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => { setTimeout(resolve, ms); });
}

function count(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).length : 0;
}
