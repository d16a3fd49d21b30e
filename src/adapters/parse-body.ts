// Makes one text of the text parts of a mail, and takes out of it what is no text: uuencoded files, an encrypted block.
// It refuses to choose the plain part where it only says that there is another, or breaks off where the other goes on.
import { Buffer } from 'node:buffer';
import type { Attachment } from '../core/mail.ts';
import { htmlToText } from './documents/html.ts';

/** The plain part where there is one; text made from the HTML otherwise, and added where HTML stands beside text instead of for it. */
export function bodyText(text: string, html: string | null, alternative: boolean, problems: string[]): string {
  const plain = unixLines(text);
  if (html === null && isHtml(plain)) {
    problems.push('A part labelled as plain text is HTML; it was read as that.');
    return htmlToText(plain);
  }
  if (html === null) return plain;
  if (isBlank(plain)) return htmlToText(html);
  if (!alternative) {
    problems.push('Text and HTML stand side by side in this mail, not as alternatives; both were read.');
    return `${plain}\n${htmlToText(html)}`;
  }
  if (pointsToHtml(plain)) {
    problems.push('The plain text only points to the HTML, which was read instead.');
    return htmlToText(html);
  }
  if (roughLength(html) > squeezed(plain).length + 20) {
    const whole = htmlToText(html);
    if (breaksOff(squeezed(plain), squeezed(whole))) {
      problems.push('The plain text breaks off where the HTML goes on; the HTML was read.');
      return whole;
    }
  }
  return plain;
}

/** A document that begins and ends as HTML does; a text that only speaks of tags does not. */
function isHtml(text: string): boolean {
  return /^\s*<(?:!doctype html|html|head|body|div|p)\b[^]*<\/(?:html|body|div|p)>\s*$/i.test(text);
}

/** Blanks of every kind, also those without width. */
function isBlank(text: string): boolean {
  return text.replace(/[\s\u200b-\u200f\u2060\ufeff\u00ad]/g, '') === '';
}

/** A plain part that is nothing but a sentence of a program: no answer of a person is that short and speaks of HTML. */
function pointsToHtml(text: string): boolean {
  const words = text.trim();
  return words.length < 400 && !/@(?!media)/.test(words)
    && /\b(?:does(?: not|n['’]t) support|not support(?:ed)?|cannot (?:display|view|show)|can['’]t (?:display|view|show)|unable to (?:display|view)|(?:view|see|open) (?:this|the) (?:e-?mail|message)|(?:is|are) in|understøtter ikke|kan ikke vise|vises ikke korrekt|(?:er|sendt|skrevet) (?:i|som)|stöder inte|støtter ikke|unterstützt kein)\b[^]{0,120}\bhtml\b|\bhtml\b[^]{0,120}\b(?:not supported|required|capable|compatible|enabled|e-?mail client|mail client|mailprogram|e-?mailprogram|mailklient)\b/i.test(words);
}

/** Letters and digits only: how a program breaks lines and sets links is all the same. */
function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}@]+/gu, '');
}

/** About how much the HTML says, without reading it properly. */
function roughLength(html: string): number {
  return squeezed(html.slice(Math.max(0, html.search(/<body\b/i))).replace(/<[^<>]*>|&\w{1,10};/g, '')).length;
}

/** True when the plain text is the beginning of the whole, give or take its last word. */
function breaksOff(plain: string, whole: string): boolean {
  return plain.length >= 10 && whole.length > plain.length + 20 && whole.startsWith(plain.slice(0, -3));
}

/**
 * Files in the text itself: uuencode (POSIX), and a message encrypted with PGP (RFC 9580 6.2). They come back as attachments; a line stays
 * in their place.
 */
export function takeOutFiles(text: string, problems: string[]): { readonly text: string; readonly attachments: readonly Attachment[] } {
  const attachments: Attachment[] = [];
  let rest = text;
  if (/^begin(?:-base64)? [0-7]{3,4} \S/m.test(rest)) {
    rest = rest.replace(/^begin [0-7]{3,4} ([^\n]+)\n((?:[\x20-\x60][^\n]{0,90}\n)+)(?:[`\x20]?[ \t]*\n)?end[ \t]*$/gm, (all, name: string, lines: string) => {
      const content = uudecode(lines);
      if (content === undefined) return all;
      attachments.push({ filename: lastSegment(name.trim()), contentType: 'application/octet-stream', bytes: content.length, content, inline: false });
      return '';
    });
    rest = rest.replace(/^begin-base64 [0-7]{3,4} ([^\n]+)\n([A-Za-z0-9+/=\n]+?)\n====[ \t]*$/gm, (_all, name: string, base64: string) => {
      const content = Buffer.from(base64, 'base64');
      attachments.push({ filename: lastSegment(name.trim()), contentType: 'application/octet-stream', bytes: content.length, content, inline: false });
      return '';
    });
    if (attachments.length > 0) problems.push('A file stood in the text itself (uuencode).');
  }
  rest = rest.replace(/^-----BEGIN PGP MESSAGE-----\n[^]*?(?:^-----END PGP MESSAGE-----[ \t]*$|$(?![^]))/gm, (block) => {
    const content = Buffer.from(block, 'utf-8');
    attachments.push({ filename: 'besked.asc', contentType: 'application/pgp-encrypted', bytes: content.length, content, inline: false });
    problems.push('A part of the text is encrypted (PGP).');
    return '';
  });
  return { text: rest, attachments };
}

/** Lines of uuencode: a length, then four characters for three bytes. undefined where a line is none. */
function uudecode(lines: string): Buffer | undefined {
  const bytes: number[] = [];
  for (const line of lines.split('\n')) {
    if (line === '') continue;
    const length = (line.charCodeAt(0) - 32) & 63;
    // Blanks at the end of a line are lost on the way; a longer line than its length says may carry a check character.
    const groups = Math.ceil(length / 3) * 4;
    if (line.length - 1 > groups + 2) return undefined;
    const codes = line.slice(1).padEnd(groups, ' ');
    const row: number[] = [];
    for (let i = 0; i < groups; i += 4) {
      const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((n) => (codes.charCodeAt(i + n) - 32) & 63);
      row.push((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d);
    }
    for (const byte of row.slice(0, length)) bytes.push(byte);
  }
  return bytes.length === 0 ? undefined : Buffer.from(bytes);
}

/** A file's name without its path. */
export function lastSegment(name: string): string {
  return name.split(/[/\\]/).at(-1)?.trim() ?? '';
}

export function unixLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
