// Turns a header block into addresses, subject, ids and date, keeping every field.
// It refuses to repair: a field that cannot be read is left empty, and a problem says so.
import { parseAddressHeader } from 'mailparser';
import type { Address, Header, InboundMail } from '../core/mail.ts';
import { decodeBinaryString } from './charset.ts';
import { decodeWords, mendWords } from './encoded-words.ts';

export type HeaderLine = { readonly key: string; readonly line: string };

export type FromHeaders = Omit<InboundMail, 'text' | 'html' | 'attachments' | 'report' | 'problems'>;

/** What the header says (RFC 5322 3.6). A field that may stand once counts where it stands first; what was odd is added to `problems`. */
export function fromHeaders(id: string, lines: readonly HeaderLine[], problems: string[]): FromHeaders {
  const raw = lines.map(({ key, line }) => ({
    name: key.trim().toLowerCase(),
    value: mendWords(decodeBinaryString(line.slice(line.indexOf(':') + 1)).replace(/\r?\n(?=[ \t])/g, '').trim()),
  }));
  const headers: Header[] = raw.map(({ name, value }) => ({ name, value: decodeWords(value) }));
  const addresses = (name: string): readonly Address[] => raw.filter((h) => h.name === name).flatMap((h) => readAddresses(h.value, name, problems));
  const froms = raw.filter((h) => h.name === 'from').length;
  if (froms === 0) problems.push('The mail has no From header.');
  if (froms > 1) problems.push('The mail has more than one From header.');
  for (const name of ['Subject', 'Date', 'Message-ID', 'Reply-To', 'Content-Type']) {
    if (raw.filter((h) => h.name === name.toLowerCase()).length > 1) problems.push(`The mail has more than one ${name} header; the first counts.`);
  }
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

/** The first value of a header. */
export function headerOf(headers: readonly Header[], name: string): string | undefined {
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
export function splitHeaderBlock(block: string): readonly HeaderLine[] {
  const head = block.replace(/\r?\n\r?\n[^]*$/, '');
  return head.split(/\r?\n(?![ \t])/).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon <= 0 || /\s/.test(line.slice(0, colon).trimEnd()) ? [] : [{ key: line.slice(0, colon).trim().toLowerCase(), line }];
  });
}

/** Where the header block ends: at the first empty line (RFC 5322 2.1). */
export function headerEnd(raw: string): number {
  const at = raw.search(/\r?\n\r?\n/);
  return at < 0 ? raw.length : at;
}

/** An error's message for the middle of a sentence. */
export function sentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
