// The SMTP adapter against a real SMTP server that refuses, defers and breaks off as told, and counts what it delivers.
// It refuses to believe the adapter: what was delivered is what the server says was delivered.
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort, startSmtp, type Behaviour, type SmtpServerHandle, type TakenMail } from '../../demo/servers/index.ts';
import { createSmtp, SmtpTrouble, type Smtp, type SmtpOptions, type Verdict } from '../../src/adapters/smtp.ts';

const own = 'lige@lige.dk';
const kommune = 'post@aarhus.dk';
const raw = Buffer.from('From: lige@lige.dk\r\nTo: post@aarhus.dk\r\nSubject: Brev\r\n\r\nHej\r\n');
const toEnd: (() => Promise<void>)[] = [];
afterEach(async () => { for (const end of toEnd.splice(0).toReversed()) await end(); });

async function setUp(behave: Behaviour = {}, options: Partial<SmtpOptions> = {}, onMail: (mail: TakenMail) => Promise<void> | void = () => {}): Promise<{ server: SmtpServerHandle; smtp: Smtp; mails: TakenMail[] }> {
  const mails: TakenMail[] = [];
  const server = await startSmtp({ behave, onMail: async (mail) => { await onMail(mail); mails.push(mail); } });
  const smtp = createSmtp({ url: server.url, ownMailbox: own, ...options });
  toEnd.push(() => server.stop(), () => smtp.close());
  return { server, smtp, mails };
}

const send = (smtp: Smtp, bytes: Uint8Array = raw, to = kommune): Promise<Verdict> => smtp.send(bytes, { from: own, to });

/** The trouble that a send throws; anything else fails the test. */
async function trouble(sending: Promise<unknown>): Promise<SmtpTrouble> {
  try {
    await sending;
  } catch (error) {
    if (error instanceof SmtpTrouble) return error;
    throw error;
  }
  throw new Error('the mail was sent');
}

describe('a mail that is accepted', () => {
  test('goes to the kommune and to our own mailbox in one transaction', async () => {
    const { smtp, mails } = await setUp();
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted', response: expect.stringMatching(/^250 /) as string });
    expect(mails.map((m) => m.envelope)).toEqual([{ from: own, to: [kommune, own] }]);
  });

  test('arrives byte for byte', async () => {
    const { smtp, mails } = await setUp();
    const noise = Buffer.from(randomBytes(40_000).map((b) => (b === 10 || b === 13 ? 46 : b)));
    const given = [
      raw,
      Buffer.from('Subject: x\r\n\r\n.\r\n..\r\n.a\r\n\r\n.\r\n'),
      Buffer.concat([Buffer.from('Subject: æøå\r\n\r\n'), noise, Buffer.from('\r\n.\r\n'), noise, Buffer.from('\r\n\r\n\r\n')]),
    ];
    for (const bytes of given) await send(smtp, bytes);
    expect(mails.map((m, i) => m.raw.equals(given[i] ?? Buffer.alloc(0)))).toEqual([true, true, true]);
  });

  test('to our own mailbox alone has one recipient', async () => {
    const { smtp, mails } = await setUp();
    await send(smtp, raw, 'LIGE@lige.dk');
    expect(mails[0]?.envelope.to).toEqual(['LIGE@lige.dk']);
  });
});

describe('a recipient that is refused', () => {
  const asked = (behave: (address: string) => { code: number; text: string } | undefined): { log: string[]; behave: Behaviour } => {
    const log: string[] = [];
    return { log, behave: { recipient: (address) => { log.push(address); return behave(address); } } };
  };

  test('for good is a verdict; nothing is delivered, not even our copy, and the connection serves the next mail', async () => {
    const { log, behave } = asked((a) => (a === 'vaek@aarhus.dk' ? { code: 550, text: '5.1.1 No such user' } : undefined));
    const { server, smtp, mails } = await setUp(behave);
    expect(await send(smtp, raw, 'vaek@aarhus.dk')).toEqual({ outcome: 'refused', stage: 'recipient', code: 550, response: '550 5.1.1 No such user' });
    expect(mails).toEqual([]);
    expect(log).toEqual(['vaek@aarhus.dk']);
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    expect(mails.map((m) => m.envelope.to)).toEqual([[kommune, own]]);
    expect(server.connections).toBe(1);
  });

  test('for a while is trouble, and nothing is delivered', async () => {
    const { smtp, mails } = await setUp(asked((a) => (a === kommune ? { code: 451, text: '4.7.1 Greylisted' } : undefined)).behave);
    expect(await trouble(send(smtp))).toMatchObject({ kind: 'deferred', code: 451, response: '451 4.7.1 Greylisted', maybeLeft: false });
    expect(mails).toEqual([]);
  });

  test.each([550, 452])('our own mailbox (%i) is trouble that names it, and nothing is delivered', async (code) => {
    const { smtp, mails } = await setUp(asked((a) => (a === own ? { code, text: 'Mailbox full' } : undefined)).behave);
    const error = await trouble(send(smtp));
    expect(error).toMatchObject({ kind: 'own-mailbox', code, maybeLeft: false });
    expect(error.message).toMatch(/our own mailbox.*nothing was sent/);
    expect(mails).toEqual([]);
  });

  test('together with ours: the verdict is about the recipient', async () => {
    const { smtp, mails } = await setUp(asked((a) => ({ code: a === own ? 451 : 550, text: 'no' })).behave);
    expect(await send(smtp)).toMatchObject({ outcome: 'refused', code: 550 });
    expect(mails).toEqual([]);
  });

  test('while many mails are on their way is refused alone', async () => {
    const { smtp, mails } = await setUp(asked((a) => (a.startsWith('vaek') ? { code: 550, text: 'no' } : undefined)).behave, { pool: 3 });
    const verdicts = await Promise.all(Array.from({ length: 60 }, (_, i) => send(smtp, raw, i % 3 === 0 ? `vaek${i}@a.dk` : `post${i}@a.dk`)));
    expect(verdicts.map((v) => v.outcome)).toEqual(Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 'refused' : 'accepted')));
    expect(mails).toHaveLength(40);
    expect(mails.every((m) => m.envelope.to.length === 2 && m.envelope.to[0]?.startsWith('post') === true)).toBe(true);
  });
});

describe('a mail that is refused', () => {
  test('after its content: for good is a verdict, for a while is trouble', async () => {
    const { server, smtp, mails } = await setUp({ data: () => ({ code: 554, text: '5.6.0 Not wanted' }) });
    expect(await send(smtp)).toEqual({ outcome: 'refused', stage: 'content', code: 554, response: '554 5.6.0 Not wanted' });
    server.behave = { data: () => ({ code: 451, text: 'Busy' }) };
    expect(await trouble(send(smtp))).toMatchObject({ kind: 'deferred', maybeLeft: false });
    expect(mails).toEqual([]);
    server.behave = {};
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
  });

  test('because of its sender is trouble for a person, not a verdict on the kommune', async () => {
    const { server, smtp } = await setUp({ sender: () => ({ code: 550, text: '5.7.1 Not your address' }) });
    expect(await trouble(send(smtp))).toMatchObject({ kind: 'sender', code: 550, maybeLeft: false });
    server.behave = { data: () => ({ code: 554, text: '5.2.252 SendAsDenied; lige@lige.dk not allowed' }) };
    expect(await trouble(send(smtp))).toMatchObject({ kind: 'sender' });
  });
});

describe('a connection that breaks', () => {
  test.each([
    ['during-data', 0], ['lost-before-reply', 0], ['before-reply', 1],
  ] as const)('%s: the mail may have left (%i delivered)', async (cut, delivered) => {
    const { server, smtp, mails } = await setUp({ cut: () => cut });
    expect(await trouble(send(smtp))).toMatchObject({ kind: 'unreachable', code: null, maybeLeft: true });
    expect(mails).toHaveLength(delivered);
    server.behave = {};
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
  });

  test('after the reply: accepted, and the next mail takes a new connection', async () => {
    const { server, smtp, mails } = await setUp({ cut: () => 'after-reply' });
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    server.behave = {};
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    expect(mails).toHaveLength(2);
  });

  test('while it was idle does no harm to the next mail', async () => {
    const { server, smtp, mails } = await setUp();
    await send(smtp);
    await server.stop();
    const again = await startSmtp({ port: server.port, onMail: (mail) => { mails.push(mail); } });
    toEnd.push(() => again.stop());
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    expect(mails).toHaveLength(2);
  });

  test('by a server that never answers: given up in time, the mail may have left', async () => {
    let release = (): void => {};
    const { smtp } = await setUp({}, { timeouts: { socket: 150 } }, () => new Promise<void>((resolve) => { release = resolve; }));
    expect(await trouble(send(smtp))).toMatchObject({ kind: 'unreachable', maybeLeft: true });
    release();
  });

  test('a server that is down: nothing left', async () => {
    const smtp = createSmtp({ url: `smtp://127.0.0.1:${await freePort()}`, ownMailbox: own });
    const error = await trouble(send(smtp));
    expect(error).toMatchObject({ kind: 'unreachable', maybeLeft: false });
    expect(error.message).toMatch(/can't be reached.*SMTP_URL/);
    await expect(smtp.verify()).rejects.toThrow(SmtpTrouble);
  });

  test('a server that greets with 421 says later', async () => {
    const { smtp } = await setUp({ connect: () => ({ code: 421, text: 'Too busy' }) });
    expect(await trouble(send(smtp))).toMatchObject({ kind: 'unreachable', code: 421, maybeLeft: false });
  });
});

describe('connections', () => {
  test('are kept, and never more than the pool allows', async () => {
    let most = 0;
    const { server, smtp, mails } = await setUp({}, { pool: 3 }, () => { most = Math.max(most, server.open); });
    await Promise.all(Array.from({ length: 50 }, (_, i) => send(smtp, raw, `post${i}@a.dk`)));
    expect(mails).toHaveLength(50);
    expect(most).toBe(3);
    expect(server.connections).toBe(3);
  });

  test('are replaced after so many mails', async () => {
    const { server, smtp } = await setUp({}, { mailsPerConnection: 2 });
    for (let i = 0; i < 5; i += 1) await send(smtp);
    expect(server.connections).toBe(3);
  });

  test('need TLS outside loopback: nothing is said in clear', async () => {
    const logins: string[] = [];
    const { server, mails } = await setUp({ login: (user) => { logins.push(user); return true; } });
    const smtp = createSmtp({ url: { host: '127.0.0.1', port: server.port, secure: false, startTls: true, user: 'lige', password: 'hemmelig' }, ownMailbox: own });
    toEnd.push(() => smtp.close());
    expect(await trouble(send(smtp))).toMatchObject({ kind: 'unreachable', maybeLeft: false });
    expect([logins, mails]).toEqual([[], []]);
  });
});

describe('logging in', () => {
  const withUser = (server: SmtpServerHandle, user: string): string => server.url.replace('smtp://', `smtp://${user}@`);

  test('with a password; a wrong one is trouble that names the cure', async () => {
    const { server } = await setUp({ login: (user, secret) => user === 'lige@lige.dk' && secret === 'kode/æ' });
    const right = createSmtp({ url: withUser(server, 'lige%40lige.dk:kode%2F%C3%A6'), ownMailbox: own });
    const wrong = createSmtp({ url: withUser(server, 'lige%40lige.dk:forkert'), ownMailbox: own });
    toEnd.push(() => right.close(), () => wrong.close());
    await right.verify();
    expect(await send(right)).toMatchObject({ outcome: 'accepted' });
    const error = await trouble(send(wrong));
    expect(error).toMatchObject({ kind: 'auth', code: 535, maybeLeft: false });
    expect(error.message).toMatch(/refuses the login.*SMTP_URL/);
    expect(error.message).not.toContain('forkert');
    expect(await trouble(wrong.verify())).toMatchObject({ kind: 'auth' });
    expect(server.received).toBe(1);
  });

  test('with a token; a refused one is renewed once', async () => {
    const { server } = await setUp({ login: (_user, secret) => secret === 'ny' });
    const asked: boolean[] = [];
    const smtp = createSmtp({ url: withUser(server, 'lige%40lige.dk'), ownMailbox: own, oauth: async (fresh) => { asked.push(fresh); return fresh ? 'ny' : 'gammel'; } });
    toEnd.push(() => smtp.close());
    expect(await send(smtp)).toMatchObject({ outcome: 'accepted' });
    expect(asked).toEqual([false, true]);
  });

  test('without a token to be had is trouble with the login', async () => {
    const { server } = await setUp();
    const smtp = createSmtp({ url: withUser(server, 'lige'), ownMailbox: own, oauth: () => Promise.reject(new Error('no token')) });
    expect(await trouble(send(smtp))).toMatchObject({ kind: 'auth', maybeLeft: false });
  });
});
