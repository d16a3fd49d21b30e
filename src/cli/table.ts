// Plain tables for the terminal: columns padded to their widest cell, nothing else.
// It refuses to know what stands in them, but measures each cell as it will be shown.
import { shownLine } from '../core/shown.ts';

/** Rows of equal length as lines; the first row is the heading. `right` names columns that are numbers. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): readonly string[] {
  const cells = rows.map((row) => row.map(shownLine));
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => width(row[i] ?? ''))));
  return cells.map((row) => row.map((cell, i) => pad(cell, widths[i] ?? 0, right.includes(i), i === row.length - 1)).join('  ').trimEnd());
}

function pad(cell: string, to: number, right: boolean, last: boolean): string {
  const space = ' '.repeat(Math.max(0, to - width(cell)));
  if (right) return space + cell;
  return last ? cell : cell + space;
}

function width(text: string): number {
  return [...text.normalize('NFC')].length;
}
