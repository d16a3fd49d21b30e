// Writes the list of all kommuner that comes with a digest, as a sheet that can be filtered and printed, and beside it what waits for a person.
// It refuses to look anything up: every cell follows from the facts of the digest, and the same facts give the same bytes.
import { writeXlsx, type CellStyle, type CellValue, type WriteSheet } from 'hucre/xlsx';
import { dayOf } from '../core/calendar.ts';
import type { Campaign } from '../core/campaign.ts';
import type { DigestFacts, DigestRow } from '../core/digest/facts.ts';
import { commandFor, needInDanish, standingLabels } from '../core/letters/digest-words.ts';
import { storeZip } from './stored-zip.ts';

/** "Status-2024-02-20.xlsx" */
export function digestListName({ day }: Pick<DigestFacts, 'day'>): string {
  return `Status-${day}.xlsx`;
}

const fontName = 'Calibri';
const blue = { rgb: '0B3D5C' };
const line = { style: 'thin', color: { rgb: 'C9D1D6' } } as const;
const border = { top: line, right: line, bottom: line, left: line };
const heading: CellStyle = { font: { name: fontName, size: 11, bold: true, color: { rgb: 'FFFFFF' } }, fill: { type: 'pattern', pattern: 'solid', fgColor: blue }, border, alignment: { vertical: 'center', wrapText: true } };
// As text ("@"): what looks like a formula stays what it is, even when somebody edits the cell.
const text: CellStyle = { numFmt: '@', border, alignment: { vertical: 'top', wrapText: true } };
const number: CellStyle = { numFmt: '0', border, alignment: { vertical: 'top', horizontal: 'center' } };
const date: CellStyle = { numFmt: 'dd-mm-yyyy', border, alignment: { vertical: 'top', horizontal: 'left' } };

type Column<Row> = { readonly title: string; readonly width: number; readonly style: CellStyle; readonly of: (row: Row) => CellValue };

/** The columns of "Kommuner". A phase says that the letter has come: before, nothing was asked. */
function columnsOf({ invited }: Pick<DigestFacts, 'invited'>): readonly Column<DigestRow>[] {
  const standing = (row: DigestRow): string => (row.exempt !== null ? standingLabels.exempt : row.phase === 'invited' && invited === 0 ? 'Brev ikke sendt' : standingLabels[row.phase]);
  return [
    { title: 'Kommune', width: 28, style: text, of: (row) => shown(row.name) },
    { title: 'Kommunekode', width: 14, style: text, of: (row) => shown(row.kommune) },
    { title: 'Region', width: 22, style: text, of: (row) => shown(row.region) },
    { title: 'Status', width: 22, style: text, of: standing },
    { title: 'Kontaktperson', width: 28, style: text, of: (row) => shown(row.contactName) },
    { title: 'E-mail', width: 32, style: text, of: (row) => shown(row.contactEmail) },
    { title: 'Telefon', width: 15, style: text, of: (row) => shown(row.contactPhone) },
    { title: 'Frist for kontaktperson', width: 15, style: date, of: (row) => dated(row.contactDeadline) },
    { title: 'Frist for indberetning', width: 15, style: date, of: (row) => dated(row.reportDeadline) },
    { title: 'Overskredet', width: 13, style: text, of: (row) => yes(row.overdue) },
    { title: 'Til gennemsyn', width: 13, style: text, of: (row) => yes(row.review) },
    { title: 'Spørgsmål', width: 12, style: text, of: (row) => yes(row.question) },
    { title: 'Kan ikke nås', width: 12, style: text, of: (row) => yes(row.bounced) },
    { title: 'Påmindelser', width: 13, style: number, of: (row) => row.reminders },
    { title: 'Seneste hændelse', width: 15, style: date, of: (row) => (row.lastEventAt === null ? null : dated(row.lastEventAt)) },
    { title: 'Fritaget fordi', width: 30, style: text, of: (row) => shown(row.exempt ?? '') },
  ];
}

const waiting: readonly Column<DigestFacts['needs'][number]>[] = [
  { title: 'Sag', width: 16, style: text, of: (need) => shown(need.id) },
  { title: 'Kommune', width: 28, style: text, of: (need) => shown(need.name) },
  { title: 'Venter på', width: 64, style: text, of: (need) => shown(needInDanish(need.what)) },
  { title: 'Mail fra', width: 32, style: text, of: (need) => shown(need.from ?? '') },
  { title: 'Emne', width: 32, style: text, of: (need) => shown(need.subject ?? '') },
  { title: 'Siden', width: 13, style: date, of: (need) => dated(need.since) },
  { title: 'Kommando', width: 32, style: text, of: (need) => shown(commandFor(need.id, need.kommune)) },
];

/** The list as a file. Its dates are those of the digest: the writer would take the clock's. */
export async function writeDigestList(facts: DigestFacts, campaign: Pick<Campaign, 'title' | 'authority'>): Promise<Uint8Array> {
  const at = new Date(facts.at);
  const { department } = campaign.authority;
  return storeZip(await writeXlsx({
    sheets: [
      sheetOf('Kommuner', columnsOf(facts), facts.list, `Alle kommuner den ${dotted(facts.day)}`, facts),
      sheetOf('Venter', waiting, facts.needs, `Hvad der venter på en medarbejder den ${dotted(facts.day)}`, facts),
    ],
    // LibreOffice shows a filter only where this name says so (ECMA-376 18.2.5 names it among the built-in ones).
    namedRanges: [filterName('Kommuner', columnsOf(facts).length, facts.list.length), filterName('Venter', waiting.length, facts.needs.length)].flat(),
    activeSheet: 0,
    defaultFont: { name: fontName, size: 11 },
    properties: { title: `Status ${dotted(facts.day)} – ${shown(campaign.title) ?? ''}`, creator: department, lastModifiedBy: department, created: at, modified: at },
  }));
}

function filterName(sheet: string, columns: number, rows: number): { name: string; range: string; scope: string }[] {
  return rows === 0 ? [] : [{ name: '_xlnm._FilterDatabase', range: `${sheet}!$A$1:$${letterOf(columns)}$${rows + 1}`, scope: sheet }];
}

/** The letter of a column, counted from one, of the first 26. */
function letterOf(column: number): string {
  return String.fromCharCode(64 + column);
}

function sheetOf<Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[], summary: string, { day }: DigestFacts): WriteSheet {
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  for (const [at, { title }] of columns.entries()) cells.set(`0,${at}`, { value: title, style: heading });
  // A sheet that is opened does not make its rows as high as their texts: what takes more lines is told so.
  const rowDefs = new Map([[0, { height: 32 }]]);
  for (const [r, row] of rows.entries()) {
    let lines = 1;
    for (const [c, { style, of, width }] of columns.entries()) {
      const value = of(row);
      cells.set(`${r + 1},${c}`, { value, style });
      if (typeof value === 'string') lines = Math.max(lines, linesOf(value, width));
    }
    if (lines > 1) rowDefs.set(r + 1, { height: Math.min(15 * lines, highestRow) });
  }
  return {
    name,
    columns: columns.map(({ width }) => ({ width })),
    rows: [],
    cells,
    rowDefs,
    freezePane: { rows: 1, columns: 1 },
    ...(rows.length > 0 ? { autoFilter: { range: `A1:${letterOf(columns.length)}${rows.length + 1}` } } : {}),
    pageSetup: { orientation: 'landscape', paperSize: 'a4', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '$1:$1', margins: { top: 0.6, bottom: 0.6, left: 0.4, right: 0.4, header: 0.3, footer: 0.3 } },
    headerFooter: { oddFooter: `&L${name} den ${dotted(day)}&RSide &P af &N` },
    a11y: { summary, headerRow: 0 },
  };
}

/** In points (ECMA-376 18.3.1.73). */
const highestRow = 409;

/** How many lines a text takes in a column that is so many characters wide; words are not broken, so that some room stays empty. */
function linesOf(value: string, width: number): number {
  let [lines, used] = [1, 0];
  for (const word of value.split(' ')) {
    if (used > 0 && used + 1 + word.length > width - 2) [lines, used] = [lines + 1, 0];
    used += (used > 0 ? 1 : 0) + word.length;
    lines += Math.floor(used / width);
    used %= width;
  }
  return lines;
}

/** Longer cells help nobody; a sheet takes 32,767 characters (ECMA-376 18.3.1.96), a person far fewer. */
const longestCell = 1000;

/** Errors a sheet knows by their text (ECMA-376 18.17.3): the writer would make an error of them. */
const errorText = /^#(?:VALUE!|REF!|N\/A|NAME\?|NULL!|DIV\/0!|NUM!|GETTING_DATA|SPILL!|CALC!)$/u;

/** A text from outside, as a cell shows it; an empty one leaves the cell empty. */
function shown(value: string): string | null {
  const clean = value.replace(/[\p{Cc}\ufffe\uffff]+/gu, ' ').toWellFormed().trim();
  if (clean === '') return null;
  if (errorText.test(clean)) return `${clean} `;
  const cut = clean.length > longestCell ? `${clean.slice(0, longestCell).toWellFormed()}…` : clean;
  // "_x003D_" would be read as "=" (ECMA-376 22.9.2.19).
  return cut.replace(/_(?=x[\da-f]{4}_)/giu, '_x005F_');
}

function yes(flag: boolean): string | null {
  return flag ? 'ja' : null;
}

/** The Danish day of an ISO day or instant, as a sheet counts days; what is neither stays text. */
function dated(iso: string): CellValue {
  try {
    const day = iso.includes('T') ? dayOf(Temporal.Instant.from(iso)) : Temporal.PlainDate.from(iso);
    return new Date(day.toZonedDateTime('UTC').epochMilliseconds);
  } catch {
    return shown(iso);
  }
}

/** "20.02.2024" */
function dotted(day: string): string {
  return day.split('-').toReversed().join('.');
}
