// Moves mails out of INBOX in batches: what is asked for while a MOVE is under way goes into the next one.
// It refuses to move anything when the folder's UIDVALIDITY is not the one the caller knew: it might be another mail.
import type { ImapFlow } from 'imapflow';
import type { Place } from '../../core/fetched.ts';
import { MailboxRefused } from './errors.ts';
import { hasUidValidity } from './fetch.ts';
import { folderPath } from './folders.ts';
import type { Line } from './line.ts';

/** `gone`: it was not in INBOX any more; that is no error. */
export type Moved = 'moved' | 'gone';

type Waiting = { readonly place: Place; readonly resolve: (moved: Moved) => void; readonly reject: (error: unknown) => void };

const mostAtOnce = 500;

/** Makes the move function of a mailbox over its line (with INBOX selected). */
export function createMover(line: Line, inbox: string): (place: Place, folder: string) => Promise<Moved> {
  const waiting = new Map<string, Waiting[]>();
  let running = false;

  const run = async (): Promise<void> => {
    // One turn of the event loop: calls made together go together.
    await new Promise<void>((resolve) => { setImmediate(resolve); });
    for (;;) {
      const next = waiting.entries().next();
      if (next.done) break;
      const [folder, queue] = next.value;
      const batch = queue.splice(0, mostAtOnce);
      waiting.delete(folder);
      if (queue.length > 0) waiting.set(folder, queue);
      try {
        const outcome = await line.use(`MOVE to ${folder}`, (client) => moveBatch(client, line, inbox, batch.map((w) => w.place), folder));
        for (const w of batch) w.resolve(outcome.get(w.place) ?? 'gone');
      } catch (error) {
        for (const w of batch) w.reject(error);
      }
    }
    running = false;
  };

  return (place, folder) => new Promise<Moved>((resolve, reject) => {
    const queue = waiting.get(folder) ?? [];
    queue.push({ place, resolve, reject });
    waiting.set(folder, queue);
    if (running) return;
    running = true;
    void run();
  });
}

async function moveBatch(client: ImapFlow, line: Line, inbox: string, places: readonly Place[], folder: string): Promise<ReadonlyMap<Place, Moved>> {
  const outcome = new Map<Place, Moved>();
  const ours = places.filter((place) => hasUidValidity(client, place));
  let left = [...new Set(ours.map((place) => place.uid))];
  const moved = new Set<number>();
  for (let attempt = 1; attempt <= 2 && left.length > 0; attempt += 1) {
    // What came, or was taken away by somebody else, since this connection last looked is known to it only after a NOOP.
    await client.noop();
    if (attempt === 2) {
      left = await present(client, left);
      if (left.length === 0) break;
    }
    const answer = await client.messageMove(left.join(','), folderPath(client, folder), { uid: true });
    if (!answer) {
      if (attempt === 1) continue;
      throw new MailboxRefused(`The mailbox ${line.where} refused MOVE of ${left.length} mails from ${inbox} to ${folder} (${line.lastRefusal()}): see that the folder exists and that there is room; the mails are still in ${inbox}.`);
    }
    // Without UIDPLUS (RFC 4315) the server does not say which were moved: what is not in INBOX afterwards was.
    const { uidMap } = answer;
    if (uidMap) {
      for (const uid of left) if (uidMap.has(uid)) moved.add(uid);
      left = left.filter((uid) => !uidMap.has(uid));
    } else if (!client.capabilities.has('UIDPLUS')) {
      const still = await present(client, left);
      for (const uid of left) if (!still.includes(uid)) moved.add(uid);
      left = still;
    }
    if (attempt === 2 && left.length > 0 && (left = await present(client, left)).length > 0) {
      throw new MailboxRefused(`The mailbox ${line.where} said that it moved ${left.length} mails from ${inbox} to ${folder}, but they are still there: look at the mailbox with another mail program.`);
    }
  }
  for (const place of places) outcome.set(place, ours.includes(place) && moved.has(place.uid) ? 'moved' : 'gone');
  return outcome;
}

async function present(client: ImapFlow, uids: readonly number[]): Promise<number[]> {
  const found: number[] = [];
  for (const message of await client.fetchAll(uids.join(','), { uid: true }, { uid: true })) found.push(message.uid);
  return uids.filter((uid) => found.includes(uid));
}
