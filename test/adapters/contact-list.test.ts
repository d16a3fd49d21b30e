// The contact list as people meet it: its cells, its locks, its bytes, and LibreOffice opening it.
// It refuses to believe the writer: the file is read back by three other programs.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readXlsx as readByHucre } from 'hucre/xlsx';
import { read as readBySheetJs, write as writeBySheetJs } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { contactListHeader, createContactLists } from '../../src/adapters/contact-list.ts';
import { readXlsx } from '../../src/adapters/documents/xlsx.ts';
import { storeZip } from '../../src/adapters/stored-zip.ts';
import { contactsInTables } from '../../src/core/contacts/tables.ts';
import { theRegister } from '../letters/build.ts';
import { campaign } from '../letters/samples.ts';

const register = await theRegister();
const run = promisify(execFile);

async function listFor(code: string, regionName: string | null, at = '2024-01-30T07:00:00Z', lists = createContactLists({ campaign, register })): Promise<Uint8Array> {
  const kommune = register.kommuner.find((k) => k.code === code);
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
    expect(form?.dataValidations?.[0]).toMatchObject({ type: 'list', range: 'C4', formula1: '_lister!$A$1:$A$5' });
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

  it('opens in LibreOffice without a word', async () => {
    const soffice = ['/usr/bin/soffice', '/usr/local/bin/soffice', '/opt/homebrew/bin/soffice', '/Applications/LibreOffice.app/Contents/MacOS/soffice'].find((file) => existsSync(file));
    if (soffice === undefined) throw new Error('LibreOffice is not installed, and this test opens the contact list in it: apt-get install libreoffice-calc (Mac: brew install --cask libreoffice)');
    const dir = await mkdtemp(path.join(tmpdir(), 'kontaktliste-'));
    try {
      await writeFile(path.join(dir, 'Kontaktliste.xlsx'), await listFor('0751', 'Region Midtjylland'));
      const { stdout, stderr } = await run(soffice, [
        `-env:UserInstallation=file://${dir}/profile`, '--headless', '--convert-to', 'csv:Text - txt - csv (StarCalc):59,34,76,1', '--outdir', dir, path.join(dir, 'Kontaktliste.xlsx'),
      ]);
      expect(`${stdout}${stderr}`).not.toMatch(/repair|damaged|could not be loaded|Error:/i);
      const csv = await readFile(path.join(dir, 'Kontaktliste.csv'), 'utf8');
      // In quotation marks is what LibreOffice takes for text: the code too.
      expect(csv.split('\n').slice(2, 4)).toEqual([contactListHeader.map((h) => `"${h}"`).join(';'), '"Aarhus Kommune";"0751";"Region Midtjylland";;;']);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
