// Says what a file is by its content: magic bytes, and for a zip or an OLE file the names of its parts.
// It refuses to believe a file's name or label, except to tell plain texts apart from tables.
import { Buffer } from 'node:buffer';
import { kindOfFlatOdf, type FlatKind } from './odf-flat.ts';
import { readOle } from './ole.ts';

export type FileKind =
  | 'xlsx' | 'docx' | 'ods' | 'odt' | 'xlsb' | 'pptx' | 'zip'
  | 'xls' | 'doc' | 'msg' | 'ole' | 'locked-office' | 'archive'
  | FlatKind | 'pdf' | 'rtf' | 'tnef' | 'image' | 'html' | 'excel-xml' | 'vcard' | 'calendar' | 'signature' | 'smime' | 'mail' | 'text' | 'empty' | 'unknown';

/** The kind of a file by its bytes. `zipNames` and `zipType` come from the zip's list of parts, where it is one. */
export function kindOfFile(bytes: Uint8Array, contentType: string, filename: string): Exclude<FileKind, 'xlsx' | 'docx' | 'ods' | 'odt' | 'xlsb' | 'pptx'> | 'zip' {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024));
  if (bytes.length === 0) return 'empty';
  if (/^(?:application\/(?:x-)?pkcs7-signature|application\/pgp-signature|application\/pgp-keys)$/i.test(contentType)) return 'signature';
  if (/^application\/(?:x-)?pkcs7-mime$|^application\/pgp-encrypted$/i.test(contentType)) return 'smime';
  if (isCms(head)) return /\.p7[sc]$/i.test(filename) ? 'signature' : 'smime';
  if (starts(head, 'PK\x03\x04') || starts(head, 'PK\x05\x06')) return 'zip';
  if (starts(head, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return kindOfOle(bytes);
  if (head.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  if (starts(head, '\x78\x9f\x3e\x22')) return 'tnef';
  if (isArchive(head)) return 'archive';
  if (starts(head, '{\\rtf')) return 'rtf';
  if (isImage(head)) return 'image';
  const flat = kindOfFlatOdf(bytes);
  if (flat !== undefined) return flat;
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^BEGIN:VCARD/i.test(text)) return 'vcard';
  if (/^BEGIN:VCALENDAR/i.test(text)) return 'calendar';
  if (/^-----BEGIN PGP (?:SIGNATURE|PUBLIC KEY)/.test(text)) return 'signature';
  if (/^-----BEGIN (?:PGP MESSAGE|PKCS7|CMS)-----/.test(text)) return 'smime';
  if (/^message\//i.test(contentType) || (/\.eml$/i.test(filename) && /^[A-Za-z-]+:/.test(text)) || opensLikeMail(text)) return 'mail';
  if (/^<\?xml[^]*<\?mso-application progid="Excel|urn:schemas-microsoft-com:office:spreadsheet/i.test(text)) return 'excel-xml';
  if (/^(?:<!--[^]*?-->\s*)?<(?:!doctype html|html|head|body|table|meta|div|p\b)/i.test(text) || (text.startsWith('<?xml') && /<html/i.test(text))) return 'html';
  if (isUtf16(head) || !hasControls(head)) return 'text';
  return 'unknown';
}

/** What a zip is, by the names of its parts and, for OpenDocument, by its `mimetype` part. */
export function kindOfZip(names: readonly string[], mimetype: string): FileKind {
  if (names.some((n) => /(^|\/)workbook\.xml$/i.test(n))) return 'xlsx';
  if (names.some((n) => /(^|\/)workbook\.bin$/i.test(n))) return 'xlsb';
  if (names.some((n) => /^word\/document\d*\.xml$/i.test(n))) return 'docx';
  if (names.some((n) => n.startsWith('ppt/'))) return 'pptx';
  if (mimetype.includes('opendocument.spreadsheet')) return 'ods';
  if (mimetype.includes('opendocument.text')) return 'odt';
  return 'zip';
}

/** By the names right under the root: a sheet laid into a letter lies deeper. Where the directory is damaged, by names found anywhere in the file. */
function kindOfOle(bytes: Uint8Array): 'xls' | 'doc' | 'msg' | 'ole' | 'locked-office' {
  const has = oleNames(bytes);
  if (has('EncryptedPackage')) return 'locked-office';
  if (has('Workbook') || has('Book')) return 'xls';
  if (has('WordDocument')) return 'doc';
  if (has('__properties_version1.0')) return 'msg';
  return 'ole';
}

function oleNames(bytes: Uint8Array): (name: string) => boolean {
  try {
    const names = new Set(readOle(bytes).names.map((n) => n.toLowerCase()));
    return (name) => names.has(name.toLowerCase());
  } catch {
    const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return (name) => whole.includes(Buffer.from(name, 'utf16le'));
  }
}

/** 7z, rar, gzip, bzip2, xz and tar: archives that nobody needs for a list, so they are not opened. */
function isArchive(head: Buffer): boolean {
  return starts(head, '7z\xbc\xaf\x27\x1c') || starts(head, 'Rar!\x1a\x07') || starts(head, '\x1f\x8b') || /^BZh[1-9]1AY&SY/.test(head.toString('latin1', 0, 10))
    || starts(head, '\xfd7zXZ\0') || head.toString('latin1', 257, 262) === 'ustar';
}

/** A CMS ContentInfo in DER or BER (RFC 5652 3): a sequence that begins with an identifier of PKCS #7, or with one of the S/MIME types of RFC 8551. */
function isCms(head: Buffer): boolean {
  if (head[0] !== 0x30) return false;
  const start = head.toString('hex', 0, 24);
  return /^30(?:80|8[1-4]|[0-7].)(?:..){0,4}06092a864886f70d01070[1-6]/.test(start) || /^30(?:80|8[1-4]|[0-7].)(?:..){0,4}060b2a864886f70d010910010[9]/.test(start) || /^30(?:80|8[1-4]|[0-7].)(?:..){0,4}060b2a864886f70d0109100117/.test(start);
}

/** A saved mail under another name: a header block with From and a field that only transport writes, perhaps behind the line of an mbox. */
function opensLikeMail(text: string): boolean {
  const head = text.replace(/^From \S.*\r?\n/, '').split(/\r?\n\r?\n/, 1)[0] ?? '';
  return /^[A-Za-z-]+:/.test(head) && /^From:/im.test(head) && /^(?:Received|Return-Path|Message-ID|MIME-Version|Delivered-To):/im.test(head);
}

function starts(head: Buffer, magic: string): boolean {
  return head.subarray(0, magic.length).toString('latin1') === magic;
}

function isImage(head: Buffer): boolean {
  return starts(head, '\xff\xd8\xff') || starts(head, '\x89PNG') || starts(head, 'GIF8') || starts(head, 'II*\0') || starts(head, 'MM\0*')
    || (starts(head, 'BM') && head.length > 14 && head[6] === 0 && head[7] === 0)
    || (starts(head, 'RIFF') && head.subarray(8, 12).toString('latin1') === 'WEBP')
    || /^ftyp(?:heic|heix|mif1|avif)/.test(head.subarray(4, 12).toString('latin1'))
    || /^(?:<\?xml[^>]*>\s*)?<svg/i.test(head.toString('latin1').trimStart());
}

function isUtf16(head: Buffer): boolean {
  if (starts(head, '\xff\xfe') || starts(head, '\xfe\xff')) return true;
  let zeros = 0;
  for (const byte of head) if (byte === 0) zeros += 1;
  return head.length >= 8 && zeros > head.length * 0.35 && zeros < head.length * 0.6 && !head.includes(Buffer.from([0, 0]));
}

function hasControls(head: Buffer): boolean {
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) return true;
  return false;
}
