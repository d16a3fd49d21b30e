// Says whether the rest of a text leaves standing a contact that it names: what leads up to the contact or is said of her has to be understood.
// It refuses to read past what it does not know in a mail that answers nothing of ours: a press release may name a contact person too.
import { addressesIn, sentencesOf } from '../words.ts';
import { roleOf } from './columns.ts';
import { namesIn } from './names-in-text.ts';
import { unknownWord } from './plain-words.ts';

/** Words of courtesy and of sending an answer, beside those that name a contact. */
const courtesy = new Set(('tak mange tusind takker hej god godt gode morgen formiddag eftermiddag aften dag dage weekend uge påske jul sommer fortsat rigtig alle jer venlig venlige hilsen hilsner kære goddag håber alt vel høre hører hørt læst læse interesse ser se glæder glæde frem samarbejde samarbejdet '
  + 'som aftalt aftale telefon telefonen telefonisk går dags idag snak snakken samtale sidst sidste omgang hjælp hjælpen hjælpe beklager beklage undskyld forsinkelse forsinkelsen forsinket sen sene sent ventetid ventetiden ulejlighed ulejligheden manglede mangler mangle mangel noget påmindelse påmindelsen rykker rykkeren erindring '
  + 'henvendt jeres skriver skrev bedt bad bedes spurgt beder ønsket ønsker ønskede ønskes efterspurgt ændring ændringer sket ændret rette rettet opdateret velkommen velkomne endelig endeligt sige sig til hvis når ellers mere yderligere behov spørgsmål spørgsmålene spørge tvivl uddybning uddybende oplys bekræft bekræfter '
  + 'hele materiale materialet vedhæftet vedhæftede vedlagt vedlagte medsendt liste listen ark arket regneark regnearket fil filen udfyldt udfylde udfyldte retur returneres returnerer igen hurtig hurtigt svarer svaret modtaget modtage kvittere kvittering efter intern internt afklaring afklaret inden frist fristen deadline tid tide ordre '
  + 'kommer komme her herfra derfor så da fordi men jo lige kun selv selvfølgelig naturligvis gerne godkendelse relevante relevant relevans nødvendige ovenstående ovennævnte øvrigt øvrige information informationer orientering oplyste oplysningen data kontaktoplysninger kontaktdata bekræftes notere ajour '
  + 'ferie næste din dit dine må hav have bekræftelse bekræftelsen stor store mange styr meget tilstrækkeligt kunnet tålmodighed modtagelsen modtagelse brug sendt tilsendt tilsende modtog set bekendt noteret notér drøftet drøfte drøftelser møde mødet ledergruppen direktionen udpegning udpegningen udpegelsen valg valget faldet falder rettes stilles stiles besvares besvare direkte bedst hverdage mellem kl ansvar ansvarlig ansvarlige arbejder arbejdet opgaven opgaver login adgang brugernavn indberetningsskema '
  + 'korrespondance dialog dialogen kontakten videre forløb forløbet proces processen dejlig dejligt fint fin super perfekt held lykke initiativ initiativet vigtigt vigtig arbejde emne emnet tema geografisk beliggende del tilhører hører under brevet bilag bilaget henviser henvisning refererer forespørgsel forespørgslen efterspørger ovenfor '
  + 'cc orienteret orienterer besked vide bare trygt endnu engang derudover desuden samt ligeledes hej ok okay yes ja snart snarest muligt hverdag eventuelle eventuelt opfølgende uklarheder afdelingens kommunale fulde ring ringe skrive kontakte hende ham dem ind i morgen næste møder behøver ville kunne skulle vil måtte '
  + 'åbne åben får få fik fået gør gøre gjort giver give gives hører tilhører findes finder ligger bor sidst både begge sammen fælles denne mail maile mailes advarsel bemærk kommer udefra ekstern eksterne afsender klik ikke på links link åbn vedhæftninger oplever problemer').split(' '));

const earlier = /(?<!\p{L})(?:(?:sidste|forrige|tidligere) år|ikke (?:længere|korrekt|rigtig\p{L}*|mere|aktuel\p{L}*|gældende|opdatere\p{L}*|endelig\p{L}*)|forkert|pension\p{L}*|stoppe[rt]|fratr\p{L}+|vender (?:\p{L}+ )?tilbage|melder (?:\p{L}+ )?tilbage|ved (?:vi|jeg) (?:\p{L}+ ){0,2}ikke|finde(?:r)? en (?:ny|anden)|se bort fra|udkast|til orientering|endnu ikke|afventer|undersøge[rs]?|nej|rettelse|dog|vent|først(?! og fremmest)|godkend\p{L}*|indtil|starter|tiltræder|væk|(?<!(?:fik|nåede|kunne|klik|åbn|besvar|svar) )ikke(?! \p{L}+ (?:åbne|skrive i|udfylde)))(?!\p{L})/iu;
const away = /(?<!\p{L})(?:(?:holder|har|på|afholder) (?:\p{L}+ ){0,2}(?:\p{L}*ferie|fri|barsel|orlov|kursus|tjenesterejse)|fravær\p{L}*|vikar\p{L}*|(?:langtids)?syg|\p{L}*sygemeld\p{L}*|sygdom|bortrejst|tilbage (?:igen|på kontoret|på arbejde|den \d|i uge|(?:man|tirs|ons|tors|fre)dag)|læser ikke|tjekker ikke|efterløn|fratrådt|overvåges|ikke på (?:kontoret|arbejde)|ude af huset)(?!\p{L})/iu;

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
};

/** The first thing in the rest of a text that speaks against a contact only the text names, as a sentence in English; null when there is none. */
export function restSpeaksAgainst(text: string, own: Own, needs: RestNeeds): string | null {
  for (const { text: sentence, line } of sentencesOf(text)) {
    if (unsettled(sentence) || otherBusiness.test(sentence)) return `What the text says in line ${line} leaves open whether the contact is meant.`;
    const foreign = foreignAddress(sentence, own, needs);
    if (foreign !== undefined) return `The text names another address, ${foreign}, in line ${line}.`;
    if (device.test(sentence)) continue;
    const bears = /kontakt-?\s?person/i.test(sentence) || (own.name !== null && sentence.includes(own.name)) || (own.email !== null && sentence.toLowerCase().includes(own.email));
    // What leads up to a table in the mail has been read by nobody yet: "Kontaktpersonen fremgår af sidste års skema".
    const leads = own.origin === 'table' && bears && !sentence.endsWith('?') ? unknownWord(sentence, own.name === null ? [] : [own.name], needs.isPlace, courtesy) : null;
    if (leads !== null) return `Line ${line} says something of the contact person that is not understood (${leads}).`;
    if (bears || sentence.endsWith('?') || roleOf(/^[^:\t]{2,45}(?=[:\t])/.exec(sentence)?.[0] ?? '') !== undefined) continue;
    const other = namesIn(sentence, needs.isPlace)[0]?.name;
    if (other !== undefined && own.name !== null && own.email !== null && !isNamesOnly(sentence)) return `The text names another person, ${other}, in line ${line}.`;
    if (isNamesOnly(sentence) || (needs.answersOurs && !sentence.endsWith(':') && !isAbout(sentence, own))) continue;
    const odd = unknownWord(sentence, own.name === null ? [] : [own.name], needs.isPlace, courtesy);
    if (odd !== null) return `Line ${line} says something that is not understood (${odd}).`;
  }
  return null;
}

/** The same for a contact in a list that came with the text: what is said of the list or of the person has to be understood. */
export function textSpeaksAgainstList(text: string, own: Own, needs: RestNeeds): string | null {
  for (const { text: sentence, line } of sentencesOf(text)) {
    if (draft.test(sentence) || (ofList.test(sentence) && listDoubt.test(sentence))) return `What the text says in line ${line} leaves open whether the list holds.`;
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

function foreignAddress(sentence: string, own: Own, needs: RestNeeds): string | undefined {
  return addressesIn(sentence).sound.find((a) => a !== own.email && a !== needs.sender && !needs.isOurs(a));
}

function isAbout(sentence: string, own: Own): boolean {
  return ofPerson.test(sentence) || (own.name ?? '').split(' ').some((w) => w.length > 2 && sentence.includes(w));
}

/** "Mette", "Borgmesterens Afdeling", "8000 Aarhus C": a line of an address or a name. */
function isNamesOnly(sentence: string): boolean {
  const words = sentence.split(/[^\p{L}]+/u).filter((w) => w !== '');
  return words.length <= 6 && words.every((w) => /^\p{Lu}/u.test(w) || /^(?:og|af|i|for)$/.test(w)) && !/[:!]/.test(sentence);
}

/** True for a sentence or cell that tells of earlier years, of absence, or of an answer to come. */
export function unsettled(sentence: string): boolean {
  return earlier.test(sentence) || away.test(sentence);
}

const ofList = /(?<!\p{L})(?:list\p{L}*|mailadresse\p{L}*|navnet|skema\p{L}*|ark(?:et)?|oplysning\p{L}*|vedhæft\p{L}*|vedlagt\p{L}*|fil(?:en)?)(?!\p{L})/iu;
/** "Kontaktpersonen bliver Lars." */
const namedByFirstName = /[Kk]ontakt-?\s?person(?:en)?\s+(?:er|bliver|hedder)\s+(\p{Lu}\p{Ll}+)\s*(?:[.,!]|$)/u;
const draft = /(?<!\p{L})(?:(?:sidste|forrige) års|udkast|foreløbig\p{L}*|forælde\p{L}*|se bort fra|kig bort)(?!\p{L})/iu;
const listDoubt = /(?<!\p{L})(?:(?:sidste|forrige) års?|ikke (?:længere|korrekt|rigtig\p{L}*|mere|aktuel\p{L}*|gældende|opdatere\p{L}*|endelig\p{L}*|færdig\p{L}*)|foreløbig\p{L}*|udkast|forælde\p{L}*|gam(?:mel|le)|til orientering|andre områder|et andet område|se bort fra|kig bort|ignorer\p{L}*|opdateres|eksempel|forkert\p{L}*|fra 20\d\d|slet(?:te|tes)?|fejl|godkend\p{L}*|først(?! og fremmest)|(?<!(?:fik|nåede|kunne|har) )ikke(?! \p{L}+ (?:åbne|skrive i|udfylde)))(?!\p{L})/iu;
