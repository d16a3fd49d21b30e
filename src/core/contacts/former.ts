// Takes out of a text the one of whom it says that somebody else takes over: "ikke længere Kim Dalsgaard, men …", "efter Kasper Høgh".
// It refuses to touch anything but the clause itself: whoever takes over has to be named plainly.
import { namesIn } from './names-in-text.ts';

/** A sentence on who was the contact and is no more. */
export const former = /(?<!\p{L})(?:tidligere|forrige|gamle|hidtidige) kontakt-?person|(?<!\p{L})(?:er|som) ikke (?:længere|mere)(?!\p{L})/iu;

/** The text without such clauses, line by line. */
export function withoutFormers(text: string, isPlace: (words: string) => boolean): string {
  return /(?<!\p{L})(?:ikke|efter|afløse[rt]?|i stedet for|overtage[rt]?)(?!\p{L})/iu.test(text) ? text.split('\n').map((line) => withoutFormer(line, isPlace)).join('\n') : text;
}

/** The sentence without the one of whom it says that somebody else takes over: "ikke længere Kim Dalsgaard, men …", "efter Kasper Høgh". */
function withoutFormer(sentence: string, isPlace: (words: string) => boolean): string {
  let text = sentence;
  for (const { name } of namesIn(sentence, isPlace)) {
    const who = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const address = '(?:[,\\s]*[<(]?\\S+@\\S+?[>)]?)?';
    text = text
      .replace(new RegExp(`(?:er )?ikke (?:længere |mere )?${who}${address},? men `, 'iu'), 'er ')
      .replace(new RegExp(`,? (?:og|–|-) ikke (?:længere )?${who}${address}(?=[.!]|$)`, 'iu'), '')
      .replace(new RegExp(`(?:har )?(?:overtaget|overtager)(?: opgaven| rollen| det)?(?: fra| efter) ${who}${address},? og (?=er|bliver)`, 'iu'), '')
      .replace(new RegExp(`(?: efter|,? som afløser(?: for)?|,? der afløser|,? som afløser|,? i stedet for) ${who}${address}(?=[.,!]|\\s|$)`, 'iu'), '')
      .replace(new RegExp(`(?:hun|han) (?:afløser|erstatter|overtager (?:efter|fra)|har overtaget (?:efter|fra)) ${who}(?:,? (?:der|som) [^.]*)?[.]?`, 'iu'), '')
      .replace(/\b(er) er\b/, '$1');
  }
  return text;
}
