// Sends mails over SMTP on a few open connections, each with our own mailbox as a hidden second recipient: its copy is the proof that the mail left.
// It refuses to send twice by itself: after the content was under way, whether to try again is for the caller to decide.
import { domainToASCII } from 'node:url';
import { parseMailUrl, type MailServer } from './mail-url.ts';
import { createSigner, type DkimSettings } from './smtp/dkim.ts';
import { openConnection, type Attempt, type Connection, type Timeouts } from './smtp/connection.ts';
import { authTrouble, judge, refusedByUs, SmtpTrouble, type LibraryError, type TroubleKind, type Verdict } from './smtp/errors.ts';

export { SmtpTrouble };
export type { TroubleKind, Verdict };

export type SmtpOptions = {
  /** SMTP_URL, or its parts already read. Without a user there is no login (loopback, or a relay that knows us). */
  readonly url: string | MailServer;
  /** The bot's own mailbox, added to every mail's envelope (never to its header). */
  readonly ownMailbox: string;
  /** Connections at most; mails beyond wait their turn. */
  readonly pool?: number;
  /** Mails on one connection before it is replaced; many servers allow 100. */
  readonly mailsPerConnection?: number;
  /** Milliseconds; 10, 10 and 20 seconds without it. `socket` is the limit for every answer, and how long an idle connection is kept. */
  readonly timeouts?: Partial<Timeouts>;
  /** Access tokens instead of the password (XOAUTH2); `fresh` asks for a new one because the last was refused. */
  readonly oauth?: (fresh: boolean) => Promise<string>;
  /** Sign each mail (RFC 6376); where the mail server signs, leave it out. */
  readonly dkim?: DkimSettings;
};

export type Smtp = {
  /**
   * Sends one mail, `raw` with CRLF line ends as it is to arrive. A permanent refusal is a value; passing trouble throws SmtpTrouble, whose
   * `maybeLeft` says whether the copy must be looked for before sending again. When not both recipients are accepted, nothing is sent to either.
   * `within`: seconds of the wall clock in which the content must begin; a process that was frozen longer sends nothing any more.
   */
  send(raw: Uint8Array, envelope: { readonly from: string; readonly to: string }, within?: number): Promise<Verdict>;
  /** Connects and logs in, and sends nothing. Throws SmtpTrouble. */
  verify(): Promise<void>;
  close(): Promise<void>;
};

/** Makes the adapter; nothing is connected yet. Throws when the URL is wrong. */
export function createSmtp(options: SmtpOptions): Smtp {
  const server = typeof options.url === 'string' ? parseMailUrl('SMTP_URL', options.url) : options.url;
  const where = `${server.host}:${server.port}`;
  const timeouts: Timeouts = { connect: 10_000, greeting: 10_000, socket: 20_000, ...options.timeouts };
  const most = options.pool ?? 5;
  const mailsPerConnection = options.mailsPerConnection ?? 100;
  const own = asciiAddress(options.ownMailbox);
  const sign = options.dkim ? createSigner(options.dkim) : async (raw: Uint8Array) => raw;
  const idle: Connection[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;

  const connect = async (): Promise<Connection> => {
    for (let fresh = false; ; fresh = true) {
      let token: string | null = null;
      try {
        token = options.oauth ? await options.oauth(fresh) : null;
      } catch (error) {
        throw authTrouble(error as LibraryError, where);
      }
      try {
        return await openConnection(server, timeouts, token);
      } catch (thrown) {
        if (thrown instanceof SmtpTrouble) throw thrown;
        const error = thrown as LibraryError;
        const isAuth = error.code === 'EAUTH' || (error.command ?? '').startsWith('AUTH');
        // A login answered with 4xx is the server's passing trouble (RFC 4954 6, 454).
        if (isAuth && (error.responseCode ?? 535) >= 500) {
          if (options.oauth && !fresh) continue;
          throw authTrouble(error, where);
        }
        throw new SmtpTrouble('unreachable', `The mail server ${where} can't be reached (${error.code ?? ''} ${error.message}): check that it is up and that host and port in SMTP_URL are right.`, { code: error.responseCode ?? null, response: error.response ?? error.message, cause: error });
      }
    }
  };

  const withTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy >= most) await new Promise<void>((resolve) => { waiting.push(resolve); });
    else busy += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  };

  const takeIdle = (): Connection | undefined => {
    for (;;) {
      const connection = idle.pop();
      if (!connection || connection.alive()) return connection;
    }
  };

  // An answer in the middle of the content leaves the rest of it under way: that session can't be trusted with the next mail.
  const giveBack = async (connection: Connection, attempt: Attempt): Promise<void> => {
    if (closed || !connection.alive() || connection.used >= mailsPerConnection || (!attempt.ok && !(!attempt.started && attempt.error.responseCode !== undefined && (await connection.reset())))) {
      connection.close();
    } else {
      idle.push(connection);
    }
  };

  return {
    send: (raw, envelope, within = Number.POSITIVE_INFINITY) => {
      const before = Date.now() + within * 1000;
      return withTurn(async () => {
        const to = asciiAddress(envelope.to);
        const from = asciiAddress(envelope.from);
        // The recipient first: where it is refused, ours is not even asked for.
        const recipients = to.toLowerCase() === own.toLowerCase() ? [to] : [to, own];
        const signed = await sign(raw);
        for (;;) {
          const kept = takeIdle();
          const connection = kept ?? (await connect());
          if (Date.now() > before) {
            idle.push(connection);
            throw tooLate(where, within);
          }
          const attempt = await connection.send(signed, from, recipients, before);
          await giveBack(connection, attempt);
          if (attempt.ok) return { outcome: 'accepted', response: attempt.response };
          if (!attempt.started && Date.now() > before) throw tooLate(where, within);
          // A kept connection may have died meanwhile; as long as no content was sent, a new one is tried.
          if (kept && !attempt.started && attempt.error.responseCode === undefined && !refusedByUs(attempt.error)) continue;
          if (kept && !attempt.started && attempt.error.responseCode === 421) continue;
          return judge(attempt.error, attempt.started, { where, to: envelope.to, from: envelope.from, ownMailboxRefused: attempt.refusedRecipient === own && to !== own });
        }
      });
    },
    verify: () => withTurn(async () => { (await connect()).close(); }),
    close: async () => {
      closed = true;
      for (const connection of idle.splice(0)) connection.close();
    },
  };
}

/** The domain in ASCII (RFC 5891); the local part stays as it is. */
function asciiAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`;
}

function tooLate(where: string, within: number): SmtpTrouble {
  return new SmtpTrouble('late', `The mail server ${where} was not ready for the content within ${within} s: nothing was sent, it is tried again.`, { response: 'too late' });
}
