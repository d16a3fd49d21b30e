// Addresses of mail servers: imaps://user:password@host:port and its three relatives, read and judged.
// It refuses to let a password cross a network in clear: without TLS only loopback will do.
import net from 'node:net';

export type MailServer = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314). */
  readonly secure: boolean;
  /** Plain, but TLS must be taken up before anything else is said (STARTTLS); false on loopback. */
  readonly startTls: boolean;
  readonly user: string;
  readonly password: string;
};

const defaultPorts: Readonly<Record<string, number>> = { 'imaps:': 993, 'imap:': 143, 'smtps:': 465, 'smtp:': 587 };

/**
 * Reads IMAP_URL or SMTP_URL. `imaps://` and `smtps://` mean TLS at once; `imap://` and `smtp://` mean STARTTLS, which is required
 * unless the host is loopback. Throws with one sentence that says what is wrong and what to write; the password is never in it.
 */
export function parseMailUrl(name: 'IMAP_URL' | 'SMTP_URL', text: string): MailServer {
  const kind = name === 'IMAP_URL' ? 'imap' : 'smtp';
  const cure = `write ${name}=${kind}s://user:password@host, with special characters in user and password percent-encoded`;
  if (!URL.canParse(text)) throw new Error(`${name} is not an address: ${cure}`);
  const url = new URL(text);
  if (url.protocol !== `${kind}:` && url.protocol !== `${kind}s:`) throw new Error(`${name} begins with ${url.protocol}//, which is not ${kind}s:// or ${kind}://: ${cure}`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === '') throw new Error(`${name} names no host: ${cure}`);
  const secure = url.protocol === `${kind}s:`;
  let user: string, password: string;
  try {
    user = decodeURIComponent(url.username);
    password = decodeURIComponent(url.password);
  } catch {
    throw new Error(`${name} has a % in user or password that is not followed by two hex digits: write it as %25`);
  }
  return { host, port: url.port === '' ? (defaultPorts[url.protocol] ?? 0) : Number(url.port), secure, startTls: !secure && !isLoopback(host), user, password };
}

/** True for localhost, 127.0.0.0/8 and ::1: what is said there never leaves the machine. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  if (net.isIPv4(host)) return host.startsWith('127.');
  return host === '::1';
}
