// Names the tables of all pages, and gives a table that goes on over a page the headings it has on the page before.
// It refuses a table whose columns do not stand below those headings: one that only looks alike stays without.
import type { Cell, Table } from '../../../core/mail.ts';
import { roleOf } from '../../../core/contacts/columns.ts';
import { cellName, cellPlace } from '../cells.ts';

type Row = readonly Cell[];
/** A table on one page: the left ends of its columns (of a ruled one also the right end of the last), and its rows. */
export type PlacedTable = { readonly columns: readonly number[]; readonly rows: readonly Row[] };
type Headed = { readonly columns: readonly number[]; readonly headings: Row };

/** Left ends of a column on two pages differ by no more. */
const near = 3;

/** The tables of all pages, each page's from top to bottom, by name. Columns that are empty on a page are none there. */
export function overPages(pages: readonly (readonly PlacedTable[])[]): readonly Table[] {
  const tables: Table[] = [];
  let before: Headed | undefined;
  for (const [i, here] of pages.entries()) {
    for (const [k, table] of here.entries()) {
      const own = table.rows.find(isHeadings);
      const places = k === 0 && own === undefined && before ? placesBelow(before, table) : undefined;
      tables.push({ name: k === 0 ? `Side ${i + 1}` : `Side ${i + 1} tabel ${k + 1}`, hidden: false, rows: before && places ? [before.headings, ...table.rows.map((row) => moved(row, places))] : table.rows });
      if (own) before = { columns: table.columns, headings: own.map((cell) => ({ at: cell.at.replace(/\d+$/, '1'), text: cell.text })) };
      else if (!places) before = undefined;
    }
    if (here.length === 0) before = undefined;
  }
  return tables;
}

function isHeadings(row: Row): boolean {
  return row.filter((cell) => roleOf(cell.text) !== undefined).length >= 2;
}

/**
 * Below which column with headings each column of a table stands; undefined when that cannot be told of one of them. A column of numbers may be
 * set to the right. A table with fewer columns goes on only where it holds no label: labels and values side by side are a table of their own.
 */
function placesBelow({ columns, headings }: Headed, table: PlacedTable): readonly number[] | undefined {
  const fewer = table.columns.length !== columns.length;
  if (table.columns.length < 2 || (fewer && table.rows.some((row) => row.some((cell) => roleOf(cell.text) !== undefined)))) return undefined;
  const places = table.columns.map((left, c) => {
    const same = columns.findIndex((x) => Math.abs(x - left) <= near);
    if (same >= 0 || c === 0) return same;
    const within = columns.findLastIndex((x) => x < left);
    return headings.some((cell) => cellPlace(cell.at)?.column === within) && isOfNumbers(table, c) ? within : -1;
  });
  return places.includes(-1) || places[0] !== 0 || new Set(places).size < places.length ? undefined : places;
}

function isOfNumbers(table: PlacedTable, column: number): boolean {
  const texts = table.rows.flatMap((row) => row.filter((cell) => cellPlace(cell.at)?.column === column).map((cell) => cell.text));
  return texts.length > 0 && texts.every((text) => /^\+?[\d ]+$/.test(text));
}

/** A row one lower, its cells below the headings. */
function moved(row: Row, places: readonly number[]): Row {
  return row.map((cell) => {
    const place = cellPlace(cell.at);
    return { at: cellName(places[place?.column ?? 0] ?? 0, (place?.row ?? 0) + 1), text: cell.text };
  });
}
