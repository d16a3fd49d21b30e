// What a page of a PDF shows, as words with their places and as ruled lines, from the drawing operators that pdf.js makes of it.
// It refuses what nobody sees: text in render mode 3 (the layer of text recognition under a scan), fully transparent text and hidden layers.
import { apply, identity, numbers, times, toMatrix, type Matrix } from './matrix.ts';
import { addRules, maxRules, type Rule } from './rules.ts';

/** A word where it stands on the page, in points from its upper left corner, the page turned so that it can be read. */
export type Word = {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  /** Baseline, downwards. */
  readonly base: number;
  readonly size: number;
  /** Its piece of marked content ("p1R_mc0"), for a tagged PDF. */
  readonly mark: string | null;
  /** In the order of drawing. */
  readonly order: number;
  /** The text object (BT … ET) in which it is drawn: programs draw each cell, or each piece of a line, in one of its own. */
  readonly object: number;
  /** How far to the right it may be seen, where the program clipped it to its cell. */
  readonly clip: number;
  /** True when a space is drawn after it. */
  readonly spaced: boolean;
  /** True for what was typed onto the page: a comment or the value of a field. It is one word, whatever spaces it has. */
  readonly typed: boolean;
};

/** Turns points of the PDF's own space into the page as it is read. */
export type Placing = (x: number, y: number) => readonly [number, number];

export type Drawing = {
  readonly words: readonly Word[];
  /** Words that do not run as most of the page does: stamps, texts in the margin. */
  readonly aside: readonly Word[];
  readonly rules: readonly Rule[];
  readonly place: Placing;
  /** True when pictures cover most of the page. */
  readonly pictured: boolean;
  /** False when the drawing breaks off in the middle of a text. */
  readonly whole: boolean;
};

export type PageNeeds = {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
  readonly ops: Readonly<Record<string, number>>;
  /** From the PDF's space to the page as shown, y downwards (pdf.js's viewport at scale 1). */
  readonly viewport: { readonly transform: readonly number[]; readonly width: number; readonly height: number };
  readonly font: (name: string) => { readonly fontMatrix?: readonly number[] | undefined; readonly vertical?: boolean | undefined } | null;
  readonly isVisible: (group: unknown) => boolean;
  readonly pageId: string;
  /** True for a program that clips only a text that has no room in its cell (LibreOffice). */
  readonly clipsOverflow: boolean;
};

type Turn = 0 | 1 | 2 | 3;
type State = { matrix: Matrix; font: readonly number[]; vertical: boolean; size: number; direction: number; charSpacing: number; wordSpacing: number; scale: number; leading: number; rise: number; mode: number; opacity: number; clip: ClipBox | null };
/** Left, top, right, bottom. */
type ClipBox = readonly [number, number, number, number];
type Letters = { text: string; x: number; y: number; endX: number; endY: number; size: number; turn: Turn | null; mark: string | null; order: number; object: number; clip: ClipBox | null; spaced: boolean };

/** Gaps wider than this part of the size stand for a space. */
const spaceGap = 0.15;

/** Reads a page's operators (ISO 32000-1, 8.4 graphics state, 9.3 and 9.4 text). */
export function readDrawing(needs: PageNeeds): Drawing {
  const { ops, viewport } = needs;
  const letters: Letters[] = [];
  const rules: Rule[] = [];
  const stack: State[] = [];
  let state: State = { matrix: toMatrix(viewport.transform), font: [0.001], vertical: false, size: 1, direction: 1, charSpacing: 0, wordSpacing: 0, scale: 1, leading: 0, rise: 0, mode: 0, opacity: 1, clip: null };
  let text: Matrix = identity;
  let [x, y, lineX, lineY] = [0, 0, 0, 0];
  let current: Letters | null = null;
  let inText = 0;
  let objects = 0;
  let drawn = 0;
  let moved = false;
  let covered = 0;
  let clipping = false;
  const marks: { mark: string | null; hidden: boolean }[] = [];
  const endWord = () => { if (current) letters.push(current); current = null; };
  const moveText = (dx: number, dy: number) => { lineX += dx; lineY += dy; x = lineX; y = lineY; };
  const endPicture = () => {
    // Pictures are left out by pdf.js on request: what is left is a transformation of the unit square after which nothing is drawn.
    const [a, b, c, d] = state.matrix;
    const part = moved ? Math.abs(a * d - b * c) / (viewport.width * viewport.height) : 0;
    covered += Math.min(part, 1);
    // Text under a picture of the whole page was recognised in it, or hidden by it.
    if (part > 0.8) { endWord(); letters.length = 0; }
  };

  const show = (glyphs: readonly unknown[]) => {
    const mark = marks.findLast((m) => m.mark !== null)?.mark ?? null;
    const hidden = state.mode === 3 || state.mode === 7 || state.opacity === 0 || marks.some((m) => m.hidden);
    const whole = times(state.matrix, text);
    const advance = state.size * (state.font[0] ?? 0.001);
    const point = (px: number): readonly [number, number] => apply(whole, px, y + state.rise);
    const size = state.size * Math.hypot(whole[2], whole[3]);
    const turn = turnOf(whole[0] * state.direction, whole[1] * state.direction);
    for (const glyph of glyphs) {
      if (typeof glyph === 'number') { if (state.vertical) y -= glyph * state.size / 1000; else x -= glyph * state.size * state.scale / 1000; continue; }
      if (!isGlyph(glyph)) continue;
      // isSpace says only that the code is 32 (word spacing, 9.3.3): in an embedded part of a font that may be any letter.
      const space = /^\s*$/.test(glyph.unicode);
      const gone = (state.charSpacing + (glyph.isSpace ? state.wordSpacing : 0)) * state.direction;
      const width = glyph.width * advance * state.scale;
      const start = point(x);
      const end = point(x + width);
      if (state.vertical) y -= glyph.width * advance + gone; else x += width + gone * state.scale;
      if (hidden) { endWord(); continue; }
      if (space) { if (current) current.spaced = true; endWord(); continue; }
      const allowed = size * spaceGap + Math.max(0, state.charSpacing) * Math.hypot(whole[0], whole[1]);
      if (!current || current.turn !== turn || current.mark !== mark || !follows(current, start, turn, size, allowed)) {
        endWord();
        current = { text: glyph.unicode, x: start[0], y: start[1], endX: end[0], endY: end[1], size, turn, mark, order: drawn += 1, object: objects, clip: state.clip, spaced: false };
      } else {
        current.text += glyph.unicode;
        [current.endX, current.endY] = end;
      }
    }
  };

  for (let i = 0; i < needs.fnArray.length; i++) {
    const args = needs.argsArray[i];
    const n = numbers(args);
    switch (needs.fnArray[i]) {
      case ops['save']: stack.push({ ...state }); moved = false; break;
      case ops['restore']: endPicture(); state = stack.pop() ?? state; moved = false; break;
      case ops['transform']: state.matrix = times(state.matrix, toMatrix(n)); moved = true; break;
      case ops['paintFormXObjectBegin']: {
        stack.push({ ...state });
        const matrix = Array.isArray(args) ? args[0] : null;
        if (matrix) state.matrix = times(state.matrix, toMatrix(numbers(matrix)));
        moved = false;
        break;
      }
      case ops['paintFormXObjectEnd']: endPicture(); state = stack.pop() ?? state; moved = false; break;
      case ops['beginText']: text = identity; x = y = lineX = lineY = 0; inText += 1; objects += 1; moved = false; break;
      case ops['endText']: inText -= 1; endWord(); break;
      case ops['setTextMatrix']: text = toMatrix(numbers(Array.isArray(args) && typeof args[0] === 'object' ? args[0] : args)); x = y = lineX = lineY = 0; break;
      case ops['moveText']: moveText(n[0] ?? 0, n[1] ?? 0); break;
      case ops['setLeadingMoveText']: state.leading = n[1] ?? 0; moveText(n[0] ?? 0, n[1] ?? 0); break;
      case ops['setLeading']: state.leading = -(n[0] ?? 0); break;
      case ops['nextLine']: moveText(0, state.leading); break;
      case ops['setCharSpacing']: state.charSpacing = n[0] ?? 0; break;
      case ops['setWordSpacing']: state.wordSpacing = n[0] ?? 0; break;
      case ops['setHScale']: state.scale = (n[0] ?? 100) / 100; break;
      case ops['setTextRise']: state.rise = n[0] ?? 0; break;
      case ops['setTextRenderingMode']: state.mode = n[0] ?? 0; break;
      case ops['setFont']: {
        const [name, size] = Array.isArray(args) ? args as readonly unknown[] : [];
        const font = typeof name === 'string' ? needs.font(name) : null;
        const points = typeof size === 'number' ? size : 1;
        state.font = font?.fontMatrix ?? [0.001];
        state.vertical = font?.vertical === true;
        state.size = Math.abs(points);
        state.direction = points < 0 ? -1 : 1;
        break;
      }
      case ops['setGState']:
        for (const pair of Array.isArray(args) && Array.isArray(args[0]) ? args[0] as readonly unknown[] : []) if (Array.isArray(pair) && pair[0] === 'ca' && typeof pair[1] === 'number') state.opacity = pair[1];
        break;
      case ops['showText']: moved = false; if (Array.isArray(args) && Array.isArray(args[0])) show(args[0]); break;
      case ops['beginMarkedContent']: marks.push({ mark: null, hidden: false }); break;
      case ops['beginMarkedContentProps']: {
        const [tag, properties] = Array.isArray(args) ? args as readonly unknown[] : [];
        marks.push({ mark: typeof properties === 'number' ? `${needs.pageId}_mc${properties}` : null, hidden: tag === 'OC' && properties !== null && properties !== undefined && !needs.isVisible(properties) });
        break;
      }
      case ops['endMarkedContent']: marks.pop(); break;
      case ops['clip']: case ops['eoClip']: clipping = needs.clipsOverflow; break;
      case ops['constructPath']:
        moved = false;
        if (clipping && Array.isArray(args)) state.clip = boxOf(numbers(args[2]), state.matrix);
        clipping = false;
        if (rules.length <= maxRules && Array.isArray(args)) addRules(args, state.matrix, ops, rules);
        break;
      default: break;
    }
  }
  endWord();
  return upright(letters, rules.length > maxRules ? [] : rules, { pictured: covered > 0.5, whole: inText === 0, viewport });
}

function isGlyph(value: unknown): value is { readonly unicode: string; readonly width: number; readonly isSpace: boolean } {
  return typeof value === 'object' && value !== null && 'unicode' in value && typeof value.unicode === 'string' && 'width' in value && typeof value.width === 'number';
}

/** True when a letter at `start` goes on where the word ended, on the same baseline. */
function follows(word: Letters, start: readonly [number, number], turn: Turn | null, size: number, allowed: number): boolean {
  const dx = start[0] - word.endX;
  const dy = start[1] - word.endY;
  if (turn === null) return Math.hypot(dx, dy) <= allowed;
  const along = [dx, dy, -dx, -dy][turn] ?? 0;
  const off = Math.abs(turn % 2 === 0 ? dy : dx);
  return along <= allowed && along >= -0.3 * size && off <= 0.1 * size;
}

/** Which way a text runs: 0 to the right, 1 downwards, 2 to the left, 3 upwards; null when askew. */
function turnOf(dx: number, dy: number): Turn | null {
  const length = Math.hypot(dx, dy) || 1;
  if (Math.abs(dy) < 0.05 * length) return dx > 0 ? 0 : 2;
  if (Math.abs(dx) < 0.05 * length) return dy > 0 ? 1 : 3;
  return null;
}

/** The page turned so that most of its letters run from left to right. */
function upright(letters: readonly Letters[], rules: readonly Rule[], page: Pick<Drawing, 'pictured' | 'whole'> & { readonly viewport: PageNeeds['viewport'] }): Drawing {
  const { width, height, transform } = page.viewport;
  const counts = [0, 0, 0, 0];
  for (const l of letters) if (l.turn !== null) counts[l.turn] = (counts[l.turn] ?? 0) + l.text.length;
  const turn = counts.indexOf(Math.max(...counts)) as Turn;
  const turned = (way: Turn, x: number, y: number): readonly [number, number] => (way === 0 ? [x, y] : way === 1 ? [y, width - x] : way === 2 ? [width - x, height - y] : [height - y, x]);
  const matrix = toMatrix(transform);
  const seen = new Map<string, Word[]>();
  const words: Word[] = [];
  const aside: Word[] = [];
  for (const l of letters) {
    const text = cleaned(l.text);
    if (text === '' || l.size < 2 || l.x < -l.size || l.y < -l.size || l.x > width + l.size || l.y > height + l.size) continue;
    const [left, base] = turned(l.turn ?? turn, l.x, l.y);
    const [right] = turned(l.turn ?? turn, l.endX, l.endY);
    const word: Word = { text, left: Math.min(left, right), right: Math.max(left, right), base, size: l.size, mark: l.mark, order: l.order, object: l.object, clip: rightOf(l.clip, (x, y) => turned(l.turn ?? turn, x, y)), spaced: l.spaced, typed: false };
    // Bold type is made by drawing the same twice.
    const same = seen.get(text) ?? [];
    if (same.some((w) => Math.abs(w.left - word.left) < 0.15 * l.size && Math.abs(w.base - word.base) < 0.15 * l.size)) continue;
    if (same.length < 50) seen.set(text, [...same, word]);
    (l.turn === turn ? words : aside).push(word);
  }
  const turnedRules = rules.map((rule): Rule => {
    const [x1, y1] = rule.across ? turned(turn, rule.from, rule.at) : turned(turn, rule.at, rule.from);
    const [x2, y2] = rule.across ? turned(turn, rule.to, rule.at) : turned(turn, rule.at, rule.to);
    const across = turn % 2 === 0 ? rule.across : !rule.across;
    return across ? { across, at: y1, from: Math.min(x1, x2), to: Math.max(x1, x2) } : { across, at: x1, from: Math.min(y1, y2), to: Math.max(y1, y2) };
  });
  return { words, aside, rules: turnedRules, place: (x, y) => turned(turn, ...apply(matrix, x, y)), pictured: page.pictured, whole: page.whole };
}

function boxOf(extent: readonly number[], matrix: Matrix): ClipBox | null {
  if (extent.length < 4) return null;
  const [a, b] = [apply(matrix, extent[0] ?? 0, extent[1] ?? 0), apply(matrix, extent[2] ?? 0, extent[3] ?? 0)];
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
}

function rightOf(clip: ClipBox | null, turned: Placing): number {
  return clip === null ? Infinity : Math.max(turned(clip[0], clip[1])[0], turned(clip[2], clip[3])[0]);
}

/** Ligatures taken apart, hyphens made one, signs of no width and of symbol fonts left out. */
function cleaned(text: string): string {
  return text.replace(/[\ufb00-\ufb06]/g, (c) => c.normalize('NFKC')).replace(/[\u00ad\u2010\u2011]/g, '-')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\u2060\ufeff\ufffd]/g, '').replace(/[\ue000-\uf8ff]+/g, '•').normalize('NFC').trim();
}
