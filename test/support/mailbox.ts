// A Dovecot for one test file, with a user and a mailbox for each test; all of it is stopped afterwards.
// It refuses to share: no test sees what another one left behind.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { deliverTo, startDovecot, type DovecotServer } from '../../demo/servers/index.ts';
import { parseMailUrl } from '../../src/adapters/mail-url.ts';
import { createMailbox, type Mailbox } from '../../src/adapters/mailbox.ts';

export type MailboxRoom = {
  readonly dir: string;
  readonly dovecot: () => DovecotServer;
  /** A user nobody else has. */
  readonly user: () => string;
  /** A new user with its mailbox and its postman. */
  readonly fresh: (options?: Partial<Parameters<typeof createMailbox>[0]>) => { user: string; mailbox: Mailbox; deliver: ReturnType<typeof deliverTo> };
  /** A mailbox of any address, closed after the test. */
  readonly open: (options: Parameters<typeof createMailbox>[0]) => Mailbox;
  /** A Dovecot of one's own, stopped after the test, with the user `lige`. */
  readonly ownDovecot: (name: string, separator?: '/' | '.') => Promise<DovecotServer>;
  /** Another mail program looking at the same mailbox. */
  readonly otherProgram: (user: string) => Promise<ImapFlow>;
  readonly atEnd: (end: () => Promise<void> | void) => void;
};

/** Registers what starts and stops it all with the test runner. */
export function mailboxRoom(): MailboxRoom {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'mailbox-test-'));
  const users = Array.from({ length: 40 }, (_, i) => `user${i}@lige.dk`);
  const toEnd: (() => Promise<void> | void)[] = [];
  let server: DovecotServer | undefined;
  let next = 0;
  const dovecot = (): DovecotServer => {
    if (!server) throw new Error('Dovecot is started before the first test, not earlier');
    return server;
  };
  const user = (): string => users[next++] ?? '';
  const open = (options: Parameters<typeof createMailbox>[0]): Mailbox => {
    const mailbox = createMailbox(options);
    toEnd.push(() => mailbox.close());
    return mailbox;
  };
  beforeAll(async () => { server = await startDovecot({ dir, users: users.map((name) => ({ user: name, password: 'hemmelig kode/æ' })) }); });
  afterAll(async () => { await server?.stop(); rmSync(dir, { recursive: true, force: true }); });
  afterEach(async () => { for (const end of toEnd.splice(0).toReversed()) await end(); });
  return {
    dir, dovecot, user, open,
    fresh: (options = {}) => {
      const name = user();
      return { user: name, mailbox: open({ url: dovecot().imapUrl(name), ...options }), deliver: deliverTo(dovecot(), name) };
    },
    ownDovecot: async (name, separator = '/') => {
      const own = await startDovecot({ dir: path.join(dir, name), users: [{ user: 'lige', password: 'x' }], separator });
      toEnd.push(() => own.stop());
      return own;
    },
    otherProgram: async (name) => {
      const { host, port, password } = parseMailUrl('IMAP_URL', dovecot().imapUrl(name));
      const client = new ImapFlow({ host, port, secure: false, auth: { user: name, pass: password }, logger: false });
      client.on('error', () => {});
      await client.connect();
      toEnd.push(() => client.close());
      return client;
    },
    atEnd: (end) => { toEnd.push(end); },
  };
}

/** Waits for a fact, looking every few milliseconds; throws when it does not come true. */
export async function until(fact: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await fact())) {
    if (performance.now() > end) throw new Error(`not so after ${limitMs} ms: ${fact.toString()}`);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}

/** A small mail, told apart by its number. */
export function letter(n: number, body = 'Hej\r\n'): string {
  return `From: Ane <Ane@Aarhus.dk>\r\nMessage-ID: <m${n}@aarhus.dk>\r\nSubject: brev ${n}\r\n\r\n${body}`;
}
