// Mails of the simulated people as bytes, the same for the same seed, with what an envelope and a mail exchanger add.
// It refuses to send: the internet of this demo carries what is made here.
import MailComposer from 'nodemailer/lib/mail-composer';
import { mailDate, type Instant } from '../calendar.ts';
import { ascii } from './people.ts';

export type Mailbox = { readonly name: string; readonly address: string };

export type MailParts = {
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly subject: string;
  /** Left out where the mail is nothing but its one attachment. */
  readonly text?: string;
  readonly html?: string | undefined;
  readonly inReplyTo?: string | null | undefined;
  readonly references?: readonly string[] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly attachments?: readonly { readonly filename: string; readonly contentType: string; readonly content: Uint8Array }[] | undefined;
  /** Left side of the Message-ID; the right side is the sender's domain. */
  readonly id: string;
  readonly date: Instant;
};

/** A mail on its way to lige@lige.dk. */
export type Post = {
  readonly raw: Uint8Array;
  readonly messageId: string;
  /** Address in From, for the judge. */
  readonly from: string;
  /** Envelope sender; '' for bounces and automatic mail (RFC 3834 3.3, RFC 5321 4.5.5). */
  readonly envelopeFrom: string;
  readonly helo: string;
  /** What our mail exchanger finds out about it (RFC 8601). */
  readonly authenticationResults: string;
};

export type Dmarc = 'pass' | 'none' | 'fail';

/** Builds the mail. `dmarc` is what the receiving server will find; `envelopeFrom` is the From address unless given. */
export async function compose(parts: MailParts, dmarc: Dmarc, envelopeFrom: string = parts.from.address): Promise<Post> {
  const domain = domainOf(parts.from.address);
  const messageId = `<${parts.id}@${domain}>`;
  const raw = await new MailComposer({
    from: parts.from, to: parts.to, subject: parts.subject,
    ...(parts.text === undefined ? {} : { text: parts.text }),
    ...(parts.html === undefined ? {} : { html: parts.html }),
    ...(parts.inReplyTo ? { inReplyTo: parts.inReplyTo, references: [...(parts.references ?? []), parts.inReplyTo].join(' ') } : {}),
    headers: { ...parts.headers },
    attachments: (parts.attachments ?? []).map((a) => ({ filename: a.filename, contentType: a.contentType, content: Buffer.from(a.content) })),
    messageId, date: mailDate(parts.date), textEncoding: 'quoted-printable', baseBoundary: ascii(parts.id).replaceAll(/[^a-z0-9]/g, ''), xMailer: false,
  }).compile().build();
  return { raw, messageId, from: parts.from.address, envelopeFrom, helo: `mail.${domain}`, authenticationResults: authentication(dmarc, domain, envelopeFrom) };
}

export function authentication(dmarc: Dmarc, domain: string, envelopeFrom: string): string {
  const sender = envelopeFrom === '' ? `mail.${domain}` : domainOf(envelopeFrom);
  switch (dmarc) {
    case 'pass': return `spf=pass smtp.mailfrom=${sender}; dkim=pass header.d=${domain}; dmarc=pass header.from=${domain}`;
    case 'none': return `spf=pass smtp.mailfrom=${sender}; dkim=none; dmarc=none header.from=${domain}`;
    case 'fail': return `spf=softfail smtp.mailfrom=${sender}; dkim=none; dmarc=fail header.from=${domain}`;
  }
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
