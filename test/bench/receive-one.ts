// Handles the mails of INBOX with the product's receiveMail in a process of its own: small ones to warm up, then one that is measured.
// It refuses to average: what it prints is the highest memory (VmHWM) while the measured mail was handled, and what there was before.
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createReadingPool } from '../../src/adapters/documents/pool.ts';
import { receiveMail } from '../../src/flows/receive-mail.ts';
import { createFacts, createLogger, createTokens, openMailbox, openQueues, openStore, readSettings, receiveNeeds } from '../../workers/compose.ts';
import { pause } from './world.ts';

const { env } = process;
const settings = await readSettings(env);
const store = await openStore(settings, true);
const facts = createFacts(createLogger('info'));
const mailbox = openMailbox(settings, env, facts);
const needs = receiveNeeds({ settings, log: store.log, book: store.book, queues: openQueues(settings, store), mailbox, facts, tokens: createTokens(settings.config.secret) }, createReadingPool());
await mailbox.ensureFolders();

/** Kilobytes: what is held now and the highest so far; on Linux the highest can be reset. */
function memory(): { readonly now: number; readonly highest: number } {
  if (process.platform !== 'linux') return { now: process.memoryUsage.rss() / 1024, highest: process.resourceUsage().maxRSS };
  const status = readFileSync('/proc/self/status', 'utf8');
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return { now: field('VmRSS'), highest: field('VmHWM') };
}

async function handleAll(): Promise<string> {
  const outcomes: string[] = [];
  const { uidValidity, mails } = await mailbox.list(1);
  for (const { uid } of mails) {
    const { outcome, folder } = await receiveMail(needs, { uidValidity, uid });
    outcomes.push(`${outcome} ${folder}`);
  }
  return outcomes.at(-1) ?? 'nothing lay in INBOX';
}

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break;
  if (line === 'warm') console.log(`warm: ${await handleAll()}`);
  if (line !== 'measure') continue;
  await pause(300);
  const highestBefore = memory().highest;
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
  const before = memory();
  const outcome = await handleAll();
  const after = memory();
  // Where the highest can't be reset, only what is above the highest of the warm-up shows.
  const grown = after.highest - (process.platform === 'linux' ? before.now : Math.min(before.now, highestBefore));
  console.log(JSON.stringify({ measured: outcome, beforeKB: before.now, grownKB: grown }));
}
process.exit();
