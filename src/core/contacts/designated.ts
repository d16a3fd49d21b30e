// Finds whom an answer to ours seems to choose in words of its own ("valget faldt på …", "vi stiller med …"), for a person to confirm.
// It refuses all but one person with one address that spells her name, chosen by a phrase directly before it, in a text that takes nothing back.
import { addressesIn, type Sentence } from '../words.ts';
import { foundFrom, type FoundContact } from './found.ts';
import { spellsName } from './link.ts';
import { namesIn } from './names-in-text.ts';
import { isSender, type TextNeeds } from './sender.ts';
import { isOfficeMailbox, phoneInText, titleWord } from './validation.ts';
import { dangerIn, hardDangerIn, isOtherBusiness, keepsOpen, leavesOpen, limitsTime, promises, unsettled } from './vocabulary.ts';

/** Phrases that choose whoever is named next. */
const chooses = new RegExp(`(?:^|[\\s,:;(–-])(?:${[
  '(?:har |er |blev |blevet )?(?:valgt|udpeget|udpeger|udpege|vælger|peger på|peget på|stiller med|melder|indmelder|siger)',
  '(?:valget|valget er|lodden|det) (?:er )?(?:faldt|faldet|falder) (?:valget )?på', 'faldt valget på', 'er faldet på',
  '(?:opgaven|sagen|indberetningen|den) (?:er |blev |bliver )?(?:landede|landet|landet hos|placeres|placeret|ligger|ligger nu|givet|overladt|gives|overlades)?(?: hos| til)', 'landede hos', 'give opgaven til', 'overlader opgaven til',
  '(?:det|så det) (?:bliver|er)(?: fortsat| stadig| igen| nu| i stedet| altså)?', '(?:er|bliver) det(?: fortsat| stadig| igen| nu| i stedet| altså)?', 'nemlig', 'hedder', 'konklusionen blev', 'det rigtige (?:er|navn er|sted er hos)',
  '(?:skriv|notér|noter|registrér|registrer|tag|brug|sæt|tilføj)(?: bare| venligst| blot| endelig)?',
  '(?:i|du) (?:skal|kan|må|bedes)(?: bare| blot| gerne| venligst)? (?:bruge|skrive til|notere|registrere|kontakte|have fat i)',
  'bedt', 'til sin medarbejder', 'oplysningerne på skrift', 'herfra oplyses,? at',
].join('|')})[\\s,:–-]*$`, 'iu');

/** What may stand between such a phrase and the name: titles, "vores", "min kollega". */
function withoutTitles(before: string): string {
  let rest = before.trimEnd();
  for (let last = ''; last !== rest;) {
    last = rest;
    const word = /[\s,:(–-]([\p{L}-]+)[\s,]*$/u.exec(rest)?.[1] ?? '';
    if (word !== '' && (titleWord.test(word) || /^(?:vores|min|kommunens|kollega|medarbejder|nye|en|konsulent|i|hr|løn|team)$/i.test(word))) rest = rest.slice(0, rest.lastIndexOf(word)).trimEnd();
  }
  return rest;
}

/** Whether the sentence that chooses, or the one with the address, takes it back, puts it off, or passes something on. */
function speaks(text: string): boolean {
  return hardDangerIn(text) !== null || limitsTime(text) || keepsOpen(text) || promises(text) || leavesOpen(text) || unsettled(text) || isOtherBusiness(text)
    || /(?<!\p{L})(?:cc|kopi|videresendt|orienteret|sendt (?:videre )?til|modtaget)(?!\p{L})/iu.test(text);
}

/** The one person chosen in a text; nothing where anything speaks against her, or where there is more than one person or address. */
export function designated(sentences: readonly Sentence[], needs: TextNeeds): readonly FoundContact[] {
  if (!needs.answersOurs) return [];
  const text = sentences.map((s) => s.text).join(' ');
  const written = addressesIn(text);
  const [email, ...more] = written.sound.filter((a) => !needs.isOurs(a) && a !== needs.from?.address.toLowerCase());
  if (email === undefined || more.length > 0 || written.slips.length > 0 || isOfficeMailbox(email)) return [];
  const names = [...new Set(sentences.flatMap((s) => namesIn(s.text, needs.isPlace).map((n) => n.name)))].filter((n) => !isSender(n, needs));
  const [name, other] = names;
  if (name === undefined || other !== undefined || !spellsName(name, email)) return [];
  const telling = sentences.find((s) => s.text.includes(name));
  const holds = sentences.find((s) => s.text.toLowerCase().includes(email));
  if (!telling || !holds || holds.line < telling.line || holds.line - telling.line > 4) return [];
  // The other sentences are the judge's, as everywhere.
  if ([telling.text, holds.text].some((text) => text.includes('?') || speaks(text))) return [];
  // Behind the name even what people say about anything takes back: "…, hvis I har spørgsmål til lokalplanen".
  if (dangerIn(telling.text.slice(telling.text.indexOf(name))) !== null || (holds !== telling && dangerIn(holds.text) !== null)) return [];
  const before = withoutTitles(` ${telling.text.slice(0, telling.text.indexOf(name))}`);
  const part = /(?<!\p{L})(?:for|i|på|hos|fra) ((?!Region)\p{Lu}[\p{L}-]+)/gu;
  if (!chooses.test(before) || /(?<!\p{L})(?:vedr|vedrørende|angående|mht|hvad angår|med hensyn til|om)(?!\p{L})/iu.test(before) || [...before.matchAll(part)].some(([, word = '']) => !needs.isPlace(word) && !needs.isPlace(`${word} Kommune`) && !/kommunes?$/i.test(word))) return [];
  const found = foundFrom({ name, email, phone: phoneInText(holds.text) ?? undefined, from: `${needs.source}:${telling.line}`, origin: 'text' });
  return found ? [{ ...found, doubts: [...found.doubts, `The sentence at ${found.from} chooses ${name} in words that are not understood one by one.`] }] : [];
}
