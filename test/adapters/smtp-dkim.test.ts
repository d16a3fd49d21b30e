// DKIM over real SMTP: what the receiver got is checked by somebody else's rules and breaks with any byte that is changed.
// It refuses to trust its own check before that has passed the example of RFC 8463.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { startSmtp, type TakenMail } from '../../demo/servers/index.ts';
import { createComposer } from '../../src/adapters/compose.ts';
import { createSmtp, type Smtp } from '../../src/adapters/smtp.ts';
import { checkDkim, isAligned, readDkim } from '../../src/adapters/smtp/dkim.ts';
import { createTokens } from '../../src/adapters/tokens.ts';
import { probesOf } from '../../workers/probes.ts';
import { openSmtp, readSettings } from '../../workers/compose.ts';
import { samples } from '../letters/samples.ts';
import { campaign2024, campaignPath, register } from '../support/campaign.ts';
import { checkDkimSignature } from '../support/dkim.ts';

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const inDns = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const settings = readDkim({ DKIM_DOMAIN: 'lige.dk', DKIM_SELECTOR: 'rundskriv', DKIM_KEY: pem(privateKey) });

const mails: TakenMail[] = [];
const server = await startSmtp({ onMail: (mail) => void mails.push(mail) });
const smtp: Smtp = createSmtp({ url: server.url, ownMailbox: 'lige@lige.dk', ...(settings ? { dkim: settings } : {}) });
afterAll(async () => { await smtp.close(); await server.stop(); });

/** A mail in a thread, so that every field there can be is there. */
const inThread = samples['clarify']?.task;
const compose = createComposer({ campaign: campaign2024, register, tokens: createTokens('dkim-0123456789abcdef'), portalUrl: 'https://portal.example.dk', redirectTo: null });

async function sent(): Promise<{ readonly raw: Buffer; readonly given: Uint8Array }> {
  if (!inThread) throw new Error('there is no such sample');
  const { raw, to } = await compose(inThread, '2024-02-05T09:00:00Z');
  await smtp.send(raw, { from: 'lige@lige.dk', to });
  const taken = mails.at(-1);
  if (!taken) throw new Error('nothing arrived');
  return { raw: taken.raw, given: raw };
}

test('the check itself says what RFC 8463 A.3 says of its example', () => {
  const key = 'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB';
  const example = [
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;', ' d=football.example.com; i=@football.example.com;', ' q=dns/txt; s=test; t=1528637909; h=from : to : subject :',
    ' date : message-id : from : subject : date;', ' bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;', ' b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3',
    ' DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz', ' dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=',
    'From: Joe SixPack <joe@football.example.com>', 'To: Suzie Q <suzie@shopping.example.net>', 'Subject: Is dinner ready?', 'Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)',
    'Message-ID: <20030712040037.46341.5F8J@football.example.com>', '', 'Hi.', '', 'We lost the game.  Are you hungry yet?', '', 'Joe.', '',
  ].join('\r\n');
  expect(checkDkimSignature(Buffer.from(example), key)).toMatchObject({ ok: true });
  expect(checkDkimSignature(Buffer.from(example.replace('hungry', 'Hungry')), key)).toMatchObject({ ok: false, why: 'body' });
  expect(checkDkimSignature(Buffer.from(example.replace('dinner', 'Dinner')), key)).toMatchObject({ ok: false, why: 'header' });
});

describe('a signed mail', () => {
  test('is what was given, with a signature before it that the receiver can check', async () => {
    const { raw, given } = await sent();
    expect(checkDkimSignature(raw, inDns)).toMatchObject({ ok: true, tags: { d: 'lige.dk', s: 'rundskriv' } });
    expect(raw.subarray(raw.length - given.length).equals(Buffer.from(given))).toBe(true);
  });

  test('is signed the same each time', async () => {
    expect((await sent()).raw.equals((await sent()).raw)).toBe(true);
  });

  test('is broken by one changed byte in the body', async () => {
    const { raw } = await sent();
    const at = raw.indexOf('\r\n\r\n') + 4 + 400;
    const other = Buffer.from(raw);
    other[at] = other[at] === 65 ? 66 : 65;
    expect(checkDkimSignature(other, inDns)).toMatchObject({ ok: false, why: 'body' });
  });

  test.each(['From', 'To', 'Subject', 'Date', 'Message-ID', 'Reply-To', 'In-Reply-To', 'References', 'Auto-Submitted', 'MIME-Version', 'Content-Type'])('is broken by one changed byte in %s, and by its absence', async (name) => {
    const { raw, given } = await sent();
    const text = raw.toString('latin1');
    const own = raw.length - given.length;
    const value = new RegExp(`^${name}:[ \\r\\n]*`, 'im').exec(text.slice(own));
    if (!value) throw new Error(`the mail has no ${name}`);
    const at = own + value.index + value[0].length;
    const changed = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
    expect(checkDkimSignature(Buffer.from(changed, 'latin1'), inDns)).toMatchObject({ ok: false, why: 'header' });
    const without = text.slice(0, at - value[0].length) + text.slice(at).replace(/^.*?\r\n(?![ \t])/s, '');
    expect(checkDkimSignature(Buffer.from(without, 'latin1'), inDns)).toMatchObject({ ok: false });
  });

  test('is not broken by what servers add on top', async () => {
    const { raw } = await sent();
    expect(checkDkimSignature(Buffer.concat([Buffer.from('Received: from a by b;\r\n Mon, 5 Feb 2024 10:00:00 +0100\r\n'), raw]), inDns)).toMatchObject({ ok: true });
  });

  test('signed with another key is not ours', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    expect(checkDkimSignature((await sent()).raw, other)).toMatchObject({ ok: false, why: 'header' });
  });
});

describe('the settings', () => {
  const good = { DKIM_DOMAIN: 'lige.dk', DKIM_SELECTOR: 's1', DKIM_KEY: pem(privateKey) };
  const key = (kind: KeyObject): string => pem(kind);

  test('none at all: nothing is signed', () => expect(readDkim({ DKIM_DOMAIN: undefined, DKIM_SELECTOR: undefined, DKIM_KEY: undefined })).toBeNull());

  test('a PEM on one line, as in an environment file, is the same key; a domain in Danish is written as the DNS has it', () => {
    expect(readDkim({ ...good, DKIM_KEY: good.DKIM_KEY.trim().replaceAll('\n', '\\n') })).toEqual(readDkim(good));
    expect(readDkim({ ...good, DKIM_DOMAIN: 'Ligestilling-æ.dk' })?.domain).toBe('xn--ligestilling--ggb.dk');
  });

  test.each<[string, Partial<Record<keyof typeof good, string | undefined>>, RegExp]>([
    ['one missing', { DKIM_SELECTOR: undefined }, /^DKIM_SELECTOR is not set, without which no mail can be signed; set all of DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY, or none of them$/],
    ['two missing', { DKIM_DOMAIN: undefined, DKIM_KEY: undefined }, /^DKIM_DOMAIN and DKIM_KEY are not set/],
    ['no domain', { DKIM_DOMAIN: 'lige' }, /^DKIM_DOMAIN is "lige", which is no domain; write that of the sender/],
    ['a tag smuggled in', { DKIM_DOMAIN: 'lige.dk; l=0' }, /^DKIM_DOMAIN is/],
    ['no selector', { DKIM_SELECTOR: 's1._domainkey.lige.dk;' }, /^DKIM_SELECTOR is .*, which is no selector; write the name before \._domainkey\.lige\.dk/],
    ['no key', { DKIM_KEY: 'hemmelig' }, /^DKIM_KEY holds no private key in PEM without a passphrase; make one with: openssl genrsa/],
    ['the public key', { DKIM_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString() }, /^DKIM_KEY holds no private key/],
    ['a key with a passphrase', { DKIM_KEY: privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString() }, /^DKIM_KEY holds no private key/],
    ['an Ed25519 key', { DKIM_KEY: key(generateKeyPairSync('ed25519').privateKey) }, /^DKIM_KEY is a key of kind ed25519, with which the mail library can't sign, nor do all receivers check it \(RFC 8463\); use RSA/],
    ['a key of 512 bits', { DKIM_KEY: key(generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey) }, /^DKIM_KEY has 512 bits, which no receiver accepts \(RFC 8301 3\.2\)/],
  ])('%s', (_what, change, sentence) => {
    expect(() => readDkim({ ...good, ...change })).toThrow(sentence);
    expect(() => readDkim({ ...good, ...change })).not.toThrow(/PRIVATE KEY|hemmelig/);
  });

  test('that do not fit the sender are an error, a weak key a notice', () => {
    const read = readDkim(good);
    if (!read) throw new Error('not read');
    expect(checkDkim(read, 'lige@lige.dk')).toEqual([]);
    expect(checkDkim(read, 'lige@anden.dk')).toEqual([expect.objectContaining({ level: 'error', what: expect.stringMatching(/lige\.dk does not fit the sender lige@anden\.dk: .*RFC 7489/) as string, cure: expect.stringContaining('sign as anden.dk') as string })]);
    const weak = readDkim({ ...good, DKIM_KEY: key(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey) });
    expect(weak && checkDkim(weak, 'lige@lige.dk')).toEqual([{ level: 'notice', what: 'DKIM_KEY has 1024 bits', cure: 'use 2048 (RFC 8301 3.2)' }]);
  });

  const env = (more: Readonly<Record<string, string>>) => ({ RUNDSKRIV_CAMPAIGN: campaignPath, REDIS_URL: 'redis://127.0.0.1:1', IMAP_URL: 'imap://127.0.0.1:1', SMTP_URL: server.url, RUNDSKRIV_SECRET: '0123456789abcdef', ...more });

  test('are tried by `check`, which says that they do not fit the sender', async () => {
    const findings = async (domain: string): Promise<unknown> => (await probesOf(env({ ...good, DKIM_DOMAIN: domain }))).probes.find((probe) => probe.area === 'configuration')?.run();
    expect(await findings('lige.dk')).toEqual([]);
    expect(await findings('anden.dk')).toEqual([expect.objectContaining({ level: 'error', what: expect.stringContaining('does not fit the sender lige@lige.dk') as string })]);
  });

  test('reach the mails that the program sends', async () => {
    const given = env(good);
    const program = openSmtp(await readSettings(given), given);
    await program.send(Buffer.from('From: lige@lige.dk\r\nSubject: Brev\r\n\r\nHej\r\n'), { from: 'lige@lige.dk', to: 'post@aarhus.dk' });
    await program.close();
    expect(checkDkimSignature(mails.at(-1)?.raw ?? Buffer.alloc(0), inDns)).toMatchObject({ ok: true, tags: { d: 'lige.dk', s: 's1' } });
  });

  test.each([
    ['lige.dk', 'lige@lige.dk', true], ['LIGE.dk', 'lige@Lige.DK', true], ['mail.lige.dk', 'lige@lige.dk', true], ['lige.dk', 'lige@post.lige.dk', true], ['mail.lige.dk', 'lige@post.lige.dk', true],
    ['lige.dk', 'lige@pligt-lige.dk', false], ['pligt-lige.dk', 'lige@lige.dk', false], ['lige.com', 'lige@lige.dk', false], ['dk', 'lige@lige.dk', false], ['a.co.dk', 'lige@b.co.dk', false], ['a.co.dk', 'lige@a.co.dk', true],
    ['example.com', 'lige@post.example.com', true], ['post.example.com', 'lige@example.com', true], ['com', 'lige@example.com', false], ['b.example.org', 'lige@a.example.com', false],
    ['xn--re-kka.dk', 'post@øre.dk', true],
  ])('%s signs for %s: %s', (domain, sender, fits) => expect(isAligned(domain, sender)).toBe(fits));
});
