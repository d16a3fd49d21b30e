// Lays a filled plain-text template out in lines of at most 72 columns (RFC 5322 2.1.1 asks for 78; quoting needs room).
// It refuses to break a word: a long link or address stands whole on its own line.

export const columns = 72;

/** Stands for a hard blank while lines are laid out; a control, which no cleaned field holds. */
const hard = '\u0000';

/** Blanks that must not break a line: "31. maj", "maj 2024", "§ 11", "stk. 2". */
const glued = /(?<=\d\.) (?=(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b)|(?<=§|\bstk\.|\bnr\.) (?=\d)/gu;

/** A telephone number in pairs stays on one line too. */
const pairs = /(?<=\b\d\d) (?=\d\d\b)|(?<=\d) (?=%)/gu;

/** The text with those blanks made hard (U+00A0). */
export function glue(text: string): string {
  return text.replace(glued, '\u00a0').replace(pairs, '\u00a0');
}

/** Wraps each line at blanks, its continuation under its text: after a point of a list, or in the second column of "Navn:   Mette". */
export function wrapText(text: string): string {
  const lines = text.split('\n').flatMap((line) => wrapLine(glue(line.trimEnd()).replace(/\u00a0/gu, hard)));
  return `${lines.join('\n').replaceAll(hard, ' ').replace(/\n{3,}/g, '\n\n').trim()}\n`;
}

function wrapLine(line: string): readonly string[] {
  if (line.length <= columns) return [line];
  const head = /^\s*(?:-\s+|\S[^:]{0,30}:\s{2,})?/u.exec(line)?.[0] ?? '';
  const indent = ' '.repeat(head.length);
  const out: string[] = [];
  let now = head;
  let empty = true;
  for (const word of line.slice(head.length).split(/ +/u)) {
    if (!empty && now.length + 1 + word.length > columns) {
      out.push(now);
      now = indent;
      empty = true;
    }
    now += empty ? word : ` ${word}`;
    empty = false;
  }
  out.push(now);
  return out;
}
