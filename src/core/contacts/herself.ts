// Finds the sender who presents herself as the contact: "Jeg er kontaktperson for …", "Det bliver mig", "I will be the contact person".
// It refuses what says so of somebody else ("jeg er leder for vores kontaktperson"), and a sender who can't be named.
import type { Sentence } from '../words.ts';
import { spellsName } from './link.ts';
import { asserted, notPlain, unknownWord } from './plain-words.ts';
import type { FoundContact } from './found.ts';
import { displayName, sameName, signedName, type TextNeeds } from './sender.ts';
import { namesIn } from './names-in-text.ts';
import { isOfficeMailbox } from './validation.ts';
import { courtesy, dangerIn, limitsTime, promises } from './vocabulary.ts';

/** Between "jeg er" and "kontaktperson" nothing may stand that makes it another's: "jeg er leder for vores kontaktperson". */
export const herself = /\ber jeg (?:nu |fortsat |også )?(?:\p{L}+s )?kontakt-?person(?!\p{L})|\bdet\s+(?:er|bliver)\s+(?:mig|undertegnede|jeg),?\s+(?:der|som)\s+(?:er|bliver|vil være|står som|fungerer som)\s+(?:\p{L}+\s+){0,4}kontakt-?person(?!\p{L})|\bjeg\s+(?:gerne\s+|også\s+|fortsat\s+|fremover\s+)?(?:er|bliver|vil(?: gerne)? (?:være|stå|fungere)|kan(?: godt)? være|står|skal(?: fortsat)? være|fortsætter|fungerer|varetager|optræder)(?!\p{L})(?:(?!\b(?:for|til|af|hos|og|med|leder|chef|kollega|eller|at|den der)\b)[^.?!,]){0,50}\bkontakt-?person(?:en)?(?!\p{L})|\bkontakt-?person(?:en)?\b[^.?!,]{0,40}\b(?:er|bliver)\s+(?:mig|undertegnede|jeg)\b|\b(?:mig|undertegnede)\s+(?:er|bliver|som|til|står som|fungerer som|vil være|kan være)\s+(?:\p{L}+\s+){0,3}kontakt-?person(?!\p{L})|\bkontakt-?person\s*:\s*(?:mig|undertegnede|jeg)\b|\bjeg\s(?:(?!\b(?:chef|leder|kollega|at|hvis)\b)[^.?!,]){0,60}\bog (?:er|bliver) (?:\p{L}+ ){0,2}kontakt-?person(?!\p{L})|\b(?:notere|registrere|skrive|bruge|benytte|anføre|notér|registrer|registrér|skriv|brug|noter) (?:(?:bare|blot|gerne|meget) )*(?:mig|undertegnede)(?: på)? som (?:\p{L}+ ){0,2}kontakt-?person(?!\p{L})|\bI(?:'ll| will|'m| am)(?: be)? (?:the|your|our) (?:contact|kontakt)[ -]?person\b|\bdet (?:er|bliver) (?:(?:også|fortsat|stadig|igen|igen i år|så|altså|nu|derfor|i år) ){1,3}(?:mig|undertegnede),? (?:der|som) (?:er|bliver|skal være) (?:\p{L}+ ){0,3}kontakt-?person(?!\p{L})|\b(?:sætte|sæt) (?:(?:bare|blot) )?mig på som kontakt-?person(?!\p{L})|\bjeg (?:overtager|påtager mig|varetager|har overtaget) (?:rollen|opgaven|hvervet|funktionen) som kontakt-?person(?!\p{L})|\bjeg har noteret mig selv som kontakt-?person(?!\p{L})|\bundertegnede (?:kan (?:anføres|noteres|registreres|stå|skrives)|er (?:udpeget|valgt|anført|noteret)) som (?:\p{L}+ ){0,3}kontakt-?person(?!\p{L})|\bjeg melder mig (?:hermed |gerne )?som (?:[\p{L}-]+ ){0,4}kontakt-?person(?!\p{L})/iu;

/** The whole answer to a letter that asks who it will be. */
const shortly = /^[\s,–-]*(?:ja,? )?(?:det|den|kontaktpersonen|vores kontaktperson|svaret)(?: (?:er|bliver|bliver nok ikke andre end|vil være))(?: stadig| fortsat| igen)? (?:mig|undertegnede|jeg)(?:,? (?:igen|selv|stadig|i år|herfra|fra \p{L}+))*[\s.!]*$|^[\s,–-]*(?:i kan (?:bare|blot|roligt)? ?)?(?:sætte|sæt|skrive|skriv|notere|notér|noter|bruge|brug|registrere|registrer) (?:(?:bare|blot|gerne|du|I|venligst|endelig) )*(?:mig|undertegnede)(?: (?:på|op)(?: listen| skemaet)?)?[\s.!]*$|^[\s,–-]*(?:(?:du|i) (?:kan|må|skal) (?:bare |godt |gerne )?(?:bruge|skrive|notere|registrere) (?:mig|undertegnede)(?: på)?|(?:det er )?mig|vi bruger bare mig|jeg tager den(?: for [\p{L}-]+(?: kommune)?)?)[\s.!]*$/iu;

const takesOver = /(?<!\p{L})jeg (?:overtager|har overtaget|påtager mig) (?:rollen|opgaven|hvervet|funktionen) som(?!\p{L})/iu;

/** "Så det er mig – igen!", "Det er mig, der varetager indberetningen": in an answer to who it will be. */
const itIsMe = /^(?:(?:ja|jo|så|og|nå|her|igen)[\s,]+)*det (?:er|bliver|kan bare være) (?:nok |så |også |igen |fortsat |stadig |nu )?(?:mig|undertegnede)(?:,? (?:der|som) (?:er ansvarlig for|varetager|står for|sidder med|tager|laver|koordinerer|(?:skal )?ha(?:r|ve)) (?:opgaven|indberetningen|området|det|den|dette|ligestilling\p{L}*|måltal\p{L}*)(?!\p{L})|(?=\s*(?:$|[.!]|[–-] igen)))/iu;

/** True for a sentence in which the sender names herself. */
export function isSelfClaim(sentence: string): boolean {
  return herself.test(sentence) || shortly.test(sentence) || /(?<!\p{L})(?:det er (?:nu )?(?:mig|undertegnede)(?: nu)?[.!]?$|jeg har overtaget|(?:brug|skriv til|kontakt|sæt) mig)(?!\p{L})/iu.test(sentence);
}

/** "Jeg er kontaktperson for …": name from the From header and the signature, which must not disagree; address from the From header. */
export function presentsHerself(sentences: readonly Sentence[], signature: string, needs: TextNeeds): readonly FoundContact[] {
  const sentence = sentences.find((s) => herself.test(s.text) && !asserted(s.text).includes('?')) ?? (needs.answersOurs ? sentences.find((s) => shortly.test(s.text)) ?? sentences.find((s) => itIsMe.test(s.text.trim()) && !s.text.includes('?') && dangerIn(s.text) === null && unknownWord(s.text, [], needs.isPlace, courtesy) === null && !limitsTime(s.text) && !promises(s.text) && namesNoOther(s.text, needs)) : undefined);
  if (!sentence || !needs.from) return [];
  const doubts: string[] = [];
  const odd = herself.test(sentence.text) && !shortly.test(sentence.text) ? notPlain(sentence.text.replace(takesOver, 'jeg er'), [], needs.isPlace) : null;
  if (odd !== null) doubts.push(`The sentence at ${needs.source}:${sentence.line} names a contact person, but not without a doubt (${odd}).`);
  const display = displayName(needs.from.name);
  const signed = signedName(signature);
  if (display !== null && signed !== null && !sameName(display, signed)) doubts.push(`The mail comes from ${display} but is signed ${signed}.`);
  const address = needs.from.address.toLowerCase();
  const office = isOfficeMailbox(address);
  const name = signed ?? display;
  if (!office && display === null && name !== null && !spellsName(name, address)) doubts.push(`Whether ${address} is the address of ${name} is not certain.`);
  return [{
    kommuneText: null, codeText: null, regionText: null, name, email: office ? null : address, phone: null,
    from: 'from', origin: 'self', doubts,
    problems: office ? [`The mail comes from the mailbox of an office (${address}), so the contact's own address is not known.`] : [], notes: [],
  }];
}

/** True for a sentence that names nobody but the sender. */
function namesNoOther(text: string, needs: TextNeeds): boolean {
  const own = needs.from === undefined ? null : displayName(needs.from.name);
  return namesIn(`: ${text}`, needs.isPlace).every((n) => own !== null && sameName(n.name, own));
}
