// Indberetning.xlsx as people meet it: its cells, its locks, its rules, its bytes, and LibreOffice filling it in.
// It refuses to believe the writer: the file is read back by other programs, and what it reckons is reckoned by LibreOffice.
import { Buffer } from 'node:buffer';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile as readBytes, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { readXlsx as readByHucre } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../src/adapters/documents/index.ts';
import { readFile } from '../../src/adapters/documents/read-file.ts';
import { reportFormName, writeReportForm, type ReportFormOptions } from '../../src/adapters/report-form.ts';
import { storeZip } from '../../src/adapters/stored-zip.ts';
import { parseMail } from '../../src/adapters/parse.ts';
import { checkReport } from '../../src/core/report/check.ts';
import { balanceOf } from '../../src/core/report/equality.ts';
import { levelHelp, wordsOf } from '../../src/core/report/fields.ts';
import type { Answers, ReportRules } from '../../src/core/report/model.ts';
import { fieldLines, formSheet, lastYearSheet, metaSheet } from '../../src/core/report/sheet-layout.ts';
import { readReportForm, type FormRead } from '../../src/core/report/sheet.ts';
import { hostile, longName } from '../letters/digest-samples.ts';
import { aarhus, campaign } from '../letters/samples.ts';
import { copenhagen } from '../support/report.ts';
import { faultsOf, partsOf } from '../support/ooxml.ts';

const rules: ReportRules = { reportYear: 2023, equality: { percent: 40, smallGroups: { 3: 1, 4: 1, 5: 2, 6: 2, 7: 2, 8: 3, 9: 3, 10: 4 } }, perUnit: ['0101', '0751'], units: {} };
const form = (more: Partial<ReportFormOptions> = {}): Promise<Uint8Array> => writeReportForm({ campaign, kommune: aarhus, rules, answers: { 'u1.name': 'Aarhus Kommune' }, lastYear: null, at: '2024-03-14T07:00:00Z', ...more });
const lastYear: Answers = { referenceDate: '31-12-2022', fiftyOrMore: 'yes', 'u1.name': 'Aarhus Kommune', 'u1.level1.women': '0', 'u1.level1.men': '1', policy: 'yes' };
const long: Answers = {
  ...lastYear, comment: 'Lang bemærkning om ledelsen i kommunen. '.repeat(100).trim(), 'u1.level2.reason': 'En lang begrundelse. '.repeat(47).trim(),
  ...Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`u${index + 1}.name`, `${longName} ${index + 1}`])),
};

describe('Indberetning.xlsx', () => {
  it.each([
    ['an empty form', {}], ['a kommune with one unit and last year', { lastYear, kommune: { code: '0147', name: 'Frederiksberg Kommune' } }], ['thirty units and long texts', { answers: long, lastYear: long }],
    ['HTML and marks of direction', { answers: { 'u1.name': hostile, comment: hostile }, kommune: { code: '0751', name: hostile } }], ['what looks like a formula', { answers: { 'u1.name': '=cmd|\'/C calc\'!A0', 'u1.level1.women': '+1+1', 'u1.level2.reason': '@SUM(A1)' } }],
  ] as const)('holds to ECMA-376 and shows text as text: %s', async (_, more) => {
    const bytes = await form(more);
    // The form reckons, which no other workbook of ours does: its formulas are looked at below.
    expect((await faultsOf(bytes)).filter((fault) => !/holds a formula|\(str\) can't hold|TODAY/u.test(fault))).toEqual([]);
    const document = await readFile({ filename: reportFormName, contentType: '', content: bytes, inline: false });
    const { answers = { 'u1.name': 'Aarhus Kommune' } } = more as Partial<ReportFormOptions>;
    expect(readReportForm(document, 2023)).toMatchObject({ answers, problems: [] });
  });

  it('has every formula in a locked cell, and no answer in one', async () => {
    const book = await readByHucre(await form({ lastYear }), { readStyles: true });
    const [sheet, before, , meta] = book.sheets;
    expect(book.sheets.map(({ name, hidden, veryHidden }) => [name, hidden ?? false, veryHidden ?? false])).toEqual([[formSheet, false, false], [lastYearSheet, false, false], ['_lister', true, false], [metaSheet, false, true]]);
    expect(meta?.rows).toEqual([['campaign', '2024'], ['kommune', '0751'], ['form', 'report'], ['columns', '10']]);
    expect([sheet?.protection?.sheet, before?.protection?.sheet]).toEqual([true, true]);
    const numbers = (sheet?.rows ?? []).flatMap(([number], row) => (typeof number === 'string' && /^\d\.\d$/u.test(number) ? [row] : []));
    expect(numbers.length).toBe(fieldLines.length);
    const locked = [...sheet?.cells ?? []].map(([at, cell]) => [at, cell.formula !== undefined, cell.style?.protection?.locked ?? true] as const);
    expect(locked.filter(([, isFormula, isLocked]) => isFormula && !isLocked)).toEqual([]);
    expect(new Set(locked.filter(([, , isLocked]) => !isLocked).map(([at]) => Number(at.split(',')[0])))).toEqual(new Set(numbers));
    expect(numbers.every((row) => sheet?.cells?.get(`${row},2`)?.style?.protection?.locked === false)).toBe(true);
    expect([...before?.cells ?? []].every(([, cell]) => cell.style?.protection?.locked ?? true)).toBe(true);
  });

  it('tells what to do, when, and what the levels are', async () => {
    const texts = async (at: string): Promise<string> => (await readByHucre(await form({ at }))).sheets[0]?.rows.flat().join('\n') ?? '';
    expect(await texts('2024-03-14T07:00:00Z')).toContain('Udfyld de gule felter, gem filen, og send den som svar på vores mail til lige@lige.dk senest fredag den 31. maj 2024.');
    expect(await texts('2024-06-01T07:00:00Z')).not.toContain('senest fredag');
    for (const help of Object.values(levelHelp)) expect(await texts('2024-03-14T07:00:00Z')).toContain(help);
  });

  it('asks by the rules that count, each with a prompt and a sentence', async () => {
    const sheet = (await readByHucre(await form())).sheets[0];
    const asked = sheet?.dataValidations ?? [];
    const of = (number: string) => {
      const row = (sheet?.rows ?? []).findIndex(([first]) => first === number) + 1;
      const found = asked.filter(({ range }) => new RegExp(`^C${row}(?::|$)`, 'u').test(range));
      expect([found.length, found[0]?.allowBlank, found[0]?.inputTitle, found[0]?.errorTitle]).toEqual([1, true, `Felt ${number}`, `Felt ${number}`]);
      const { type, operator, formula1, formula2, errorStyle } = found[0] ?? {};
      return [type, type === 'list' ? undefined : operator ?? 'between', formula1, formula2, errorStyle ?? 'stop'];
    };
    expect(Object.fromEntries(fieldLines.map(({ number }) => [number, of(number)]))).toMatchObject({
      1.1: ['date', 'between', '44927', 'TODAY()', 'warning'], 1.2: ['list', undefined, '_lister!$A$1:$A$2', undefined, 'stop'], 2.1: ['textLength', 'lessThanOrEqual', '120', undefined, 'warning'],
      3.1: ['whole', 'between', '0', '200', 'stop'], 4.2: ['whole', 'between', '0', '200', 'stop'], 3.4: ['whole', 'between', '1', '200', 'stop'], 3.5: ['decimal', 'between', '0', '60', 'stop'], 3.6: ['whole', 'greaterThanOrEqual', '2023', undefined, 'stop'],
      4.7: ['list', undefined, '_lister!$B$1:$B$3', undefined, 'stop'], 5.1: ['list', undefined, '_lister!$C$1:$C$3', undefined, 'stop'], 3.8: ['textLength', 'lessThanOrEqual', '1000', undefined, 'warning'], 5.5: ['textLength', 'lessThanOrEqual', '4000', undefined, 'warning'],
    });
  });

  it('is the same bytes every time, stored uncompressed, dated by its argument', async () => {
    const one = await form({ answers: long, lastYear });
    expect(Buffer.from(await form({ answers: long, lastYear })).equals(one)).toBe(true);
    expect(Buffer.from(storeZip(one)).equals(one)).toBe(true);
    expect((await partsOf(one)).get('docProps/core.xml')?.find(({ name }) => name === 'created')?.text).toMatch(/^2024-03-14T07:00:00/u);
    expect((await form({ kommune: { code: '0147', name: 'Frederiksberg Kommune' } })).length).toBeLessThan(60_000);
  });

  it('filled in and saved by LibreOffice, as xlsx or ods, gives the answers that were typed and reckons as the rules do', async () => {
    const empty = await form({ lastYear });
    const { places } = await readBack(reportFormName, empty);
    const typed = {
      referenceDate: '2023-12-31', fiftyOrMore: 'Ja', 'u1.level1.women': '0', 'u1.level1.men': '1', 'u1.level2.women': '1', 'u1.level2.men': '4', 'u1.level2.hasTarget': 'Ja', 'u1.level2.number': '2', 'u1.level2.percent': '40%', 'u1.level2.year': '2026',
      'u1.level2.status': 'Ikke forfaldent endnu', 'u2.name': 'Børn & Unge', 'u2.level1.women': '1', 'u2.level1.men': '0', 'u2.level2.women': '1', 'u2.level2.men': '4', 'u2.level2.hasTarget': 'Nej', 'u2.level2.reason': '- ingen ledige stillinger', 'u3.level2.percent': '33.3', policy: 'Ja',
      policyLink: 'https://www.aarhus.dk/politik', policyDate: '2023-03-01', comment: 'Første linje "med citat"',
    };
    const counts = Array.from({ length: 60 }, (_, index) => ({ path: `u${(index % 30) + 1}.level${index < 30 ? 1 : 2}`, women: [0, 1, 2, 3, 4, 7][index % 6] ?? 0, men: Math.floor(index / 6) * (index > 40 ? 3 : 1) }));
    const reckoning = await form({ answers: Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`u${index + 1}.name`, `Enhed ${index + 1}`])) });
    const { places: at } = await readBack(reportFormName, reckoning);
    const shownAs = (field: string, answer: string): string => wordsOf(field, 2023).options.find(({ value }) => value === answer)?.label ?? answer;
    const saved = await typedInto({
      same: { content: empty, cells: Object.fromEntries(Object.entries(copenhagen).map(([field, answer]) => [places[field] ?? '', shownAs(field, answer)])) },
      filled: { content: empty, cells: Object.fromEntries(Object.entries(typed).map(([field, text]) => [places[field] ?? '', text])) },
      reckoned: { content: reckoning, cells: Object.fromEntries(counts.flatMap(({ path: field, women, men }) => [[at[`${field}.women`] ?? '', String(women)], [at[`${field}.men`] ?? '', String(men)]])) },
    });
    const meant = {
      ...typed, 'u1.name': 'Aarhus Kommune', 'u3.name': '', referenceDate: '31-12-2023', policyDate: '01-03-2023', fiftyOrMore: 'yes', policy: 'yes', 'u1.level2.hasTarget': 'yes', 'u2.level2.hasTarget': 'no', 'u1.level2.status': 'not-due', 'u1.level2.percent': '40', 'u3.level2.percent': '33,3',
    };
    for (const format of ['xlsx', 'ods'] as const) {
      const back = await readBack(`Indberetning.${format}`, saved.filled[format]);
      expect([back.campaign, back.kommune, back.problems, back.answers]).toEqual(['2024', '0751', [], meant]);
    }
    // The report is the very one that the form makes of these answers.
    const asTyped = (answers: Answers) => checkReport(answers, rules, { kommune: '0751', today: '2024-04-15', needsCorrection: false });
    const same = await readBack(reportFormName, saved.same.xlsx);
    expect(asTyped(same.answers)).toEqual(asTyped(copenhagen));
    expect(asTyped(same.answers).report).not.toBeNull();
    const row = (await readFile({ filename: reportFormName, contentType: '', content: saved.reckoned.xlsx, inline: false }))[0]?.tables[0]?.rows ?? [];
    const shown = row.filter((cells) => cells[0]?.text === 'Ligelig fordeling (beregnes)').flatMap((cells) => cells.slice(1).map(({ text }) => text));
    const shares = row.filter((cells) => cells[0]?.text === 'Andel kvinder (beregnes)').flatMap((cells) => cells.slice(1).map(({ text }) => Math.round(Number(text) * 1e6)));
    expect(shown).toEqual(counts.map(({ women, men }) => { const { equal, total } = balanceOf(women, men, rules.equality); return equal === null ? (total === 0 ? 'Ingen ledere' : 'Opgøres ikke') : equal ? 'Ja' : 'Nej'; }));
    expect(shares).toEqual(counts.flatMap(({ women, men }) => (women + men === 0 ? [] : [Math.round((1e6 * women) / (women + men))])));
  });
});

/** The form as it comes back: attached to a mail, and read by the reader of mails. */
async function readBack(filename: string, content: Uint8Array): Promise<FormRead> {
  const mail = await parseMail(Buffer.from([
    'From: mesk@aarhus.dk', 'To: lige@lige.dk', 'Subject: SV: Indberetning', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="x"', '', '--x', 'Content-Type: text/plain; charset=utf-8', '', 'Hermed indberetningen.', '',
    '--x', 'Content-Type: application/octet-stream', 'Content-Transfer-Encoding: base64', `Content-Disposition: attachment; filename="${filename}"`, '', Buffer.from(content).toString('base64').replace(/.{76}/gu, '$&\r\n'), '--x--', '',
  ].join('\r\n')));
  const read = readReportForm(await readDocuments(mail, readFile), 2023);
  if (!read) throw new Error(`${filename} is no form`);
  return read;
}

type Job = { readonly content: Uint8Array; readonly cells: Readonly<Record<string, string>> };
const places = ['/usr/bin/soffice', '/usr/local/bin/soffice', '/opt/homebrew/bin/soffice', '/Applications/LibreOffice.app/Contents/MacOS/soffice'];

/** Each form opened by LibreOffice, its cells typed into as on a keyboard, and saved: by a macro in a profile of its own, in one process. */
async function typedInto<Name extends string>(jobs: Readonly<Record<Name, Job>>): Promise<Readonly<Record<Name, { readonly xlsx: Uint8Array; readonly ods: Uint8Array }>>> {
  const soffice = places.find((file) => existsSync(file));
  if (soffice === undefined) throw new Error('LibreOffice is not installed, and this test fills in forms in it: apt-get install libreoffice-calc (Mac: brew install --cask libreoffice)');
  const dir = await mkdtemp(path.join(tmpdir(), 'soffice-'));
  try {
    const library = path.join(dir, 'profile', 'user', 'basic', 'Standard');
    await mkdir(library, { recursive: true });
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const url = (file: string): string => quoted(pathToFileURL(path.join(dir, file)).href);
    const work = (name: Name): readonly string[] => [
      `book = StarDesktop.loadComponentFromURL(${url(`${name}.xlsx`)}, "_blank", 0, Array(setting("Hidden", True)))`, `sheet = book.Sheets.getByName(${quoted(formSheet)})`,
      ...Object.entries(jobs[name].cells).map(([cell, text]) => `sheet.getCellRangeByName(${quoted(cell)}).setFormula(${quoted(text)})`),
      `book.storeToURL(${url(`${name}-out.xlsx`)}, Array(setting("FilterName", "Calc MS Excel 2007 XML")))`, `book.storeToURL(${url(`${name}-out.ods`)}, Array(setting("FilterName", "calc8")))`, 'book.close(True)',
    ];
    const names = Object.keys(jobs) as Name[];
    const macro = ['Function setting(name As String, value)', 'Dim one As New com.sun.star.beans.PropertyValue', 'one.Name = name', 'one.Value = value', 'setting = one', 'End Function', 'Sub Fill', ...names.flatMap(work), 'StarDesktop.terminate()', 'End Sub'].join('\n');
    const escaped = macro.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const head = (root: string, file: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE ${root} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "${file}.dtd">\n`;
    await writeFile(path.join(library, 'Form.xba'), `${head('script:module', 'module')}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Form" script:language="StarBasic">${escaped}</script:module>`);
    await writeFile(path.join(library, 'script.xlb'), `${head('library:library', 'library')}<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="Form"/></library:library>`);
    await writeFile(path.join(library, '..', 'script.xlc'), `${head('library:libraries', 'libraries')}<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/></library:libraries>`);
    // A profile that is said to be set up already: a new one gets the macros of the program in place of ours.
    await writeFile(path.join(dir, 'profile', 'user', 'registrymodifications.xcu'), '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item></oor:items>');
    for (const name of names) await writeFile(path.join(dir, `${name}.xlsx`), jobs[name].content);
    await promisify(execFile)(soffice, [`-env:UserInstallation=${pathToFileURL(dir)}/profile`, '--headless', 'macro:///Standard.Form.Fill'], { timeout: 200_000 });
    const out = async (file: string): Promise<Uint8Array> => new Uint8Array(await readBytes(path.join(dir, file)));
    const saved = await Promise.all(names.map(async (name) => [name, { xlsx: await out(`${name}-out.xlsx`), ods: await out(`${name}-out.ods`) }] as const));
    return Object.fromEntries(saved) as Record<Name, { xlsx: Uint8Array; ods: Uint8Array }>;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
