// Reads encoded words in headers (RFC 2047), also those of a wrong or unknown charset, and those cut in the middle of a character.
// It refuses to lose a byte where the library writes a question mark for it.
import { Buffer } from 'node:buffer';
import libmime from 'libmime';
import { decodeBytes } from './charset.ts';

/** The text of a header value with its encoded words. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  try {
    return libmime.decodeWords(value);
  } catch {
    return value;
  }
}

const word = String.raw`=\?([^?\s]+)\?([bq])\?([^?]*)\?=`;
const run = new RegExp(String.raw`${word}(?:\s+${word})*`, 'gi');

/** The value with every run of words that the library cannot read written anew in UTF-8, so that whoever parses it further loses nothing. */
export function mendWords(value: string): string {
  if (!value.includes('=?')) return value;
  return value.replace(run, (words) => {
    if (!/=\?(?:x-)?u(?:tf|nicode)-?[\w-]*7/i.test(words) && !decodeWords(words).includes('\ufffd')) return words;
    const pieces: { charset: string; bytes: Buffer }[] = [];
    for (const [, label = '', encoding = '', text = ''] of words.matchAll(new RegExp(word, 'gi'))) {
      const charset = label.replace(/\*.*$/, '').toLowerCase();
      const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : qBytes(text);
      const last = pieces.at(-1);
      // Words next to each other of one charset may cut a character in two, although RFC 2047 5 forbids it.
      if (last?.charset === charset) last.bytes = Buffer.concat([last.bytes, bytes]);
      else pieces.push({ charset, bytes });
    }
    const decoded = pieces.map(({ charset, bytes }) => decodeBytes(bytes, charset).text).join('');
    return `=?utf-8?B?${Buffer.from(decoded, 'utf-8').toString('base64')}?=`;
  });
}

/** The "Q" encoding (RFC 2047 4.2). */
function qBytes(text: string): Buffer {
  return Buffer.from(text.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1');
}
