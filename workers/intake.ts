// The intake worker: reads one mail a job, many at a time. Any number of processes may run it.
// It refuses to let one mail stop the next: what fails again and again goes to a person.
import { createReadingPool } from '../src/adapters/documents/pool.ts';
import { giveUpOnMail, receiveMail } from '../src/flows/receive-mail.ts';
import { laterOr, receiveNeeds, type Parts } from './compose.ts';

export const intakeConcurrency = 12;

export function runIntake(parts: Parts): { readonly stop: () => Promise<void> } {
  const pool = createReadingPool();
  const needs = receiveNeeds(parts, pool);
  const { queues, facts } = parts;
  const worker = queues.runIntake(
    async (ref, tries) => {
      try {
        await receiveMail(needs, ref);
        return { outcome: 'ended' };
      } catch (error) {
        return laterOr(error, tries);
      }
    },
    async (ref, error) => {
      await giveUpOnMail(needs, ref, `${error.name}: ${error.message}`);
      facts.mailGivenUp({ uid: ref.uid, error: error.message });
    },
    intakeConcurrency,
    facts.trouble,
  );
  return {
    async stop() {
      await worker.stop();
      await pool.close();
    },
  };
}
