// A person's decisions through the flow, against a log and folders in memory: what is appended, queued and moved, in which order, and what fails.
import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import { replay } from '../../src/core/case.ts';
import type { CaseEvent } from '../../src/core/events.ts';
import type { InboundMail } from '../../src/core/mail.ts';
import type { Understanding } from '../../src/core/reading.ts';
import { folders, receiveMail, type ReceiveNeeds } from '../../src/flows/receive-mail.ts';
import { refileMails } from '../../src/flows/refile.ts';
import { act, findItem, listItems, type Acted, type Action, type ReviewNeeds } from '../../src/flows/review.ts';
import { loadDesk, step } from '../../src/flows/step.ts';
import { at, campaign2024, register } from '../support/campaign.ts';
import { reading } from '../support/given.ts';
import { wholeAnswers } from '../support/report.ts';
import { formOf } from '../support/reporting.ts';

const mette = { kommune: '0751', name: 'Mette Holm', email: 'mho@aarhus.dk', phone: null, region: '1082' };
const mail = (id: string): InboundMail => ({
  id, messageId: `<${id}@aarhus.dk>`, inReplyTo: null, references: [], from: [{ name: 'Mette Holm', address: 'mho@aarhus.dk' }], replyTo: [], to: [], cc: [], subject: 'SV: brev',
  date: at('2024-02-05 10:00'), headers: [], text: '', html: null, attachments: [], report: null, problems: [],
});

async function world() {
  const log = createMemoryLog();
  /** Mail identity → its folder. */
  const lies = new Map<string, string>();
  const queued: string[] = [];
  const order: string[] = [];
  const world = { away: false, now: at('2024-02-08 10:00') };
  const needs: ReviewNeeds = {
    campaign: campaign2024, now: () => Temporal.Instant.from(world.now),
    log: { ...log, append: async (batch) => { order.push('append'); return log.append(batch); } },
    queueLetters: async (tasks) => { order.push('queue'); queued.push(...tasks.map((t) => t.id)); },
    moveFiled: async ({ id }, from, to) => {
      order.push('move');
      if (world.away) throw new Error('the mailbox can\'t be reached');
      const where = lies.get(id);
      if (where !== from) return where === to ? 'there' : 'gone';
      lies.set(id, to);
      return 'moved';
    },
  };
  for (const [code, name] of [['0751', 'Aarhus Kommune'], ['0101', 'Københavns Kommune']] as const) {
    await step(needs, [{ stream: code, command: { type: 'open', at: at('2024-01-29 10:00'), kommune: code, name, mailbox: `post@${code}.dk` } }]);
    await step(needs, [{ stream: code, command: { type: 'invite', at: at('2024-01-30 08:00') } }]);
  }
  let uid = 0;
  const receive = async (id: string, read: Partial<Understanding>): Promise<void> => {
    const ref = { uidValidity: '1', uid: uid += 1 };
    const receiving: ReceiveNeeds = {
      ...needs, register, now: () => Temporal.Instant.from(at('2024-02-05 10:05')), readMail: async () => ({ mail: mail(id), unread: null }), readHeader: async () => 'gone', firstSeen: async () => undefined,
      readDocuments: async () => [], understand: () => reading({ outcome: 'review', ...read }), isOwn: () => false, replyOf: () => undefined, secrets: () => ({ nonce: 'n', tokenHash: 'h' }), queueLetters: async () => undefined,
      move: async (_, folder) => void lies.set(id, folder), facts: { mailReceived: () => undefined, mailFiled: () => undefined },
    };
    await receiveMail(receiving, ref);
    order.length = 0;
  };
  const state = async (code = '0751') => replay((await log.load(code)) as readonly CaseEvent[]);
  const decide = (id: string, action: Action): Promise<Acted> => act(needs, { stream: id.split('/')[0] ?? '', id: id.split('/')[1] ?? '' }, action, { by: 'anb', note: '' });
  return { needs, log, lies, queued, order, world, receive, state, decide, desk: async () => (await loadDesk(log)).state };
}
let w: Awaited<ReturnType<typeof world>>;
beforeEach(async () => { w = await world(); });
const accept: Action = { type: 'accept', contact: mette, over: null, quiet: false, foreign: false };

test('accepted: on disk, queued, moved, in this order; undone, the mail lies where it lay', async () => {
  await w.receive('a', {});
  expect(w.lies.get('a')).toBe(folders.review);
  expect(await w.decide('0751/r1', accept)).toMatchObject({ outcome: 'done', opened: [], refiled: { outcome: 'moved', to: folders.done }, left: [] });
  expect(w.order).toEqual(['append', 'queue', 'move']);
  expect([(await w.state()).contact, w.queued, w.lies.get('a'), (await w.log.mail('a'))?.folder]).toEqual([mette, ['ack.2024.0751'], folders.done, folders.done]);
  expect(await w.decide('0751/r1', { type: 'undo' })).toMatchObject({ outcome: 'done', refiled: { to: folders.review }, left: [] });
  expect([(await w.state()).contact, (await w.log.tasks()).map((t) => t.id), w.lies.get('a')]).toEqual([null, ['letter.2024.0751', 'letter.2024.0101'], folders.review]);
});

test('every "no" comes by name, and nothing is moved', async () => {
  await w.receive('a', {});
  const reasons: string[] = [];
  for (const [id, action] of [['0751/r1', { type: 'undo' }], ['0751/r7', { type: 'discard' }], ['0751/r1', { ...accept, over: mette }], ['0751/r1', { type: 'assign', to: '0751' }], ['0751/r1', { type: 'assign', to: '0157' }], ['desk/r1', { type: 'forward' }]] as const) {
    const acted = await w.decide(id, action);
    reasons.push(acted.outcome === 'ignored' ? acted.reason : 'done');
  }
  expect(reasons).toEqual(['not-closed', 'no-such-review', 'changed-meanwhile', 'same-kommune', 'not-open', 'no-such-review']);
  expect([w.order, (await w.state()).reviews.length]).toEqual([[], 1]);
});

describe('from the desk', () => {
  beforeEach(async () => { await w.receive('a', { kommune: null, kommuner: [] }); });

  test('assigned and accepted: the mail stays until nobody waits for it', async () => {
    expect(await w.decide('desk/r1', { type: 'assign', to: '0751' })).toMatchObject({ opened: ['0751/r1'], refiled: null });
    expect(w.lies.get('a')).toBe(folders.review);
    expect(await w.decide('0751/r1', accept)).toMatchObject({ refiled: { to: folders.done } });
    expect(await w.decide('desk/r1', { type: 'undo' })).toEqual({ outcome: 'ignored', reason: 'closed-there' });
    expect(((await w.desk()).closed).length).toBe(1);
  });
  test('assigned and taken back, in one step for both', async () => {
    await w.decide('desk/r1', { type: 'assign', to: '0751' });
    expect(await w.decide('desk/r1', { type: 'undo' })).toMatchObject({ outcome: 'done' });
    expect([(await w.desk()).reviews.length, (await w.state()).reviews.length, (await w.state()).mailsIn]).toEqual([1, 0, 0]);
    expect(await w.decide('desk/r1', { type: 'assign', to: '0101' })).toMatchObject({ opened: ['0101/r1'] });
    expect((await w.state('0101')).reviews[0]).toMatchObject({ origin: 'desk/r1', mail: { id: 'a' }, read: { contacts: [{ name: 'Mette Holm' }] } });
  });
  test('two people assign it at once to two kommuner: one of them does', async () => {
    const both = await Promise.all(['0751', '0101'].map((to) => w.decide('desk/r1', { type: 'assign', to })));
    expect(both.map((acted) => (acted.outcome === 'ignored' ? acted.reason : 'done')).toSorted()).toEqual(['already-closed', 'done']);
    expect((await w.state()).reviews.length + (await w.state('0101')).reviews.length).toBe(1);
  });
});

test('two people accept at once: one does, and one acknowledgement is asked for', async () => {
  await w.receive('a', {});
  const both = await Promise.all([w.decide('0751/r1', accept), w.decide('0751/r1', { ...accept, contact: { ...mette, name: 'Jens Lund' } })]);
  expect(both.map((acted) => (acted.outcome === 'ignored' ? acted.reason : 'done')).toSorted()).toEqual(['already-closed', 'done']);
  expect(w.queued).toEqual(['ack.2024.0751']);
});

test('a mail of two kommuner moves when neither waits for it, and back when one does again', async () => {
  await w.receive('a', { kommune: null, kommuner: ['0101', '0751'] });
  expect(await w.decide('0751/r1', { type: 'discard' })).toMatchObject({ refiled: null });
  expect(await w.decide('0101/r1', { type: 'discard' })).toMatchObject({ refiled: { outcome: 'moved', to: folders.done } });
  expect(await w.decide('0751/r1', { type: 'undo' })).toMatchObject({ refiled: { outcome: 'moved', to: folders.review } });
});

describe('without the mailbox', () => {
  test('the decision stands, and the next sweep moves the mail, once', async () => {
    await w.receive('a', {});
    w.world.away = true;
    expect(await w.decide('0751/r1', { type: 'discard' })).toMatchObject({ outcome: 'done', refiled: { outcome: 'failed', why: 'the mailbox can\'t be reached' } });
    expect([(await w.state()).reviews, w.lies.get('a')]).toEqual([[], folders.review]);
    w.world.away = false;
    expect((await refileMails(w.needs)).map((r) => [r.outcome, r.to])).toEqual([['moved', folders.done]]);
    expect([await refileMails(w.needs), w.lies.get('a')]).toEqual([[], folders.done]);
  });
  test('a move whose note was lost is noted at the next sweep', async () => {
    await w.receive('a', {});
    w.world.away = true;
    await w.decide('0751/r1', { type: 'discard' });
    w.world.away = false;
    w.lies.set('a', folders.done);
    await refileMails(w.needs);
    expect((await w.log.mail('a'))?.folder).toBe(folders.done);
  });
  test('a mail that a person took away is named, and its record stays as it was', async () => {
    await w.receive('a', {});
    w.lies.set('a', 'Archive');
    expect(await w.decide('0751/r1', { type: 'discard' })).toMatchObject({ outcome: 'done', refiled: { outcome: 'gone' } });
    expect((await w.log.mail('a'))?.folder).toBe(folders.review);
  });
});

test('the list has all that waits, with its working days, and a kommune\'s own', async () => {
  await w.receive('a', {});
  await w.receive('b', { kommune: null, kommuner: [] });
  await w.receive('c', { kommuner: ['0101'], kommune: '0101', outcome: 'forward', kind: 'question' });
  // Monday to Thursday.
  expect((await listItems(w.needs, null)).map((l) => [`${l.ref.stream}/${l.ref.id}`, l.name, l.workingDays])).toEqual([['0101/q1', 'Københavns Kommune', 3], ['0751/r1', 'Aarhus Kommune', 3], ['desk/r1', '', 3]]);
  await w.decide('0751/r1', { type: 'discard' });
  expect(await listItems(w.needs, '0751')).toEqual([]);
});

test('one item tells its whole story, open or closed', async () => {
  await w.receive('a', {});
  await w.decide('0751/r1', accept);
  await w.decide('0751/r1', { type: 'undo' });
  const found = await findItem(w.needs, { stream: '0751', id: 'r1' });
  expect(found).toMatchObject({ name: 'Aarhus Kommune', closed: null, contact: null, folder: folders.review, item: { what: 'review', mail: { id: 'a' } } });
  expect(found?.history.map((e) => e.type)).toEqual(['mail-received', 'review-opened', 'review-closed', 'contact-registered', 'mail-asked', 'contact-withdrawn', 'review-reopened']);
  expect(await findItem(w.needs, { stream: '0751', id: 'r9' })).toBeUndefined();
});

test('a report of somebody else: shown beside what counts, handed in with its receipts, taken back; the receipt that left is named', async () => {
  await w.receive('a', {});
  await w.decide('0751/r1', accept);
  await w.receive('b', { kind: 'report', outcome: 'review', contacts: [], answerTo: 'hr@aarhus.dk', report: formOf(wholeAnswers) });
  const ref = { stream: '0751', id: 'r2' };
  const found = await findItem(w.needs, ref);
  expect(found?.report).toMatchObject({ newest: null, isSame: false, faults: [], needsReason: false, form: { answers: wholeAnswers } });
  expect(await findItem(w.needs, { stream: '0751', id: 'r1' })).toMatchObject({ report: null });
  const action: Action = { type: 'accept-report', over: null, quiet: false, answer: { to: 'hr@aarhus.dk', thread: { inReplyTo: '<b@aarhus.dk>', references: [], subject: 'SV: brev' } } };
  expect(await w.decide('0751/r2', { ...action, over: 1 })).toEqual({ outcome: 'ignored', reason: 'changed-meanwhile' });
  w.order.length = 0;
  expect(await w.decide('0751/r2', action)).toMatchObject({ outcome: 'done', refiled: { to: folders.done } });
  expect([w.order, w.queued.slice(-2), (await w.state()).submissions]).toEqual([['append', 'queue', 'move'], ['receipt.2024.0751', 'receipt.2024.0751.2'], 1]);
  for (const command of [{ type: 'note-intent' as const, sha256: 'aa', clock: w.world.now, attempt: 0 }, { type: 'note-sent' as const, proof: 'accepted' as const, response: '250' }]) {
    await step(w.needs, [{ stream: '0751', command: { ...command, at: w.world.now, task: 'receipt.2024.0751' } }]);
  }
  expect(await w.decide('0751/r2', { type: 'undo' })).toMatchObject({ outcome: 'done', refiled: { to: folders.review }, left: [{ id: 'receipt.2024.0751', kind: 'receipt', to: 'hr@aarhus.dk' }] });
  expect([(await w.state()).submittedAt, (await w.log.tasks()).some(({ kind }) => kind === 'receipt')]).toEqual([null, false]);
  expect((await findItem(w.needs, ref))?.history.map((e) => e.type)).toEqual(['mail-received', 'review-opened', 'review-closed', 'report-submitted', 'mail-asked', 'mail-asked', 'report-withdrawn', 'review-reopened']);
});

test('undone after the acknowledgement left, it says what can\'t be called back', async () => {
  await w.receive('a', {});
  await w.decide('0751/r1', accept);
  for (const command of [{ type: 'note-intent' as const, sha256: 'aa', clock: w.world.now, attempt: 0 }, { type: 'note-sent' as const, proof: 'accepted' as const, response: '250' }]) {
    await step(w.needs, [{ stream: '0751', command: { ...command, at: w.world.now, task: 'ack.2024.0751' } }]);
  }
  await step(w.needs, [{ stream: '0751', command: { type: 'issue-login', at: w.world.now, nonce: 'n', tokenHash: 'h' } }]);
  expect(await w.decide('0751/r1', { type: 'undo' })).toMatchObject({ left: [{ id: 'ack.2024.0751', kind: 'ack', to: 'mho@aarhus.dk' }] });
});
