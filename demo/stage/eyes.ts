// Our own look into the mailbox of lige@lige.dk over IMAP: is INBOX empty, and what lies where.
// It refuses to touch: folders are opened read-only and no flag is set.
import { ImapFlow } from 'imapflow';

export type Eyes = {
  /** How many mails lie in INBOX. */
  readonly inbox: () => Promise<number>;
  /** Folder → the Message-IDs in it, once for each mail. */
  readonly folders: () => Promise<ReadonlyMap<string, readonly string[]>>;
  readonly close: () => Promise<void>;
};

export async function openEyes(imapUrl: string): Promise<Eyes> {
  const url = new URL(imapUrl);
  const client = new ImapFlow({
    host: url.hostname, port: Number(url.port), secure: false, doSTARTTLS: false, logger: false, disableAutoIdle: true,
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
  });
  client.on('error', () => { /* The next command fails and says so. */ });
  await client.connect();
  return {
    inbox: async () => {
      const status = await client.status('INBOX', { messages: true });
      if (!status || status.messages === undefined) throw new Error('the mail server did not say how many mails lie in INBOX');
      return status.messages;
    },
    folders: async () => {
      const found = new Map<string, readonly string[]>();
      for (const folder of await client.list()) {
        if (folder.flags.has('\\Noselect') || folder.flags.has('\\NonExistent')) continue;
        const lock = await client.getMailboxLock(folder.path, { readOnly: true });
        try {
          const ids: string[] = [];
          if (client.mailbox && client.mailbox.exists > 0) {
            for await (const mail of client.fetch('1:*', { envelope: true })) ids.push(mail.envelope?.messageId ?? '');
          }
          found.set(folder.path, ids);
        } finally {
          lock.release();
        }
      }
      return found;
    },
    close: async () => {
      await client.logout().catch(() => client.close());
    },
  };
}
