// Brings together the contacts of a mail from its tables and its newest text, one per person.
// It refuses to choose between two that differ: then all are kept, and a person chooses.
import { foldName } from './kommune.ts';
import type { Address, Document, InboundMail } from './mail.ts';
import { newestText, splitSignature, type NewestText } from './newest-text.ts';
import type { OwnAnswer } from './own-quotation.ts';
import type { FoundContact } from './contacts/found.ts';
import { roleOf } from './contacts/columns.ts';
import { withoutFormers } from './contacts/former.ts';
import { contactsInTables, titleSpeaksAgainst } from './contacts/tables.ts';
import { spellsName } from './contacts/link.ts';
import { displayName, type TextNeeds } from './contacts/sender.ts';
import { contactsInText, withoutGreeting } from './contacts/text.ts';
import { unknownWord } from './contacts/plain-words.ts';
import { cellSpeaksAgainst } from './contacts/judge.ts';
import { courtesy, dangerIn, isOtherBusiness, unsettled } from './contacts/vocabulary.ts';
import { restSpeaksAgainst, textSpeaksAgainstList } from './contacts/rest-of-text.ts';
import { sentencesOf, withContactWord } from './words.ts';

export type { FoundContact } from './contacts/found.ts';

export type Contacts = {
  readonly contacts: readonly FoundContact[];
  /** True when a readable document is a contact list, filled or not. */
  readonly listSeen: boolean;
  readonly emptyRows: readonly string[];
};

export type ContactNeeds = Pick<TextNeeds, 'isPlace' | 'isOurs' | 'askedFor' | 'answersOurs'> & {
  readonly correctsOurs: boolean;
  /** The campaign's year. */
  readonly year: number;
};

/** Every contact in the documents and in the newest text of a mail, the same person once. */
export function findContacts(mail: InboundMail, documents: readonly Document[], newest: NewestText, needs: ContactNeeds): Contacts {
  const fromTables: FoundContact[] = [];
  const fromText: FoundContact[] = [];
  const emptyRows: string[] = [];
  let listSeen = false;
  const flat = squeeze(newest.text);
  for (const document of documents) {
    const read = contactsInTables(document);
    if (document.source === 'body') {
      // Tables of the body count only as far as they are in the newest text: the quotation has tables too.
      const fresh = read.contacts.filter((c) => isIn(flat, c.name) && isIn(flat, c.email));
      fromTables.push(...fresh);
      listSeen ||= read.isList && fresh.length > 0;
      continue;
    }
    const named = saysContact(document, newest);
    const title = titleSpeaksAgainst(document.source.replace(/_/g, ' ')) || isOldName(document.source, needs.year) ? document.source : remarkIn(document);
    const around = isLetter(document) ? splitSignature(document.lines.filter((line) => !line.includes('\t')).slice(0, 200).join('\n')).body : '';
    for (const contact of read.contacts) {
      const doubts = [...contact.doubts];
      if (title !== undefined) doubts.push(`What stands on the file or in it says otherwise: "${title.slice(0, 80)}".`);
      if (!named && (!isOfKommune(contact) || ofLeaders(document))) doubts.push(`Nothing says that ${contact.name ?? contact.email} in ${document.source} is a contact person.`);
      fromTables.push(around === '' ? { ...contact, doubts } : doubtedByRest({ ...contact, doubts }, around, mail, needs, textSpeaksAgainstList));
    }
    emptyRows.push(...read.emptyRows);
    listSeen ||= read.isList;
    if (read.contacts.length === 0) for (const sheet of textsInSheets(document)) fromText.push(...inFile(sheet.text, sheet.source, mail, needs).map((c) => ({ ...c, from: sheet.placeOf(c.from) })));
    if (read.contacts.length === 0 && !read.isList && document.lines.length > 0 && document.lines.length <= 200) {
      // A text that came as a file may be a saved mail, with an old one quoted in it.
      const { text } = newestText(document.lines.join('\n'));
      fromText.push(...inFile(text, document.source, mail, needs));
    }
  }
  const prose = withoutTables(newest.body, fromTables.filter((c) => c.from.startsWith('body')));
  fromText.push(...contactsInText(prose, newest.signature, { ...needs, from: mail.from[0], source: 'body' }));
  const plainly = (text: string) => withoutFormers(withContactWord(text), needs.isPlace);
  const contacts = mergeSame([...fromTables, ...fromText].filter((c) => c.email === null || !needs.isOurs(c.email)));
  return { contacts: contacts.map((c) => doubtedBySubject(doubtedByMarkup(c, mail), mail, needs)).map((c) => doubtedBySender(doubtedByText(c, plainly(newest.body), `${plainly(prose)}\n\n${afterSignature(newest.signature)}`, mail, needs), mail.from[0])), listSeen, emptyRows };
}

/** The contacts that a text names which came in a file: nothing in it is said of the sender of the mail. */
function inFile(text: string, source: string, mail: InboundMail, needs: ContactNeeds): readonly FoundContact[] {
  return contactsInText(splitSignature(text).body, '', { ...needs, askedFor: false, answersOurs: false, from: undefined, source })
    .map((c) => doubtedByRest(c, text, mail, { ...needs, answersOurs: needs.answersOurs && isLetterToUs(text), correctsOurs: false }, restSpeaksAgainst));
}

/** Sheets with one cell to a row, one below the other, read as text: labels with their values below, or a sentence in A1. */
function textsInSheets(document: Document): readonly { readonly source: string; readonly text: string; readonly placeOf: (from: string) => string }[] {
  return document.tables.filter((t) => !t.hidden && t.rows.length > 0 && t.rows.length <= 60 && t.rows.every((row) => row.length === 1)).map((table) => {
    const cells = table.rows.flatMap((row) => row);
    const source = `${document.source}!${table.name}`;
    return {
      source, text: cells.map((cell) => (roleOf(cell.text) === undefined || cell.text.endsWith(':') ? cell.text : `${cell.text}:`).replace(/\s*\n\s*/g, ' ')).join('\n'),
      placeOf: (from) => { const cell = cells[Number(/:(\d+)$/.exec(from)?.[1] ?? 0) - 1]; return cell ? `${source}!${cell.at}` : from; },
    };
  });
}

/** What of the signature is text: its first line, in which an answer may hide, and a postscript. */
function afterSignature(signature: string): string {
  const lines = signature.split('\n');
  const at = lines.findIndex((line, i) => i > 0 && (/^\s*(?:p\.?\s?s\.?|obs|nb|bemærk(?: at|venligst|,))(?!\p{L})/iu.test(line) || /kontakt-?\s?person|(?<!\p{L})(?:se bort fra|ovenstående|edit|rettelse|tilføjelse|annulle\p{L}*)(?!\p{L})/iu.test(line)));
  const first = (lines[0] ?? '').replace(/^\s*(?:med |de )*(?:(?:venlige?(?:ste?)?|bedste|mange) )?(?:hils(?:en|ner)|m\.?v\.?h\.?|v\.?h\.?|k\.?h\.?)[\s,./|–-]*(?:\p{Lu}[\p{L}.]*[\s,/]*){0,4}$/iu, '');
  return [first, ...(at < 0 ? [] : lines.slice(at).map((l) => l.replace(/^\s*(?:p\.?\s?s\.?|obs|nb|edit)\s*[:.!]?\s*/i, '')))].join('\n');
}

/** The contacts in the sender's own earlier answer, as quoted; their lines count in the whole mail. */
export function findQuoted(mail: InboundMail, own: OwnAnswer, needs: ContactNeeds): readonly FoundContact[] {
  const body: Document = { source: 'body', contentType: 'text/plain', bytes: 0, readAs: 'text', tables: [], lines: own.text.split('\n'), problem: null };
  const { contacts } = findContacts({ ...mail, text: own.text, html: null, attachments: [] }, [body], own, needs);
  return contacts.map((contact) => ({ ...contact, from: contact.from.replace(/^body:(\d+)$/, (_all, line: string) => `body:${Number(line) + own.line - 1}`) }));
}

/** True for a text of nothing but courtesy: "Se nedenfor", "Jeg gensender lige mit svar". */
export function saysNothing(body: string, isPlace: (words: string) => boolean): boolean {
  const sentences = sentencesOf(withoutGreeting(body));
  return sentences.some((s) => sentAgain.test(s.text)) && sentences.every((s) => !s.text.includes('?') && !s.text.includes('@') && !unsettled(s.text) && !changes.test(s.text) && dangerIn(s.text) === null && unknownWord(s.text, [], isPlace, courtesy) === null);
}

const sentAgain = /(?<!\p{L})(?:gensend\p{L}*|genfremsend\p{L}*|igen|se (?:venligst )?(?:nedenfor|herunder|nedenstående|mit svar|min mail|svaret)|har (?:allerede |tidligere )?(?:svaret|sendt)|allerede|sendte)(?!\p{L})/iu;
const changes = /(?<!\p{L})(?:ny|nyt|nye|nu|ret(?:te|tes|tet)|ændr\p{L}*|beklager|kollega\p{L}*|mig|morgen|overtag\p{L}*|undtagen|bortset)(?!\p{L})/iu;

/** What a table of the body has said already is not read a second time as prose: lines with tabs, and cells in lines of their own (Outlook). */
function withoutTables(body: string, contacts: readonly FoundContact[]): string {
  if (contacts.length === 0) return body;
  const said = new Set(contacts.flatMap((c) => [c.name, c.email, c.phone, c.kommuneText, c.codeText, c.regionText]).map((t) => squeeze(t ?? '')));
  return body.split('\n').map((line) => (line.includes('\t') || said.has(squeeze(line)) || roleOf(line) !== undefined ? '' : line)).join('\n');
}

/** True when the file, its cells or the text speak of a contact or of the list that was asked for. */
function saysContact(document: Document, newest: NewestText): boolean {
  return /kontakt/i.test(document.source) || document.tables.some((t) => !t.hidden && t.rows.some((r) => r.some((c) => /kontakt|contact/i.test(c.text)))) || /\b(?:liste|skema)/i.test(document.source) || /kontakt|\b(?:liste|skema)/i.test(newest.body);
}

/** "Kommune | Navn | E-mail" is what the letter asks for. */
function isOfKommune(contact: FoundContact): boolean {
  return contact.kommuneText !== null || contact.codeText !== null;
}

/** The reports are about leaders, so a sheet of them may come too. */
function ofLeaders(document: Document): boolean {
  return document.tables.some((t) => !t.hidden && t.rows.some((r) => r.some((c) => /direkt(?:ør|ion)|ledelse|ledere?\b/i.test(c.text))));
}

/** True when name and address are both there. */
export function isComplete(contact: FoundContact): boolean {
  return contact.name !== null && contact.email !== null;
}

/** The same person from two places becomes one contact; what one place lacks, the other fills, unless they disagree. */
function mergeSame(found: readonly FoundContact[]): readonly FoundContact[] {
  const merged: FoundContact[] = [];
  for (const contact of found) {
    const at = merged.findIndex((m) => isSamePerson(m, contact));
    const other = merged[at];
    if (!other) { merged.push(contact); continue; }
    const problems = other.email === null && contact.email !== null ? contact.problems : other.problems;
    const notes = other.email === null && contact.email !== null ? contact.notes : other.notes;
    merged[at] = {
      ...other,
      kommuneText: other.kommuneText ?? contact.kommuneText, codeText: other.codeText ?? contact.codeText, regionText: other.regionText ?? contact.regionText,
      name: other.name ?? contact.name, email: other.email ?? contact.email, phone: other.phone ?? contact.phone,
      doubts: [...new Set([...other.doubts, ...contact.doubts])], problems, notes,
    };
  }
  return merged;
}

function isSamePerson(a: FoundContact, b: FoundContact): boolean {
  if (a.kommuneText !== null && b.kommuneText !== null && fold(a.kommuneText) !== fold(b.kommuneText)) return false;
  const name = a.name !== null && b.name !== null ? fold(a.name) === fold(b.name) : null;
  const email = a.email !== null && b.email !== null ? a.email === b.email : null;
  if (name === false || email === false) return false;
  return name === true || email === true;
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\d]/gu, '');
}

function squeeze(text: string): string {
  return text.toLowerCase().replace(/\s+/g, '');
}

function isIn(flat: string, value: string | null): boolean {
  return value === null || value.toLowerCase().split(/\s+/).every((word) => flat.includes(word));
}

const takenBack = /\b(?:ikke længere|stoppet|fratrådt|fratræder|stopper|rejst|opsagt|sygemeldt|på barsel|på orlov|skal slettes|slet\b|fjernes|erstattes af|afløses af|i stedet for|er forkert|er en fejl|gælder ikke)/i;

/** A contact of which the text says that it no longer holds is doubtful, and one that only the text names, if the rest speaks against it. */
function doubtedByText(contact: FoundContact, body: string, prose: string, mail: InboundMail, needs: ContactNeeds): FoundContact {
  const names = (contact.name?.split(' ') ?? []).filter((w) => w.length > 2);
  const sentences = sentencesOf(body);
  const doubts = [...contact.doubts];
  const gone = sentences.find((s) => takenBack.test(s.text) && (names.some((w) => s.text.includes(w)) || (contact.email !== null && s.text.toLowerCase().includes(contact.email))));
  if (gone) doubts.push(`The text says at body:${gone.line} that ${contact.name ?? contact.email} may no longer hold.`);
  // What came in a file is spoken of as the list; what the text itself names has to stand in it undisputed.
  const inFile = !contact.from.startsWith('body') && contact.from !== 'from';
  return doubtedByRest({ ...contact, doubts }, prose, mail, needs, inFile ? textSpeaksAgainstList : restSpeaksAgainst);
}

function doubtedByRest(contact: FoundContact, text: string, mail: InboundMail, needs: ContactNeeds, speaksAgainst: typeof restSpeaksAgainst): FoundContact {
  const why = speaksAgainst(withoutGreeting(text), contact, { ...needs, sender: mail.from[0]?.address.toLowerCase() ?? null, senderName: mail.from[0] === undefined ? null : displayName(mail.from[0].name) });
  return why === null ? contact : { ...contact, doubts: [...contact.doubts, why] };
}

/** A letter in a file that is about our matter, and so is read as an answer like the mail itself. */
function isLetterToUs(text: string): boolean {
  return /ligestilling|indberetning|måltal/i.test(text);
}

/** A file of running text, in which a table stands among sentences. */
function isLetter({ readAs }: Document): boolean {
  return readAs === 'docx' || readAs === 'doc' || readAs === 'odt' || readAs === 'rtf' || readAs === 'pdf';
}

/** A file named after a year that is long past. */
function isOldName(name: string, year: number): boolean {
  const years = (name.match(/(?<!\d)20\d\d(?!\d)/g) ?? []).map(Number);
  return years.length > 0 && years.every((y) => y < year - 1);
}

/** A comment on a cell that takes it back: it stands in the lines of a workbook. */
function remarkIn(document: Document): string | undefined {
  return document.tables.length > 0 && document.readAs === 'xlsx' ? document.lines.find((line) => cellSpeaksAgainst(line) || /\?\s*$|\? /.test(line)) : undefined;
}

/** "UDKAST: …", "Tilbagekald: …", a press release: the subject says that it is no answer, or not the last. */
function doubtedBySubject(contact: FoundContact, mail: InboundMail, needs: ContactNeeds): FoundContact {
  return titleSpeaksAgainst(mail.subject) || (!needs.answersOurs && isOtherBusiness(mail.subject)) ? { ...contact, doubts: [...contact.doubts, `The subject says otherwise: "${mail.subject.slice(0, 80)}".`] } : contact;
}

/** An address that shows one thing and leads to another is nobody's for certain, and what is crossed out is not said. */
function doubtedByMarkup(contact: FoundContact, mail: InboundMail): FoundContact {
  const crossed = contact.from.startsWith('body') ? mail.crossedOut?.find((text) => (contact.name !== null && text.includes(contact.name)) || (contact.email !== null && text.toLowerCase().includes(contact.email))) : undefined;
  if (crossed !== undefined) return { ...contact, doubts: [...contact.doubts, `The HTML of the mail crosses out "${crossed.slice(0, 60)}".`] };
  const astray = mail.strayLinks?.find((link) => contact.email !== null && [link.shown, link.leads].includes(contact.email));
  return astray === undefined ? contact : { ...contact, doubts: [...contact.doubts, `The link of the address ${astray.shown} leads to ${astray.leads}.`] };
}

/** The sender's own address beside a name that is not the sender's is most likely a mistake. */
function doubtedBySender(contact: FoundContact, from: Address | undefined): FoundContact {
  const sender = from === undefined ? null : displayName(from.name);
  if (!from || sender === null || contact.name === null || contact.email !== from.address.toLowerCase()) return contact;
  const first = (name: string) => foldName(name.split(/[\s-]/)[0] ?? '');
  if (first(sender) === first(contact.name) || spellsName(contact.name, contact.email)) return contact;
  return { ...contact, doubts: [...contact.doubts, `${contact.email} is the address of the sender, ${sender}, not of ${contact.name}.`] };
}
