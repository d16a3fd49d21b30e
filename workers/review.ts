// Gives `review` what it needs: the store, the queue for what follows, and the mailbox, which is reached only when a mail is looked at or moved.
// It refuses to depend on the mailbox for a decision: without it the decision stands, and the mail is moved another day.
import { readDocuments } from '../src/adapters/documents/index.ts';
import { createReadingPool } from '../src/adapters/documents/pool.ts';
import { readFetched } from '../src/adapters/read-mail.ts';
import type { ReviewNeeds } from '../src/cli/review.ts';
import type { Reread } from '../src/cli/review-text.ts';
import { understand } from '../src/core/understand.ts';
import { refileMails } from '../src/flows/refile.ts';
import { act, findItem, listItems, type FoundItem } from '../src/flows/review.ts';
import { loadCase } from '../src/flows/step.ts';
import { openMailbox, openQueues, openStore, queueLettersOf, readBefore, readingContext, readSettings, refileNeeds, refuseForgetful, type Settings, type Store } from './compose.ts';

type Env = Readonly<Record<string, string | undefined>>;

export async function openReview(env: Env, forWhat: 'looking' | 'deciding'): Promise<Awaited<ReturnType<ReviewNeeds['open']>>> {
  const settings = await readSettings(env, 'store');
  const store = await openStore(settings, false);
  if (forWhat === 'deciding') await refuseForgetful(store);
  const { campaign, register, clock } = settings;
  const { log } = store;
  const mailbox = settings.config.imapUrl === '' ? undefined : openMailbox(settings, env);
  const queues = forWhat === 'deciding' ? openQueues(settings, store) : undefined;
  const needs = { ...refileNeeds(store, mailbox), campaign, log, now: clock.now, queueLetters: queues ? queueLettersOf(queues) : async () => undefined };
  return {
    campaign, register, now: clock.now,
    list: (kommune) => listItems(needs, kommune),
    find: (ref) => findItem(needs, ref),
    registered: async (kommune) => {
      const { state } = await loadCase(log, kommune);
      return state.kommune === null ? undefined : state;
    },
    reread: (found) => reread(found, settings, store, mailbox),
    act: (ref, action, who) => act(needs, ref, action, who),
    tidy: () => refileMails(needs),
    close: async () => { await mailbox?.close(); await queues?.close(); await store.close(); },
  };
}

async function reread({ item, folder }: FoundItem, settings: Settings, store: Store, mailbox: ReturnType<typeof openMailbox> | undefined): Promise<Reread> {
  if (item.mail === null || folder === null) return { not: 'no mail belongs to it' };
  // What stopped the machine or failed six times is not tried a seventh time here.
  if (item.reason === 'could-not-be-handled') return { not: `its handling has failed again and again: look at it in ${folder} with a mail program` };
  if (!mailbox) return { not: 'IMAP_URL is not set; this is what the log has' };
  const pool = createReadingPool({ size: 1 });
  try {
    const fetched = await readFetched(await mailbox.fetchFiled(item.mail, folder), pool.openSigned);
    if (fetched === 'gone') return { not: `the mail does not lie in ${folder} any more; this is what the log has` };
    if (fetched.unread !== null) return { not: fetched.unread };
    return { understanding: understand(fetched.mail, await readDocuments(fetched.mail, pool.readFile), readingContext(settings, await readBefore(settings, store))) };
  } catch (error) {
    return { not: `${error instanceof Error ? error.message : String(error)} This is what the log has.` };
  } finally {
    await pool.close();
  }
}
