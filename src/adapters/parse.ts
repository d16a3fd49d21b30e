// Reads one mail's bytes into an InboundMail with mailparser, keeping every oddity as a problem.
// It refuses to throw and to interpret: a mail that cannot be read comes back with what could be read.
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import libmime from 'libmime';
import { parseAddressHeader, simpleParser } from 'mailparser';
import type { Address, Attachment, Header, InboundMail } from '../core/mail.ts';
import { CarefulDecoder, decodeBinaryString, decodeBytes } from './charset.ts';
import { htmlToText } from './documents/html.ts';
import { readReport } from './parse-report.ts';

/** A mail fetched in part: the header block as bytes, the text parts decoded, attachments with or without content. */
export type MailParts = {
  /** As computed by the caller (design rule 2). */
  readonly id: string;
  /** The header block, up to and with the empty line. */
  readonly headerBlock: Uint8Array;
  /** Content of the text parts after the transfer encoding is undone; a string where the charset is undone too. */
  readonly text: Uint8Array | string | null;
  readonly html: Uint8Array | string | null;
  readonly attachments: readonly Attachment[];
  readonly problems?: readonly string[];
};

/**
 * One mail from its bytes (RFC 5322, MIME RFC 2045 to 2049). Never rejects. `id` is the SHA-256 of the bytes.
 * The charset of a text part is found from its bytes first (see charset.ts): labels are often wrong.
 */
export async function parseMail(raw: Uint8Array): Promise<InboundMail> {
  const id = createHash('sha256').update(raw).digest('hex');
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const problems: string[] = [];
  try {
    let parsed = await runParser(bytes);
    if (hasLostBytes(parsed)) {
      parsed = await runParser(withHonestLabels(bytes));
      problems.push('A text part is labelled UTF-8 or not at all but is not UTF-8; it was read as windows-1252.');
    }
    const attachments = parsed.attachments.map(toAttachment);
    const html = parsed.html || null;
    const mail = fromHeaders(id, parsed.headerLines ?? [], problems);
    return {
      ...mail,
      html,
      text: bodyText(parsed.text ?? '', html, bytes, problems),
      attachments,
      report: readReport(headerOf(mail.headers, 'content-type') ?? '', attachments),
      problems,
    };
  } catch (error) {
    problems.push(`The mail could not be read as MIME: ${sentence(error)}.`);
    return rescue(id, bytes, problems);
  }
}

/** The same InboundMail for a big mail of which only the wanted parts were fetched. Never throws. */
export function parseParts(parts: MailParts): InboundMail {
  const problems = [...(parts.problems ?? [])];
  const header = Buffer.from(parts.headerBlock).toString('latin1');
  const mail = fromHeaders(parts.id, splitHeaderBlock(header), problems);
  const html = asText(parts.html);
  const text = asText(parts.text);
  return {
    ...mail,
    html,
    text: text !== null && text.trim() !== '' ? unixLines(text) : html === null ? '' : htmlToText(html),
    attachments: parts.attachments,
    report: readReport(headerOf(mail.headers, 'content-type') ?? '', parts.attachments),
    problems,
  };
}

async function runParser(bytes: Buffer) {
  return simpleParser(bytes, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    keepDeliveryStatus: true,
    keepCidLinks: true,
    checksumAlgo: false,
    maxChildNodes: 300,
    Iconv: CarefulDecoder,
  });
}

function hasLostBytes(parsed: { text?: string; html?: string | false }): boolean {
  return (parsed.text?.includes('\ufffd') ?? false) || (parsed.html ? parsed.html.includes('\ufffd') : false);
}

/**
 * The same mail with every text part that is labelled UTF-8, ASCII or nothing labelled as of unknown charset, so that the
 * parser hands its bytes to CarefulDecoder instead of replacing what is not UTF-8.
 */
function withHonestLabels(bytes: Buffer): Buffer {
  const raw = bytes.toString('latin1');
  const relabelled = raw.replace(/^(content-type:[ \t]*text\/(?:plain|html))((?:[^\r\n]|\r?\n[ \t])*)/gim, (_all, type: string, rest: string) => {
    const charset = /charset\s*=\s*"?([^\s";]+)"?/i.exec(rest)?.[1];
    if (charset !== undefined && !/^(?:utf-?8|us-?ascii|ascii)$/i.test(charset)) return type + rest;
    return `${type}; charset=${unknownCharset}${rest.replace(/;?\s*charset\s*=\s*(?:"[^"]*"|[^\s;]+)/i, '')}`;
  });
  const labelled = /^content-type:/im.test(raw.slice(0, headerEnd(raw))) ? relabelled : `Content-Type: text/plain; charset=${unknownCharset}\r\n${relabelled}`;
  return Buffer.from(labelled, 'latin1');
}

const unknownCharset = 'x-unknown';

function headerEnd(raw: string): number {
  const at = raw.search(/\r?\n\r?\n/);
  return at < 0 ? raw.length : at;
}

function toAttachment(part: { filename?: string; contentType: string; content: Buffer; contentDisposition?: string; related?: boolean; contentId?: string }): Attachment {
  return {
    filename: part.filename ?? '',
    contentType: part.contentType ?? 'application/octet-stream',
    bytes: part.content.length,
    content: part.content,
    inline: part.related === true || part.contentDisposition === 'inline',
  };
}

/** The plain part where there is one; text made from the HTML otherwise, and added where HTML stands beside text instead of for it. */
function bodyText(text: string, html: string | null, bytes: Buffer, problems: string[]): string {
  if (html === null) return unixLines(text);
  if (text.trim() === '') return htmlToText(html);
  if (bytes.includes('multipart/alternative') || bytes.includes('Multipart/Alternative')) return unixLines(text);
  problems.push('Text and HTML stand side by side in this mail, not as alternatives; both were read.');
  return `${unixLines(text)}\n${htmlToText(html)}`;
}

type HeaderLine = { readonly key: string; readonly line: string };

type FromHeaders = Omit<InboundMail, 'text' | 'html' | 'attachments' | 'report' | 'problems'>;

function fromHeaders(id: string, lines: readonly HeaderLine[], problems: string[]): FromHeaders {
  const raw = lines.map(({ key, line }) => ({
    name: key.toLowerCase(),
    value: decodeBinaryString(line.slice(line.indexOf(':') + 1)).replace(/\r?\n(?=[ \t])/g, '').trim(),
  }));
  const headers: Header[] = raw.map(({ name, value }) => ({ name, value: decodeWords(value) }));
  const addresses = (name: string): readonly Address[] => raw.filter((h) => h.name === name).flatMap((h) => readAddresses(h.value, name, problems));
  const froms = raw.filter((h) => h.name === 'from').length;
  if (froms === 0) problems.push('The mail has no From header.');
  if (froms > 1) problems.push('The mail has more than one From header.');
  return {
    id,
    messageId: firstId(headerOf(headers, 'message-id')),
    inReplyTo: firstId(headerOf(headers, 'in-reply-to')),
    references: messageIds(headerOf(headers, 'references') ?? ''),
    from: addresses('from'),
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    subject: (headerOf(headers, 'subject') ?? '').replace(/\s+/g, ' ').trim(),
    date: readDate(headerOf(headers, 'date'), problems),
    headers,
  };
}

function headerOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find((h) => h.name === name)?.value;
}

function readAddresses(value: string, name: string, problems: string[]): readonly Address[] {
  try {
    const found = parseAddressHeader(value, { flatten: true }).value
      .map((a) => ({ name: (a.name ?? '').replace(/\s+/g, ' ').trim(), address: (a.address ?? '').trim() }))
      .filter((a) => a.address !== '' || a.name !== '');
    if (found.length === 0 && value !== '') problems.push(`The ${name} header holds no address.`);
    return found;
  } catch (error) {
    problems.push(`The ${name} header could not be read: ${sentence(error)}.`);
    return [];
  }
}

function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  try {
    return libmime.decodeWords(value);
  } catch {
    return value;
  }
}

/** Every <…> of a header; a lone id without brackets gets them. */
function messageIds(value: string): readonly string[] {
  const found = value.match(/<[^<>\s]+>/g);
  if (found) return found;
  return value.split(/\s+/).filter((id) => id.includes('@')).map((id) => `<${id.replace(/[<>]/g, '')}>`);
}

function firstId(value: string | undefined): string | null {
  return value === undefined ? null : messageIds(value)[0] ?? (value.trim() === '' ? null : `<${value.trim().replace(/[<>]/g, '')}>`);
}

function readDate(value: string | undefined, problems: string[]): string | null {
  if (value === undefined) return null;
  const at = new Date(value.replace(/\([^)]*\)/g, ''));
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  problems.push(`The Date header is no date: ${value.slice(0, 60)}.`);
  return null;
}

/** Header lines of a header block, one character per byte, folded lines kept together. */
function splitHeaderBlock(block: string): readonly HeaderLine[] {
  const head = block.replace(/\r?\n\r?\n[^]*$/, '');
  return head.split(/\r?\n(?![ \t])/).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon <= 0 || /\s/.test(line.slice(0, colon).trimEnd()) ? [] : [{ key: line.slice(0, colon).trim().toLowerCase(), line }];
  });
}

/** What can be had of a mail the parser gave up on: its header block, and the rest as text. */
function rescue(id: string, bytes: Buffer, problems: string[]): InboundMail {
  const start = bytes.subarray(0, 256 * 1024).toString('latin1');
  const end = headerEnd(start);
  const mail = fromHeaders(id, splitHeaderBlock(start.slice(0, end)), problems);
  return { ...mail, text: unixLines(decodeBytes(bytes.subarray(end, end + 64 * 1024)).text).trim(), html: null, attachments: [], report: null, problems };
}

function asText(part: Uint8Array | string | null): string | null {
  return part === null || typeof part === 'string' ? part : decodeBytes(part).text;
}

function unixLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function sentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
