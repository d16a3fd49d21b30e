// Says whether a name and an address in running text belong together: by their letters, or because nothing stands between them.
// It refuses to believe neighbours: "Mette Holm er kontaktperson, send kopi til lali@aarhus.dk" links nothing.
import { foldName } from '../kommune.ts';
import { namesIn } from './names-in-text.ts';
import { titleWord } from './validation.ts';

/** True when the part before the at sign is made of the name and nothing else: "mho", "mette.holm", "holm", "niaag" for Niels Aagaard. */
export function spellsName(name: string, email: string): boolean {
  const letters = foldName(email.slice(0, email.indexOf('@')).replace(/\d+$/, ''));
  const words = name.split(/[\s-]+/).map((w) => foldName(w)).filter((w) => w !== '');
  if (letters.length < 2) return false;
  // Danish letters become one letter or two in addresses: "oe" and "o" for ø.
  return madeOf(letters, words) || madeOf(withoutDoubles(letters), words.map(withoutDoubles)) || madeOf(letters, words.map(withoutDoubles));
}

function withoutDoubles(text: string): string {
  return text.replaceAll('oe', 'o').replaceAll('ae', 'a').replaceAll('aa', 'a');
}

/**
 * True when `letters` is put together of beginnings of the words, each used once: in their order ("bifd" for Birgit Friis Dam), or turned round
 * where at least one word stands whole ("holm.mette", "dam").
 */
function madeOf(letters: string, words: readonly string[]): boolean {
  const fits = (at: number, left: readonly string[], inOrder: boolean): boolean => {
    if (at === letters.length) return true;
    return left.some((word, i) => {
      const rest = inOrder ? left.slice(i + 1) : left.filter((_w, n) => n !== i);
      for (let n = 1; n <= word.length && letters[at + n - 1] === word[n - 1]; n++) if ((inOrder || n === word.length || n === 1) && fits(at + n, rest, inOrder)) return true;
      return false;
    });
  };
  const few = words.slice(0, 6);
  return (letters[0] === words[0]?.[0] && fits(0, few, true)) || (few.some((w) => w.length >= 4 && letters.includes(w)) && fits(0, few, false));
}

const between = new Set(('mail mails mailen mailadresse mailadressen e-mail e-mailen e-mailadresse email emailadresse adresse adressen mailto tlf telefon telefonnummer mobil direkte nr er har på med og i for fra hos hun han som ham hende hendes hans vores kommunens kommunes kommune den det '
  + 'kontaktperson kontaktpersonen kontakt kontaktes kan træffes fanges nås via ligestilling ligestillingsområdet indberetning indberetningen indberetninger måltal politikker området vedr vedrørende om til region hr personale afdeling afdelingen stab staben').split(' '));
/** Words that turn to someone else. */
const turning = /\b(?:kopi|cc|men|eller|chef(?:en)?s? er|leder(?:en)?s? er|ring|skriv|send|sendes|assistent er|stedfortræder|suppleant|alternativt|ellers|svar|jeg|mig|min|mit|hendes (?:leder|chef)|hans (?:leder|chef))\b/i;

/** True when nothing but titles, numbers and little words stands between the name and the address in `text`. */
function standTogether(text: string, name: string, email: string): boolean {
  const a = text.indexOf(name);
  const b = text.toLowerCase().indexOf(email);
  if (a < 0 || b < 0) return false;
  const middle = a < b ? text.slice(a + name.length, b) : text.slice(b + email.length, a);
  if (middle.length > 160 || turning.test(middle) || namesIn(`: ${middle}`, () => false).length > 0) return false;
  return middle.split(/[^\p{L}\d-]+/u).every((w) => w === '' || /^[\d-]+$/.test(w) || between.has(w.toLowerCase()) || titleWord.test(w) || /kommunes?$/i.test(w) || /^\p{Lu}/u.test(w));
}

/**
 * True when the part before the at sign reads like the name of somebody else, or of an office: "ulla.vang" or "personale" beside Christian
 * Bjerregaard. Initials and numbers ("az12345") say nothing of whose they are.
 */
export function readsLikeAnother(name: string, email: string): boolean {
  const local = email.slice(0, email.indexOf('@'));
  const parts = local.split(/[._-]/).filter((p) => /^[a-z]{2,}$/.test(p));
  const wordy = parts.some((p) => p.length >= (parts.length >= 2 ? 3 : 6));
  if (!wordy || /\d/.test(local) || spellsName(name, email)) return false;
  const words = name.split(/[\s-]+/).map((w) => foldName(w)).filter((w) => w.length >= 3);
  // "msc.rh": initials, and an office behind the dot.
  if (parts.every((p) => p.length <= 3) && parts[0]?.[0] === words[0]?.[0]) return false;
  return !words.some((w) => parts.some((p) => w.startsWith(p) || p.startsWith(w) || p.includes(w)));
}

/** True when a name and an address read from `text` may be taken for the same person's. */
export function belongTogether(text: string, name: string, email: string): boolean {
  return spellsName(name, email) || standTogether(text, name, email);
}

/** True when the address spells the name from its first word to its last: then the name ends where the address says. */
export function spellsWhole(name: string, email: string): boolean {
  const words = name.split(/[\s-]+/).map((w) => foldName(w)).filter((w) => w !== '');
  const letters = foldName(email.slice(0, email.indexOf('@')).replace(/\d+$/, ''));
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const end = [4, 3, 2].some((n) => last.length >= n && letters.endsWith(last.slice(0, n))) || letters.endsWith(last);
  return letters[0] === first[0] && end && spellsName(name, email);
}
