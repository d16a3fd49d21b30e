// Parts a page that is set in two or more columns of running text, so that each is read from top to bottom.
// It refuses to part a table: both sides must be lines of prose.
import type { Word } from './drawing.ts';
import { linesOf } from './lines.ts';
import { textOfLine } from './seams.ts';
import { segmentsOf } from './segments.ts';

const width = 9;

/** The words in groups to be read one after another. */
export function readingGroups(words: readonly Word[], depth = 0): readonly (readonly Word[])[] {
  const cut = depth < 6 && words.length <= 20_000 ? gutter(words) : undefined;
  if (!cut) return words.length > 0 ? [words] : [];
  const above = words.filter((w) => w.base < cut.top);
  const below = words.filter((w) => w.base > cut.bottom);
  const within = words.filter((w) => w.base >= cut.top && w.base <= cut.bottom);
  return [above, within.filter((w) => w.left < cut.x), within.filter((w) => w.left >= cut.x), below].flatMap((group) => readingGroups(group, depth + 1));
}

/** A band of white between two columns of prose: where the right one begins, and from where to where it runs. */
function gutter(words: readonly Word[]): { readonly x: number; readonly top: number; readonly bottom: number } | undefined {
  const starts = new Map<number, number>();
  const lines = linesOf(words);
  for (const line of lines) {
    line.words.forEach((word, i) => {
      const before = line.words[i - 1];
      if (before && word.left - before.right < width) return;
      starts.set(Math.round(word.left), (starts.get(Math.round(word.left)) ?? 0) + 1);
    });
  }
  const outermost = Math.min(...words.map((w) => w.left));
  const candidates = [...starts].filter(([x, times]) => times >= 4 && x > outermost + 60).sort((a, b) => b[1] - a[1]).slice(0, 6);
  for (const [start] of candidates) {
    const x = start - 1.5;
    let band: { top: number; bottom: number } | undefined;
    let best: typeof band;
    for (const line of lines) {
      const crossed = line.words.some((w) => w.left < x && w.right > x - width + 1);
      if (crossed) band = undefined;
      else band = { top: band?.top ?? line.base, bottom: line.base };
      if (band && (!best || band.bottom - band.top > best.bottom - best.top)) best = band;
    }
    if (!best) continue;
    const { top, bottom } = best;
    const within = words.filter((w) => w.base >= top && w.base <= bottom);
    if (isProse(within.filter((w) => w.left < x)) && isProse(within.filter((w) => w.left >= x))) return { x, top, bottom };
  }
  return undefined;
}

/** At least four lines, most of them full and of several words that do not stand apart. */
function isProse(words: readonly Word[]): boolean {
  const lines = linesOf(words);
  if (lines.length < 4) return false;
  const edge = Math.max(...lines.map((l) => l.right));
  const [left] = lines.map((l) => l.left).sort((a, b) => a - b);
  const full = lines.filter((l) => textOfLine(l).split(' ').length >= 4 && segmentsOf(l).length === 1 && l.right - l.left > 0.65 * (edge - (left ?? 0)));
  return full.length >= 0.6 * lines.length;
}
