// Makes the filled-in sheets of the report in parts/report-*: our own form, filled in by openpyxl and by SheetJS as people do; run by hand, the results are committed.
// It refuses to overwrite: delete a file in parts/ to have it made anew. Debian: python3-openpyxl.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sheetjs from '@e965/xlsx';
import { loadCampaignFile } from '../../src/adapters/campaign-file.ts';
import { loadRegister } from '../../src/adapters/register.ts';
import { writeReportForm } from '../../src/adapters/report-form.ts';
import { reportRules } from '../../src/core/campaign.ts';
import { startAnswers } from '../../src/core/report/draft.ts';

const folder = join(import.meta.dirname, 'parts');
const root = join(import.meta.dirname, '../..');
const { campaign } = await loadCampaignFile(join(root, 'config/campaigns/2024.yaml'));
const register = await loadRegister(join(root, 'config/kommuner.json'));
const rules = reportRules(campaign);

/** Line number and column (from C) → what is typed. */
type Typed = Readonly<Record<string, readonly (string | number | null)[]>>;
const whole: Typed = {
  '1.1': ['31-12-2023'], '1.2': ['Ja'], '3.1': [0], '3.2': [1], '4.1': [1], '4.2': [6], '4.3': ['Ja'], '4.5': [40], '4.6': [2027], '4.7': ['Ikke forfaldent endnu'],
  '5.1': ['Ja'], '5.2': ['https://www.laesoe.dk/ligestilling'], '5.5': ['Konstituerede chefer er talt med.'],
};

async function form(code: string): Promise<Uint8Array> {
  const kommune = register.kommuner.find((k) => k.code === code);
  if (!kommune) throw new Error(`no kommune ${code}`);
  return writeReportForm({ campaign, kommune, rules, answers: startAnswers(kommune, rules, null), lastYear: null, at: '2024-03-13T07:00:00Z' });
}

/** `more`: lines of Python after the cells are filled in. */
function byOpenpyxl(content: Uint8Array, typed: Typed, more: readonly string[] = []): Uint8Array {
  const dir = mkdtempSync(join(tmpdir(), 'report-parts-'));
  writeFileSync(join(dir, 'form.xlsx'), content);
  const script = [
    'import json, openpyxl', `book = openpyxl.load_workbook(${JSON.stringify(join(dir, 'form.xlsx'))})`, "sheet = book['Indberetning']", `typed = json.loads(${JSON.stringify(JSON.stringify(typed))})`,
    'rows = {str(sheet.cell(r, 1).value): r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value}',
    'for number, values in typed.items():', '  for i, value in enumerate(values):', '    if value is not None: sheet.cell(rows[number], 3 + i).value = value',
    ...more, `book.save(${JSON.stringify(join(dir, 'filled.xlsx'))})`,
  ].join('\n');
  execFileSync('/usr/bin/python3', ['-c', script]);
  return readFileSync(join(dir, 'filled.xlsx'));
}

function bySheetJs(content: Uint8Array, typed: Typed): Uint8Array {
  const book = sheetjs.read(content, { type: 'array' });
  const sheet = book.Sheets['Indberetning'];
  if (!sheet) throw new Error('no sheet');
  const rows: readonly (readonly unknown[])[] = sheetjs.utils.sheet_to_json(sheet, { header: 1, raw: false });
  for (const [number, values] of Object.entries(typed)) {
    const row = rows.findIndex((cells) => cells[0] === number);
    sheetjs.utils.sheet_add_aoa(sheet, [[...values]], { origin: { r: row, c: 2 } });
  }
  return new Uint8Array(sheetjs.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
}

async function make(name: string, content: () => Promise<Uint8Array> | Uint8Array): Promise<void> {
  const path = join(folder, name);
  if (!existsSync(path)) writeFileSync(path, await content());
}

await make('report-blank.xlsx', () => form('0825'));
await make('report-openpyxl.xlsx', async () => byOpenpyxl(await form('0825'), whole));
await make('report-sheetjs.xlsx', async () => bySheetJs(await form('0825'), whole));
await make('report-faults.xlsx', async () => byOpenpyxl(await form('0825'), { ...whole, '4.1': ['1,5'], '4.5': [10], '4.6': [2019], '5.1': ['Måske'] }));
// Protection lifted, two rows put in, the sheet renamed.
await make('report-moved.xlsx', async () => byOpenpyxl(await form('0825'), whole, ['sheet.protection.sheet = False', 'for m in list(sheet.merged_cells.ranges): sheet.unmerge_cells(str(m))', 'sheet.insert_rows(rows["3.1"], 2)', 'sheet.title = "Læsø"']));
await make('report-copenhagen.xlsx', async () => byOpenpyxl(await form('0101'), {
  '1.1': ['31-12-2023'], '1.2': ['Ja'], '2.1': ['Økonomiforvaltningen', 'Socialforvaltningen'], '3.1': [1, 0], '3.2': [0, 1], '4.1': [3, 1], '4.2': [2, 4], '4.3': [null, 'Nej'], '4.8': [null, 'Måltallet fastsættes i 2024.'],
  '5.1': ['Ja'], '5.3': ['01-03-2022'],
}));
