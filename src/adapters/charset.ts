// Turns bytes of unknown charset into text: BOM, then UTF-8 if valid, then UTF-16 by its zero bytes, then windows-1252.
// It refuses to lose a byte: where UTF-8 is not valid the bytes are read as windows-1252, in which every byte means something.
import { Buffer } from 'node:buffer';
import { Transform, type TransformCallback } from 'node:stream';
import iconv from 'iconv-lite';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** The bytes as text, and the charset that was found. `declared` is used only where the bytes do not speak for themselves. */
export function decodeBytes(bytes: Uint8Array, declared?: string): { readonly text: string; readonly charset: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: iconv.decode(bytes.subarray(2), 'utf-16le'), charset: 'utf-16le' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: iconv.decode(bytes.subarray(2), 'utf-16be'), charset: 'utf-16be' };
  const utf16 = utf16WithoutMark(bytes);
  if (utf16 !== undefined) return { text: iconv.decode(bytes, utf16), charset: utf16 };
  const utf8 = asUtf8(bytes);
  if (utf8 !== undefined && !shiftsByEscape(declared)) return { text: utf8, charset: 'utf-8' };
  if (declared !== undefined && !isUtf8Label(declared) && iconv.encodingExists(declared) && !notACharset.test(declared)) {
    return { text: iconv.decode(bytes, declared), charset: declared.toLowerCase() };
  }
  return { text: iconv.decode(bytes, 'windows-1252'), charset: 'windows-1252' };
}

/** A header line as mailparser keeps it (one character per byte) as text: UTF-8 (RFC 6532) or windows-1252. */
export function decodeBinaryString(line: string): string {
  if (!/[\u0080-\uffff]/.test(line)) return line;
  return decodeBytes(Buffer.from(line, 'latin1')).text;
}

const notACharset = /^(?:utf-?7|unicode-1-1-utf-7|base64|hex)/i;

function isUtf8Label(charset: string): boolean {
  return ['ascii', 'usascii', 'utf8', ''].includes(charset.toLowerCase().replace(/[^a-z0-9]+/g, ''));
}

/** ISO-2022 and HZ are pure ASCII bytes, so being valid UTF-8 says nothing about them. */
function shiftsByEscape(charset: string | undefined): boolean {
  return charset !== undefined && /^(?:iso-?2022|hz)/i.test(charset);
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-16 without a byte order mark: in Danish text nearly every other byte is zero. */
function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(bytes.length, 512) & ~1;
  if (length < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even += 1;
    if (bytes[i + 1] === 0) odd += 1;
  }
  const pairs = length / 2;
  if (odd > pairs * 0.7 && even < pairs * 0.1) return 'utf-16le';
  if (even > pairs * 0.7 && odd < pairs * 0.1) return 'utf-16be';
  return undefined;
}

/** Given to mailparser as its `Iconv`: collects a text part whole and decodes it by its bytes first, its label second. */
export class CarefulDecoder extends Transform {
  readonly #chunks: Uint8Array[] = [];
  readonly #charset: string;

  constructor(charset: string, _to: string) {
    super();
    this.#charset = charset;
  }

  override _transform(chunk: Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#chunks.push(chunk);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.push(Buffer.from(decodeBytes(Buffer.concat(this.#chunks), this.#charset).text, 'utf-8'));
    done();
  }
}
