// Plain tables for the terminal: columns padded to their widest cell, nothing else.
// It refuses to know what stands in them.

/** Rows of equal length as lines; the first row is the heading. `right` names columns that are numbers. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? ''))));
  return rows.map((row) => row.map((cell, i) => pad(cell, widths[i] ?? 0, right.includes(i), i === row.length - 1)).join('  ').trimEnd()).join('\n');
}

function pad(cell: string, to: number, right: boolean, last: boolean): string {
  const space = ' '.repeat(Math.max(0, to - width(cell)));
  if (right) return space + cell;
  return last ? cell : cell + space;
}

function width(text: string): number {
  return [...text.normalize('NFC')].length;
}
