// Makes content out of the simple HTML into which the readers of letters (docx, doc, odt, rtf) turn their files, so that all tables are laid out by html.ts.
// It refuses to cut silently: what is more than html.ts reads is too much.
import { limits, Unreadable, type Content } from './content.ts';
import { tabbedTables } from './csv.ts';
import { readHtml } from './html.ts';

/** Stands for a tabulator of the running text, which HTML would make a space of; in the lines a plain tabulator parts a table's cells. */
export const tabMark = '\ue009';
/** Characters of HTML that are laid out. */
export const maxHtml = 2_000_000;
const maxCells = 20_000;

/**
 * The tables and lines of a letter as HTML: struck out text in <s>, tabulators as `tabMark`. Lines with tabulators make tables too.
 * Non-breaking hyphens become plain ones and soft hyphens go: they would part an address from its like. Throws Unreadable at a limit.
 */
export function contentOfHtml(html: string): Content {
  if (html.length > maxHtml) throw tooMuch(`more than ${maxHtml / 1_000_000} million characters`);
  const { text, tables } = readHtml(html.replaceAll('\u2011', '-').replaceAll('\u00ad', ''));
  const marked = text === '' ? [] : text.split('\n');
  const spread = tabbedTables(marked.map((line) => (line.includes('\t') ? '—' : line.replaceAll(tabMark, '\t'))));
  const all = [...tables, ...spread].map((table, i) => ({
    ...table, name: `Tabel ${i + 1}`,
    rows: table.rows.map((row) => row.flatMap(({ at, text: words }) => (words === '' ? [] : [{ at, text: words.replaceAll(tabMark, ' ') }]))),
  }));
  if (all.reduce((sum, table) => sum + table.rows.reduce((n, row) => n + row.length, 0), 0) >= maxCells) throw tooMuch(`more than ${maxCells} cells`);
  if (all.length > limits.tables) throw tooMuch(`more than ${limits.tables} tables`);
  if (marked.length > limits.lines) throw tooMuch(`more than ${limits.lines} lines`);
  return { tables: all, lines: marked.map((line) => line.replaceAll(tabMark, '\t')) };
}

/** True for content in which there is no word to read. */
export function isEmpty({ tables, lines }: Content): boolean {
  return tables.every((table) => table.rows.every((row) => row.length === 0)) && lines.every((line) => line.trim() === '');
}

/** The content of a document, or the sentence for one that has pictures and no words. */
export function refusePictures(content: Content, hasPictures: boolean): Content {
  if (hasPictures && isEmpty(content)) throw new Unreadable('The document holds only pictures.', 'scanned');
  return content;
}

export function escapeHtml(text: string): string {
  return /[&<>\t]/.test(text) ? text.replace(/[&<>\t]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : tabMark)) : text;
}

function tooMuch(what: string): Unreadable {
  return new Unreadable(`The document has ${what}.`, 'too-much');
}

/** What a library made of a file it could not read: an Unreadable stays, all else means that the file is damaged. */
export function asUnreadable(error: unknown): Unreadable {
  if (error instanceof Unreadable) return error;
  return new Unreadable(`The file is damaged (${error instanceof Error ? error.message.split('\n')[0] : String(error)}).`);
}
