// One connection to the mail server that mends itself: each use gets a live, logged-in client, whatever happened before.
// It refuses to try for ever: a use makes at most one fresh attempt, then says in one sentence why there is no mailbox.
import { ImapFlow } from 'imapflow';
import type { MailServer } from '../mail-url.ts';
import { explainCommand, explainConnect, MailboxRefused, MailboxUnreachable, wasAnswered } from './errors.ts';

/** Facts about connections, for a log. */
export type MailboxLog = (fact: 'connected' | 'lost' | 'refused-command' | 'watch-trouble', detail: Readonly<Record<string, unknown>>) => void;

/** Gives an access token (XOAUTH2); `fresh` asks for a new one because the last was refused. */
export type TokenSource = (fresh: boolean) => Promise<string>;

export type LineOptions = {
  readonly server: MailServer;
  readonly oauth?: TokenSource | undefined;
  /** What the connection is for, in the log. */
  readonly name: string;
  /** Time limits in milliseconds: for connecting and logging in, and for one command. */
  readonly connectTimeout: number;
  readonly commandTimeout: number;
  /** Done on each new connection before anything else, e.g. selecting INBOX. */
  readonly prepare: (client: ImapFlow) => Promise<void>;
  readonly log?: MailboxLog | undefined;
};

export type Line = {
  readonly where: string;
  /**
   * Runs `work` with a live client and gives its result. When the connection breaks under it, it is run once more on a new one: `work` must
   * be such that doing it twice does no harm. Throws MailboxUnreachable or MailboxRefused.
   */
  use<T>(command: string, work: (client: ImapFlow) => Promise<T>): Promise<T>;
  /** The live client, connecting first where there is none. */
  client(): Promise<ImapFlow>;
  /** What the server last said no to, in its own words: imapflow turns many refusals into `false`. */
  lastRefusal(): string;
  /** Drops the connection; the next use makes a new one. */
  drop(): void;
  close(): Promise<void>;
};

const waits = [0, 100, 200, 500, 1000, 2000, 5000];
const refusalLasts = 30_000;

/** Makes a line; nothing is connected before the first use. */
export function createLine(options: LineOptions): Line {
  const { server } = options;
  const where = `${server.user} at ${server.host}:${server.port}`;
  let current: ImapFlow | undefined;
  let connecting: Promise<ImapFlow> | undefined;
  let failures = 0;
  let refused: { readonly error: MailboxRefused; readonly until: number } | undefined;
  let refusal = '';
  let closed = false;
  const stopWaiting = new AbortController();

  const open = async (fresh: boolean): Promise<ImapFlow> => {
    const client = new ImapFlow({
      host: server.host,
      port: server.port,
      secure: server.secure,
      doSTARTTLS: server.startTls,
      auth: options.oauth ? { user: server.user, accessToken: await options.oauth(fresh) } : { user: server.user, pass: server.password },
      clientInfo: { name: 'Rundskriv' },
      disableAutoIdle: true,
      disableBinary: true,
      disableCompression: true,
      connectionTimeout: options.connectTimeout,
      greetingTimeout: options.connectTimeout,
      socketTimeout: Math.max(5 * 60_000, options.commandTimeout * 2),
      maxLiteralSize: 64 * 1024 * 1024,
      logger: { debug: () => {}, info: () => {}, error: () => {}, warn: (entry: { err?: { responseText?: string; message?: string } }) => { refusal = entry.err?.responseText ?? entry.err?.message ?? refusal; } },
    });
    // Without a listener an `error` after connecting would end the process.
    client.on('error', () => {});
    client.once('close', () => {
      if (current !== client) return;
      current = undefined;
      if (!closed) options.log?.('lost', { line: options.name, where });
    });
    try {
      await limited(client.connect(), options.connectTimeout * 2, 'the login took too long');
      await limited(options.prepare(client), options.commandTimeout, 'selecting the folder took too long');
      return client;
    } catch (error) {
      client.close();
      throw error;
    }
  };

  const connectNow = async (): Promise<ImapFlow> => {
    if (refused && performance.now() < refused.until) throw refused.error;
    const wait = waits[Math.min(failures, waits.length - 1)] ?? 0;
    if (wait > 0) await pause(wait, stopWaiting.signal);
    if (closed) throw new MailboxUnreachable(`The mailbox ${where} was closed by the program: nothing is read any more.`);
    try {
      let client: ImapFlow;
      try {
        client = await open(false);
      } catch (error) {
        if (!options.oauth || !(explainConnect(error, where) instanceof MailboxRefused)) throw error;
        client = await open(true);
      }
      if (closed) { client.close(); throw new MailboxUnreachable(`The mailbox ${where} was closed by the program: nothing is read any more.`); }
      failures = 0;
      refused = undefined;
      current = client;
      options.log?.('connected', { line: options.name, where });
      return client;
    } catch (error) {
      failures += 1;
      const told = explainConnect(error, where);
      if (told instanceof MailboxRefused) refused = { error: told, until: performance.now() + refusalLasts };
      throw told;
    }
  };

  const client = async (): Promise<ImapFlow> => {
    if (current?.usable) return current;
    connecting ??= connectNow().finally(() => { connecting = undefined; });
    return connecting;
  };

  return {
    where,
    client,
    lastRefusal: () => refusal,
    drop: () => { const old = current; current = undefined; old?.close(); },
    use: async (command, work) => {
      for (let attempt = 1; ; attempt += 1) {
        const live = await client();
        try {
          return await limited(work(live), options.commandTimeout, 'the server did not answer in time');
        } catch (error) {
          if (error instanceof TookTooLong) {
            if (current === live) current = undefined;
            live.close();
            throw explainCommand(error, command, where);
          }
          if (wasAnswered(error) || live.usable || attempt === 2) throw explainCommand(error, command, where);
          if (current === live) current = undefined;
        }
      }
    },
    close: async () => {
      closed = true;
      stopWaiting.abort();
      await connecting?.catch(() => undefined);
      const old = current;
      current = undefined;
      if (!old) return;
      try {
        await limited(old.logout(), 2000, 'logging out took too long');
      } catch {
        old.close();
      }
    },
  };
}

export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/** The promise's outcome, or TookTooLong after `ms`. */
export async function limited<T>(work: Promise<T>, ms: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => reject(new TookTooLong(message)), ms); });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits, or stops waiting when the signal says so. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => { clearTimeout(timer); signal.removeEventListener('abort', done); resolve(); };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
