// Fetches one mail from the selected folder: whole in one round trip, or of a big one only the parts that can matter.
// It refuses to mark anything as read (BODY.PEEK only) and to hold more of a mail in memory than its limits say.
import { createHash } from 'node:crypto';
import type { ImapFlow, FetchMessageObject, FetchQueryObject } from 'imapflow';
import type { FetchedAttachment, FetchedMail, FetchedText, Place } from '../../core/fetched.ts';
import { canonicalStructure, partsOf, type Wanted } from './structure.ts';

export type FetchLimits = {
  /** Up to this size a mail is fetched whole. */
  readonly whole: number;
  /** An attachment over this many (decoded) bytes is not fetched. */
  readonly attachment: number;
  /** All attachments of one mail together; those that come after are not fetched. */
  readonly attachments: number;
  /** A text of the body is cut here. */
  readonly text: number;
  /** Over this size nothing but the header block is fetched. */
  readonly mail: number;
};

export const defaultLimits: FetchLimits = { whole: 1024 * 1024, attachment: 10 * 1024 * 1024, attachments: 16 * 1024 * 1024, text: 1024 * 1024, mail: 40 * 1024 * 1024 };

const headerLimit = 256 * 1024;
const chunkSize = 256 * 1024;

/** Fetches the mail at `place` from the folder selected on `client`. A mail that is not there is the value `gone`; trouble throws the library's errors. */
export async function fetchMail(client: ImapFlow, place: Place, limits: FetchLimits): Promise<FetchedMail> {
  const { uid } = place;
  if (!hasUidValidity(client, place)) return { kind: 'gone', why: 'uidvalidity-changed' };
  const first = await fetchFresh(client, uid, { uid: true, size: true, source: { maxLength: limits.whole } });
  if (!first?.source) return { kind: 'gone', why: 'no-such-mail' };
  const bytes = first.size ?? first.source.length;
  // Some servers count wrongly: a source that was not cut off is whole, whatever the size says.
  if (first.source.length < limits.whole || bytes <= limits.whole) {
    return { kind: 'whole', id: sha256(first.source), bytes: first.source.length, raw: first.source };
  }
  const headerBlock = headerOf(first.source);
  if (bytes > limits.mail) return { kind: 'oversize', id: sha256(headerBlock, `\nsize ${bytes}`), bytes, headerBlock };

  const described = await client.fetchOne(String(uid), { uid: true, bodyStructure: true }, { uid: true });
  if (!described) return { kind: 'gone', why: 'no-such-mail' };
  const structure = described.bodyStructure;
  if (!structure) return { kind: 'oversize', id: sha256(headerBlock, `\nsize ${bytes}`), bytes, headerBlock };
  const id = sha256(headerBlock, `\n${canonicalStructure(structure)}`);
  const texts: FetchedText[] = [];
  const attachments: FetchedAttachment[] = [];
  let left = limits.attachments;
  for (const wanted of partsOf(structure, limits.attachment)) {
    if (wanted.what === 'text') {
      texts.push(await fetchText(client, uid, wanted, limits.text));
    } else {
      const attachment = await fetchAttachment(client, uid, wanted, Math.min(limits.attachment, left));
      left -= attachment.content?.length ?? 0;
      attachments.push(attachment);
    }
  }
  return { kind: 'parts', id, bytes, headerBlock, texts, attachments };
}

/** True when the selected folder still is the one the place speaks of. */
export function hasUidValidity(client: ImapFlow, place: Pick<Place, 'uidValidity'>): boolean {
  return client.mailbox !== false && String(client.mailbox.uidValidity) === place.uidValidity;
}

/** A mail that came after this connection last looked is unknown to it: only after a NOOP is a missing UID really missing. */
async function fetchFresh(client: ImapFlow, uid: number, query: FetchQueryObject): Promise<FetchMessageObject | undefined> {
  const found = await client.fetchOne(String(uid), query, { uid: true });
  if (found) return found;
  await client.noop();
  return (await client.fetchOne(String(uid), query, { uid: true })) || undefined;
}

async function fetchText(client: ImapFlow, uid: number, wanted: Extract<Wanted, { what: 'text' }>, limit: number): Promise<FetchedText> {
  const parameters = Object.fromEntries(Object.entries(wanted.node.parameters ?? {}).map(([k, v]) => [k.toLowerCase(), v]));
  // One byte more than the limit tells whether there was more.
  const content = await download(client, uid, wanted.part, Math.min(limit + 1, wanted.node.size ?? limit + 1), wanted.node.size ?? 0);
  const truncated = content.length > limit;
  return {
    contentType: wanted.contentType,
    charset: parameters['charset']?.toLowerCase() ?? null,
    flowed: parameters['format']?.toLowerCase() === 'flowed',
    delSp: parameters['delsp']?.toLowerCase() === 'yes',
    content: truncated ? content.subarray(0, limit) : content,
    truncated,
  };
}

async function fetchAttachment(client: ImapFlow, uid: number, wanted: Extract<Wanted, { what: 'attachment' }>, limit: number): Promise<FetchedAttachment> {
  const { filename, contentType, inline, encodedSize } = wanted;
  // base64 makes four of three bytes, and a line break of every 76.
  const estimated = Math.ceil((encodedSize * 3 * 76) / (4 * 78));
  if (!wanted.mayMatter || estimated > limit) return { filename, contentType, inline, bytes: estimated, content: null };
  const content = await download(client, uid, wanted.part, Math.min(limit + 1, encodedSize), estimated);
  if (content.length > limit) return { filename, contentType, inline, bytes: encodedSize, content: null };
  return { filename, contentType, inline, bytes: content.length, content };
}

/** A part with its transfer encoding undone while it streams in; at most `limit` bytes of it, held once where `expected` is about right. */
async function download(client: ImapFlow, uid: number, part: string, limit: number, expected: number): Promise<Uint8Array> {
  const { content } = await client.download(String(uid), part, { uid: true, chunkSize, decodeText: false, maxBytes: Math.max(1, limit) });
  if (!content) return new Uint8Array(0);
  let whole = Buffer.allocUnsafeSlow(Math.min(limit, expected + 1024));
  let filled = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    if (filled + chunk.length > whole.length) {
      const bigger = Buffer.allocUnsafeSlow(Math.min(limit, Math.max(whole.length * 2, filled + chunk.length)));
      whole.copy(bigger, 0, 0, filled);
      whole = bigger;
    }
    filled += chunk.copy(whole, filled);
  }
  return whole.subarray(0, filled);
}

function headerOf(source: Buffer): Uint8Array {
  const end = source.indexOf('\r\n\r\n');
  const block = source.subarray(0, Math.min(end < 0 ? headerLimit : end + 4, headerLimit));
  // A copy, so that the megabyte it was cut from can be let go.
  return new Uint8Array(block);
}

function sha256(bytes: Uint8Array, more = ''): string {
  return createHash('sha256').update(bytes).update(more).digest('hex');
}
