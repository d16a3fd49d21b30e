// The letters worker: brings one task a job to its end. Any number of processes may run it.
// It refuses to drop a task: what can't be sent is held, or waits for a person, and stays pending.
import { giveUpOnLetter, sendLetter } from '../src/flows/send-letter.ts';
import { laterOr, openSmtp, sendNeeds, type Parts } from './compose.ts';

export const lettersConcurrency = 8;

export function runLetters(parts: Parts, env: Readonly<Record<string, string | undefined>>): { readonly stop: () => Promise<void> } {
  const smtp = openSmtp(parts.settings, env, lettersConcurrency);
  const needs = sendNeeds(parts, smtp);
  const { queues, facts, log } = parts;
  const worker = queues.runLetters(
    async (task, tries) => {
      try {
        const result = await sendLetter(needs, task, tries);
        return result.outcome === 'held' ? { outcome: 'held', seconds: result.seconds } : { outcome: 'ended' };
      } catch (error) {
        return laterOr(error, tries);
      }
    },
    async (id, error) => {
      facts.letterGivenUp({ task: id, error: error.message });
      const task = await log.task(id);
      if (task) await giveUpOnLetter(needs, task, error.message);
    },
    lettersConcurrency,
    facts.trouble,
  );
  // The last mail for a while may be the one whose copy is waited for: nobody else would look.
  const looking = setInterval(() => void needs.copies.look().catch(() => undefined), parts.settings.campaign.machine.poll * 1000);
  return { stop: async () => { clearInterval(looking); await worker.stop(); await smtp.close(); } };
}
