// Takes RTF apart into groups, control words and bytes of text (Rich Text Format Specification 1.9.1, "RTF Syntax").
// It refuses to know what a control word means, except for \bin, behind which anything may stand.
import { Unreadable } from './content.ts';

export type RtfHandlers = {
  readonly open: () => void;
  readonly close: () => void;
  /** A control word or symbol (`*`, `~`, `_`, `-`, `'` with the byte as its number), with its number where it has one. */
  readonly control: (word: string, parameter: number | undefined) => void;
  /** Bytes from `from` to `to` are text. */
  readonly text: (from: number, to: number) => void;
};

const maxDepth = 2_000;
const [backslash, openBrace, closeBrace, cr, lf] = [0x5c, 0x7b, 0x7d, 0x0d, 0x0a];

/** Walks through the bytes once. Throws Unreadable where groups do not close: such a file was cut short. */
export function eachRtfToken(bytes: Uint8Array, on: RtfHandlers): void {
  let depth = 0;
  let i = 0;
  const { length } = bytes;
  while (i < length) {
    const byte = bytes[i] ?? 0;
    if (byte === openBrace) {
      depth += 1;
      if (depth > maxDepth) throw new Unreadable('The document nests its groups too deep.', 'too-much');
      on.open();
      i += 1;
    } else if (byte === closeBrace) {
      depth -= 1;
      on.close();
      i += 1;
      if (depth <= 0) {
        // A group that ends too early would hide all that comes after it.
        if (bytes.subarray(i).some((b) => b > 0x20 && b !== closeBrace)) throw new Unreadable('The document is damaged (it ends before its text does).');
        return;
      }
    } else if (byte === backslash) {
      i = control(bytes, i + 1, on);
    } else if (byte === cr || byte === lf || byte === 0) {
      i += 1;
    } else {
      const from = i;
      while (i < length && !isSpecial(bytes[i] ?? 0)) i += 1;
      on.text(from, i);
    }
  }
  throw new Unreadable('The document is damaged (it ends in its middle).');
}

function isSpecial(byte: number): boolean {
  return byte === backslash || byte === openBrace || byte === closeBrace || byte === cr || byte === lf || byte === 0;
}

/** Reads the control behind a backslash and gives where it ends. */
function control(bytes: Uint8Array, start: number, on: RtfHandlers): number {
  let i = start;
  const first = bytes[i] ?? 0;
  if (!isLetter(first)) {
    if (first === 0x27) {
      on.control("'", Number.parseInt(String.fromCharCode(bytes[i + 1] ?? 0, bytes[i + 2] ?? 0), 16) & 0xff);
      return i + 3;
    }
    if (first === backslash || first === openBrace || first === closeBrace) on.text(i, i + 1);
    else on.control(first === cr || first === lf ? 'par' : String.fromCharCode(first), undefined);
    return i + 1;
  }
  while (isLetter(bytes[i] ?? 0)) i += 1;
  const word = latin1(bytes, start, Math.min(i, start + 40));
  const digits = i;
  if (bytes[i] === 0x2d) i += 1;
  while (isDigit(bytes[i] ?? 0)) i += 1;
  const number = i > digits ? Number.parseInt(latin1(bytes, digits, Math.min(i, digits + 12)), 10) : undefined;
  const parameter = number === undefined || Number.isNaN(number) ? undefined : number;
  if (bytes[i] === 0x20) i += 1;
  if (word === 'bin') return i + Math.max(0, parameter ?? 0);
  on.control(word, parameter);
  return i;
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
