// Cuts lines into the pieces that stand apart, and finds the columns in which such pieces stand below one another.
// It refuses to see columns in one line alone: only what returns in other lines is one.
import type { Word } from './drawing.ts';
import { lineOf } from './lines.ts';
import type { Line } from './seams.ts';

export type Column = { readonly left: number; readonly right: number };

/** The pieces of a line between gaps about as wide as its size; a piece that another is drawn over stays whole. `starts` are the left ends of columns. */
export function segmentsOf(line: Line, starts: readonly number[] = []): readonly Line[] {
  const runs = runsOf(line.words).sort((a, b) => a.left - b.left);
  const pieces: { words: Word[]; right: number }[] = [];
  for (const run of runs) {
    const last = pieces.at(-1);
    const before = last?.words.at(-1);
    const gap = last ? run.left - last.right : 0;
    const typed = before?.typed !== run.words[0]?.typed || run.words[0]?.typed === true;
    const apart = before !== undefined && (!before.spaced || before.object !== run.words[0]?.object || gap > 0.5 * line.size);
    const aligned = apart && starts.some((x) => Math.abs(x - run.left) <= 1);
    // Programs draw a space between words, however wide; what is far off without one is something else.
    if (!last || gap > (before?.spaced ? 1 : 0.65) * line.size || gap < -0.3 * line.size || typed || aligned) pieces.push({ words: [...run.words], right: run.right });
    else { last.words.push(...run.words); last.right = Math.max(last.right, run.right); }
  }
  return pieces.map((piece) => lineOf(piece.words, line.base));
}

/** Words drawn one after another with spaces between them. */
function runsOf(words: readonly Word[]): Line[] {
  const runs: Word[][] = [];
  for (const word of [...words].sort((a, b) => a.order - b.order)) {
    const before = runs.at(-1)?.at(-1);
    const gap = before ? word.left - before.right : 0;
    if (before?.spaced && !before.typed && !word.typed && word.object === before.object && word.order === before.order + 1 && gap > -0.1 * word.size && gap < 0.6 * word.size) runs.at(-1)?.push(word);
    else runs.push([word]);
  }
  return runs.map((run) => lineOf(run, run[0]?.base ?? 0));
}

/**
 * The columns of lines cut into pieces: pieces that begin at the same place are of one column, and so are those that overlap (right-aligned and
 * centred ones) as long as no line has both.
 */
export function columnsOf(lines: readonly (readonly Line[])[]): readonly Column[] {
  type Group = { left: number; right: number; lines: Set<number> };
  const groups: Group[] = [];
  const pieces = lines.flatMap((segments, i) => segments.map((s) => ({ left: s.left, right: s.right, i }))).sort((a, b) => a.left - b.left);
  for (const piece of pieces) {
    const group = groups.at(-1);
    if (group && piece.left - group.left <= 2 && !group.lines.has(piece.i)) { group.right = Math.max(group.right, piece.right); group.lines.add(piece.i); } else groups.push({ left: piece.left, right: piece.right, lines: new Set([piece.i]) });
  }
  groups.sort((a, b) => b.lines.size - a.lines.size || a.left - b.left);
  const columns: Group[] = [];
  for (const group of groups) {
    const overlaps = columns.filter((c) => Math.min(c.right, group.right) - Math.max(c.left, group.left) > 1 && [...group.lines].every((i) => !c.lines.has(i)));
    const [only, ...more] = overlaps;
    if (only && more.length === 0) {
      only.left = Math.min(only.left, group.left);
      only.right = Math.max(only.right, group.right);
      for (const i of group.lines) only.lines.add(i);
    } else columns.push(group);
  }
  return columns.sort((a, b) => a.left - b.left).map(({ left, right }) => ({ left, right }));
}

/** The column in which a piece stands; -1 when that cannot be told. */
export function columnFor(piece: Line, columns: readonly Column[]): number {
  const begins = columns.findIndex((c) => Math.abs(c.left - piece.left) <= 2);
  if (begins >= 0) return begins;
  const over = columns.flatMap((c, i) => (Math.min(c.right, piece.right) - Math.max(c.left, piece.left) > 0.5 ? [i] : []));
  if (over.length === 1) return over[0] ?? -1;
  const within = columns.findIndex((c, i) => piece.left >= c.left && piece.right < (columns[i + 1]?.left ?? Infinity));
  return over.length === 0 || over.includes(within) ? within : -1;
}
