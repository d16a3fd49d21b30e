// parseMail on mails that are not as the RFCs want them: line ends, boundaries, charsets, encodings, names, headers, bodies.
// It refuses a rejection and a lost word: what was odd stands in the problems.
import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { decodeBytes } from '../../src/adapters/charset.ts';
import { parseMail } from '../../src/adapters/parse.ts';
import { headerValue } from '../../src/core/mail.ts';

/** One character per byte, with CRLF. */
const bytes = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1');
const head = 'From: Mette Holm <mho@aarhus.dk>\nSubject: Svar\n';
const plain = (type: string, body: string, more = '') => bytes(`${head}Content-Type: ${type}\n${more}\n${body}`);
const multi = (type: string, ...parts: readonly string[]) => bytes(`${head}Content-Type: ${type}; boundary=x\n\n${parts.map((p) => `--x\n${p}\n`).join('')}--x--\n`);
const list = 'Content-Type: application/octet-stream; name=liste.xlsx\nContent-Transfer-Encoding: base64\n\nUEsDBA==';
const names = (mail: { readonly attachments: readonly { readonly filename: string }[] }) => mail.attachments.map((a) => a.filename);

describe('line ends', () => {
  const mail = `${head}Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=iso-8859-1\n\nHej \xe6\n--x\n${list}\n--x--\n`;
  test.each([['LF alone', '\n', /^$/], ['CR alone', '\r', /end in CR alone/], ['CR CR LF', '\r\r\n', /CR CR LF/]])('%s', async (_what, end, problem) => {
    const read = await parseMail(Buffer.from(mail.replaceAll('\n', end), 'latin1'));
    expect([read.subject, read.text.trim(), names(read)]).toEqual(['Svar', 'Hej æ', ['liste.xlsx']]);
    expect(read.problems.join()).toMatch(problem);
  });

  test.each([['the line of an mbox', 'From mho@aarhus.dk Wed Feb  7 09:12:30 2024\n'], ['empty lines', '\n\n'], ['a BOM', '\xef\xbb\xbf']])('%s before the header', async (_what, before) => {
    expect(await parseMail(bytes(`${before}${head}\nHej\n`))).toMatchObject({ subject: 'Svar', from: [{ address: 'mho@aarhus.dk' }], text: 'Hej\n' });
  });
});

describe('boundaries', () => {
  test('one that never closes', async () => {
    const mail = await parseMail(bytes(`${head}Content-Type: multipart/mixed; boundary="x"\n\n--x\n\nHej\n--x\n${list}`));
    expect([mail.text, names(mail), mail.attachments[0]?.bytes]).toEqual(['Hej', ['liste.xlsx'], 4]);
  });

  test.each(['----=_Part_1:2?x', 'foo bar', 'a=b/c'])('without quotes: %s', async (boundary) => {
    expect((await parseMail(bytes(`${head}Content-Type: multipart/mixed; boundary=${boundary}\n\n--${boundary}\n\nHej\n--${boundary}--\n`))).text).toBe('Hej');
  });

  test.each([['not named', ''], ['another than comes', '; boundary=abc'], ['empty', '; boundary=""']])('%s: the one that comes is taken', async (_what, parameter) => {
    const mail = await parseMail(bytes(`${head}Content-Type: multipart/mixed${parameter}\n\n--y\nContent-Type: text/plain\n\nHej\n--y\n${list}\n--y--\n`));
    expect([mail.text, names(mail)]).toEqual(['Hej', ['liste.xlsx']]);
    expect(mail.problems.join()).toMatch(/names no boundary/);
  });

  test('not named in an inner multipart', async () => {
    const mail = await parseMail(multi('multipart/mixed', 'Content-Type: multipart/alternative\n\n--y\nContent-Type: text/plain\n\nHej\n--y\nContent-Type: text/html\n\n<p>Hej</p>\n--y--', list));
    expect([mail.text, mail.html, names(mail)]).toEqual(['Hej', '<p>Hej</p>', ['liste.xlsx']]);
  });

  test('none at all: the content is text', async () => {
    const mail = await parseMail(bytes(`${head}Content-Type: multipart/mixed\n\nKontakt er Mette Holm.\n`));
    expect(mail.text).toContain('Kontakt er Mette Holm.');
    expect(mail.problems.join()).toMatch(/has no boundary/);
  });

  test('not in ASCII', async () => {
    expect((await parseMail(bytes(`${head}Content-Type: multipart/mixed; boundary="b\xf8"\n\n--b\xf8\n\nHej\n--b\xf8\n${list}\n--b\xf8--\n`))).attachments).toHaveLength(1);
  });

  test('text before the first part is read where the parts hold nothing', async () => {
    const mail = await parseMail(bytes(`${head}Content-Type: multipart/mixed; boundary=x\n\nKontakt er Mette.\n--x\nContent-Type: text/plain\n\n\n--x--\n`));
    expect(mail.text).toBe('Kontakt er Mette.');
  });

  test.each([['with boundaries', (i: number) => `; boundary=b${i}`], ['without', () => '']])('ten thousand multiparts in each other, %s, cost little and keep the header', async (_what, parameter) => {
    const begun = performance.now();
    const mail = await parseMail(bytes(`${head}${Array.from({ length: 10_000 }, (_, i) => `Content-Type: multipart/mixed${parameter(i)}\n\n--b${i}\n`).join('')}\nHej\n`));
    expect(mail).toMatchObject({ subject: 'Svar', from: [{ address: 'mho@aarhus.dk' }] });
    expect(mail.problems).not.toEqual([]);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

describe('Content-Type', () => {
  test('missing', async () => {
    expect(await parseMail(bytes(`${head}\nHej\n`))).toMatchObject({ text: 'Hej\n', problems: [] });
  });

  test.each([['text/plain', 'multipart/mixed; boundary=x', 'Hej\n'], ['multipart/mixed; boundary=x', 'text/plain', '--x\n\nHej\n--x--\n']])('two: the first counts (%s)', async (first, second, body) => {
    const mail = await parseMail(bytes(`${head}Content-Type: ${first}\nContent-Type: ${second}\n\n${body}`));
    expect(mail.text.trim()).toBe('Hej');
    expect(mail.problems.join()).toMatch(/more than one Content-Type/);
  });

  test('a mail laid in "inline" is an attachment, not the text of this one', async () => {
    const mail = await parseMail(multi('multipart/mixed', '\nHej', 'Content-Type: message/rfc822\nContent-Disposition: inline\n\nFrom: a@b.dk\n\nIndre tekst'));
    expect([mail.text, mail.attachments.map((a) => a.contentType)]).toEqual(['Hej', ['message/rfc822']]);
  });
});

describe('transfer encodings', () => {
  const base64 = (body: string) => plain('text/plain; charset=utf-8', body, 'Content-Transfer-Encoding: base64\n');
  const quoted = (body: string) => plain('text/plain; charset=utf-8', body, 'Content-Transfer-Encoding: quoted-printable\n');
  test.each([
    ['base64 with junk and empty lines', base64('SGVqIM!!Om\n  *IHDDpSBp\n\nIGRhZw'), 'Hej æ på i dag'],
    ['base64 without padding', base64('SGVqIGRpZw'), 'Hej dig'],
    ['base64 cut within its four characters', base64('SGVqIGRpZyBkdQ='), 'Hej dig du'],
    ['quoted-printable broken inside a character', quoted('Hej =C3=\n=B8 og =C3=A6'), 'Hej ø og æ'],
    ['quoted-printable with blanks behind the soft break', quoted('Hej a=  \nb'), 'Hej ab'],
    ['quoted-printable that is none', quoted('to = 2, =ZZ, ='), 'to = 2, =ZZ,'],
  ])('%s', async (_what, raw, text) => {
    expect((await parseMail(raw)).text.trim()).toBe(text);
  });
});

describe('charsets', () => {
  const utf16 = (label: string, mark: string) => plain(`text/plain${label}`, Buffer.from(`${mark}Blåbær på Ærø`, 'utf16le').toString('base64'), 'Content-Transfer-Encoding: base64\n');
  test.each([
    ['utf-16 with a mark', utf16('; charset=utf-16', '\ufeff'), 'Blåbær på Ærø'],
    ['utf-16le without one', utf16('; charset=utf-16le', ''), 'Blåbær på Ærø'],
    ['utf-16 without a label', utf16('', ''), 'Blåbær på Ærø'],
    ['utf-16 labelled utf-8', utf16('; charset=utf-8', ''), 'Blåbær på Ærø'],
    ['utf-7', plain('text/plain; charset=utf-7', 'K+APg-benhavn +- mere'), 'København + mere'],
    ['utf-7 as a label only: a telephone number stays', plain('text/plain; charset="utf-7"', 'ring +45 89401234 eller +4589401234'), 'ring +45 89401234 eller +4589401234'],
    ['cp850', plain('text/plain; charset=cp850', 'S\x9bren \x91\x86 \x92\x9d\x8f'), 'Søren æå ÆØÅ'],
    ['IBM850', plain('text/plain; charset=IBM850', 'S\x9bren'), 'Søren'],
    ['iso-8859-15', plain('text/plain; charset=iso-8859-15', '5 \xa4 \xe6'), '5 € æ'],
    ['macintosh', plain('text/plain; charset=macintosh', 'S\xbfren \xbe\x8c'), 'Søren æå'],
    ['x-mac-roman', plain('text/plain; charset=x-mac-roman', 'S\xbfren \xbe\x8c'), 'Søren æå'],
    ['an unknown name', plain('text/plain; charset=x-foo', 'S\xf8ren'), 'Søren'],
    ['ASCII under its full name, with 8-bit letters', plain('text/plain; charset=ANSI_X3.4-1968', 'S\xf8ren'), 'Søren'],
    ['windows-1252 labelled iso-8859-1', plain('text/plain; charset=iso-8859-1', '\x93S\xf8ren\x94 \x96 5 \x80'), '“Søren” – 5 €'],
    ['utf-8 with a footer in latin1', plain('text/plain; charset=utf-8', 'S\xc3\xb8ren p\xc3\xa5 \xc3\x86r\xc3\xb8\nF\xf8j'), 'Søren på Ærø\nFøj'],
    ['the same labelled iso-8859-1', plain('text/plain; charset=iso-8859-1', 'S\xc3\xb8ren p\xc3\xa5 \xc3\x86r\xc3\xb8\nF\xf8j'), 'Søren på Ærø\nFøj'],
    ['latin1 in a part without any header', multi('multipart/mixed', '\nS\xf8ren'), 'Søren'],
    ['latin1 HTML labelled us-ascii', plain('text/html; charset=us-ascii', '<p>S\xf8ren</p>'), 'Søren'],
  ])('%s', async (_what, raw, text) => {
    expect((await parseMail(raw)).text.trim()).toBe(text);
  });

  test('windows-1252 that holds what could be one letter of UTF-8 stays windows-1252', () => {
    expect(decodeBytes(Buffer.from('\x93BLÅ Ø\x94 æblegrød på øen', 'latin1')).text).toBe('“BLÅ Ø” æblegrød på øen');
  });
});

describe('headers', () => {
  test('words of RFC 2047 cut inside a character, and of a wrong or unknown charset', async () => {
    const mail = await parseMail(bytes('From: =?utf-8?B?U8O4cmVuIEI=?= =?utf-8?Q?=C3?= =?utf-8?Q?=A6k?= <sb@aarhus.dk>\nTo: =?utf-8?Q?S=F8ren?= <x@lige.dk>\nSubject: =?utf-8?Q?Bl=C3?=\n =?utf-8?Q?=A5?= =?cp850?Q?=9B?= =?x-foo?Q?=F8?=\n\nHej\n'));
    expect([mail.from[0]?.name, mail.to[0]?.name, mail.subject]).toEqual(['Søren Bæk', 'Søren', 'Blåøø']);
  });

  test('raw latin1', async () => {
    expect(await parseMail(bytes('From: S\xf8ren B\xe6k <sb@aarhus.dk>\nSubject: P\xe5 \xc6r\xf8\n\nHej\n'))).toMatchObject({ subject: 'På Ærø', from: [{ name: 'Søren Bæk', address: 'sb@aarhus.dk' }] });
  });

  test('twice: the first counts, and a problem says so', async () => {
    const mail = await parseMail(bytes(`${head}From: Falsk <x@ond.dk>\nSubject: To\nMessage-ID: <a@b>\nMessage-ID: <c@d>\n\nHej\n`));
    expect([mail.from.map((f) => f.address), mail.subject, mail.messageId]).toEqual([['mho@aarhus.dk', 'x@ond.dk'], 'Svar', '<a@b>']);
    expect(mail.problems.join()).toMatch(/From.*Subject.*Message-ID/);
  });

  test.each([['between others', 'From: Mette <mho@aarhus.dk>\nikke et felt\nSubject: Svar\n'], ['first', 'ikke et felt\nFrom: Mette <mho@aarhus.dk>\nSubject: Svar\n']])('a line without a colon, %s', async (_what, block) => {
    expect(await parseMail(bytes(`${block}Content-Type: text/plain; charset=iso-8859-1\n\nHej \xf8\n`))).toMatchObject({ subject: 'Svar', from: [{ address: 'mho@aarhus.dk' }], text: 'Hej ø\n' });
  });

  test('a blank before the colon', async () => {
    expect(await parseMail(bytes('From : Mette <mho@aarhus.dk>\nSubject : Svar\n\nHej\n'))).toMatchObject({ subject: 'Svar', from: [{ address: 'mho@aarhus.dk' }] });
  });

  test('of 200 kB, in one line and in fifty thousand', async () => {
    const mail = await parseMail(bytes(`${head}X-Lang: ${'a'.repeat(200_000)}\nX-Foldet: ${'b\n '.repeat(50_000)}\n\nHej\n`));
    expect([mail.subject, mail.text, headerValue(mail, 'x-lang')?.length]).toEqual(['Svar', 'Hej\n', 200_000]);
  });
});

describe('names of files', () => {
  const named = async (fields: string) => names(await parseMail(multi('multipart/mixed', `${fields}\n\na`)))[0];
  test.each([
    ['RFC 2231 in pieces, with a charset', "Content-Type: application/x\nContent-Disposition: attachment; filename*0*=iso-8859-1''Kontakt%F8;\n filename*1*=%E6liste; filename*2=.xlsx", 'Kontaktøæliste.xlsx'],
    ['RFC 2231 in Content-Type', "Content-Type: application/x; name*=utf-8'da'%C3%86r%C3%B8.xlsx", 'Ærø.xlsx'],
    ['in name= only', 'Content-Type: application/x; name="=?iso-8859-1?Q?=C6r=F8.xlsx?="', 'Ærø.xlsx'],
    ['with a path of Windows', 'Content-Type: application/x\nContent-Disposition: attachment; filename="C:\\Users\\mho\\liste.xlsx"', 'liste.xlsx'],
    ['with a path of Windows, quoted', 'Content-Type: application/x\nContent-Disposition: attachment; filename="C:\\\\Users\\\\liste.xlsx"', 'liste.xlsx'],
    ['with a path that leads out', 'Content-Type: application/x\nContent-Disposition: attachment; filename="../../etc/liste.xlsx"', 'liste.xlsx'],
    ['empty, beside name=', 'Content-Type: application/x; name="x.xlsx"\nContent-Disposition: attachment; filename=""', 'x.xlsx'],
    ['empty', 'Content-Type: application/x\nContent-Disposition: attachment; filename=""', ''],
    ['raw latin1', 'Content-Type: application/x\nContent-Disposition: attachment; filename="\xc6r\xf8 liste.xlsx"', 'Ærø liste.xlsx'],
    ['raw utf-8', 'Content-Type: application/x\nContent-Disposition: attachment; filename="\xc3\x86r\xc3\xb8.xlsx"', 'Ærø.xlsx'],
    ['a word without quotes', 'Content-Type: application/x\nContent-Disposition: attachment; filename==?utf-8?Q?=C3=86r=C3=B8_liste.xlsx?=', 'Ærø liste.xlsx'],
    ['blanks without quotes', 'Content-Disposition: attachment; filename=Liste over kontakter.xlsx', 'Liste over kontakter.xlsx'],
    ['words cut inside a character', 'Content-Disposition: attachment; filename="=?utf-8?Q?=C3?= =?utf-8?Q?=B8.xlsx?="', 'ø.xlsx'],
  ])('%s', async (_what, fields, name) => {
    expect(await named(fields)).toBe(name);
  });
});

describe('bodies', () => {
  const alternative = (text: string, html: string) => multi('multipart/alternative', `Content-Type: text/plain; charset=utf-8\n\n${text}`, `Content-Type: text/html; charset=utf-8\n\n${html}`);

  test('format=flowed with delsp, a quotation and a signature', async () => {
    const mail = await parseMail(plain('text/plain; charset=utf-8; format=flowed; delsp=yes', 'Kontakt \nperson er M \nette Holm.\n> Gammel linje  \n> går videre\n-- \nMette\n'.replace('å', '\xc3\xa5')));
    expect(mail.text).toBe('Kontaktperson er Mette Holm.\n> Gammel linje går videre\n-- \nMette');
  });

  test('format=flowed with stuffed blanks', async () => {
    expect((await parseMail(plain('text/plain; charset=iso-8859-1; format=flowed', 'Kontakt \nperson \xe6r Mette.\n From \n'))).text.trim()).toBe('Kontakt person ær Mette.\nFrom');
  });

  test('HTML alone', async () => {
    expect((await parseMail(plain('text/html', '<p>Hej</p><p>Du</p>'))).text).toBe('Hej\nDu');
  });

  test.each([['nothing', ''], ['blanks', ' \n\xc2\xa0\n\xe2\x80\x8b\n'], ['that a program shows no HTML', 'Your email client does not support HTML messages.'], ['the same in Danish', 'Dit mailprogram understøtter ikke HTML.'.replace('ø', '\xc3\xb8')]])('a plain part that says %s', async (_what, text) => {
    expect((await parseMail(alternative(text, '<p>Hej Mette</p>'))).text).toBe('Hej Mette');
  });

  test('a plain part that breaks off', async () => {
    const mail = await parseMail(alternative('Hej. Vores kontakt', '<style>p{}</style><p>Hej. Vores kontaktperson er Mette Holm, mho@aarhus.dk.</p>'));
    expect(mail.text).toBe('Hej. Vores kontaktperson er Mette Holm, mho@aarhus.dk.');
    expect(mail.problems.join()).toMatch(/breaks off/);
  });

  test.each([['is whole', 'Hej. Vores kontaktperson er Mette Holm.', '<p>Hej. Vores <b>kontaktperson</b> er Mette Holm.</p>'], ['says something else', 'Vi har noget at sige om HTML.', '<p>Hej. Her er noget helt andet, som er meget længere end den anden del.</p>']])('a plain part that %s stays', async (_what, text, html) => {
    expect((await parseMail(alternative(text, html))).text).toBe(Buffer.from(text, 'latin1').toString('utf-8'));
  });

  test('a file in uuencode is an attachment', async () => {
    const mail = await parseMail(bytes(`${head}\nHej\n\nbegin 644 C:\\liste.csv\n.2V]M;75N93M.879N.TUA\n\`\nend\n\nMvh Mette\n`));
    expect(names(mail)).toEqual(['liste.csv']);
    expect(Buffer.from(mail.attachments[0]?.content ?? []).toString()).toBe('Kommune;Navn;M');
    expect(mail.text.replace(/\n+/g, '|')).toBe('Hej|Mvh Mette|');
  });

  test('a sentence that begins with "begin" is no file', async () => {
    expect((await parseMail(bytes(`${head}\nbegin 644 ting\nhej med dig\nend\n`))).text).toContain('hej med dig');
  });

  test('a message encrypted with PGP in the text is an attachment that is known as such', async () => {
    const mail = await parseMail(bytes(`${head}\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n`));
    expect(mail.attachments.map((a) => a.contentType)).toEqual(['application/pgp-encrypted']);
    expect(mail.text.trim()).toBe('');
  });
});
