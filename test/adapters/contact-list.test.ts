// The contact list as people meet it: its cells, its locks, its bytes, and LibreOffice opening it.
// It refuses to believe the writer: the file is read back by three other programs.
import { Buffer } from 'node:buffer';
import { readXlsx as readByHucre, writeXlsx, type Workbook } from 'hucre/xlsx';
import { read as readBySheetJs, write as writeBySheetJs } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { contactListHeader, createContactLists } from '../../src/adapters/contact-list.ts';
import { readOds } from '../../src/adapters/documents/ods.ts';
import { readXlsx } from '../../src/adapters/documents/xlsx.ts';
import { openZip } from '../../src/adapters/documents/zip.ts';
import { storeZip } from '../../src/adapters/stored-zip.ts';
import { contactsInTables } from '../../src/core/contacts/tables.ts';
import { theRegister } from '../letters/build.ts';
import { hostile, longName } from '../letters/digest-samples.ts';
import { campaign } from '../letters/samples.ts';
import { explainOne } from '../mails/explain-one.ts';
import { faultsOf, partsOf } from '../support/ooxml.ts';
import { converted } from '../support/soffice.ts';
import { writeZip } from '../support/zip.ts';

const register = await theRegister();

async function listFor(code: string, regionName: string | null, at = '2024-01-30T07:00:00Z', lists = createContactLists({ campaign, register }), name?: string): Promise<Uint8Array> {
  const found = register.kommuner.find((k) => k.code === code);
  const kommune = found && { ...found, name: name ?? found.name };
  const [file] = kommune ? await lists.attachmentsOf({ date: at, attachments: [{ kind: 'contact-list', kommune, regionName }] }) : [];
  if (!file) throw new Error(`no list for ${code}`);
  return file.content;
}

describe('Kontaktliste.xlsx', () => {
  it('has the header of the contract and the kommune filled in; the answer stands in row 4', async () => {
    const { tables } = await readXlsx(await listFor('0101', 'Region Hovedstaden'));
    const [form] = tables;
    expect(form?.name).toBe('Ark1');
    expect(form?.rows[2]?.map((c) => c.text)).toEqual([...contactListHeader]);
    expect(contactListHeader.join(' | ')).toBe('Kommune | Kommunekode | Region | Kontaktperson (navn) | Kontaktperson (e-mail) | Telefon (valgfri)');
    expect(form?.rows[3]).toEqual([{ at: 'A4', text: 'Københavns Kommune' }, { at: 'B4', text: '0101' }, { at: 'C4', text: 'Region Hovedstaden' }]);
    expect(form?.rows[1]?.[0]?.text).toContain('senest mandag den 12. februar 2024');
    expect(tables.slice(1).map((t) => [t.name, t.hidden])).toEqual([['_lister', true], ['_meta', true]]);
  });

  it('is protected but for the answer cells, with regions to choose from and a very hidden sheet that names campaign and kommune', async () => {
    const book = await readByHucre(await listFor('0751', 'Region Midtjylland'), { readStyles: true });
    const [form, lists, meta] = book.sheets;
    expect(form?.protection?.sheet).toBe(true);
    const locked = ['A', 'B', 'C', 'D', 'E', 'F'].map((_, column) => form?.cells?.get(`3,${column}`)?.style?.protection?.locked ?? true);
    expect(locked).toEqual([true, true, false, false, false, false]);
    expect(form?.freezePane?.rows).toBe(3);
    expect(rulesOf(book)).toEqual(rules);
    expect(form?.dataValidations?.map((rule) => [rule.allowBlank, rule.errorStyle, rule.inputTitle !== undefined && rule.inputMessage !== undefined, rule.errorTitle !== undefined && rule.errorMessage !== undefined])).toEqual(Array(4).fill([true, 'warning', true, true]));
    expect(lists?.rows.flat()).toEqual(['Region Hovedstaden', 'Region Sjælland', 'Region Syddanmark', 'Region Midtjylland', 'Region Nordjylland']);
    expect(meta?.veryHidden).toBe(true);
    expect(meta?.rows).toEqual([['campaign', '2024'], ['kommune', '0751'], ['form', 'contact-list']]);
  });

  it('keeps the leading zero for SheetJS too', async () => {
    const sheet = readBySheetJs(await listFor('0147', 'Region Hovedstaden')).Sheets['Ark1'];
    expect(sheet?.['B4']).toMatchObject({ t: 's', v: '0147' });
  });

  it('filled in by a kommune gives one contact, found where the contract says', async () => {
    const book = readBySheetJs(await listFor('0751', 'Region Midtjylland'));
    Object.assign(book.Sheets['Ark1'] ?? {}, { D4: { t: 's', v: 'Mette Sørensen Kjær' }, E4: { t: 's', v: 'mesk@aarhus.dk' }, F4: { t: 's', v: '89 40 20 00' } });
    const { tables, lines } = await readXlsx(new Uint8Array(writeBySheetJs(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer));
    const { contacts } = contactsInTables({ source: 'Kontaktliste.xlsx', contentType: '', bytes: 0, readAs: 'xlsx', tables, lines, problem: null });
    expect(contacts).toMatchObject([{ name: 'Mette Sørensen Kjær', email: 'mesk@aarhus.dk', from: 'Kontaktliste.xlsx!Ark1!D4' }]);
  });

  it('is the same bytes every time, made once, stored uncompressed', async () => {
    const lists = createContactLists({ campaign, register });
    const one = await listFor('0751', 'Region Midtjylland', undefined, lists);
    expect(await listFor('0751', 'Region Midtjylland', undefined, lists)).toBe(one);
    expect(Buffer.from(await listFor('0751', 'Region Midtjylland')).equals(one)).toBe(true);
    expect(Buffer.from(storeZip(one)).equals(one)).toBe(true);
    expect(one.length).toBeLessThan(20_000);
  });

  it('follows the day: the regions of that day, and no deadline that has passed', async () => {
    const { tables } = await readXlsx(await listFor('0101', 'Region Østdanmark', '2027-01-30T07:00:00Z'));
    expect(tables[1]?.rows.flat().map((c) => c.text)).toContain('Region Østdanmark');
    expect(tables[1]?.rows.flat().map((c) => c.text)).not.toContain('Region Hovedstaden');
    expect(tables[0]?.rows[1]?.[0]?.text).not.toContain('senest');
    const unknown = await readXlsx(await listFor('0101', null));
    expect(unknown.tables[0]?.rows[3]?.map((c) => c.at)).toEqual(['A4', 'B4']);
  });

  it.each([
    ['a kommune as it is', '0751', 'Region Midtjylland', undefined], ['a kommune without a region', '0101', null, undefined], ['a name of 80 characters', '0751', 'Region Midtjylland', longName], ['HTML and marks of direction', '0751', hostile, hostile],
    ['what looks like a formula', '0751', '+1+1', '=cmd|\'/C calc\'!A0'], ['an address as a name', '0751', '-1', '@SUM(A1)'],
  ] as const)('holds to ECMA-376 and shows text as text: %s', async (_, code, region, name) => {
    const bytes = await listFor(code, region, undefined, undefined, name);
    expect(await faultsOf(bytes)).toEqual([]);
    const row = (await readByHucre(bytes)).sheets[0]?.rows[3];
    expect(row?.slice(0, 3)).toEqual([name ?? register.kommuner.find((k) => k.code === code)?.name, code, region]);
    // Text by its format too ("@"): it stays text when somebody edits the cell.
    const styles = (await readByHucre(bytes, { readStyles: true })).sheets[0]?.cells;
    expect(['A', 'B', 'C', 'D', 'E', 'F'].map((_cell, column) => styles?.get(`3,${column}`)?.style?.numFmt)).toEqual(Array(6).fill('@'));
  });

  it('is high enough for a long name', async () => {
    const height = async (name?: string) => Number((await partsOf(await listFor('0751', null, undefined, undefined, name))).get('xl/worksheets/sheet1.xml')?.find((tag) => tag.name === 'row' && tag.at('r') === '4')?.at('ht'));
    expect([await height(), await height(longName)]).toEqual([48, 64]);
  });

  it('asks about an address that looks wrong, as LibreOffice reckons', async () => {
    const formula = rules.find(([range]) => range === 'E4')?.[2] ?? '';
    const right = ['mesk@aarhus.dk', 'a.b-c@x.y.dk', 'søren@aarhus.dk'];
    const wrong = ['mesk', 'mesk@aarhus', 'mesk@@aarhus.dk', 'mesk@aarhus.dk; plu@aarhus.dk', 'mesk @aarhus.dk', 'mesk@.dk', 'Mette Sørensen Kjær', 'mesk.aarhus.dk'];
    const cells = new Map([...right, ...wrong].map((_, at) => [`${at},1`, { formula: formula.replaceAll('E4', `A${at + 1}`) }]));
    const { book } = await converted({ book: await writeXlsx({ sheets: [{ name: 'x', rows: [...right, ...wrong].map((address) => [address]), cells }] }) }, 'csv');
    expect(Buffer.from(book).toString('utf8').trim().split('\n').map((row) => row.split(';').at(-1))).toEqual([...right.map(() => 'TRUE'), ...wrong.map(() => 'FALSE')]);
  });

  it('opens in LibreOffice without a word, which saves it as it was: cells, locks and rules', async () => {
    const books = { plain: await listFor('0751', 'Region Midtjylland'), bare: await listFor('0101', null), bad: await listFor('0751', hostile, undefined, undefined, '=1+1') };
    const saved = await converted(books, 'xlsx');
    for (const name of ['plain', 'bare', 'bad'] as const) {
      const [before, after] = [await readXlsx(books[name]), await readXlsx(saved[name])];
      expect(after.tables).toEqual(before.tables);
      const [was, is] = [await readByHucre(books[name], { readStyles: true }), await readByHucre(saved[name], { readStyles: true })];
      expect(is.sheets.map((sheet) => sheet.rows)).toEqual(was.sheets.map((sheet) => sheet.rows));
      expect(rulesOf(is)).toEqual(rules);
      expect(is.sheets[0]?.protection?.sheet).toBe(true);
      expect(['A', 'B', 'C', 'D', 'E', 'F'].map((_cell, column) => is.sheets[0]?.cells?.get(`3,${column}`)?.style?.protection?.locked ?? true)).toEqual([true, true, false, false, false, false]);
    }
    // In quotation marks is what LibreOffice takes for text: the code too.
    const { plain } = await converted({ plain: books.plain }, 'csv');
    expect(Buffer.from(plain).toString('utf8').split('\n').slice(2, 4)).toEqual([contactListHeader.map((h) => `"${h}"`).join(';'), '"Aarhus Kommune";"0751";"Region Midtjylland";;;']);
    expect(Buffer.from((await converted({ pdf: books.plain }, 'pdf')).pdf).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('filled in and saved by LibreOffice, as xlsx or ods, is accepted', async () => {
    const filled = await fillIn(await listFor('0751', 'Region Midtjylland'), { D4: 'Mette Sørensen Kjær', E4: 'mesk@aarhus.dk', F4: '89 40 20 00' });
    const ods = (await converted({ filled }, 'ods')).filled;
    expect((await readOds(ods)).tables[0]?.rows[3]?.map((cell) => cell.text)).toEqual(['Aarhus Kommune', '0751', 'Region Midtjylland', 'Mette Sørensen Kjær', 'mesk@aarhus.dk', '89 40 20 00']);
    for (const [file, content] of [['Kontaktliste.xlsx', filled], ['Kontaktliste.xlsx', (await converted({ filled }, 'xlsx')).filled], ['Kontaktliste.ods', ods]] as const) {
      expect(await explainOne(answerWith(file, content))).toMatchObject({
        kind: 'contact-list', outcome: 'accept', kommune: '0751', missing: [], contacts: [{ kommune: '0751', name: 'Mette Sørensen Kjær', email: 'mesk@aarhus.dk', phone: '89 40 20 00', from: `${file}!Ark1!D4` }],
      });
    }
  });

  it('and with nothing filled in, is asked about', async () => {
    expect(await explainOne(answerWith('Kontaktliste.xlsx', await listFor('0751', 'Region Midtjylland')))).toMatchObject({ kind: 'contact-list', outcome: 'clarify', contacts: [] });
  });
});

/** Where each rule stands, of what kind it is, and by what it judges. */
const rules = [
  ['C4', 'list', '_lister!$A$1:$A$5', ''], ['D4', 'textLength', '1', '80'],
  ['E4', 'custom', 'AND(LEN(E4)-LEN(SUBSTITUTE(E4,"@",""))=1,ISNUMBER(FIND(".",E4,FIND("@",E4)+2)),ISERROR(FIND(" ",E4)))', ''], ['F4', 'textLength', '1', '40'],
];

function rulesOf(book: Workbook): readonly (readonly string[])[] {
  // LibreOffice writes a second formula of 0 where there is none.
  return (book.sheets[0]?.dataValidations ?? []).map(({ range, type, formula1 = '', formula2 = '' }) => [range, type, formula1, formula2 === '0' ? '' : formula2]);
}

/** The form with texts written into empty answer cells, all else as it was. */
async function fillIn(bytes: Uint8Array, answers: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const zip = await openZip(bytes);
  const files: Record<string, Uint8Array> = {};
  for (const name of zip.names) files[name] = await zip.read(name) ?? new Uint8Array();
  const sheet = 'xl/worksheets/sheet1.xml';
  let xml = Buffer.from(files[sheet] ?? []).toString('utf8');
  for (const [cell, text] of Object.entries(answers)) {
    const before = xml;
    xml = xml.replace(new RegExp(`<c r="${cell}" s="(\\d+)"/>`), `<c r="${cell}" s="$1" t="inlineStr"><is><t>${text}</t></is></c>`);
    if (xml === before) throw new Error(`the form has no empty cell ${cell}`);
  }
  return writeZip({ ...files, [sheet]: Buffer.from(xml) });
}

/** Aarhus answers the letter with a file. */
function answerWith(file: string, content: Uint8Array): Uint8Array {
  return Buffer.from([
    'From: =?utf-8?Q?Mette_S=C3=B8rensen_Kj=C3=A6r?= <mesk@aarhus.dk>', 'To: lige@lige.dk', 'Subject: SV: Kontaktperson senest 12. februar 2024 [LIGE-2024-0751]', 'Message-ID: <1@aarhus.dk>', 'In-Reply-To: <letter.2024.0751@lige.dk>',
    'Date: Mon, 5 Feb 2024 10:00:00 +0100', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="x"', '', '--x', 'Content-Type: text/plain; charset=utf-8', '', 'Hermed kontaktlisten.', '',
    '--x', 'Content-Type: application/octet-stream', 'Content-Transfer-Encoding: base64', `Content-Disposition: attachment; filename="${file}"`, '', Buffer.from(content).toString('base64').replace(/.{76}/gu, '$&\r\n'), '--x--', '',
  ].join('\r\n'));
}
