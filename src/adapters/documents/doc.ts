// Reads documents of Word 97 to 2003 (MS-DOC) by turning their characters into simple HTML: paragraphs, tables as they are cut, headers, notes and text boxes.
// It refuses what nobody sees (deleted, hidden, struck out, comments, field codes), pictures, macros, passwords and anything older than Word 97.
import { limits, Unreadable, type Content } from './content.ts';
import { openDoc, type DocFile, type Part } from './doc-file.ts';
import { readOle } from './ole.ts';
import { tableFlow } from './table-flow.ts';
import { asUnreadable, contentOfHtml, escapeHtml, refusePictures, tabMark } from './text-html.ts';

const isRead: Readonly<Record<Part, boolean>> = { body: true, footnotes: true, headers: true, macros: false, comments: false, endnotes: true, textboxes: true, headerTextboxes: true };
const symbols: Readonly<Record<string, string>> = { '\t': tabMark, '\v': '<br>', '\x1e': '-', '\x1f': '', '\u00a0': ' ' };

/** Tables and lines of a document. Throws Unreadable, 'locked' for one with a password, 'scanned' for one that holds pictures and no word. */
export async function readDoc(bytes: Uint8Array): Promise<Content> {
  if (bytes.length > limits.expandedBytes) throw new Unreadable(`The document is bigger than ${limits.expandedBytes / 1_000_000} MB.`, 'too-much');
  try {
    const file = openDoc(readOle(bytes).stream);
    const html: Record<'before' | 'body' | 'after', string> = { before: '', body: '', after: '' };
    let hasPictures = false;
    let start = 0;
    for (const [part, length] of file.lengths) {
      if (isRead[part]) html[part === 'body' ? 'body' : part === 'headers' ? 'before' : 'after'] += `<div>${toHtml(file, start, start + length)}</div>`;
      const text = file.text.slice(start, start + length);
      if (part === 'body') hasPictures = text.includes('\x01') || text.includes('\b');
      start += length;
    }
    return refusePictures(contentOfHtml(`${html.before}${html.body}${html.after}`), hasPictures);
  } catch (error) {
    throw asUnreadable(error);
  }
}

function toHtml(file: DocFile, from: number, to: number): string {
  const flow = tableFlow();
  let stretch = '';
  /** Open fields (MS-DOC 2.8.25): true while their code is read, which is not shown. */
  const fields: boolean[] = [];
  const write = () => {
    if (stretch !== '') flow.write(escapeHtml(stretch));
    stretch = '';
  };
  for (let at = from; at < Math.min(to, file.text.length); at++) {
    const c = file.text[at] ?? '';
    if (c === '\r' || c === '\x07' || c === '\f' || c === '\x0e') {
      write();
      const { depth, endsRow, endsInnerCell, cut } = file.placeOf(at);
      if (c === '\x07') {
        if (endsRow) flow.endRow(1, cut);
        else flow.endCell(1);
      } else if (depth > 1 && endsRow) flow.endRow(depth, cut);
      else if (depth > 1 && endsInnerCell) flow.endCell(depth);
      else flow.endParagraph(depth);
    } else if (c === '\x13') fields.push(true);
    else if (c === '\x14') { if (fields.length > 0) fields[fields.length - 1] = false; }
    else if (c === '\x15') fields.pop();
    else if (fields.includes(true) || file.isUnseen(at)) continue;
    else if (symbols[c] !== undefined) {
      write();
      flow.write(symbols[c]);
    } else if (c >= ' ') stretch += c;
  }
  write();
  return flow.html();
}
