// The bot's folders in the mailbox: made when missing, subscribed to so that people see them, and found again by name.
// It refuses to delete or rename a folder: people work in this mailbox too.
import type { ImapFlow } from 'imapflow';
import { MailboxRefused } from './errors.ts';
import type { Line } from './line.ts';

/** The folders that the program uses (contract: mail identity). */
export const botFolders = ['Rundskriv/Behandlet', 'Rundskriv/Til gennemsyn', 'Rundskriv/Automatisk', 'Rundskriv/Sendt', 'Rundskriv/Journal'] as const;

/** A folder's name as this server writes it: "/" becomes its own separator, and its prefix (e.g. "INBOX.") is put before. */
export function folderPath(client: ImapFlow, name: string): string {
  if (name.toUpperCase() === 'INBOX') return 'INBOX';
  const { delimiter, prefix } = client.namespace ?? { delimiter: '/', prefix: '' };
  const path = name.split('/').join(delimiter || '/');
  return prefix && !path.startsWith(prefix) ? `${prefix}${path}` : path;
}

/** Makes what is missing and subscribes to what is not subscribed. Throws MailboxRefused naming the folder and the cure. */
export async function ensureFolders(line: Line, names: readonly string[]): Promise<void> {
  await line.use('making folders', async (client) => {
    const existing = new Map((await client.list()).map((folder) => [folder.path, folder]));
    for (const name of names) {
      const path = folderPath(client, name);
      const known = existing.get(path);
      try {
        if (!known) await client.mailboxCreate(path);
        if (!known?.subscribed) await client.mailboxSubscribe(path);
      } catch (error) {
        if (!client.usable) throw error;
        throw new MailboxRefused(`The mailbox ${line.where} refuses to make the folder ${name} (${line.lastRefusal()}): make the folder by hand with a mail program, or give the account the right to make folders.`, { cause: error });
      }
    }
  });
}
