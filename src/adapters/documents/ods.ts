// Reads OpenDocument spreadsheets (ODF 1.2/1.3 part 3, chapter 9) in one pass over their XML: every sheet as a table of shown texts.
// It refuses to compute and to unroll: a formula gives its stored value, and rows repeated a million times count as they are only where they hold something.
import type { Cell, Table } from '../../core/mail.ts';
import { cellName } from './cells.ts';
import { limits, Unreadable, type Content } from './content.ts';
import { collectStyles, openOdf, times, type Odf } from './odf.ts';
import { plainNumber } from './xlsx/values.ts';
import type { Attributes } from './xml.ts';

const maxSheets = 60;
/** Nothing in these is a cell's text: notes, what was deleted, shapes and charts, headers and footers. */
const silent = new Set(['annotation', 'master-styles', 'tracked-changes', 'shapes', 'frame', 'custom-shape', 'g', 'forms', 'dde-links', 'content-validations', 'database-ranges']);

type Value = { readonly column: number; readonly times: number; readonly text: string };

/** The sheets of a spreadsheet, a package or a flat file, in its order, hidden ones marked, hidden rows and columns left out, merges downwards repeated. Throws Unreadable. */
export async function readOds(bytes: Uint8Array): Promise<Content> {
  const sheets = await readSheets(await openOdf(bytes));
  if (sheets.length === 0) throw new Unreadable('The spreadsheet has no readable sheet.');
  return { tables: sheets, lines: [] };
}

async function readSheets(odf: Odf): Promise<readonly Table[]> {
  const { styles, open: openStyle } = collectStyles();
  await odf.eachTagIn('styles.xml', { open: openStyle });
  const sheets: { name: string; hidden: boolean; rows: Cell[][] }[] = [];
  let left: number = limits.cells;
  let skip = 0;
  let row = 0;
  let column = 0;
  let rowTimes = 1;
  let rowHidden = false;
  let hiddenColumns: (readonly [number, number])[] = [];
  let columnDefined = 0;
  let values: Value[] = [];
  /** Texts of cells merged downwards, by column, with the last row they reach. */
  let merged = new Map<number, { readonly last: number; readonly text: string }>();
  let cell: { type: string; value: string | undefined; isError: boolean; times: number; down: number; paragraphs: number; text: string } | null = null;
  let within = 0;

  const endRow = () => {
    const seen = values.filter((v) => v.text !== '');
    for (let r = row; !rowHidden && seen.length > 0 && r < row + rowTimes; r++) {
      const cells: Cell[] = [];
      const add = (c: number, text: string) => {
        if (hiddenColumns.some(([from, to]) => c >= from && c <= to)) return;
        left -= 1;
        if (left < 0) throw new Unreadable(`The spreadsheet has more than ${limits.cells} filled cells.`, 'too-much');
        cells.push({ at: cellName(c, r), text });
      };
      for (const v of seen) for (let c = v.column; c < v.column + v.times; c++) add(c, v.text);
      for (const [c, { last, text }] of merged) if (r <= last && !seen.some((v) => c >= v.column && c < v.column + v.times)) add(c, text);
      if (merged.size > 0) cells.sort((a, b) => a.at.length - b.at.length || (a.at < b.at ? -1 : 1));
      if (cells.length > 0) sheets.at(-1)?.rows.push(cells);
    }
    row += rowTimes;
  };

  const open = (name: string, a: Attributes) => {
    if (skip > 0 || silent.has(name)) { skip += 1; return; }
    openStyle(name, a);
    switch (name) {
      case 'table':
        sheets.push({ name: a('table:name') ?? `Ark${sheets.length + 1}`, hidden: styles.hidden.has(`table ${a('table:style-name') ?? ''}`), rows: [] });
        if (sheets.length > maxSheets) throw new Unreadable(`The spreadsheet has more than ${maxSheets} sheets.`, 'too-much');
        [row, columnDefined, hiddenColumns, merged] = [0, 0, [], new Map()];
        break;
      case 'table-column': {
        const n = times(a('table:number-columns-repeated'));
        if (isHidden(a)) hiddenColumns.push([columnDefined, columnDefined + n - 1]);
        columnDefined += n;
        break;
      }
      case 'table-row':
        [column, values, rowTimes, rowHidden] = [0, [], times(a('table:number-rows-repeated')), isHidden(a)];
        break;
      case 'table-cell': case 'covered-table-cell':
        cell = {
          type: a('office:value-type') ?? '', isError: a('calcext:value-type') === 'error', times: times(a('table:number-columns-repeated')),
          value: a('office:value') ?? a('office:date-value') ?? a('office:boolean-value') ?? a('office:string-value'), down: times(a('table:number-rows-spanned')), paragraphs: 0, text: '',
        };
        break;
      case 'p': case 'h':
        if (!cell) break;
        if (cell.paragraphs > 0) cell.text += '\n';
        cell.paragraphs += 1;
        within += 1;
        break;
      case 's': if (cell) cell.text += ' '.repeat(Math.min(times(a('text:c')), 100)); break;
      case 'tab': if (cell) cell.text += ' '; break;
      case 'line-break': if (cell) cell.text += '\n'; break;
      default: break;
    }
  };
  const close = (name: string) => {
    if (skip > 0) { skip -= 1; return; }
    if (name === 'p' || name === 'h') within = Math.max(0, within - 1);
    else if (name === 'table-row') endRow();
    else if ((name === 'table-cell' || name === 'covered-table-cell') && cell) {
      const text = shown(cell).trim();
      if (text !== '') values.push({ column, times: cell.times, text });
      if (text !== '' && cell.down > 1 && !rowHidden) merged.set(column, { last: row + Math.min(cell.down, 200) - 1, text });
      column += cell.times;
      cell = null;
    }
  };
  await odf.eachTagIn('content.xml', { open, close, text(piece) { if (skip === 0 && within > 0 && cell) cell.text += piece; } });
  return sheets;
}

function isHidden(a: Attributes): boolean {
  const visibility = a('table:visibility');
  return visibility === 'collapse' || visibility === 'filter';
}

/** What a cell says: numbers without the thousand marks of their format, dates as ISO days (ODF 1.3 part 3, 19.387 office:value-type). */
function shown({ type, value, isError, text, paragraphs }: { readonly type: string; readonly value: string | undefined; readonly isError: boolean; readonly text: string; readonly paragraphs: number }): string {
  if (isError) return '';
  switch (type) {
    case 'float': case 'percentage': case 'currency': return value === undefined ? text : plainNumber(value);
    case 'date': return value === undefined ? text : value.slice(0, 10);
    case 'boolean': return value === 'true' ? 'SAND' : 'FALSK';
    default: return paragraphs > 0 ? text : value ?? text;
  }
}
