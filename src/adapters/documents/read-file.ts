// Reads one file of a mail by what its content is, and every file inside it, as documents: the file first, then what it wraps.
// It refuses to throw and to go deeper or wider than a file may: what it leaves unread it says, for each file with a sentence.
import type { Document } from '../../core/mail.ts';
import { decodeBytes } from '../charset.ts';
import { limits, Unreadable, type Content, type Part, type Wrapped } from './content.ts';
import { readText } from './csv.ts';
import { readHtml } from './html.ts';
import { kindOfFile, kindOfZip, type FileKind } from './kind-of-file.ts';
import { readWorkbook } from './xlsx.ts';
import { openZip } from './zip.ts';

/** Images up to this size, and inline ones up to the second, are taken for logos. */
const logoBytes = 20_000;
const inlineLogoBytes = 100_000;

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
  const zip = await openZip(bytes);
  const exact = kindOfZip(zip.names, zip.has('mimetype') ? decodeBytes(await zip.read('mimetype') ?? new Uint8Array()).text : '');
  // The common case by far: the zip is open already.
  if (exact === 'xlsx') return { kind: exact, read: async () => ({ readAs: 'xlsx', ...await readWorkbook(zip), problem: null }) };
  return { kind: exact, read: () => readAs(exact, part) };
}

function isWrapper(kind: FileKind): boolean {
  return kind === 'zip' || kind === 'tnef' || kind === 'msg' || kind === 'mail';
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
    case 'image': return isLogo(part) ? harmless : notRead('scanned', 'A picture is not read.');
    case 'vcard': case 'calendar': case 'signature': return harmless;
    case 'locked-office': return notRead('locked', 'The file is protected with a password.');
    case 'empty': return /^(?:message|multipart|text\/plain)/i.test(part.contentType) ? harmless : notRead('damaged', 'The file is empty.');
    case 'pptx': return notRead('unknown-format', 'A presentation is not read.');
    case 'ole': case 'unknown': return notRead('unknown-format', 'A file of unknown format is not read.');
    case 'smime': return notRead('encrypted', 'An encrypted part (S/MIME or PGP) cannot be opened.');
    default: return notRead('unknown-format', `A file of this format (${kind}) is not read yet.`);
  }
}

const wrapped = (readAs: NonNullable<Document['readAs']>, { tables, lines, parts }: Wrapped): Read => ({ readAs, tables, lines, parts, problem: null });
const plain = (readAs: NonNullable<Document['readAs']>, { tables, lines }: Content): Read => ({ readAs, tables, lines, problem: null });
void wrapped; void plain;

export const harmless: Read = { readAs: null, tables: [], lines: [], problem: null };

export function notRead(unread: NonNullable<Document['unread']>, problem: string): Read {
  return { readAs: null, tables: [], lines: [], problem, unread };
}

function isLogo(part: Pick<Part, 'inline'> & { readonly content: Uint8Array }): boolean {
  return part.content.length <= (part.inline ? inlineLogoBytes : logoBytes);
}

export function unnamed(contentType: string): string {
  return `unavngivet.${/^[\w.+-]+\/([\w+-]{1,12})/.exec(contentType)?.[1] ?? 'bin'}`;
}
