// Finds the contact in an answer that says no more than who it is: "Bodil Jensen boje@fmk.dk", "I kan skrive til Niels Bund på nibu@randers.dk".
// It refuses all but one person with one address in a mail that answers ours: beside them only courtesy and words that name may stand.
import { addressesIn, sentencesOf } from '../words.ts';
import { belongTogether } from './link.ts';
import { foundFrom, type FoundContact } from './found.ts';
import { namesIn } from './names-in-text.ts';
import { isSender, ownAddressFor, signedName, type TextNeeds } from './sender.ts';
import { unknownWord } from './plain-words.ts';
import { isOfficeMailbox, phoneInText, titleWord } from './validation.ts';
import { courtesy, dangerIn, hardDangerIn, isExcuse, unsettled } from './vocabulary.ts';

/** What may lead to the name or stand behind the address, as whole clauses; § is the name, @ the address. */
const mail = '(?:e-?)?(?:mail|post)(?:en)?(?:-?adresse(?:n)?)?';
const task = '(?:det|dette|opgaven|området|indberetningen|besvarelsen|indberetningen af måltal|ligestilling|ligestillingsområdet)';
const lead = [
  '(?:ja|jo|beklager|undskyld|selvfølgelig|naturligvis|tak|her|hermed|hej|hi|det glemte vi|det manglede(?: vi)?)',
  '(?:det|den|hun|han|kontakten|personen|vedkommende|navnet|svaret|ansvarlig|den ansvarlige|tovholder(?:en)?|vores mand|vores kvinde|rette person|den rette)(?: (?:er|bliver|bliver så|vil være|hedder))',
  '(?:ja,? )?(?:det|kontaktpersonen) (?:er|bliver) (?:mig|undertegnede)',
  '(?:det|den) (?:er|bliver) (?:min|vores) (?:gode |kære |nye )?(?:kollega|medarbejder|☐)',
  '(?:her er|her kommer|her har i|nemlig|altså)(?: (?:det|oplysningerne|navn(?:et)? og (?:mail|e-mail)(?:adresse(?:n)?)?|navnet|mailadressen|e-mailadressen))?',
  '(?:vi|vores|kommunen) (?:har )?(?:valgt|peger på|udpeger|udpeget|indmelder|melder|meldt|stiller med|vælger|sætter|noterer)(?: at det bliver)?',
  '(?:i|du|man) (?:kan|må|skal|bedes) (?:(?:bare|blot|roligt|gerne|meget gerne|godt|altid|fremover|venligst|trygt) )*(?:skrive|sende (?:login|brugernavn|det hele|login og det hele|alt|materialet|det)|kontakte|bruge|benytte|notere|registrere|henvende jer|fange|få fat (?:i|på)|anføre|skrive (?:det )?på)(?: (?:til|på))?',
  '(?:skriv|send (?:login|brugernavn|det hele|alt|det)|kontakt|brug|benyt|notér|noter|registrer|registrér|sæt|anfør)(?: (?:venligst|bare|blot|gerne))*(?: (?:til|på))?',
  '(?:navn|kontakt|kontaktoplysninger|ansvarlig|tovholder)(?: og ' + mail + ')?',
  '(?:hendes|hans|kontaktpersonens) ' + mail + ' (?:er)?',
  mail + ' (?:på|til|for)',
  `(?:${task}|den opgave)(?: her)? (?:ligger|er placeret|er forankret|varetages|håndteres|løses) (?:hos|af)`,
  'så prøver vi igen',
  '(?:hos os|her|her hos os|i år|i vores kommune) (?:er|bliver) det',
  'det kan (?:i|du) (?:bruge|spørge|kontakte)',
  `(?:den |vores )?☐ for ${task}(?: (?:i|hos) ☐)? (?:er|bliver)`,
].join('|');
/** "Min kollega … tager den": who she is has to be said behind her name. */
const doesIt = `(?:tager sig af|tager|står for|varetager|sidder med|håndterer|koordinerer|har) (?:den|det|opgaven|sagen|indberetningen|området|dette)(?: (?:i år|igen|hos os|for os))*`;
const colleague = new RegExp(`^(?:min|vores) (?:gode |kære )?(?:☐|kollega|medarbejder)[\\s,]*§[\\s,]*(?:[<(]?@[)>]?[\\s,]*${doesIt}|${doesIt}[\\s,:–-]*[<(]?@[)>]?)[\\s.!]*$`, 'iu');
const between = `(?:[.,;:|/–(<-]|(?:der|som) er (?:vores )?kontakt(?:en)?|(?:er|bliver) ☐ for ${task}(?:,? og)?|(?:tager sig af|står for|varetager|håndterer|koordinerer|sidder med|har) ${task}(?: (?:i år|igen|hos os|for os|her|fremover))*|til|kan (?:kontaktes|træffes|nås|fanges) (?:på|via)|(?:${mail})|tlf\\.?|telefon|på|er|har|via|med|kan|træffes|kontaktes|nås|fanges|hun|han|som|der|følgende|☎|☐|i|hos|fra|herfra|kommune|region)`;
const tail = [
  `(?:som |der |hun |han )?(?:er|bliver|står for|tager sig af|sidder med|varetager|koordinerer|håndterer|har)(?: (?:det|den|dette|opgaven|opgaven her|området|indberetningen|ligestilling|ligestillingsområdet|tovholder|ansvarlig|vores|kontakt|for|hos os|i kommunen|i år|igen))*`,
  `(?:som |der )?(?:er|bliver) ☐ for ${task}`, 'så (?:er|rammer|får|har) i (?:hos |fat i )?(?:den|det) rette?(?: sted| person)?', 'til',
  '(?:tlf\\.?|telefon|mobil)?[ .:]*☎', '☐', 'som i (?:skriver|selv skriver|har)', '(?:som |,? ?)?i (?:skal|kan|bedes)(?: (?:bare|blot|gerne))? (?:have fat i|have fat på|kontakte|skrive til|bruge|notere)',
].join('|');
const shape = new RegExp(`^(?:(?:${lead})[\\s,.:;!–-]*){0,4}§(?:\\s*${between})*\\s*[<(]?@[)>]?(?:[\\s,.;|/–-]*(?:${tail}))*[\\s,.;!)|]*$`, 'iu');
/** The address, or the place, first. */
const turned = new RegExp(`^(?:(?:${lead})[\\s,.:;!–-]*){0,4}(?:☐[\\s,;|–-]*)*[<(]?@[)>]?(?:[\\s,.;|–-]|tilhører|er|hører til)*§[\\s,.;!)|]*$`, 'iu');
const placesFirst = new RegExp(`^(?:☐[\\s,;|–-]*)+§(?:\\s*${between})*\\s*[<(]?@[)>]?(?:[\\s,.;|/–-]*(?:${tail}))*[\\s,.;!)|]*$`, 'iu');

const nameOnly = new RegExp(`^(?:(?:${lead})[\\s,.:;!–-]*){1,4}§(?:[\\s,.;|/–-]*(?:${between}|${tail}))*[\\s,.;!)|]*$`, 'iu');

/** The one person with the one address that the text consists of, beside courtesy; nothing when it says more, or names the sender in passing. */
export function bareAnswer(body: string, signature: string, needs: TextNeeds): readonly FoundContact[] {
  const sentences = sentencesOf(body).filter((s) => !(needs.askedFor && isExcuse(s.text)));
  const telling = sentences.filter((s) => addressesIn(s.text).sound.some((a) => !needs.isOurs(a)) || namesIn(`: ${s.text}`, needs.isPlace).length > 0);
  const rest = sentences.filter((s) => !telling.includes(s));
  if (telling.length === 0 || telling.length > 3) return [];
  // Lines of a signature that has no closing phrase, a place or a title, may stand in the rest; words that say something may not.
  if (rest.some((s) => s.text.endsWith('?') || unsettled(s.text) || hardDangerIn(s.text) !== null)) return [];
  const text = telling.map((s) => s.text).join(' , ');
  const written = addressesIn(text);
  const [address, second] = written.sound.filter((a) => !needs.isOurs(a));
  const [name, other] = namesIn(`: ${text}`, needs.isPlace);
  if (address === undefined || second !== undefined || written.slips.length > 0 || !name || other || dangerIn(text) !== null || text.includes('?')) return [];
  const asked = needs.askedFor;
  // "Bodil Lauridsens mailadresse": behind -sen the genitive is certain; where a name ends in any other s, nobody knows.
  const genitive = new RegExp(`${RegExp.escape(name.name)}\\s+(?:e-?)?mail`, 'i').test(text) && name.name.endsWith('s');
  if (genitive && !name.name.endsWith('sens')) return [];
  const person = genitive ? name.name.slice(0, -1) : name.name;
  // A name with its address below a text is a signature, unless something says that it is the answer.
  const signed = signedName(signature);
  const sketched = sketch(text, name.name, address, needs);
  // "Her er så det, I mangler fra Ærø: …": what leads up to a colon and is understood word by word.
  const colon = /^[^§@:]*:/u.exec(sketched)?.[0];
  const announced = colon !== undefined && announces(colon, needs);
  const bare = announced ? sketched.slice(colon.length).trim() : sketched;
  const led = announced || !/^[\s,.;☐]*§/u.test(bare) || sentences.some((s) => s.line < (telling[0]?.line ?? 0) && s.text.endsWith(':') && announces(s.text, needs));
  // Where a phrase leads to her, the rest may be talk; the judge is asked about it all the same.
  if (!/^[^§@]*(?<!\p{L})(?:er|bliver)(?!\p{L})[^§@]*§/iu.test(bare) && rest.some((s) => unknownWord(s.text, [], needs.isPlace, courtesy) !== null)) return [];
  const oneLine = telling.length === 1 && sentences[0] === telling[0];
  if (!asked && !led && !(oneLine || signed !== null || signature !== '')) return [];
  if ((isSender(name.name, needs) || needs.from?.address.toLowerCase() === address) && !led && !asked) return [];
  if (!asked && !led && isOfficeMailbox(needs.from?.address ?? '') && signed === null && !oneLine) return [];
  if (!asked && !led && /(?:^|\s)har(?:\s|$)/.test(bare)) return [];
  // "Brevet er sendt til: …" leads to somebody, but not to the answer.
  if (sentences.some((s) => s.line <= (telling[0]?.line ?? 0) && /:\s*$/.test(s.text) && !announces(s.text, needs))) return [];
  if (!isShort(bare, shape, turned, placesFirst, colleague) || !belongTogether(text, person, address)) return [];
  const where = `${needs.source}:${telling[0]?.line ?? 1}`;
  const found = foundFrom({ code: /(?<!\d)0\d{3}(?!\d| \d)/.exec(text)?.[0], name: person, email: address, phone: phoneInText(text) ?? undefined, from: where, origin: 'text' });
  return found ? [found] : [];
}

/** Words before a colon that are understood and lead to the answer, not to somebody the letter was passed on to. */
function announces(colon: string, needs: TextNeeds): boolean {
  return unknownWord(colon, [], needs.isPlace, courtesy) === null && /(?<!\p{L})(?:her|hermed|svar\p{L}*|navn\p{L}*|kontakt\p{L}*|oplysning\p{L}*|mangle\p{L}*|udpeg\p{L}*)(?!\p{L})/iu.test(colon) && !/(?<!\p{L})(?:sendt|modtaget|videre\p{L}*|cc|kopi)(?!\p{L})|^\s*(?:fra|til)\s*:/iu.test(colon);
}

/** The text with § for the name, @ for the address, ☎ for a number and ☐ for a title, an office or a place. */
function sketch(text: string, name: string, address: string, needs: TextNeeds): string {
  const facts = (address === '' ? text.replaceAll(name, '§') : text.replaceAll(name, '§').replace(new RegExp(RegExp.escape(address), 'gi'), '@')).replace(/mailto:|["']/gi, '').replace(/<@>\s*/g, '@ ').replace(/@(?:\s*,?\s*@)+/g, '@')
    .replace(/§(?:\s*,\s*§)+/g, '§').replace(/\+?\d[\d ]{6,14}\d/g, '☎').replace(/\b\d{3,4}\b/g, '☐');
  return facts.replace(/[\p{L}][\p{L}-]*(?:[ -](?:og|&)[ -]\p{Lu}[\p{L}-]*)*/gu, (word, at: number) => {
    const isThing = titleWord.test(word) || /(?:afdeling|forvaltning|sekretariat|center|stab|kontor|team|kommunes?|region)(?:en|et)?$/i.test(word) || /^(?:HR|Løn|Personale|IT|Region|Hovedstaden|Sjælland|Syddanmark|Midtjylland|Nordjylland|Østdanmark)$/.test(word) || needs.isPlace(word);
    return isThing && at >= 0 ? '☐' : word;
  }).replace(/([,.;:|/–-])(?:\s*[,.;:|/–-])+/g, '$1').replace(/☐(?:[\s,.;:|/–-]*☐)+/g, '☐').replace(/☎(?:[\s,.;:|/–-]*☎)+/g, '☎').replace(/\s+/g, ' ').trim();
}

/** More pieces than a short answer has: their patterns try every way to part them, so that each more would double the time. */
const mostPieces = 16;

/** True for a text short enough for these patterns that fits one of them. */
function isShort(sketched: string, ...patterns: readonly RegExp[]): boolean {
  const pieces = sketched.slice(Math.max(0, sketched.search(/[§@]/))).match(/[\p{L}\d☐☎§@]+|[^\s\p{L}\d]/gu)?.length ?? 0;
  return sketched.length <= 240 && pieces <= mostPieces && patterns.some((pattern) => pattern.test(sketched));
}

/**
 * What such an answer gives though it is not whole, so that the rest can be asked for: an address without a name ("Send venligst alt til
 * hr@morsoe.dk"), a name without an address ("Det bliver Ida Holm"). Only asked about, never registered.
 */
export function partialAnswer(body: string, needs: TextNeeds): readonly FoundContact[] {
  const sentences = sentencesOf(body).filter((s) => !(needs.askedFor && isExcuse(s.text)));
  if (sentences.length === 0 || sentences.length > 8 || sentences.some((s) => s.text.includes('?') || unsettled(s.text) || dangerIn(s.text) !== null)) return [];
  const text = sentences.map((s) => s.text).join(' , ');
  const sound = addressesIn(text).sound.filter((a) => !needs.isOurs(a));
  const names = namesIn(`: ${text}`, needs.isPlace);
  const where = `${needs.source}:${sentences[0]?.line ?? 1}`;
  const [address] = sound;
  const [name] = names;
  if (names.length === 0 && sound.length === 1 && address !== undefined && (address !== needs.from?.address.toLowerCase() || isOfficeMailbox(address) || needs.askedFor) && unknownWord(text, [], needs.isPlace, courtesy) === null) {
    const found = foundFrom({ email: address, from: where, origin: 'text' });
    return found ? [found] : [];
  }
  if (names.length !== 1 || !name || sound.length > 0 || addressesIn(text).slips.length > 0) return [];
  const telling = sentences.filter((s) => s.text.includes(name.name));
  const first = sketch(telling[0]?.text ?? '', name.name, '', needs);
  if (!isShort(first, nameOnly) || sentences.some((s) => !telling.includes(s) && unknownWord(s.text, [name.name], needs.isPlace, courtesy) !== null)) return [];
  const own = isSender(name.name, needs) ? ownAddressFor(name.name, needs) : null;
  const found = foundFrom({ name: name.name, email: own ?? undefined, phone: phoneInText(text) ?? undefined, from: where, origin: 'text' });
  return found ? [found] : [];
}
