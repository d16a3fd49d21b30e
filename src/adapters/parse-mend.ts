// Makes a mail whose MIME is broken such that a parser finds all of it: line ends, an mbox line, boundaries that are missing, 8-bit file names.
// It refuses to touch a mail that is in order: most come back as they are, byte for byte.
import { Buffer } from 'node:buffer';
import { decodeBinaryString, utf7Label } from './charset.ts';
import { mendWords } from './encoded-words.ts';
import { headerEnd } from './parse-headers.ts';

/** No person's mail has more multiparts than this; what comes after is left as it is. */
const mostMultiparts = 60;

/** The mail's bytes, mended where they need it; what was mended is added to `problems`. */
export function mended(bytes: Buffer, problems: string[]): Buffer {
  const raw = bytes.toString('latin1');
  let text = withLineEnds(raw, problems);
  text = text.replace(/^(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(?:>?From (?!:)\S[^\r\n]*\r?\n)?(?=[\w-]+[ \t]*:)/, '');
  // "From :" (RFC 5322 4.5.2) in the first line is taken for the line of an mbox.
  text = text.replace(/^From[ \t]+:/i, 'From:');
  text = withBoundaries(text, problems);
  text = withReadableParameters(text);
  return text === raw ? bytes : Buffer.from(text, 'latin1');
}

/** CR alone (old Macs), and CR CR LF (converted twice): the header would never end. LF alone is left, every parser takes it. */
function withLineEnds(raw: string, problems: string[]): string {
  const start = raw.slice(0, 65_536);
  if (/^[^\n]*\r[^\n]/.test(start) && !start.includes('\n')) {
    problems.push('The lines of the mail end in CR alone.');
    return raw.replace(/\r\n?/g, '\r\n');
  }
  if (/^[^\n]*\r\r\n/.test(start)) {
    problems.push('The lines of the mail end in CR CR LF.');
    return raw.replace(/\r+\n/g, '\r\n');
  }
  return raw;
}

/**
 * A multipart (RFC 2046 5.1) whose boundary is not named, or never comes: the first line that looks like one is taken; where there is none, the
 * content is text. Without this the parser drops all of it.
 */
function withBoundaries(text: string, problems: string[]): string {
  if (!/^content-type:\s*multipart\//im.test(text)) return text;
  // The parser splits at no boundary that is not ASCII, which RFC 2046 5.1.1 asks for.
  const foreign = /^content-type:\s*multipart\/(?:[^\r\n]|\r?\n[ \t])*?boundary\s*=\s*"?([^\r\n";]{0,200}?[\x80-\xff][^\r\n";]{0,200})/im.exec(text)?.[1];
  if (foreign !== undefined) return withBoundaries(text.replaceAll(foreign, foreign.replace(/[^\x20-\x7e]/g, '_')), problems);
  const known = new Set<string>();
  const taken = new Set<string>();
  const changes: { at: number; length: number; by: string }[] = [];
  const header = /^content-type:(?:[ \t]|\r?\n[ \t])*(multipart\/[\w.+-]+)((?:[^\r\n]|\r?\n[ \t])*)/gim;
  const found: { at: number; all: string; type: string; boundary: string | undefined }[] = [];
  for (let match = header.exec(text); match && found.length < mostMultiparts; match = header.exec(text)) {
    const [all, type = '', rest = ''] = match;
    if (/boundary\*/i.test(rest)) continue;
    const boundary = /boundary\s*=\s*(?:"([^"]*)"?|([^\s;]+))/i.exec(rest);
    found.push({ at: match.index, all, type, boundary: (boundary?.[1] ?? boundary?.[2])?.trimEnd() });
  }
  for (const { at, all, boundary } of found) if (boundary && comes(text, boundary, at + all.length)) known.add(boundary);
  for (const { at, all, type, boundary } of found) {
    if (boundary && known.has(boundary)) continue;
    // A later Content-Type of the same header block does not count.
    if (at > 0 && isSecond(text, at)) continue;
    const guess = firstDelimiter(text, at + all.length, (b) => known.has(b) || taken.has(b));
    if (guess !== undefined) taken.add(guess);
    changes.push({ at, length: all.length, by: guess === undefined ? 'Content-Type: text/plain' : `Content-Type: ${type}; boundary="${guess}"` });
    problems.push(guess === undefined ? 'A multipart has no boundary; its content was read as text.' : 'A multipart names no boundary, or one that never comes; the one that comes was taken.');
  }
  let out = text;
  for (const { at, length, by } of changes.toReversed()) out = out.slice(0, at) + by + out.slice(at + length);
  return out;
}

function comes(text: string, boundary: string, from: number): boolean {
  for (let at = text.indexOf(`--${boundary}`, from); at >= 0; at = text.indexOf(`--${boundary}`, at + 1)) {
    if (text[at - 1] === '\n') return true;
  }
  return false;
}

/** True when an earlier Content-Type stands in the same header block. */
function isSecond(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 16_384), at);
  const block = before.slice(Math.max(before.lastIndexOf('\n\n'), before.lastIndexOf('\n\r\n')) + 1);
  return /^content-type:/im.test(block);
}

function firstDelimiter(text: string, from: number, isTaken: (boundary: string) => boolean): string | undefined {
  const line = /^--(\S[^\r\n"]{0,199}?)[ \t]*\r?\n(?=[\w-]+:|\r?\n)/gm;
  line.lastIndex = from;
  for (let match = line.exec(text), tries = 0; match && tries < 50; match = line.exec(text), tries++) {
    const boundary = match[1] ?? '';
    if (!isTaken(boundary) && !isTaken(boundary.replace(/--$/, '')) && /^[\x20-\x7e]+$/.test(boundary)) return boundary;
  }
  return undefined;
}

/** Content-Type and Content-Disposition with 8-bit file names, words of a wrong charset, or a UTF-7 label. */
function withReadableParameters(text: string): string {
  return text.replace(/^content-(?:type|disposition):(?:[^\r\n]|\r?\n[ \t])*/gim, (field) => {
    let out = field;
    if (/[\x80-\xff]/.test(out)) out = Buffer.from(decodeBinaryString(out), 'utf-8').toString('latin1');
    if (out.includes('=?')) out = mendWords(out);
    // Windows paths, whose backslashes would be taken for quoting (RFC 5322 3.2.4).
    if (out.includes('\\')) out = out.replace(/(name\s*=\s*")([^"\r\n]*)"/gi, (_all, start: string, name: string) => `${start}${name.replace(/\\+(?=.)/g, '/')}"`);
    return out.replace(/(charset\s*=\s*"?)(?:unicode-1-1-)?utf-?7\b/i, `$1${utf7Label}`);
  });
}

/** Every line that is not UTF-8 written in it: for parts without any label, which nothing else reaches. Touches 8-bit files too. */
export function withUtf8Lines(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/[^\r\n]*[\x80-\xff][^\r\n]*/g, (line) => Buffer.from(decodeBinaryString(line), 'utf-8').toString('latin1')), 'latin1');
}

/** Where nothing else is known about a text part's charset. */
const unknownCharset = 'x-unknown';

/**
 * The same mail with every text part that is labelled UTF-8, ASCII or nothing labelled as of unknown charset, so that the
 * parser hands its bytes to CarefulDecoder instead of replacing what is not UTF-8.
 */
export function withHonestLabels(bytes: Buffer): Buffer {
  const raw = bytes.toString('latin1');
  const relabelled = raw.replace(/^(content-type:[ \t]*text\/(?:plain|html))((?:[^\r\n]|\r?\n[ \t])*)/gim, (_all, type: string, rest: string) => {
    const charset = /charset\s*=\s*"?([^\s";]+)"?/i.exec(rest)?.[1];
    if (charset !== undefined && !/^(?:utf-?8|us-?ascii|ascii)$/i.test(charset)) return type + rest;
    return `${type}; charset=${unknownCharset}${rest.replace(/;?\s*charset\s*=\s*(?:"[^"]*"|[^\s;]+)/i, '')}`;
  });
  const labelled = /^content-type:/im.test(raw.slice(0, headerEnd(raw))) ? relabelled : `Content-Type: text/plain; charset=${unknownCharset}\r\n${relabelled}`;
  return Buffer.from(labelled, 'latin1');
}
