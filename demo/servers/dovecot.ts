// A private Dovecot on loopback for the demo and the tests: real IMAP, Maildir on disk, plain passwords.
// It refuses to touch the machine's own Dovecot, to run as root, and to outlive its parent.
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dovecotConfig } from './dovecot-config.ts';
import { answers, findProgram, freePort, startProcess, untilReady, type Child } from './process.ts';

export type MailUser = { readonly user: string; readonly password: string };

export type DovecotServer = {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly version: string;
  /** `imap://user:password@127.0.0.1:port` with user and password percent-encoded. */
  imapUrl(user: string): string;
  /** The Maildir of a user: INBOX itself; folder a/b is `.a.b` inside it. */
  maildir(user: string): string;
  /** Who must own what lies in a Maildir; null when that is whoever we are. */
  readonly owner: Owner | null;
  readonly log: string;
  /** Ends it in good order; the mail stays in `dir`. */
  stop(): Promise<void>;
  /** SIGKILL to all its processes at once; every connection breaks. */
  kill(): Promise<void>;
  /** Kills what still runs and starts again on the same port with the same mail. */
  restart(): Promise<void>;
};

export type Owner = { readonly uid: number; readonly gid: number };

export type DovecotOptions = {
  /** Where mail, users and log lie; made when missing. As root it must be reachable for `nobody`, otherwise a temporary folder is used. */
  readonly dir: string;
  readonly users: readonly MailUser[];
  readonly port?: number;
  readonly separator?: '/' | '.';
};

/** Starts Dovecot and waits for its greeting. Throws when it is not installed or does not start, with its log's last lines. */
export async function startDovecot(options: DovecotOptions): Promise<DovecotServer> {
  const program = findProgram('dovecot', ['/opt/homebrew/opt/dovecot/sbin', '/usr/local/opt/dovecot/sbin']);
  if (!program) throw new Error('dovecot is not installed: type sh scripts/setup.sh dovecot');
  const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
  const who = runAs();
  mkdirSync(options.dir, { recursive: true });
  const dir = who.owner && !reachableForOthers(options.dir) ? mkdtempSync(path.join(os.tmpdir(), 'rundskriv-mail-')) : path.resolve(options.dir);
  const run = mkdtempSync(path.join(existsSync('/tmp') ? '/tmp' : os.tmpdir(), 'rs-'));
  chmodSync(run, 0o755);
  const mail = path.join(dir, 'mail');
  const log = path.join(dir, 'dovecot.log');
  const usersFile = path.join(dir, 'users');
  for (const folder of [dir, run, mail, ...options.users.flatMap(({ user }) => maildirFolders(path.join(mail, user)))]) own(folder, who.owner);
  writeFileSync(usersFile, options.users.map(({ user, password }) => `${user}:{PLAIN}${password}\n`).join(''), { mode: 0o600 });
  if (who.owner) chownSync(usersFile, who.owner.uid, who.owner.gid);

  let port = options.port ?? (await freePort());
  const start = async (): Promise<Child> => {
    const config = path.join(dir, 'dovecot.conf');
    writeFileSync(config, dovecotConfig(version, { run, mail, usersFile, log, port, separator: options.separator ?? '/', ...who }));
    rmSync(path.join(run, 'master.pid'), { force: true });
    const child = startProcess(program, ['-F', '-c', config], { cwd: dir, user: who.owner });
    try {
      await untilReady(child, `dovecot (see ${log})`, () => answers(port, '', '* OK'));
      return child;
    } catch (error) {
      await child.kill();
      throw error;
    }
  };
  let child: Child;
  for (let attempt = 1; ; attempt += 1) {
    try {
      child = await start();
      break;
    } catch (error) {
      if (options.port !== undefined || attempt === 3) { rmSync(run, { recursive: true, force: true }); throw error; }
      port = await freePort();
    }
  }
  const passwords = new Map(options.users.map(({ user, password }) => [user, password]));
  return {
    host: '127.0.0.1', port, version, owner: who.owner, log,
    imapUrl: (user) => {
      const password = passwords.get(user);
      if (password === undefined) throw new Error(`this Dovecot has no user ${user}`);
      return `imap://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
    },
    maildir: (user) => path.join(mail, user),
    stop: async () => { await child.stop(250); rmSync(run, { recursive: true, force: true }); if (dir !== path.resolve(options.dir)) rmSync(dir, { recursive: true, force: true }); },
    kill: () => child.kill(),
    restart: async () => { await child.kill(); child = await start(); },
  };
}

function maildirFolders(maildir: string): readonly string[] {
  return [maildir, ...['cur', 'new', 'tmp'].map((f) => path.join(maildir, f))];
}

function own(folder: string, owner: Owner | null): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (owner) chownSync(folder, owner.uid, owner.gid);
}

/** Dovecot's login process must not be root: as root it all runs as `nobody`, otherwise as oneself. */
function runAs(): { readonly user: string; readonly group: string; readonly uid: number; readonly gid: number; readonly owner: Owner | null } {
  const id = (...args: string[]): string => execFileSync('id', args, { encoding: 'utf8' }).trim();
  if (process.getuid?.() !== 0) {
    return { user: id('-un'), group: id('-gn'), uid: Number(id('-u')), gid: Number(id('-g')), owner: null };
  }
  const uid = Number(id('-u', 'nobody'));
  const gid = Number(id('-g', 'nobody'));
  return { user: 'nobody', group: id('-gn', 'nobody'), uid, gid, owner: { uid, gid } };
}

/** True when every folder above `dir` lets others through. Those in the temporary folder that we own (mkdtemp makes them 0700) are opened. */
function reachableForOthers(dir: string): boolean {
  const temporary = `${path.resolve(os.tmpdir())}${path.sep}`;
  for (let at = path.dirname(path.resolve(dir)); ; at = path.dirname(at)) {
    const { mode, uid } = statSync(at);
    if ((mode & 0o001) === 0) {
      if (!at.startsWith(temporary) || uid !== process.getuid?.()) return false;
      chmodSync(at, (mode & 0o7777) | 0o011);
    }
    if (at === path.dirname(at)) return true;
  }
}
