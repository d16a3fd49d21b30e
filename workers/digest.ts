// Gives `digest` what it needs: the store, the mailbox that is asked how it is, the queue, and the looks of a mail.
// It refuses a store that forgets, where it is to send.
import { createAttachments } from '../src/adapters/attachments.ts';
import { buildMessage } from '../src/adapters/message.ts';
import { createRenderer } from '../src/adapters/render.ts';
import type { DigestCommandNeeds, DrawnDigest } from '../src/cli/digest.ts';
import type { DigestRecipient } from '../src/core/campaign.ts';
import type { DigestFacts } from '../src/core/digest/facts.ts';
import { composeLetter } from '../src/core/letters.ts';
import { taskId } from '../src/core/task.ts';
import { digestNow, factsFor, readDigestSource, type DigestNeeds } from '../src/flows/digest.ts';
import { loadDesk } from '../src/flows/step.ts';
import { digestNeeds, openMailbox, openQueues, openStore, queueLettersOf, readSettings, refuseForgetful, type Settings } from './compose.ts';

/** `patient`: asks what INBOX holds, and gives up on a mailbox that is slow. */
export async function openDigest(env: Readonly<Record<string, string | undefined>>, forWhat: 'reading' | 'sending', patient: (inbox: DigestNeeds['inbox']) => DigestNeeds['inbox']): Promise<Awaited<ReturnType<DigestCommandNeeds['open']>>> {
  const settings = await readSettings(env, 'store');
  const store = await openStore(settings, false);
  if (forWhat === 'sending') await refuseForgetful(store);
  const { campaign } = settings;
  const { log, book } = store;
  const queues = openQueues(settings, store);
  const mailbox = settings.config.imapUrl === '' ? undefined : openMailbox(settings, env);
  const asked = digestNeeds({ settings, log, book, mailbox, queues }, false);
  const needs: DigestNeeds = { ...asked, inbox: patient(asked.inbox) };
  return {
    campaign,
    launched: async () => (await loadDesk(log)).state.launched !== null,
    facts: async (recipient) => factsFor(await readDigestSource(needs), recipient),
    draw: (facts, recipient) => draw(settings, facts, recipient),
    sendNow: (recipients) => digestNow({ ...needs, log, queueLetters: queueLettersOf(queues) }, recipients),
    close: async () => {
      await Promise.all([queues.close(), mailbox?.close()]);
      await store.close();
    },
  };
}

async function draw({ campaign, register }: Settings, facts: DigestFacts, { name, email }: DigestRecipient): Promise<DrawnDigest> {
  // No Message-ID of a digest that is sent: a mail program would take the two for one.
  const task = { id: `preview.${taskId('digest', campaign.id, null, 1)}`, kommune: null, to: email, createdAt: facts.at, thread: null, kind: 'digest' as const, facts, recipientName: name };
  const letter = composeLetter(task, { campaign, kommune: null, regionName: null, link: null, code: null, at: facts.at, plusToken: null });
  const [renderer, files] = await Promise.all([createRenderer(), createAttachments({ campaign, register }).of(letter)]);
  const { html, text } = renderer.render(letter);
  return {
    subject: letter.subject, text, raw: await buildMessage(letter, { html, text }, files), files,
    html: files.reduce((shown, { cid, filename }) => (cid === undefined ? shown : shown.replaceAll(`cid:${cid}`, filename)), html),
  };
}
