// Finds contacts in lines "Label: value" of running text, in blocks: "Kontaktperson: Mette Holm" and "E-mail: mho@aarhus.dk" below it.
// It refuses a block that neither names a contact person nor has both a name and an address, and doubts one beside another person's lines.
import { addressesIn, contactWord, sentencesOf } from '../words.ts';
import { roleOf, type Role } from './columns.ts';
import { foundFrom, type FoundContact } from './found.ts';
import { belongTogether, spellsName } from './link.ts';
import { namesIn } from './names-in-text.ts';
import { notPlain, unknownWord } from './plain-words.ts';
import { bears, ownAddressFor, ownLess, type TextNeeds } from './sender.ts';
import { phoneInText, readName, titleWord } from './validation.ts';
import { dangerIn } from './vocabulary.ts';


/** Lines "Label: value", in blocks. A block is a contact when it names a contact person, or has both a name and an address. */
export function labelled(body: string, needs: TextNeeds): readonly FoundContact[] {
  type Block = { fields: Map<Role, string>; line: number; emailLine: number; says: boolean; bare: boolean; odd: string | null; gap: number };
  const blocks: Block[] = [];
  const lines = body.split('\n');
  const start = (line: number): Block => {
    const block = { fields: new Map<Role, string>(), line, emailLine: line, says: false, bare: false, odd: null, gap: 0 };
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
      const bare = /^\s*(?:(?:e-?mail|mail|m)(?:[\s:.]+))?<?(\S+@[^\s<>]+)>?\s*$/i.exec(lines[i] ?? '')?.[1];
      if (block && bare !== undefined && !block.fields.has('email') && block.fields.has('name')) {
        block.fields.set('email', bare);
        block.emailLine = i;
        block.bare = true;
        continue;
      }
      if (block && (lines[i] ?? '').trim() !== '') { block.gap += 1; if (block.gap > 4 || !isOfSignature(lines[i] ?? '')) block = undefined; }
      continue;
    }
    let value = (parts[2] ?? '').trim();
    if (value === '') {
      // The value may stand below, after a blank line too.
      const next = (lines[i + 1] ?? '').trim() === '' ? i + 2 : i + 1;
      if (lines[next] !== undefined && !/^[\p{L} ()-]{2,30}:/u.test(lines[next] ?? '')) value = (lines[i = next] ?? '').trim();
    }
    if (!block || (block.fields.has(role) && block.fields.get(role) !== '')) block = start(i);
    block.gap = 0;
    block.fields.set(role, value);
    if (role === 'name' || role === 'firstName') { block.line = i; block.says ||= contactWord.test(parts[1] ?? ''); block.odd ??= /\d|(?<!\p{L})(?:it|fra|til)(?!\p{L})/iu.test(parts[1] ?? '') ? 'another contact' : notPlain(parts[1] ?? '', [], needs.isPlace); }
    if (role === 'email') block.emailLine = i;
  }
  // Outside our thread a name with an address may be anybody's card: the text has to speak of the matter.
  if (!needs.answersOurs && !blocks.some((b) => b.says) && !/kontakt|ligestilling|måltal|indberet/i.test(body)) return [];
  return blocks.flatMap((b) => fromBlock(b, needs)).map((c) => (others ? { ...c, doubts: [...c.doubts, `Beside ${c.from} another line names a person or an address in another part.`] } : c));
}

/** A title, an office, an address, a number: what stands in lines of its own below a name. */
function isOfSignature(line: string): boolean {
  return line.trim().length <= 60 && !/[.!?]\s*$/.test(line) && !/(?<!\p{L})(?:er|har|skal|kan|bliver|vil)(?!\p{L})/iu.test(line);
}

/** A value that names a person or an address that is not ours. */
function namesSomeone(value: string, needs: TextNeeds): boolean {
  return namesIn(`: ${value}`, needs.isPlace).length > 0 || ownLess(addressesIn(value), needs).sound.length > 0;
}

function fromBlock(block: { fields: Map<Role, string>; line: number; emailLine: number; says: boolean; bare: boolean; odd: string | null }, needs: TextNeeds): readonly FoundContact[] {
  const name = block.fields.get('name') ?? [block.fields.get('firstName'), block.fields.get('middleName'), block.fields.get('lastName')].filter(Boolean).join(' ');
  const email = block.fields.get('email') ?? '';
  if (!(block.says || (name !== '' && email !== ''))) return [];
  // "Kontaktperson: Undertegnede": the sender presents herself.
  if (email === '' && /^(?:mig|undertegnede|jeg)(?: selv)?[\s.!]*$/i.test(name)) return [];
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
  if (name.includes('?') || dangerIn(name) !== null || (odd !== null && found.name !== null && found.doubts.length === 0)) doubts.push(`What stands at ${found.from} is not said without a doubt${odd ? ` (${odd})` : ''}.`);
  if (email === '' && found.name !== null && found.email !== null && !belongTogether(name, found.name, found.email)) {
    doubts.push(`Whether ${found.email} is the address of ${found.name} does not follow from what stands at ${found.from}.`);
  }
  const lead = found.name === null ? '' : name.slice(0, Math.max(0, name.indexOf(found.name))).replace(/["“”»«']/g, '').trim();
  if (lead !== '' && (unknownWord(lead, [], needs.isPlace) !== null || dangerIn(lead) !== null || /(?<!\p{L})(?:af|ved|via|hos|gennem|kontakt)(?!\p{L})/iu.test(lead)) && !lead.split(/[\s,]+/).every((w) => titleWord.test(w) || /^\p{Lu}/u.test(w) || /^(?:vores|kommunens|er|bliver|fra|i|og)$/.test(w))) doubts.push(`"${lead}" before ${found.name} at ${found.from} may say something else.`);
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
