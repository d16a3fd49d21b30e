// Reads the documents of a mail: each attachment by what its content is, and the body with its tables.
// It refuses to guess at what it cannot read: such a file comes back with a sentence saying so.
import type { Attachment, Document, InboundMail } from '../../core/mail.ts';
import { freshLines } from '../../core/newest-text.ts';
import { readText, tabbedTables } from './csv.ts';
import { decodeBytes } from '../charset.ts';
import { readHtml } from './html.ts';
import { kindOfFile, kindOfZip, type FileKind } from './kind-of-file.ts';
import { Unreadable } from './content.ts';
import { readWorkbook } from './xlsx.ts';
import { openZip } from './zip.ts';

/** Images up to this size, and inline ones up to the second, are taken for logos. */
const logoBytes = 20_000;
const inlineLogoBytes = 100_000;

/** Every document of a mail: the body first (source 'body', with the tables of its newest part), then each attachment in its order. Never rejects. */
export async function readDocuments(mail: InboundMail): Promise<Document[]> {
  const documents = [readBody(mail)];
  for (const attachment of mail.attachments) documents.push(await readAttachment(attachment, mail));
  return documents;
}

function readBody(mail: InboundMail): Document {
  const lines = mail.text.split('\n');
  const base = { source: 'body', contentType: mail.html === null ? 'text/plain' : 'text/html', bytes: mail.text.length, lines, problem: null };
  const asText = (): Document => {
    const fresh = freshLines(lines);
    return { ...base, readAs: 'text', tables: tabbedTables(lines.map((line, i) => (fresh[i] ? line : '—'))) };
  };
  if (mail.html === null || !/<t(?:able|d)\b/i.test(mail.html)) return asText();
  try {
    return { ...base, readAs: 'html', tables: readHtml(mail.html).tables };
  } catch {
    return asText();
  }
}

type Read = Pick<Document, 'readAs' | 'tables' | 'lines' | 'problem' | 'unread'>;

async function readAttachment(attachment: Attachment, mail: InboundMail): Promise<Document> {
  const base = { source: attachment.filename || unnamed(attachment.contentType), contentType: attachment.contentType, bytes: attachment.bytes };
  if (attachment.content === null && /^(?:audio|video)\//i.test(attachment.contentType)) return { ...base, ...harmless };
  if (attachment.content === null && /^image\//i.test(attachment.contentType)) return { ...base, ...unreadable('image', attachment) };
  if (attachment.content === null) return { ...base, ...notRead('not-fetched', 'The attachment was not fetched because it is too big.') };
  try {
    return { ...base, ...await readBytes(attachment, attachment.content, mail) };
  } catch (error) {
    const why = error instanceof Unreadable ? error.message : `The file could not be read (${error instanceof Error ? error.message : String(error)}).`;
    return { ...base, ...notRead(error instanceof Unreadable ? error.unread : 'damaged', why) };
  }
}

async function readBytes(attachment: Attachment, bytes: Uint8Array, mail: InboundMail): Promise<Read> {
  const kind = kindOfFile(bytes, attachment.contentType, attachment.filename);
  if (kind === 'zip') {
    const zip = await openZip(bytes);
    const exact = kindOfZip(zip.names, zip.has('mimetype') ? decodeBytes(await zip.read('mimetype') ?? new Uint8Array()).text : '');
    if (exact === 'xlsx') return { readAs: 'xlsx', ...await readWorkbook(zip), problem: null };
    return unreadable(exact, attachment);
  }
  if (kind === 'html') {
    const { tables, text } = readHtml(decodeBytes(bytes).text);
    return { readAs: 'html', tables, lines: text.split('\n'), problem: null };
  }
  if (kind === 'text') {
    if (/^text\/rfc822-headers$/i.test(attachment.contentType)) return harmless;
    return { ...await readText(bytes, attachment.filename), problem: null };
  }
  if (kind === 'mail' && mail.report !== null) return harmless;
  return unreadable(kind, attachment);
}

const harmless: Read = { readAs: null, tables: [], lines: [], problem: null };

function notRead(unread: NonNullable<Document['unread']>, problem: string): Read {
  return { readAs: null, tables: [], lines: [], problem, unread };
}

/** A file that is not read: with a problem when it may hold a list, without one when it never does. */
function unreadable(kind: FileKind, attachment: Attachment): Read {
  const unknown = (what: string) => notRead('unknown-format', `${what} is not read yet.`);
  switch (kind) {
    case 'image': return attachment.bytes <= (attachment.inline ? inlineLogoBytes : logoBytes) ? harmless : unknown('A picture');
    case 'vcard': case 'calendar': case 'signature': return harmless;
    case 'locked-office': return notRead('locked', 'The file is protected with a password.');
    case 'empty': return /^(?:message|multipart|text\/plain)/i.test(attachment.contentType) ? harmless : notRead('damaged', 'The file is empty.');
    case 'pdf': return unknown('PDF');
    case 'docx': case 'doc': return unknown('A Word document');
    case 'odt': return unknown('An OpenDocument text');
    case 'ods': return unknown('An OpenDocument spreadsheet');
    case 'xls': return unknown('An old Excel file (xls)');
    case 'xlsb': return unknown('A binary Excel file (xlsb)');
    case 'excel-xml': return unknown('An Excel XML file');
    case 'pptx': return unknown('A presentation');
    case 'rtf': return unknown('RTF');
    case 'zip': return unknown('A zip');
    case 'tnef': return unknown('winmail.dat (TNEF)');
    case 'msg': return unknown('An Outlook message file (msg)');
    case 'mail': return unknown('A mail attached to the mail');
    case 'smime': return notRead('locked', 'An encrypted or wrapped part (S/MIME or PGP) cannot be opened.');
    case 'ole': case 'unknown': return unknown('A file of unknown format');
    case 'xlsx': case 'html': case 'text': return harmless;
  }
}

function unnamed(contentType: string): string {
  return `unavngivet.${/^[\w.+-]+\/([\w+-]{1,12})/.exec(contentType)?.[1] ?? 'bin'}`;
}
