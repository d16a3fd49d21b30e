// One inbound mail to its folder, against an INBOX in memory: once only, whatever crashes, comes twice or comes back.
import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import { replay } from '../../src/core/case.ts';
import type { CaseEvent } from '../../src/core/events.ts';
import type { InboundMail } from '../../src/core/mail.ts';
import type { Understanding } from '../../src/core/reading.ts';
import { folders, giveUpOnMail, receiveMail, type InboxRef, type ReceiveNeeds } from '../../src/flows/receive-mail.ts';
import { loadDesk, step } from '../../src/flows/step.ts';
import { at, campaign2024, register } from '../support/campaign.ts';
import { reading } from '../support/given.ts';

const mail = (id: string, change: Partial<InboundMail> = {}): InboundMail => ({
  id, messageId: `<${id}@aarhus.dk>`, inReplyTo: null, references: [], from: [{ name: 'Mette Holm', address: 'mho@aarhus.dk' }], replyTo: [], to: [], cc: [], subject: 'SV: brev',
  date: at('2024-02-05 10:00'), headers: [], text: '', html: null, attachments: [], report: null, problems: [], ...change,
});

async function world() {
  const log = createMemoryLog();
  const inbox = new Map<number, InboundMail>();
  const filed: string[] = [];
  const queued: string[] = [];
  const world = { read: reading() as Understanding | Error, own: false, unread: null as string | null, moveFails: false, firstSeen: new Map<string, number>() };
  const needs: ReceiveNeeds = {
    campaign: campaign2024, register, log, now: () => Temporal.Instant.from(at('2024-02-05 10:05')),
    readMail: async ({ uid }) => {
      const found = inbox.get(uid);
      return found ? { mail: found, unread: world.unread } : 'gone';
    },
    readDocuments: async () => [],
    understand: () => {
      if (world.read instanceof Error) throw world.read;
      return world.read;
    },
    replyOf: () => undefined, secrets: () => ({ nonce: 'n', tokenHash: 'h' }),
    isOwn: () => world.own,
    move: async ({ uid }, folder) => {
      if (world.moveFails) throw new Error('killed');
      inbox.delete(uid);
      filed.push(`${uid} ${folder}`);
    },
    readHeader: async ({ uid }) => {
      const found = inbox.get(uid);
      return found ? { ...found, text: '' } : 'gone';
    },
    firstSeen: async (uidValidity) => world.firstSeen.get(uidValidity),
    queueLetters: async (tasks) => void queued.push(...tasks.map((t) => t.id)),
    facts: { mailReceived: () => undefined, mailFiled: () => undefined },
  };
  for (const [code, name] of [['0751', 'Aarhus Kommune'], ['0101', 'Københavns Kommune']] as const) {
    await step(needs, [{ stream: code, command: { type: 'open', at: at('2024-01-29 10:00'), kommune: code, name, mailbox: `post@${code}.dk` } }]);
    await step(needs, [{ stream: code, command: { type: 'invite', at: at('2024-01-30 08:00') } }]);
  }
  const state = async (code = '0751') => replay((await log.load(code)) as readonly CaseEvent[]);
  const receive = (uid: number, uidValidity = '1') => receiveMail(needs, { uidValidity, uid });
  return { needs, log, inbox, filed, queued, world, state, receive, desk: async () => (await loadDesk(log)).state };
}
let w: Awaited<ReturnType<typeof world>>;
beforeEach(async () => { w = await world(); });

test('registered, acknowledged, filed, in this order', async () => {
  w.inbox.set(7, mail('a'));
  expect(await w.receive(7)).toMatchObject({ outcome: 'handled', folder: folders.done });
  expect((await w.state()).contact).toMatchObject({ name: 'Mette Holm', email: 'mho@aarhus.dk' });
  expect([w.queued, w.filed]).toEqual([['ack.2024.0751'], [`7 ${folders.done}`]]);
});

describe('counts once', () => {
  test('killed before the move, it is only moved the second time', async () => {
    w.inbox.set(7, mail('a'));
    w.world.moveFails = true;
    await expect(w.receive(7)).rejects.toThrow('killed');
    w.world.moveFails = false;
    expect(await w.receive(7)).toMatchObject({ outcome: 'known', folder: folders.done });
    expect([(await w.state()).mailsIn, w.queued]).toEqual([1, ['ack.2024.0751']]);
  });
  test('two workers with the same mail', async () => {
    w.inbox.set(7, mail('a'));
    await Promise.all([w.receive(7), w.receive(7), w.receive(7)]);
    expect([(await w.state()).mailsIn, w.queued]).toEqual([1, ['ack.2024.0751']]);
  });
  test('under a new UIDVALIDITY the whole INBOX comes back: nothing is read twice', async () => {
    w.inbox.set(7, mail('a'));
    await w.receive(7);
    w.inbox.set(1, mail('a'));
    w.world.firstSeen.set('2', 2);
    expect(await w.receive(1, '2')).toMatchObject({ outcome: 'known' });
    expect((await w.state()).mailsIn).toBe(1);
  });
  test('but what a person drags back after that is read again', async () => {
    w.inbox.set(7, mail('a'));
    await w.receive(7);
    w.inbox.set(5, mail('a'));
    w.world.firstSeen.set('2', 3);
    expect(await w.receive(5, '2')).toMatchObject({ outcome: 'handled' });
  });
  test('dragged back to INBOX by a person it is read again, and may read differently now', async () => {
    w.world.read = reading({ outcome: 'review', contacts: [] });
    w.inbox.set(7, mail('a'));
    expect(await w.receive(7)).toMatchObject({ folder: folders.review });
    w.world.read = reading();
    w.inbox.set(9, mail('a'));
    expect(await w.receive(9)).toMatchObject({ outcome: 'handled', folder: folders.done });
    expect((await w.state()).contact?.name).toBe('Mette Holm');
  });
  test('dragged back with nothing new: no second acknowledgement', async () => {
    w.inbox.set(7, mail('a'));
    await w.receive(7);
    w.inbox.set(9, mail('a'));
    await w.receive(9);
    expect(w.queued).toEqual(['ack.2024.0751']);
  });
  test('a mail that is gone is no trouble', async () => expect(await w.receive(99)).toMatchObject({ outcome: 'gone' }));
});

describe('where it ends', () => {
  test.each<[string, Partial<Understanding>, string]>([
    ['a question waits where people look', { outcome: 'forward', kind: 'question' }, folders.review],
    ['a review too', { outcome: 'review' }, folders.review],
    ['a machine is put aside', { outcome: 'ignore', kind: 'auto-reply' }, folders.machine],
    ['one that is asked back is done', { outcome: 'clarify', missing: ['email'] }, folders.done],
    ['an accept that the case turns into a review waits where people look', { contacts: [] }, folders.review],
  ])('%s', async (_, read, folder) => {
    w.world.read = reading(read);
    w.inbox.set(7, mail('a'));
    expect((await w.receive(7)).folder).toBe(folder);
  });
  test('and after a crash it ends in the same folder', async () => {
    w.world.read = reading({ contacts: [] });
    w.inbox.set(7, mail('a'));
    w.world.moveFails = true;
    await expect(w.receive(7)).rejects.toThrow('killed');
    w.world.moveFails = false;
    expect((await w.receive(7)).folder).toBe(folders.review);
  });
  test('our own copy goes to Sendt and touches no case', async () => {
    w.world.own = true;
    w.inbox.set(7, mail('a'));
    expect(await w.receive(7)).toMatchObject({ outcome: 'own-copy', folder: folders.sent });
    expect((await w.state()).mailsIn).toBe(0);
  });
});

describe('whose it is', () => {
  test('nobody\'s: it waits at the desk, and nothing is registered', async () => {
    w.world.read = reading({ kommune: null, kommuner: [] });
    w.inbox.set(7, mail('a'));
    expect((await w.receive(7)).folder).toBe(folders.review);
    expect((await w.desk()).reviews).toMatchObject([{ reason: 'no-kommune' }]);
    expect(w.queued).toEqual([]);
  });
  test('a kommune without a case: at the desk too', async () => {
    w.world.read = reading({ kommuner: ['0157'], kommune: '0157' });
    w.inbox.set(7, mail('a'));
    await w.receive(7);
    expect((await w.desk()).reviews).toMatchObject([{ reason: 'unknown-case' }]);
  });
  test('two kommuner with one contact: both registered, both acknowledged, in one step', async () => {
    const contact = { name: 'Mette Holm', email: 'mho@aarhus.dk', phone: null, region: null, from: 'a' };
    w.world.read = reading({ kommune: null, kommuner: ['0101', '0751'], contacts: [{ ...contact, kommune: '0101' }, { ...contact, kommune: '0751' }] });
    w.inbox.set(7, mail('a'));
    await w.receive(7);
    expect([(await w.state('0101')).contact?.kommune, (await w.state('0751')).contact?.kommune]).toEqual(['0101', '0751']);
    expect(w.queued).toEqual(['ack.2024.0101', 'ack.2024.0751']);
  });
  test('a bounce belongs to the kommune whose letter bounced, whoever reports it', async () => {
    w.world.read = reading({ kind: 'bounce', outcome: 'ignore', kommune: '0751', kommuner: ['0751'], bounce: { recipient: 'post@0101.dk', permanent: true, originalMessageId: '<letter.2024.0101@lige.dk>' } });
    w.inbox.set(7, mail('a'));
    await w.receive(7);
    expect([(await w.state('0101')).dead, (await w.state('0751')).dead]).toEqual([['post@0101.dk'], []]);
  });
});

describe('what can\'t be handled', () => {
  test('a mail over the limit goes to review unread, on the case of the kommune that its header names', async () => {
    w.world.unread = 'The mail has 60 MiB.';
    w.inbox.set(7, mail('a'));
    expect((await w.receive(7)).folder).toBe(folders.review);
    expect((await w.state()).reviews[0]?.detail).toContain('The mail has 60 MiB.');
  });
  test('a mail that can\'t be read holds its kommune\'s reminders', async () => {
    w.inbox.set(7, mail('a'));
    await giveUpOnMail(w.needs, { uidValidity: '1', uid: 7 }, 'Error: boom');
    expect((await w.state()).reviews).toMatchObject([{ reason: 'could-not-be-handled', detail: 'Error: boom' }]);
  });
  test('a failing mail is given to a person, once', async () => {
    w.world.read = new Error('boom');
    w.inbox.set(7, mail('a'));
    const ref: InboxRef = { uidValidity: '1', uid: 7 };
    await expect(receiveMail(w.needs, ref)).rejects.toThrow('boom');
    w.world.moveFails = true;
    await expect(giveUpOnMail(w.needs, ref, 'Error: boom')).rejects.toThrow('killed');
    w.world.moveFails = false;
    await giveUpOnMail(w.needs, ref, 'Error: boom');
    expect((await w.desk()).reviews).toMatchObject([{ reason: 'could-not-be-handled', detail: 'Error: boom' }]);
    expect(w.filed).toEqual([`7 ${folders.review}`]);
  });
});
