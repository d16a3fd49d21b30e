// Collects the paragraphs, cells and rows of one stream of text of an rtf or doc (the body, a header, a text box) as HTML, tables within tables too.
// It refuses to know a file format: it is told of paragraphs, cells and rows, and how a row is cut.
import { edgeTable, type EdgeCell, type EdgeRow } from './edge-table.ts';

/** How a row is cut: for each cell its right edge and its merges. */
export type RowCut = { readonly left: number; readonly cells: readonly Omit<EdgeCell, 'html'>[] };
type Level = { cell: string; cells: string[]; rows: EdgeRow[] };

export type TableFlow = {
  write(html: string): void;
  /** Ends a paragraph that lies `depth` tables deep. */
  endParagraph(depth: number): void;
  endCell(depth: number): void;
  endRow(depth: number, cut: RowCut): void;
  html(): string;
};

export function tableFlow(): TableFlow {
  /** levels[0] is the text outside of tables. */
  const levels: Level[] = [{ cell: '', cells: [], rows: [] }];
  let paragraph = '';

  const level = (depth: number): Level => {
    while (levels.length <= depth) levels.push({ cell: '', cells: [], rows: [] });
    return levels[depth] as Level;
  };
  /** Ends all tables deeper than `depth`, each as a part of what it lies in. */
  const closeTo = (depth: number) => {
    while (levels.length - 1 > depth) {
      const inner = levels.pop() as Level;
      const outer = levels.at(-1) as Level;
      // Cells without a row that ends them are a row all the same.
      if (inner.cells.length > 0 || inner.cell !== '') inner.rows.push(evenRow([...inner.cells, ...(inner.cell === '' ? [] : [inner.cell])]));
      outer.cell += edgeTable(inner.rows);
    }
  };
  const flush = (depth: number, force: boolean) => {
    closeTo(depth);
    if (paragraph !== '' || force) level(depth).cell += `<div>${paragraph}</div>`;
    paragraph = '';
  };

  return {
    write(html) { paragraph += html; },
    endParagraph(depth) { flush(depth, true); },
    endCell(depth) {
      flush(depth, false);
      const at = level(depth);
      at.cells.push(at.cell);
      at.cell = '';
    },
    endRow(depth, cut) {
      closeTo(depth);
      const at = level(depth);
      const { cells } = at;
      at.cells = [];
      if (cells.length === 0) return;
      at.rows.push(cells.length === cut.cells.length ? { left: cut.left, cells: cut.cells.map((c, i) => ({ ...c, html: cells[i] ?? '' })) } : evenRow(cells));
    },
    html() {
      flush(0, false);
      return levels[0]?.cell ?? '';
    },
  };
}

/** A row that does not say how it is cut. */
function evenRow(cells: readonly string[]): EdgeRow {
  return { left: 0, cells: cells.map((html, i) => ({ html, edge: (i + 1) * 1_000, down: 'none', across: 'none' })) };
}
