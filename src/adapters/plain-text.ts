// Lays a filled plain-text template out in lines of at most 72 columns (RFC 5322 2.1.1 asks for 78; quoting needs room).
// It refuses to break a word: a long link or address stands whole on its own line.

export const columns = 72;

/** Wraps each line at blanks, its continuation under its text: after a point of a list, or in the second column of "Navn:   Mette". */
export function wrapText(text: string): string {
  const lines = text.split('\n').flatMap((line) => wrapLine(line.trimEnd()));
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n').trim()}\n`;
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
