// Takes out of a text the one of whom it says that somebody else takes over: "ikke længere Kim Dalsgaard, men …", "efter Kasper Høgh".
// It refuses to touch anything but the clause itself: whoever takes over has to be named plainly.
import { namesIn } from './names-in-text.ts';

/** A sentence on who was the contact and is no more. */
export const former = /(?<!\p{L})(?:tidligere|forrige|gamle|hidtidige) kontakt-?person|(?<!\p{L})(?:er|som) ikke (?:længere|mere)(?!\p{L})/iu;

/** "Samme som sidste år: …", "Ingen ændringer - …" before a name with its address: it is named all the same. */
const unchanged = /(?<!\p{L})(?:den |det )?samme( kontakt-?\s?person)? som (?:sidste|forrige) år(?=[\s:,–-]+[^.!?\n]*@)|(?<!\p{L})(?:der er )?ingen ændring(?:er)?(?: hos os| i år| siden sidst)?\s*[,:–-]\s+(?=[^.!?\n]*@)/giu;

/** "Vi har skiftet kontaktperson. Det er nu …": the second sentence says who. */
const changed = /(?<=(?:skiftet|fået (?:en )?(?:ny|anden)) kontakt-?\s?person)[.!](\s+)(?:det|hun|han|den nye|vedkommende)(?= (?:er|hedder|bliver) )/giu;

/** The text without such clauses, line by line. */
export function withoutFormers(written: string, isPlace: (words: string) => boolean): string {
  const text = withoutDeciders(written.replace(unchanged, '$1').replace(changed, ':$1nu'), isPlace);
  return /(?<!\p{L})(?:ikke|efter|afløse[rt]?|i stedet for|overtage[rt]?)(?!\p{L})/iu.test(text) ? text.split('\n').map((line) => withoutFormer(line, isPlace)).join('\n') : text;
}

/** "Efter aftale med min chef …", "Kommunaldirektør … har udpeget": who decided is not who was chosen. */
function withoutDeciders(text: string, isPlace: (words: string) => boolean): string {
  if (!/(?<!\p{L})(?:vegne af|aftale med|aftalt med|samråd med|dialog med|har (?:udpeget|valgt|peget på|bedt mig))(?!\p{L})/iu.test(text)) return text;
  return namesIn(text, isPlace).reduce((rest, { name }) => {
    const who = RegExp.escape(name);
    return rest
      .replace(new RegExp(`(?:på vegne af|(?:efter|i) (?:aftale|samråd|dialog) med|aftalt med) (?:[\\p{L}-]+ ){0,3}?${who},?(?= )`, 'iu'), '')
      .replace(new RegExp(`(?:(?:vores|min|kommunens) )?(?:(?:chef|leder|\\p{L}*direktør|\\p{L}*chef|borgmester) )?${who}(?= har (?:udpeget|valgt|peget på) )`, 'iu'), 'vi');
  }, text);
}

/** The sentence without the one of whom it says that somebody else takes over: "ikke længere Kim Dalsgaard, men …", "efter Kasper Høgh". */
function withoutFormer(sentence: string, isPlace: (words: string) => boolean): string {
  let text = sentence;
  for (const { name } of namesIn(sentence, isPlace)) {
    const who = RegExp.escape(name);
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
