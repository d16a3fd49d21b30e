// One SMTP connection on nodemailer's, changed in one point: the content is sent only when every recipient was accepted.
// It refuses to send a mail to fewer than all its recipients: a copy to ourselves would be a false proof that the mail left.
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { MailServer } from '../mail-url.ts';
import { SmtpTrouble, type LibraryError } from './errors.ts';

export type Timeouts = { readonly connect: number; readonly greeting: number; readonly socket: number };

/** `failed` with the reply or error; `started` says whether the content was under way; `refusedRecipient` which recipient was refused. */
export type Attempt =
  | { readonly ok: true; readonly response: string }
  | { readonly ok: false; readonly error: LibraryError; readonly started: boolean; readonly refusedRecipient: string | null };

export type Connection = {
  /** How many mails it was given. */
  readonly used: number;
  alive(): boolean;
  /** `before`: ms of the wall clock after which the content is not begun any more. */
  send(raw: Uint8Array, from: string, recipients: readonly string[], before: number): Promise<Attempt>;
  /** RSET, so that the next mail finds a clean session; false when the connection is of no use any more. */
  reset(): Promise<boolean>;
  close(): void;
};

// Members of nodemailer's connection that are not in its types; the version is pinned, and their presence is checked on each connect.
type Inner = {
  _supportedExtensions: string[];
  /** The lists are there from MAIL on: an envelope that the library refuses has none. */
  _envelope: { accepted?: string[]; rejected?: string[]; rejectedErrors?: LibraryError[] } | false;
  _advanceEnvelope(reply: string, callback: (error: LibraryError) => void): void;
};

/** Connects, takes up TLS as `server` says, and logs in where it names a user. Throws the library's errors; `command` in them says at which step. */
export async function openConnection(server: MailServer, timeouts: Timeouts, token: string | null): Promise<Connection> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.startTls,
    ignoreTLS: !server.startTls,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.socket,
    socketCloseTimeout: 1000,
    logger: false,
  });
  let alive = true;
  let failure: LibraryError | undefined;
  let fail: ((error: LibraryError) => void) | undefined;
  connection.on('error', (error: LibraryError) => { alive = false; failure ??= error; fail?.(error); });
  connection.once('end', () => {
    alive = false;
    fail?.(failure ?? Object.assign(new Error('the connection was closed'), { code: 'ECONNECTION' }));
  });
  /** A step of the session: done when it calls back, failed when the connection ends first. */
  const step = <T>(run: (done: (error?: Error | null, result?: T | undefined) => void) => void): Promise<T | undefined> =>
    new Promise<T | undefined>((resolve, reject) => {
      fail = reject;
      run((error, result) => { fail = undefined; if (error) reject(error); else resolve(result); });
    });

  try {
    await step((done) => connection.connect(done));
    onlyForAll(connection as unknown as Inner);
    if (server.user !== '') {
      await step((done) => connection.login(token === null
        ? { user: server.user, pass: server.password }
        : { user: server.user, method: 'XOAUTH2', oauth2: new XOAuth2({ user: server.user, accessToken: token }) }, done));
    }
  } catch (error) {
    connection.close();
    throw error;
  }

  let used = 0;
  return {
    get used() { return used; },
    alive: () => alive,
    close: () => { alive = false; connection.quit(); setImmediate(() => connection.close()); },
    reset: async () => {
      try {
        await step((done) => connection.reset(done));
        return alive;
      } catch {
        connection.close();
        return false;
      }
    },
    send: async (raw, from, recipients, before) => {
      used += 1;
      const inner = connection as unknown as Inner;
      let started = false;
      // Read for the first time when the server has said 354.
      const message = new Readable({
        read() {
          const envelope = inner._envelope;
          if (envelope === false || envelope.rejected?.length !== 0 || envelope.accepted?.length !== recipients.length) {
            // Not reached while onlyForAll works. The final dot is never sent, so the server drops the mail (RFC 5321 3.8).
            connection.close();
            this.destroy(new Error('not every recipient was accepted'));
            return;
          }
          if (Date.now() > before) {
            connection.close();
            this.destroy(new Error('too late'));
            return;
          }
          started = true;
          this.push(raw);
          this.push(null);
        },
      });
      try {
        const info = await step<{ response: string }>((done) => connection.send(
          { from, to: [...recipients], size: raw.length, use8BitMime: raw.some((byte) => byte > 127) }, message, done));
        return { ok: true, response: info?.response ?? '' };
      } catch (error) {
        const refused = inner._envelope === false ? undefined : inner._envelope.rejected?.[0];
        return { ok: false, error: error as LibraryError, started, refusedRecipient: refused ?? null };
      }
    },
  };
}

/**
 * Makes the connection ask for one recipient after the other and stop at the first that is refused, before DATA. As it comes, nodemailer
 * sends MAIL, RCPT and DATA in one batch (PIPELINING, RFC 2920) and goes on when at least one recipient was accepted.
 */
function onlyForAll(inner: Inner): void {
  if (!Array.isArray(inner._supportedExtensions) || typeof inner._advanceEnvelope !== 'function') {
    throw new SmtpTrouble('unreachable', 'This version of nodemailer is not the one the program was made for: install the packages of package-lock.json (npm ci).');
  }
  inner._supportedExtensions = inner._supportedExtensions.filter((name) => name !== 'PIPELINING');
  const goOn = inner._advanceEnvelope.bind(inner);
  inner._advanceEnvelope = (reply, callback) => {
    const refused = inner._envelope === false ? undefined : inner._envelope.rejectedErrors?.[0];
    if (refused) callback(refused);
    else goOn(reply, callback);
  };
}
