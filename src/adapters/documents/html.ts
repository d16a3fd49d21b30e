// Reads HTML with htmlparser2: its text with line breaks and cells kept, and its tables with a place for every cell.
// It refuses to run, fetch or show anything: scripts, styles and pictures are passed over, and so is what nobody sees, is struck out, or quotes a table.
import { Parser } from 'htmlparser2';
import type { Cell, StrayLink, Table } from '../../core/mail.ts';
import { mayBeHead } from '../../core/newest-text.ts';
import { cellName } from './cells.ts';
import { quotationTrack } from './quotation.ts';

const breaksLine = new Set(['p', 'div', 'li', 'ul', 'ol', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'tr', 'blockquote', 'hr', 'pre', 'section', 'article', 'header', 'footer', 'address', 'dl', 'dt', 'dd', 'form', 'fieldset', 'center', 'caption']);
const silent = new Set(['script', 'style', 'title', 'template', 'noscript', 'svg', 'object', 's', 'strike', 'del']);
const maxCells = 20_000;
const maxText = 2_000_000;

type OpenCell = { text: string; readonly colspan: number; readonly rowspan: number };
type OpenTable = { readonly rows: Cell[][]; column: number; cell: OpenCell | null; held: Map<number, { rows: number; text: string }>; readonly from: number };
type DoneTable = { readonly table: Table; readonly from: number; readonly to: number };

export type HtmlContent = { readonly text: string; readonly tables: readonly Table[] };

/**
 * The text and the tables of an HTML document. Tables stand in the order in which they end; nested ones count for themselves; one of which a part
 * is quoted is left out. Quoted lines of the text begin with ">" where the HTML marks them.
 */
export function readHtml(html: string): HtmlContent {
  const lines: string[] = [];
  let line = '';
  let said = 0;
  let skip = 0;
  const track = quotationTrack();
  /** True behind the beginning of a paragraph that stays on its cell's line. */
  let joint = false;
  let pre = 0;
  let link: string | null = null;
  let linkText = '';
  let cells = 0;
  const open: OpenTable[] = [];
  const done: DoneTable[] = [];

  const endLine = () => {
    lines.push(track.isMarked() ? `> ${line.trimEnd()}` : line.trimEnd());
    line = '';
  };
  const newLine = () => {
    if (line.trimEnd() === '') line = '';
    else endLine();
  };
  const say = (text: string) => {
    track.text(text);
    // A table laid around a whole mail holds its quotation too, of which the head has to stand in lines of its own.
    if (joint && text.trim() !== '') {
      if (mayBeHead(text)) newLine();
      joint = false;
    }
    if (said < maxText) {
      if (pre > 0 && text.includes('\n')) {
        const parts = (line + text).split('\n');
        line = parts.pop() ?? '';
        lines.push(...parts);
      } else {
        line += (line === '' || /[ \t]$/.test(line)) && pre === 0 ? text.replace(/^ +/, '') : text;
      }
      said += text.length;
    }
    const cell = open.at(-1)?.cell;
    if (cell) cell.text += text;
  };
  const endCell = () => {
    const table = open.at(-1);
    if (!table?.cell) return;
    const { cell } = table;
    const text = cell.text.replace(/[ \t]+/g, ' ').replace(/ ?\n ?/g, '\n').trim();
    const row = table.rows.at(-1);
    if (row && cells < maxCells) {
      row.push({ at: cellName(table.column, table.rows.length - 1), text });
      cells += 1;
      for (let c = 0; c < cell.colspan && cell.rowspan > 1; c++) table.held.set(table.column + c, { rows: cell.rowspan - 1, text: c === 0 ? text : '' });
    }
    table.column += cell.colspan;
    table.cell = null;
  };
  /** Cells that reach down from a row above stand in this row too (rowspan). */
  const fillHeld = (table: OpenTable) => {
    for (let held = table.held.get(table.column); held && held.rows > 0 && cells < maxCells; held = table.held.get(table.column)) {
      table.rows.at(-1)?.push({ at: cellName(table.column, table.rows.length - 1), text: held.text });
      cells += 1;
      held.rows -= 1;
      if (held.rows === 0) table.held.delete(table.column);
      table.column += 1;
    }
  };
  const endTable = () => {
    endCell();
    const last = open.at(-1);
    if (last && last.rows.length > 0) fillHeld(last);
    const table = open.pop();
    const to = track.line();
    if (table && table.rows.some((r) => r.some((c) => c.text !== ''))) done.push({ table: { name: `Tabel ${done.length + 1}`, hidden: false, rows: table.rows }, from: table.from, to });
  };

  const parser = new Parser({
    onopentag(name, attributes) {
      if (track.begins(name, attributes)) newLine();
      track.open(name, attributes);
      // Every tag inside a silent one counts, so that the one that ends it is known; the parser closes void tags too.
      if (skip > 0 || silent.has(name) || isUnseen(attributes)) skip += 1;
      if (skip > 0) return;
      if (name === 'a') {
        link = /^\s*mailto:([^?\s@]+@[^?\s]+)/i.exec(attributes['href'] ?? '')?.[1] ?? null;
        linkText = '';
      }
      if (name === 'blockquote') newLine();
      if (name === 'pre') pre += 1;
      if (name === 'br') {
        endLine();
        const cell = open.at(-1)?.cell;
        if (cell) cell.text += '\n';
        return;
      }
      const table = open.at(-1);
      if (name === 'td' || name === 'th') {
        if (!table) { newLine(); return; }
        endCell();
        if (table.rows.length === 0) table.rows.push([]);
        fillHeld(table);
        if (table.column > 0) line = `${line.trimEnd()}\t`;
        table.cell = { text: '', colspan: span(attributes['colspan'], 50), rowspan: span(attributes['rowspan'], 500) };
        return;
      }
      // Paragraphs inside a cell stay on the cell's line: a table row is one line of text.
      const inCell = table !== undefined && table.cell !== null;
      if (breaksLine.has(name) && !(inCell && cellInner.has(name))) newLine();
      else if (inCell && cellInner.has(name) && table.cell && table.cell.text.trim() !== '') { table.cell.text += '\n'; joint = true; if (!/\s$/.test(line)) line += ' '; }
      if (name === 'tr' && table) {
        endCell();
        if (table.rows.length > 0) fillHeld(table);
        table.rows.push([]);
        table.column = 0;
      }
      if (name === 'table') open.push({ rows: [], column: 0, cell: null, held: new Map(), from: track.line() });
    },
    ontext(text) {
      if (skip > 0) return;
      if (link !== null) linkText += text;
      say(pre > 0 ? text : text.replace(/[ \t\r\n\f\u00a0\u200b\u200e\ufeff]+/g, ' '));
    },
    onclosetag(name) {
      if (name === 'a' && link !== null) {
        // The address of a person who is named in the link's text stands nowhere else.
        if (skip === 0 && !linkText.includes('@') && linkText.trim() !== '') say(` <${link}>`);
        link = null;
      }
      if (track.ends()) newLine();
      track.close(name);
      if (skip > 0) { skip -= 1; return; }
      if (name === 'blockquote') newLine();
      if (name === 'pre') pre = Math.max(0, pre - 1);
      if (name === 'td' || name === 'th') { endCell(); return; }
      if (name === 'table') endTable();
      const inCell = Boolean(open.at(-1)?.cell);
      if (name === 'p' && !inCell && line.trim() === '' && lines.at(-1) !== '') { lines.push(''); line = ''; return; }
      if (breaksLine.has(name) && !(inCell && cellInner.has(name))) newLine();
    },
  }, { decodeEntities: true, lowerCaseTags: true });
  parser.write(html.length > maxText * 4 ? html.slice(0, maxText * 4) : html);
  parser.end();
  while (open.length > 0) endTable();
  newLine();
  const isFresh = track.fresh();
  return { text: lines.join('\n').replace(/\n{4,}/g, '\n\n\n').trim(), tables: done.flatMap(({ table, from, to }) => (isFresh(from, to) ? [table] : [])) };
}

/** Text nobody sees, or struck out. */
function isUnseen(attributes: Readonly<Record<string, string>>): boolean {
  return /(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|text-decoration[\w-]*\s*:[^;]*line-through)/i.test(attributes['style'] ?? '');
}

const cellInner = new Set(['p', 'div', 'center', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

const mostLinks = 2_000;

/** The links whose text is an e-mail address and that lead to another one (`mailto:`, RFC 6068). */
export function strayLinks(html: string): readonly StrayLink[] {
  if (!/href\s*=\s*["']?\s*mailto:/i.test(html)) return [];
  const found: StrayLink[] = [];
  let leads: string | null = null;
  let shown = '';
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name !== 'a') return;
      leads = /^\s*mailto:([^?\s]+)/i.exec(attributes['href'] ?? '')?.[1]?.toLowerCase() ?? null;
      shown = '';
    },
    ontext(text) { if (leads !== null && shown.length < 300) shown += text; },
    onclosetag(name) {
      if (name !== 'a' || leads === null) return;
      const address = shown.trim().toLowerCase();
      if (/^\S+@\S+$/.test(address) && address !== decoded(leads) && found.length < mostLinks) found.push({ shown: address, leads: decoded(leads) });
      leads = null;
    },
  }, { decodeEntities: true, lowerCaseTags: true });
  parser.write(html.slice(0, maxText * 4));
  parser.end();
  return found;
}

/** What an HTML text crosses out: people see that it no longer holds, the plain part beside it does not say so. */
export function crossedOut(html: string): readonly string[] {
  if (!/<(?:s|strike|del)[\s>]|line-through/i.test(html)) return [];
  const found: string[] = [];
  const open: boolean[] = [];
  let text = '';
  const parser = new Parser({
    onopentag(name, attributes) { open.push(name === 's' || name === 'strike' || name === 'del' || /line-through/i.test(attributes['style'] ?? '')); },
    ontext(piece) { if (text.length < 1_000 && open.includes(true)) text += piece; },
    onclosetag() {
      if (open.pop() !== true || open.includes(true)) return;
      if (text.trim() !== '' && found.length < mostLinks) found.push(text.replace(/\s+/g, ' ').trim());
      text = '';
    },
  }, { decodeEntities: true, lowerCaseTags: true });
  parser.write(html.slice(0, maxText * 4));
  parser.end();
  return found;
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** The text of an HTML document, one line per line, a table's cells separated by tabs. */
export function htmlToText(html: string): string {
  try {
    return readHtml(html).text;
  } catch {
    return html.replace(/<[^>]*>/g, ' ');
  }
}

function span(value: string | undefined, most: number): number {
  const n = Number.parseInt(value ?? '1', 10);
  return Number.isFinite(n) ? Math.min(Math.max(n, 1), most) : 1;
}
