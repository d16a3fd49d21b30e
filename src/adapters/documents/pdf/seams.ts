// Puts the lines of a cell together again: where a program broke a text at the cell's edge, and where a person began a new line.
// It refuses to guess inside an address or a name: a cell whose lines do not clearly belong together gives nothing.
import type { Word } from './drawing.ts';

/** A line of words, from left to right. */
export type Line = { readonly words: readonly Word[]; readonly base: number; readonly size: number; readonly left: number; readonly right: number };

type Seam = 'space' | 'break' | 'glue' | 'unhyphen' | 'lost';

const knownEnding = /^[\w.+%'&-]+@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+(?:dk|com|net|org|eu|info|gl|fo|no|se|de)$/i;

/** The words of a line with one blank between them; what touches is one word. */
export function textOfLine(line: Pick<Line, 'words'>): string {
  let text = '';
  let before: Word | undefined;
  for (const word of line.words) {
    const touching = before !== undefined && !before.spaced && !before.typed && !word.typed && word.left - before.right < 0.1 * word.size && word.left - before.right > -0.3 * word.size;
    text += before === undefined || touching ? word.text : ` ${word.text}`;
    before = word;
  }
  return text.trim();
}

/** True when a token is an address from end to end, as kommuner have them. */
export function isWholeAddress(token: string): boolean {
  return knownEnding.test(bare(token));
}

/** True when the first word of `lower` would have had room at the end of `upper`, so that nothing forced a new line. `edge` is the right end of the cell. */
export function wouldFit(upper: Line, lower: Line, edge: number): boolean {
  const first = lower.words[0];
  return first === undefined || upper.right + 0.25 * upper.size + (firstToken(lower)?.width ?? 0) <= edge;
}

/**
 * True when a line ends just where its cell does: LibreOffice writes no letter beyond, and clips the text to the cell, so the rest may be missing.
 * (Excel writes all of it over the next cell and only clips what is seen.)
 */
export function isClipped(line: Line, edge: number): boolean {
  const last = line.words.at(-1);
  const over = line.right - edge;
  return last !== undefined && !last.typed && !isWholeAddress(last.text) && ((over > -0.8 && over < 0.8 * line.size) || last.clip - last.right < 1.3 * line.size);
}

/**
 * The text of a cell from its lines; null when it cannot be told how they belong together. Lines that a person began have "\n" between them.
 * A word processor breaks inside a word only when the word alone is wider than the cell: then it stands alone on its line and fills it.
 */
export function joinLines(lines: readonly Line[], edge: number): string | null {
  const [first, ...rest] = lines;
  if (!first) return '';
  let text = textOfLine(first);
  let above = first;
  for (const line of rest) {
    switch (seamOf(text, above, line, edge)) {
      case 'space': text += ` ${textOfLine(line)}`; break;
      case 'break': text += `\n${textOfLine(line)}`; break;
      case 'glue': text += textOfLine(line); break;
      case 'unhyphen': text = text.slice(0, -1) + textOfLine(line); break;
      case 'lost': return null;
    }
    above = line;
  }
  // An address of which only a part came out is none.
  const tokens = text.split(/[\s,;()<>]+/).filter((t) => t.includes('@'));
  return lines.length > 1 && tokens.some((t) => !isWholeAddress(t)) ? null : text;
}

function seamOf(text: string, upper: Line, lower: Line, edge: number): Seam {
  const end = /\S*$/.exec(text)?.[0] ?? '';
  const begin = /^\S*/.exec(textOfLine(lower))?.[0] ?? '';
  const spaced = upper.words.at(-1)?.spaced === true;
  const fits = wouldFit(upper, lower, edge);
  const address = end.includes('@') || begin.includes('@');
  if (isWholeAddress(end) || (address && /[,;:)]$/.test(end))) return fits ? 'break' : 'space';
  if (end.endsWith('@') || begin.startsWith('@')) return spaced || /\s/.test(textOfLine(upper)) ? 'lost' : 'glue';
  // "mho@aarhus" and ".dk"; "mho@aarhus." and "dk".
  if (end.includes('@')) return spaced ? 'lost' : 'glue';
  const alone = !/\s/.test(textOfLine(upper));
  // Broken in the middle of a word, the line is full to its edge; a hyphen in an address may be the writer's or the program's.
  const room = edge - upper.right - firstLetter(lower);
  if (begin.includes('@')) {
    if (alone && !spaced && room < 1.5 && /^[a-z][a-z\d.]*$/.test(text) && text.includes('.')) return 'glue';
    return /[-._]$|^\p{Ll}|\d|[._]\p{Ll}/u.test(end) && !isLabelWord(end) ? 'lost' : fits ? 'break' : 'space';
  }
  if (end.endsWith('-')) return hyphen(end, begin, fits);
  if (alone && !spaced && room < 0.6 * upper.size && /^\p{Ll}/u.test(begin)) return looksLikeAddress(end) ? 'glue' : 'lost';
  // A blank at the end of a line is what is left of the place where a program broke it.
  return fits && !spaced ? 'break' : 'space';
}

/** "Anne-" "Grethe" and "(e-" "mail)" keep their hyphen, "HR-" "og" also its space; "Christen-" "sen" had none. */
export function hyphen(end: string, begin: string, fits: boolean): Seam {
  if (looksLikeAddress(end) || looksLikeAddress(begin)) return 'lost';
  if (/^(?:og|eller|samt)\b/.test(begin)) return 'space';
  if (!/\p{L}-$/u.test(end)) return fits ? 'break' : 'space';
  if (/^\p{Ll}/u.test(begin) && /\p{Ll}{3,}-$/u.test(end)) return 'unhyphen';
  return 'glue';
}

function isLabelWord(token: string): boolean {
  return /^(?:e-?mail|mail|tlf|og|eller|på|til|er|via)\b/i.test(token);
}

/** "mette.marie" and "anne_grethe": a part of an address rather than a word. */
function looksLikeAddress(token: string): boolean {
  return /[\p{L}\d][._]\p{L}|@/u.test(token);
}

function bare(token: string): string {
  return token.replace(/^[<("'[]+|[>)"'\].,;:]+$/g, '').replace(/^mailto:/i, '');
}

function firstToken(line: Line): { readonly width: number } | undefined {
  const [first, ...rest] = line.words;
  if (!first) return undefined;
  if (first.typed) return { width: (first.right - first.left) * Math.min(1, (first.text.indexOf(' ') < 0 ? first.text.length : first.text.indexOf(' ')) / first.text.length) };
  let end = first;
  for (const word of rest) {
    if (end.spaced || word.left - end.right >= 0.1 * word.size) break;
    end = word;
  }
  return { width: end.right - first.left };
}

function firstLetter(line: Line): number {
  const [first] = line.words;
  return first ? Math.max((first.right - first.left) / Math.max(1, first.text.length), first.text.startsWith('@') ? first.size : 0) : 0;
}
