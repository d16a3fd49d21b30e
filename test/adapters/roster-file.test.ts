// The roster as csv and xlsx: what a spreadsheet makes of it, with a kommune whose every word would like to be a formula.
// It refuses to believe the writer: the files are read back by other programs.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { readXlsx as readByHucre } from 'hucre/xlsx';
import { read as readBySheetJs } from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { rosterCsv, rosterXlsx } from '../../src/adapters/roster-file.ts';
import { rosterColumns, rosterHeader, type RosterRow } from '../../src/core/roster.ts';

const plain: RosterRow = {
  code: '0751', kommune: 'Aarhus Kommune', region: 'Region Midtjylland', contact: 'Mette Sørensen', email: 'mso@aarhus.dk', phone: '+45 89 40 12 34', userName: 'mso@aarhus.dk', phase: 'login sendt',
  loginSentAt: '2024-03-13 08:00', linkGoodUntil: '2024-03-27 08:00', loginUsedAt: '', reportDeadline: '2024-05-31', exempt: 'nej',
};
const formulas = ['=1+1', '+1+1', '-1+1', '@SUM(1;1)', '\t=1+1', ' =1+1', '=HYPERLINK("http://x.dk";"klik")', '＝1+1'] as const;
const hostile = formulas.map((contact, i): RosterRow => ({ ...plain, code: `010${i}`, contact, phone: '', kommune: 'Æbleø; "Kommune"' }));
const rows = [plain, ...hostile];
const header = rosterColumns.map((column) => rosterHeader[column]);
const about = { title: 'Kontaktpersoner 2024', creator: 'Ligestillingsafdelingen', at: Temporal.Instant.from('2024-04-10T08:00:00Z') };

describe('csv', () => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(rosterCsv(rows));
  test('is what Danish Excel opens: byte order mark, semicolons, CRLF, quotes where they are needed', () => {
    const [first, second] = text.split('\r\n');
    expect(first).toBe(`\ufeff${header.join(';')}`);
    expect(second).toBe("0751;Aarhus Kommune;Region Midtjylland;Mette Sørensen;mso@aarhus.dk;'+45 89 40 12 34;mso@aarhus.dk;login sendt;2024-03-13 08:00;2024-03-27 08:00;;2024-05-31;nej");
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const read = parse(text, { bom: true, delimiter: ';', record_delimiter: '\r\n' });
    expect(read.map((cells) => cells.length)).toEqual(rows.map(() => 13).concat(13));
    expect(read[2]?.[1]).toBe('Æbleø; "Kommune"');
  });
  test('holds no formula', () => {
    for (const cells of parse(text, { bom: true, delimiter: ';' })) for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@\t＝]/u);
    expect(parse(text, { bom: true, delimiter: ';' }).slice(2).map((cells) => cells[3])).toEqual(formulas.map((one) => `'${one}`));
  });
});

describe('xlsx', () => {
  test('has a frozen header, widths, and every cell as text, as it is', async () => {
    const bytes = await rosterXlsx(rows, about);
    const sheet = readBySheetJs(bytes).Sheets['Kontaktpersoner'] ?? {};
    const cells = Object.entries(sheet).filter(([name]) => !name.startsWith('!')) as [string, { t: string; f?: string }][];
    expect(cells.length).toBeGreaterThan(100);
    for (const [name, cell] of cells) expect([name, cell.t, cell.f]).toEqual([name, 's', undefined]);
    expect([sheet['A2'], sheet['F2'], sheet['D3'], sheet['I2']]).toMatchObject([{ v: '0751' }, { v: '+45 89 40 12 34' }, { v: '=1+1' }, { v: '2024-03-13 08:00' }]);
    const [form] = (await readByHucre(bytes, { readStyles: true })).sheets;
    expect(form?.rows[0]).toEqual(header);
    expect(form?.freezePane?.rows).toBe(1);
    expect(form?.columns?.[4]?.width).toBeGreaterThan(30);
    expect(form?.cells?.get('2,3')?.style?.numFmt).toBe('@');
  });

  test('opens in LibreOffice without a word, formulas as words', async () => {
    const soffice = ['/usr/bin/soffice', '/usr/local/bin/soffice', '/opt/homebrew/bin/soffice', '/Applications/LibreOffice.app/Contents/MacOS/soffice'].find((file) => existsSync(file));
    if (soffice === undefined) throw new Error('LibreOffice is not installed, and this test opens the roster in it: apt-get install libreoffice-calc (Mac: brew install --cask libreoffice)');
    const dir = await mkdtemp(path.join(tmpdir(), 'roster-'));
    try {
      await writeFile(path.join(dir, 'roster.xlsx'), await rosterXlsx(rows, about));
      const { stdout, stderr } = await promisify(execFile)(soffice, [
        `-env:UserInstallation=file://${dir}/profile`, '--headless', '--convert-to', 'csv:Text - txt - csv (StarCalc):59,34,76,1', '--outdir', dir, path.join(dir, 'roster.xlsx'),
      ]);
      expect(`${stdout}${stderr}`).not.toMatch(/repair|damaged|could not be loaded|Error:/i);
      const read = parse(await readFile(path.join(dir, 'roster.csv'), 'utf8'), { delimiter: ';', bom: true });
      expect(read[0]).toEqual(header);
      expect(read[1]).toEqual(rosterColumns.map((column) => plain[column]));
      expect(read.slice(2).map((cells) => cells[3])).toEqual([...formulas]);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
