// One task to its end, against an outside that fails where real ones fail: crashes before and after each step, in memory.
import { describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import type { CaseEvent } from '../../src/core/events.ts';
import type { InboxState } from '../../src/core/deadlines.ts';
import { replay } from '../../src/core/case.ts';
import { sendLetter, type SendNeeds, type SendResult } from '../../src/flows/send-letter.ts';
import { createCopyWatch } from '../../src/flows/copy-watch.ts';
import { step } from '../../src/flows/step.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { memoryCanary } from '../support/canary.ts';
import { reading, receive } from '../support/given.ts';

/** A world with a mail server that keeps what it accepted, copies included. */
async function world() {
  const log = createMemoryLog();
  const delivered: string[] = [];
  let clock = Temporal.Instant.from('2026-01-01T00:00:00Z');
  let now = Temporal.Instant.from(at('2024-01-30 08:01'));
  const server: { next: (to: string) => SendResult | Promise<SendResult>; copies: boolean; inbox: InboxState; paused: boolean; bytes: string; wait: number } = {
    next: () => ({ outcome: 'accepted', response: '250 ok' }), copies: true, inbox: 'quiet', paused: false, bytes: 'v1', wait: 0,
  };
  const copies = new Set<string>();
  const facts: string[] = [];
  const claimed = new Map<string, string>();
  const hasCopy: SendNeeds['hasCopy'] = async (messageId, proof) => messageId.startsWith(`<${proof.split(' ')[0]}@`) && copies.has(proof);
  const needs: SendNeeds = {
    campaign: campaign2024, log, now: () => now, clock: () => clock, inbox: async () => server.inbox, paused: async () => server.paused,
    compose: async (task, when) => ({ raw: new TextEncoder().encode(`${server.bytes} ${task.id} ${when}`), sha256: `${server.bytes} ${task.id} ${when}`, to: task.to, proof: `${task.id} ${when}` }),
    send: async (raw, to) => {
      const result = await server.next(to);
      if (result.outcome === 'accepted') {
        const text = new TextDecoder().decode(raw);
        delivered.push(text);
        if (server.copies) copies.add(text.split(' ').slice(1).join(' '));
      }
      return result;
    },
    hasCopy,
    copies: createCopyWatch({
      ...memoryCanary(() => clock), hasCopy, proofWait: campaign2024.machine.proofWait, clock: () => clock, released: async () => undefined,
      facts: { copyMissing: (f) => void facts.push(`missing ${f.task}`), copyCame: (f) => void facts.push(`came ${f.task}`) },
    }),
    allowance: async () => server.wait,
    claimAnswer: async (kind, address, day, task) => {
      const key = `${kind} ${address} ${day}`;
      if (claimed.has(key)) return claimed.get(key) === task;
      claimed.set(key, task);
      return true;
    },
    facts: {
      mailSent: (f) => void facts.push(`sent ${f.proof}`), mailRefused: (f) => void facts.push(`refused ${f.code}`), mailDeferred: (f) => void facts.push(`deferred ${f.code}`),
      mailHeld: (f) => void facts.push(`held ${f.reason}`), mailUnwanted: (f) => void facts.push(`unwanted ${f.reason}`),
    },
  };
  await step(needs, [{ stream: '0751', command: { type: 'open', at: at('2024-01-29 10:00'), kommune: '0751', name: 'Aarhus Kommune', mailbox: 'post@aarhus.dk' } }]);
  await step(needs, [{ stream: '0751', command: { type: 'invite', at: at('2024-01-30 08:00') } }]);
  const state = async () => replay((await log.load('0751')) as readonly CaseEvent[]);
  return {
    needs, log, server, delivered, facts, state,
    wait: (seconds: number) => { clock = clock.add({ seconds }); },
    setNow: (local: string) => { now = Temporal.Instant.from(at(local)); },
    send: (task = 'letter.2024.0751', tries = 0) => sendLetter(needs, task, tries),
    letter: async () => (await state()).outgoing['letter.2024.0751'],
  };
}
const wait = campaign2024.machine.proofWait;

test('sent, with the server\'s answer as proof, and never again', async () => {
  const w = await world();
  expect(await w.send()).toEqual({ outcome: 'ended', how: 'sent' });
  expect(await w.send()).toEqual({ outcome: 'ended', how: 'already' });
  expect(w.delivered).toHaveLength(1);
  expect(await w.log.tasks()).toEqual([]);
});

describe('a crash', () => {
  test('after the mail left, before it was noted: the copy proves it, nothing is sent again', async () => {
    const w = await world();
    const { append } = w.log;
    w.needs.log.append = async (batch) => {
      if (batch.ended.length > 0) throw new Error('killed');
      return append(batch);
    };
    await expect(w.send()).rejects.toThrow('killed');
    w.needs.log.append = append;
    expect(await w.send()).toEqual({ outcome: 'ended', how: 'sent' });
    expect(w.facts).toEqual(['sent copy']);
    expect(w.delivered).toHaveLength(1);
  });

  test('after the intent, before the mail left: no copy, so it waits, and then sends byte for byte the same', async () => {
    const w = await world();
    w.server.next = () => { throw new Error('killed'); };
    await expect(w.send()).rejects.toThrow('killed');
    w.server.next = () => ({ outcome: 'accepted', response: '250' });
    w.setNow('2024-01-30 09:30');
    expect(await w.send()).toEqual({ outcome: 'held', reason: 'awaiting-proof', seconds: wait });
    w.wait(wait - 10);
    expect(await w.send()).toMatchObject({ outcome: 'held', seconds: 10 });
    w.wait(10);
    expect(await w.send()).toEqual({ outcome: 'ended', how: 'sent' });
    expect(w.delivered).toEqual([`v1 letter.2024.0751 ${at('2024-01-30 08:01')}`]);
  });

  test('and a copy that comes while waiting ends the wait', async () => {
    const w = await world();
    w.server.next = () => { throw new Error('killed'); };
    await expect(w.send()).rejects.toThrow('killed');
    const late = { ...w.needs, hasCopy: async () => true };
    expect(await sendLetter(late, 'letter.2024.0751', 1)).toEqual({ outcome: 'ended', how: 'sent' });
    expect(w.delivered).toEqual([]);
  });

  test('when the mail would read differently now, a person is asked, and nothing leaves', async () => {
    const w = await world();
    w.server.next = () => { throw new Error('killed'); };
    await expect(w.send()).rejects.toThrow('killed');
    w.server.next = () => ({ outcome: 'accepted', response: '250' });
    w.server.bytes = 'v2';
    w.wait(wait);
    expect(await w.send()).toMatchObject({ outcome: 'held', reason: 'content-changed' });
    expect(await w.send()).toMatchObject({ outcome: 'held', reason: 'content-changed' });
    expect((await w.state()).reviews.map((r) => r.reason)).toEqual(['letter-failed']);
    expect(w.delivered).toEqual([]);
  });
});

test('two workers with the same task: one mail', async () => {
  const w = await world();
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => { release = resolve; });
  w.server.next = async () => { await gate; return { outcome: 'accepted', response: '250' }; };
  const first = w.send();
  const second = w.send();
  const third = w.send();
  release();
  const results = await Promise.all([first, second, third]);
  expect(results.filter((r) => r.outcome === 'ended')).toHaveLength(1);
  expect(w.delivered).toHaveLength(1);
});

describe('between asking and sending', () => {
  const reminder = async () => {
    const w = await world();
    await w.send();
    await step(w.needs, [{ stream: '0751', command: { type: 'remind', at: at('2024-02-12 08:00'), about: 'contact', of: 'contact', round: 'on' } }]);
    w.setNow('2024-02-12 08:05');
    return w;
  };
  test('an answer that is registered while the reminder is composed stops it', async () => {
    const w = await reminder();
    const { compose } = w.needs;
    const slow = { ...w.needs, compose: async (...args: Parameters<typeof compose>) => {
      await step(w.needs, [{ stream: '0751', command: receive() }]);
      return compose(...args);
    } };
    expect(await sendLetter(slow, 'reminder.2024.0751', 0)).toMatchObject({ outcome: 'held', reason: 'overtaken' });
    expect(await w.send('reminder.2024.0751')).toEqual({ outcome: 'ended', how: 'unwanted' });
    expect(w.delivered).toHaveLength(1);
  });
  test('after a crash and without a copy, everything is asked again: answered, night, INBOX', async () => {
    const w = await reminder();
    w.server.next = () => { throw new Error('killed'); };
    await expect(w.send('reminder.2024.0751')).rejects.toThrow('killed');
    w.server.next = () => ({ outcome: 'accepted', response: '250' });
    w.wait(wait);
    w.setNow('2024-02-12 20:00');
    expect(await w.send('reminder.2024.0751')).toMatchObject({ reason: 'outside-hours' });
    w.setNow('2024-02-13 09:00');
    w.server.inbox = 'unread';
    expect(await w.send('reminder.2024.0751')).toMatchObject({ reason: 'mail-unread' });
    w.server.inbox = 'quiet';
    await step(w.needs, [{ stream: '0751', command: receive() }]);
    expect(await w.send('reminder.2024.0751')).toEqual({ outcome: 'ended', how: 'unwanted' });
    expect(w.delivered).toHaveLength(1);
  });
  test('the copy of another mail with the same Message-ID (a rehearsal\'s) proves nothing', async () => {
    const w = await world();
    w.server.next = () => { throw new Error('killed'); };
    await expect(w.send()).rejects.toThrow('killed');
    w.server.next = () => ({ outcome: 'accepted', response: '250' });
    w.wait(wait);
    const rehearsal = { ...w.needs, hasCopy: async (_: string, proof: string) => proof === `letter.2024.0751 ${at('2024-01-15 08:01')}` };
    expect(await sendLetter(rehearsal, 'letter.2024.0751', 1)).toEqual({ outcome: 'ended', how: 'sent' });
    expect(w.delivered).toHaveLength(1);
  });
  test('no more than so many a minute', async () => {
    const w = await world();
    w.server.wait = 17;
    expect(await w.send()).toEqual({ outcome: 'held', reason: 'rate-limit', seconds: 17 });
    expect(await w.letter()).toMatchObject({ state: 'asked' });
  });
});

describe('the server', () => {
  test('refuses for good: noted, flagged, not tried again', async () => {
    const w = await world();
    w.server.next = () => ({ outcome: 'refused', stage: 'recipient', code: 550, response: 'no such user' });
    expect(await w.send()).toEqual({ outcome: 'ended', how: 'refused' });
    expect(await w.letter()).toMatchObject({ state: 'refused', note: '550 no such user' });
    expect((await w.state()).dead).toEqual(['post@aarhus.dk']);
  });
  test('says later: tried again after a while, without waiting for a copy that can\'t be', async () => {
    const w = await world();
    w.server.next = () => ({ outcome: 'trouble', code: 451, response: 'greylisted', maybeLeft: false });
    expect(await w.send(undefined, 0)).toEqual({ outcome: 'held', reason: 'server-trouble', seconds: 2 });
    expect(await w.send(undefined, 700)).toMatchObject({ seconds: 4 });
    expect(await w.send(undefined, 701)).toMatchObject({ seconds: 8 });
    w.server.next = () => ({ outcome: 'accepted', response: '250' });
    expect(await w.send()).toMatchObject({ how: 'sent' });
    expect(w.delivered).toHaveLength(1);
  });
  test('breaks off when the mail may have left: the copy is looked for first', async () => {
    const w = await world();
    w.server.next = () => ({ outcome: 'trouble', code: null, response: 'cut', maybeLeft: true });
    expect(await w.send()).toMatchObject({ reason: 'awaiting-proof', seconds: wait });
    expect(await w.letter()).toMatchObject({ state: 'intended' });
  });
});

describe('asked once more before it leaves', () => {
  const answer = async (w: Awaited<ReturnType<typeof world>>) => step(w.needs, [{ stream: '0751', command: receive() }]);

  test('a reminder to one who has answered meanwhile is not wanted', async () => {
    const w = await world();
    await w.send();
    await step(w.needs, [{ stream: '0751', command: { type: 'remind', at: at('2024-02-12 08:00'), about: 'contact', of: 'contact', round: 'on' } }]);
    await answer(w);
    w.setNow('2024-02-12 08:05');
    expect(await w.send('reminder.2024.0751')).toEqual({ outcome: 'ended', how: 'unwanted' });
    expect(w.facts.at(-1)).toBe('unwanted already-answered');
    expect(w.delivered).toHaveLength(1);
  });

  test.each<[InboxState, string]>([['unread', 'held mail-unread'], ['unhealthy', 'held mailbox-unhealthy']])('a reminder is held while INBOX is %s', async (inbox, fact) => {
    const w = await world();
    await w.send();
    await step(w.needs, [{ stream: '0751', command: { type: 'remind', at: at('2024-02-12 08:00'), about: 'contact', of: 'contact', round: 'on' } }]);
    w.setNow('2024-02-12 08:05');
    w.server.inbox = inbox;
    expect(await w.send('reminder.2024.0751')).toMatchObject({ outcome: 'held' });
    expect(w.facts.at(-1)).toBe(fact);
    w.server.inbox = 'quiet';
    expect(await w.send('reminder.2024.0751')).toMatchObject({ how: 'sent' });
  });

  test('what we begin does not leave at night, an acknowledgement does', async () => {
    const w = await world();
    w.setNow('2024-01-30 22:00');
    expect(await w.send()).toMatchObject({ outcome: 'held', reason: 'outside-hours' });
    await answer(w);
    w.setNow('2024-02-05 22:00');
    expect(await w.send()).toMatchObject({ outcome: 'ended', how: 'unwanted' });
    expect(await w.send('ack.2024.0751')).toMatchObject({ how: 'sent' });
  });

  test('an acknowledgement that is no longer true is not sent; a second one to the same address waits for the next day', async () => {
    const w = await world();
    await answer(w);
    await step(w.needs, [{ stream: '0751', command: receive({ reading: reading({ contacts: [{ kommune: '0751', name: 'Jens Lund', email: 'jlu@aarhus.dk', phone: null, region: '1082', from: 'body:1' }] }) }) }]);
    w.setNow('2024-02-05 10:05');
    expect(await w.send('ack.2024.0751')).toEqual({ outcome: 'ended', how: 'unwanted' });
    await w.needs.claimAnswer('ack', 'mho@aarhus.dk', '2024-02-05', 'ack.2024.0101');
    expect(await w.send('ack.2024.0751.2')).toMatchObject({ reason: 'one-answer-a-day' });
    w.setNow('2024-02-06 08:05');
    expect(await w.send('ack.2024.0751.2')).toMatchObject({ how: 'sent' });
  });
});
