// Says whether the rest of a text leaves standing a contact that it names: what leads up to the contact or is said of her has to be understood.
// It refuses to read past what it does not know in a mail that answers nothing of ours: a press release may name a contact person too.
import { addressesIn, sentencesOf } from '../words.ts';
import { roleOf } from './columns.ts';
import { namesIn } from './names-in-text.ts';
import { titleWord } from './validation.ts';
import { asserted, unknownWord } from './plain-words.ts';
import { courtesy, keepsOpen, leavesOpen, unsettled } from './vocabulary.ts';


/** Words that point back at the contact or at what was said. */
const ofPerson = /(?<!\p{L})(?:hun|han|ham|hende|hendes|hans|vedkommende|personen|ovenstående|nedenstående|ovennævnte)(?!\p{L})/iu;
/** What kommuner write about in other mails that name a contact person. */
const otherBusiness = /(?<!\p{L})(?:aktindsigt|klage[rt]?|faktura\p{L}*|stillingsopslag\p{L}*|jobopslag\p{L}*|pressemeddelelse\p{L}*|konference\p{L}*|tilmeld\p{L}*|høring\p{L}*|høringssvar|udbud|referat\p{L}*|arkiv\p{L}*|tilskud\p{L}*|ansøg\p{L}*)(?!\p{L})/iu;

/** What telephones and apps put under a mail. */
const device = /^(?:sendt|sent|hent|get|skickat) (?:fra|from|med|outlook|via|från)(?!\p{L})/iu;

type Own = { readonly name: string | null; readonly email: string | null; readonly origin: 'table' | 'text' | 'self' };
type RestNeeds = {
  readonly sender: string | null;
  readonly isOurs: (address: string) => boolean;
  readonly isPlace: (words: string) => boolean;
  /** True when the mail answers one of ours, so that talk beside the matter is harmless. */
  readonly answersOurs: boolean;
  /** True when it answers what we registered or asked: it may say first that we have it wrong. */
  readonly correctsOurs: boolean;
};

/** The first thing in the rest of a text that speaks against a contact only the text names, as a sentence in English; null when there is none. */
export function restSpeaksAgainst(text: string, own: Own, needs: RestNeeds): string | null {
  const sentences = sentencesOf(text);
  const named = own.origin === 'text' ? sentences.findIndex((s) => bearsOwn(s.text, own)) : 0;
  for (const [i, { text: whole, line }] of sentences.entries()) {
    const sentence = asserted(whole);
    if (needs.answersOurs && i < named && isBackground(sentence, own, needs)) continue;
    if (otherBusiness.test(sentence) || (unsettled(sentence) && !saysItOfOthers(sentence, own, needs))) return `What the text says in line ${line} leaves open whether the contact is meant.`;
    const foreign = foreignAddress(sentence, own, needs);
    if (foreign !== undefined) return `The text names another address, ${foreign}, in line ${line}.`;
    if (device.test(sentence)) continue;
    const bears = /kontakt-?\s?person/i.test(sentence) || bearsOwn(sentence, own);
    // What leads up to a table in the mail has been read by nobody yet: "Kontaktpersonen fremgår af sidste års skema".
    const leads = own.origin === 'table' && bears && !sentence.endsWith('?') ? unknownWord(sentence, own.name === null ? [] : [own.name], needs.isPlace, courtesy) : null;
    if (leads !== null) return `Line ${line} says something of the contact person that is not understood (${leads}).`;
    if (bears || sentence.endsWith('?') || roleOf(/^[^:\t]{2,45}(?=[:\t])/.exec(sentence)?.[0] ?? '') !== undefined) continue;
    const other = namesIn(sentence, needs.isPlace)[0]?.name;
    if (other !== undefined && own.name !== null && own.email !== null && !isNamesOnly(sentence) && !(needs.answersOurs && inPassing(sentence))) return `The text names another person, ${other}, in line ${line}.`;
    if (isNamesOnly(sentence) || (needs.answersOurs && !sentence.endsWith(':') && !isAbout(sentence, own) && !(own.origin !== 'table' && goesOn(sentence)))) continue;
    const odd = unknownWord(sentence, own.name === null ? [] : [own.name], needs.isPlace, courtesy);
    if (odd !== null) return `Line ${line} says something that is not understood (${odd}).`;
  }
  return null;
}

/** The same for a contact in a list that came with the text: what is said of the list or of the person has to be understood. */
export function textSpeaksAgainstList(text: string, own: Own, needs: RestNeeds): string | null {
  for (const { text: sentence, line } of sentencesOf(text)) {
    if (draft.test(sentence) || keepsOpen(sentence) || comesLater.test(sentence) || (ofList.test(sentence) && listDoubt.test(sentence))) return `What the text says in line ${line} leaves open whether the list holds.`;
    const foreign = foreignAddress(sentence, own, needs);
    if (foreign !== undefined) return `The text names another address, ${foreign}, in line ${line}.`;
    const first = namedByFirstName.exec(sentence)?.[1];
    if (first !== undefined && !(own.name ?? '').split(' ').includes(first)) return `The text names ${first} as the contact person in line ${line}.`;
    const named = own.name !== null && own.name.split(' ').some((w) => w.length > 2 && sentence.includes(w));
    if (!named || sentence.endsWith('?') || isNamesOnly(sentence)) continue;
    const odd = unknownWord(sentence, own.name === null ? [] : [own.name], needs.isPlace, courtesy);
    if (odd !== null) return `Line ${line} says something of ${own.name} that is not understood (${odd}).`;
  }
  return null;
}

/**
 * What comes before the contact is named, and is about something else, is how the writer got there: it takes nothing back. What keeps the answer
 * open does, and so does whatever is said of the contact herself.
 */
function isBackground(sentence: string, own: Own, needs: RestNeeds): boolean {
  const ofHer = (own.name ?? '').split(' ').some((w) => w.length > 2 && sentence.includes(w)) || (own.email !== null && sentence.toLowerCase().includes(own.email));
  return !ofHer && !otherBusiness.test(sentence) && !keepsOpen(sentence) && foreignAddress(sentence, own, needs) === undefined && !/kontakt-?\s?person/iu.test(sentence) && !sentence.endsWith(':');
}

function bearsOwn(sentence: string, own: Own): boolean {
  return (own.name !== null && sentence.includes(own.name)) || (own.email !== null && sentence.toLowerCase().includes(own.email));
}

function foreignAddress(sentence: string, own: Own, needs: RestNeeds): string | undefined {
  return addressesIn(sentence).sound.find((a) => a !== own.email && a !== needs.sender && !needs.isOurs(a));
}

/**
 * An absence, a negation or the past that is not the contact's: the one before her has retired, the writer was on holiday, "det skal I ikke bruge
 * tid på". Only in an answer to ours, and never what keeps the whole answer open.
 */
function saysItOfOthers(sentence: string, own: Own, needs: RestNeeds): boolean {
  if (own.origin === 'table' || !needs.answersOurs) return false;
  if (needs.correctsOurs && /^(?:nej,? )?(?:det|dette) er (?:desværre )?(?:ikke (?:helt )?(?:korrekt|rigtigt)|forkert)[.!]?$/i.test(sentence)) return true;
  if (leavesOpen(sentence) || isAbout(sentence, own) || (own.email !== null && sentence.toLowerCase().includes(own.email))) return false;
  if (/(?<!\p{L})(?:tidligere|forrige|gamle|hidtidige) kontakt-?person/iu.test(sentence)) return true;
  const ofWriter = /(?<!\p{L})(?:jeg|mig|min|mit)(?!\p{L})/iu.test(sentence);
  if (/kontakt|(?<!\p{L})(?:navn|mail|liste|oplysning|udpeg|valg|person)\p{L}*/iu.test(sentence) || (ofWriter && own.email === needs.sender)) return false;
  return namesIn(`: ${sentence}`, needs.isPlace).length === 1 || sentence.split(/\s+/).length > 6;
}

/** A person who is mentioned without being put beside the contact: the director who passed the letter on, the colleague who says hello. */
function inPassing(sentence: string): boolean {
  return !sentence.includes('@') && !leavesOpen(sentence) && !/(?<!\p{L})(?:mener|tror|synes|alligevel|skulle have|hellere|snarere)(?!\p{L})/iu.test(sentence) && !/(?<!\p{L})(?:(?:det|den|hun|han) (?:er|bliver|blev|skal|skulle|var)|(?:er|bliver|blev|skal|var) (?:det|den))(?!\p{L})/iu.test(sentence) && !/(?<!\p{L})(?:kontakt\p{L}*|skriv\p{L}*|send(?:e[rs]?)?|ring\p{L}*|svare[rs]?|overtag\p{L}*|afløs\p{L}*|hjælper|bistår|cc|kopi|også|ligeledes|eller|samt|sammen|både|begge|backup|stedfortræder\p{L}*|ansvarlig\p{L}*|står for|login)(?!\p{L})/iu.test(sentence);
}

/** A sentence that goes on with what was said, decides, or sets a time: what it says of the contact it need not say by name. */
function goesOn(sentence: string): boolean {
  return /^(?:det|den|dette|denne|dem|men|dog|fra|indtil|efter|først|hvis|nej|vent|herefter|derefter|fremover)(?!\p{L})/iu.test(sentence)
    || /(?<!\p{L})(?:(?:det|den|han|hun|vi) skal|skal (?:lige|først|have|vendes)|bliver|blev|vendes|beslut\p{L}*|aftal\p{L}*|sagt|overtag\p{L}*|skift\p{L}*|ny (?:person|medarbejder|kollega|leder|mand|en)|nyt (?:job|arbejde|navn)|ændr\p{L}*|ret(?:te|tes|tet)|(?:fra|pr\.?|til|indtil|efter|siden) (?:den )?(?:\d|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december))(?!\p{L})/iu.test(sentence);
}

function isAbout(sentence: string, own: Own): boolean {
  return ofPerson.test(sentence) || (own.name ?? '').split(' ').some((w) => w.length > 2 && sentence.includes(w));
}

/** "Mette", "Borgmesterens Afdeling", "8000 Aarhus C": a line of an address or a name. */
function isNamesOnly(sentence: string): boolean {
  const words = sentence.split(/[^\p{L}]+/u).filter((w) => w !== '');
  return words.length <= 8 && words.every((w) => /^\p{Lu}/u.test(w) || /^(?:og|af|i|for)$/.test(w) || titleWord.test(w)) && !/[:!]/.test(sentence);
}

const ofList = /(?<!\p{L})(?:list\p{L}*|mailadresse\p{L}*|navnet|skema\p{L}*|ark(?:et)?|oplysning\p{L}*|vedhæft\p{L}*|vedlagt\p{L}*|fil(?:en)?)(?!\p{L})/iu;
/** "Kontaktpersonen bliver Lars." */
const namedByFirstName = /[Kk]ontakt-?\s?person(?:en)?\s+(?:er|bliver|hedder)\s+(\p{Lu}\p{Ll}+)\s*(?:[.,!]|$)/u;
/** "Ny navngives senere": beside a list it is the list that does not hold. */
const comesLater = /(?<!\p{L})(?:(?:navn\p{L}*|person\p{L}*|liste\p{L}*|oplysning\p{L}*|endelig\p{L}*|ny|nyt|den rigtige|rettelse)(?: \p{L}+){0,4} (?:senere|følger|eftersendes|kommer|på vej)|se rettelse\p{L}*)(?!\p{L})/iu;
const draft = /(?<!\p{L})(?:(?:sidste|forrige) års|udkast|foreløbig\p{L}*|forælde\p{L}*|se bort fra|kig bort)(?!\p{L})/iu;
const listDoubt = /(?<!\p{L})(?:(?:sidste|forrige) års?|ikke (?:længere|korrekt|rigtig\p{L}*|mere|aktuel\p{L}*|gældende|opdatere\p{L}*|endelig\p{L}*|færdig\p{L}*)|foreløbig\p{L}*|udkast|forælde\p{L}*|gam(?:mel|le)|til orientering|andre områder|et andet område|se bort fra|kig bort|ignorer\p{L}*|opdateres|eksempel|forkert\p{L}*|fra 20\d\d|slet(?:te|tes)?|fejl|godkend\p{L}*|først(?! og fremmest)|(?<!(?:fik|nåede|kunne|har) )ikke(?! \p{L}+ (?:åbne|skrive i|udfylde)))(?!\p{L})/iu;
