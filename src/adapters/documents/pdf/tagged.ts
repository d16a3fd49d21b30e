// Reads the tables of a tagged PDF: its tree of structure says which pieces of the page are cells (ISO 32000-1, 14.8.4.3.4).
// It refuses to count on spans, which pdf.js does not tell: a row with fewer cells than others is put in place by where its words stand.
import { cellName } from '../cells.ts';
import type { Word } from './drawing.ts';
import type { PageTable } from './lattice.ts';
import { linesOf } from './lines.ts';
import { isClipped, joinLines } from './seams.ts';

export type StructNode = { readonly role?: string; readonly type?: string; readonly id?: string; readonly children?: readonly StructNode[] };

const maxDepth = 60;
const maxNodes = 100_000;

/** The tables of a page's structure tree that hold words. */
export function taggedTables(root: StructNode | null, words: readonly Word[]): readonly PageTable[] {
  const byMark = Map.groupBy(words.filter((w) => w.mark !== null), (w) => w.mark ?? '');
  const tables: PageTable[] = [];
  let nodes = 0;
  const visit = (node: StructNode, depth: number) => {
    nodes += 1;
    if (depth > maxDepth || nodes > maxNodes) return;
    if (node.role === 'Table') { const table = tableOf(node, byMark); if (table) tables.push(table); }
    for (const child of node.children ?? []) visit(child, depth + 1);
  };
  if (root) visit(root, 0);
  return tables.sort((a, b) => a.top - b.top);
}

/** Nodes of these roles below a node, not through the roles of `stop`. */
function below(node: StructNode, roles: readonly string[], stop: readonly string[], depth = 0): readonly StructNode[] {
  if (depth > maxDepth) return [];
  return (node.children ?? []).flatMap((child) => (roles.includes(child.role ?? '') ? [child] : stop.includes(child.role ?? '') ? [] : below(child, roles, stop, depth + 1)));
}

function wordsOf(node: StructNode, byMark: ReadonlyMap<string, readonly Word[]>, depth = 0): readonly Word[] {
  if (depth > maxDepth) return [];
  return (node.children ?? []).flatMap((child) => (child.type === 'content' ? byMark.get(child.id ?? '') ?? [] : child.role === 'Table' ? [] : wordsOf(child, byMark, depth + 1)));
}

function tableOf(node: StructNode, byMark: ReadonlyMap<string, readonly Word[]>): PageTable | null {
  const rows = below(node, ['TR'], ['Table']).map((row) => below(row, ['TD', 'TH'], ['Table', 'TR']).map((cell) => wordsOf(cell, byMark)));
  const words = new Set(rows.flat(2));
  const columns = Math.max(0, ...rows.map((r) => r.length));
  if (words.size === 0 || columns < 2) return null;
  const extents = Array.from({ length: columns }, () => ({ left: Infinity, right: -Infinity }));
  for (const row of rows.filter((r) => r.length === columns)) {
    row.forEach((cell, c) => {
      const extent = extents[c];
      if (extent) for (const word of cell) { extent.left = Math.min(extent.left, word.left); extent.right = Math.max(extent.right, word.right); }
    });
  }
  const edgeOf = (c: number) => extents.slice(c + 1).find((e) => e.left < Infinity)?.left ?? Math.max(extents[c]?.right ?? 0, 0);
  const out = rows.map((row, r) => {
    const placed = row.length === columns ? row.map((cell, c) => ({ cell, c })) : byPlace(row, extents);
    return placed.flatMap(({ cell, c }) => {
      const next = edgeOf(c);
      const lines = linesOf(cell);
      const text = joinLines(lines, c + 1 < columns ? next - 6 : next);
      return lines.some((l) => isClipped(l, Infinity)) || text === null || text === '' ? [] : [{ at: cellName(c, r), text }];
    });
  });
  const bases = [...words].map((w) => w.base);
  const [top, bottom] = [Math.min(...[...words].map((w) => w.base - w.size)), Math.max(...bases)];
  return { top, bottom, columns: extents.map((e) => e.left), rows: out.filter((row) => row.length > 0), words };
}

/** The cells of a row in which some are merged, each in the column whose words begin nearest; none at all when two would fall together. */
function byPlace(row: readonly (readonly Word[])[], extents: readonly { readonly left: number }[]): readonly { readonly cell: readonly Word[]; readonly c: number }[] {
  const placed = row.filter((cell) => cell.length > 0).map((cell) => {
    const left = Math.min(...cell.map((w) => w.left));
    return { cell, c: extents.findLastIndex((e) => e.left <= left + 3) };
  });
  return placed.every((p) => p.c >= 0) && new Set(placed.map((p) => p.c)).size === placed.length ? placed : [];
}
