// Finds kommuner named in texts: "Aarhus Kommune", "ÅRHUS", "0751", "Høje Taastrup", whole words only.
// It refuses to take a word for a kommune because it looks like one: "vejen", "8000 Aarhus C" and "Aarhus Universitet" name none.
import { type Kommune, type Register, foldName } from './kommune.ts';

export type NamedKommune = {
  readonly kommune: Kommune;
  /** Named with the word "Kommune" behind it; a bare name is weaker. */
  readonly full: boolean;
};

type Index = {
  /** Folded whole names, without and with "kommune". */
  readonly whole: ReadonlyMap<string, Kommune>;
  readonly byCode: ReadonlyMap<string, Kommune>;
  /** Word sequences by their first word, longest first. */
  readonly byFirstWord: ReadonlyMap<string, readonly { readonly words: readonly string[]; readonly kommune: Kommune }[]>;
};

const indexes = new WeakMap<Register, Index>();

function indexOf(register: Register): Index {
  const known = indexes.get(register);
  if (known) return known;
  const whole = new Map<string, Kommune>();
  const byCode = new Map<string, Kommune>();
  const sequences = new Map<string, { words: readonly string[]; kommune: Kommune }[]>();
  for (const kommune of register.kommuner) {
    byCode.set(kommune.code, kommune);
    for (const name of [kommune.name, kommune.shortName, ...kommune.variants]) {
      whole.set(foldName(name), kommune);
      const words = wordsOf(name).map((w) => w.folded).filter((w) => !kommuneWord.test(w));
      const [first] = words;
      if (first === undefined) continue;
      const list = sequences.get(first) ?? [];
      if (!list.some((s) => s.words.length === words.length && s.words.every((w, i) => w === words[i]))) list.push({ words, kommune });
      sequences.set(first, list);
    }
  }
  for (const list of sequences.values()) list.sort((a, b) => b.words.length - a.words.length);
  const index: Index = { whole, byCode, byFirstWord: sequences };
  indexes.set(register, index);
  return index;
}

const kommuneWord = /^(?:regions)?kommune(?:n|ns|s|r|rs)?$/;

type Word = { readonly folded: string; readonly written: string; readonly joint: boolean };

/** The words of a text; a hyphen separates. `joint` is true where nothing but blanks or a hyphen stands before the word. */
function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const found of text.matchAll(/[\p{L}\d]+/gu)) {
    const before = text.slice(Math.max(0, found.index - 3), found.index);
    words.push({ folded: foldName(found[0]), written: found[0], joint: /[\p{L}\d][ \u00a0\t-]{0,2}$/u.test(before) || /^[ \u00a0\t]{3}$/.test(before) });
  }
  return words;
}

/** Short names that are also ordinary words or abbreviations: they count only with "Kommune". */
const ordinary = new Set(['vejen', 'greve', 'odder', 'faxe', 'skive', 'lejre', 'varde', 'brk', 'aero', 'soro', 'fano', 'koge', 'assens']);
/** Short names that are also surnames: in running text they count only with "Kommune", in a file name they do not need it. */
const surnames = new Set(['nyborg', 'holbaek', 'kolding', 'randers', 'viborg', 'billund', 'struer', 'vejle', 'ringsted', 'roskilde', 'skanderborg', 'horsens', 'svendborg', 'thisted', 'holstebro', 'aalborg', 'rebild', 'herning', 'lemvig', 'odense']);
/** Words behind a bare name that make it something else than the kommune. */
const otherThing = /^(?:universitet|university|lufthavn|havn|stift|amt|domkirke|kommunes?kole|sygehus|hospital|stiftstidende|erhverv|business|gymnasium|politi|ret|landsret|byret|festuge|vej|alle|gade|c|n|s|v|k|oe|sv|nv)$/;

/** The kommuner named in a running text or a file's name, each once, the stronger naming kept. */
export function kommunerIn(register: Register, text: string, where: 'text' | 'file name' = 'text'): readonly NamedKommune[] {
  const index = indexOf(register);
  const words = wordsOf(text);
  const found = new Map<string, NamedKommune>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word) continue;
    const match = index.byFirstWord.get(word.folded)?.find((s) => s.words.every((w, n) => words[i + n]?.folded === w && (n === 0 || words[i + n]?.joint)));
    if (!match) continue;
    const next = words[i + match.words.length];
    const before = words[i - 1];
    const full = next !== undefined && next.joint && kommuneWord.test(next.folded);
    const bare = !full && /^\p{Lu}/u.test(word.written) && !ordinary.has(word.folded) && !(where === 'text' && surnames.has(word.folded)) && !/^\d{4}$/.test(before?.joint || word.joint ? before?.written ?? '' : '')
      && !(next?.joint && otherThing.test(next.folded)) && word.folded.length > 3 && !inAddress(text, word.written);
    if (full || bare) {
      const code = match.kommune.code;
      if (full || !found.has(code)) found.set(code, { kommune: match.kommune, full });
      i += match.words.length - 1;
    }
  }
  return [...found.values()];
}

/** Every occurrence of the word stands in a mail or web address. */
function inAddress(text: string, word: string): boolean {
  const bare = text.replace(/\S*@\S+|\b(?:https?:\/\/|www\.)\S+|\b[\w-]+\.dk\b/gi, ' ');
  return !bare.includes(word);
}

/** The kommune that the value of a field names: a name, a name with additions, or a code; undefined when none or more than one. */
export function kommuneOfField(register: Register, value: string): Kommune | undefined {
  const index = indexOf(register);
  const text = value.trim();
  if (/^\d{3,4}$/.test(text)) return index.byCode.get(text.padStart(4, '0'));
  const exact = index.whole.get(foldName(text)) ?? index.whole.get(foldName(text.replace(/^\d{3,4}\b[\s-]*|[\s(-]*\b\d{3,4}\)?$/g, '')));
  if (exact) return exact;
  const named = kommunerIn(register, text, 'file name');
  const full = named.filter((n) => n.full);
  const best = full.length > 0 ? full : named;
  return best.length === 1 ? best[0]?.kommune : undefined;
}

/**
 * The kommune that the value of a field was meant to name, where it names none: the only one whose name is one slip away ("Aarhsu Komune"), or
 * two in a long name. Evidence for a kommune that is proved otherwise, never a proof.
 */
export function kommuneNearField(register: Register, value: string): Kommune | undefined {
  const folded = foldName(value).replace(/(?:region)?s?ko?m{1,2}u?n?u?en?s?$/, '');
  if (folded.length < 5 || folded.length > 30) return undefined;
  const most = folded.length >= 10 ? 2 : 1;
  const near = new Set<Kommune>();
  for (const [name, kommune] of indexOf(register).whole) if (!name.endsWith('kommune') && slipsBetween(folded, name, most) <= most) near.add(kommune);
  const [only, second] = near;
  return second === undefined ? only : undefined;
}

/** How many slips (a letter too many, missing, wrong, or two changed round) lead from `a` to `b`; more than `most` is not counted out. */
function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  const [x, y] = [a.slice(at), b.slice(at)];
  if (x === '' || y === '') return x.length + y.length;
  if (most === 0) return 1;
  const ways = [slipsBetween(x.slice(1), y, most - 1), slipsBetween(x, y.slice(1), most - 1), slipsBetween(x.slice(1), y.slice(1), most - 1)];
  if (x[0] === y[1] && x[1] === y[0]) ways.push(slipsBetween(x.slice(2), y.slice(2), most - 1));
  return 1 + Math.min(...ways);
}

export function kommuneOfCode(register: Register, code: string): Kommune | undefined {
  return indexOf(register).byCode.get(code.padStart(4, '0'));
}

/** True when the words are a kommune's name and so no person's ("Aarhus", "Høje Taastrup"). Surnames that are also kommuner are not. */
export function isKommuneName(register: Register, words: string): boolean {
  const folded = foldName(words);
  return indexOf(register).whole.has(folded) && !ordinary.has(folded) && !surnames.has(folded);
}
