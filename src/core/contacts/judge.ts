// The one judge of what stands beside a contact: the sentences around it, the text beside a list, the other cells of its sheet, a postscript.
// It refuses to let pass what may take the contact back, put it off or mean somebody else; talk about other things passes in an answer to ours.
import { addressesIn } from '../words.ts';
import { isSelfClaim } from './herself.ts';
import { namesIn } from './names-in-text.ts';
import { unknownWord } from './plain-words.ts';
import { isNoNameWord, isOfficeMailbox, titleWord } from './validation.ts';
import { courtesy, dangerIn, hardDangerIn, isExcuse, isOtherBusiness, keepsOpen, knownWord, leavesOpen, limitsTime, promises, unsettled } from './vocabulary.ts';

/** `before` and `after`: of the sentence that names the contact. `list`: beside a list that came as a file. `table`: around a table in the text. */
export type Where = 'before' | 'after' | 'list' | 'table';

export type Own = { readonly name: string | null; readonly email: string | null };

export type JudgeNeeds = {
  /** The sender's address in lower case, and her name where it is known. */
  readonly sender: string | null;
  readonly senderName: string | null;
  readonly isOurs: (address: string) => boolean;
  readonly isPlace: (words: string) => boolean;
  /** True when the mail answers one of ours, so that talk beside the matter is harmless. */
  readonly answersOurs: boolean;
  /** True when it answers what we registered or asked: it may say first that we have it wrong. */
  readonly correctsOurs: boolean;
};

/** Why a sentence speaks against the contact, in English; null when it does not. */
export function speaksAgainst(sentence: string, own: Own, where: Where, needs: JudgeNeeds): string | null {
  if (device.test(sentence)) return null;
  if (/(?<!\p{L})test(?!\p{L})/iu.test(sentence) && sentence.split(/\s+/).length <= 4) return 'is a test';
  if (needs.correctsOurs && (weHaveItWrong.test(sentence) || isExcuse(sentence))) return null;
  if (isOtherBusiness(sentence)) return 'is about another matter';
  // The kommune's own mailbox in a letterhead says nothing; "Skriv til …" does.
  const foreign = addressesIn(sentence).sound.find((a) => a !== own.email && a !== needs.sender && !needs.isOurs(a) && !(isOfficeMailbox(a) && !/(?<!\p{L})(?:skriv\p{L}*|send\p{L}*|brug\p{L}*|benyt\p{L}*|kontakt\p{L}*|svar\p{L}*|er|bliver)(?!\p{L})/iu.test(sentence)));
  if (foreign !== undefined) return `names another address, ${foreign}`;
  const concerned = concerns(sentence, own);
  const words = sentence.split(/\s+/).length;
  if (isOfFormer(sentence, own) || officeHours.test(sentence)) return null;
  if (copied.test(sentence) && !bearsPart(sentence, own) && !pointsAt.test(sentence)) return null;
  if (sentence.endsWith('?') || /(?<!\p{L})i tvivl om,? (?:hvor|hvem der (?:er|tæller|hører)|om )/iu.test(sentence)) return asksWhether.test(sentence) || words <= 3 ? 'asks whether it is so' : null;
  if (keepsOpen(sentence) || promises(sentence)) return 'keeps the answer open';
  if (isSelfClaim(sentence) && own.email !== needs.sender) return 'names the sender herself';
  if (where === 'list' && /(?<!\p{L})siden (?:sidste|forrige) år(?!\p{L})/iu.test(sentence)) return null;
  const danger = hardDangerIn(sentence) ?? (unsettled(sentence) || leavesOpen(sentence) ? 'something takes it back or puts it off' : limitsTime(sentence) ? 'a time' : null);
  if (ofMachines.test(sentence) && !ofPerson.test(sentence) && !/kontakt/i.test(sentence)) return null;
  // Who is away herself and names another names her substitute.
  if (awayNow.test(sentence)) return own.email === needs.sender && holiday.test(sentence) ? null : 'an absence';
  const aside = needs.answersOurs && where === 'before' && !ofPerson.test(sentence) && !bearsPart(sentence, own) && (words >= 10 || isOfAnother(sentence, own, needs));
  if (danger !== null && ((concerned || words <= 6) && !aside ? true : where !== 'before' && !isOfOthers(sentence, own, needs))) return danger;
  if (where === 'table' && danger === null && dangerIn(sentence) !== null && concerned) return dangerIn(sentence);
  const other = otherPerson(sentence, own, where, needs);
  if (other !== null) return `names another person, ${other}`;
  if (aside) return null;
  if (where === 'list' ? !ofPerson.test(sentence) && !bearsPart(sentence, own) : needs.answersOurs && !sentence.endsWith(':') && !((concerned && where !== 'before') || goesOn.test(sentence))) return null;
  if (isNamesOnly(sentence)) return null;
  const odd = unknownWord(sentence, own.name === null ? [] : [own.name], needs.isPlace, courtesy);
  return odd === null ? null : `says something that is not understood (${odd})`;
}

/** Whether a cell or heading beside a contact, or above or below its list, speaks against it: dangers and doubts, whatever else it says. */
export function cellSpeaksAgainst(text: string): boolean {
  return unsettled(text) || keepsOpen(text) || leavesOpen(text) || promises(text) || (dangerIn(text) !== null && !/kontaktpersoner/i.test(text));
}

/** Words that point back at the contact or at what was said. */
const ofPerson = /(?<!\p{L})(?:hun|han|ham|hende|hendes|hans|vedkommende|personen|ovenstående|nedenstående|ovennævnte|følgende)(?!\p{L})/iu;
const ofMatter = /kontakt-?\s?person|^(?:det|den|dette|denne|det her|sådan)(?!\p{L})|(?<!\p{L})(?:navn|navnet|mailen|mailadressen|oplysninger|oplysningerne|listen?|skemaet|arket|vedhæftede|vedlagte|svaret|udpeg\p{L}*|valgt|vælger)(?!\p{L})/iu;

function concerns(sentence: string, own: Own): boolean {
  return ofPerson.test(sentence) || ofMatter.test(sentence) || bearsPart(sentence, own);
}

function bearsPart(sentence: string, own: Own): boolean {
  return (own.name ?? '').split(' ').some((w) => w.length > 2 && sentence.includes(w)) || (own.email !== null && sentence.toLowerCase().includes(own.email));
}

/** What telephones and apps put under a mail. */
const device = /^(?:sendt|sent|hent|get|skickat) (?:fra|from|med|outlook|via|från)(?!\p{L})/iu;
const weHaveItWrong = /^(?:nej,? )?(?:det|dette) er (?:desværre )?(?:ikke (?:helt )?(?:korrekt|rigtigt)|forkert)[.!]?$/i;
/** A sentence that goes on with what was said, decides, or sets a time: what it says of the contact it need not say by name. */
const goesOn = /^(?:det|den|dette|denne|dem|men|dog|fra|indtil|efter|først|hvis|nej|vent|herefter|derefter|fremover)(?!\p{L})|(?<!\p{L})(?:(?:det|den|han|hun|vi) skal|skal (?:lige|først|have|vendes)|bliver|blev|vendes|beslut\p{L}*|aftal\p{L}*|sagt|overtag\p{L}*|skift\p{L}*|ny (?:person|medarbejder|kollega|leder|mand|en)|nyt (?:job|arbejde|navn)|ændr\p{L}*|ret(?:te|tes|tet))(?!\p{L})/iu;
/** Talk of automatic answers and receipts. */
const ofMachines = /(?<!\p{L})(?:automatisk\p{L}*|autosvar|autoreply|kvittering\p{L}*|læsekvittering)(?!\p{L})/iu;
const awayNow = /(?<!\p{L})(?:jeg|vi) (?:holder (?:\p{L}+ ){0,2}(?:\p{L}*ferie|fri)|er (?:\p{L}+ ){0,2}(?:på (?:\p{L}*ferie|barsel|orlov|kursus)|væk|tilbage|bortrejst|fraværende|sygemeldt|ude af)|har (?:\p{L}*ferie|fri)|går på|læser ikke)(?!\p{L})/iu;
const holiday = /(?<!\p{L})(?:\p{L}*ferie|fri|kursus)(?!\p{L})/iu;

/** "Jeg er ikke på kontoret om fredagen": no absence, and no negation of anything. */
const officeHours = /^[^.?!]{0,12}jeg (?:er |arbejder |har |holder )?(?:normalt |altid |som regel )?(?:ikke på (?:kontoret|arbejde)|ikke|fri|hjemmefra|hjemmearbejde) ?(?:om |hver |på )?(?:man|tirs|ons|tors|fre)dage?n?e?[.!]?$/iu;
/** "Min chef … er sat på cc": mentioned, and no more. */
const copied = /(?<!\p{L})(?:er |har |står |også )?(?:sat|sætter|står|er) (?:\p{L}+ ){0,4}(?:på |i )?(?:cc|kopi)(?!\p{L})/iu;

/** What makes a person who is named more than mentioned. */
const pointsAt = /(?<!\p{L})(?:(?:det|den) (?:er|bliver)|(?:er|bliver) det|vælge[rs]?|peger på|(?:skriv|send)\p{L}* til (?!jer|os|mig|dig)|brug|kontakt\p{L}*|overtager|overtaget|den rigtige|(?:fra|pr\.?) (?:den )?\d)(?!\p{L})/iu;
const joins = /(?<!\p{L})(?:også|ligeledes|eller|samt|sammen|både|begge|ansvarlig\p{L}*|står for|suppleant\p{L}*|har opgaven|svarer|login|cc|kopi|mener|mente|mente|hellere|rettelse|afløs\p{L}*|hjælper|bistår|ring\p{L}*)(?!\p{L})/iu;
/** A question about what was said, not about the matter. */
const asksWhether = /(?<!\p{L})(?:rigtig\p{L}*|korrekt|passer|forstået|i orden|godt nok|okay|ok|er det (?:hende|ham|mig|nok|den)|skal det være|kan (?:hun|han|det|jeg|vi) være|hende,? i|den rigtige|stemmer)(?!\p{L})/iu;

/** The contact before, of whom this one takes over; nothing of it is said of this one. */
function isOfFormer(sentence: string, own: Own): boolean {
  if (!bearsPart(sentence, own) && /(?<!\p{L})(?:sidst|sidste år|før|tidligere|hidtil) (?:var|har) (?:det|været) \p{Lu}/iu.test(sentence)) return true;
  return !bearsPart(sentence, own) && !/(?<!\p{L})(?:følgende|nedenstående|ovenstående|hun|han|hende|ham)(?!\p{L})/iu.test(sentence) && /(?<!\p{L})(?:tidligere|forrige|gamle|hidtidige) kontakt-?person/iu.test(sentence);
}

/** A sentence before the contact that speaks of somebody else by her name and makes her nothing: "Sofie Brandt er gået på barsel." */
function isOfAnother(sentence: string, own: Own, needs: JudgeNeeds): boolean {
  return !pointsAt.test(sentence) && namesIn(`: ${sentence}`, needs.isPlace).some((n) => n.name !== own.name);
}

/** A long sentence about somebody who is named, or about the writer, where the contact is another. */
function isOfOthers(sentence: string, own: Own, needs: JudgeNeeds): boolean {
  return namesIn(`: ${sentence}`, needs.isPlace).some((n) => n.name !== own.name) || (own.email !== needs.sender && /(?<!\p{L})(?:jeg|mig|min|mit|vi|os|i)(?!\p{L})/iu.test(sentence));
}

/** Another person whom the sentence names and does more than mention; a lone first name counts where it stands like one. */
function otherPerson(sentence: string, own: Own, where: Where, needs: JudgeNeeds): string | null {
  const whole = namesIn(`: ${sentence}`, needs.isPlace).map((n) => n.name).find((n) => n !== own.name && n !== needs.senderName && !(own.name ?? '').includes(n));
  if (whole !== undefined && !isSignatureLine(sentence) && (!needs.answersOurs || pointsAt.test(sentence) || (where !== 'before' && (joins.test(sentence) || sentence.split(/\s+/).length <= 4)))) return whole;
  if (where === 'before' && !pointsAt.test(sentence)) return null;
  const parts = new Set(`${own.name ?? ''} ${needs.senderName ?? ''}`.split(/[\s-]+/));
  const lone = [...sentence.matchAll(standsLikeName)].flatMap(([, a, b]) => [a ?? b ?? '']).find((w) => w !== '' && !parts.has(w) && !isNoNameWord(w.toLowerCase()) && !titleWord.test(w) && !needs.isPlace(w) && !notAPerson.test(w) && !knownWord(w) && !(w.length >= 7 && /(?:en|et|ne)$/.test(w)));
  return lone ?? null;
}

const standsLikeName = /(?<!\p{L})(?:er|bliver|hos|samt|men|brug|bruge|skriv til|spørg|kontakt) (?:det |så |nu |også )?(\p{Lu}\p{Ll}{2,})(?!\p{L}| \p{Lu})|(?:^|[:;] )(\p{Lu}\p{Ll}+) (?:har|er|bliver|overtager|tager|står|sidder|svarer|skal|vil)(?!\p{L})/gu;
const notAPerson = /^(?:Vi|De|Du|Så|Nu|Ja|Nej|Og|Men|Som|Vor|Min|Din|Det|Den|Dette|Denne|Der|Her|Hvis|Når|Hun|Han|Jeg|Man|Alle|Alt|Ingen|Kommunen|Kommunens|Region|Regionen|Rambøll|Ligestilling\p{L}*|Digitaliser\p{L}*|Danmark|Teams|Excel|Outlook|Brevet|Listen|Svaret|Mailen|Skemaet|Vores|Vedlagte|Vedhæftede|Tak|Januar|Februar|Marts|Maj|\p{L}*(?:forvaltning|afdeling|sekretariat|center|kontor|stab|kommune)(?:en|et|s)?)$/u;

/** "Mette Holm", "Borgmesterens Afdeling", "8000 Aarhus C", "Palle Årslev, HR-chef": a line of an address or a signature. */
function isNamesOnly(sentence: string): boolean {
  const words = sentence.split(/[^\p{L}]+/u).filter((w) => w !== '');
  return words.length <= 8 && words.every((w) => /^\p{Lu}/u.test(w) || /^(?:og|af|i|for)$/.test(w) || titleWord.test(w)) && !/[:!]/.test(sentence) && !/^(?:Eller|Samt|Også|Rettelse|Nej|Men|Hellere)(?!\p{L})/u.test(sentence);
}

function isSignatureLine(sentence: string): boolean {
  return isNamesOnly(sentence) && !/[.!?]$/.test(sentence);
}
