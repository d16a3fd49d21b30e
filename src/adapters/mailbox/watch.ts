// Watches INBOX on a connection of its own: IDLE (RFC 2177) for speed, a look every so often for certainty.
// It refuses to interpret what it sees: it says that something may have changed, and whoever listens reads the mailbox.
import type { ImapFlow } from 'imapflow';
import type { Line, MailboxLog } from './line.ts';
import { limited, pause } from './line.ts';

export type MailboxState = { readonly uidValidity: string; readonly uidNext: number; readonly exists: number };

export type WatchOptions = {
  /** Called at start, after every notification, after each reconnect, and at least every `pollSeconds`. Never two at once; when it throws it is called again soon. */
  readonly onChange: (state: MailboxState) => Promise<void> | void;
  readonly pollSeconds: number;
  readonly signal: AbortSignal;
  /** Called when the mailbox can't be watched, with a sentence in its message; the watch goes on trying. */
  readonly onTrouble?: (error: Error) => void;
};

const shortestWait = 100;
const longestWait = 30_000;

/** Watches until the signal says stop, and resolves then; it never rejects. A dead connection is found within `pollSeconds` plus `answerTimeout` and replaced. */
export async function watchInbox(line: Line, inbox: string, options: WatchOptions, answerTimeout: number, log: MailboxLog | undefined): Promise<void> {
  const { signal } = options;
  let wait = shortestWait;
  while (!signal.aborted) {
    try {
      const client = await line.client();
      await watchOnce(client, inbox, options, answerTimeout, () => { wait = shortestWait; });
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      if (signal.aborted) break;
      line.drop();
      log?.('watch-trouble', { where: line.where, error: error.message, again: wait });
      options.onTrouble?.(error);
      await pause(wait, signal);
      wait = Math.min(wait * 2, longestWait);
    }
  }
  await line.close();
}

/** One connection's life. Returns when the signal says stop; throws when the connection is of no use any more, or onChange failed. */
async function watchOnce(client: ImapFlow, inbox: string, options: WatchOptions, answerTimeout: number, healthy: () => void): Promise<void> {
  const { signal } = options;
  const bell = createBell();
  const onExists = (): void => bell.ring();
  client.on('exists', onExists);
  client.once('close', onExists);
  signal.addEventListener('abort', onExists);
  try {
    for (;;) {
      if (signal.aborted) return;
      bell.silence();
      const state = await limited(look(client, inbox), answerTimeout, 'the mailbox did not answer the watch in time');
      await options.onChange(state);
      healthy();
      // What came while we looked is not in the answer: look again at once.
      if (client.mailbox !== false && client.mailbox.exists !== state.exists) continue;
      // imapflow's idle() lasts until the next command; a refusal or a broken line shows at the next look.
      client.idle().catch(() => {});
      await bell.rung(options.pollSeconds * 1000);
    }
  } finally {
    client.off('exists', onExists);
    client.off('close', onExists);
    signal.removeEventListener('abort', onExists);
  }
}

async function look(client: ImapFlow, inbox: string): Promise<MailboxState> {
  await client.noop();
  const status = await client.status(inbox, { messages: true, uidNext: true, uidValidity: true });
  if (!status || status.uidValidity === undefined || status.uidNext === undefined) throw new Error(`STATUS of ${inbox} was not answered`);
  // The folder was replaced under us: this connection's view of it is worth nothing.
  if (client.mailbox === false || client.mailbox.uidValidity !== status.uidValidity) throw new Error(`${inbox} has a new UIDVALIDITY`);
  return { uidValidity: String(status.uidValidity), uidNext: status.uidNext, exists: status.messages ?? 0 };
}

/** Something to wait for: rung by anybody at any time, remembered until silenced. */
function createBell(): { ring(): void; silence(): void; rung(limitMs: number): Promise<void> } {
  let ringing = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => { ringing = true; wake?.(); },
    silence: () => { ringing = false; },
    rung: async (limitMs) => {
      if (ringing) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        wake = () => { clearTimeout(timer); resolve(); };
      });
      wake = undefined;
    },
  };
}
