// Finds contacts in running text: labels ("Kontaktperson: Mette Holm, mho@aarhus.dk"), sentences that name one, and "jeg er kontaktperson".
// It refuses to take a person for the contact because she is mentioned: the sentence must say so, and must not say it with a doubt.
import type { Address } from '../mail.ts';
import { addressesIn, sentencesOf, type Sentence } from '../words.ts';
import { roleOf } from './columns.ts';
import { foundFrom, type FoundContact } from './found.ts';
import { answersQuestion } from './asked-for.ts';
import { belongTogether, spellsName } from './link.ts';
import { namesIn } from './names-in-text.ts';
import { notPlain, unknownWord } from './plain-words.ts';
import { isOfficeMailbox, isPersonName, likelyAddress, phoneInText, readName } from './validation.ts';

export type TextNeeds = {
  readonly from: Address | undefined;
  /** Name of the document in provenance: "body" or a file's name. */
  readonly source: string;
  readonly isPlace: (words: string) => boolean;
  /** True for addresses of our own house, which are never a contact. */
  readonly isOurs: (address: string) => boolean;
  /** True when the text answers our question for what was missing of the contact, so that it need not say "kontaktperson" again. */
  readonly askedFor: boolean;
};

const contactWord = /\bkontakt-?\s?person/i;
/** Words with which a sentence takes back, puts off or doubts what it says. */
const doubtful = /\b(?:ikke|ingen|aldrig|tidligere|hidtil(?:dig)?e?|fratr[åæ]d\w*|udgå\w*|slet(?:tes)?|fjern\w*|stopp(?:er|et|ede)|i stedet for|erstatter|afløser|forrige|gamle?|måske|formentlig|formodentlig|forventer|forventes|foreløbig\w*|midlertidig\w*|indtil videre|eventuelt|evt\.?|vender tilbage|afklar\w*|følger|senere|vikar|barsel|ferie|fravær)(?=[\s,.;:!?)]|$)/i;
const question = /\?/;
/** "Kontaktpersonen fremgår af vedhæftede": who stands in the next line is as likely the writer. */
const pointing = /(?<!\p{L})(?:fremgår|ses?|vedhæft\p{L}*|vedlagt\p{L}*|medsendt\p{L}*|tabel(?:len)?|oversigt(?:en)?|skema(?:et)?|list(?:e|en)|ark(?:et)?)(?!\p{L})/iu;
/** A line that is nothing but a telephone number with its label. */
const phoneLine = /^\W*(?:tlf|telefon|mobil|direkte|tel)\.?(?:\s*nr\.?)?\s*:?\s*[+\d][\d\s]{6,18}$/i;

/** The contacts that the newest text names. `body` is it without signature. */
export function contactsInText(body: string, signature: string, needs: TextNeeds): readonly FoundContact[] {
  const byLabel = labelled(body, needs);
  const sentences = sentencesOf(withoutGreeting(body));
  const byName = byLabel.length > 0 ? byLabel : named(sentences, needs);
  const told = byName.length > 0 || !needs.askedFor ? byName : answersQuestion(sentences, needs);
  const self = told.length > 0 ? [] : presentsHerself(sentences, signature, needs);
  return [...told, ...self];
}

/** Lines "Label: value", in blocks. A block is a contact when it names a contact person, or has both a name and an address. */
function labelled(body: string, needs: TextNeeds): readonly FoundContact[] {
  type Block = { fields: Map<string, string>; line: number; emailLine: number; says: boolean; bare: boolean; odd: string | null; gap: number };
  const blocks: Block[] = [];
  const lines = body.split('\n');
  const start = (line: number): Block => {
    const block = { fields: new Map<string, string>(), line, emailLine: line, says: false, bare: false, odd: null, gap: 0 };
    blocks.push(block);
    return block;
  };
  let block: Block | undefined;
  let others = false;
  for (let i = 0; i < lines.length; i++) {
    const parts = /^\s*(?:[-*•·]|\d[.)])?\s*([\p{L}][\p{L} ()./*-]{1,45}?)\*?\s*(?::|=|\t|\s[–-]\s)\s*(.*)$/u.exec(lines[i] ?? '');
    const role = parts ? roleOf(parts[1] ?? '') : undefined;
    if (!parts || role === undefined) {
      // "Direktør: Hans Jensen": whose the next "Mail:" is cannot be told by a program.
      others ||= /:/.test(lines[i] ?? '') && parts !== null && namesSomeone(parts[2] ?? '', needs);
      const bare = /^\s*(?:e-?mail|mail)?\s*<?(\S+@[^\s<>]+)>?\s*$/i.exec(lines[i] ?? '')?.[1];
      if (block && bare !== undefined && !block.fields.has('email') && block.fields.has('name')) {
        block.fields.set('email', bare);
        block.emailLine = i;
        block.bare = true;
        continue;
      }
      if (block && (lines[i] ?? '').trim() !== '') { block.gap += 1; if (block.gap > 1) block = undefined; }
      continue;
    }
    let value = (parts[2] ?? '').trim();
    if (value === '' && lines[i + 1] !== undefined && !/^[\p{L} ()-]{2,30}:/u.test(lines[i + 1] ?? '')) value = (lines[i += 1] ?? '').trim();
    if (!block || (block.fields.has(role) && block.fields.get(role) !== '')) block = start(i);
    block.gap = 0;
    block.fields.set(role, value);
    if (role === 'name' || role === 'firstName') { block.line = i; block.says ||= contactWord.test(parts[1] ?? ''); block.odd ??= notPlain(parts[1] ?? '', [], needs.isPlace); }
    if (role === 'email') block.emailLine = i;
  }
  return blocks.flatMap((b) => fromBlock(b, needs)).map((c) => (others ? { ...c, doubts: [...c.doubts, `Beside ${c.from} another line names a person or an address in another part.`] } : c));
}

/** A value that names a person or an address that is not ours. */
function namesSomeone(value: string, needs: TextNeeds): boolean {
  return namesIn(`: ${value}`, needs.isPlace).length > 0 || ownLess(addressesIn(value), needs).sound.length > 0;
}

function fromBlock(block: { fields: Map<string, string>; line: number; emailLine: number; says: boolean; bare: boolean; odd: string | null }, needs: TextNeeds): readonly FoundContact[] {
  const name = block.fields.get('name') ?? [block.fields.get('firstName'), block.fields.get('lastName')].filter(Boolean).join(' ');
  const email = block.fields.get('email') ?? '';
  if (!(block.says || (name !== '' && email !== ''))) return [];
  const loose = looseValue(name, needs);
  const written = loose.email ?? email;
  const found = foundFrom({
    kommune: block.fields.get('kommune'), code: block.fields.get('code'), region: block.fields.get('region'),
    name: loose.name, email: email === '' ? written : email, phone: block.fields.get('phone') ?? loose.phone,
    from: `${needs.source}:${block.line + 1}`, emailAt: `${needs.source}:${block.emailLine + 1}`, origin: 'text',
  });
  if (!found) return [];
  if (found.email !== null && needs.isOurs(found.email)) return [];
  const doubts = [...found.doubts];
  const parts = sentencesOf(name).map((s) => s.text);
  const last = parts.findLastIndex((s) => bears(s, found.name ?? undefined, found.email === null ? [] : [found.email]));
  const odd = unknownWord(`: § ${parts.slice(0, last + 1).join(' ')}`, found.name === null ? [] : [found.name], needs.isPlace);
  if (question.test(name) || doubtful.test(name) || (odd !== null && found.doubts.length === 0)) doubts.push(`What stands at ${found.from} is not said without a doubt${odd ? ` (${odd})` : ''}.`);
  if (email === '' && found.name !== null && found.email !== null && !belongTogether(name, found.name, found.email)) {
    doubts.push(`Whether ${found.email} is the address of ${found.name} does not follow from what stands at ${found.from}.`);
  }
  if (block.odd !== null) doubts.push(`The label at ${found.from} is not that of the kommune's contact person (${block.odd}).`);
  if (block.bare && found.name !== null && found.email !== null && !spellsName(found.name, found.email)) doubts.push(`Whether ${found.email} is the address of ${found.name} is not said.`);
  const own = found.email === null && found.problems.length === 0 ? ownAddressFor(found.name, needs) : null;
  return [{ ...found, email: found.email ?? own, doubts }];
}

/** "Mette Holm, HR-konsulent, mho@aarhus.dk, tlf. 89 40 00 00" taken apart. */
function looseValue(value: string, needs: TextNeeds): { name: string; email: string | undefined; phone: string | undefined } {
  const addresses = addressesIn(value);
  if (readName(value).is === 'person' && addresses.sound.length + addresses.slips.length === 0) return { name: value, email: undefined, phone: undefined };
  const names = namesIn(`: ${value}`, needs.isPlace);
  const rest = value.replace(/\S*@\S*/g, ' ');
  const spelled = rest.split(/[\s,;]+/).find((w) => /.(?:\(at\)|\[at\]|\(a\)).*\.\p{L}{2,}/iu.test(w));
  const all = [...addresses.sound, ...addresses.slips, ...(spelled === undefined ? [] : [spelled])];
  const simple = rest.split(/[,;|/(–]|\s-\s|\bmail\b|\btlf\b|\be-mail\b/i)[0]?.replace(/[.:\s]+$/, '').trim() ?? '';
  const name = names.length === 1 ? names[0]?.name ?? '' : names.length > 1 ? names.map((n) => n.name).join(' og ') : simple;
  return { name, email: all.length > 0 ? all.join('; ') : undefined, phone: phoneInText(rest.replace(/\.\s+\p{Lu}[^]*$/u, '')) ?? undefined };
}

/** Sentences that name the contact person: one name and one address in it or right after it. */
function named(sentences: readonly Sentence[], needs: TextNeeds): readonly FoundContact[] {
  const found: FoundContact[] = [];
  for (const [i, sentence] of sentences.entries()) {
    if (!contactWord.test(sentence.text) || question.test(sentence.text) || herself.test(sentence.text)) continue;
    const names = namesIn(sentence.text, needs.isPlace);
    const written = addressesIn(sentence.text);
    const here = ownLess(written, needs);
    if (written.sound.length > 0 && here.sound.length + here.slips.length === 0) continue;
    const window = [sentence, ...following(sentences, i)];
    const [name] = names.length > 0 ? names : namesInWindow(window.slice(1), needs);
    const near = here.sound.length + here.slips.length > 0 ? here : ownLess(addressesIn(window.map((s) => s.text).join(' ')), needs);
    if (!name && near.sound.length === 0) continue;
    const doubts: string[] = [];
    const where = `${needs.source}:${sentence.line}`;
    const known = names.map((n) => n.name);
    const odd = notPlain(sentence.text, known, needs.isPlace) ?? window.slice(1).filter((s) => bears(s.text, name?.name, near.sound)).map((s) => unknownWord(s.text, name ? [name.name] : [], needs.isPlace)).find((w) => w !== null) ?? null;
    if (name && names.length === 0 && pointing.test(sentence.text)) doubts.push(`The sentence at ${where} points to a list or a file, not to ${name.name}.`);
    if (odd !== null) doubts.push(`The sentence at ${where} names a contact person, but not without a doubt (${odd}).`);
    if (names.length > 1) doubts.push(`The sentence at ${where} names more than one person: ${names.map((n) => n.name).join(', ')}.`);
    if (near.sound.length > 1) doubts.push(`There is more than one address at ${where}: ${near.sound.join(', ')}.`);
    if (name && !name.sure && !isSender(name.name, needs)) doubts.push(`Where the name begins in "${name.name}" at ${where} is not certain.`);
    const [address] = near.sound;
    if (name && address !== undefined && near.sound.length === 1 && !belongTogether(window.map((s) => s.text).join(' '), name.name, address)) {
      doubts.push(`Whether ${address} is the address of ${name.name} does not follow from the sentence at ${where}.`);
    }
    const slip = near.sound.length === 0 ? near.slips[0] : undefined;
    const likely = slip === undefined ? null : likelyAddress(slip);
    found.push({
      kommuneText: null, codeText: null, regionText: null,
      name: name?.name ?? nameOfOwnAddress(near.sound[0], needs),
      email: near.sound[0] ?? (slip === undefined ? ownAddressFor(name?.name ?? null, needs) : null),
      phone: phoneInText(window.filter((s, n) => n === 0 || bears(s.text, name?.name, near.sound) || phoneLine.test(s.text)).map((s) => s.text).join(' ')),
      from: where, origin: 'text', doubts,
      problems: slip === undefined ? [] : [`"${slip}" at ${where} is no e-mail address${likely === null ? '' : `; probably meant: ${likely}`}.`],
      notes: slip === undefined ? [] : [`Mailadressen "${slip}" er ikke skrevet rigtigt.${likely === null ? '' : ` Mener I ${likely}?`}`],
    });
  }
  return found;
}

/** Up to three sentences, or six short lines, after one that names the contact: her address often stands in a line of its own. */
function following(sentences: readonly Sentence[], at: number): readonly Sentence[] {
  const after: Sentence[] = [];
  for (const s of sentences.slice(at + 1, at + 7)) {
    if (after.length >= 3 && after.some((a) => a.text.length > 60)) break;
    if (contactWord.test(s.text) || question.test(s.text)) break;
    after.push(s);
  }
  return after;
}

function namesInWindow(window: readonly Sentence[], needs: TextNeeds): readonly { readonly name: string; readonly sure: boolean }[] {
  const names = window.flatMap((s) => (s.text.length <= 120 ? namesIn(`: ${s.text}`, needs.isPlace) : []));
  return names.length === 1 ? names : [];
}

function bears(text: string, name: string | undefined, addresses: readonly string[]): boolean {
  return (name !== undefined && text.includes(name)) || addresses.some((a) => text.toLowerCase().includes(a));
}

function ownLess(found: { readonly sound: readonly string[]; readonly slips: readonly string[] }, needs: TextNeeds) {
  return { sound: found.sound.filter((a) => !needs.isOurs(a)), slips: found.slips };
}

/** Between "jeg er" and "kontaktperson" nothing may stand that makes it another's: "jeg er leder for vores kontaktperson". */
const herself = /\ber jeg (?:nu |fortsat |også )?(?:\p{L}+s )?kontakt-?person(?!\p{L})|\bdet\s+(?:er|bliver)\s+(?:mig|undertegnede|jeg),?\s+(?:der|som)\s+(?:er|bliver|vil være|står som|fungerer som)\s+(?:\p{L}+\s+){0,4}kontakt-?person(?!\p{L})|\bjeg\s+(?:er|bliver|vil(?: gerne)? (?:være|stå|fungere)|kan(?: godt)? være|står|skal(?: fortsat)? være|fortsætter|fungerer|varetager|optræder)(?!\p{L})(?:(?!\b(?:for|til|af|hos|og|med|leder|chef|kollega|eller|at|den der)\b)[^.?!,]){0,50}\bkontakt-?person(?!\p{L})|\bkontakt-?person(?:en)?\b[^.?!,]{0,40}\b(?:er|bliver)\s+(?:mig|undertegnede|jeg)\b|\b(?:mig|undertegnede)\s+(?:er|bliver|som|til|står som|fungerer som|vil være|kan være)\s+(?:\p{L}+\s+){0,3}kontakt-?person(?!\p{L})|\bkontakt-?person\s*:\s*(?:mig|undertegnede|jeg)\b/iu;

/** "Jeg er kontaktperson for …": name from the From header and the signature, which must not disagree; address from the From header. */
function presentsHerself(sentences: readonly Sentence[], signature: string, needs: TextNeeds): readonly FoundContact[] {
  const sentence = sentences.find((s) => herself.test(s.text) && !question.test(s.text));
  if (!sentence || !needs.from) return [];
  const doubts: string[] = [];
  const odd = notPlain(sentence.text, [], needs.isPlace);
  if (odd !== null || doubtful.test(sentence.text)) doubts.push(`The sentence at ${needs.source}:${sentence.line} names a contact person, but not without a doubt${odd === null ? '' : ` (${odd})`}.`);
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

/** The person in a From header: "Mette Holm (MHO)", "Holm, Mette", "Mette Holm - Aarhus Kommune"; null for an office. */
export function displayName(name: string): string | null {
  const bare = name.replace(/\s*[([].*$/, '').replace(/\s+[-–|/].*$/, '').replace(/^['"]+|['"]+$/g, '').trim();
  const read = readName(bare);
  return read.is === 'person' ? read.name : null;
}

/** The name in the first lines after the closing phrase; null when none stands there. */
export function signedName(signature: string): string | null {
  const lines = signature.split('\n').map((l) => l.trim()).filter((l) => l !== '').slice(0, 4);
  for (const line of lines) {
    const after = line.replace(/^(?:med\s+)?(?:de\s+)?(?:venligs?t?e?|bedste|mange)\s+hils(?:en|ner)[\s,./|–-]*|^m\.?v\.?h\.?[\s,./|–-]*|^--\s*/i, '').replace(/\*/g, '').trim();
    if (after === '') continue;
    const first = after.split(/\s*[,|]\s*|\s+[-–]\s+/)[0] ?? '';
    if (isPersonName(first, true)) return first;
  }
  return null;
}

function sameName(a: string, b: string): boolean {
  const words = (n: string) => n.toLowerCase().replace(/[^\p{L}\s]/gu, '').split(/\s+/).filter((w) => w.length > 1);
  const [short, long] = words(a).length <= words(b).length ? [words(a), words(b)] : [words(b), words(a)];
  return short.length > 0 && short[0] === long[0] && short.every((w) => long.includes(w));
}

function isSender(name: string, needs: TextNeeds): boolean {
  const display = needs.from ? displayName(needs.from.name) : null;
  return display !== null && sameName(display, name);
}

/** The sender's own address, when the person named is the sender. */
function ownAddressFor(name: string | null, needs: TextNeeds): string | null {
  if (name === null || !needs.from || !isSender(name, needs)) return null;
  const address = needs.from.address.toLowerCase();
  return isOfficeMailbox(address) || needs.isOurs(address) ? null : address;
}

/** The sender's name, when the address named is the sender's own. */
function nameOfOwnAddress(address: string | undefined, needs: TextNeeds): string | null {
  return address !== undefined && needs.from?.address.toLowerCase() === address ? displayName(needs.from.name) : null;
}

/** The text with its greeting made blank. */
export function withoutGreeting(body: string): string {
  return body.replace(/^\s*(?:kære|hej|til|dear|hi|hello|goddag|god(?:e|t)?\s+(?:dag|morgen|formiddag))\b(?:[^\n.!,]|\.(?=\S)){0,80}(?=[\n.!,]|$)/i, (greeting) => greeting.replace(/[^\n]/g, ' '));
}
