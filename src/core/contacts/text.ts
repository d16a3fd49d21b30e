// Finds contacts in running text: labels ("Kontaktperson: Mette Holm, mho@aarhus.dk"), sentences that name one, and "jeg er kontaktperson".
// It refuses to take a person for the contact because she is mentioned: the sentence must say so, and must not say it with a doubt.
import { addressesIn, contactWord, sentencesOf, withContactWord, type Sentence } from '../words.ts';
import { former, withoutFormers } from './former.ts';
import type { FoundContact } from './found.ts';
import { bareAnswer, partialAnswer } from './bare-answer.ts';
import { designated } from './designated.ts';
import { herself, presentsHerself } from './herself.ts';
import { labelled } from './labelled.ts';
import { belongTogether, readsLikeAnother, spellsName, spellsWhole } from './link.ts';
import { namesIn } from './names-in-text.ts';
import { asserted, notPlain, unknownWord } from './plain-words.ts';
import { bears, isSender, nameOfOwnAddress, ownAddressFor, ownLess, type TextNeeds } from './sender.ts';
import { likelyAddress, phoneInText } from './validation.ts';
import { courtesy, dangerIn } from './vocabulary.ts';

/** "Kontaktpersonen fremgår af vedhæftede": who stands in the next line is as likely the writer. */
const pointing = /(?<!\p{L})(?:fremgår|ses?|vedhæft\p{L}*|vedlagt\p{L}*|medsendt\p{L}*|tabel(?:len)?|oversigt(?:en)?|skema(?:et)?|list(?:e|en)|ark(?:et)?)(?!\p{L})/iu;
/** A line that is nothing but a telephone number with its label. */
const phoneLine = /^\W*(?:tlf|telefon|mobil|direkte|tel)\.?(?:\s*nr\.?)?\s*:?\s*[+\d][\d\s]{6,18}$/i;

/** The contacts that the newest text names. `body` is it without signature. */
export function contactsInText(written: string, signature: string, needs: TextNeeds): readonly FoundContact[] {
  const body = withoutFormers(withContactWord(written), needs.isPlace);
  const byLabel = labelled(body, needs);
  const sentences = sentencesOf(withoutGreeting(body));
  const byName = byLabel.length > 0 ? byLabel : named(sentences, needs);
  const told = byName.length > 0 || !(needs.answersOurs || needs.askedFor) ? byName : bareAnswer(withoutGreeting(body), signature, needs);
  const self = told.length > 0 ? [] : presentsHerself(sentences, signature, needs);
  const chosen = told.length + self.length > 0 ? [] : designated(sentences, needs);
  const whole = [...told, ...self, ...chosen];
  return whole.length > 0 || !(needs.answersOurs || needs.askedFor) ? whole : partialAnswer(withoutGreeting(body), needs);
}

/** Sentences that name the contact person: one name and one address in it or right after it. */
function named(sentences: readonly Sentence[], needs: TextNeeds): readonly FoundContact[] {
  const found: FoundContact[] = [];
  for (const [i, sentence] of sentences.entries()) {
    if (!contactWord.test(sentence.text) || asserted(sentence.text).includes('?') || herself.test(sentence.text)) continue;
    const names = namesIn(asserted(sentence.text), needs.isPlace);
    const written = addressesIn(sentence.text);
    const here = ownLess(written, needs);
    if (written.sound.length > 0 && here.sound.length + here.slips.length === 0) continue;
    const window = [sentence, ...following(sentences, i, needs)];
    // A signature below any talk of a contact person is not her name: without one the sentence has to lead to it.
    if (names.length === 0 && here.sound.length === 0 && !leadsOn.test(sentence.text)) continue;
    const [name] = names.length > 0 ? names : namesInWindow(window.slice(1), needs);
    const near = [here, ownLess(addressesIn(window.map((s) => s.text).join(' ')), needs), leadingUp(sentences[i - 1], name?.name, needs)].find((a) => a.sound.length + a.slips.length > 0) ?? here;
    if (!name && near.sound.length === 0) continue;
    // Said already by the sentence before: her address alone.
    if (!name && found.some((f) => f.email !== null && f.email === near.sound[0])) continue;
    if (former.test(sentence.text) && name && near.sound.length === 0) continue;
    const doubts: string[] = [];
    const where = `${needs.source}:${sentence.line}`;
    const known = names.map((n) => n.name);
    const odd = notPlain(sentence.text, known, needs.isPlace) ?? window.slice(1).filter((s) => bears(s.text, name?.name, near.sound)).map((s) => saysOtherwise(s.text, name?.name, near.sound[0], needs)).find((w) => w !== null) ?? null;
    if (name && names.length === 0 && pointing.test(sentence.text)) doubts.push(`The sentence at ${where} points to a list or a file, not to ${name.name}.`);
    if (odd !== null) doubts.push(`The sentence at ${where} names a contact person, but not without a doubt (${odd}).`);
    const year = /kontakt-?\s?person(?:en)?\s*(?:i|for)?\s*\(?(20\d\d)/i.exec(sentence.text)?.[1];
    if (year !== undefined && Number(year) < needs.year) doubts.push(`The sentence at ${where} names the contact person of ${year}.`);
    if (names.length > 1) doubts.push(`The sentence at ${where} names more than one person: ${names.map((n) => n.name).join(', ')}.`);
    if (near.sound.length > 1) doubts.push(`There is more than one address at ${where}: ${near.sound.join(', ')}.`);
    if (name && !name.sure && !isSender(name.name, needs) && !spellsWhole(name.name, near.sound[0] ?? '')) doubts.push(`Where the name begins in "${name.name}" at ${where} is not certain.`);
    const [address] = near.sound;
    if (name && address !== undefined && near.sound.length === 1 && !belongTogether([...window, ...sentences.slice(Math.max(0, i - 1), i)].map((s) => s.text).join(' '), name.name, address)) {
      doubts.push(`Whether ${address} is the address of ${name.name} does not follow from the sentence at ${where}.`);
    }
    if (name && address !== undefined && readsLikeAnother(name.name, address)) doubts.push(`${address} at ${where} reads like the address of someone else than ${name.name}.`);
    const slip = near.sound.length === 0 ? near.slips[0] : undefined;
    const likely = slip === undefined ? null : likelyAddress(slip);
    found.push({
      kommuneText: null, codeText: null, regionText: null,
      name: name?.name ?? nameOfOwnAddress(near.sound[0], needs),
      email: near.sound[0] ?? (slip === undefined ? ownAddressFor(name?.name ?? null, needs) : null),
      phone: phoneInText(window.filter((s, n) => n === 0 || bears(s.text, name?.name, near.sound) || (phoneLine.test(s.text) && window.slice(0, n).some((w, k) => k >= n - 3 && bears(w.text, name?.name, near.sound) && window.slice(k + 1, n).every((b) => !/\d{4} \p{Lu}|rådhus/iu.test(b.text))))).map((s) => s.text).join(' ')),
      from: where, origin: 'text', doubts,
      problems: slip === undefined ? [] : [`"${slip}" at ${where} is no e-mail address${likely === null ? '' : `; probably meant: ${likely}`}.`],
      notes: slip === undefined ? [] : [`Mailadressen "${slip}" er ikke skrevet rigtigt.${likely === null ? '' : ` Mener I ${likely}?`}`],
    });
  }
  return found;
}

/** "Kontaktpersonen er", "Oplysninger om kontaktperson:", "Kontaktperson for Aarhus Kommune", "vi har udpeget følgende": more has to come. */
const leadsOn = /:\s*$|(?<!\p{L})(?:er|bliver|hedder|følgende|herunder|nedenfor|nedenstående)[\s,.]*$|(?<!\p{L})(?:følgende|herunder|nedenfor|nedenstående)(?!\p{L})|^\s*(?:vores |kommunens |ny |hermed )?kontakt-?\s?person(?:en)?(?: (?:for|i|hos|fra) [^.!?]{2,40})?[\s,]*$|kontakt-?\s?person(?:en)?[\s,]*$|[@§]/iu;

/** A sentence after the one that names her, which gives her address: what it says may not speak against her, or against whose it is. */
function saysOtherwise(text: string, name: string | undefined, address: string | undefined, needs: TextNeeds): string | null {
  const danger = dangerIn(text);
  if (danger !== null || (name !== undefined && address !== undefined && spellsName(name, address))) return danger;
  return unknownWord(text, name === undefined ? [] : [name], needs.isPlace, courtesy);
}

/** "Brug venligst denne adresse: uoc@ringsted.dk. Den tilhører Ulla Overgaard Clausen, som er …": only an address that spells her name. */
function leadingUp(before: Sentence | undefined, name: string | undefined, needs: TextNeeds) {
  const written = before === undefined || before.text.includes('?') || dangerIn(before.text) !== null ? { sound: [], slips: [] } : ownLess(addressesIn(before.text), needs);
  return { sound: written.sound.length === 1 && name !== undefined && spellsName(name, written.sound[0] ?? '') ? written.sound : [], slips: [] };
}

/** Up to three sentences, or six short lines, after one that names the contact: her address often stands in a line of its own. */
function following(sentences: readonly Sentence[], at: number, needs: TextNeeds): readonly Sentence[] {
  const after: Sentence[] = [];
  for (const s of sentences.slice(at + 1, at + 7)) {
    if (after.length >= 3 && after.some((a) => a.text.length > 60)) break;
    // "Kontaktpersonen kan nås på …" goes on with the same person; another name begins with another.
    if (s.text.includes('?') || (contactWord.test(s.text) && (addressesIn(s.text).sound.length === 0 || namesIn(s.text, needs.isPlace).length > 0))) break;
    after.push(s);
  }
  return after;
}

function namesInWindow(window: readonly Sentence[], needs: TextNeeds): readonly { readonly name: string; readonly sure: boolean }[] {
  const names = window.flatMap((s) => (s.text.length <= 120 ? namesIn(`: ${s.text}`, needs.isPlace) : []));
  return names.length === 1 ? names : [];
}

/** The text with its greeting made blank. */
export function withoutGreeting(body: string): string {
  return body.replace(/^\s*(?:kære|hej(?:sa)?|til|dear|hi|hei|hello|hallo|goddag|god(?:e|t)?\s+(?:dag|morgen|formiddag|eftermiddag))\b(?:[^\n.!,]|\.(?=\S)){0,80}(?=[\n.!,]|$)/i, (greeting) => (/\b(?:er|bliver|har|kontakt-?person\w*)\b/i.test(greeting) ? greeting.replace(/^\s*\p{L}+/u, (word) => word.replace(/\S/g, ' ')) : greeting.replace(/[^\n]/g, ' ')));
}
