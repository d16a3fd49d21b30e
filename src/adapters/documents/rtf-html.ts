// Gets the text, or the HTML, out of the RTF body of an Outlook message: encapsulated HTML (MS-OXRTFEX), plain text as RTF, or RTF of its own.
// It refuses to know how RTF looks: only what a reader reads is kept.
import { Buffer } from 'node:buffer';
import decompress from '@kenjiuno/decompressrtf';
import iconv from 'iconv-lite';
import { Unreadable } from './content.ts';

export type RtfBody = { readonly form: 'html' | 'text'; readonly text: string };

const longest = 20_000_000;
const deepest = 200;

/** The body in a PR_RTF_COMPRESSED (MS-OXRTFCP). Throws Unreadable (`damaged`). */
export function bodyOfCompressedRtf(packed: Uint8Array): RtfBody {
  const view = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  if (view.length < 16) throw new Unreadable('The body of the message is damaged.');
  // Sizes beyond the bytes, or beyond what anybody writes, are lies.
  if (view.readUInt32LE(4) > longest || view.readUInt32LE(0) > view.length) throw new Unreadable('The body of the message is damaged.');
  try {
    return bodyOfRtf(Buffer.from(decompress.decompressRTF([...view])).toString('latin1'));
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable('The body of the message is damaged.');
  }
}

/** Destinations whose text is not the document's (RTF 1.9.1; those with \* are passed over unless they are an htmltag). */
const silent = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'header', 'footer', 'headerl', 'headerr', 'footerl', 'footerr', 'listtable', 'listoverridetable', 'rsidtbl', 'generator', 'themedata', 'fldinst', 'xe', 'tc', 'nonshppict']);
const words: Readonly<Record<string, string>> = {
  par: '\r\n', line: '\r\n', row: '\r\n', sect: '\r\n', page: '\r\n', tab: '\t', cell: '\t', lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', bullet: '•', endash: '–', emdash: '—', '~': '\u00a0', '_': '\u2011',
};

type Group = { readonly silent: boolean; readonly tag: boolean; readonly rtfOnly: boolean; readonly skip: number };

/** The body in RTF, one character per byte. With \fromhtml1 it is the HTML that was wrapped (MS-OXRTFEX 2.1.3), otherwise text. */
export function bodyOfRtf(rtf: string): RtfBody {
  if (!rtf.startsWith('{\\rtf')) throw new Unreadable('The body of the message is no RTF.');
  const html = /\\fromhtml1?\b/.test(rtf.slice(0, 2_000));
  const charset = charsetOf(Number(/\\ansicpg(\d+)/.exec(rtf.slice(0, 2_000))?.[1] ?? 1252));
  const out: string[] = [];
  let bytes: number[] = [];
  let group: Group = { silent: false, tag: false, rtfOnly: false, skip: 1 };
  let left = 0;
  const outer: Group[] = [];
  const flush = () => {
    if (bytes.length > 0) out.push(iconv.decode(Buffer.from(bytes), charset));
    bytes = [];
  };
  const heard = () => !group.silent && (!html || group.tag || !group.rtfOnly);
  const say = (text: string) => {
    if (left > 0) { left -= 1; return; }
    if (!heard()) return;
    flush();
    out.push(text);
  };
  // A group, a control word with its number, a hexadecimal byte, a control symbol, or text; line breaks of the file mean nothing.
  const token = /\{|\}|\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|[\r\n]+|[^{}\\\r\n]+/gi;
  let ignorable = false;
  for (let match = token.exec(rtf); match; match = token.exec(rtf)) {
    const [all, word, number, hex, symbol] = match;
    if (all === '{') {
      if (outer.length >= deepest) throw new Unreadable('The body of the message is damaged (its groups lie too deep).');
      outer.push(group);
      left = 0;
    } else if (all === '}') {
      flush();
      group = outer.pop() ?? group;
      left = 0;
      if (outer.length === 0) break;
    } else if (hex !== undefined) {
      if (left > 0) left -= 1;
      else if (heard()) bytes.push(Number.parseInt(hex, 16));
    } else if (symbol !== undefined) {
      if (symbol === '*') { ignorable = true; continue; }
      if (symbol === '\n' || symbol === '\r') say('\r\n');
      else if (symbol !== '-' && symbol !== ':') say(words[symbol] ?? symbol);
    } else if (word !== undefined) {
      const value = number === undefined ? undefined : Number(number);
      if (word === 'htmltag' && ignorable) { flush(); group = { ...group, silent: false, tag: true }; }
      else if (word === 'htmlrtf') { flush(); group = { ...group, rtfOnly: value !== 0 }; }
      else if (ignorable || silent.has(word)) { flush(); group = { ...group, silent: true }; }
      else if (word === 'uc') group = { ...group, skip: value ?? 1 };
      else if (word === 'u' && value !== undefined) { say(String.fromCharCode(value & 0xffff)); left = group.skip; }
      else if (word === 'bin') token.lastIndex += Math.max(0, value ?? 0);
      else if (words[word] !== undefined) say(words[word]);
    } else if (!/^[\r\n]/.test(all)) {
      const heardText = left > 0 ? all.slice(left) : all;
      left = Math.max(0, left - all.length);
      if (heard()) for (let i = 0; i < heardText.length; i++) bytes.push(heardText.charCodeAt(i));
    }
    ignorable = false;
  }
  flush();
  return { form: html ? 'html' : 'text', text: out.join('') };
}

/** A Windows code page by its number; what is not known is read as Western European. */
export function charsetOf(codePage: number): string {
  if (codePage === 65001 || codePage === 20127) return 'utf-8';
  if (codePage === 10000) return 'macintosh';
  if (codePage >= 28591 && codePage <= 28605) return `iso-8859-${codePage - 28590}`;
  const name = `cp${codePage}`;
  return iconv.encodingExists(name) ? name : 'windows-1252';
}
