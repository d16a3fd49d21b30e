// Makes the attachments of the golden mails in parts/, with LibreOffice, hucre and SheetJS; run by hand, the results are committed.
// It refuses to overwrite: delete a file in parts/ to have it made anew.
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import * as sheetjs from '@e965/xlsx';
import { writeZip } from '../support/zip.ts';

const folder = join(import.meta.dirname, 'parts');
const header = ['Kommune', 'Kommunekode', 'Region', 'Kontaktperson (navn)', 'Kontaktperson (e-mail)', 'Telefon (valgfri)'];
const title = [['Kontaktperson for indberetning om måltal og politikker'], ['Udfyld de hvide felter og send filen retur til lige@lige.dk senest den 12. februar 2024.'], []];
type Rows = readonly (readonly (string | number | null)[])[];

/** Title lines, the header, and rows, as the form looks. */
const form = (...rows: Rows): Rows => [...title, header, ...rows];

async function make(name: string, content: () => Promise<Uint8Array> | Uint8Array): Promise<void> {
  const path = join(folder, name);
  if (!existsSync(path)) writeFileSync(path, await content());
}

function libreOffice(rows: Rows, sheet = 'Ark1'): Uint8Array {
  const dir = mkdtempSync(join(tmpdir(), 'parts-'));
  writeFileSync(join(dir, `${sheet}.csv`), rows.map((r) => r.map((c) => `"${String(c ?? '').replaceAll('"', '""')}"`).join(',')).join('\n'));
  execFileSync('soffice', [`-env:UserInstallation=file://${dir}/profile`, '--headless', '--infilter=CSV:44,34,76,1', '--convert-to', 'xlsx', '--outdir', dir, join(dir, `${sheet}.csv`)], { stdio: 'ignore' });
  return readFileSync(join(dir, `${sheet}.xlsx`));
}

const hucre = (sheets: readonly object[]) => writeXlsx({ sheets } as never);

function sheetJs(rows: Rows, name = 'Ark1', bookType: 'xlsx' | 'xlsm' | 'biff8' | 'ods' = 'xlsx'): Uint8Array {
  const book = sheetjs.utils.book_new();
  sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet(rows.map((r) => [...r])), name);
  return sheetjs.write(book, { type: 'buffer', bookType }) as Uint8Array;
}

const aarhus = (name: string | null, email: string | null, phone: string | null = null) => ['Aarhus Kommune', '0751', 'Region Midtjylland', name, email, phone];

await make('aarhus-libreoffice.xlsx', () => libreOffice(form(aarhus('Mette Holm', 'mho@aarhus.dk', '89 40 12 34'))));
await make('aarhus-mtm-hucre.xlsx', () => hucre([{ name: 'Kontaktliste', rows: form(aarhus('Jens Kjær Østergaard', 'jko@mtm.aarhus.dk')) }, { name: 'Regioner', hidden: true, rows: [['Region Midtjylland'], ['Region Nordjylland']] }, { name: '_meta', veryHidden: true, rows: [['form', 'kontaktliste-2024'], ['kommune', '0751']] }]));
await make('herning-sheetjs.xlsx', () => sheetJs([header, ['Herning', 657, 'Midtjylland', 'Karen Lund', 'karlu@herning.dk', 96282828]]));
await make('email-slip.xlsx', () => libreOffice(form(aarhus('Mette Holm', 'mho@aarhus,dk'))));
await make('no-name.xlsx', () => libreOffice(form(aarhus(null, 'mho@aarhus.dk'))));
await make('empty-form.xlsx', () => libreOffice(form(aarhus(null, null))));
await make('with-example.xlsx', () => hucre([{ name: 'Ark1', rows: form(['Eksempel Kommune', '0000', 'Region Eksempel', 'Navn Navnesen', 'navn@eksempel.dk', '12 34 56 78'], aarhus('Mette Holm', 'mho@aarhus.dk')) }]));
await make('two-contacts.xlsx', () => libreOffice(form(aarhus('Mette Holm', 'mho@aarhus.dk'), aarhus('Lars Lind', 'lali@aarhus.dk'))));
await make('randers-list.xlsx', () => libreOffice(form(['Randers Kommune', '0730', 'Region Midtjylland', 'Ulla Friis', 'ulla.friis@randers.dk', null])));
await make('wrong-region.xlsx', () => libreOffice(form(['Aarhus Kommune', '0751', 'Region Nordjylland', 'Mette Holm', 'mho@aarhus.dk', null])));
await make('private-address.xlsx', () => libreOffice(form(aarhus('Mette Holm', 'mette.holm.privat@gmail.com'))));
await make('hidden-sheet.xlsx', () => hucre([{ name: 'Ark1', rows: form(aarhus(null, null)) }, { name: 'Sidste år', hidden: true, rows: form(aarhus('Bent Gammelgaard', 'bega@aarhus.dk')) }]));
await make('merged.xlsx', () => hucre([{
  name: 'Oversigt', merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 5 }, { startRow: 3, startCol: 0, endRow: 4, endCol: 0 }],
  rows: [['Svar fra Syddjurs Kommune'], [], ['Kommune', 'Rolle', 'Navn', 'Mail', 'Tlf.'], ['Syddjurs Kommune', 'Kontaktperson', 'Pia Ravn', 'pira@syddjurs.dk', '87 53 50 00']],
}]));
await make('transposed.xlsx', () => libreOffice([['Kommune', 'Tønder Kommune'], ['Region', 'Syddanmark'], ['Kontaktperson (navn)', 'Åse Thomsen'], ['Kontaktperson (e-mail)', 'ath@toender.dk'], ['Telefon', '74929292']], 'Skema'));
await make('first-last-name.xlsx', () => sheetJs([['Kommunenavn', 'Kommunenr.', 'Fornavn', 'Efternavn', 'E-mailadresse', 'Mobil'], ['Viborg Kommune', '0791', 'Anne-Grethe', 'Bech Sørensen', 'AGBS@viborg.dk', '+45 87 87 00 00']]));
await make('hr-mailbox.xlsx', () => libreOffice(form(aarhus('HR og Personale', 'hr@aarhus.dk'))));
await make('joint-list.xlsx', () => libreOffice(form(['Ærø Kommune', '0492', 'Region Syddanmark', 'Bo Krag', 'boka@aeroekommune.dk', null], ['Langeland Kommune', '0482', 'Region Syddanmark', 'Eva Toft', 'eto@langelandkommune.dk', null])));
await make('no-kommune.xlsx', () => sheetJs([['Kontaktperson', 'E-mail', 'Telefon'], ['Ida Møller', 'imo@fkit.dk', '70 10 20 30']]));
await make('indberetning.xlsx', () => sheetJs([['Indberetning 2023', 'Aarhus Kommune'], ['Niveau', 'Kvinder', 'Mænd'], ['Niveau 1', 1, 0], ['Niveau 2', 2, 4]]));
await make('hidden-row.xlsx', () => {
  const book = sheetjs.utils.book_new();
  const sheet = sheetjs.utils.aoa_to_sheet(form(aarhus('Mette Holm', 'mho@aarhus.dk'), aarhus('Bent Gammel', 'bega@aarhus.dk')).map((row) => [...row]));
  sheet['!rows'] = [{}, {}, {}, {}, {}, { hidden: true }];
  sheetjs.utils.book_append_sheet(book, sheet, 'Ark1');
  return sheetjs.write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
});
await make('old.xls', () => sheetJs(form(aarhus('Mette Holm', 'mho@aarhus.dk')), 'Ark1', 'biff8'));
await make('open.ods', () => sheetJs(form(aarhus('Mette Holm', 'mho@aarhus.dk')), 'Ark1', 'ods'));
await make('macro.xlsm', () => sheetJs(form(['Horsens Kommune', '0615', 'Region Midtjylland', 'Per Dahl', 'peda@horsens.dk', null]), 'Ark1', 'xlsm'));
await make('semicolon-1252.csv', () => Buffer.from('Kommune;Kommunekode;Region;Kontaktperson (navn);Kontaktperson (e-mail);Telefon (valgfri)\r\nÆrø Kommune;492;Region Syddanmark;Søren Bæk;sbaek@aeroekommune.dk;63 52 50 00\r\n', 'latin1'));
await make('tab-utf16.csv', () => Buffer.from('\ufeffKommune\tKontaktperson\tMail\r\nSønderborg Kommune\tKirsten Åberg\tkiab@sonderborg.dk\r\n', 'utf16le'));
await make('letter.pdf', () => Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'));
await make('locked.xlsx', () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1016), Buffer.from('EncryptionInfo\0\0EncryptedPackage', 'utf16le'), Buffer.alloc(2048)]));
await make('winmail.dat', () => Buffer.concat([Buffer.from('789f3e22', 'hex'), Buffer.alloc(2000, 1)]));
await make('logo.png', () => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(6000, 7)]));
await make('bomb.xlsx', () => bomb());

/** An xlsx whose sheet unfolds to 60 MB of nothing. */
function bomb(): Uint8Array {
  const sheet = Buffer.concat([Buffer.from('<worksheet><sheetData>'), Buffer.alloc(60_000_000, ' '), Buffer.from('</sheetData></worksheet>')]);
  return writeZip({
    'xl/workbook.xml': Buffer.from('<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': Buffer.from('<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
    'xl/worksheets/sheet1.xml': sheet,
  });
}
