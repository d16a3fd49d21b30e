// Gathers words into lines by their baselines, and takes out what is struck through or only there to be written on.
// It refuses to join what stands apart: a gap wider than words have stays a gap.
import type { Word } from './drawing.ts';
import type { Rule } from './rules.ts';
import type { Line } from './seams.ts';

/** Words with about the same baseline as lines, from top to bottom. Typed words go to the printed line beside them. */
export function linesOf(words: readonly Word[]): readonly Line[] {
  const open: { words: Word[]; base: number; size: number }[] = [];
  const place = (word: Word, part: number) => {
    let best: (typeof open)[number] | undefined;
    for (let i = open.length - 1; i >= 0; i--) {
      const line = open[i];
      if (!line) continue;
      const off = Math.abs(line.base - word.base);
      if (off <= part * Math.min(line.size, word.size) && (!best || off < Math.abs(best.base - word.base))) best = line;
      if (line.base < word.base - 60) break;
    }
    if (best) best.words.push(word);
    else open.push({ words: [word], base: word.base, size: word.size });
  };
  for (const word of words.filter((w) => !w.typed).sort((a, b) => a.base - b.base)) place(word, 0.35);
  open.sort((a, b) => a.base - b.base);
  for (const word of words.filter((w) => w.typed).sort((a, b) => a.base - b.base)) place(word, 0.6);
  return open.sort((a, b) => a.base - b.base).map((line) => lineOf(line.words, line.base));
}

/** A line of these words. */
export function lineOf(words: readonly Word[], base: number): Line {
  const sorted = [...words].sort((a, b) => a.left - b.left || a.order - b.order);
  return { words: sorted, base, size: Math.max(...sorted.map((w) => w.size)), left: sorted[0]?.left ?? 0, right: Math.max(...sorted.map((w) => w.right)) };
}

/** Without dotted or underscored places to write on, and without words that a line strikes out. */
export function readable(words: readonly Word[], rules: readonly Rule[]): readonly Word[] {
  const across = Map.groupBy(rules.filter((r) => r.across), (r) => Math.floor(r.at / 10));
  return words.flatMap((word) => {
    if (word.typed) return [word];
    const text = word.text.replace(/[._…·]{4,}|…{2,}/g, ' ').trim();
    if (text === '' || isStruck(word, across)) return [];
    if (text === word.text) return [word];
    const width = (word.right - word.left) * text.length / word.text.length;
    return word.text.startsWith(text[0] ?? '') ? [{ ...word, text, right: word.left + width }] : [{ ...word, text, left: word.right - width }];
  });
}

/** True when a line runs through the middle of the letters from end to end; an underline runs below them. */
function isStruck(word: Word, across: ReadonlyMap<number, readonly Rule[]>): boolean {
  const [top, bottom] = [word.base - 0.45 * word.size, word.base - 0.15 * word.size];
  const rows = Array.from({ length: Math.floor(bottom / 10) - Math.floor(top / 10) + 1 }, (_, i) => Math.floor(top / 10) + i);
  return rows.flatMap((row) => across.get(row) ?? []).some((r) => r.at > top && r.at < bottom && r.from <= word.left + 0.3 * word.size && r.to >= word.right - 0.3 * word.size);
}
