// The document readers and their dispatcher on real and hostile files: xlsx of three programs, bombs, csv in the charsets of Danish Excel, HTML tables, files in files.
// It refuses to trust names: what a file is, its bytes say.
import { describe, expect, test } from 'vitest';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { readDocuments } from '../../src/adapters/documents/index.ts';
import { readFile } from '../../src/adapters/documents/read-file.ts';
import { readText } from '../../src/adapters/documents/csv.ts';
import { readHtml } from '../../src/adapters/documents/html.ts';
import { readXlsx } from '../../src/adapters/documents/xlsx.ts';
import { eachTag } from '../../src/adapters/documents/xml.ts';
import { openZip } from '../../src/adapters/documents/zip.ts';
import { writeZip } from '../support/zip.ts';
import type { Attachment, Document, InboundMail } from '../../src/core/mail.ts';

const folder = join(import.meta.dirname, '../mails/parts');
const part = (name: string) => readFileSync(join(folder, name));
const shown = (tables: Awaited<ReturnType<typeof readXlsx>>['tables']) => tables.map((t) => t.rows.map((r) => r.map((c) => `${c.at}=${c.text}`)));

function workbook(sheet: string, more: Readonly<Record<string, string>> = {}): Uint8Array {
  const files = {
    'xl/workbook.xml': '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  };
  return writeZip(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
}

describe('xlsx', () => {
  test('a file of LibreOffice is read with the place of each cell', async () => {
    const { tables } = await readXlsx(part('aarhus-libreoffice.xlsx'));
    expect(tables[0]?.name).toBe('Ark1');
    expect(shown(tables)[0]?.at(-1)).toEqual(['A5=Aarhus Kommune', 'B5=751', 'C5=Region Midtjylland', 'D5=Mette Holm', 'E5=mho@aarhus.dk', 'F5=89 40 12 34']);
  });

  test('hidden and very hidden sheets are marked', async () => {
    expect((await readXlsx(part('aarhus-mtm-hucre.xlsx'))).tables.map((t) => [t.name, t.hidden])).toEqual([['Kontaktliste', false], ['Regioner', true], ['_meta', true]]);
  });

  test('inline strings, rich text, formulas, booleans, errors, dates, entities, merges down, cells without a place', async () => {
    const sheet = `<x:worksheet xmlns:x="m"><x:sheetData>
      <x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:r><x:t>Me</x:t></x:r><x:r><x:t>tte &amp; co</x:t></x:r></x:is></x:c><x:c r="B2" t="str"><x:f>A1&amp;"@"</x:f><x:v>mho@aarhus.dk</x:v></x:c><x:c r="C2" t="b"><x:v>1</x:v></x:c><x:c r="D2" t="e"><x:v>#N/A</x:v></x:c><x:c r="E2" s="1"><x:v>45330</x:v></x:c><x:c r="F2"><x:v>8.9401234E7</x:v></x:c><x:c r="G2" t="s"><x:v>0</x:v></x:c></x:row>
      <x:row><x:c t="inlineStr"><x:is><x:t>næste</x:t></x:is></x:c></x:row><x:row r="4"><x:c r="B4"><x:v>7</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="G2:G4"/></x:mergeCells></x:worksheet>`;
    const { tables } = await readXlsx(workbook(sheet, {
      'xl/sharedStrings.xml': '<sst><si><t>Aarhus</t><rPh><t>x</t></rPh></si></sst>',
      'xl/styles.xml': '<styleSheet><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }));
    expect(shown(tables)[0]).toEqual([
      ['A2=Mette & co', 'B2=mho@aarhus.dk', 'C2=SAND', 'E2=2024-02-08', 'F2=89401234', 'G2=Aarhus'],
      ['A3=næste', 'G3=Aarhus'],
      ['B4=7', 'G4=Aarhus'],
    ]);
  });

  test.each([
    ['a bomb', () => part('bomb.xlsx'), /50 MB/],
    ['a size that lies', () => lying(), /more than it says|damaged/],
    ['more parts than a workbook has', () => writeZip(Object.fromEntries(Array.from({ length: 2_100 }, (_, i) => [`xl/p${i}.xml`, Buffer.from('x')]))), /2000 parts|2,000/],
    ['too many cells', () => workbook(`<worksheet><sheetData>${'<row><c><v>1</v></c><c><v>2</v></c></row>'.repeat(100_001)}</sheetData></worksheet>`), /200000|200,000/],
    ['a document type', () => workbook('<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'), /document type/],
    ['tags that do not close', () => workbook('<worksheet><sheetData><row>'), /damaged/],
    ['no workbook', () => writeZip({ 'a.txt': Buffer.from('x') }), /no workbook/],
    ['half a file', () => part('aarhus-libreoffice.xlsx').subarray(0, 3_000), /damaged/],
  ])('%s is refused with a sentence', async (_what, bytes, sentence) => {
    await expect(readXlsx(bytes())).rejects.toThrow(sentence);
  });

  test('the walk over XML sees what saxes sees, in every part of every golden workbook', async () => {
    for (const name of readdirSync(folder).filter((n) => /\.xls[xm]$/.test(n) && !/locked|bomb/.test(n))) {
      const zip = await openZip(part(name));
      for (const entry of zip.names.filter((n) => /\.(?:xml|rels)$/.test(n))) {
        const xml = new TextDecoder().decode(await zip.read(entry));
        const [own, theirs]: [string[], string[]] = [[], []];
        eachTag(xml, { open: (tag, a) => own.push(`<${tag} ${a('r') ?? ''} ${a('name') ?? ''}`), close: (tag) => own.push(`/${tag}`), text: (text) => own.push(text) });
        const saxes = new SaxesParser();
        const local = (n: string) => n.slice(n.indexOf(':') + 1);
        saxes.on('opentag', (tag) => theirs.push(`<${local(tag.name)} ${(tag.attributes as Record<string, string>)['r'] ?? ''} ${(tag.attributes as Record<string, string>)['name'] ?? ''}`));
        saxes.on('closetag', (tag) => theirs.push(`/${local(tag.name)}`));
        saxes.on('text', (text) => theirs.push(text));
        saxes.write(xml).close();
        expect(own.filter((s) => s.trim() !== '').join('\n'), `${name} ${entry}`).toBe(theirs.filter((s) => s.trim() !== '').join('\n'));
      }
    }
  });
});

function lying(): Uint8Array {
  const honest = Buffer.from(workbook(`<worksheet><sheetData>${' '.repeat(50_000)}</sheetData></worksheet>`));
  const at = honest.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
  honest.writeUInt32LE(100, at + 24);
  return honest;
}

describe('csv', () => {
  test.each([
    ['windows-1252', Buffer.from('Kommune;Navn\r\nÆrø;Søren "Sø" Bæk\r\n', 'latin1')],
    ['utf-8 with a mark', Buffer.from('\ufeffKommune;Navn\r\nÆrø;Søren "Sø" Bæk\r\n')],
    ['utf-16 with a mark', Buffer.from('\ufeffKommune\tNavn\r\nÆrø\tSøren "Sø" Bæk\r\n', 'utf16le')],
    ['utf-16 without a mark', Buffer.from('Kommune;Navn\r\nÆrø;Søren "Sø" Bæk\r\n', 'utf16le')],
    ['a sep= line', Buffer.from('sep=;\r\nKommune;Navn\r\nÆrø;Søren "Sø" Bæk\r\n')],
  ])('%s', async (_what, bytes) => {
    const { readAs, tables } = await readText(bytes);
    expect(readAs).toBe('csv');
    expect(tables[0]?.rows.slice(-2).map((r) => r.map((c) => c.text)).filter((r) => r.length > 0)).toContainEqual(['Ærø', 'Søren "Sø" Bæk']);
  });
  test('a quoted field with a line break and a separator', async () => {
    expect((await readText(Buffer.from('a;b\n"x;\ny";z\n'))).tables[0]?.rows[1]?.map((c) => c.text)).toEqual(['x;\ny', 'z']);
  });
  test('prose with commas is no table', async () => {
    expect((await readText(Buffer.from('Hej, vi sender, som lovet, listen.\nDen kommer, når den er klar, i morgen.\n'))).readAs).toBe('text');
  });
});

test('HTML tables: spans, nested tables, entities, unclosed tags', () => {
  const { tables } = readHtml('<table><tr><td colspan=2>Titel<td>x<tr><td rowspan=2>Ær&oslash;<td>a<td>b<tr><td>c<td><table><tr><td>inde</table>d</table>');
  expect(tables.map((t) => t.rows.map((r) => r.map((c) => `${c.at}=${c.text}`)))).toEqual([
    [['A1=inde']],
    [['A1=Titel', 'C1=x'], ['A2=Ærø', 'B2=a', 'C2=b'], ['A3=Ærø', 'B3=c', 'C3=d']],
  ]);
});

const attached = (content: Uint8Array | null, attachment: Partial<Attachment> = {}): InboundMail =>
  ({ text: '', html: null, attachments: [{ filename: 'fil', contentType: 'application/octet-stream', bytes: content?.length ?? 9_999_999, content, inline: false, ...attachment }], report: null }) as unknown as InboundMail;

/** The documents of a mail with this one attachment, without the body. */
async function documentsOf(content: Uint8Array | null, attachment: Partial<Attachment> = {}): Promise<readonly Document[]> {
  return (await readDocuments(attached(content, attachment), readFile)).slice(1);
}

describe('what is not read says so, and what need not be read says nothing', () => {
  test.each([
    ['locked.xlsx', 'locked', /password/], ['office-locked.xls', 'locked', /password/], ['office-locked.ods', 'locked', /password/], ['office-locked.doc', 'locked', /password/], ['office-locked.odt', 'locked', /password/],
    ['pdf-password.pdf', 'locked', /password/], ['wrap-locked.zip', 'locked', /password/],
    ['pdf-scan.pdf', 'scanned', /scan|picture/i], ['list-scan.png', 'scanned', /picture/],
    ['letter.pdf', 'damaged', /PDF/], ['winmail.dat', 'damaged', /TNEF|winmail|damaged/i],
    ['bomb.xlsx', 'too-much', /50 MB/], ['wrap-encrypted.p7m', 'encrypted', /encrypted/], ['wrap-list.7z', 'unknown-format', /only zip/], ['wrap-list.csv.gz', 'unknown-format', /only zip/],
  ] as const)('%s: %s', async (name, unread, problem) => {
    const documents = await documentsOf(part(name));
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({ readAs: null, tables: [], unread, problem: expect.stringMatching(problem) });
  });
  test.each(['list-openpyxl.xlsx', 'list-calc.xls', 'list-calc.ods', 'list-table.docx', 'list-table.doc', 'list-table.odt', 'wrap-list.zip', 'wrap-list.msg', 'list-winmail.dat'])('half of %s is damaged, or can no longer be told for what it is', async (name) => {
    const [half] = await documentsOf(part(name).subarray(0, part(name).length / 2));
    expect(half).toMatchObject({ readAs: null, tables: [], unread: expect.stringMatching(/^(?:damaged|unknown-format)$/) });
  });
  test.each([
    ['a small logo', () => part('logo.png'), 'image/png'], ['a card', () => Buffer.from('BEGIN:VCARD\r\nFN:Mette'), 'text/plain'],
    ['a calendar', () => Buffer.from('BEGIN:VCALENDAR\r\nMETHOD:REPLY'), 'text/calendar'], ['a signature', () => Buffer.from('-----BEGIN PGP SIGNATURE-----'), 'application/octet-stream'],
  ] as const)('%s is harmless', async (_what, content, contentType) => {
    expect(await documentsOf(content(), { filename: 'image001.png', contentType, inline: contentType === 'image/png' })).toMatchObject([{ readAs: null, problem: null }]);
  });
  test('what was not fetched is a problem unless it can hold no list', async () => {
    expect(await documentsOf(null)).toMatchObject([{ problem: expect.stringMatching(/too big/), unread: 'not-fetched' }]);
    expect(await documentsOf(null, { contentType: 'video/mp4' })).toMatchObject([{ problem: null }]);
  });
});

describe('what a file is, its content says', () => {
  test.each([
    ['aarhus-libreoffice.xlsx', 'xlsx'], ['macro.xlsm', 'xlsx'], ['old.xls', 'xls'], ['list-calc.xls', 'xls'], ['office-sheetjs-biff5.xls', 'xls'], ['office-sheetjs.xlsb', 'xls'], ['office-sheetjs-2003.xml', 'xls'],
    ['open.ods', 'ods'], ['list-calc.ods', 'ods'], ['list-calc.html', 'html'], ['list-table.docx', 'docx'], ['list-table.doc', 'doc'], ['list-table.odt', 'odt'], ['list-table.rtf', 'rtf'], ['pdf-calc-list.pdf', 'pdf'],
    ['semicolon-1252.csv', 'csv'], ['tab-utf16.csv', 'csv'], ['wrap-list.zip', 'zip'], ['list-winmail.dat', 'tnef'], ['wrap-list.msg', 'msg'], ['nest-list.eml', 'mail'], ['wrap-signed.p7m', 'mail'],
  ] as const)('%s is read as %s, whatever it is called', async (name, readAs) => {
    // A saved mail is told by its ending or its fields, and a plain text needs no other sign.
    const filename = name.endsWith('.eml') ? 'fil.eml' : 'fil.png';
    for (const contentType of ['application/octet-stream', 'image/png', 'application/pdf']) expect((await documentsOf(part(name), { filename, contentType }))[0]).toMatchObject({ contentType, readAs, problem: null });
  });
});

describe('files in files', () => {
  const sources = (documents: readonly Document[]) => documents.map((d) => `${d.source}: ${d.readAs ?? d.unread ?? '-'}`);
  test('each file is a document of its own, named by the way to it', async () => {
    const mail = part('nest-list.eml');
    const zip = writeZip({ 'b.eml': mail, 'c.txt': Buffer.from('Hilsen\n') });
    expect(sources(await documentsOf(zip, { filename: 'a.zip' }))).toEqual(['a.zip: zip', 'a.zip/b.eml: mail', 'a.zip/b.eml/Kontaktliste.xlsx: xlsx', 'a.zip/c.txt: text']);
  });
  test('four files deep are opened, a fifth is not', async () => {
    expect(sources(await documentsOf(part('nest-4.zip'), { filename: 'a.zip' }))).toEqual(['a.zip: zip', 'a.zip/b.zip: zip', 'a.zip/b.zip/c.eml: mail', 'a.zip/b.zip/c.eml/d.zip: zip', 'a.zip/b.zip/c.eml/d.zip/Kontaktliste.xlsx: xlsx']);
    const five = await documentsOf(part('nest-5.zip'), { filename: 'a.zip' });
    expect(sources(five).at(-1)).toBe('a.zip/b.zip/c.eml/d.zip/e.zip: too-much');
    expect(five.at(-1)?.problem).toMatch(/depth of 4/);
  });
  test('a sheet is no wrapper: it may lie one deeper than the last', async () => {
    expect((await documentsOf(part('nest-4.zip')))[4]?.tables[0]?.rows[1]?.[3]?.text).toBe('Mette Holm');
  });
  test('more files than a person sends are counted over all depths, and the rest is named', async () => {
    const inner = writeZip(Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`${i}.txt`, Buffer.from(`linje ${i}`)])));
    const documents = await documentsOf(writeZip({ 'a.zip': inner, 'b.zip': inner }), { filename: 'x.zip' });
    expect(documents.filter((d) => d.readAs === 'text').length).toBeLessThan(200);
    expect(documents.filter((d) => d.unread === 'too-much').length).toBeGreaterThan(100);
  });
  test('sizes are counted over all depths', async () => {
    const inner = writeZip({ 'stor.txt': Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => `${i % 9973}\n`).join('')) });
    const documents = await documentsOf(writeZip({ 'a.zip': inner, 'b.zip': inner, 'c.zip': inner, 'd.zip': inner, 'e.zip': inner }), { filename: 'x.zip' });
    expect(documents.some((d) => d.unread === 'too-much')).toBe(true);
  });
  test('one broken file does not take the others along', async () => {
    const documents = await documentsOf(writeZip({ 'a.xlsx': part('list-openpyxl.xlsx').subarray(0, 2_000), 'b.xlsx': part('list-openpyxl.xlsx') }), { filename: 'x.zip' });
    expect(sources(documents)).toEqual(['x.zip: zip', 'x.zip/a.xlsx: damaged', 'x.zip/b.xlsx: xlsx']);
  });
  test('the mail that a report returns is ours and is not read', async () => {
    const mail = attached(part('nest-list.eml'), { filename: '', contentType: 'message/rfc822' });
    const [, document] = await readDocuments({ ...mail, report: { type: 'delivery-status', recipients: [], originalMessageId: null } }, readFile);
    expect(document).toMatchObject({ readAs: null, problem: null, tables: [] });
  });
});

describe('quoted tables', () => {
  const table = '<table><tr><td>Navn</td><td>E-mail</td></tr><tr><td>Bent Gammel</td><td>bega@aarhus.dk</td></tr></table>';
  test('a table in an element that quotes is left out, one beside it is kept', () => {
    expect(readHtml(`${table}<blockquote type="cite">${table}</blockquote>`).tables.map((t) => t.name)).toEqual(['Tabel 1']);
    expect(readHtml(`<blockquote style="margin-left:40px">${table}</blockquote>`).tables).toHaveLength(1);
  });
  test('in plain text only the newest part makes tables of tabs', async () => {
    const text = 'Tak.\n\nFra: Lars\nSendt: i går\nTil: Mette\nEmne: SV\n\nNavn\tE-mail\nBent Gammel\tbega@aarhus.dk';
    const [body] = await readDocuments({ text, html: null, attachments: [], report: null } as unknown as InboundMail, readFile);
    expect(body?.tables).toEqual([]);
  });
});
