// Lays out tables as Word's old formats store them (rtf, doc): rows of cells known by their right edges, merged by flags, and no grid.
// It refuses to let a border that was dragged a little make a new column: rows with all cells are counted, only shorter ones are measured.

/** `down`: merged with the cell above (`on`), or the first of such (`start`). `across`: the same with the cell to its left. Edges in twips. */
export type EdgeCell = { readonly edge: number; readonly html: string; readonly down: Merge; readonly across: Merge };
export type Merge = 'none' | 'start' | 'on';
export type EdgeRow = { readonly left: number; readonly cells: readonly EdgeCell[] };

type Placed = { readonly column: number; readonly html: string; rows: number; readonly down: Merge };

/** The rows as an HTML table with spans. */
export function edgeTable(rows: readonly EdgeRow[]): string {
  const joined = rows.map(joinAcross);
  const most = Math.max(0, ...joined.map((r) => r.cells.length));
  let full = joined.find((r) => r.cells.length === most);
  const above = new Map<number, Placed>();
  const placed = joined.map((row) => {
    if (row.cells.length === most) full = row;
    const columns = row.cells.length === most || !full ? row.cells.map((_c, i) => i) : measured(row, full);
    return row.cells.flatMap((cell, i) => {
      const column = columns[i] ?? i;
      const start = above.get(column);
      if (cell.down === 'on' && start) {
        start.rows += 1;
        return [];
      }
      const own: Placed = { column, html: cell.html, rows: 1, down: cell.down };
      if (cell.down === 'none') above.delete(column);
      else above.set(column, own);
      return [own];
    });
  });
  return `<table>${placed.map((cells) => `<tr>${rowHtml(cells, placed, cells)}</tr>`).join('')}</table>`;
}

function rowHtml(cells: readonly Placed[], rows: readonly (readonly Placed[])[], own: readonly Placed[]): string {
  const index = rows.indexOf(own);
  // Columns that a cell further up reaches into: HTML leaves these out itself.
  const held = new Set<number>();
  rows.slice(Math.max(0, index - 500), index).forEach((above, i, all) => {
    for (const cell of above) if (cell.rows > all.length - i) held.add(cell.column);
  });
  let next = 0;
  let html = '';
  for (const cell of cells) {
    for (; next < cell.column; next++) if (!held.has(next)) html += '<td></td>';
    html += `<td${cell.rows > 1 ? ` rowspan=${cell.rows}` : ''}>${cell.html}</td>`;
    next = cell.column + 1;
  }
  return html;
}

/** One cell for those that are merged across. */
function joinAcross(row: EdgeRow): EdgeRow {
  const cells: EdgeCell[] = [];
  for (const cell of row.cells) {
    const last = cells.at(-1);
    if (cell.across === 'on' && last) cells[cells.length - 1] = { ...last, edge: cell.edge };
    else cells.push(cell);
  }
  return { left: row.left, cells };
}

/** For each cell of a short row the column of the full row that begins nearest to where it begins. */
function measured(row: EdgeRow, full: EdgeRow): readonly number[] {
  const begins = [full.left, ...full.cells.map((c) => c.edge)].slice(0, full.cells.length);
  let last = -1;
  return row.cells.map((_cell, i) => {
    const begin = i === 0 ? row.left : row.cells[i - 1]?.edge ?? row.left;
    let best = last + 1;
    for (let c = last + 1; c < begins.length; c++) {
      if (Math.abs((begins[c] ?? 0) - begin) < Math.abs((begins[best] ?? 0) - begin)) best = c;
    }
    last = best;
    return best;
  });
}
