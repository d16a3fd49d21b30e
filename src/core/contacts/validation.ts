// Says whether a text is an e-mail address, a person's name or a telephone number, and why not.
// It refuses to repair: a slip gives no address, only the reading that was probably meant, as a suggestion to ask about.

export type EmailReading =
  | { readonly is: 'address'; readonly email: string }
  | { readonly is: 'none' }
  | { readonly is: 'several'; readonly emails: readonly string[] }
  | { readonly is: 'slip'; readonly written: string; readonly likely: string | null };

const syntax = /^[a-z0-9_][a-z0-9_+&'%-]*(?:\.[a-z0-9_+&'%-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/;

/** An e-mail address in the plain shape that kommuner use (a part of RFC 5321 4.1.2: ASCII, no quoted local part, a domain with a dot). */
export function isAddress(text: string): boolean {
  return text.length <= 254 && syntax.test(text.toLowerCase());
}

/** What a cell or value that should hold one e-mail address holds. The address comes in lower case. */
export function readEmail(value: string): EmailReading {
  const bare = value.replace(/[\u200b\u00a0\ufeff]/g, ' ').trim();
  if (isPlaceholder(bare)) return { is: 'none' };
  const found = new Set((bare.match(/[^\s<>()[\]"“”,;:|/\\]+@[^\s<>()[\]"“”,;:|/\\]+/g) ?? []).map((a) => a.replace(/^[.']+|[.']+$/g, '').toLowerCase()).filter(isAddress));
  const [only] = found;
  const ats = (bare.match(/@/g) ?? []).length;
  if (only !== undefined && found.size === 1 && (ats === 1 || allAre(bare, only)) && !looksCut(bare, only) && !isBroken(bare, only)) return { is: 'address', email: only };
  if (found.size > 1) return { is: 'several', emails: [...found] };
  if (!/@|\(at\)|\[at\]|snabel|\.dk\b|,dk\b/i.test(bare)) return { is: 'none' };
  return { is: 'slip', written: bare, likely: likelyAddress(bare) };
}

function allAre(text: string, address: string): boolean {
  return text.toLowerCase().replaceAll(address, '').includes('@') === false;
}

/** "mho @aarhus.dk" or "søren@aarhus.dk" cut to a sound rest: more stood there than was taken. */
function looksCut(text: string, address: string): boolean {
  const at = text.toLowerCase().indexOf(address);
  const before = text[at - 1] ?? '';
  const after = text.slice(at + address.length);
  return /[\p{L}\d@]/u.test(before) || /^[,.]\s?[a-z]{2,3}\b/i.test(after) || /^[\p{L}\d@]/u.test(after);
}

/** "gitte skov@aarhus.dk": a small letter word directly before the address, and nothing round it, is a part of it. */
function isBroken(text: string, address: string): boolean {
  const at = text.toLowerCase().indexOf(address);
  const before = text.slice(0, at);
  const word = /(?:^|\s)([a-zæøå][a-zæøå.-]*)\s$/.exec(before)?.[1];
  return (word !== undefined && !/^(?:e-?mail|mail|mailto|adresse|mailadresse|på|er|til|kontakt|via)$/.test(word)) || /[.'%-]$/.test(before);
}

/** The address that was probably meant by a slip, to be offered in a question; null when nothing sensible comes out. */
export function likelyAddress(written: string): string | null {
  const joined = written.toLowerCase().trim()
    .replace(/\s*(?:\(at\)|\[at\]|\bsnabel-?\s?a\b|\s+at\s+)\s*/g, '@')
    .replace(/^mailto:/, '').replace(/[<>()"]/g, '').replace(/\s+/g, '')
    .replace(/@{2,}/g, '@').replace(/,/g, '.').replace(/\.{2,}/g, '.').replace(/^[.;:]+|[.;:]+$/g, '')
    .replace(/(@[a-z0-9.-]+[a-z0-9-])(dk|com)$/, (all: string, host: string, end: string) => (all.includes('.', all.indexOf('@')) ? all : `${host}.${end}`));
  return isAddress(joined) ? joined : null;
}

export type NameReading =
  | { readonly is: 'person'; readonly name: string }
  | { readonly is: 'none' }
  | { readonly is: 'several'; readonly written: string }
  /** A first name, a surname or initials alone: somebody, but not by her full name. */
  | { readonly is: 'part'; readonly written: string }
  | { readonly is: 'doubtful'; readonly written: string };

/** What a cell or value that should hold one person's name holds. A title behind a comma is left out; "Holm, Mette" is turned round. */
export function readName(value: string): NameReading {
  const bare = value.replace(/[\u00ad\u200b\u200c\u2060\ufeff]/g, '').replace(/^\s*["“”„»«]|["“”„»«]\s*$/g, '').replace(/[\s\u00a0]+/g, ' ').trim();
  if (isPlaceholder(bare)) return { is: 'none' };
  const withoutAddress = bare.replace(/^(?:(?:navn|kontaktperson)\s*:|att\b[.:]*)\s*/i, '').replace(/[<(]?\S+@\S+[>)]?/g, '').replace(/[\s,;:-]+$/, '').trim();
  if (withoutAddress === '') return { is: 'none' };
  if (/\n/.test(value.trim()) && value.trim().split(/\n/).filter((l) => isPersonName(l.trim())).length > 1) return { is: 'several', written: bare };
  if (noPerson.test(withoutAddress)) return { is: 'doubtful', written: bare };
  const turned = turnRound(withoutAddress);
  if (turned !== null) return { is: 'person', name: turned };
  const [first = '', ...rest] = withoutAddress.split(/\s*(?:,|\s[-–|]\s|\()\s*/);
  if (rest.every((r) => isTitle(r.replace(/\)$/, '')) && !isPersonName(r.replace(/\)$/, ''), true))) {
    if (isPersonName(first) && hasCapitals(first)) return { is: 'person', name: first.trim() };
    const untitled = first.split(' ').filter((w) => !titleWord.test(w)).join(' ');
    if (untitled !== first && isPersonName(untitled)) return { is: 'person', name: untitled };
  }
  if (/\s(?:og|eller|samt|and|&|\+)\s|[/;\n]/i.test(withoutAddress)) return { is: 'several', written: bare };
  if (isPartOfName(withoutAddress)) return { is: 'part', written: bare };
  return { is: 'doubtful', written: bare };
}

/** A name in a cell begins and ends with a capital, or is typed in small letters throughout. */
function hasCapitals(name: string): boolean {
  const words = name.trim().split(/\s+/);
  return words.every((w) => /^\p{Ll}/u.test(w)) || (/^\p{Lu}/u.test(words[0] ?? '') && /^(?:(?:al|el|ad|as|an)-)?[\p{Lu}"“”]/u.test(words.at(-1) ?? ''));
}

function isPartOfName(text: string): boolean {
  const word = text.replace(/^(?:fru|frk|hr|herr|frøken|mr|mrs|ms)\.?\s+/i, '');
  return /^\p{L}[\p{L}'’-]{1,24}$/u.test(word) && !isNoNameWord(word) && !/(?:kommune|forvaltning|afdeling|styrelse|ministerium|service|sekretariat|kontor|center|stab|team|ledelse|direktion)(?:en|et|s)?$/i.test(word);
}

/** What is written where a name should stand though it names nobody, or no longer. */
const noPerson = /(?<!\p{L})(?:slett?es?|stoppet|stopper|fratrådt|orlov|barsel|vikar|sygemeldt|udgået|udgår|måske|evt|eventuelt|indtil|videre|ubesat|ledig|vakant|uændret|snarest|kommer|følger|stilling(?:en)?|sekretær for|assistent for|afløser|stedfortræder|siden sidst|min|hende|ham|den|til \d)(?!\p{L})/iu;

function turnRound(text: string): string | null {
  const parts = /^([\p{L}'’-]+(?: [\p{L}'’-]+)?), ?([\p{L}'’.-]+(?: [\p{L}'’.-]+){0,2})$/u.exec(text);
  if (!parts) return null;
  const name = `${parts[2]} ${parts[1]}`;
  // "Gitte Skov, Kommunikation": two words before a comma are a whole name; only a double surname says otherwise, by its hyphen.
  if ((parts[1] ?? '').includes(' ')) return null;
  return isTitle(parts[2] ?? '') || !isPersonName(name) || (parts[1] ?? '').includes(' ') && (parts[2] ?? '').split(' ').length > 1 ? null : name;
}

const particles = /^(?:af|von|van|de|der|den|du|da|la|le|el|al|bin|ibn|zu|y|ter|ten|della|dos|e)$/i;
export const titleWord = /(?:chef|konsulent|konsulenter|leder|lederen|direktør|direktøren|medarbejder|assistent|koordinator|fuldmægtig|sekretær|specialist|jurist|rådgiver|partner|ansvarlig|student|elev|kontorfunktionær|udvikler|administrator|manager|officer|advisor|dpo|controller|planlægger|inspektør|ac-medarbejder|politik|borgmester|jurist|økonom|akademiker|behandler|referent|funktionær|arkitekt|ingeniør|inspektør|lærer|pædagog|sygeplejerske)e?n?s?$/i;
/** Words that stand in no person's name: offices, functions, placeholders, beginnings of sentences. */
const noName = new Set(('hr personale personaleafdeling personaleafdelingen borgerservice kommune kommunen kommunens kommuner kommunes regionskommune region regionen regions sekretariat sekretariatet direktion direktionen forvaltning forvaltningen '
  + 'magistrat magistraten magistratsafdeling afdeling afdelingen team stab staben løn økonomi it jura udvikling strategi ledelse organisation center centeret rådhus rådhuset raadhus kontor kontoret post postkasse hovedpostkasse info mail e-mail email telefon tlf mobil '
  + 'direkte kontaktperson kontaktpersonen kontakt kontaktliste navn navnet fornavn efternavn ikke ingen vakant ukendt følger senere afventer samme se ved mangler eksempel test ligestilling ligestillingsafdelingen indberetning skema '
  + 'tag sæt vælg tilføj noter notér prøv spørg ring skriv brug send benyt notér noter registrer please register og eller samt hermed vores vor jeg vi du i det den de der er som til fra for med på og hej kære tak undertegnede kollega kollegaen ny nye nuværende venlig venligst hilsen mvh vh bedste mange dear hi best kind regards herunder nedenfor vedlagt vedhæftet '
  + 'januar februar marts juli september oktober november december mandag tirsdag onsdag torsdag fredag lørdag søndag digitaliserings ministeriet ministerium danmark sendt hent fwd sv vs re emne begge alle enten hun han hendes '
  + 'adresse plads vej allé boulevard skole skoler dagtilbud omsorg arbejdsmiljø fritid kommunikation indkøb regnskab budget analyse byggeri integration familie fællesfunktionen public service department municipality city head office contact person name phone social sundhed teknik miljø kultur børn unge beskæftigelse digitalisering byråd byrådet byrådssekretariatet kommunaldirektør').split(' '));

/** True for two to six words that may all stand in a person's name. Capitals are asked for in running text, not in a cell. */
export function isPersonName(text: string, strict = false): boolean {
  const words = text.trim().split(/\s+/);
  if (words.length < 2 || words.length > 6 || text.length > 80) return false;
  let whole = 0;
  for (const [i, word] of words.entries()) {
    if (i > 0 && i < words.length - 1 && /^["“”]\p{L}+["“”]$/u.test(word)) continue;
    // A Cyrillic "о" among Latin letters, or a letter that shows nothing, is no slip of a person.
    if (!/^\p{Script=Latin}[\p{Script=Latin}'’.-]*$/u.test(word)) return false;
    const bare = word.replace(/\.$/, '').toLowerCase();
    if (particles.test(word) && i > 0 && i < words.length - 1) continue;
    if (noName.has(bare) || titleWord.test(bare)) return false;
    if (/(?:kommune|forvaltning|afdeling|styrelse|ministerium|service|sekretariat)(?:en|et|s)?$/.test(bare)) return false;
    if (strict && !/^(?:(?:al|el|ad|as|an)-)?\p{Lu}/u.test(word)) return false;
    if (bare.length >= 2) whole += 1;
  }
  return whole >= 2;
}

export function isNoNameWord(word: string): boolean {
  return noName.has(word.toLowerCase()) || titleWord.test(word);
}

/** A job title or an office, as it stands behind a name. */
export function isTitle(text: string): boolean {
  const words = text.trim().split(/\s+/);
  return words.some((w) => titleWord.test(w.toLowerCase()) || /^(?:hr|afdeling|stab|team|personale|løn|sekretariat|kommune|kommunaldirektør|jurist)/i.test(w));
}

const placeholders = /^(?:[-–—_.?*x/\s]*|n\.?\s?n\.?|n\/a|ingen|ved ikke|ukendt|ikke (?:kendt|afklaret|oplyst|relevant|besat).*|vakant|følger.*|kommer senere|afventer.*|eftersendes.*|\(?(?:fornavn|navn|navnet|for- og efternavn|indsæt.*|skriv.*|udfyld.*|her skrives.*)\)?|xxx+.*|(?:se|jf\.?|fremgår af|står i|findes i) (?:venligst )?(?:den |det |de )?(?:vedhæftede?|vedlagte?|medsendte?|nedenfor|herunder|nedenstående|ovenstående|ovenfor|liste\p{L}*|skema\p{L}*|oversigt\p{L}*|bilag\p{L}*)(?: (?:liste|skema|ark|fil|oversigt|tabel|bilag|regneark|kontaktliste))?[.!]?)$/iu;

/** True for an empty value and for what people write where there is nothing to write. */
function isPlaceholder(text: string): boolean {
  return placeholders.test(text.trim());
}

/** A telephone number as written, blanks made one; null when there are fewer than six digits or too many, or when it stands in a formula or in markup. */
export function readPhone(value: string): string | null {
  if (/[=<>{}|"]/.test(value)) return null;
  if (/^\s*\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\s*$|(?<!\p{L})(?:cvr|cpr|ean|ikke|sag|j\.?nr)(?!\p{L})/iu.test(value)) return null;
  const found = /(?:\+|00)?\d[\d\s().-]{4,18}\d/.exec(value);
  if (!found) return null;
  const digits = found[0].replace(/\D/g, '');
  return digits.length >= 6 && digits.length <= 14 ? found[0].replace(/[\s()]+/g, ' ').trim() : null;
}

/**
 * A telephone number in running text: behind its label, or eight digits in the Danish ways of writing them. Dates, case numbers, CVR and EAN
 * numbers are none.
 */
export function phoneInText(text: string): string | null {
  const labelled = /\b(?:tlf|telefon|mobil|mob|tel|phone|direkte|dir)\.?(?:\s*(?:nr|nummer)\.?)?\s*[:.]?\s*((?:\+|00)?\d[\d ]{5,16}\d)/i.exec(text)?.[1];
  if (labelled !== undefined) return readPhone(labelled);
  const found = /(?<![\d+./-])(?<!(?:cvr|cpr|ean|p-?nr|sag|sagsnr|doknr|nr|j\.?nr|kode|konto)\W{0,4})((?:(?:\+45|0045) ?)?(?:\d{2} \d{2} \d{2} \d{2}|\d{4} \d{4}|\d{8}))(?![\d./-])/i.exec(text)?.[1];
  return found === undefined ? null : readPhone(found);
}

/** A mailbox of an office rather than of a person. */
export function isOfficeMailbox(address: string): boolean {
  const local = address.slice(0, address.indexOf('@')).toLowerCase();
  return /^(?:no-?reply|ikke-?svar|info|post|mail|email|kontakt|kommune[n]?|hr|hrafdelingen|borger(?:service)?|raadhus(?:et)?|rådhus(?:et)?|sekretariat(?:et)?|personale.*|loen|løn.*|direktion(?:en)?|byraad.*|hovedpost(?:kasse)?|sikkerpost|digitalpost|journal|admin|support|servicedesk|presse)$/.test(local) || local.endsWith('kommune');
}
