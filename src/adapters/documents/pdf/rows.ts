// Says which lines of a table without ruled lines are one row: a cell may go on in the line below, and so may several.
// It refuses to join on looks alone: distance, room in the column, and the order in which the program drew must all say so, else both cells are lost.
import { roleOf } from '../../../core/contacts/columns.ts';
import { isPersonName } from '../../../core/contacts/validation.ts';
import type { Rule } from './rules.ts';
import { isWholeAddress, textOfLine, wouldFit, type Line } from './seams.ts';
import type { Column } from './segments.ts';

/** A line of a table: what stands in which column, and the columns of which it cannot be told whether they go on above or below. */
export type TableLine = { readonly line: Line; readonly cells: ReadonlyMap<number, Line>; readonly lost: Set<number> };

type Relation = 'same' | 'new' | 'unsure';
type Shared = { readonly column: number; readonly upper: Line; readonly lower: Line };
type Judge = (open: readonly TableLine[], line: TableLine) => Relation;

/**
 * The lines of a table gathered into rows. A line of which it cannot be told whether it belongs to those above becomes a row of its own, and
 * what both have a text for is lost in both.
 */
export function rowsFrom(lines: readonly TableLine[], columns: readonly Column[], rules: readonly Rule[]): TableLine[][] {
  const judge = judgeOf(lines, columns, rules);
  const rows: TableLine[][] = [];
  // The lines above that the next one may belong to.
  let open: TableLine[] = [];
  for (const line of lines) {
    const parted = open.findLastIndex((above) => arePartedRows(above, line, columns));
    open = open.slice(parted + 1);
    const relation = open.length === 0 ? 'new' : judge(open, line);
    const last = rows.at(-1);
    if (relation === 'new' || !last) {
      rows.push([line]);
      open = [line];
      continue;
    }
    const shared = [...line.cells.keys()].filter((c) => upperOf(open, c));
    // What goes on from a line further up than the last row is not joined to the last row.
    const joins = relation === 'same' && shared.every((c) => last.includes(upperOf(open, c) ?? line));
    if (joins) last.push(line);
    else {
      rows.push([line]);
      for (const above of [line, ...open]) for (const column of shared) if (above.cells.has(column)) above.lost.add(column);
    }
    open.push(line);
  }
  return rows;
}

/** The lowest of these lines in which a column is filled. */
function upperOf(lines: readonly TableLine[], column: number): TableLine | undefined {
  return lines.findLast((l) => l.cells.has(column));
}

function sharedBy(lines: readonly TableLine[], line: TableLine): readonly Shared[] {
  return [...line.cells].flatMap(([column, lower]) => {
    const upper = upperOf(lines, column)?.cells.get(column);
    return upper ? [{ column, upper, lower }] : [];
  });
}

/** True when two lines are certainly of two rows: one column says so, and it is the first or not the only one that both fill. */
function arePartedRows(above: TableLine, line: TableLine, columns: readonly Column[]): boolean {
  if (line.line.base - above.line.base < 0.9 * line.line.size) return false;
  const shared = sharedBy([above], line);
  return (shared.length > 1 || shared[0]?.column === 0) && shared.some(({ column, upper, lower }) => areTwo(upper, lower, columns[column]?.right ?? 0));
}

function judgeOf(lines: readonly TableLine[], columns: readonly Column[], rules: readonly Rule[]): Judge {
  const pitches = lines.slice(1).flatMap((lower, i) => { const pitch = lower.line.base - (lines[i]?.line.base ?? 0); return pitch > 0.9 * lower.line.size ? [pitch] : []; });
  const least = Math.min(...pitches);
  const apart = pitches.filter((p) => p > least + 0.3);
  // Two clearly different distances between lines: the smaller one is that within a cell.
  const twoPitches = apart.length > 0 && apart.every((p) => p >= least + 0.8);
  // A program that goes on to the next row without leaving the column draws by columns: then the order says nothing about rows.
  const byColumns = isDrawnByColumns(lines, columns.length) || lines.some((line, i) => {
    const above = lines[i - 1];
    return above !== undefined && sharedBy([above], line).some(({ column, upper, lower }) => goesOnIn(upper, lower)
      && ((twoPitches && line.line.base - above.line.base > least + 0.3) || areTwo(upper, lower, columns[column]?.right ?? 0)));
  });
  const [left, right] = [columns[0]?.left ?? 0, columns.at(-1)?.right ?? 0];
  const isRuled = (above: Line, line: Line) => rules.some((r) => r.across && r.at > above.base + 0.05 * above.size && r.at < line.base - 0.3 * line.size && Math.min(r.to, right) - Math.max(r.from, left) > 0.5 * (right - left));
  return (open, line) => {
    const above = open.at(-1)?.line ?? line.line;
    const pitch = line.line.base - above.base;
    const overlaps = pitch < 0.9 * line.line.size;
    const tight = twoPitches && pitch <= least + 0.3 && pitch <= 1.3 * line.line.size;
    if (isRuled(above, line.line) || pitch > 2.2 * line.line.size || (twoPitches && !tight && !overlaps)) return 'new';
    const shared = sharedBy(open, line);
    if (shared.some(({ column, upper, lower }) => areTwo(upper, lower, columns[column]?.right ?? 0))) return 'unsure';
    if (shared.some(({ upper, lower }) => mayBeTwoPeople(textOfLine(upper), textOfLine(lower)))) return shared.length === columns.length ? 'new' : 'unsure';
    const near = shared.every(({ upper, lower }) => lower.base - upper.base <= 1.35 * lower.size);
    if (near && (overlaps || (tight && shared.length > 0)) && !byColumns && isCellwise(open, line, shared)) return 'same';
    if (shared.length > 0 && near && shared.every(({ upper, lower }) => isAddressBroken(upper, lower))) return 'same';
    return shared.length === columns.length && !shared.some(({ upper, lower }) => isTorn(upper, lower)) ? 'new' : 'unsure';
  };
}

/** True when two texts below one another are certainly two: the lower would have had room above, or both are whole in themselves. */
function areTwo(upper: Line, lower: Line, reached: number): boolean {
  const [above, below] = [textOfLine(upper), textOfLine(lower)];
  const both = (pattern: RegExp) => pattern.test(above) && pattern.test(below);
  if (both(/[\p{L}-]{2} kommune\b/iu) || both(/^region \p{L}{4,}/iu) || both(/^\d{3,4}$/) || both(/^(?:\+45 ?)?\d[\d ]{7,}$/) || above.endsWith(':')) return true;
  const [over, under] = [roleOf(above), roleOf(below)];
  if (over !== undefined && under !== undefined && over !== under) return true;
  // A heading does not go on as what stands below headings.
  if (over !== undefined && (isWholeAddress(below) || /^\d{3,4}$/.test(below))) return true;
  if ((over === 'kommune' && /\p{L}{2} kommune$/iu.test(below)) || (over === 'region' && /^region \p{L}{4,}/iu.test(below))) return true;
  if (isWholeAddress(/\S*$/.exec(above)?.[0] ?? '') && (/^\S*/.exec(below)?.[0] ?? '').includes('@')) return true;
  // Some other text of the column reached as far to the right.
  return wouldFit(upper, lower, reached);
}

/** "Mette Holm" over "Lars Lind" may be one long name, and an address over a name one cell, but who would know. */
function mayBeTwoPeople(upper: string, lower: string): boolean {
  return isPersonName(upper, true) ? isPersonName(lower, true) || isWholeAddress(lower) : isWholeAddress(upper) && !lower.includes('@');
}

/** "mette.holm@" over "aarhus.dk": neither is an address, together they are. */
function isAddressBroken(upper: Line, lower: Line): boolean {
  const [end, begin] = [textOfLine(upper), textOfLine(lower)];
  return !/\s/.test(end + begin) && (end + begin).includes('@') && !isWholeAddress(end) && !isWholeAddress(begin) && isWholeAddress(end + begin);
}

/** True when a part of an address stands at the seam. */
function isTorn(upper: Line, lower: Line): boolean {
  const [end, begin] = [/\S*$/.exec(textOfLine(upper))?.[0] ?? '', /^\S*/.exec(textOfLine(lower))?.[0] ?? ''];
  return (end.includes('@') && !isWholeAddress(end)) || (begin.includes('@') && !isWholeAddress(end));
}

/**
 * True when the program drew cell by cell, so that all of it is one row: each cell's next line right after the line above it, and something of this
 * line before something of the lines above.
 */
function isCellwise(open: readonly TableLine[], line: TableLine, shared: readonly Shared[]): boolean {
  const last = Math.max(...open.flatMap((l) => ordersOf(l.line)));
  // A line that stands between the two lines of a cell, but was not drawn between them, says the same.
  const passed = shared.some(({ upper }) => open.some((l) => l.line.base > upper.base + 0.1 * upper.size));
  return (passed || ordersOf(line.line).some((order) => order < last)) && shared.every(({ upper, lower }) => goesOnIn(upper, lower));
}

/** True when one was drawn right after the other. */
function goesOnIn(upper: Line, lower: Line): boolean {
  return Math.min(...ordersOf(lower)) === Math.max(...ordersOf(upper)) + 1;
}

function ordersOf(line: Line): readonly number[] {
  return line.words.filter((w) => !w.typed).map((w) => w.order);
}

/** True when each column was drawn from top to bottom before the next: then the order says nothing about rows. */
function isDrawnByColumns(lines: readonly TableLine[], columns: number): boolean {
  const spans = Array.from({ length: columns }, (_, c) => lines.flatMap((l) => l.cells.get(c)?.words.map((w) => w.order) ?? [])).filter((s) => s.length > 0).map((s) => ({ from: Math.min(...s), to: Math.max(...s) }));
  return spans.every((a, i) => spans.every((b, j) => i === j || a.to < b.from || b.to < a.from));
}
