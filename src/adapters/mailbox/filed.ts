// Mails that were moved to one of the bot's folders, found again by what they are: a MOVE gives a mail a new UID, its bytes stay the same.
// It refuses to take a mail for another: whatever header leads to it, only its identity (the hash of its bytes) counts.
import type { ImapFlow } from 'imapflow';
import type { FetchedMail } from '../../core/fetched.ts';
import { MailboxRefused } from './errors.ts';
import { fetchMail, type FetchLimits } from './fetch.ts';
import { folderPath } from './folders.ts';
import type { Line } from './line.ts';

/** A mail as the log knows it: its identity, and its Message-ID (with angle brackets) where it has one. */
export type KnownMail = { readonly id: string; readonly messageId: string | null };

/** The mail in a folder, or `gone` when it does not lie there. Throws MailboxRefused and the library's errors. */
export async function fetchFiled(client: ImapFlow, line: Line, mail: KnownMail, folder: string, limits: FetchLimits): Promise<FetchedMail> {
  return (await find(client, line, mail, folder, limits, true))?.fetched ?? { kind: 'gone', why: 'no-such-mail' };
}

/** Moves the mail from one folder to another. `there`: it lies there already; `gone`: it lies in neither. */
export async function moveFiled(client: ImapFlow, line: Line, mail: KnownMail, from: string, to: string, limits: FetchLimits): Promise<'moved' | 'there' | 'gone'> {
  const found = await find(client, line, mail, from, limits, false);
  if (!found) return (await find(client, line, mail, to, limits, true)) ? 'there' : 'gone';
  const moved = await client.messageMove(String(found.uid), folderPath(client, to), { uid: true });
  if (!moved) throw new MailboxRefused(`The mailbox ${line.where} refused MOVE of a mail from ${from} to ${to} (${line.lastRefusal()}): see that the folder exists and that there is room; the mail is still in ${from}.`);
  return 'moved';
}

type FoundMail = { readonly uid: number; readonly fetched: FetchedMail };

async function find(client: ImapFlow, line: Line, mail: KnownMail, folder: string, limits: FetchLimits, readOnly: boolean): Promise<FoundMail | undefined> {
  try {
    await client.mailboxOpen(folderPath(client, folder), { readOnly });
  } catch (error) {
    // A folder that is not there holds nothing.
    if (error instanceof Error && 'mailboxMissing' in error && error.mailboxMissing === true) return undefined;
    throw error;
  }
  if (client.mailbox === false || client.mailbox.exists === 0) return undefined;
  const uidValidity = String(client.mailbox.uidValidity);
  const tried = new Set<number>();
  const among = async (uids: readonly number[]): Promise<FoundMail | undefined> => {
    // The newest first: it is the likeliest.
    for (const uid of uids.toSorted((a, b) => b - a)) {
      if (tried.has(uid)) continue;
      tried.add(uid);
      const fetched = await fetchMail(client, { uidValidity, uid }, limits);
      if (fetched.kind !== 'gone' && fetched.id === mail.id) return { uid, fetched };
    }
    return undefined;
  };
  if (mail.messageId !== null) {
    const uids = await client.search({ header: { 'message-id': mail.messageId } }, { uid: true });
    if (!Array.isArray(uids)) throw new MailboxRefused(`The mailbox ${line.where} refused SEARCH in ${folder} (${line.lastRefusal()}): look at the mailbox with another mail program.`);
    const found = await among(uids);
    if (found) return found;
  }
  // Without a Message-ID, or with one that the server does not understand: all mails that have none in its eyes.
  const listed = await client.fetchAll('1:*', { uid: true, envelope: true });
  return among(listed.filter((one) => !one.envelope?.messageId).map((one) => one.uid));
}
