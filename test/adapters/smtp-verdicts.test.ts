// What each answer of a mail server makes of a mail: sent, refused for good, or later; by the reply code first, at every step of a session.
// It refuses to believe the adapter about delivery: what was delivered is what the server says was delivered.
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { startSmtp, type Behaviour, type SmtpOptions as ServerOptions, type SmtpServerHandle, type TakenMail } from '../../demo/servers/index.ts';
import { createSmtp, SmtpTrouble, type Smtp, type Verdict } from '../../src/adapters/smtp.ts';

const own = 'lige@lige.dk';
const kommune = 'post@aarhus.dk';
const raw = Buffer.from('From: lige@lige.dk\r\nTo: post@aarhus.dk\r\nSubject: Brev\r\n\r\nHej\r\n');
const toEnd: (() => Promise<void>)[] = [];
afterEach(async () => { for (const end of toEnd.splice(0).toReversed()) await end(); });

async function setUp(behave: Behaviour = {}, options: Partial<ServerOptions> = {}): Promise<{ server: SmtpServerHandle; smtp: Smtp; mails: TakenMail[] }> {
  const mails: TakenMail[] = [];
  const server = await startSmtp({ behave, onMail: (mail) => void mails.push(mail), ...options });
  const smtp = createSmtp({ url: server.url, ownMailbox: own, timeouts: { socket: 300 } });
  toEnd.push(() => server.stop(), () => smtp.close());
  return { server, smtp, mails };
}

/** The verdict, or the trouble in its place; anything else fails the test. */
async function send(smtp: Smtp, bytes: Uint8Array = raw, to = kommune): Promise<Verdict | { outcome: 'trouble'; kind: string; code: number | null; maybeLeft: boolean; response: string }> {
  try {
    return await smtp.send(bytes, { from: own, to });
  } catch (error) {
    if (!(error instanceof SmtpTrouble)) throw error;
    const { kind, code, maybeLeft, response } = error;
    return { outcome: 'trouble', kind, code, maybeLeft, response };
  }
}

type Step = 'sender' | 'recipient' | 'data';
const at = (step: Step, code: number, text: string): Behaviour => ({ [step]: (what: unknown) => (step === 'recipient' && what !== kommune ? undefined : { code, text }) });
const later = (code: number) => ({ outcome: 'trouble', kind: 'deferred', code, maybeLeft: false });
const refused = (stage: 'recipient' | 'content', code: number) => ({ outcome: 'refused', stage, code });

describe.each<[Step, 'recipient' | 'content']>([['recipient', 'recipient'], ['data', 'content']])('an answer to %s', (step, stage) => {
  test.each<[number, string, object]>([
    [421, '4.3.2 Service closing transmission channel', later(421)],
    [450, '4.2.1 Mailbox busy', later(450)],
    [451, '4.7.1 Greylisted, try again in 300 seconds', later(451)],
    [452, '4.3.1 Insufficient system storage', later(452)],
    [455, 'Unable to accommodate parameters', later(455)],
    [503, '5.5.1 Bad sequence of commands', later(503)],
    [500, '5.5.2 Syntax error', refused(stage, 500)],
    [550, '5.1.1 No such user', refused(stage, 550)],
    [551, '5.1.6 User has moved', refused(stage, 551)],
    [552, '5.2.2 Mailbox full', refused(stage, 552)],
    [552, '5.3.4 Message too big', refused(stage, 552)],
    [553, '5.1.3 Mailbox name not allowed', refused(stage, 553)],
    [554, '5.7.1 Transaction failed', refused(stage, 554)],
    // The reply code decides, whatever the enhanced code or the words say.
    [550, '4.2.2 Over quota, try later', refused(stage, 550)],
    [450, '5.1.1 No such user', later(450)],
    [451, 'Rejected permanently', later(451)],
    // Only for the login is 535 a word about the mail server and us, at any step.
    [535, '5.7.8 Authentication credentials invalid', { outcome: 'trouble', kind: 'auth', code: 535, maybeLeft: false }],
  ])('%i %s', async (code, text, expected) => {
    const { server, smtp, mails } = await setUp(at(step, code, text));
    expect(await send(smtp)).toMatchObject(expected);
    expect(mails).toEqual([]);
    server.behave = {};
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    expect(mails).toHaveLength(1);
  });

  test('in several lines is read to its end', async () => {
    const { smtp, mails } = await setUp(at(step, 550, '5.1.1 The address does not exist.\n5.1.1 See https://example.dk/help\n5.1.1 for help'));
    expect(await send(smtp)).toMatchObject({ ...refused(stage, 550), response: '550-5.1.1 The address does not exist. 550-5.1.1 See https://example.dk/help 550 5.1.1 for help' });
    expect(mails).toEqual([]);
  });
});

describe('an answer to the sender', () => {
  test.each<[number, string, object]>([
    [421, 'Closing', later(421)], [450, '4.2.0 Not now', later(450)], [452, '4.3.1 Disk full', later(452)],
    [552, '5.3.4 Message size exceeds the limit', refused('content', 552)],
    [550, '5.7.1 Not your address', { outcome: 'trouble', kind: 'sender', code: 550, maybeLeft: false }],
    [553, '5.1.8 Bad sender', { outcome: 'trouble', kind: 'sender', code: 553, maybeLeft: false }],
    [530, '5.7.0 Authentication required', { outcome: 'trouble', kind: 'auth', code: 530, maybeLeft: false }],
  ])('%i %s', async (code, text, expected) => {
    const { smtp, mails } = await setUp(at('sender', code, text));
    expect(await send(smtp)).toMatchObject(expected);
    expect(mails).toEqual([]);
  });
});

describe('421 in the middle of a session', () => {
  test('on a connection that was kept: the mail goes over a new one at once', async () => {
    const { server, smtp, mails } = await setUp();
    await send(smtp);
    let once = true;
    server.behave = { sender: () => { if (!once) return undefined; once = false; return { code: 421, text: '4.4.2 Too many mails on one connection' }; } };
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    expect(mails).toHaveLength(2);
    expect(server.connections).toBe(2);
  });

  test('on every new connection too: later, and not over and over', async () => {
    const { server, smtp, mails } = await setUp();
    await send(smtp);
    let asked = 0;
    server.behave = { recipient: () => { asked += 1; return { code: 421, text: '4.7.0 Try again later' }; } };
    expect(await send(smtp)).toMatchObject(later(421));
    expect(asked).toBe(2);
    expect(mails).toHaveLength(1);
  });

  test('in place of the answer to the content: nothing was taken, so nothing is waited for', async () => {
    const { server, smtp, mails } = await setUp(at('data', 421, '4.3.0 Shutting down'));
    expect(await send(smtp)).toMatchObject(later(421));
    server.behave = {};
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    expect(mails).toHaveLength(1);
  });
});

describe('what the server said beforehand', () => {
  test('a mail longer than it takes (SIZE, RFC 1870) is refused for good without a word; the next goes over the same road', async () => {
    const { server, smtp, mails } = await setUp({}, { size: 1000 });
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    expect(await send(smtp, Buffer.concat([raw, Buffer.alloc(2000, 'x')]))).toMatchObject({ ...refused('content', 552), response: expect.stringContaining('1000') as string });
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    expect(mails).toHaveLength(2);
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  test('an address that can\'t be said in a command is refused for good', async () => {
    const { smtp, mails } = await setUp();
    expect(await send(smtp, raw, 'post@aarhus.dk>\r\nRCPT TO:<x@y.dk')).toMatchObject(refused('recipient', 553));
    expect(mails).toEqual([]);
  });
});

describe('partial acceptance', () => {
  const only = (address: string, code: number): Behaviour => ({ recipient: (asked) => (asked === address ? { code, text: 'no' } : undefined) });

  test.each<[string, Behaviour, object]>([
    ['the kommune refused, we accepted', only(kommune, 550), refused('recipient', 550)],
    ['the kommune later, we accepted', only(kommune, 450), later(450)],
    ['the kommune accepted, we refused', only(own, 550), { outcome: 'trouble', kind: 'own-mailbox', code: 550, maybeLeft: false }],
    ['the kommune accepted, we later: one recipient a mail', only(own, 452), { outcome: 'trouble', kind: 'own-mailbox', code: 452, maybeLeft: false }],
    ['the kommune later, we refused', { recipient: (a) => (a === own ? { code: 550, text: 'no' } : { code: 451, text: 'later' }) }, later(451)],
  ])('%s: nothing is sent to either', async (_what, behave, expected) => {
    const { server, smtp, mails } = await setUp(behave);
    expect(await send(smtp)).toMatchObject(expected);
    expect(mails).toEqual([]);
    server.behave = {};
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    expect(mails.map((m) => m.envelope.to)).toEqual([[kommune, own]]);
  });
});

/** A server that says to each command what it is told to; for what no decent server does. `mail` is called when the final dot has come. */
async function oddServer(to: (command: string, socket: Socket) => string | undefined, mail: (socket: Socket) => void, during: (socket: Socket, newest: string) => void = () => {}): Promise<Smtp> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('220 odd.example\r\n');
    let rest = '';
    let inData = false;
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (;;) {
        if (inData) {
          const newest = rest.slice(-chunk.length - 8);
          during(socket, newest);
          if (!newest.includes('\r\n.\r\n')) return;
          rest = rest.slice(rest.indexOf('\r\n.\r\n') + 5);
          inData = false;
          mail(socket);
        }
        const end = rest.indexOf('\r\n');
        if (end < 0) return;
        const command = rest.slice(0, end);
        rest = rest.slice(end + 2);
        const answer = to(command, socket) ?? (command.startsWith('DATA') ? '354 Go ahead\r\n' : '250 Ok\r\n');
        inData = answer.startsWith('354');
        socket.write(answer);
      }
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  const smtp = createSmtp({ url: `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, ownMailbox: own, timeouts: { socket: 500 } });
  toEnd.push(async () => { for (const socket of sockets) socket.destroy(); server.close(); }, () => smtp.close());
  return smtp;
}

const doubt = { outcome: 'trouble', maybeLeft: true };

describe('a connection that ends', () => {
  test.each<[string, (socket: Socket) => void, object]>([
    ['after the dot, without a reply', (socket) => socket.destroy(), doubt],
    ['after the dot, politely, without a reply', (socket) => socket.end(), doubt],
    ['in the middle of a reply that may have been good', (socket) => socket.end('25'), doubt],
    ['before the end of a good reply\'s line', (socket) => socket.end('250 2.0.0 Ok: queued as'), doubt],
    ['between the lines of a good reply', (socket) => socket.end('250-2.0.0 Ok\r\n'), doubt],
    ['never, and no reply comes', () => {}, doubt],
    ['with an answer that is none', (socket) => socket.write('Gateway timeout\r\n'), doubt],
    ['with 354 once more', (socket) => socket.write('354 Go ahead\r\n'), doubt],
    ['right after a reply of 250', (socket) => socket.end('250 2.0.0 Ok\r\n'), { outcome: 'accepted' }],
    ['after a good reply in several lines', (socket) => socket.end('250-2.0.0 Ok\r\n250 queued\r\n'), { outcome: 'accepted' }],
    ['right after a refusal', (socket) => socket.end('554 5.7.1 Spam\r\n'), refused('content', 554)],
    ['right after a 451', (socket) => socket.end('451 4.3.0 Later\r\n'), later(451)],
  ])('%s', async (_what, answer, expected) => {
    expect(await send(await oddServer(() => undefined, answer))).toMatchObject(expected);
  });

  test.each<[string, string]>([['MAIL', 'at the sender'], ['RCPT', 'at the recipient'], ['DATA', 'before the content']])('at %s: nothing left', async (verb) => {
    const smtp = await oddServer((command, socket) => { if (command.startsWith(verb)) socket.destroy(); return undefined; }, () => {});
    expect(await send(smtp)).toMatchObject({ outcome: 'trouble', kind: 'unreachable', code: null, maybeLeft: false });
  });

  test('a reply that comes byte by byte is one reply', async () => {
    const slowly = (socket: Socket): void => {
      const bytes = [...'250-2.0.0 Ok\r\n250 queued\r\n'];
      const next = (): void => { const byte = bytes.shift(); if (byte !== undefined) socket.write(byte, () => setImmediate(next)); };
      next();
    };
    expect(await send(await oddServer(() => undefined, slowly))).toMatchObject({ outcome: 'accepted' });
  });

  test.each<[string, string, object]>([['refused', '552 5.3.4 Too big\r\n', refused('content', 552)], ['put off', '452 4.3.1 Disk full\r\n', later(452)]])('a mail that is %s before its end is so, and its rest is no part of the next', async (_what, answer, expected) => {
    const seen: string[] = [];
    let early = true;
    const smtp = await oddServer((command) => { seen.push(command.slice(0, 4)); return undefined; }, (socket) => { if (seen.filter((verb) => verb === 'DATA').length > 1) socket.write('250 2.0.0 Ok\r\n'); }, (socket, newest) => { if (early) socket.write(answer); early = false; if (newest.includes('RSET')) seen.push('a command in the content'); });
    expect(await send(smtp, Buffer.concat([raw, Buffer.alloc(5_000_000, 'text\r\n')]))).toMatchObject(expected);
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    expect(seen.filter((verb) => verb === 'EHLO')).toHaveLength(2);
    expect(seen).not.toContain('a command in the content');
  });
});
