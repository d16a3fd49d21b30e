// A mail's bytes, read and written as plainly as a test needs: one header of it, and the mails of people and servers as they send them.
// It refuses cleverness: what is written here is parsed by the real parser.
import { Buffer } from 'node:buffer';

/** The first value of a header, unfolded; null where there is none. */
export function headerOf(raw: Uint8Array, name: string): string | null {
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 65_536)).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const block = (end < 0 ? text : text.slice(0, end)).replace(/\r\n[ \t]+/g, ' ');
  const line = block.split('\r\n').find((l) => l.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
}

export type Written = {
  /** "Mette Holm <mho@aarhus.dk>" */
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly at: Temporal.Instant;
  readonly id: string;
  /** The mail of ours that it answers. */
  readonly answers?: { readonly messageId: string; readonly references: string | null } | undefined;
  /** Lines added to the header. */
  readonly more?: readonly string[] | undefined;
  /** '' is the null sender of machines (RFC 3834 3.3). */
  readonly returnPath?: string | undefined;
  /** The text is HTML. */
  readonly html?: boolean | undefined;
};

/** A mail that a person or a machine sends to us, as our mail exchanger delivers it. */
export function writeRaw({ from, subject, text, at, id, answers, more = [], returnPath, html = false }: Written): Uint8Array {
  const address = addressOf(from);
  const domain = address.split('@')[1] ?? 'localhost';
  const lines = [
    `Return-Path: <${returnPath ?? address}>`,
    `Authentication-Results: mx.lige.dk; dmarc=pass header.from=${domain}`,
    `From: ${word(from.replace(/\s*<[^>]*>$/, ''))} <${address}>`,
    'To: lige@lige.dk',
    `Subject: ${word(subject)}`,
    `Date: ${mailDate(at)}`,
    `Message-ID: <${id}@${domain}>`,
    ...(answers ? [`In-Reply-To: ${answers.messageId}`, `References: ${[answers.references, answers.messageId].filter((r) => r !== null).join(' ')}`] : []),
    'MIME-Version: 1.0', `Content-Type: text/${html ? 'html' : 'plain'}; charset=utf-8`, 'Content-Transfer-Encoding: 8bit',
    ...more,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${text.replace(/\r?\n/g, '\r\n')}\r\n`, 'utf-8');
}

export type Failure = { readonly action: 'failed' | 'delayed'; readonly status: string; readonly diagnostic: string };
export const gone: Failure = { action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 User unknown' };
export const full: Failure = { action: 'delayed', status: '4.2.2', diagnostic: '452 4.2.2 Mailbox full' };

/** A delivery status notification (RFC 3464) about a mail of ours that was accepted and then could not be delivered. */
export function writeReport(about: Uint8Array, recipient: string, at: Temporal.Instant, id: string, { action, status, diagnostic }: Failure): Uint8Array {
  const host = `mx1.${recipient.split('@')[1]}`;
  const head = ['from', 'to', 'subject', 'date', 'message-id'].map((name) => `${name}: ${headerOf(about, name)}`);
  const lines = [
    'Return-Path: <>', `From: Mail Delivery System <MAILER-DAEMON@${host}>`, 'To: lige@lige.dk', `Subject: ${action === 'failed' ? 'Undelivered Mail Returned to Sender' : 'Delayed Mail (still being retried)'}`,
    `Date: ${mailDate(at)}`, `Message-ID: <${id}@${host}>`, 'Auto-Submitted: auto-replied', 'MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"', '',
    '--b1', 'Content-Type: text/plain; charset=us-ascii', '', 'Your message could not be delivered.', '',
    '--b1', 'Content-Type: message/delivery-status', '', `Reporting-MTA: dns; ${host}`, '', `Final-Recipient: rfc822; ${recipient}`, `Action: ${action}`, `Status: ${status}`, `Diagnostic-Code: smtp; ${diagnostic}`, '',
    '--b1', 'Content-Type: text/rfc822-headers', '', ...head, '', '--b1--', '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

export function addressOf(from: string): string {
  return /<([^>]+)>/.exec(from)?.[1] ?? from;
}

/** RFC 2047 where it is not ASCII. */
function word(text: string): string {
  // oxlint-disable-next-line no-control-regex -- what is not ASCII has to be encoded
  return /[^\x00-\x7f]/.test(text) ? `=?utf-8?B?${Buffer.from(text, 'utf-8').toString('base64')}?=` : text;
}

/** RFC 5322 3.3, in UTC. */
function mailDate(at: Temporal.Instant): string {
  return new Date(at.epochMilliseconds).toUTCString().replace('GMT', '+0000');
}
