// Finds the contact in an answer to our own question for what was missing: "Mette Holm har mailadressen mho@aarhus.dk".
// It refuses all but a bare name with its address: "min chef …" and "send kopi til …" say something of someone else.
import { addressesIn, type Sentence } from '../words.ts';
import { foundFrom, type FoundContact } from './found.ts';
import { namesIn } from './names-in-text.ts';
import { phoneInText } from './validation.ts';
import type { TextNeeds } from './text.ts';

const mail = '(?:e-?)?mail(?:en)?(?:-?adresse(?:n)?)?';
const opening = "(?:(?:ja|jo|hej|beklager|undskyld|selvfølgelig|naturligvis|tak|her|hermed|det manglede|det glemte vi|det er|det var|her er|her kommer)[\\s,.:;!–-]+){0,4}";
/** The sentence with § for the name and @ for the address. */
const bare: readonly RegExp[] = [
  new RegExp(`^${opening}§(?: har (?:følgende )?${mail}:?|(?:,| [-–]|:)? ?(?:${mail}:?|på)?|,? kan (?:træffes|kontaktes|nås|fanges) på(?: ${mail})?:?) ?[(<]?@[)>]?(?:[ ,;]+(?:tlf|telefon|mobil)\\.?(?:nr\\.?)?:? ?[+\\d ]{8,16})?[.!]?$`, 'iu'),
  new RegExp(`^${opening}(?:hendes |hans |kontaktpersonens )?${mail} (?:på|til|for) § er:? [(<]?@[)>]?[.!]?$`, 'iu'),
];

/** The one person named with the one address in such an answer; nothing when there are two, or none, or the sentence says more. */
export function answersQuestion(sentences: readonly Sentence[], needs: TextNeeds): readonly FoundContact[] {
  const telling = sentences.filter((s) => addressesIn(s.text).sound.some((a) => !needs.isOurs(a)));
  const [sentence] = telling;
  if (!sentence || telling.length > 1 || addressesIn(sentence.text).slips.length > 0) return [];
  const [address, second] = addressesIn(sentence.text).sound;
  const [name, other] = namesIn(sentence.text, needs.isPlace);
  if (address === undefined || second !== undefined || !name || other) return [];
  const written = sentence.text.replace(name.name, '§').replace(new RegExp(escaped(address), 'i'), '@').replace(/mailto:/gi, '').replace(/\s+/g, ' ').trim();
  // "Mette Holms mail: …": where the name ends is not certain.
  if (!bare.some((b) => b.test(written)) || (name.name.endsWith('s') && /§ (?:e-?)?mail/i.test(written))) return [];
  const where = `${needs.source}:${sentence.line}`;
  const found = foundFrom({ name: name.name, email: address, phone: phoneInText(sentence.text) ?? undefined, from: where, origin: 'text' });
  return found ? [found] : [];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
