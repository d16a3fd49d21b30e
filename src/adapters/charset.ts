// Turns bytes of unknown charset into text: BOM, then UTF-8 if valid, then UTF-16 by its zero bytes, then windows-1252.
// It refuses to lose a byte: where UTF-8 is not valid, what is not UTF-8 is read as windows-1252, in which every byte means something.
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
  const utf7 = isUtf7Label(declared) ? asUtf7(bytes) : undefined;
  if (utf7 !== undefined) return { text: utf7, charset: 'utf-7' };
  const utf8 = asUtf8(bytes);
  if (utf8 !== undefined && !shiftsByEscape(declared)) return { text: utf8, charset: 'utf-8' };
  const western = declared === undefined || westernLabel.test(declared) || encodingOf(declared) === undefined;
  const mixed = western ? asMixed(bytes) : undefined;
  if (mixed !== undefined) return { text: mixed, charset: 'utf-8' };
  const encoding = declared === undefined || isWindows1252(declared) ? undefined : encodingOf(declared);
  if (declared !== undefined && encoding !== undefined) {
    const text = iconv.decode(bytes, encoding);
    if (!text.includes('\ufffd')) return { text, charset: declared.toLowerCase() };
  }
  return { text: iconv.decode(bytes, 'windows-1252'), charset: 'windows-1252' };
}

/** A header line as mailparser keeps it (one character per byte) as text: UTF-8 (RFC 6532) or windows-1252. */
export function decodeBinaryString(line: string): string {
  if (!/[\u0080-\uffff]/.test(line)) return line;
  return decodeBytes(Buffer.from(line, 'latin1')).text;
}

const notACharset = /^(?:utf-?7|unicode-1-1-utf-7|base64|hex)/i;

/** What a part labelled UTF-7 is called before the parser sees it: the parser refuses to hand such a part to any decoder. */
export const utf7Label = 'x-rundskriv-7';

function isUtf7Label(charset: string | undefined): boolean {
  return charset !== undefined && (charset.toLowerCase() === utf7Label || /^(?:unicode-1-1-)?utf-?7$/i.test(charset));
}

/** UTF-7 (RFC 2152) only where every shifted run is whole and padded with zeros: "+45 89 40 12 34" under a wrong label is a telephone number. */
function asUtf7(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (/[\x80-\xff]/.test(text)) return undefined;
  for (const [all, run = ''] of text.matchAll(/\+([A-Za-z0-9+/]*)-?/g)) {
    const spare = (run.length * 6) % 16;
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(run.at(-1) ?? 'A');
    if (run === '' ? all !== '+-' : run.length < 3 || spare >= 6 || (last & ((1 << spare) - 1)) !== 0) return undefined;
  }
  return iconv.decode(Buffer.from(bytes), 'utf-7');
}

const westernLabel = /^(?:utf-?8|us-?ascii|ascii|ansi[\w.-]*|iso-?8859-?(?:1|15)|latin-?[19]|windows-?1252|cp-?1252)?$/i;

/** ASCII and Latin-1 under any name: browsers and mail programs mean windows-1252 (WHATWG Encoding 4.2). */
function isWindows1252(label: string): boolean {
  return /^(?:us-?ascii|ascii|ansi[\w.-]*|iso646-?us|646|cp-?367|iso[-_]?8859[-_]?1(?:-windows[\w.-]*)?|latin-?1|l1|cp-?819|utf-?8)?$/i.test(label);
}

/** The name by which the library knows a charset; undefined for what is none, or unknown. */
function encodingOf(label: string): string | undefined {
  const names = [label, label.replace(/^x-/i, ''), /^(?:x-)?mac-?(?:roman)?$/i.test(label) ? 'macintosh' : label];
  return notACharset.test(label) ? undefined : names.find((name) => name !== '' && iconv.encodingExists(name));
}

const sequence = /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf4][\x80-\xbf]{3}|([\x80-\xff])/g;

/**
 * UTF-8 in which a few bytes are not: a footer that a gateway added in its own charset, a character cut in two. undefined where what is not
 * UTF-8 is the greater part, as it is in any text of windows-1252.
 */
function asMixed(bytes: Uint8Array): string | undefined {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  let [good, bad] = [0, 0];
  for (const [, other] of raw.matchAll(sequence)) if (other === undefined) good += 1; else bad += 1;
  if (good <= bad) return undefined;
  return raw.replace(sequence, (all, other?: string) => (other === undefined ? Buffer.from(all, 'latin1').toString('utf-8') : iconv.decode(Buffer.from(other, 'latin1'), 'windows-1252')));
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
