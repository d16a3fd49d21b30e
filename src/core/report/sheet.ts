// Reads a filled-in Indberetning.xlsx back into answers, each with the cell it stands in, however the sheet was moved about.
// It refuses to judge the answers, to guess at a line it can't find, and to throw.
import type { Cell, Document, Table } from '../mail.ts';
import {
  answerColumn, choiceMeant, columnAt, columnLetters, dayIn, dayZero, fieldLines, formKind, lastYearSheet, lastYearTitle, metaSheet, pathOfLine, sheetBlocks, typedDay, wordsOfLine, type FieldLine,
} from './sheet-layout.ts';
import { mostUnits, namePath, partsOf, type Answers } from './model.ts';
import type { FieldKind } from './fields.ts';

/** `place`: the cell it is about, "C12"; null where it is about none. `text`: one Danish sentence or two. */
export type FormProblem = { readonly place: string | null; readonly text: string };

export type FormRead = {
  /** The document it was read from. */
  readonly source: string;
  /** What the hidden sheet says whose form this is; null where the sheet is gone. */
  readonly campaign: string | null;
  readonly kommune: string | null;
  /** What was typed, choices as their values; empty fields are left out but for the names of units. */
  readonly answers: Answers;
  /** Path → the cell where its answer stands or belongs, filled in or not. */
  readonly places: Readonly<Record<string, string>>;
  readonly problems: readonly FormProblem[];
};

/** The form among the documents of a mail; undefined where none is ours. Two forms that say different things are a problem, and the first is read. */
export function readReportForm(documents: readonly Document[], reportYear: number): FormRead | undefined {
  const all = documents.flatMap((document) => {
    const form = readDocument(document, reportYear);
    return form ? [form] : [];
  });
  // The blank form that came with our mail may hang on beside the one that was filled in.
  const filled = all.filter(({ answers }) => Object.keys(answers).some((path) => partsOf(path)?.field !== 'name'));
  const forms = filled.length > 0 ? filled : all;
  const [first] = forms;
  if (!first) return undefined;
  const others = forms.filter((form) => said(form) !== said(first));
  if (others.length === 0) return first;
  const names = [first, ...others].map((form) => `»${form.source}«`);
  return { ...first, problems: [{ place: null, text: `Der er flere forskellige indberetninger i mailen (${listed(names)}). Send kun den, der gælder.` }, ...first.problems] };
}

/** What is wrong with a form as a whole: what could not be read, and a "no" beside the figures that it leaves out. The portal shows a person what it leaves out; here a slip would count without them. */
export function problemsOf({ answers, places, problems }: FormRead): readonly FormProblem[] {
  const counts = Object.keys(answers).some((path) => /\.(?:women|men)$/u.test(path));
  if (answers['fiftyOrMore'] !== 'no' || !counts) return problems;
  return [...problems, { place: places['fiftyOrMore'] ?? null, text: 'Der er svaret nej til, at kommunen har 50 eller flere ansatte, men der er udfyldt tal for ledere. Svar ja, eller slet tallene.' }];
}

function said({ campaign, kommune, answers, problems }: FormRead): string {
  return JSON.stringify([campaign, kommune, Object.entries(answers).toSorted(([a], [b]) => (a < b ? -1 : 1)), problems]);
}

const sheetFormats: readonly (Document['readAs'])[] = ['xlsx', 'xls', 'ods', 'csv'];

function readDocument(document: Document, reportYear: number): FormRead | undefined {
  if (!sheetFormats.includes(document.readAs)) return undefined;
  const meta = metaOf(document.tables);
  const sheets = document.tables.filter((table) => !table.hidden && !isLastYear(table)).map((table) => ({ table, ...findLines(table, reportYear) }));
  // Of a sheet and its copy the one with more in it.
  const best = sheets.filter(({ found }) => found.size > 0).toSorted((a, b) => b.found.size - a.found.size || filledCells(b) - filledCells(a))[0];
  // A stranger's sheet may number its lines too: without our mark a third of them must be there, by their numbers and labels both.
  if (meta.get('form') !== formKind && (best?.sure ?? 0) < fieldLines.length / 3) return undefined;
  const base = { source: document.source, campaign: meta.get('campaign') ?? null, kommune: meta.get('kommune') ?? null };
  if (!best) return { ...base, answers: {}, places: {}, problems: [{ place: null, text: `Skemaets felter kan ikke findes i filen »${document.source}«. ${useFresh}` }] };
  const columns = Number(meta.get('columns'));
  const read = readSheet(best.table, best, reportYear, Number.isInteger(columns) && columns > 0 && columns <= mostUnits ? columns : mostUnits);
  const copies = sheets.filter((sheet) => sheet.sure >= fieldLines.length / 3 && wordsIn(sheet) !== wordsIn(best)).map(({ table }) => `»${table.name}«`);
  if (copies.length === 0) return { ...base, ...read };
  return { ...base, ...read, problems: [{ place: null, text: `Skemaet står flere gange i filen med forskellige svar (arkene ${listed([`»${best.table.name}«`, ...copies])}). Lad kun det ark stå, der gælder.` }, ...read.problems] };
}

function filledCells({ found }: Lines): number {
  return [...found.values()].reduce((sum, { cells }) => sum + cells.length, 0);
}

function wordsIn({ found }: Lines): string {
  return JSON.stringify(fieldLines.map((line) => found.get(line)?.cells.map(({ text }) => text) ?? []));
}

const useFresh = 'Brug en uændret Indberetning.xlsx fra vores mail, og udfyld den igen.';

function metaOf(tables: readonly Table[]): ReadonlyMap<string, string> {
  const rows = tables.find((table) => table.name === metaSheet)?.rows ?? [];
  return new Map(rows.flatMap(([name, value]) => (name && value ? [[name.text, value.text] as const] : [])));
}

function isLastYear(table: Table): boolean {
  return table.name.trim().toLowerCase() === lastYearSheet.toLowerCase() || table.rows.slice(0, 3).some(([first]) => first?.text.startsWith(lastYearTitle));
}

/** A line where it was found: `base` is the column of its first answer, `cells` what stands from there on. */
type Found = { readonly base: number; readonly row: string; readonly cells: readonly Cell[] };
type Lines = {
  readonly found: ReadonlyMap<FieldLine, Found>;
  /** How many lines have both their number and their label. */
  readonly sure: number;
  readonly doubles: readonly { readonly line: FieldLine; readonly rows: readonly string[] }[];
};

/** Every line by its number, wherever it stands; where a number is gone, by its label under the title of its block. */
function findLines(table: Table, reportYear: number): Lines {
  const byNumber = new Map(fieldLines.map((line) => [line.number, line]));
  const labels = new Map(fieldLines.map((line) => [line, folded(wordsOfLine(line, reportYear).label)]));
  const numbered = new Map<FieldLine, Found[]>();
  const labelled = new Map<FieldLine, Found[]>();
  let block: readonly FieldLine[] = [];
  let sure = 0;
  for (const row of table.rows) {
    const [first, second] = row;
    if (!first) continue;
    block = sheetBlocks.find(({ title }) => folded(title) === folded(first.text))?.lines ?? block;
    const line = columnAt(first.at) < answerColumn + 2 ? byNumber.get(first.text.trim().replace(',', '.')) : undefined;
    const label = line && second && labels.get(line) === folded(second.text) ? second : undefined;
    if (label) sure += 1;
    if (line) keep(numbered, line, lineFrom(row, label ? columnAt(label.at) + 1 : columnAt(first.at) + 2));
    const named = line ? undefined : row.slice(0, 2).find((cell) => fieldLines.some((one) => labels.get(one) === folded(cell.text)));
    if (!named) continue;
    const meant = fieldLines.filter((one) => labels.get(one) === folded(named.text));
    const one = meant.length === 1 ? meant[0] : meant.find((each) => block.includes(each));
    if (one) keep(labelled, one, lineFrom(row, columnAt(named.at) + 1));
  }
  const found = new Map<FieldLine, Found>();
  const doubles: { line: FieldLine; rows: readonly string[] }[] = [];
  for (const line of fieldLines) {
    // What says the same twice says it once.
    const all = [...new Map((numbered.get(line) ?? labelled.get(line) ?? []).toReversed().map((each) => [each.cells.map((cell) => `${columnAt(cell.at)} ${cell.text}`).join('|'), each])).values()].toReversed();
    const [one] = all;
    if (one) found.set(line, one);
    if (all.length > 1) doubles.push({ line, rows: all.map(({ row }) => row) });
  }
  return { found, sure: Math.max(sure, labelled.size), doubles };
}

function keep(of: Map<FieldLine, Found[]>, line: FieldLine, found: Found): void {
  of.set(line, [...(of.get(line) ?? []), found]);
}

function lineFrom(row: readonly Cell[], base: number): Found {
  return { base, row: row[0]?.at.replace(/^[A-Z]+/u, '') ?? '', cells: row.filter((cell) => columnAt(cell.at) >= base) };
}

function folded(text: string): string {
  return text.trim().replace(/\s+/gu, ' ').toLowerCase();
}

function readSheet(table: Table, { found, doubles }: Lines, reportYear: number, columns: number): Pick<FormRead, 'answers' | 'places' | 'problems'> {
  const answers: Record<string, string> = {};
  const places: Record<string, string> = {};
  const problems: FormProblem[] = [];
  const tell = (place: string | null, text: string): void => { problems.push({ place, text }); };
  const missing = fieldLines.filter((line) => !found.has(line));
  if (missing.length > 0) tell(null, `${missing.length === 1 ? 'Felt' : 'Felterne'} ${listed(missing.map((line) => lineName(line, reportYear)))} findes ikke i arket eller er skjult. ${useFresh}`);
  for (const { line, rows } of doubles) tell(null, `Felt ${lineName(line, reportYear)} står flere gange i arket med forskellige svar (række ${listed(rows)}). Lad kun det svar stå, der gælder.`);

  const nameLine = fieldLines.find((line) => line.field === 'name');
  const names = nameLine && found.get(nameLine);
  const hasName = (column: number): boolean => names?.cells.some((cell) => columnAt(cell.at) - names.base === column) ?? false;
  const put = (line: FieldLine, path: string, cell: Cell): void => {
    const words = wordsOfLine(line, reportYear);
    const typed = words.kind === 'choice' ? choiceMeant(words, cell.text) : asTyped(words.kind, cell.text);
    if (typed === undefined) tell(cell.at, `»${shortened(cell.text)}« i ${cell.at} kan ikke vælges i felt ${lineName(line, reportYear)}. Vælg ${listed(words.options.map(({ label }) => `»${label}«`), 'eller')}.`);
    answers[path] = typed ?? cell.text;
    places[path] = cell.at;
  };
  for (const line of fieldLines) {
    const where = found.get(line);
    if (!where) continue;
    for (let column = 0; column < (line.of === 'unit' ? columns : 1); column++) places[pathOfLine(line, `u${column + 1}`)] = columnLetters(where.base + column) + where.row;
    for (const cell of where.cells) {
      const column = columnAt(cell.at) - where.base;
      // A further unit may stand to the right of those that the form has room for, if it has a name.
      if (line.of === 'unit' ? column < columns || (column < mostUnits && hasName(column)) : column === 0) { put(line, pathOfLine(line, `u${column + 1}`), cell); continue; }
      const belongs = line.of === 'unit' ? `en af kolonnerne ${columnLetters(where.base)} til ${columnLetters(where.base + columns - 1)}, under enhedens navn` : `celle ${columnLetters(where.base)}${where.row}`;
      tell(cell.at, `»${shortened(cell.text)}« i ${cell.at} står uden for skemaets felter. Svaret på felt ${lineName(line, reportYear)} skal stå i ${belongs}.`);
    }
  }
  const base = names?.base ?? answerColumn;
  for (const [first] of table.rows) {
    // Rows of a kommune's own begin with a word of its own; a number or answer that stands alone has lost its field.
    if (first && columnAt(first.at) >= base) tell(first.at, `»${shortened(first.text)}« i ${first.at} hører ikke til noget felt. Flyt svaret til et af de gule felter, eller slet det.`);
  }
  for (let column = 0; column < 99; column++) {
    const unit = `u${column + 1}`;
    if (answers[namePath(unit)] === undefined && Object.keys(answers).some((path) => path.startsWith(`${unit}.`))) answers[namePath(unit)] = '';
  }
  return { answers, places, problems };
}

/** "3.1 »Kvinder« under »3. Øverste ledelsesniveau«": the block is named where the label alone does not tell. */
function lineName(line: FieldLine, reportYear: number): string {
  const block = line.of === 'unit' && line.level !== null ? sheetBlocks.find(({ level }) => level === line.level) : undefined;
  return `${line.number} »${wordsOfLine(line, reportYear).label}«${block ? ` under »${block.title}«` : ''}`;
}

/** What was typed, from what the reader shows of a number or a day: "33.3" was typed as "33,3". */
function asTyped(kind: FieldKind, text: string): string {
  switch (kind) {
    case 'whole': case 'year': return /^-?\d+\.\d+$/u.test(text) ? text.replace('.', ',') : text;
    case 'percent': return percentTyped(text);
    case 'day': return dayShown(text);
    case 'text': case 'long': case 'link': case 'choice': return text;
  }
}

function percentTyped(text: string): string {
  const plain = text.length > 200 ? text : text.replace(/\s+/gu, ' ').replace(/ ?(?:%|pct\.?|procent)$/iu, '');
  // A cell in which "40%" was typed holds 0.4; nobody aims at less than one per cent.
  if (/^0\.\d+$/u.test(plain) && Number(plain) > 0) return String(Math.round(Number(plain) * 100_000) / 1_000).replace('.', ',');
  return /^-?\d+\.\d+$/u.test(plain) ? String(Math.round(Number(plain) * 1e6) / 1e6).replace('.', ',') : plain;
}

/** The reader shows a day as ISO, and as its count where the cell has lost its format. */
function dayShown(text: string): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(text) ?? [];
  const day = year === undefined ? undefined : dayIn(Number(year), Number(month), Number(date));
  if (day) return typedDay(day);
  return /^[3-6]\d{4}$/u.test(text) ? typedDay(dayZero.add({ days: Number(text) })) : text;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/gu, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function listed(texts: readonly string[], word = 'og'): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${word} ${texts.at(-1)}`;
}
