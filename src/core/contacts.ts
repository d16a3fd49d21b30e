// Brings together the contacts of a mail from its tables and its newest text, one per person.
// It refuses to choose between two that differ: then all are kept, and a person chooses.
import type { Document, InboundMail } from './mail.ts';
import type { NewestText } from './newest-text.ts';
import type { FoundContact } from './contacts/found.ts';
import { contactsInTables } from './contacts/tables.ts';
import { contactsInText, type TextNeeds } from './contacts/text.ts';
import { sentencesOf } from './words.ts';

export type { FoundContact } from './contacts/found.ts';

export type Contacts = {
  readonly contacts: readonly FoundContact[];
  /** True when a readable document is a contact list, filled or not. */
  readonly listSeen: boolean;
  readonly emptyRows: readonly string[];
};

export type ContactNeeds = Pick<TextNeeds, 'isPlace' | 'isOurs'>;

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
    fromTables.push(...read.contacts);
    emptyRows.push(...read.emptyRows);
    listSeen ||= read.isList;
    if (read.contacts.length === 0 && !read.isList && document.lines.length > 0 && document.lines.length <= 200) {
      fromText.push(...contactsInText(document.lines.join('\n'), '', { ...needs, from: undefined, source: document.source }));
    }
  }
  fromText.push(...contactsInText(newest.body, newest.signature, { ...needs, from: mail.from[0], source: 'body' }));
  const contacts = mergeSame([...fromTables, ...fromText].filter((c) => c.email === null || !needs.isOurs(c.email)));
  return { contacts: contacts.map((c) => doubtedByText(c, newest.body)), listSeen, emptyRows };
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

/** A contact of which the text says that it no longer holds is doubtful. */
function doubtedByText(contact: FoundContact, body: string): FoundContact {
  const last = contact.name?.split(' ').at(-1) ?? '';
  const sentence = sentencesOf(body).find((s) =>
    takenBack.test(s.text) && ((last.length > 2 && s.text.includes(last)) || (contact.email !== null && s.text.toLowerCase().includes(contact.email))));
  return sentence ? { ...contact, doubts: [...contact.doubts, `The text says at body:${sentence.line} that ${contact.name ?? contact.email} may no longer hold.`] } : contact;
}
