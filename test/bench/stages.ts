// Each stage of the pipeline alone, on the mails that lie in the room's INBOX: its time per mail, as lines of JSON on standard output.
// It refuses to copy the product: every stage is the product's own function, with the other stages taken out of its needs.
import { createInterface } from 'node:readline';
import { createComposer, type Composed } from '../../src/adapters/compose.ts';
import { readDocuments } from '../../src/adapters/documents/index.ts';
import { readFile } from '../../src/adapters/documents/read-file.ts';
import { openSigned } from '../../src/adapters/documents/smime.ts';
import { readFetched } from '../../src/adapters/read-mail.ts';
import type { FetchedMail } from '../../src/core/fetched.ts';
import type { InboundMail } from '../../src/core/mail.ts';
import type { Understanding } from '../../src/core/reading.ts';
import type { Task } from '../../src/core/task.ts';
import { receiveMail } from '../../src/flows/receive-mail.ts';
import { sendLetter, type SendNeeds } from '../../src/flows/send-letter.ts';
import { createFacts, createLogger, createTokens, openMailbox, openQueues, openSmtp, openStore, readSettings, receiveNeeds, sendNeeds, type Parts } from '../../workers/compose.ts';
import { intakeConcurrency } from '../../workers/intake.ts';
import { lettersConcurrency } from '../../workers/letters.ts';
import { inTurn } from './world.ts';

const { env } = process;
const settings = await readSettings(env);
const store = await openStore(settings, true);
const queues = openQueues(settings, store);
const facts = createFacts(createLogger('info'));
const mailbox = openMailbox(settings, env, facts);
const parts: Parts = { settings, log: store.log, book: store.book, queues, mailbox, facts, tokens: createTokens(settings.config.secret) };
const smtp = openSmtp(settings, env, lettersConcurrency);
await mailbox.ensureFolders();
await smtp.verify();
const compose = createComposer({ campaign: settings.campaign, register: settings.register, tokens: parts.tokens, portalUrl: settings.config.portalUrl, redirectTo: null });

/** Milliseconds per mail of a stage. */
async function stage(name: string, count: number, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(JSON.stringify({ stage: name, msPerMail: (performance.now() - start) / count }));
}

async function throughQueue<T>(jobs: readonly T[], add: (jobs: readonly T[]) => Promise<void>, run: (done: () => void) => { readonly stop: () => Promise<void> }): Promise<void> {
  const all = Promise.withResolvers<void>();
  let done = 0;
  const worker = run(() => { if (++done === jobs.length) all.resolve(); });
  await add(jobs);
  await all.promise;
  void worker.stop();
}

const noop = async (): Promise<void> => undefined;

/** A job that does nothing but count. */
const counted = (done: () => void) => async () => {
  done();
  return { outcome: 'ended' } as const;
};

async function mailStages(uids: readonly number[], uidValidity: string): Promise<readonly Task[]> {
  const refs = uids.map((uid) => ({ uidValidity, uid }));
  const raws: FetchedMail[] = [];
  const mails: InboundMail[] = [];
  const read: Understanding[] = [];
  const tasks: Task[] = [];
  const needs = receiveNeeds(parts, { readFile, openSigned });
  await stage('list', uids.length, () => mailbox.list(1));
  await stage('queue intake', uids.length, () => throughQueue(refs, queues.addIntake, (done) => queues.runIntake(counted(done), noop, intakeConcurrency, () => undefined)));
  await stage('fetch', uids.length, () => inTurn(uids, intakeConcurrency, async (uid, i) => { raws[i] = await mailbox.fetch(uidValidity, uid); }));
  await stage('parse', uids.length, () => inTurn(raws, 1, async (raw, i) => {
    const found = await readFetched(raw);
    if (found !== 'gone') mails[i] = found.mail;
  }));
  await stage('documents, understand', uids.length, () => inTurn(mails, 1, async (mail, i) => { read[i] = needs.understand(mail, await readDocuments(mail, readFile)); }));
  // What receiveMail does in the store, however often, and nothing else of it.
  const storeOnly = { ...needs, readDocuments: async () => [], move: noop, queueLetters: async (asked: readonly Task[]) => void tasks.push(...asked) };
  await stage('store of receiving', uids.length, () => inTurn(refs, intakeConcurrency, (ref, i) => receiveMail({
    ...storeOnly, readMail: async () => ({ mail: mails[i] as InboundMail, unread: null }), understand: () => read[i] as Understanding,
  }, ref)));
  await stage('move', uids.length, () => inTurn(uids, intakeConcurrency, (uid) => mailbox.move({ uidValidity, uid }, 'Rundskriv/Behandlet')));
  if (tasks.length !== uids.length) throw new Error(`${tasks.length} acknowledgements were asked for by ${uids.length} mails: ${JSON.stringify(read.find((r) => r.outcome !== 'accept'))}`);
  return tasks;
}

async function letterStages(tasks: readonly Task[]): Promise<void> {
  const composed: Composed[] = [];
  const at = settings.clock.now().toString();
  await stage('queue letters', tasks.length, () => throughQueue(tasks, (all) => inTurn(all, intakeConcurrency, (task) => queues.addLetters([task.id])),
    (done) => queues.runLetters(counted(done), noop, lettersConcurrency, () => undefined)));
  await stage('compose, render', tasks.length, () => inTurn(tasks, 1, async (task, i) => { composed[i] = await compose(task, at); }));
  const needs: SendNeeds = { ...sendNeeds(parts, smtp), send: async () => ({ outcome: 'accepted', response: '250 2.0.0 Ok: queued' }) };
  await stage('store of sending', tasks.length, () => inTurn(tasks, lettersConcurrency, (task, i) => sendLetter({ ...needs, compose: async () => composed[i] as Composed }, task.id, 0)));
  await stage('send', tasks.length, () => inTurn(composed, lettersConcurrency, ({ raw, to }) => smtp.send(raw, { from: settings.campaign.sender.address, to })));
}

/** What the copies of our own mails cost: read, recognised, moved. */
async function copyStage(uids: readonly number[], uidValidity: string): Promise<void> {
  const needs = receiveNeeds(parts, { readFile, openSigned });
  const refs = uids.map((uid) => ({ uidValidity, uid }));
  await stage('own copy', uids.length, () => throughQueue(refs, queues.addIntake, (done) => queues.runIntake(async (ref) => {
    const { outcome } = await receiveMail(needs, ref);
    if (outcome !== 'own-copy') throw new Error(`a copy of our own mail was taken for another: ${outcome}`);
    done();
    return { outcome: 'ended' };
  }, noop, intakeConcurrency, () => undefined)));
}

// One mail of each kind through everything, so that no stage pays for loading code.
await compose({ kind: 'letter', id: 'letter.2024.3001', kommune: '3001', to: 'post@x.test', createdAt: '2024-01-30T07:00:00Z', thread: null }, '2024-01-30T07:00:00Z');
console.log('ready');
const warm = Number(env['WARM'] ?? 0);
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'go') continue;
  const { uidValidity, mails } = await mailbox.list(1);
  const uids = mails.map((mail) => mail.uid);
  const letters = [];
  for (const part of [uids.slice(0, warm), uids.slice(warm)]) {
    console.log(JSON.stringify({ round: part.length }));
    letters.push(await mailStages(part, uidValidity));
  }
  for (const tasks of letters) await letterStages(tasks);
  const copies = await mailbox.list(1);
  await copyStage(copies.mails.map((mail) => mail.uid), copies.uidValidity);
  console.log('done');
  break;
}
await mailbox.close();
process.exit();
