// Says what a person's mail is for by its words and files: a contact list, a report, a question, a login request, a refusal.
// It refuses to look at the quotation or the signature, and says nothing about what to do.
import type { Document, InboundMail } from './mail.ts';
import type { NewestText } from './newest-text.ts';
import { sentencesOf } from './words.ts';

export type ContentSigns = {
  /** A file or the text says that the contact list comes with this mail. */
  readonly announcesList: boolean;
  /** The text says that the list is here ("Hermed den udfyldte liste"), not that it is to come. */
  readonly bringsList: boolean;
  /** The text points to the contact of an earlier year instead of naming one. */
  readonly sameAsLastYear: boolean;
  readonly report: boolean;
  readonly question: boolean;
  readonly loginRequest: boolean;
  readonly decline: boolean;
};

/** The signs of a mail's purpose in its newest text (without signature), its subject and its file names. */
export function contentSigns(mail: Pick<InboundMail, 'subject' | 'inReplyTo'>, newest: NewestText, documents: readonly Document[]): ContentSigns {
  const text = newest.body.replace(/<?\b(?:https?:\/\/|www\.)\S+|[^\s?]*@[^\s?]*/gi, ' ');
  const files = documents.filter((d) => d.source !== 'body').map((d) => d.source);
  const bareSubject = mail.subject.replace(/^(?:\s*(?:sv|vs|re|fwd?|fw|aw|wg)\s*:)+\s*/i, '');
  // The letter's own subject begins with "Indberetning": an answer to it is no report for that.
  const answersLetter = /anmodning om kontaktoplysninger/i.test(mail.subject) || /^<(?:letter|clarify)\./i.test(mail.inReplyTo ?? '');
  return {
    announcesList: files.some((f) => /kontakt|\bliste\b|skema/i.test(f) && !/^indberetning/i.test(f)) || listWords.test(text),
    bringsList: sentencesOf(text).some((s) => listWords.test(s.text) && !toCome.test(s.text)),
    sameAsLastYear: sentencesOf(text).some((s) => sameWords.test(s.text) && !/\?\s*$/.test(s.text)),
    report: files.some((f) => /^indberetning/i.test(f)) || (/^indberetning\b/i.test(bareSubject) && !answersLetter && files.length > 0 && !files.some((f) => /kontakt/i.test(f))) || reportWords.test(text),
    question: asks(text),
    loginRequest: loginWords.test(text) || (!answersLetter && /^(?:mangler|nyt|intet) login\b|\blogin (?:mangler|virker ikke|udløbet)/i.test(bareSubject)),
    decline: declineWords.test(text),
  };
}

/** True where a text (without its signature) says yes and nothing more: "Hej Ligestillingsafdelingen, Ja, det er korrekt." */
export function isPlainYes(body: string): boolean {
  const [said = '', ...after] = body.replace(/^\s*(?:[Kk]ære|[Hh]ej|[Tt]il|[Gg]oddag)(?: (?:\p{Lu}[\p{L}-]*|alle|igen|jer)){0,3}(?:\s*[,.!]\s*|\s*\n\s*)/u, '')
    .split(/(?:^|\n)[ \t]*(?:med |de |mange )?(?:venlige?|bedste) hilsen?(?:er)?[^\n]*|(?:^|\n)[ \t]*(?:mvh|vh|hilsen)\.?(?!\p{L})[^\n]*/iu);
  // Below the closing only a name and what one is: nothing that takes the yes back.
  const isSignature = after.join('\n').split('\n').every((line) => line.trim() === '' || (/^[\p{Lu}\d+][^.!?]{0,60}$/u.test(line.trim()) && !/(?<!\p{L})(?:ikke|dog|men|kun|ps|nej|kender|forkert|obs|bemærk)(?!\p{L})/iu.test(line)));
  return isSignature && plainYes.test(said.replace(/[»«"“”]/g, '').replace(/\s+/g, ' ').trim());
}

const yesWord = '(?:ja(?: tak)?|jep|ok|okay|bekræftet|bekræftes|godkendt|korrekt)';
const yesSentence = '(?:(?:vi|jeg|det|dette|adressen)(?: kan)?(?: vi| jeg)?(?: hermed)? bekræfte[rs]?(?: vi| jeg)?(?: hermed)?(?: det| dette| adressen| kontaktpersonen)?|(?:det|dette|adressen|den|han|hun) (?:er (?:helt )?(?:korrekt|rigtigt?|meningen|i orden|godkendt)|passer|stemmer))';
const plainYes = new RegExp(`^(?:${yesWord}(?:[,.!]? ${yesSentence})?|${yesSentence})[.! ]*$`, 'iu');

const listWords = /(?<!\p{L})(?:(?:hermed|vedhæfte[dt]e?|vedlagte?|medsendte?|vedlægger|vedhæfter|fremsender|sender|udfyldte?|returner[\p{L}\d]*)\b[^.?!\n]{0,60}\b(?:kontaktliste[\p{L}\d]*|liste[\p{L}\d]*|kontaktoplysning[\p{L}\d]*|kontaktperson[\p{L}\d]*|skema[\p{L}\d]*|ark(?:et)?)\b|(?:kontaktliste[\p{L}\d]*|liste[\p{L}\d]*|skema[\p{L}\d]*)\b[^.?!\n]{0,40}\b(?:vedhæftet|vedlagt|udfyldt|retur)\b)/iu;
const toCome = /(?<!\p{L})(?:senere|snarest|inden længe|i (?:morgen|næste uge|løbet af)|når (?:vi|jeg|den|det|der)|så snart|på (?:mandag|tirsdag|onsdag|torsdag|fredag)|følger|eftersende\p{L}*|ikke|endnu|kommer|forventer|vil (?:blive|sende)|sender (?:vi|jeg) (?:den|det|dem)?\s*(?:i|på|når)|kan (?:i|du)|skal (?:vi|jeg))(?!\p{L})/iu;
const sameWords = /(?<!\p{L})(?:(?:det er |vi (?:har|bruger|fortsætter med) )?(?:den |de )?samme(?! (?:mail|måde|tid|sted|niveau|dag|tal|måltal|politik))(?: \p{L}+){0,3} som (?:\p{L}+ ){0,2}(?:sidste|forrige|i? ?fjor|tidligere|sidst|ved|i 20\d\d)|uændret (?:i forhold til|siden|fra|ift\.?)? ?(?:\p{L}+ )?(?:sidste|forrige|sidst|20\d\d)|kontakt-?person(?:en|er|erne)? er (?:fortsat |stadig )?(?:uændret|den samme|de samme)|ingen ændringer(?: \p{L}+){0,3}\.? (?:sidste|forrige|siden|kontakt)|(?:bruge|benytte|fortsætter med|beholder|genbruge) (?:den |de )?(?:samme |nuværende )?(?:kontakt-?person|kontaktoplysninger)(?:,? som i| i allerede| fra sidste)|i (?:har )?allerede (?:har )?(?:vores |registreret )?(?:kontakt-?person|kontaktoplysninger)|som (?:tidligere|sidste år) oplyst|samme kontakt-?person)(?!\p{L})/iu;
const reportWords = /(?<!\p{L})(?:vi indberetter hermed|indberetter vi(?= hermed)|(?:øverste|næste) (?:ledelses)?niveau\s*:?\s*\d|måltal\s*:\s*\d|indberetning for 20\d\d(?=[^.?!\n]{0,40}(?:vedhæftet|vedlagt|udfyldt)))|(?<!\p{L})(?:hermed|vedhæftet|vedlagt|fremsender|indsender|vedlægger)\b(?![^.?!\n]{0,80}kontakt)[^.?!\n]{0,60}\b(?:(?:kommunens |vores )?indberetning(?:en|sskema[\p{L}\d]*)?|måltal(?:lene)?(?: og politik[\p{L}\d]*)?)\b/iu;
const loginWords = /(?<!\p{L})(?:mangler (?:stadig |fortsat |endnu )?(?:et |mit |vores )?(?:nyt )?(?:log-?in|brugernavn|adgang(?:skode)?|aktiveringslink|link)|nyt (?:log-?in|aktiveringslink|link|kodeord|password)|(?:kan|kunne) (?:[\p{L}\d]+ ){0,2}ikke (?:[\p{L}\d]+ ){0,2}(?:logge (?:på|ind)|få adgang|komme ind)|ikke (?:har )?(?:modtaget|fået) (?:[\p{L}\d]+ ){0,2}(?:log-?in|brugernavn|aktiveringslink|adgang)|(?:log-?in(?:net)?|linket|aktiveringslinket)(?: \p{L}+){0,3} (?:virker (?:desværre )?ikke|er (?:desværre )?udløbet|duer ikke)|glemt (?:mit |min |vores |sit |sin )?(?:kodeord|password|adgangskode|log-?in)|send(?:e)? (?:mig |os )(?:\p{L}+ ){0,3}log-?in|sende? (?:et )?nyt log-?in|log-?in (?:er )?(?:gået tabt|bortkommet)|(?:bedes|må) (?:jeg|vi|i) (?:\p{L}+ ){0,2}(?:få|sende) (?:\p{L}+ ){0,2}log-?in)/iu;
const declineWords = /(?<!\p{L})(?:(?:er|vi er) (?:dermed |derfor |desværre )?ikke omfattet|(?:mener|finder) ikke,? at (?:\p{L}+ ){1,4}er omfattet|melder (?:\p{L}+ ){0,2}fra(?!\p{L})|ikke (?:har )?(?:\p{L}+ ){0,1}(?:ressourcer|tid) til at (?:indberette|deltage)|springer (?:\p{L}+ ){0,2}over(?= i år|[.!])|(?:vælger|har valgt) ikke at (?:indberette|deltage)|ønsker ikke at (?:deltage|indberette|oplyse|medvirke|udpege)|(?:kommer|agter) ikke (?:til )?at (?:indberette|deltage|udpege)|(?:vil|skal) ikke (?:indberette|deltage|udpege|oplyse|medvirke)|indberetter ikke|afstår fra|må (?:desværre )?afslå|under 50 (?:ansatte|medarbejdere)|færre end 50 (?:ansatte|medarbejdere))/iu;

const askingWords = /(?<!\p{L})(?:jeg|vi) har (?:et|nogle|to|tre|lige et|følgende) spørgsmål|\bspørgsmål(?:et)? (?:er|lyder|om)\b|\b(?:vil|kan|kunne) (?:i|du) (?:[\p{L}\d]+ ){0,3}(?:oplyse|bekræfte|fortælle|forklare|uddybe|svare|sende|hjælpe)|\bvi er i tvivl om|\bjeg er i tvivl om|\b(?:vil|ville) gerne (?:vide|høre|spørge)|\b(?:hører|høre) gerne (?:om|hvor|hvad|hvornår|hvordan)|\bønsker (?:afklaring|udsættelse)|\banmoder om (?:udsættelse|forlængelse)|\budsættelse (?:af|på) fristen/iu;
const rhetorical = /^(?:alt vel|hvordan går det|håber (?:alt|du|i)\b|ok|okay|går det an)\s*\?*$/i;

function asks(text: string): boolean {
  if (askingWords.test(text)) return true;
  return text.split(/(?<=[.!?])\s|\n/).some((s) => /\?\s*["”)]*$/.test(s.trim()) && /\p{L}{2}/u.test(s) && !rhetorical.test(s.trim()));
}
