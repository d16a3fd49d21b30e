// Says what a file is by its content: magic bytes, and for a zip or an OLE file the names of its parts.
// It refuses to believe a file's name or label, except to tell plain texts apart from tables.
import { Buffer } from 'node:buffer';

export type FileKind =
  | 'xlsx' | 'docx' | 'ods' | 'odt' | 'xlsb' | 'pptx' | 'zip'
  | 'xls' | 'doc' | 'msg' | 'ole' | 'locked-office'
  | 'pdf' | 'rtf' | 'tnef' | 'image' | 'html' | 'excel-xml' | 'vcard' | 'calendar' | 'signature' | 'smime' | 'mail' | 'text' | 'empty' | 'unknown';

/** The kind of a file by its bytes. `zipNames` and `zipType` come from the zip's list of parts, where it is one. */
export function kindOfFile(bytes: Uint8Array, contentType: string, filename: string): Exclude<FileKind, 'xlsx' | 'docx' | 'ods' | 'odt' | 'xlsb' | 'pptx'> | 'zip' {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024));
  if (bytes.length === 0) return 'empty';
  if (/^(?:application\/(?:x-)?pkcs7-signature|application\/pgp-signature|application\/pgp-keys)$/i.test(contentType)) return 'signature';
  if (/^application\/(?:x-)?pkcs7-mime$|^application\/pgp-encrypted$/i.test(contentType)) return 'smime';
  if (starts(head, 'PK\x03\x04') || starts(head, 'PK\x05\x06')) return 'zip';
  if (starts(head, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return kindOfOle(bytes);
  if (head.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  if (starts(head, '\x78\x9f\x3e\x22')) return 'tnef';
  if (starts(head, '{\\rtf')) return 'rtf';
  if (isImage(head)) return 'image';
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^BEGIN:VCARD/i.test(text)) return 'vcard';
  if (/^BEGIN:VCALENDAR/i.test(text)) return 'calendar';
  if (/^-----BEGIN PGP (?:SIGNATURE|PUBLIC KEY)/.test(text)) return 'signature';
  if (text.startsWith('-----BEGIN PGP MESSAGE')) return 'smime';
  if (/^message\//i.test(contentType) || (/\.eml$/i.test(filename) && /^[A-Za-z-]+:/.test(text))) return 'mail';
  if (/^<\?xml[^]*<\?mso-application progid="Excel|urn:schemas-microsoft-com:office:spreadsheet/i.test(text)) return 'excel-xml';
  if (/^(?:<!--[^]*?-->\s*)?<(?:!doctype html|html|head|body|table|meta|div|p\b)/i.test(text) || (text.startsWith('<?xml') && /<html/i.test(text))) return 'html';
  if (isUtf16(head) || !hasControls(head)) return 'text';
  return 'unknown';
}

/** What a zip is, by the names of its parts and, for OpenDocument, by its `mimetype` part. */
export function kindOfZip(names: readonly string[], mimetype: string): FileKind {
  if (names.some((n) => /(^|\/)workbook\.xml$/i.test(n))) return 'xlsx';
  if (names.some((n) => /(^|\/)workbook\.bin$/i.test(n))) return 'xlsb';
  if (names.includes('word/document.xml')) return 'docx';
  if (names.some((n) => n.startsWith('ppt/'))) return 'pptx';
  if (mimetype.includes('opendocument.spreadsheet')) return 'ods';
  if (mimetype.includes('opendocument.text')) return 'odt';
  return 'zip';
}

function kindOfOle(bytes: Uint8Array): 'xls' | 'doc' | 'msg' | 'ole' | 'locked-office' {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = (name: string) => whole.includes(Buffer.from(name, 'utf16le'));
  if (names('EncryptedPackage')) return 'locked-office';
  if (names('Workbook') || names('Book')) return 'xls';
  if (names('WordDocument')) return 'doc';
  if (names('__properties_version1.0') || names('__substg1.0_')) return 'msg';
  return 'ole';
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
