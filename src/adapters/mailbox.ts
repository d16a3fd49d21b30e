// The bot's mailbox over IMAP: what lies in INBOX, one mail's bytes, moving mails out, proof that a mail left, and news of arrivals.
// It refuses to set or trust a flag: people read this mailbox too, and progress is known elsewhere.
import type { ImapFlow } from 'imapflow';
import type { FetchedMail, Place } from '../core/fetched.ts';
import { parseMailUrl, type MailServer } from './mail-url.ts';
import { MailboxRefused, MailboxUnreachable } from './mailbox/errors.ts';
import { defaultLimits, fetchMail, type FetchLimits } from './mailbox/fetch.ts';
import { fetchFiled, moveFiled, type KnownMail } from './mailbox/filed.ts';
import { botFolders, ensureFolders, folderPath } from './mailbox/folders.ts';
import { createLine, type Line, type MailboxLog, type TokenSource } from './mailbox/line.ts';
import { createMover, type Moved } from './mailbox/move.ts';
import { watchInbox, type MailboxState, type WatchOptions } from './mailbox/watch.ts';

export { botFolders, MailboxRefused, MailboxUnreachable };
export type { FetchLimits, KnownMail, MailboxLog, MailboxState, Moved, TokenSource, WatchOptions };

export type MailboxOptions = {
  /** IMAP_URL, or its parts already read. */
  readonly url: string | MailServer;
  /** Access tokens instead of the password (XOAUTH2), asked for at each connect. */
  readonly oauth?: TokenSource;
  readonly inbox?: string;
  /** Where our own copies are moved once seen; searched by findByMessageId after INBOX. */
  readonly sent?: string;
  readonly limits?: Partial<FetchLimits>;
  /** Milliseconds for connecting, and for one command. */
  readonly connectTimeout?: number;
  readonly commandTimeout?: number;
  readonly log?: MailboxLog;
};

/** A mail in INBOX as a list shows it. `from` is the first address, in lower case; `internalDate` is an ISO instant. */
export type Listed = { readonly uid: number; readonly bytes: number; readonly from: string; readonly messageId: string | null; readonly internalDate: string };

export type Found = { readonly folder: string; readonly uidValidity: string; readonly uid: number; readonly header: string | null };

export type Mailbox = {
  /** Connects and logs in now. Every other call does so by itself where needed. */
  connect(): Promise<void>;
  close(): Promise<void>;
  /** Makes and subscribes to the bot's folders (all of botFolders without an argument). */
  ensureFolders(names?: readonly string[]): Promise<void>;
  state(): Promise<MailboxState>;
  /** The mails of INBOX with a UID of `fromUid` or higher, by UID, and the UIDVALIDITY that those UIDs belong to. */
  list(fromUid?: number): Promise<{ readonly uidValidity: string; readonly uidNext: number; readonly mails: readonly Listed[] }>;
  /** One mail of INBOX; `gone` is a value. */
  fetch(uidValidity: string, uid: number): Promise<FetchedMail>;
  /** Moves a mail out of INBOX; calls made while a move is under way go together. A mail that is not there is `gone`, no error. */
  move(place: Place, folder: string): Promise<Moved>;
  /**
   * The mails with a Message-ID (with angle brackets), exactly: in INBOX, `sent`, and the folders that mail programs and servers move mail to
   * (RFC 6154: \\Junk, \\Archive, \\Sent, \\Trash), each with the first value of one header. The proof that a mail left (design rule 4).
   */
  findByMessageId(messageId: string, header: string): Promise<readonly Found[]>;
  /** A mail that was moved to a folder, found by its identity; `gone` when it is not there. */
  fetchFiled(mail: KnownMail, folder: string): Promise<FetchedMail>;
  /** Moves such a mail to another folder. `there`: it lies there already; `gone`: in neither. */
  moveFiled(mail: KnownMail, from: string, to: string): Promise<'moved' | 'there' | 'gone'>;
  /** Watches INBOX on a connection of its own until the signal, or close(), says stop. */
  watch(options: WatchOptions): Promise<void>;
};

/**
 * Makes the adapter; nothing is connected yet. Throws when the URL is wrong. All calls throw MailboxUnreachable (passing: try again) or
 * MailboxRefused (a person must change something), each with one sentence that says what, why and what to do.
 */
export function createMailbox(options: MailboxOptions): Mailbox {
  const server = typeof options.url === 'string' ? parseMailUrl('IMAP_URL', options.url) : options.url;
  const inbox = options.inbox ?? 'INBOX';
  const sent = options.sent ?? 'Rundskriv/Sendt';
  const limits: FetchLimits = { ...defaultLimits, ...options.limits };
  const commandTimeout = options.commandTimeout ?? 60_000;
  const makeLine = (name: string, prepare: (client: ImapFlow) => Promise<void>): Line => createLine({
    server, name, prepare, commandTimeout, oauth: options.oauth, connectTimeout: options.connectTimeout ?? 10_000, log: options.log,
  });
  const selectInbox = (readOnly: boolean) => async (client: ImapFlow): Promise<void> => { await client.mailboxOpen(folderPath(client, inbox), { readOnly }); };
  const main = makeLine('main', selectInbox(false));
  // Searching selects other folders, so it has a connection of its own, made when first needed.
  const searcher = makeLine('search', async () => {});
  const watchers = new Set<Line>();
  const closing = new AbortController();
  // A MOVE waits for the server's disk; on a connection of its own it holds no reading back.
  const movingLine = makeLine('move', selectInbox(false));
  const mover = createMover(movingLine, inbox);
  let searching: Promise<unknown> = Promise.resolve();
  // One at a time: each selects its folders.
  const inSearch = <T>(command: string, work: (client: ImapFlow) => Promise<T>): Promise<T> => {
    const next = searching.then(() => searcher.use(command, work));
    searching = next.catch(() => undefined);
    return next;
  };

  const state = async (client: ImapFlow): Promise<MailboxState> => {
    // Without the NOOP a connection does not know what came and went since it last looked; STATUS of a selected folder tells its own view.
    await client.noop();
    const status = await client.status(folderPath(client, inbox), { messages: true, uidNext: true, uidValidity: true });
    if (!status || status.uidValidity === undefined || status.uidNext === undefined) {
      throw new MailboxRefused(`The mailbox ${main.where} refused STATUS of ${inbox} (${main.lastRefusal()}): see that the folder exists.`);
    }
    if (client.mailbox === false || client.mailbox.uidValidity !== status.uidValidity) {
      // The folder was replaced: closing makes the line connect and select anew, and run this again.
      client.close();
      throw new Error(`${inbox} has a new UIDVALIDITY`);
    }
    return { uidValidity: String(status.uidValidity), uidNext: status.uidNext, exists: status.messages ?? 0 };
  };

  return {
    connect: async () => { await main.client(); },
    close: async () => {
      closing.abort();
      await Promise.all([main, searcher, movingLine, ...watchers].map((line) => line.close()));
    },
    ensureFolders: (names = botFolders) => ensureFolders(main, names),
    state: () => main.use('STATUS', state),
    list: (fromUid = 1) => main.use('FETCH of the list', async (client) => {
      const { uidValidity, uidNext } = await state(client);
      const mails: Listed[] = [];
      if (uidNext > fromUid) {
        // A list, not a stream: a command given inside a stream of imapflow's would wait for itself.
        for (const found of await client.fetchAll(`${fromUid}:*`, { uid: true, size: true, envelope: true, internalDate: true }, { uid: true })) {
          // "n:*" always holds the last mail, also when its UID is below n (RFC 3501 6.4.8).
          if (found.uid < fromUid) continue;
          mails.push({
            uid: found.uid,
            bytes: found.size ?? 0,
            from: found.envelope?.from?.[0]?.address?.toLowerCase() ?? '',
            messageId: found.envelope?.messageId || null,
            internalDate: found.internalDate instanceof Date ? found.internalDate.toISOString() : '',
          });
        }
      }
      return { uidValidity, uidNext, mails: mails.toSorted((a, b) => a.uid - b.uid) };
    }),
    fetch: async (uidValidity, uid) => {
      const once = () => main.use(`FETCH of mail ${uid}`, (client) => fetchMail(client, { uidValidity, uid }, limits));
      const fetched = await once();
      if (fetched.kind !== 'gone' || fetched.why !== 'uidvalidity-changed') return fetched;
      // A session goes on showing a folder that was replaced: STATUS finds that out and selects anew. Then the answer is believed.
      await main.use('STATUS', state);
      return once();
    },
    move: async (place, folder) => {
      try {
        return await mover(place, folder);
      } catch (error) {
        if (!(error instanceof MailboxRefused)) throw error;
        // Somebody may have deleted or renamed the folder: it is made again, and the mail moved; a second refusal is passed on.
        await ensureFolders(main, [folder]);
        return mover(place, folder);
      }
    },
    findByMessageId: (messageId, header) => inSearch('SEARCH for a Message-ID', (client) => search(client, [inbox, sent], messageId, header, searcher)),
    fetchFiled: (mail, folder) => inSearch(`FETCH from ${folder}`, (client) => fetchFiled(client, searcher, mail, folder, limits)),
    moveFiled: async (mail, from, to) => {
      const move = () => inSearch(`MOVE to ${to}`, (client) => moveFiled(client, searcher, mail, from, to, limits));
      try {
        return await move();
      } catch (error) {
        if (!(error instanceof MailboxRefused)) throw error;
        await ensureFolders(main, [to]);
        return move();
      }
    },
    watch: async (watchOptions) => {
      const line = makeLine('watch', selectInbox(true));
      watchers.add(line);
      await watchInbox(line, inbox, { ...watchOptions, signal: AbortSignal.any([watchOptions.signal, closing.signal]) }, Math.min(commandTimeout, 10_000), options.log);
      watchers.delete(line);
    },
  };
}

// INBOX first: a mail that is moved to the second folder meanwhile is then found there.
async function search(client: ImapFlow, folders: readonly string[], messageId: string, header: string, line: Line): Promise<readonly Found[]> {
  const special = (await client.list()).filter((folder) => ['\\Junk', '\\Archive', '\\Sent', '\\Trash'].includes(folder.specialUse ?? '')).map((folder) => folder.path);
  const found: Found[] = [];
  for (const folder of new Set([...folders.map((name) => folderPath(client, name)), ...special])) {
    try {
      await client.mailboxOpen(folder, { readOnly: true });
    } catch (error) {
      // A folder that is not there holds nothing.
      if (error instanceof Error && 'mailboxMissing' in error && error.mailboxMissing === true) continue;
      throw error;
    }
    const uids = await client.search({ header: { 'message-id': messageId } }, { uid: true });
    if (!Array.isArray(uids)) throw new MailboxRefused(`The mailbox ${line.where} refused SEARCH in ${folder} (${line.lastRefusal()}): without it there is no proof that a mail left.`);
    if (uids.length === 0) continue;
    for (const mail of await client.fetchAll(uids.join(','), { uid: true, envelope: true, headers: [header] }, { uid: true })) {
      // SEARCH HEADER finds parts of values too (RFC 3501 6.4.4).
      if (mail.envelope?.messageId !== messageId || client.mailbox === false) continue;
      const value = /^[^:]+:[ \t]*(.*?)[ \t]*\r?\n(?![ \t])/s.exec(`${mail.headers?.toString('latin1') ?? ''}`)?.[1]?.replace(/\r?\n[ \t]+/g, '') ?? null;
      found.push({ folder, uidValidity: String(client.mailbox.uidValidity), uid: mail.uid, header: value });
    }
  }
  return found;
}
