// Reads an untagged page without ruled lines: pieces of text that stand in columns make a table, everything else lines.
// It refuses to join what may belong to two people: where it cannot tell whether a line goes on or a row begins, both cells are left out.
import type { Cell } from '../../../core/mail.ts';
import { cellName } from '../cells.ts';
import type { Word } from './drawing.ts';
import type { Rule } from './rules.ts';
import { linesOf } from './lines.ts';
import { rowsFrom, type TableLine } from './rows.ts';
import { hyphen, isClipped, isWholeAddress, joinLines, textOfLine, wouldFit, type Line } from './seams.ts';
import { columnFor, columnsOf, segmentsOf, type Column } from './segments.ts';

/** A piece of a page from above to below: lines of text and, where they are a table, its rows. */
export type Block = { readonly top: number; readonly bottom: number; readonly lines: readonly string[]; readonly columns: readonly number[]; readonly rows: readonly (readonly Cell[])[] };

type Cut = { readonly line: Line; readonly pieces: readonly Line[] };
/** The blocks of words that are in no other table, from top to bottom. */
export function blocksByPosition(words: readonly Word[], rules: readonly Rule[], tables: readonly { readonly top: number }[] = []): readonly Block[] {
  const cuts = linesOf(words).map((line): Cut => ({ line, pieces: segmentsOf(line) }));
  const blocks: Block[] = [];
  let prose: Cut[] = [];
  const endProse = () => { if (prose.length > 0) blocks.push(proseBlock(prose)); prose = []; };
  for (let i = 0; i < cuts.length;) {
    const end = regionEnd(cuts, i);
    const region = end > i ? tableBlock(cuts.slice(i, end), rules) : null;
    const cut = cuts[i];
    if (region) {
      endProse();
      blocks.push(region.block);
      i += region.lines;
    } else {
      const last = prose.at(-1);
      // What stands above another table and what stands below it are two blocks.
      if (cut && last && tables.some((t) => t.top > last.line.base - last.line.size && t.top <= cut.line.base)) endProse();
      if (cut) prose.push(cut);
      i += 1;
    }
  }
  endProse();
  return blocks;
}

/** Where the lines end that may be one table beginning at line `from`; `from` when none begins there. */
function regionEnd(cuts: readonly Cut[], from: number): number {
  const first = cuts[from];
  if (!first || first.pieces.length < 2) return from;
  let starts = first.pieces.map((p) => p.left);
  let end = from + 1;
  for (; end < cuts.length; end++) {
    const cut = cuts[end];
    const before = cuts[end - 1];
    if (!cut || !before || cut.line.base - before.line.base > 3.2 * Math.max(cut.line.size, before.line.size)) break;
    const pieces = segmentsOf(cut.line, starts);
    if (pieces.length === 1 && starts.some((x) => cut.line.left < x - 3 && cut.line.right > x + 3)) break;
    if (pieces.length > 1) starts = [...new Set([...starts, ...pieces.map((p) => p.left)])].slice(-200);
  }
  return end;
}

function tableBlock(cuts: readonly Cut[], rules: readonly Rule[]): { readonly block: Block; readonly lines: number } | null {
  const starts = cuts.filter((c) => c.pieces.length > 1).flatMap((c) => c.pieces.map((p) => p.left));
  const pieces = cuts.map((c) => segmentsOf(c.line, starts));
  const columns = columnsOf(pieces.filter((p) => p.length > 1));
  const lines: TableLine[] = [];
  for (const [i, cut] of cuts.entries()) {
    const cells = new Map<number, Line>();
    for (const piece of pieces[i] ?? []) {
      const column = columnFor(piece, columns);
      if (column < 0 || cells.has(column)) { cells.clear(); break; }
      cells.set(column, piece);
    }
    if (cells.size === 0) break;
    lines.push({ line: cut.line, cells, lost: new Set() });
  }
  const groups = rowsFrom(lines, columns, rules);
  // "Venlig hilsen" below a table stands in its first column.
  const isTail = (row: readonly TableLine[] | undefined) => row?.length === 1 && row[0]?.cells.size === 1 && row[0].cells.has(0);
  while (groups.length > 1 && isTail(groups.at(-1))) groups.pop();
  const kept = groups.flat();
  const typed = kept.some((l) => l.line.words.some((w) => w.typed));
  if (columns.length < 2 || kept.filter((l) => l.cells.size > 1).length < (typed ? 1 : 2)) return null;
  const all = groups.map((group, row) => cellsOf(group, row, columns));
  const [top, bottom] = [kept[0]?.line, kept.at(-1)?.line];
  return {
    block: {
      top: (top?.base ?? 0) - (top?.size ?? 0), bottom: bottom?.base ?? 0, columns: columns.map((c) => c.left),
      rows: all.map((row) => row.flatMap(({ at, text }) => (text === null ? [] : [{ at, text }]))).filter((row) => row.length > 0),
      // What is left out is not passed over in silence.
      lines: all.map((row) => row.map((c) => c.text?.replaceAll('\n', ' ') ?? '[…]').join('\t')),
    },
    lines: kept.length,
  };
}

/** The filled cells of a row; the text is null where it cannot be told what the cell says. */
function cellsOf(lines: readonly TableLine[], row: number, columns: readonly Column[]): readonly { readonly at: Cell['at']; readonly text: string | null }[] {
  return columns.flatMap((_column, c) => {
    const parts = lines.flatMap((l) => l.cells.get(c) ?? []);
    // Only a filled cell beside it makes a program clip a text.
    const beside = lines.some((l) => l.cells.get(c + 1)?.words[0]?.typed === false);
    const clipped = beside && parts.some((p) => isClipped(p, (columns[c + 1]?.left ?? Infinity) - 1));
    const text = lines.some((l) => l.cells.has(c) && l.lost.has(c)) || clipped ? null : joinLines(parts, edgeOf(c, columns));
    return text === '' ? [] : [{ at: cellName(c, row), text }];
  });
}

function edgeOf(column: number, columns: readonly Column[]): number {
  const next = columns[column + 1];
  return next ? next.left - 1 : columns[column]?.right ?? 0;
}

/** Lines of running text: pieces that stand apart with a tab between them, words broken at the end of a line put together. */
function proseBlock(cuts: readonly Cut[]): Block {
  const lines: string[] = [];
  let before: Line | undefined;
  for (const { line, pieces } of cuts) {
    const text = pieces.map(textOfLine).join('\t');
    if (before && line.base - before.base > 1.9 * Math.max(line.size, before.size)) lines.push('');
    lines.push(text);
    const end = lines.length - 1;
    if (before && lines[end - 1]) [lines[end - 1], lines[end]] = mended(lines[end - 1] ?? '', text, wouldFit(before, line, Math.max(...cuts.map((c) => c.line.right))));
    before = line;
  }
  const [top, bottom] = [cuts[0]?.line, cuts.at(-1)?.line];
  return { top: (top?.base ?? 0) - (top?.size ?? 0), bottom: bottom?.base ?? 0, lines, columns: [], rows: [] };
}

/** Two lines of running text, a word or an address that was broken between them kept together in the upper one, or left out of both. */
export function mended(upper: string, lower: string, fits: boolean): [string, string] {
  const [end = '', begin = ''] = [/\S*$/.exec(upper)?.[0], /^\S*/.exec(lower)?.[0]];
  const [head, rest] = [upper.slice(0, upper.length - end.length), lower.slice(begin.length).trimStart()];
  const split = end.endsWith('@') || begin.startsWith('@') || (end.includes('@') && (begin.startsWith('.') || /@.*\.$/.test(end)) && !isWholeAddress(end));
  if (split) return isWholeAddress(end + begin) ? [head + end + begin, rest] : [`${head}[…]`, rest];
  if (!end.endsWith('-') || end === '-' || begin === '') return [upper, lower];
  switch (hyphen(end, begin, fits)) {
    case 'unhyphen': return [head + end.slice(0, -1) + begin, rest];
    case 'glue': return [head + end + begin, rest];
    case 'lost': return [`${head}[…]`, rest];
    case 'space': case 'break': return [upper, lower];
  }
}
