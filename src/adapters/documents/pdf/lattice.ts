// Finds tables by their ruled lines: boxes between crossing lines, merged where no line parts them.
// It refuses a frame around a text: a table has at least two columns and two filled cells.
import { cellName } from '../cells.ts';
import type { Cell } from '../../../core/mail.ts';
import type { Word } from './drawing.ts';
import type { Rule } from './rules.ts';
import { linesOf } from './lines.ts';
import { isClipped, joinLines } from './seams.ts';

/** A table on a page: where it stands, its rows, and the words that are in it. */
export type PageTable = { readonly top: number; readonly bottom: number; readonly columns: readonly number[]; readonly rows: readonly (readonly Cell[])[]; readonly words: ReadonlySet<Word> };

/** Lines nearer than this are one. */
const near = 3;
const maxWork = 4_000_000;

/** The tables that ruled lines draw around words. */
export function latticeTables(words: readonly Word[], rules: readonly Rule[]): readonly PageTable[] {
  const across = merged(rules.filter((r) => r.across));
  const down = merged(rules.filter((r) => !r.across));
  if (across.length * down.length > maxWork) return [];
  const tables = grids(across, down).flatMap((grid) => tableOf(grid, words) ?? []).sort((a, b) => a.top - b.top);
  return tables.reduce<readonly PageTable[]>((done, table) => {
    const last = done.at(-1);
    return last && goesOn(last, table) ? [...done.slice(0, -1), together(last, table)] : [...done, table];
  }, []);
}

/** True when boxes stand below others of the same widths, with a little white between them: the lines of a form. */
function goesOn(upper: PageTable, lower: PageTable): boolean {
  const gap = lower.top - upper.bottom;
  return gap >= 0 && gap <= 24 && upper.columns.length === lower.columns.length && upper.columns.every((x, i) => Math.abs(x - (lower.columns[i] ?? -9)) <= near);
}

function together(upper: PageTable, lower: PageTable): PageTable {
  const offset = Number(/\d+$/.exec(upper.rows.at(-1)?.[0]?.at ?? '0')?.[0] ?? 0);
  const rows = lower.rows.map((row) => row.map((cell) => ({ at: cell.at.replace(/\d+$/, (n) => String(Number(n) + offset)), text: cell.text })));
  return { top: upper.top, bottom: lower.bottom, columns: upper.columns, rows: [...upper.rows, ...rows], words: new Set([...upper.words, ...lower.words]) };
}

/** Pieces of one line put together, and what is too short to part anything left out. */
export function merged(rules: readonly Rule[]): readonly Rule[] {
  const sorted = [...rules].sort((a, b) => Math.round(a.at) - Math.round(b.at) || a.from - b.from);
  const lines: { across: boolean; at: number; from: number; to: number }[] = [];
  for (const rule of sorted) {
    const same = lines.findLast((l, i) => i >= lines.length - 40 && Math.abs(l.at - rule.at) < 1.2 && rule.from <= l.to + near && rule.to >= l.from - near);
    if (same) { same.to = Math.max(same.to, rule.to); same.from = Math.min(same.from, rule.from); } else lines.push({ ...rule });
  }
  return lines.filter((l) => l.to - l.from >= 6);
}

type Grid = { readonly xs: readonly number[]; readonly ys: readonly number[]; readonly across: readonly Rule[]; readonly down: readonly Rule[] };

/** Sets of lines that cross each other, with sides added where only lines between the columns are drawn. */
function grids(across: readonly Rule[], down: readonly Rule[]): readonly Grid[] {
  const set = union(across.length + down.length);
  across.forEach((h, i) => down.forEach((v, j) => {
    if (v.at >= h.from - near && v.at <= h.to + near && h.at >= v.from - near && h.at <= v.to + near) set.join(i, across.length + j);
  }));
  const groups = new Map<number, { across: Rule[]; down: Rule[] }>();
  const groupOf = (i: number) => { const root = set.find(i); const group = groups.get(root) ?? { across: [], down: [] }; groups.set(root, group); return group; };
  across.forEach((h, i) => groupOf(i).across.push(h));
  down.forEach((v, j) => groupOf(across.length + j).down.push(v));
  return [...groups.values()].filter((g) => g.across.length >= 2 && g.down.length >= 1).flatMap((g) => {
    const [left, right] = [Math.min(...g.across.map((h) => h.from)), Math.max(...g.across.map((h) => h.to))];
    const [top, bottom] = [Math.min(...g.across.map((h) => h.at)), Math.max(...g.across.map((h) => h.at))];
    const sides = [left, right].filter((x) => g.down.every((v) => Math.abs(v.at - x) > 8)).map((at): Rule => ({ across: false, at, from: top, to: bottom }));
    const all = { across: g.across, down: [...g.down, ...sides] };
    const [xs, ys] = [distinct(all.down.map((v) => v.at)), distinct(all.across.map((h) => h.at))];
    return xs.length >= 3 && ys.length >= 2 && xs.length <= 80 && ys.length <= 2_000 ? [{ ...all, xs, ys }] : [];
  });
}

function distinct(values: readonly number[]): readonly number[] {
  const places: number[] = [];
  for (const value of [...values].sort((a, b) => a - b)) if (places.length === 0 || value - (places.at(-1) ?? 0) > near) places.push(value);
  return places;
}

function union(size: number): { find: (i: number) => number; join: (a: number, b: number) => void } {
  const parents = Array.from({ length: size }, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (parents[at] !== at) { parents[at] = parents[parents[at] ?? at] ?? at; at = parents[at] ?? at; }
    return at;
  };
  return { find, join: (a, b) => { parents[Math.max(find(a), find(b))] = Math.min(find(a), find(b)); } };
}

function tableOf({ xs, ys, across, down }: Grid, words: readonly Word[]): PageTable | null {
  const [columns, rows] = [xs.length - 1, ys.length - 1];
  const box = (c: number, r: number) => r * columns + c;
  const set = union(columns * rows);
  const rulesAt = (rules: readonly Rule[], places: readonly number[]) => places.map((at) => rules.filter((l) => Math.abs(l.at - at) <= near));
  const [downAt, acrossAt] = [rulesAt(down, xs), rulesAt(across, ys)];
  const covered = (rules: readonly Rule[] | undefined, middle: number) => rules?.some((l) => l.from <= middle && l.to >= middle) === true;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const [x, y] = [((xs[c] ?? 0) + (xs[c + 1] ?? 0)) / 2, ((ys[r] ?? 0) + (ys[r + 1] ?? 0)) / 2];
      if (c + 1 < columns && !covered(downAt[c + 1], y)) set.join(box(c, r), box(c + 1, r));
      if (r + 1 < rows && !covered(acrossAt[r + 1], x)) set.join(box(c, r), box(c, r + 1));
    }
  }
  type Held = { column: number; row: number; lastColumn: number; lastRow: number; words: Word[] };
  const cells = new Map<number, Held>();
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const held = cells.get(set.find(box(c, r)));
      if (!held) cells.set(set.find(box(c, r)), { column: c, row: r, lastColumn: c, lastRow: r, words: [] });
      else { held.column = Math.min(held.column, c); held.lastColumn = Math.max(held.lastColumn, c); held.lastRow = Math.max(held.lastRow, r); }
    }
  }
  const taken = new Set<Word>();
  for (const word of words) {
    const x = word.left + Math.min((word.right - word.left) / 2, word.size);
    const y = word.base - 0.3 * word.size;
    const c = xs.findLastIndex((at) => at <= x);
    const r = ys.findLastIndex((at) => at <= y);
    if (c < 0 || r < 0 || c >= columns || r >= rows) continue;
    cells.get(set.find(box(c, r)))?.words.push(word);
    taken.add(word);
  }
  const filled = [...cells.values()].filter((cell) => cell.words.length > 0);
  if (filled.length < 2 || new Set(filled.map((cell) => cell.column)).size < 2) return null;
  const out: { column: number; row: number; text: string }[] = [];
  for (const cell of filled) {
    const edge = xs[cell.lastColumn + 1] ?? 0;
    const lines = linesOf(cell.words);
    const padding = Math.max(0, Math.min(...lines.map((l) => l.left)) - (xs[cell.column] ?? 0));
    const text = joinLines(lines, edge - Math.min(padding, 8));
    if (text === null || text === '' || lines.some((l) => isClipped(l, edge))) continue;
    for (let row = cell.row; row <= cell.lastRow; row++) {
      // A merge over several rows says the same of each of them that holds something.
      if (row === cell.row || filled.some((other) => other !== cell && other.row === row)) out.push({ column: cell.column, row, text });
    }
  }
  const byRow = Map.groupBy(out, (cell) => cell.row);
  const lastRows = [...byRow.keys()].sort((a, b) => a - b);
  return {
    top: ys[0] ?? 0, bottom: ys.at(-1) ?? 0, columns: xs, words: taken,
    rows: lastRows.map((row) => (byRow.get(row) ?? []).sort((a, b) => a.column - b.column).map((cell) => ({ at: cellName(cell.column, row), text: cell.text }))),
  };
}
