// Gathers the cells of one sheet and gives its rows as they are seen: hidden rows and columns left out, merges downwards repeated.
// It refuses to know a file format, and to let a sheet say more than a file may.
import type { Cell } from '../../core/mail.ts';
import { cellName } from './cells.ts';

const maxMerges = 1_000;
const maxReach = 200;

type Entry = { readonly column: number; readonly text: string };

export type SheetRows = {
  /** Columns and rows that are not seen are named before their cells. */
  hideColumns(from: number, to: number): void;
  hideRow(row: number): void;
  /** A cell's shown text; a place said twice keeps what was said last. True where it is seen. */
  add(column: number, row: number, text: string): boolean;
  /** Cells that are merged, from the first to the last; all from 0. */
  merge(column: number, from: number, to: number): void;
  /** The rows that hold something, each cell with its place. */
  rows(): Cell[][];
};

export function sheetRows(): SheetRows {
  const rows = new Map<number, Entry[]>();
  const hiddenRows = new Set<number>();
  const hiddenColumns: (readonly [number, number])[] = [];
  const merges: { readonly column: number; readonly from: number; readonly to: number }[] = [];
  const letters: string[] = [];
  let current: Entry[] = [];
  let currentRow = -1;

  return {
    hideColumns(from, to) { hiddenColumns.push([from, to]); },
    hideRow(row) { hiddenRows.add(row); },
    add(column, row, text) {
      if (hiddenRows.has(row) || hiddenColumns.some(([from, to]) => column >= from && column <= to)) return false;
      if (row !== currentRow) {
        currentRow = row;
        const known = rows.get(row);
        current = known ?? [];
        if (!known) rows.set(row, current);
      }
      current.push({ column, text });
      return true;
    },
    merge(column, from, to) {
      if (to > from && merges.length < maxMerges) merges.push({ column, from, to: Math.min(to, from + maxReach) });
    },
    rows() {
      for (const entries of rows.values()) putInOrder(entries);
      // A merge over several rows says the same of each of them; only its first column is filled.
      for (const { column, from, to } of merges) {
        const text = rows.get(from)?.find((e) => e.column === column)?.text;
        for (let r = from + 1; text !== undefined && r <= to; r++) {
          const entries = rows.get(r);
          if (!entries || entries.some((e) => e.column === column)) continue;
          entries.push({ column, text });
          putInOrder(entries);
        }
      }
      return [...rows].sort(([a], [b]) => a - b).map(([row, entries]) => entries.map(({ column, text }) => ({ at: (letters[column] ??= cellName(column, 0).slice(0, -1)) + (row + 1), text })));
    },
  };
}

/** Sorts by column, and of two for one column keeps the later. */
function putInOrder(entries: Entry[]): void {
  let isInOrder = true;
  for (let i = 1; i < entries.length; i++) if ((entries[i - 1]?.column ?? 0) >= (entries[i]?.column ?? 0)) isInOrder = false;
  if (isInOrder) return;
  const sorted = [...new Map(entries.map((e) => [e.column, e])).values()].sort((a, b) => a.column - b.column);
  entries.splice(0, entries.length, ...sorted);
}
