// A text of many lines that somebody else wrote, shown word for word: its lines cleaned one by one, and rows short enough to be quoted.
// It refuses to change, add or reorder a word, and to pass on anything in a line that may not stand in a line.
import { line } from './line.ts';

/** What ends a line in any system (Unicode TR 14: BK, CR, LF, NL). */
const breaks = /\r\n|[\r\n\v\f\u0085\p{Zl}\p{Zp}]/u;

/** The text as cleaned lines; '' stands for empty ones, of which there is one at a time and none at the ends. */
export function textLines(text: string): readonly string[] {
  const lines = text.split(breaks).map(line);
  const kept = lines.filter((one, i) => one !== '' || (i > 0 && lines[i - 1] !== ''));
  if (kept.at(0) === '') kept.shift();
  if (kept.at(-1) === '') kept.pop();
  return kept;
}

/** The first so many characters of a text, ending with a whole word where it is cut. */
export function boundedText(text: string, longest: number): { readonly text: string; readonly cut: boolean } {
  if (text.length <= longest) return { text, cut: false };
  return { text: text.slice(0, longest).replace(/\S{0,40}$/u, ''), cut: true };
}

/** With "> " before it a row keeps to the 72 columns of our plain texts. */
const rowLength = 70;

/** A line as rows for a quotation, each of which gets its own mark (RFC 3676 4.5); a longer word stands alone and whole. */
export function rowsOf(text: string): readonly string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(' ')) {
    if (row !== '' && row.length + 1 + word.length > rowLength) {
      rows.push(row);
      row = '';
    }
    row = row === '' ? word : `${row} ${word}`;
  }
  return [...rows, row];
}
