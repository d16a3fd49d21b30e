// Small tools for reading Danish running text: sentences with their line, and the addresses in them.
// It refuses to understand: what a sentence says is decided by those who ask for it.

/** How "kontaktperson" is typed in haste, split, or said in the neighbours' languages. */
const contactWords = /(?<!\p{L})(?:kont?a?k?t?[kt]?[- ]?p(?:er|re|r|e|es|ers)?s+on|kontakt-? ?person|contact ?person|kontaktpers\.|kontaktpersom)(?=\p{L}{0,4}(?!\p{L}))/giu;

/** The word as it stands after withContactWord, with a hyphen or a blank in it too. */
export const contactWord = /\bkontakt-?\s?person/i;

/** The text with every spelling of "kontaktperson" made that one, and without smileys; nothing moves to another line. */
export function withContactWord(text: string): string {
  return text.replace(/\p{Extended_Pictographic}[\ufe0f\u200d]*|(?<=\s|^)[:;]-?[)D(P](?=\s|$|[.,!])/gmu, ' ').replace(/[»«“”„]/g, '"').replace(/\.{4,}|…{2,}|_{3,}/g, ' ').replace(/[;|](?=\S)/g, '; ').replace(/(?<=(?<!\p{L})(?:som|vores|kommunens|den|ny|fast) )kontakt(?=[\s.,!]*(?:$|\n|[.,!]|og |er |bliver ))/giu, 'kontaktperson').replace(/(?<!\p{L})((?:kontaktperson(?:en)?|navn|e-?mail|mail|telefon|tlf|region|kommune):)(?=\S)/giu, '$1 ').replace(/,(?=\p{L}{3,12}:)/gu, ', ').replace(contactWords, (word) => (word.startsWith('K') ? 'Kontaktperson' : 'kontaktperson'));
}

export type Sentence = { readonly text: string; /** Line of the text in which it begins, from 1. */ readonly line: number };

const abbreviations = /(?:\b(?:tlf|f\.?eks|fx|kl|nr|bl\.a|dr|hhv|evt|ca|jf|mv|m\.v|m\.fl|inkl|ekskl|vedr|att|d|o\.l|pga|afd|mobil|dir|lok|str|stk|pr|p\.t|pt)|(?<![\p{L}\d])\p{L})\.$/iu;

/** The sentences of a text. A line that was wrapped is joined with the next; a short line, a list point and a label stand alone. */
export function sentencesOf(text: string): readonly Sentence[] {
  const lines = text.split('\n');
  const found: Sentence[] = [];
  let at = 0;
  while (at < lines.length) {
    let joined = (lines[at] ?? '').trim();
    const start = at;
    while (at + 1 < lines.length && isWrapped(lines[at] ?? '', lines[at + 1] ?? '')) {
      at += 1;
      joined += ` ${(lines[at] ?? '').trim()}`;
    }
    at += 1;
    if (joined !== '') for (const sentence of splitSentences(joined)) found.push({ text: sentence, line: start + 1 });
  }
  return found;
}

function isWrapped(line: string, next: string): boolean {
  return line.trim().length >= 55 && line.length <= 100 && !/[.:!?]\s*$/.test(line) && /^\s{0,2}[\p{L}\d(<"]/u.test(next) && !/^[^.]{0,30}:/.test(next);
}

function splitSentences(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (const mark of text.matchAll(/[.!?]+(?=\s+["»(]?[\p{Lu}\d])/gu)) {
    const end = mark.index + mark[0].length;
    const sentence = text.slice(from, end);
    if (mark[0] === '.' && abbreviations.test(sentence)) continue;
    parts.push(sentence.trim());
    from = end;
  }
  const rest = text.slice(from).trim();
  if (rest !== '') parts.push(rest);
  return parts;
}

/** Everything in a text that is or tries to be an e-mail address: sound ones, and words with an at sign that are none. */
export function addressesIn(text: string): { readonly sound: readonly string[]; readonly slips: readonly string[] } {
  const sound = new Set<string>();
  const slips = new Set<string>();
  for (const word of text.split(/[\s<>()[\]"“”»«|]+/)) {
    if (!word.includes('@')) continue;
    const matches = word.replace(/^mailto:/i, '').match(/(?<![\p{L}\d._%+'&-])[a-z0-9_][a-z0-9._%+'&-]*(?<=[a-z0-9_%+&-])@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?![a-z0-9æøå@-])/giu) ?? [];
    if (matches.length > 0 && matches.length === word.split('@').length - 1) for (const m of matches) sound.add(m.toLowerCase());
    else slips.add(word.replace(/^[,.;:'/]+|[,.;:'/]+$/g, ''));
  }
  return { sound: [...sound], slips: [...slips] };
}
