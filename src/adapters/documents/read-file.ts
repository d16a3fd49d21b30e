// Reads one file of a mail by what its content is, and every file inside it, as documents: the file first, then what it wraps.
// It refuses to throw and to go deeper or wider than a file may: what it leaves unread it says, for each file with a sentence.
import type { Document } from '../../core/mail.ts';
import { decodeBytes } from '../charset.ts';
import { limits, Unreadable, type Content, type Part, type Wrapped } from './content.ts';
import { readText } from './csv.ts';
import { readHtml } from './html.ts';
import { kindOfFile, kindOfZip, type FileKind } from './kind-of-file.ts';
import { openTamed, unwrapZip } from './unzip.ts';
import { readWorkbook, readXlsx } from './xlsx.ts';

/** Pictures in the text up to the first size, named like a logo up to the second, any up to the third are decoration. */
const inlineLogoBytes = 100_000;
const logoBytes = 20_000;
const iconBytes = 3_000;

type Read = Pick<Document, 'readAs' | 'tables' | 'lines' | 'problem' | 'unread'> & { readonly parts?: readonly Part[] };
type Found = { readonly kind: FileKind; readonly read: () => Promise<Read> };

/** How much of a mail's one attachment has been read so far. */
type Budget = { parts: number; bytes: number };

/** The documents of one file: itself, then the files in it, named "outer/inner". Never rejects. */
export async function readFile(part: Part): Promise<Document[]> {
  return readWithin(part, part.filename || unnamed(part.contentType), 0, { parts: limits.parts, bytes: limits.expandedBytes });
}

async function readWithin(part: Part, source: string, depth: number, budget: Budget): Promise<Document[]> {
  const base = { source, contentType: part.contentType, bytes: part.content.length };
  budget.parts -= 1;
  budget.bytes -= part.content.length;
  let read: Read;
  try {
    if (budget.parts < 0 || budget.bytes < 0) throw new Unreadable('There are too many files in this file, or they are too big.', 'too-much');
    const found = await findReader(part);
    if (depth >= limits.depth && isWrapper(found.kind)) throw new Unreadable(`The file lies ${depth + 1} files deep; files are opened to a depth of ${limits.depth}.`, 'too-much');
    read = await found.read();
  } catch (error) {
    return [{ ...base, ...failed(error) }];
  }
  const { parts = [], ...own } = read;
  const documents: Document[] = [{ ...base, ...own }];
  for (const inner of parts) documents.push(...await readWithin(inner, `${source}/${inner.filename || unnamed(inner.contentType)}`, depth + 1, budget));
  return documents;
}

/** What a reader's failure says of the file. */
export function failed(error: unknown): Read {
  if (error instanceof Unreadable) return notRead(error.unread, error.message);
  return notRead('damaged', `The file could not be read (${error instanceof Error ? error.message : String(error)}).`);
}

async function findReader(part: Part): Promise<Found> {
  const bytes = part.content;
  const kind = kindOfFile(bytes, part.contentType, part.filename);
  if (kind !== 'zip') return { kind, read: () => readAs(kind, part) };
  const zip = await openTamed(bytes);
  const exact = kindOfZip(zip.names, zip.has('mimetype') ? decodeBytes(await zip.read('mimetype') ?? new Uint8Array()).text : '');
  // The common case by far: the zip is open already.
  if (exact === 'xlsx') return { kind: exact, read: async () => ({ readAs: 'xlsx', ...await readWorkbook(zip), problem: null }) };
  return { kind: exact, read: () => readAs(exact, part) };
}

function isWrapper(kind: FileKind): boolean {
  return kind === 'zip' || kind === 'tnef' || kind === 'msg' || kind === 'mail' || kind === 'smime';
}

/** Readers of rare formats are loaded when the first such file comes: their libraries are large. */
async function readAs(kind: FileKind, part: Part): Promise<Read> {
  const { content: bytes, filename } = part;
  switch (kind) {
    case 'text':
      if (/^text\/rfc822-headers$/i.test(part.contentType)) return harmless;
      return { ...await readText(bytes, filename), problem: null };
    case 'html': {
      const { tables, text } = readHtml(decodeBytes(bytes).text);
      return { readAs: 'html', tables, lines: text.split('\n'), problem: null };
    }
    case 'image': return isLogo({ ...part, bytes: bytes.length }) ? harmless : notRead('scanned', 'A picture is not read.');
    case 'vcard': case 'calendar': case 'signature': return harmless;
    case 'locked-office': return notRead('locked', 'The file is protected with a password.');
    case 'empty': return /^(?:message|multipart|text\/plain)/i.test(part.contentType) ? harmless : notRead('damaged', 'The file is empty.');
    case 'pptx': return notRead('unknown-format', 'A presentation is not read.');
    case 'ole': case 'flat-odf': case 'unknown': return notRead('unknown-format', 'A file of unknown format is not read.');
    case 'archive': return notRead('unknown-format', 'An archive of this kind (only zip is opened) is not read.');
    case 'xls': return plain('xls', await (await import('./workbook-sheetjs.ts')).readXls(bytes));
    case 'xlsb': return plain('xls', await (await import('./workbook-sheetjs.ts')).readXlsb(bytes));
    case 'excel-xml': return plain('xls', await (await import('./workbook-sheetjs.ts')).readExcelXml(bytes));
    case 'ods': case 'flat-ods': return plain('ods', await (await import('./ods.ts')).readOds(bytes));
    case 'docx': return plain('docx', await (await import('./docx.ts')).readDocx(bytes));
    case 'doc': return plain('doc', await (await import('./doc.ts')).readDoc(bytes));
    case 'odt': case 'flat-odt': return plain('odt', await (await import('./odt.ts')).readOdt(bytes));
    case 'rtf': return plain('rtf', await (await import('./rtf.ts')).readRtf(bytes));
    case 'pdf': return plain('pdf', await (await import('./pdf.ts')).readPdf(bytes));
    case 'zip': return wrapped('zip', await unwrapZip(bytes));
    case 'tnef': return wrapped('tnef', await (await import('./tnef.ts')).unwrapTnef(bytes));
    case 'msg': return wrapped('msg', await (await import('./msg.ts')).unwrapMsg(bytes));
    case 'mail': return wrapped('mail', await (await import('./mail.ts')).unwrapMail(bytes));
    case 'smime':
      if (/pgp/i.test(part.contentType) || decodeBytes(bytes.subarray(0, 200)).text.includes('BEGIN PGP')) return notRead('encrypted', 'The file is encrypted (PGP) and cannot be opened.');
      return wrapped('mail', await (await import('./mail.ts')).unwrapSigned(bytes));
    case 'xlsx': return plain('xlsx', await readXlsx(bytes));
  }
}

const wrapped = (readAs: NonNullable<Document['readAs']>, { tables, lines, parts }: Wrapped): Read => ({ readAs, tables, lines, parts, problem: null });
const plain = (readAs: NonNullable<Document['readAs']>, { tables, lines }: Content): Read => ({ readAs, tables, lines, problem: null });

export const harmless: Read = { readAs: null, tables: [], lines: [], problem: null };

export function notRead(unread: NonNullable<Document['unread']>, problem: string): Read {
  return { readAs: null, tables: [], lines: [], problem, unread };
}

/** Pictures that mail programs put into signatures, by the names they give them. */
const logoName = /^(?:image\d{3}|logo|banner|signatur|facebook|linkedin|twitter|instagram|youtube|outlook-|ikon|icon|byvåben|våben|spacer|pixel)/i;

/** A picture in the text, or a small one named as programs name those of a signature. One that was attached on purpose may be a photo of the list. */
export function isLogo({ filename, inline, bytes }: { readonly filename: string; readonly inline: boolean; readonly bytes: number }): boolean {
  return bytes <= (inline ? inlineLogoBytes : logoName.test(filename) || filename === '' ? logoBytes : iconBytes);
}

export function unnamed(contentType: string): string {
  return `unavngivet.${/^[\w.+-]+\/([\w+-]{1,30})/.exec(contentType)?.[1] ?? 'bin'}`;
}
