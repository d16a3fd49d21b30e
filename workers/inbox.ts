// The inbox worker: the one process that holds the watch lease looks at INBOX and hands its mails to the intake queue.
// It refuses to work beside another: without the lease it waits, and a lost lease stops it at once (fencing keeps a late write out).
import { randomUUID } from 'node:crypto';
import { syncInbox } from '../src/flows/watch-inbox.ts';
import { watchNeeds, type Parts } from './compose.ts';

export function runInbox(parts: Parts): { readonly stop: () => Promise<void> } {
  const { settings, book, mailbox, queues, facts } = parts;
  const { machine } = settings.campaign;
  const holder = randomUUID();
  const leaseMs = machine.lock * 1000;
  const stopping = new AbortController();
  const needs = watchNeeds(parts);

  const watch = async (fence: number, lost: AbortController): Promise<void> => {
    let full = true;
    let last = 0;
    facts.watching({ fence });
    await mailbox.ensureFolders().catch((error: Error) => facts.mailboxFact('lost', { error: error.message }));
    await mailbox.watch({
      pollSeconds: machine.poll,
      signal: AbortSignal.any([stopping.signal, lost.signal]),
      onTrouble: () => { full = true; },
      onChange: async (state) => {
        // With nothing new and nothing to do, all that lies in INBOX is handed over: a job may have been lost, a mail given back.
        if (!full && state.uidNext === last) {
          const { intake, retrying } = await queues.counts();
          full = intake + retrying === 0;
        }
        last = state.uidNext;
        const synced = await syncInbox(needs, state, fence, full);
        if (synced === 'superseded') {
          facts.superseded();
          lost.abort();
        } else if (synced === 'not-launched') {
          facts.campaignNotLaunched();
        } else {
          full = false;
        }
      },
    });
  };

  const done = (async () => {
    let waiting = false;
    while (!stopping.signal.aborted) {
      const lease = await book.lease(holder, leaseMs).catch(() => undefined);
      if (!lease) {
        if (!waiting) facts.waitingForLease();
        waiting = true;
        await pause(Math.min(1_000, leaseMs / 3), stopping.signal);
        continue;
      }
      waiting = false;
      const lost = new AbortController();
      const renewal = setInterval(() => {
        void book.lease(holder, leaseMs).then((again) => { if (again?.fence !== lease.fence) lost.abort(); }, () => undefined);
      }, leaseMs / 3);
      await watch(lease.fence, lost);
      clearInterval(renewal);
    }
    await book.release(holder).catch(() => undefined);
  })();
  return { stop: async () => { stopping.abort(); await done; } };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
