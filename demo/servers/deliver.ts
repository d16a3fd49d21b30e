// Final delivery into a private Dovecot's INBOX, as a mail exchanger does it: trace headers on top, then into the Maildir.
// It refuses to go through IMAP: the reader under test must notice new mail by itself, as with a real server.
import { chownSync, closeSync, fchownSync, mkdirSync, openSync, renameSync, statSync, utimesSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { DovecotServer } from './dovecot.ts';

export type DeliveryOptions = {
  /** Envelope sender for Return-Path; '' is the null sender of bounces. Without it there is no Return-Path. */
  readonly from?: string;
  /** Name in the Received header of the machine it came from. Without `from` and `helo` there is no Received. */
  readonly helo?: string;
  /** What follows the authserv-id in Authentication-Results, e.g. `spf=pass smtp.mailfrom=aarhus.dk; dmarc=pass header.from=aarhus.dk`. */
  readonly authenticationResults?: string;
  /** The authserv-id (RFC 8601 2.5); mx.lige.dk without it. */
  readonly authservId?: string;
  /** When it arrived: the date in Received and IMAP's INTERNALDATE. Now without it. */
  readonly at?: Date;
};

let lastMicros = 0;
let count = 0;

/**
 * Gives a function that delivers raw mails to a user's INBOX, one after the other: written into tmp/, then renamed into new/
 * (the Maildir rule), so that Dovecot never sees half a mail. Dovecot gives UIDs in the order of the time in the file name, which
 * here only grows, so UIDs follow the order of delivery. It returns the file's name; errors of the file system throw.
 */
export function deliverTo(dovecot: Pick<DovecotServer, 'maildir' | 'owner'>, user: string): (raw: Uint8Array | string, options?: DeliveryOptions) => string {
  const maildir = dovecot.maildir(user);
  const { owner } = dovecot;
  for (const name of ['', 'tmp', 'new', 'cur']) {
    const folder = path.join(maildir, name);
    if (statSync(folder, { throwIfNoEntry: false })) continue;
    mkdirSync(folder, { recursive: true });
    if (owner) chownSync(folder, owner.uid, owner.gid);
  }
  return (raw, options = {}) => {
    const bytes = typeof raw === 'string' ? Buffer.from(raw, 'utf8') : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
    const at = options.at ?? new Date();
    const whole = Buffer.concat([Buffer.from(traceHeaders(user, at, options), 'latin1'), bytes]);
    const name = `${uniqueName()},S=${whole.length},W=${whole.length + bareLineFeeds(whole)}`;
    const tmp = path.join(maildir, 'tmp', name);
    const file = openSync(tmp, 'wx', 0o600);
    try {
      writeSync(file, whole);
      if (owner) fchownSync(file, owner.uid, owner.gid);
    } finally {
      closeSync(file);
    }
    if (options.at) utimesSync(tmp, options.at, options.at);
    renameSync(tmp, path.join(maildir, 'new', name));
    return name;
  };
}

/** The headers a mail exchanger puts on top (RFC 5321 4.4, RFC 8601), each line ended by CRLF; '' when nothing was asked for. */
export function traceHeaders(user: string, at: Date, options: DeliveryOptions): string {
  const by = options.authservId ?? 'mx.lige.dk';
  let text = '';
  if (options.from !== undefined) text += `Return-Path: <${options.from}>\r\n`;
  if (options.from !== undefined || options.helo !== undefined) {
    const helo = options.helo ?? (options.from?.split('@')[1] || 'localhost');
    text += `Received: from ${helo} (${helo} [127.0.0.1])\r\n\tby ${by} with ESMTP id ${count.toString(36).padStart(6, '0')}\r\n\tfor <${user}>; ${rfc5322Date(at)}\r\n`;
  }
  if (options.authenticationResults !== undefined) text += `Authentication-Results: ${by};\r\n\t${options.authenticationResults.replaceAll(/;\s*/g, ';\r\n\t')}\r\n`;
  return text;
}

function rfc5322Date(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000');
}

/** `seconds.MmicrosecondsPpidQcount.host`, later than every name before it (https://cr.yp.to/proto/maildir.html). */
function uniqueName(): string {
  const now = Math.floor((performance.timeOrigin + performance.now()) * 1000);
  lastMicros = Math.max(lastMicros + 1, now);
  count += 1;
  const seconds = Math.floor(lastMicros / 1_000_000);
  const micros = String(lastMicros % 1_000_000).padStart(6, '0');
  return `${seconds}.M${micros}P${process.pid}Q${count}.loopback`;
}

function bareLineFeeds(bytes: Buffer): number {
  let bare = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) if (at === 0 || bytes[at - 1] !== 13) bare += 1;
  return bare;
}
