// Watching INBOX on a real Dovecot: news as soon as it is told, and every way a connection dies.
// It refuses to use a stand-in for the server, and to wait for anything but a fact.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { deliverTo } from '../../demo/servers/index.ts';
import { MailboxUnreachable, type Mailbox, type MailboxState } from '../../src/adapters/mailbox.ts';
import { letter, mailboxRoom, until } from '../support/mailbox.ts';

const { dovecot, user, open, fresh, ownDovecot, atEnd } = mailboxRoom();

/** Starts watching; `seen` holds every state told, `busy` the most calls there ever were at once. */
function watching(mailbox: Mailbox, pollSeconds = 600, slow?: () => Promise<void>): { seen: MailboxState[]; trouble: Error[]; most: () => number; stop: () => Promise<void> } {
  const seen: MailboxState[] = [];
  const trouble: Error[] = [];
  const ending = new AbortController();
  let now = 0;
  let most = 0;
  const done = mailbox.watch({
    pollSeconds, signal: ending.signal,
    onTrouble: (error) => { trouble.push(error); },
    onChange: async (state) => { now += 1; most = Math.max(most, now); seen.push(state); await slow?.(); now -= 1; },
  });
  const stop = async (): Promise<void> => { ending.abort(); await done; };
  atEnd(stop);
  return { seen, trouble, most: () => most, stop };
}

describe('watching', () => {
  test('tells at the start and as soon as the server notifies', async () => {
    const { mailbox, deliver } = fresh();
    const { seen } = watching(mailbox);
    await until(() => seen.length === 1);
    expect(seen[0]).toMatchObject({ exists: 0, uidNext: 1 });
    deliver(letter(1));
    await until(() => seen.at(-1)?.exists === 1, 3000);
    expect(seen.at(-1)).toMatchObject({ uidNext: 2 });
  });

  test('never tells twice at once, and tells of what came meanwhile', async () => {
    const { mailbox, deliver } = fresh();
    let release = (): void => {};
    const { seen, most } = watching(mailbox, 600, () => new Promise<void>((resolve) => { release = resolve; }));
    await until(() => seen.length === 1);
    for (let n = 1; n <= 50; n += 1) deliver(letter(n));
    expect(seen).toHaveLength(1);
    await until(() => { release(); return seen.at(-1)?.exists === 50; });
    expect(most()).toBe(1);
  });

  test('looks every pollSeconds even when nothing is notified', async () => {
    const { mailbox } = fresh();
    const { seen } = watching(mailbox, 0.05);
    await until(() => seen.length >= 4);
  });

  test('after a killed server it comes back by itself and tells of the mail that came meanwhile', async () => {
    const own = await ownDovecot('killed');
    const mailbox = open({ url: own.imapUrl('lige') });
    const { seen, trouble } = watching(mailbox);
    await until(() => seen.length === 1);
    const { uidValidity } = await mailbox.state();
    await own.kill();
    await until(() => trouble.length > 0);
    await expect(mailbox.state()).rejects.toThrow(MailboxUnreachable);
    deliverTo(own, 'lige')(letter(1));
    await own.restart();
    await until(() => seen.at(-1)?.exists === 1);
    expect(seen.at(-1)?.uidValidity).toBe(uidValidity);
    expect(await mailbox.fetch(uidValidity, 1)).toMatchObject({ kind: 'whole' });
  });

  test('a connection that is dead without a word is found out and replaced', async () => {
    const sockets = new Set<net.Socket>();
    const deaf = new Set<net.Socket>();
    const proxy = net.createServer((near) => {
      const far = net.connect(dovecot().port, '127.0.0.1');
      for (const [a, b] of [[near, far], [far, near]] as const) {
        sockets.add(a);
        a.on('data', (chunk: Buffer) => { if (!deaf.has(a)) b.write(chunk); });
        a.on('error', () => {});
        a.on('close', () => b.destroy());
      }
    });
    await new Promise<void>((resolve) => { proxy.listen(0, '127.0.0.1', resolve); });
    atEnd(() => { for (const s of sockets) s.destroy(); proxy.close(); });
    const { port } = proxy.address() as net.AddressInfo;
    const name = user();
    const mailbox = open({ url: dovecot().imapUrl(name).replace(/:\d+$/, `:${port}`), commandTimeout: 300 });
    const { seen, trouble } = watching(mailbox, 0.2);
    await until(() => seen.length === 1);
    for (const socket of sockets) deaf.add(socket);
    await until(() => trouble.length > 0);
    deliverTo(dovecot(), name)(letter(1));
    await until(() => seen.at(-1)?.exists === 1);
  });

  test('a new UIDVALIDITY is told of, and old places are gone', async () => {
    const own = await ownDovecot('restored');
    const mailbox = open({ url: own.imapUrl('lige') });
    deliverTo(own, 'lige')(letter(1));
    const before = await mailbox.list();
    const { seen } = watching(mailbox);
    await until(() => seen.length > 0);
    // As after a restore from a backup: the same mail, new numbers.
    await own.kill();
    const uidlist = path.join(own.maildir('lige'), 'dovecot-uidlist');
    writeFileSync(uidlist, readFileSync(uidlist, 'utf8').split('\n', 1).join('').replace(/V(\d+)/, (_, v: string) => `V${Number(v) + 7}`).replace(/N\d+/, 'N1').concat('\n'));
    for (const name of readdirSync(own.maildir('lige'))) if (name.startsWith('dovecot().index')) rmSync(path.join(own.maildir('lige'), name));
    await own.restart();
    await until(() => seen.at(-1)?.uidValidity !== before.uidValidity);
    const after = await mailbox.list();
    expect(after.uidValidity).toBe(seen.at(-1)?.uidValidity);
    expect(after.mails.map((m) => m.messageId)).toEqual(['<m1@aarhus.dk>']);
    expect(await mailbox.fetch(before.uidValidity, 1)).toEqual({ kind: 'gone', why: 'uidvalidity-changed' });
    expect(await mailbox.move({ uidValidity: before.uidValidity, uid: 1 }, 'Rundskriv/Sendt')).toBe('gone');
    expect((await mailbox.state()).exists).toBe(1);
  });

  test('stops at once when told, and closing the mailbox stops it too', async () => {
    const { mailbox } = fresh();
    const ended = mailbox.watch({ pollSeconds: 600, signal: new AbortController().signal, onChange: () => {} });
    await mailbox.connect();
    await mailbox.close();
    await ended;
    await expect(mailbox.state()).rejects.toThrow(/closed by the program/);
  });
});
