// Cuts what nobody writes by hand to a size that any pattern can be tried on: endless words, endless texts.
// It refuses to drop anything a person can mean: the longest address has 254 characters (RFC 5321 4.5.3.1), the longest answer a few pages.
import type { Cell, Document, InboundMail, Table } from './mail.ts';

const longestWord = 300;
const longestCell = 2_000;
const longestText = 100_000;
const longestOfSheet = 32_767;

/** The mail and its documents, cut; a text cut in its length is told in the mail's problems. */
export function bounded(mail: InboundMail, documents: readonly Document[]): { readonly mail: InboundMail; readonly documents: readonly Document[] } {
  const text = boundedText(mail.text, longestText);
  const subject = boundedText(mail.subject, longestCell);
  const problems = mail.text.length > longestText ? ['The text is very long; only its beginning was read.'] : [];
  return {
    mail: text === mail.text && subject === mail.subject ? mail : { ...mail, text, subject, problems: [...mail.problems, ...problems] },
    documents: documents.map((document) => (needsBounds(document) ? boundedDocument(document) : document)),
  };
}

/**
 * The documents as the report's form is read from them: what was typed counts word for word, as long as a cell of a spreadsheet can be (32,767
 * characters), and only endless blanks are cut.
 */
export function boundedForms(documents: readonly Document[]): readonly Document[] {
  const cut = (text: string): string => (text.length > longestWord ? text.slice(0, longestOfSheet).replace(/\s{100,}/g, (blank) => (blank.includes('\n') ? '\n\n' : '    ')) : text);
  return documents.map((document) => (needsBounds(document) ? { ...document, tables: document.tables.map((table) => ({ ...table, rows: table.rows.map((row) => row.map((cell): Cell => ({ ...cell, text: cut(cell.text) }))) })) } : document));
}

function boundedText(text: string, longest: number): string {
  const cut = (text.length > longest ? text.slice(0, longest) : text).replace(endlessBlank, '    ');
  return hasEndlessWord(cut) ? cut.replace(endlessWord, (word) => `${word.slice(0, longestWord)}…`) : cut;
}

/** Blanks within a line. */
const endlessBlank = /[^\S\n]{100,}/g;
const endlessWord = new RegExp(`\\S{${longestWord + 1},}`, 'g');

function hasEndlessWord(text: string): boolean {
  let run = 0;
  for (let i = 0; i < text.length; i += 1) {
    run = text.charCodeAt(i) > 32 ? run + 1 : 0;
    if (run > longestWord) return true;
  }
  return false;
}

function needsBounds(document: Document): boolean {
  const long = (text: string): boolean => text.length > longestWord;
  return document.lines.some(long) || document.tables.some((table) => table.rows.some((row) => row.some((cell) => long(cell.text))));
}

function boundedDocument(document: Document): Document {
  let left = longestText;
  const lines: string[] = [];
  for (const line of document.lines) {
    if (left <= 0) break;
    lines.push(boundedText(line, left));
    left -= line.length;
  }
  return { ...document, lines, tables: document.tables.map(boundedTable) };
}

function boundedTable(table: Table): Table {
  return { ...table, rows: table.rows.map((row) => row.map((cell): Cell => (cell.text.length > longestWord ? { ...cell, text: boundedText(cell.text, longestCell) } : cell))) };
}
