// Signed and encrypted mails made with openssl (test/mails/make-wrap-parts.ts): opaque ones are opened, encrypted ones are named.
// It refuses a change in the signed content to pass as verified.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Unreadable } from '../../src/adapters/documents/content.ts';
import { unwrapMail, unwrapSigned } from '../../src/adapters/documents/mail.ts';
import { openSigned } from '../../src/adapters/documents/smime.ts';
import { parseMail } from '../../src/adapters/parse.ts';

const folder = join(import.meta.dirname, '../mails/parts');
const part = (name: string) => readFileSync(join(folder, name));
const list = part('aarhus-libreoffice.xlsx');

describe('openSigned', () => {
  test.each([
    ['DER', 'wrap-signed.p7m', 'mho@aarhus.dk'],
    ['BER of indefinite length, the content in pieces', 'wrap-signed-ber.p7m', 'mho@aarhus.dk'],
    ['the signer by key identifier, no signed attributes', 'wrap-signed-keyid-noattr.p7m', 'mho@aarhus.dk'],
    ['ECDSA, a certificate without an address', 'wrap-signed-ec.p7m', 'Aarhus Kommune'],
  ])('%s', async (_what, name, signer) => {
    const opened = await openSigned(part(name));
    expect(opened).toMatchObject({ signer, verified: true, problem: null });
    expect(Buffer.from(opened.content).toString()).toMatch(/^Content-Type: multipart\/mixed/);
  });

  test('as PEM and as base64', async () => {
    const base64 = part('wrap-signed.p7m').toString('base64').replace(/.{64}/g, '$&\n');
    for (const text of [base64, `-----BEGIN PKCS7-----\n${base64}\n-----END PKCS7-----\n`]) expect((await openSigned(Buffer.from(text))).verified).toBe(true);
  });

  test('without the certificate it is opened and not verified', async () => {
    expect(await openSigned(part('wrap-signed-nocerts.p7m'))).toMatchObject({ signer: null, verified: false, problem: expect.stringMatching(/certificate/) });
  });

  test('a changed content is opened and not verified', async () => {
    const bytes = Buffer.from(part('wrap-signed.p7m'));
    bytes.write('Hvis', bytes.indexOf('Hej.'));
    const opened = await openSigned(bytes);
    expect(Buffer.from(opened.content).toString()).toContain('Hvis');
    expect(opened).toMatchObject({ signer: 'mho@aarhus.dk', verified: false });
  });

  test.each([
    ['enveloped data', () => part('wrap-encrypted.p7m'), 'encrypted'],
    ['authenticated enveloped data', () => part('wrap-auth-encrypted.p7m'), 'encrypted'],
    ['enveloped data cut off', () => part('wrap-encrypted.p7m').subarray(0, 500), 'encrypted'],
    ['signed data cut off', () => part('wrap-signed.p7m').subarray(0, 5000), 'damaged'],
    ['no CMS at all', () => Buffer.from('hej'), 'damaged'],
    ['a detached signature', () => Buffer.from(/smime\.p7s"\s+(MI[^-]+)/.exec(part('wrap-signed-detached.eml').toString('latin1'))?.[1] ?? '', 'base64'), 'damaged'],
  ])('%s: %s', async (_what, bytes, unread) => {
    await expect(openSigned(bytes())).rejects.toMatchObject({ constructor: Unreadable, unread });
  });
});

describe('a mail signed as a whole', () => {
  test.each(['wrap-signed-opaque.eml', 'wrap-signed-stream.eml', 'wrap-signed-twice.eml'])('%s: what was signed takes the place of the body, the headers stay', async (name) => {
    const mail = await parseMail(part(name));
    expect(mail).toMatchObject({ subject: 'Kontaktliste', from: [{ name: 'Mette Holm', address: 'mho@aarhus.dk' }], messageId: '<smime.1@aarhus.dk>' });
    expect(mail.text).toContain('Hej. Hermed listen på Aarhus.');
    expect(mail.attachments.map((a) => [a.filename, Buffer.from(a.content ?? []).equals(list)])).toEqual([['Kontaktliste.xlsx', true]]);
    expect(mail.problems.join()).toMatch(/signed as a whole .* by mho@aarhus\.dk fits the content/);
  });

  test('under a general label, by its name', async () => {
    const raw = part('wrap-signed-opaque.eml').toString('latin1').replace(/Content-Type: application\/(?:x-)?pkcs7-mime[^\r\n]*/, 'Content-Type: application/octet-stream; name="smime.p7m"');
    expect((await parseMail(Buffer.from(raw, 'latin1'))).attachments.map((a) => a.filename)).toEqual(['Kontaktliste.xlsx']);
  });

  test('a changed one is opened, and says that the signature was not verified', async () => {
    const raw = part('wrap-signed-opaque.eml').toString('latin1').split('\r\n\r\n');
    const bytes = Buffer.from(raw[1] ?? '', 'base64');
    bytes.write('Hvis', bytes.indexOf('Hej.'));
    const mail = await parseMail(Buffer.from(`${raw[0]}\r\n\r\n${bytes.toString('base64')}\r\n`, 'latin1'));
    expect(mail.text).toContain('Hvis');
    expect(mail.problems.join()).toMatch(/was not verified/);
  });

  test('a detached signature needs no opening', async () => {
    const mail = await parseMail(part('wrap-signed-detached.eml'));
    expect([mail.attachments.map((a) => a.filename), mail.problems]).toEqual([['Kontaktliste.xlsx', 'smime.p7s'], []]);
  });

  test.each(['wrap-encrypted.eml', 'wrap-signed-encrypted-signed.eml'])('%s keeps the encrypted part as an attachment', async (name) => {
    const mail = await parseMail(part(name));
    const [sealed] = mail.attachments;
    expect([mail.subject, mail.text, sealed?.contentType]).toEqual(['Kontaktliste', '', 'application/pkcs7-mime']);
    expect(mail.problems.join()).toMatch(/encrypted/);
    await expect(unwrapSigned(sealed?.content ?? new Uint8Array())).rejects.toMatchObject({ unread: 'encrypted' });
  });
});

test('a signed part in a file gives what was signed, and a signed mail in a mail too', async () => {
  expect((await unwrapSigned(part('wrap-signed.p7m'))).parts.map((p) => p.filename)).toEqual(['Kontaktliste.xlsx']);
  expect((await unwrapMail(part('wrap-signed-opaque.eml'))).parts.map((p) => p.filename)).toEqual(['Kontaktliste.xlsx']);
});
