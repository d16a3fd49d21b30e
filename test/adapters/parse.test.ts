// parseMail and parseParts on mails as they come: charsets, headers, HTML, reports, and what is no mail.
// It refuses a rejection: whatever the bytes, a mail comes back.
import { expect, describe, test } from 'vitest';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMail, parseParts } from '../../src/adapters/parse.ts';
import { headerValue, headerValues } from '../../src/core/mail.ts';

const golden = (name: string) => readFileSync(join(import.meta.dirname, '../mails', name));
const bytes = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1');

describe('parseMail', () => {
  test('id is the hash of the bytes; headers are decoded, in their order, and addresses survive commas in names', async () => {
    const raw = bytes('Authentication-Results: mx.lige.dk; dmarc=pass\nAuthentication-Results: other; dmarc=fail\nReturn-Path: <>\nX-Navn: =?utf-8?Q?S=C3=B8ren?=\nFrom: =?utf-8?Q?Holm=2C_Mette?= <MHO@aarhus.dk>\nReferences: <a@b>\n <c@d>\nIn-Reply-To: <letter.2024.0751@lige.dk>\nDate: i morgen\n\nHej\n');
    const mail = await parseMail(raw);
    expect(mail.id).toBe(createHash('sha256').update(raw).digest('hex'));
    expect(mail.from).toEqual([{ name: 'Holm, Mette', address: 'MHO@aarhus.dk' }]);
    expect(headerValues(mail, 'authentication-results')).toEqual(['mx.lige.dk; dmarc=pass', 'other; dmarc=fail']);
    expect([headerValue(mail, 'return-path'), headerValue(mail, 'x-navn')]).toEqual(['<>', 'Søren']);
    expect([mail.inReplyTo, mail.references, mail.date, mail.text]).toEqual(['<letter.2024.0751@lige.dk>', ['<a@b>', '<c@d>'], null, 'Hej\n']);
    expect(mail.problems.join()).toMatch(/Date header/);
  });

  test.each([
    ['windows-1252 labelled utf-8', 'text/plain; charset=utf-8', 'Blåbærgrød – ø'],
    ['windows-1252 without a label', 'text/plain', 'Blåbærgrød'],
  ])('%s keeps its letters', async (_what, type, text) => {
    const raw = Buffer.concat([Buffer.from(`From: a@b.dk\r\nContent-Type: ${type}\r\n\r\n`), Buffer.from(text.replace('–', '\x96'), 'latin1')]);
    expect((await parseMail(raw)).text.trim()).toBe(text);
  });

  test('utf-8 labelled iso-8859-1 keeps its letters, and so does an 8-bit subject', async () => {
    const raw = Buffer.concat([Buffer.from('From: a@b.dk\r\nSubject: '), Buffer.from('Blå', 'latin1'), Buffer.from('\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nBlåbærgrød', 'utf-8')]);
    expect(await parseMail(raw)).toMatchObject({ text: 'Blåbærgrød', subject: 'Blå' });
  });

  test('text made from HTML keeps lines, and cells apart', async () => {
    const mail = await parseMail(bytes('From: a@b.dk\nContent-Type: text/html\n\n<style>p{}</style><p>Hej</p><p>Se:<br>her</p><table><tr><td>Navn</td><td><p>Mail</p></td></tr><tr><td>Mette&nbsp;Holm</td><td>mho@aarhus.dk</td></tr></table>Mvh'));
    expect(mail.text).toBe('Hej\nSe:\nher\nNavn\tMail\nMette Holm\tmho@aarhus.dk\nMvh');
  });

  test('a delivery status and the returned Message-ID are read', async () => {
    const { report } = await parseMail(golden('28-bounce-dsn.eml'));
    expect(report).toEqual({ type: 'delivery-status', originalMessageId: '<letter.2024.0825@lige.dk>', recipients: [{ address: 'kommunen@laesoe.dk', action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 User unknown' }] });
  });

  test.each([['nothing', ''], ['one line', 'Hej'], ['a header alone', 'From: a@b.dk'], ['a boundary that never comes', 'From: a@b.dk\nContent-Type: multipart/mixed; boundary=x\n\nHej']])('%s is a mail too', async (_what, text) => {
    expect((await parseMail(bytes(text))).id).toHaveLength(64);
  });

  test('a mail of more parts than any person sends is rescued with its header', async () => {
    const mail = await parseMail(bytes(`From: a@b.dk\nSubject: Hej\nContent-Type: multipart/mixed; boundary=x\n\n${'--x\nContent-Type: text/plain\n\na\n'.repeat(2000)}--x--\n`));
    expect(mail).toMatchObject({ subject: 'Hej', from: [{ address: 'a@b.dk' }] });
    expect(mail.problems.join()).toMatch(/could not be read as MIME/);
  });
});

test('parseParts gives the same mail as parseMail, but for the id', async () => {
  const raw = golden('01-list-libreoffice.eml');
  const whole = await parseMail(raw);
  const parts = parseParts({ id: 'abc', headerBlock: raw.subarray(0, raw.indexOf('\r\n\r\n') + 4), text: whole.text, html: null, attachments: whole.attachments });
  expect(parts).toEqual({ ...whole, id: 'abc' });
});
