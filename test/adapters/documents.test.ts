// The document readers on real and hostile files: xlsx of three programs, bombs, csv in the charsets of Danish Excel, HTML tables.
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
import type { Attachment, InboundMail } from '../../src/core/mail.ts';

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

describe('what is not read says so, and what need not be read says nothing', () => {
  const given = async (content: Uint8Array | null, attachment: Partial<Attachment> = {}) => {
    const file: Attachment = { filename: 'fil', contentType: 'application/octet-stream', bytes: content?.length ?? 9_999_999, content, inline: false, ...attachment };
    const [, document] = await readDocuments({ text: '', html: null, attachments: [file], report: null } as unknown as InboundMail, readFile);
    return document;
  };
  test.each([
    ['letter.pdf', /PDF/], ['old.xls', /old Excel/], ['open.ods', /OpenDocument spreadsheet/], ['winmail.dat', /TNEF/], ['locked.xlsx', /password/], ['bomb.xlsx', /50 MB/],
  ])('%s', async (name, problem) => expect(await given(part(name))).toMatchObject({ readAs: null, problem: expect.stringMatching(problem) }));
  test('a list named as picture is read; a small logo, a card and a calendar are harmless', async () => {
    expect(await given(part('aarhus-libreoffice.xlsx'), { filename: 'a.png', contentType: 'image/png' })).toMatchObject({ readAs: 'xlsx', problem: null });
    expect(await given(part('logo.png'))).toMatchObject({ readAs: null, problem: null });
    expect(await given(Buffer.from('BEGIN:VCARD\r\nFN:Mette'))).toMatchObject({ readAs: null, problem: null });
  });
  test('what was not fetched is a problem unless it can hold no list', async () => {
    expect(await given(null)).toMatchObject({ problem: expect.stringMatching(/too big/), unread: 'not-fetched' });
    expect(await given(null, { contentType: 'video/mp4' })).toMatchObject({ problem: null });
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
