// Follows an HTML mail and tells where it quotes: by the marks that mail programs put around a quotation, and by its head in words.
// It refuses to ask how a quotation looks (colours, lines, indents): people use those for their own text too.
import { freshLines, holdsOurMail } from '../../core/newest-text.ts';

type Attributes = Readonly<Record<string, string>>;

export type QuotationTrack = {
  /** True when this tag begins a quotation: ask before `open`. */
  begins(name: string, attributes: Attributes): boolean;
  open(name: string, attributes: Attributes): void;
  text(text: string): void;
  /** True when the tag that is closed next ends a quotation: ask before `close`. */
  ends(): boolean;
  close(name: string): void;
  /** True inside a marked quotation. */
  isMarked(): boolean;
  /** Ends the line and gives the number of the next. */
  line(): number;
  /** At the end: whether nothing of the lines from `from` to before `to` is quoted. */
  fresh(): (from: number, to: number) => boolean;
};

/** Elements that end a line for the eye, whether in a cell or not: a head of quotation stands in lines of its own. */
const block = /^(?:p|div|li|ul|ol|h[1-6]|table|tr|blockquote|hr|br|pre|section|article|header|footer|address|dl|dt|dd|form|fieldset|center|caption)$/;
const mostLines = 20_000;

/** A new track; every tag and text of the document has to be told to it in order. */
export function quotationTrack(): QuotationTrack {
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  /** The depths of the open elements that quote. */
  const marks: number[] = [];
  /** True behind a mark from which on everything is old. */
  let rest = false;
  const isMarked = () => rest || marks.length > 0;
  const endLine = () => {
    if (line.trim() !== '' && lines.length < mostLines) lines.push(`${isMarked() ? '> ' : ''}${line.trim().slice(0, 500)}`);
    line = '';
  };
  return {
    begins: (name, attributes) => quotesInside(name, attributes) || quotesFromHere(attributes),
    open(name, attributes) {
      if (block.test(name)) endLine();
      if ((name === 'td' || name === 'th') && line !== '') line += '\t';
      depth += 1;
      if (quotesInside(name, attributes)) {
        endLine();
        marks.push(depth);
      }
      if (quotesFromHere(attributes)) {
        endLine();
        rest = true;
      }
    },
    text(text) { if (line.length < 2_000) line += text; },
    ends: () => marks.at(-1) === depth,
    close(name) {
      if (block.test(name)) endLine();
      if (name === 'p' && lines.at(-1) !== '' && lines.length < mostLines) lines.push('');
      if (marks.at(-1) === depth) {
        endLine();
        marks.pop();
      }
      depth -= 1;
    },
    isMarked,
    line() {
      endLine();
      return lines.length;
    },
    fresh() {
      endLine();
      const fresh = freshLines(lines);
      // A mail of ours among the newest lines: its head was not known, so nothing can be told apart. The same where the count ended.
      const lost = lines.length >= mostLines || holdsOurMail(lines.filter((_line, i) => fresh[i]).join('\n'));
      return (from, to) => !lost && fresh.slice(from, to).every((isFresh, i) => isFresh || lines[from + i] === '');
    },
  };
}

/**
 * Elements that hold a quotation and nothing else: type="cite" or cite (Apple Mail, Thunderbird, Roundcube), a class (Gmail, Yahoo, Proton,
 * Thunderbird's forwards), an id (Outlook for Mac, new Outlook, iPhone). A blockquote without a mark is an indent.
 */
function quotesInside(name: string, attributes: Attributes): boolean {
  if (name === 'blockquote' && (attributes['type'] === 'cite' || attributes['cite'] !== undefined)) return true;
  return quoteClass.test(attributes['class'] ?? '') || quoteId.test(attributes['id'] ?? '');
}

const quoteClass = /(?:^|\s)(?:x_)*(?:(?:gmail|protonmail|tutanota|zmail)_quote(?:_container)?|gmail_extra|yahoo_quoted|moz-cite-prefix|moz-forward-container|moz-email-headers-table|ms-outlook-mobile-reference-message|cite2?)(?=\s|$)/i;
const quoteId = /^(?:x_)*(?:mail-editor-reference-message-container|OLK_SRC_BODY_SECTION|isReplyContent|replyBody|reply-intro|yahoo_quoted_\w+)$/i;

/** Marks that Outlook puts before what is old, around its head only, or around nothing: from there on everything is. */
function quotesFromHere(attributes: Attributes): boolean {
  return /^(?:x_)*(?:divRplyFwdMsg|appendonsend|stopSpelling|zwchr)$/i.test(attributes['id'] ?? '');
}
