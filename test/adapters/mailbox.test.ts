// The mailbox adapter against a real Dovecot: logging in, reading, moving, finding.
// It refuses to use a stand-in for the server: what is tested is what the two really say to each other.
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { deliverTo, freePort } from '../../demo/servers/index.ts';
import { parseMailUrl } from '../../src/adapters/mail-url.ts';
import { botFolders, MailboxRefused, MailboxUnreachable } from '../../src/adapters/mailbox.ts';
import { letter, mailboxRoom } from '../support/mailbox.ts';

const { dovecot, user, open, fresh, ownDovecot, otherProgram } = mailboxRoom();

const sha = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n');
}

function bigMail(files: readonly { name: string; type: string; content: Buffer }[]): string {
  const parts = files.map((f) => `--b\r\nContent-Type: ${f.type}; name="${f.name}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${f.name}"\r\n\r\n${base64(f.content)}\r\n`);
  return `From: a@aarhus.dk\r\nMessage-ID: <big@aarhus.dk>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n`
    + `--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain; charset=ISO-8859-1; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nK=E6re alle\r\n`
    + `--c\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Kære alle</p>\r\n--c--\r\n${parts.join('')}--b--\r\n`;
}

describe('the address', () => {
  test('imaps is TLS, imap is STARTTLS outside loopback and plain on it', () => {
    expect(parseMailUrl('IMAP_URL', 'imaps://lige%40lige.dk:p%2F@mail.example.dk')).toEqual({ host: 'mail.example.dk', port: 993, secure: true, startTls: false, user: 'lige@lige.dk', password: 'p/' });
    expect(parseMailUrl('IMAP_URL', 'imap://a:b@mail.example.dk')).toMatchObject({ port: 143, secure: false, startTls: true });
    expect(parseMailUrl('IMAP_URL', 'imap://a:b@127.0.0.1:1143')).toMatchObject({ port: 1143, secure: false, startTls: false });
    expect(parseMailUrl('IMAP_URL', 'imap://a:b@[::1]')).toMatchObject({ host: '::1', startTls: false });
  });
  test.each(['', 'lige.dk', 'http://a:b@lige.dk', 'smtp://a:b@lige.dk', 'imaps://a:%zz@lige.dk'])('%j is refused with a cure and without the password', (text) => {
    expect(() => parseMailUrl('IMAP_URL', text)).toThrow(/IMAP_URL.*write/);
  });
});

describe('connecting', () => {
  test('a wrong password is a refusal that names the cure, and is not tried over and over', async () => {
    const url = new URL(dovecot().imapUrl(user()));
    url.password = 'forkert';
    const mailbox = open({ url: url.href });
    await expect(mailbox.connect()).rejects.toThrow(MailboxRefused);
    await expect(mailbox.state()).rejects.toThrow(/refuses the login.*IMAP_URL/);
  });

  test('a server that is away is passing trouble', async () => {
    const mailbox = open({ url: `imap://a:b@127.0.0.1:${await freePort()}` });
    await expect(mailbox.state()).rejects.toThrow(MailboxUnreachable);
    await expect(mailbox.state()).rejects.toThrow(/can't be reached.*check that the server is up/);
  });

  test('a server without STARTTLS gets no password outside loopback', async () => {
    const mailbox = open({ url: { host: '127.0.0.1', port: dovecot().port, secure: false, startTls: true, user: 'a', password: 'b' } });
    await expect(mailbox.connect()).rejects.toThrow(MailboxRefused);
  });

  test('tokens are asked for at each connect, a fresh one after a refusal', async () => {
    const asked: boolean[] = [];
    const { mailbox } = fresh({ oauth: async (again) => { asked.push(again); return 'token'; } });
    await expect(mailbox.connect()).rejects.toThrow(MailboxRefused);
    expect(asked).toEqual([false, true]);
  });
});

describe('folders', () => {
  test('are made and subscribed to once', async () => {
    const { user, mailbox } = fresh();
    await mailbox.ensureFolders();
    await mailbox.ensureFolders();
    const found = await (await otherProgram(user)).list();
    for (const name of botFolders) expect(found.find((f) => f.path === name)).toMatchObject({ subscribed: true });
  });

  test("are made with the server's own separator, and a move finds them", async () => {
    const dotted = await ownDovecot('dotted', '.');
    const mailbox = open({ url: dotted.imapUrl('lige') });
    await mailbox.ensureFolders();
    deliverTo(dotted, 'lige')(letter(1));
    const { uidValidity, mails } = await mailbox.list();
    expect(await mailbox.move({ uidValidity, uid: mails[0]?.uid ?? 0 }, 'Rundskriv/Til gennemsyn')).toBe('moved');
    const there = path.join(dotted.maildir('lige'), '.Rundskriv.Til gennemsyn');
    expect([...readdirSync(path.join(there, 'cur')), ...readdirSync(path.join(there, 'new'))]).toHaveLength(1);
  });

  test('that the server refuses are named with the cure', async () => {
    const { mailbox } = fresh();
    await expect(mailbox.ensureFolders(['Rundskriv//x'])).rejects.toThrow(/Rundskriv\/\/x.*make the folder by hand/);
  });
});

describe('reading', () => {
  test('the list has what came, by UID, and nothing below the UID asked for', async () => {
    const { mailbox, deliver } = fresh();
    expect((await mailbox.list()).mails).toEqual([]);
    for (let n = 1; n <= 30; n += 1) deliver(letter(n), { at: new Date('2024-02-13T10:00:00Z') });
    const { mails, uidNext } = await mailbox.list();
    expect(mails.map((m) => m.messageId)).toEqual(Array.from({ length: 30 }, (_, i) => `<m${i + 1}@aarhus.dk>`));
    expect(mails[0]).toEqual({ uid: 1, bytes: letter(1).length, from: 'ane@aarhus.dk', messageId: '<m1@aarhus.dk>', internalDate: '2024-02-13T10:00:00.000Z' });
    expect(uidNext).toBe(31);
    expect((await mailbox.list(29)).mails.map((m) => m.uid)).toEqual([29, 30]);
    expect((await mailbox.list(31)).mails).toEqual([]);
    expect((await mailbox.list(1000)).mails).toEqual([]);
  });

  test('a mail is fetched byte for byte, and no flag changes', async () => {
    const { user, mailbox, deliver } = fresh();
    const raw = Buffer.concat([Buffer.from(letter(1)), randomBytes(30_000).map((b) => (b === 10 || b === 13 || b === 0 ? 32 : b)), Buffer.from('\r\n')]);
    deliver(raw);
    const { uidValidity } = await mailbox.state();
    const mail = await mailbox.fetch(uidValidity, 1);
    expect(mail).toMatchObject({ kind: 'whole', bytes: raw.length, id: sha(raw) });
    expect(mail.kind === 'whole' && raw.equals(mail.raw)).toBe(true);
    const other = await otherProgram(user);
    await other.mailboxOpen('INBOX', { readOnly: true });
    const flags = await other.fetchOne('1', { flags: true }, { uid: true });
    expect(flags && [...(flags.flags ?? [])].filter((f) => f !== '\\Recent')).toEqual([]);
  });

  test('a mail that came after the connection last looked is found; one that is not there is gone', async () => {
    const { mailbox, deliver } = fresh();
    const { uidValidity } = await mailbox.state();
    deliver(letter(1));
    expect(await mailbox.fetch(uidValidity, 1)).toMatchObject({ kind: 'whole' });
    expect(await mailbox.fetch(uidValidity, 2)).toEqual({ kind: 'gone', why: 'no-such-mail' });
    expect(await mailbox.fetch('17', 1)).toEqual({ kind: 'gone', why: 'uidvalidity-changed' });
  });

  test('of a big mail only the parts that can matter are fetched, decoded; its identity survives a move', async () => {
    const { user, mailbox, deliver } = fresh();
    const list = randomBytes(200_000);
    deliver(bigMail([
      { name: 'liste.xlsx', type: 'application/octet-stream', content: list },
      { name: 'foto.jpg', type: 'image/jpeg', content: randomBytes(2_000_000) },
      { name: 'stor.xlsx', type: 'application/vnd.ms-excel', content: randomBytes(11_000_000) },
    ]));
    const { uidValidity } = await mailbox.state();
    const mail = await mailbox.fetch(uidValidity, 1);
    if (mail.kind !== 'parts') throw new Error(`fetched as ${mail.kind}`);
    expect(mail.texts.map((t) => ({ ...t, content: Buffer.from(t.content).toString('latin1') }))).toEqual([
      { contentType: 'text/plain', charset: 'iso-8859-1', flowed: true, delSp: false, truncated: false, content: 'K\xE6re alle' },
      { contentType: 'text/html', charset: 'utf-8', flowed: false, delSp: false, truncated: false, content: Buffer.from('<p>Kære alle</p>').toString('latin1') },
    ]);
    expect(mail.attachments.map((a) => [a.filename, a.contentType, a.content && sha(a.content)])).toEqual([
      ['liste.xlsx', 'application/octet-stream', sha(list)], ['foto.jpg', 'image/jpeg', null], ['stor.xlsx', 'application/vnd.ms-excel', null],
    ]);
    expect(Math.abs((mail.attachments[2]?.bytes ?? 0) - 11_000_000)).toBeLessThan(1000);
    expect(Buffer.from(mail.headerBlock).toString()).toMatch(/^From: a@aarhus\.dk\r\n[^]*boundary=b\r\n\r\n$/);
    const other = await otherProgram(user);
    await other.mailboxOpen('INBOX');
    await other.messageCopy('1', 'INBOX', { uid: true });
    expect(await mailbox.fetch(uidValidity, 2)).toMatchObject({ kind: 'parts', id: mail.id });
  });

  test('of a mail over the limit only the header block is fetched; a long text is cut', async () => {
    const { mailbox, deliver } = fresh({ limits: { mail: 3_000_000, text: 1000, whole: 10_000 } });
    deliver(letter(1, 'x'.repeat(70).concat('\r\n').repeat(60_000)));
    deliver(letter(2, 'y'.repeat(70).concat('\r\n').repeat(1000)));
    const { uidValidity } = await mailbox.state();
    const over = await mailbox.fetch(uidValidity, 1);
    expect(over).toMatchObject({ kind: 'oversize' });
    expect(over.kind === 'oversize' && Buffer.from(over.headerBlock).toString()).toBe(letter(1, ''));
    const cut = await mailbox.fetch(uidValidity, 2);
    expect(cut).toMatchObject({ kind: 'parts', texts: [{ truncated: true, content: { length: 1000 } }], attachments: [] });
  });

  test('a 25 MB attachment raises the peak of memory by less than 45 MB, an attachment of 9 MB inside included', async () => {
    const { user, deliver } = fresh();
    deliver(letter(1));
    deliver(bigMail([{ name: 'stor.xlsx', type: 'application/octet-stream', content: randomBytes(25_000_000) }]));
    deliver(bigMail([{ name: 'liste.xlsx', type: 'application/octet-stream', content: randomBytes(9_000_000) }, { name: 'film.mp4', type: 'video/mp4', content: randomBytes(16_000_000) }]));
    const child = path.join(import.meta.dirname, '../support/fetch-big-mail.ts');
    for (const [uid, fetched] of [['2', null], ['3', 9_000_000]] as const) {
      const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child, dovecot().imapUrl(user), uid, '1']);
      const told = JSON.parse(stdout) as { kind: string; content: { fetched: number | null }[]; grownBy: number };
      expect(told).toMatchObject({ kind: 'parts' });
      expect(told.content[0]?.fetched).toBe(fetched);
      if (process.env['SHOW_FIGURES']) console.log(stdout);
      expect(told.grownBy).toBeLessThan(45 * 1024 * 1024);
    }
  });
});

describe('moving', () => {
  test('many at once end in the folders they were meant for, and INBOX is empty', async () => {
    const { user, mailbox, deliver } = fresh();
    await mailbox.ensureFolders();
    for (let n = 1; n <= 100; n += 1) deliver(letter(n));
    const { uidValidity, mails } = await mailbox.list();
    const outcomes = await Promise.all(mails.map(({ uid }) => mailbox.move({ uidValidity, uid }, uid % 2 === 0 ? 'Rundskriv/Behandlet' : 'Rundskriv/Automatisk')));
    expect(new Set(outcomes)).toEqual(new Set(['moved']));
    expect((await mailbox.state()).exists).toBe(0);
    const other = await otherProgram(user);
    expect(await other.status('Rundskriv/Behandlet', { messages: true, unseen: true })).toMatchObject({ messages: 50, unseen: 50 });
    expect(await other.status('Rundskriv/Automatisk', { messages: true })).toMatchObject({ messages: 50 });
  });

  test('a mail that is gone is no error, and holds nobody back', async () => {
    const { user, mailbox, deliver } = fresh();
    await mailbox.ensureFolders();
    for (let n = 1; n <= 3; n += 1) deliver(letter(n));
    const { uidValidity } = await mailbox.list();
    const other = await otherProgram(user);
    await other.mailboxOpen('INBOX');
    await other.messageDelete('2', { uid: true });
    const move = (uid: number, validity = uidValidity): Promise<string> => mailbox.move({ uidValidity: validity, uid }, 'Rundskriv/Behandlet');
    expect(await Promise.all([move(1), move(2), move(99), move(3), move(3), move(1, '17')])).toEqual(['moved', 'gone', 'gone', 'moved', 'moved', 'gone']);
    expect(await move(1)).toBe('gone');
  });

  test('a mail that this connection has not seen yet is moved, not called gone', async () => {
    const { mailbox, deliver } = fresh();
    await mailbox.ensureFolders();
    const { uidValidity } = await mailbox.state();
    deliver(letter(1));
    expect(await mailbox.move({ uidValidity, uid: 1 }, 'Rundskriv/Behandlet')).toBe('moved');
  });

  test('a folder that somebody deleted is made again, and the mail moved', async () => {
    const { mailbox, deliver } = fresh();
    deliver(letter(1));
    const { uidValidity } = await mailbox.list();
    expect(await mailbox.move({ uidValidity, uid: 1 }, 'Rundskriv/Findes ikke')).toBe('moved');
    expect((await mailbox.state()).exists).toBe(0);
  });
});

describe('proof that a mail left', () => {
  test('is found in INBOX and in Sendt, by the whole Message-ID only', async () => {
    const { mailbox, deliver } = fresh();
    expect(await mailbox.findByMessageId('<m1@aarhus.dk>', 'Subject')).toEqual([]);
    await mailbox.ensureFolders();
    deliver(letter(1));
    deliver(letter(11));
    const { uidValidity } = await mailbox.list();
    expect(await mailbox.findByMessageId('<m1@aarhus.dk>', 'Message-ID')).toEqual([{ folder: 'INBOX', uidValidity, uid: 1, header: '<m1@aarhus.dk>' }]);
    expect(await mailbox.findByMessageId('<m1@aarhus.dk>', 'X-Not-There')).toMatchObject([{ header: null }]);
    expect(await mailbox.findByMessageId('1@aarhus.dk', 'Subject')).toEqual([]);
    await mailbox.move({ uidValidity, uid: 1 }, 'Rundskriv/Sendt');
    expect(await mailbox.findByMessageId('<m1@aarhus.dk>', 'Subject')).toMatchObject([{ folder: 'Rundskriv/Sendt', uid: 1 }]);
    deliver(letter(5));
    expect(await mailbox.findByMessageId('<m5@aarhus.dk>', 'Subject')).toMatchObject([{ folder: 'INBOX', uid: 3 }]);
  });
});
