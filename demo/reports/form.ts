// Indberetning.xlsx, filled in: in the file itself, so that nothing else of it changes, or opened and saved by another program.
// It refuses to know how the form is made: lines are found by the numbers in column A, as a person finds them.
import * as XLSX from '@e965/xlsx';
import { replaceInZip } from '../country/files.ts';
import { escapeHtml } from '../country/mime.ts';
import { dayCount } from './facts.ts';
import { levels, typedDay, type Meant, type MeantLevel } from './meant.ts';

/** What is typed in a cell: a number, a text, or null for nothing. */
type Typed = number | string | null;

/** A line's number, the unit's column (from 0), what is typed. */
export type Line = readonly [number: string, column: number, value: Typed];

const choices: Readonly<Record<string, string>> = { yes: 'Ja', no: 'Nej', 'not-required': 'Ikke påkrævet', reached: 'Nået', 'not-reached': 'Ikke nået', 'not-due': 'Ikke forfaldent endnu' };

/** All lines of the form for a report. `correction`: why it is corrected after the deadline. */
export function linesOf(meant: Meant, correction = ''): readonly Line[] {
  const choice = (value: string | null | undefined): Typed => (value === null || value === undefined ? null : choices[value] ?? value);
  const yesNo = (value: boolean | null): Typed => (value === null ? null : choice(value ? 'yes' : 'no'));
  const text = (value: string): Typed => (value === '' ? null : value);
  const day = (iso: string | null | undefined): Typed => (iso ? dayCount(iso) : null);
  const ofLevel = (block: number, column: number, { women, men, hasTarget, target, status, reason }: MeantLevel): readonly Line[] =>
    [women, men, yesNo(hasTarget), target?.number ?? null, target?.percent ?? null, target?.year ?? null, choice(status), text(reason)].map((value, i) => [`${block}.${i + 1}`, column, value] as const);
  return [
    ['1.1', 0, day(meant.referenceDate)], ['1.2', 0, yesNo(meant.fiftyOrMore)],
    ...meant.units.flatMap((unit, column): readonly Line[] => [...(unit.name === '' ? [] : [['2.1', column, unit.name] as const]), ...levels.flatMap((level) => ofLevel(level + 2, column, unit[level]))]),
    ['5.1', 0, choice(meant.policy?.answer)], ['5.2', 0, text(meant.policy?.link ?? '')], ['5.3', 0, day(meant.policy?.date)], ['5.4', 0, day(meant.reportedOn)], ['5.5', 0, text(meant.comment)],
    ['6.1', 0, text(correction)],
  ];
}

/** Slips in the place of some lines: a day that is still to come, and a number in words. */
export function slips(meant: Meant): readonly Line[] {
  return [['1.1', 0, typedDay('2030-12-31')], ...(meant.units.length > 0 ? [['4.1', 0, 'tre-fire stykker'] as const] : [])];
}

/** The cells that a mail names: "celle C12". */
export function cellsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/celle\s+([A-Z]{1,2}\d+)/g)].map((match) => match[1] ?? ''))];
}

/** Those lines that stand in these cells of the form. */
export function linesAt(form: Uint8Array, cells: readonly string[], lines: readonly Line[]): readonly Line[] {
  const { rows } = openForm(form);
  return lines.filter((line) => cells.includes(cellOf(rows, line)));
}

export type Filled = { readonly content: Uint8Array; /** The cells that were written, in the order of the lines. */ readonly cells: readonly string[] };

/** Fills in the form. `byHand`: saved by another program (SheetJS); otherwise nothing but the cells is another. Throws where it has no such line. */
export function fillForm(form: Uint8Array, lines: readonly Line[], byHand: boolean): Filled {
  const { book, sheet, rows } = openForm(form);
  const placed = lines.map((line) => ({ cell: cellOf(rows, line), value: line[2] }));
  const cells = placed.map(({ cell }) => cell);
  if (!byHand) return { content: replaceInZip(form, 'xl/worksheets/sheet1.xml', (xml) => placed.reduce((text, { cell, value }) => withCell(text, cell, value), xml)), cells };
  for (const { cell, value } of placed) {
    const format = (sheet[cell] as XLSX.CellObject | undefined)?.z;
    XLSX.utils.sheet_add_aoa(sheet, [[value]], { origin: cell });
    const written = sheet[cell] as XLSX.CellObject | undefined;
    if (written && format !== undefined && typeof value === 'number') written.z = format;
  }
  return { content: XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Uint8Array, cells };
}

type Rows = readonly (readonly unknown[])[];

function openForm(form: Uint8Array): { readonly book: XLSX.WorkBook; readonly sheet: XLSX.WorkSheet; readonly rows: Rows } {
  const book = XLSX.read(form, { type: 'buffer', cellStyles: true, cellNF: true });
  const sheet = book.Sheets[book.SheetNames[0] ?? ''];
  if (!sheet) throw new Error('the form has no sheet');
  return { book, sheet, rows: XLSX.utils.sheet_to_json<unknown[]>(sheet, { header: 1, defval: '', blankrows: true, range: 0 }) };
}

function cellOf(rows: Rows, [number, column]: Line): string {
  const row = rows.findIndex((cells) => String(cells[0]) === number);
  if (row < 0) throw new Error(`the form has no line ${number}`);
  return XLSX.utils.encode_cell({ r: row, c: column + 2 });
}

/** One cell of a sheet's XML with another value and its old style (ECMA-376 18.3.1.4). */
function withCell(xml: string, cell: string, value: Typed): string {
  const found = new RegExp(`<c r="${cell}"([^>]*?)(?:/>|>[\\s\\S]*?</c>)`).exec(xml);
  if (!found) throw new Error(`the form has no cell ${cell}`);
  const [whole, attributes = ''] = found;
  const style = /\ss="\d+"/.exec(attributes)?.[0] ?? '';
  const written = value === null ? `<c r="${cell}"${style}/>` : typeof value === 'number' ? `<c r="${cell}"${style}><v>${value}</v></c>`
    : `<c r="${cell}"${style} t="inlineStr"><is><t xml:space="preserve">${escapeHtml(value)}</t></is></c>`;
  return xml.slice(0, found.index) + written + xml.slice(found.index + whole.length);
}
