// What wraps other files, on files of real programs (test/mails/make-wrap-parts.ts): zips, winmail.dat, Outlook messages, attached mails.
// It refuses any failure but Unreadable: whatever the bytes, a wrapper is taken apart or says in one word why not.
import { Buffer } from 'node:buffer';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Unreadable, type Unwrapper } from '../../src/adapters/documents/content.ts';
import { kindOfFile } from '../../src/adapters/documents/kind-of-file.ts';
import { unwrapMail, unwrapSigned } from '../../src/adapters/documents/mail.ts';
import { unwrapMsg } from '../../src/adapters/documents/msg.ts';
import { readOle } from '../../src/adapters/documents/ole.ts';
import { bodyOfCompressedRtf, bodyOfRtf } from '../../src/adapters/documents/rtf-html.ts';
import { unwrapTnef } from '../../src/adapters/documents/tnef.ts';
import { unwrapZip } from '../../src/adapters/documents/unzip.ts';
import { writeMsg } from '../support/msg.ts';
import { uncompressedRtf, writeTnef } from '../support/tnef.ts';
import { writeZip } from '../support/zip.ts';

const folder = join(import.meta.dirname, '../mails/parts');
const part = (name: string) => readFileSync(join(folder, name));
const list = part('aarhus-libreoffice.xlsx');
const kind = (name: string, type = 'application/octet-stream') => kindOfFile(part(name), type, 'fil');
const named = async (unwrap: Unwrapper, bytes: Uint8Array) => (await unwrap(bytes)).parts.map((p) => p.filename);
const cells = (wrapped: Awaited<ReturnType<Unwrapper>>) => wrapped.tables.map((t) => t.rows.map((r) => r.map((c) => c.text)));
const contactTable = [[['Navn', 'E-mail'], ['Søren Bæk', 'sbaek@aeroekommune.dk']]];

describe('zip', () => {
  test.each([
    ['of Info-ZIP, names in UTF-8', 'wrap-list.zip', ['Kontaktliste Ærø.xlsx', 'Læs mig.txt']],
    ['of Windows in Denmark, names in code page 850, folders and Thumbs.db', 'wrap-cp850.zip', ['Ærø/Kontaktliste Søby.xlsx', 'Ærø/Blåbær.txt']],
    ['of macOS, names in UTF-8 without the flag, __MACOSX', 'wrap-macos.zip', ['Kontaktliste Ærø.xlsx']],
    ['with names that lead out of it', 'wrap-traversal.zip', ['liste.xlsx', 'passwd.txt', 'noter.txt']],
    ['in a zip', 'wrap-nested.zip', ['indre.zip']],
  ])('%s', async (_what, name, filenames) => {
    expect(await named(unwrapZip, part(name))).toEqual(filenames);
  });

  test('the files come out as they went in', async () => {
    expect(Buffer.from((await unwrapZip(part('wrap-cp850.zip'))).parts[0]?.content ?? []).equals(list)).toBe(true);
  });

  test.each([
    ['with a password', () => part('wrap-locked.zip'), 'locked'],
    ['of more files than a person sends', () => writeZip(Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`${i}.txt`, Buffer.from('a')]))), 'too-much'],
    ['that unfolds to too much', () => writeZip({ 'a.txt': Buffer.alloc(60_000_000, 'a') }), 'too-much'],
    ['of nothing', () => writeZip({}), 'damaged'],
    ['cut off', () => part('wrap-list.zip').subarray(0, 3000), 'damaged'],
  ])('%s: %s', async (_what, bytes, unread) => {
    await expect(unwrapZip(bytes())).rejects.toMatchObject({ constructor: Unreadable, unread });
  });
});

describe('winmail.dat', () => {
  test('long names and data, as attribute and as property', async () => {
    const wrapped = await unwrapTnef(part('wrap-winmail-list.dat'));
    expect(wrapped.parts.map((p) => p.filename)).toEqual(['Kontaktliste for Ærø Kommune – 2024.xlsx', 'noter.txt']);
    expect(wrapped.parts.map((p) => Buffer.from(p.content).equals(list))).toEqual([true, false]);
    expect(Buffer.from(wrapped.parts[1]?.content ?? []).toString()).toBe('Noter');
    expect(wrapped.lines.slice(0, 2)).toEqual(['Hej.', 'Listen er vedhæftet.']);
  });

  test.each(['wrap-winmail-rtf.dat', 'wrap-winmail-html.dat'])('the tables of its HTML, wrapped in RTF or not: %s', async (name) => {
    const wrapped = await unwrapTnef(part(name));
    expect(cells(wrapped)).toEqual(contactTable);
    expect(wrapped.lines[0]).toBe('Hej. Hermed vores kontaktperson på Ærø & omegn:');
  });

  test('text and names in another code page', async () => {
    const { lines, parts } = await unwrapTnef(part('wrap-winmail-cp850.dat'));
    expect([lines[0], parts[0]?.filename]).toEqual(['Kære alle på Ærø', 'Ærø.txt']);
  });

  test('a message laid into it is a part that can be taken apart', async () => {
    const [inner] = (await unwrapTnef(part('wrap-winmail-embedded.dat'))).parts;
    expect([inner?.filename, kindOfFile(inner?.content ?? new Uint8Array(), '', '')]).toEqual(['Kontaktliste.msg', 'tnef']);
    expect(await named(unwrapTnef, inner?.content ?? new Uint8Array())).toEqual(['liste.xlsx']);
  });

  test('wrong checksums and zeros at the end do not matter', async () => {
    const bytes = Buffer.concat([writeTnef({ body: 'Hej', attachments: [{ name: 'a.txt', content: Buffer.from('b') }] }), Buffer.alloc(7)]);
    bytes[bytes.length - 8] = (bytes.at(-8) ?? 0) ^ 0xff;
    expect(await named(unwrapTnef, bytes)).toEqual(['a.txt']);
  });

  test('cut off at any place it is damaged, or gives what was whole', async () => {
    const whole = part('wrap-winmail-list.dat');
    const known = ['Kontaktliste for Ærø Kommune – 2024.xlsx', 'KONTAK~1.XLS', 'noter.txt', ''];
    let damaged = 0;
    for (let at = 0; at < whole.length; at += 7) {
      const read = await named(unwrapTnef, whole.subarray(0, at)).catch((error: unknown) => { expect(error).toMatchObject({ constructor: Unreadable, unread: 'damaged' }); damaged += 1; return []; });
      for (const name of read) expect(known).toContain(name);
    }
    expect(damaged).toBeGreaterThan(whole.length / 7 - 30);
  });
});

describe('RTF bodies', () => {
  test('the example of the format: MS-OXRTFCP 3.1.1', () => {
    const packed = Buffer.from('2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0', 'hex');
    expect(bodyOfCompressedRtf(packed)).toEqual({ form: 'text', text: 'hello world' });
  });

  test('letters as bytes and as Unicode with what stands for them, lists of fonts passed over', () => {
    expect(bodyOfRtf(String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x;}\uc1 K\'e6re \u198?r\u248\'f8 \{a\}\par {\uc2 \u8211 --}slut\line\tab x}`)).toEqual({ form: 'text', text: 'Kære Ærø {a}\r\n–slut\r\n\tx' });
  });

  test('of HTML only the HTML: what RTF needs for itself is left out', () => {
    expect(bodyOfRtf(String.raw`{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\b \htmlrtf0 a{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 b\htmlrtf }\htmlrtf0 {\*\mhtmltag64 <q>}\par{\*\htmltag72 </p>}}`)).toEqual({ form: 'html', text: '<p>a&nbsp;b\r\n</p>' });
  });

  test.each([['cut off', Buffer.from('2d00', 'hex')], ['with a size that lies', Buffer.concat([uncompressedRtf('{\\rtf1 a}').subarray(0, 20)])], ['of another kind', uncompressedRtf('hej')]])('%s: damaged', (_what, bytes) => {
    expect(() => bodyOfCompressedRtf(bytes)).toThrow(Unreadable);
  });
});

describe('.msg', () => {
  test('body and attachments, with their long names', async () => {
    const { lines, parts } = await unwrapMsg(part('wrap-list.msg'));
    expect(lines.slice(0, 2)).toEqual(['Hej.', 'Hermed listen på Aarhus.']);
    expect(parts.map((p) => [p.filename, p.inline])).toEqual([['Kontaktliste for Århus – 2024.xlsx', false], ['logo.png', true]]);
    expect(Buffer.from(parts[0]?.content ?? []).equals(list)).toBe(true);
  });

  test.each(['wrap-rtf.msg', 'wrap-html.msg'])('tables of its HTML, wrapped in RTF or not: %s', async (name) => {
    expect(cells(await unwrapMsg(part(name)))).toEqual(contactTable);
  });

  test('strings that are not Unicode, in the code page it names', async () => {
    expect((await unwrapMsg(part('wrap-cp865.msg'))).lines).toEqual(['Kære alle på Ærø']);
  });

  test('a message laid into it is a .msg', async () => {
    const [inner] = (await unwrapMsg(part('wrap-embedded.msg'))).parts;
    expect([inner?.filename, kindOfFile(inner?.content ?? new Uint8Array(), '', '')]).toEqual(['Kontaktliste.msg', 'msg']);
    const { lines, parts } = await unwrapMsg(inner?.content ?? new Uint8Array());
    expect([lines, parts.map((p) => [p.filename, Buffer.from(p.content).equals(list)])]).toEqual([['Listen er her.'], [['liste.xlsx', true]]]);
  });

  test('a link to a file elsewhere is an empty part, not nothing', async () => {
    const bytes = writeMsg({ subject: 'a', sender: 'b', senderAddress: 'c@aarhus.dk', body: 'd', attachments: [{ name: 'i skyen.xlsx' }] });
    expect((await unwrapMsg(bytes)).parts).toMatchObject([{ filename: 'i skyen.xlsx', content: { length: 0 } }]);
  });

  test('cut off it is damaged', async () => {
    await expect(unwrapMsg(part('wrap-list.msg').subarray(0, 9000))).rejects.toMatchObject({ constructor: Unreadable, unread: 'damaged' });
  });

  test('sectors that run in a circle are found before anybody follows them', async () => {
    const bytes = Buffer.from(part('wrap-list.msg'));
    const fat = (bytes.readUInt32LE(76) + 1) * 512;
    const directory = bytes.readUInt32LE(48);
    bytes.writeUInt32LE(directory, fat + directory * 4);
    expect(() => readOle(bytes)).toThrow(Unreadable);
    await expect(unwrapMsg(bytes)).rejects.toBeInstanceOf(Unreadable);
  });
});

describe('a mail in a mail', () => {
  const golden = (name: string) => readFileSync(join(folder, '..', name));

  test('its text without sender and subject, its attachments', async () => {
    const { lines, parts } = await unwrapMail(golden('01-list-libreoffice.eml'));
    expect(parts.map((p) => p.filename)).toEqual(['Kontaktliste.xlsx']);
    expect(lines.join('\n')).not.toMatch(/^(?:From|Subject|Date):/m);
  });

  test('the tables of its HTML', async () => {
    expect((await unwrapMail(golden('06-html-table.eml'))).tables).toHaveLength(1);
  });

  test('behind the line of an mbox', async () => {
    expect(await named(unwrapMail, Buffer.concat([Buffer.from('From mho@aarhus.dk Wed Feb  7 09:12:30 2024\r\n'), golden('01-list-libreoffice.eml')]))).toEqual(['Kontaktliste.xlsx']);
  });

  test('of too many parts: damaged', async () => {
    await expect(unwrapMail(Buffer.from(`From: a@b.dk\nContent-Type: multipart/mixed; boundary=x\n\n${'--x\nContent-Type: text/plain\n\na\n'.repeat(2000)}--x--\n`))).rejects.toBeInstanceOf(Unreadable);
  });
});

describe('what a file is, its content says', () => {
  test.each([
    ['wrap-list.7z', 'archive'], ['wrap-list.csv.gz', 'archive'], ['wrap-list.zip', 'zip'], ['wrap-list.msg', 'msg'], ['wrap-winmail-list.dat', 'tnef'],
    ['old.xls', 'xls'], ['locked.xlsx', 'locked-office'], ['wrap-signed.p7m', 'smime'], ['wrap-signed-ber.p7m', 'smime'], ['wrap-encrypted.p7m', 'smime'], ['wrap-auth-encrypted.p7m', 'smime'],
  ])('%s is %s', (name, what) => {
    expect(kind(name)).toBe(what);
  });

  test('a message with a sheet in it is a message, and a message that only mentions a workbook too', () => {
    const inner = part('old.xls');
    expect(kindOfFile(writeMsg({ subject: 'a', sender: 'b', senderAddress: 'c@aarhus.dk', body: 'Workbook EncryptedPackage', attachments: [{ name: 'old.xls', content: inner }] }), '', '')).toBe('msg');
  });

  test('a saved mail without a label or ending', () => {
    expect(kindOfFile(readFileSync(join(folder, '../01-list-libreoffice.eml')), 'application/octet-stream', 'besked')).toBe('mail');
    expect(kindOfFile(Buffer.from('From: en tekst\nder ligner'), 'text/plain', 'tekst.txt')).toBe('text');
  });

  test('a detached signature is a signature', () => {
    expect(kindOfFile(part('wrap-signed.p7m'), 'application/octet-stream', 'smime.p7s')).toBe('signature');
  });
});

test('any change to any of these files ends in parts or in Unreadable', async () => {
  const unwrappers: Readonly<Record<string, Unwrapper>> = { zip: unwrapZip, dat: unwrapTnef, msg: unwrapMsg, p7m: unwrapSigned };
  const files = readdirSync(folder).filter((n) => n.startsWith('wrap-')).flatMap((name) => {
    const unwrap = unwrappers[name.split('.').at(-1) ?? ''];
    return unwrap ? [{ bytes: part(name), unwrap }] : [];
  });
  const changes = fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.integer({ min: 0, max: 255 }) }), { minLength: 1, maxLength: 20 });
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: files.length - 1 }), changes, fc.boolean(), fc.double({ min: 0.1, max: 1, noNaN: true }), async (index, changed, early, cut) => {
    const file = files[index];
    if (!file) return;
    const bytes = Buffer.from(file.bytes).subarray(0, Math.floor(file.bytes.length * cut));
    // Half of the changes hit the beginning, where counts and offsets lie.
    for (const { at, byte } of changed) bytes[Math.floor(at * (early ? Math.min(1024, bytes.length) : bytes.length - 1))] = byte;
    try {
      await file.unwrap(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(Unreadable);
    }
  }), { numRuns: 600 });
}, 60_000);
