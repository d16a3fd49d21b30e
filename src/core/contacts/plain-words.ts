// Says whether a sentence that names a contact person does that and nothing else, by the words it may hold and the way it points.
// It refuses what it does not know: "tror", "finder", "sidste års" or "borgere" in such a sentence make it one for a person to read.
import { titleWord } from './validation.ts';
import { courtesy, dangerIn, hardDangerIn, limitsTime, naming } from './vocabulary.ts';

/** What the letter is about, and what it is itself. */
const matter = /^(?:køns|ligestilling|indberetning|indberette|måltal|politikker|politik|sammensætning|kontaktliste|kontaktoplysning|kommunekode|rundskriv|brev|henvendelse|anmodning|området|opgaven|besvar|svar(?:et|ene|er)?$|underrepræsenter|øverste|ledelsesniveau|skema|rapportering|digitaliserings|ministeri|personaleafdeling)/;
const office = /(?:afdeling|forvaltning|sekretariat|center|centr|stab|kontor|team)(?:en|et|er|s)?$/;

/** Why a sentence that names a contact person may not be believed unseen, in English; null when it says it plainly. */
export function notPlain(sentence: string, names: readonly string[], isPlace: (words: string) => boolean): string | null {
  const claim = asserted(sentence);
  return dangerIn(withAddressMarks(claim)) ?? (limitsTime(claim) ? 'a time' : null) ?? turnsAway(claim, names) ?? unknownWord(claim, names, isPlace, courtesy) ?? pointsElsewhere(claim, names, isPlace);
}

const none: ReadonlySet<string> = new Set();

/** "gisk@aarhus.dk og mig": the address as its sign, so that what is joined to it can be seen. */
function withAddressMarks(claim: string): string {
  return claim.replace(/[<(]?\S*@[^\s,;<>()]+[>)]?/g, '@');
}

/** Behind name and address: a "men", or a part of the kommune or another matter that she is the contact for. */
function turnsAway(claim: string, names: readonly string[]): string | null {
  const text = withoutFacts(claim, names);
  const marks = [...text.matchAll(/kontakt-?\s?person\p{L}*|[§@]/giu)];
  const last = marks.at(-1);
  const after = last === undefined ? '' : text.slice(last.index + last[0].length);
  if (/(?<!\p{L})men(?!\p{L})/iu.test(after)) return '"men" behind it';
  const part = /(?<!\p{L})(?:for|på|i) (?!ligestilling|køns|personale|hr-?)(?:\p{L}{3,}(?:området|udvalget|forvaltningen|magistraten|sagen)|\p{L}+-udvalget|Teknik|Børn|Kultur|Sundhed|Social)(?!\p{L})/iu.exec(after)?.[0];
  return part === undefined ? null : `"${part}" behind it`;
}

/** The first word that does not belong, as a reason; null when there is none. */
export function unknownWord(sentence: string, names: readonly string[], isPlace: (words: string) => boolean, also: ReadonlySet<string> = none): string | null {
  const text = withoutFacts(sentence, names);
  let first = true;
  for (const found of text.matchAll(/[\p{L}][\p{L}-]*/gu)) {
    const written = found[0].replace(/-$/, '');
    const word = written.toLowerCase();
    const known = word.length === 1 || naming.has(word) || also.has(word) || contactWord.test(word) || /kommunes?$/.test(word) || matter.test(word) || office.test(word) || titleWord.test(word) || noun.test(word) || harmless.test(word)
      || (/^\p{Lu}/u.test(written) && (!first || isPlace(written) || isPlace(written.replace(/s$/, '')) || /^[\s-]*\p{Lu}/u.test(text.slice(found.index + found[0].length))));
    if (!known) return `"${written}"`;
    first = false;
  }
  return null;
}

const contactWord = /^kontakt-?person/;
/** Things by their endings in the plural, qualities, numbers: what is said with them is said by the verb beside them. */
const harmless = /^(?:\p{L}{3,}(?:erne|ernes|elige|elig|iske|isk|mæssige?|løse|fulde)|to|tre|fire|fem|seks|syv|otte|ni|ti|begge|sit|sin|sine|egne|dets|dens|samtlige|selve|nogle|flere|lille|små|stor|store|hele|øvrigt|mandags|tirsdags|onsdags|torsdags|fredags|køn|lok|lokalnr|reg|tværs|tal|tallene|cc)$/u;
/** Words that only things and matters have for an ending; those of them that take something back stand among the dangers. */
const noun = /^[\p{L}-]{4,}(?:ing|ingen|inger|ingerne|else|elsen|elser|hed|heden|skab|skabet|tion|tionen|tioner|ment|mentet|ering|eringen|arbejde|arbejdet|område|området|områder|opgave|opgaven|opgaver|gruppe|gruppen|møde|mødet|udvalg|udvalget|sag|sagen|sager|system|systemet|skema|skemaet|brev|brevet|notat|notatet|redegørelse|redegørelsen|styring|ledelse|ledelsen|politik|politikken|plads|pladsen|råd|rådet|hus|huset|kreds|kredsen|funktion|funktionen|adresse|adressen|nummer|nummeret|linje|linjen|liste|listen|ansvar|ansvaret)$/u;

/** The sentence from its last "men" (or ", og det …") before the contact person on: "Jeg kunne ikke åbne arket, men vores kontaktperson er …". */
export function asserted(sentence: string): string {
  const at = sentence.search(/kontakt-?\s?person/i);
  const but = [...sentence.slice(0, Math.max(0, at)).matchAll(/[,;]?\s(?:men|så)(?=\s)|,\s(?:og|derfor|hvorfor)(?=\s(?:det|vi|vores|kommunens|den|jeg|i|kontaktperson\p{L}*)(?!\p{L}))|:(?=\s+[\p{L}"])/giu)].at(-1);
  if (but === undefined) return sentence;
  // "Fra 1. juni: …", "For Børn og Unge: …": what stands before a colon may say when or for what.
  const before = sentence.slice(0, but.index).replace(/"[^"]*"/g, ' ');
  return but[0] === ':' && (limitsTime(before) || hardDangerIn(before) !== null || /^\s*(?:for|på|i)\s/i.test(before)) ? sentence : sentence.slice(but.index + but[0].length + 1);
}

/** The sentence without names, addresses, numbers and links. */
function withoutFacts(sentence: string, names: readonly string[]): string {
  let text = sentence.replace(/<?\b(?:https?:\/\/|www\.)\S+/gi, ' ').replace(/\S*@\S*/g, ' @ ');
  for (const name of names) text = text.replaceAll(name, ' § ');
  // A person is often named by the first name alone the second time.
  const parts = new Set(names.flatMap((n) => n.split(' ')).filter((w) => w.length > 2));
  return text.replace(/[\p{L}'’-]+/gu, (word) => (parts.has(word) ? ' § ' : word));
}

const determiner = /(?:\s|^)(?:vores|our|the|nu|herefter|fremover|altså|derfor|således|vor|kommunens|jeres|deres|min|ny|nye|den|en|fast|faste|fortsat|også|nuværende|lokal|lokale|primære|eneste|rette|samme|kommende|kommunal|officielle|\p{Lu}[\p{L}-]*(?:s|\skommunes))$/iu;
const link = /(?:^|[\s,.:;(–-])(?:er|är|is|as|bliver|blive|være|som|til|står som)$|[:;,.(–-]$|^$/i;

/**
 * True-sounding words can point at someone else: "N er leder for vores kontaktperson", "kontaktpersonens leder er N", "kontaktperson for
 * Økonomiforvaltningen". Before the contact person, behind a name, only a word that makes them one may stand.
 */
function pointsElsewhere(sentence: string, names: readonly string[], isPlace: (words: string) => boolean): string | null {
  const text = withoutFacts(sentence, names).replace(/\s+/g, ' ').trim();
  const at = text.search(/kontakt-?\s?person/i);
  if (at < 0) return null;
  if (/kontakt-?\s?person(?:en)?s\b(?!\s*(?:fulde\s)?(?:navn|e-?mail|mail|tlf|telefon|kontakt|er\b|$))/i.test(text)) return 'the contact person stands in the genitive';
  if (/(?:^|\s)(?:for|vedr\w*\.?)\s+(?:den\s+|vores\s+)?[\p{L}-]*(?:forvaltning|magistrat)/iu.test(text)) return 'the contact person is one of a part of the kommune';
  const matterOf = /[Kk]ontakt-?\s?person(?:en)?\s+(?:for|på|til|om|ved|vedr\p{L}*\.?|angående)\s+(?:(?:den|det|vores|jeres|de|årets|denne|kommunens)\s+)*(\p{Ll}[\p{L}-]+)/u.exec(text)?.[1];
  if (matterOf !== undefined && matterOf !== 'kommunen' && !naming.has(matterOf) && !matter.test(matterOf) && !/kommunes?$/.test(matterOf)) return `the contact person is one for "${matterOf}"`;
  if (/(?<!\p{L})(?:min|din|deres) kontakt-?\s?person|(?<!(?:kommunens|vores|kommunes|som) )kontakt-?\s?person(?:en)?,? (?:ved|for|til|i) (?:spørgsmål|sagen|din sag)/iu.test(text)) return 'the contact person is somebody else\'s';
  const part = /[Kk]ontakt-?\s?person(?:en)?\s+(for|på|til|om|vedr\w*\.?|angående|i|hos|ved|fra)\s+(?:(?:den|vores|jeres)\s+)?(\p{Lu}[\p{L}-]*)(?:\s+(\p{Lu}[\p{L}-]*))?(?:\s+(\p{L}+))?/u.exec(text);
  const [, preposition = '', word = '', second = '', third = ''] = part ?? [];
  if (part && !isOfAll(word, second, third, isPlace) && !(/^(?:i|hos|ved|fra)$/.test(preposition) && isOffice(word, third))) return `the contact person is one of "${word}"`;
  const before = text.slice(0, at);
  const name = before.lastIndexOf('§');
  if (names.some((n) => n.endsWith('s') && ownsSomething(sentence, n))) return 'a name stands in the genitive';
  if (/(?:^|\s)en (?:af|fra)(?:\s|$)/.test(text)) return '"en af"';
  if (name < 0) {
    const after = text.slice(at).replace(/^kontakt-?\s?person(?:en|er|erne)?/i, '');
    // "I bedes rette kontaktpersonen til …".
    return leadsTo(changes.test(before) ? after.replace(/^ til(?= )/, '') : after);
  }
  let between = before.slice(name + 1).replace(/[(<]?@[)>]?/g, ' ').trim();
  for (let last = ''; last !== between;) {
    last = between;
    between = between.replace(determiner, '').trim();
  }
  return link.test(between) ? null : `"${between.split(' ').at(-1) ?? ''}" before the contact person`;
}

/** "for Aarhus", "for Høje-Taastrup Kommune", "i Region Midtjylland", "for Ligestillingsafdelingen": the whole kommune or the matter itself. */
function isOfAll(word: string, second: string, third: string, isPlace: (words: string) => boolean): boolean {
  // "for Struer er …": a short name that is a surname too is a place behind "for".
  return isPlace(word) || isPlace(`${word} Kommune`) || /kommunes?$/i.test(second) || (/kommunes?$/i.test(third) && isPlace(`${word} ${second} Kommune`.replace(/ +/g, ' '))) || /^(?:kommunes?$|region)/i.test(word) || matter.test(word.toLowerCase());
}

function isOffice(word: string, next: string): boolean {
  return [word, next].some((w) => office.test(w.toLowerCase()) || naming.has(w.toLowerCase()) && w.length > 1 && w !== next);
}

const changes = /(?<!\p{L})(?:rette|ret|ændre|ændr|opdatere|opdater|skifte) (?:(?:vores|den|kommunens|jeres) )?$/iu;
const leading = /(?:^|[\s,(])(?:uændret|ændres til|rettes til|er|är|is|be|bliver|blive|være|hedder|derfor|så|udpeget|udpeger|udpeges|udpege|valgt|vælger|peger på|peget på|bruge|bruges|brug|benytte|notere|noteres|registrere|anføre|anføres|anført|angive|angives|oplyses|meldes|meldt|indmelde|indtaste|oplyse|meddele|med navn|navnet|vi|jeg|hermed|fortsat|stadig|nu|også|det|i|sagen)$|[:,;(–=-]$|^$/;

/** Behind the contact person, only what makes the next name hers may lead to it: "er", "hedder", "har vi udpeget", a colon; never "via", "af", "hos". */
function leadsTo(after: string): string | null {
  const name = after.indexOf('§');
  if (name < 0) return null;
  let between = after.slice(0, name).replace(/["“”'«»]/g, '').trim();
  for (let last = ''; last !== between;) {
    last = between;
    const word = between.split(' ').at(-1) ?? '';
    if (titleWord.test(word) || /^(?:vores|kommunens|min|kollega|kollegaen|undertegnede|følgende|stilling|§|ny|nye)$/.test(word) || (/^\p{Lu}[\p{L}-]*$/u.test(word) && between.includes(' '))) between = between.slice(0, -word.length).trim();
  }
  return leading.test(between) ? null : `"${between.split(' ').at(-1) ?? ''}" before the name`;
}

/** "Gitte Skovs team": the name read ends in a genitive. "Lars Buus er …" does not. */
function ownsSomething(sentence: string, name: string): boolean {
  const next = sentence.slice(sentence.indexOf(name) + name.length).match(/^\s+(\p{Ll}+)/u)?.[1];
  return next !== undefined && !/^(?:er|bliver|vil|har|kan|skal|som|der|og|fra|i|på|med|hos|til|for|fortsætter|står|ved|samt|varetager|mail|tlf|telefon|hedder|oplyses|fortsat)$/.test(next);
}
