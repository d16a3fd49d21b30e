// Builds the bytes of a mail (RFC 5322, MIME) from a letter and its two texts: the same letter gives the same bytes, always.
// It refuses to carry a Bcc header, to read files or fetch anything, and to leave a date, an id or a boundary to chance.
import { createHash } from 'node:crypto';
import { Buffer } from 'node:buffer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Letter } from '../core/letters.ts';

export type MailAttachment = {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
  /** A picture of the HTML, shown in it and not listed: its Content-ID without brackets (RFC 2392). */
  readonly cid?: string;
};

export type MessageExtra = {
  /** Becomes X-Rundskriv-Proof: by it the copy in our own mailbox is recognised as ours. */
  readonly proof?: string;
  /** Rehearsal: the mail goes to this address instead; the true recipient moves into the subject. */
  readonly redirectTo?: string;
};

/** Raw bytes, CRLF throughout. Deterministic: Date and Message-ID are the letter's, boundaries are derived from its id. */
export async function buildMessage(letter: Letter, body: { readonly html: string; readonly text: string }, attachments: readonly MailAttachment[] = [], extra: MessageExtra = {}): Promise<Uint8Array> {
  const redirect = extra.redirectTo;
  const composer = new MailComposer({
    from: letter.from,
    to: redirect === undefined ? letter.to : { name: letter.to.name, address: redirect },
    replyTo: letter.replyTo,
    subject: redirect === undefined ? letter.subject : `[Prøve, til ${letter.to.address}] ${letter.subject}`,
    date: new Date(letter.date),
    messageId: letter.messageId,
    ...(letter.inReplyTo === null ? {} : { inReplyTo: letter.inReplyTo }),
    ...(letter.references.length === 0 ? {} : { references: [...letter.references] }),
    headers: [
      // RFC 3834 5; and Exchange's own word for: send no absence notice back (MS-OXCMAIL 2.2.3.2.14).
      { key: 'Auto-Submitted', value: letter.autoSubmitted },
      { key: 'X-Auto-Response-Suppress', value: 'OOF, AutoReply' },
      { key: 'Content-Language', value: 'da' },
      ...(extra.proof === undefined ? [] : [{ key: 'X-Rundskriv-Proof', value: extra.proof }]),
    ],
    // Text is canonical with CRLF before it is encoded (RFC 2045 6.8).
    text: crlf(body.text),
    html: crlf(body.html),
    attachments: attachments.map((a) => ({ filename: a.filename, contentType: a.contentType, content: Buffer.from(a.content.buffer, a.content.byteOffset, a.content.byteLength), ...(a.cid === undefined ? { contentDisposition: 'attachment' as const } : { contentDisposition: 'inline' as const, cid: a.cid }) })),
    baseBoundary: createHash('sha256').update(letter.id).digest('hex').slice(0, 24),
    textEncoding: 'base64',
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
