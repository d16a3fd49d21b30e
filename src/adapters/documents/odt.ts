// Reads OpenDocument texts (ODF 1.2/1.3 part 3, chapters 5 and 9) by turning their XML into simple HTML: paragraphs, tables with their spans, text in frames, header and footer.
// It refuses what nobody sees (deleted, hidden, struck out, notes in the margin, unfilled placeholders) and everything outside of the file.
import { Unreadable, type Content } from './content.ts';
import { collectStyles, openOdf, times, type Odf, type Styles } from './odf.ts';
import { contentOfHtml, escapeHtml, maxHtml, refusePictures, tabMark } from './text-html.ts';
import type { Attributes } from './xml.ts';

const silent = new Set([
  'tracked-changes', 'annotation', 'note-citation', 'placeholder', 'forms', 'covered-table-cell', 'script', 'sequence-decls', 'variable-decls', 'user-field-decls', 'meta', 'settings',
  'title', 'desc', 'alphabetical-index-mark', 'toc-mark', 'page-number', 'page-count', 'ruby-text', 'hidden-text', 'binary-data', 'object', 'object-ole',
]);
const blanks = new Set(['s', 'tab', 'line-break']);
const maxSpan = 100;

/** Tables and lines of a text document, a package or a flat file. Throws Unreadable, 'scanned' for one that holds pictures and no word. */
export async function readOdt(bytes: Uint8Array): Promise<Content> {
  const odf = await openOdf(bytes);
  const collected = collectStyles();
  const margins = await toHtml(odf, 'styles.xml', collected, 'master-styles');
  const body = await toHtml(odf, 'content.xml', collected, 'body');
  const content = contentOfHtml(`${margins}${body}`);
  return refusePictures(content, odf.pictured);
}

/** The HTML of everything inside of the element `room` of a part; styles are collected on the way there. */
async function toHtml(odf: Odf, part: 'styles.xml' | 'content.xml', collected: ReturnType<typeof collectStyles>, room: string): Promise<string> {
  const { styles } = collected;
  const html: string[] = [];
  /** What closes each open element. */
  const ends: string[] = [];
  const deleted = deletions();
  let skip = 0;
  let inside = 0;
  let paragraphs = 0;
  let length = 0;
  const push = (piece: string) => {
    length += piece.length;
    if (length > maxHtml) throw new Unreadable('The document is too long.', 'too-much');
    if (piece !== '') html.push(piece);
  };
  const begin = (start: string, end: string) => {
    push(start);
    ends.push(end);
  };
  await odf.eachTagIn(part, {
    open(name, a) {
      deleted.open(name, a);
      if (skip > 0 || silent.has(name) || isUnseen(name, a, styles)) { skip += 1; return; }
      collected.open(name, a);
      if (name === room) inside += 1;
      if (inside === 0 || (deleted.within() && blanks.has(name))) { ends.push(''); return; }
      const isParagraph = name === 'p' || name === 'h';
      if (isParagraph) paragraphs += 1;
      if (isParagraph || name === 'text-box' || name === 'note-body' || name === 'list-item' || name === 'section') begin('<div>', '</div>');
      else if (name === 'table') begin('<table>', '</table>');
      else if (name === 'table-row') begin('<tr>', '</tr>');
      else if (name === 'table-cell') {
        const [across, down] = [Math.min(times(a('table:number-columns-spanned')), maxSpan), Math.min(times(a('table:number-rows-spanned')), 500)];
        const cells = Math.min(times(a('table:number-columns-repeated')), maxSpan);
        begin(`${'<td></td>'.repeat(cells - 1)}<td colspan=${across} rowspan=${down}>`, '</td>');
      } else if (name === 's') begin(' ', '');
      else if (name === 'tab') begin(tabMark, '');
      else if (name === 'line-break') begin('<br>', '');
      else if ((name === 'span' || name === 'a') && styles.struck.has(`text ${a('text:style-name') ?? ''}`)) begin('<s>', '</s>');
      else begin('', '');
    },
    close(name) {
      if (skip > 0) { skip -= 1; return; }
      if (name === 'p' || name === 'h') paragraphs -= inside > 0 ? 1 : 0;
      push(ends.pop() ?? '');
      if (name === room) inside -= 1;
    },
    text(piece) {
      if (skip === 0 && inside > 0 && paragraphs > 0 && !deleted.within()) push(escapeHtml(piece));
    },
  });
  if (deleted.within()) throw new Unreadable('A deleted text has no end.');
  return html.join('');
}

/**
 * Follows the tracked deletions whose text still stands in its place, between change-start and change-end of a region that is a deletion (ODF 1.3
 * part 3, 5.5.7): so LibreOffice writes flat files. In a package it stands in tracked-changes, which is passed over.
 */
function deletions(): { readonly open: (name: string, a: Attributes) => void; readonly within: () => boolean } {
  const regions = new Set<string>();
  const begun = new Set<string>();
  let region = '';
  return {
    open(name, a) {
      if (name === 'changed-region') region = a('text:id') ?? a('xml:id') ?? '';
      else if (name === 'deletion') regions.add(region);
      else if (name === 'change-start' && regions.has(a('text:change-id') ?? '')) begun.add(a('text:change-id') ?? '');
      else if (name === 'change-end') begun.delete(a('text:change-id') ?? '');
    },
    within: () => begun.size > 0,
  };
}

function isUnseen(name: string, a: Attributes, styles: Styles): boolean {
  if (name === 'span' || name === 'a') return styles.hidden.has(`text ${a('text:style-name') ?? ''}`);
  if (name === 'p' || name === 'h') return styles.hidden.has(`paragraph ${a('text:style-name') ?? ''}`);
  if (name === 'section') return a('text:display') === 'none';
  if (name === 'content-control') return a('loext:showing-place-holder') === 'true';
  if (name === 'table') return styles.hidden.has(`table ${a('table:style-name') ?? ''}`);
  return false;
}
