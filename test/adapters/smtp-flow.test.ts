// A letter's whole way to a mail server that misbehaves: real SMTP, a real mailbox for the copies, the log in memory. At the end the kommune has it once.
// It refuses to wait for real time: the machine's clock is moved by the test.
import { expect, describe, test } from 'vitest';
import { startSmtp, type Behaviour, type TakenMail } from '../../demo/servers/index.ts';
import { createComposer } from '../../src/adapters/compose.ts';
import { createSmtp, SmtpTrouble } from '../../src/adapters/smtp.ts';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import { createTokens, proofHeader } from '../../src/adapters/tokens.ts';
import { replay } from '../../src/core/case.ts';
import type { CaseEvent } from '../../src/core/events.ts';
import { createCopyWatch } from '../../src/flows/copy-watch.ts';
import { sendLetter, type SendNeeds } from '../../src/flows/send-letter.ts';
import { step } from '../../src/flows/step.ts';
import { at, campaign2024, register } from '../support/campaign.ts';
import { memoryCanary } from '../support/canary.ts';
import { mailboxRoom } from '../support/mailbox.ts';

const own = 'lige@lige.dk';
const towns = { '0751': 'post@aarhus.dk', '0101': 'post@kk.dk', '0630': 'post@vejle.dk' } as const;
type Code = keyof typeof towns;
const { proofWait } = campaign2024.machine;
const room = mailboxRoom();

async function world(behave: Behaviour = {}) {
  const { mailbox, deliver } = room.fresh();
  const arrived: string[] = [];
  const onMail = ({ envelope, raw }: TakenMail): void => {
    for (const to of envelope.to) {
      if (to === own) deliver(raw, { from: own });
      else arrived.push(to);
    }
  };
  const server = await startSmtp({ behave, onMail });
  const smtp = createSmtp({ url: server.url, ownMailbox: own, timeouts: { socket: 300 } });
  room.atEnd(() => server.stop());
  room.atEnd(() => smtp.close());
  let clock = Temporal.Instant.from('2026-01-01T00:00:00Z');
  const log = createMemoryLog();
  const facts: string[] = [];
  const hasCopy: SendNeeds['hasCopy'] = async (messageId, proof) => (await mailbox.findByMessageId(messageId, proofHeader)).some((found) => found.header === proof);
  const needs: SendNeeds = {
    campaign: campaign2024, log, now: () => Temporal.Instant.from(at('2024-01-30 08:01')), clock: () => clock, inbox: async () => 'quiet', paused: async () => false,
    compose: createComposer({ campaign: campaign2024, register, tokens: createTokens('flow-0123456789abcdef'), portalUrl: 'https://portal.example.dk', redirectTo: null }),
    send: async (raw, to, within) => {
      try {
        return await smtp.send(raw, { from: own, to }, within);
      } catch (error) {
        if (!(error instanceof SmtpTrouble)) throw error;
        return { outcome: 'trouble', code: error.code, response: error.message, maybeLeft: error.maybeLeft };
      }
    },
    hasCopy,
    copies: createCopyWatch({
      ...memoryCanary(() => clock), hasCopy, proofWait, clock: () => clock, released: async () => undefined,
      facts: { copyMissing: (f) => void facts.push(`missing ${f.task}`), copyCame: (f) => void facts.push(`came ${f.task}`) },
    }),
    allowance: async () => 0, claimAnswer: async () => true,
    facts: { mailSent: (f) => void facts.push(`sent ${f.proof}`), mailRefused: () => undefined, mailDeferred: () => undefined, mailHeld: () => undefined, mailUnwanted: () => undefined },
  };
  for (const [code, box] of Object.entries(towns)) {
    await step(needs, [{ stream: code, command: { type: 'open', at: at('2024-01-29 10:00'), kommune: code, name: code, mailbox: box } }]);
    await step(needs, [{ stream: code, command: { type: 'invite', at: at('2024-01-30 08:00') } }]);
  }
  return {
    server, arrived, facts, needs, deliver,
    send: (code: Code = '0751', tries = 0) => sendLetter(needs, `letter.2024.${code}`, tries),
    wait: (seconds: number) => { clock = clock.add({ seconds }); },
    copies: async () => (await mailbox.list()).mails.length,
    bounced: async (code: Code = '0751') => replay((await log.load(code)) as readonly CaseEvent[]).dead,
  };
}

const sent = { outcome: 'ended', how: 'sent' };
const held = (reason: string) => ({ outcome: 'held', reason });
const once = (address: string): ((to: string) => boolean) => {
  let left = 1;
  return (to) => to === address && left-- > 0;
};

describe('the kommune has its letter once', () => {
  test('after greylisting', async () => {
    let asked = 0;
    const w = await world({ recipient: (to) => (to === own || ++asked > 2 ? undefined : { code: 451, text: '4.7.1 Greylisted' }) });
    expect(await w.send('0751', 0)).toEqual({ ...held('server-trouble'), seconds: 2 });
    expect(await w.send('0751', 1)).toEqual({ ...held('server-trouble'), seconds: 4 });
    expect(w.arrived).toEqual([]);
    expect(await w.send('0751', 2)).toEqual(sent);
    expect(await w.send('0751', 3)).toEqual({ outcome: 'ended', how: 'already' });
    expect([w.arrived, await w.copies()]).toEqual([[towns['0751']], 1]);
  });

  test.each([[450, 'Mailbox busy'], [452, 'Disk full'], [421, 'Closing']])('after %i in place of the answer to its content', async (code, text) => {
    let first = true;
    const w = await world({ data: () => { const refuse = first; first = false; return refuse ? { code, text } : undefined; } });
    expect(await w.send()).toMatchObject(held('server-trouble'));
    expect(await w.send()).toEqual(sent);
    expect([w.arrived, await w.copies()]).toEqual([[towns['0751']], 1]);
  });

  test.each(['during-data', 'lost-before-reply'] as const)('after the connection was cut and nothing had arrived (%s): the copy is waited for, then it is sent', async (cut) => {
    const w = await world({ cut: () => cut });
    expect(await w.send()).toEqual({ ...held('awaiting-proof'), seconds: proofWait });
    w.server.behave = {};
    w.wait(proofWait - 1);
    expect(await w.send()).toEqual({ ...held('awaiting-proof'), seconds: 1 });
    expect(w.arrived).toEqual([]);
    w.wait(1);
    expect(await w.send()).toEqual(sent);
    expect([w.arrived, await w.copies()]).toEqual([[towns['0751']], 1]);
  });

  test.each(['before-reply', 'silence'] as const)('after the connection was cut and it had arrived (%s): the copy proves it', async (cut) => {
    const w = await world({ cut: () => cut });
    expect(await w.send()).toMatchObject(held('awaiting-proof'));
    w.server.behave = {};
    expect(await w.send()).toEqual(sent);
    expect(w.facts).toEqual(['sent copy']);
    w.wait(10 * proofWait);
    expect(await w.send()).toEqual({ outcome: 'ended', how: 'already' });
    expect([w.arrived, await w.copies()]).toEqual([[towns['0751']], 1]);
  });

  test('after the connection was cut and its copy came late', async () => {
    const w = await world({ cut: () => 'before-reply', loses: (to) => to === own });
    expect(await w.send()).toMatchObject(held('awaiting-proof'));
    w.wait(proofWait / 2);
    expect(await w.send()).toMatchObject(held('awaiting-proof'));
    w.server.behave = {};
    const { raw } = await w.needs.compose({ kind: 'letter', id: 'letter.2024.0751', kommune: '0751', to: towns['0751'], createdAt: at('2024-01-30 08:00'), thread: null }, w.needs.now().toString());
    w.deliver(raw, { from: own });
    expect(await w.send()).toEqual(sent);
    expect(w.arrived).toEqual([towns['0751']]);
  });

  test('after the kommune was accepted and we were not: nothing of it was sent', async () => {
    const refuses = once(own);
    const w = await world({ recipient: (to) => (refuses(to) ? { code: 452, text: 'Mailbox full' } : undefined) });
    expect(await w.send()).toMatchObject(held('server-trouble'));
    expect([w.arrived, await w.copies()]).toEqual([[], 0]);
    expect(await w.send()).toEqual(sent);
    expect([w.arrived, await w.copies()]).toEqual([[towns['0751']], 1]);
  });
});

test('a kommune that is refused for good is, and no copy of ours pretends that it left', async () => {
  const w = await world({ recipient: (to) => (to === towns['0751'] ? { code: 550, text: '5.1.1 No such user' } : undefined) });
  expect(await w.send()).toEqual({ outcome: 'ended', how: 'refused' });
  expect([w.arrived, await w.copies(), await w.bounced()]).toEqual([[], 0, [towns['0751']]]);
  expect(await w.send('0101')).toEqual(sent);
});

describe('the first letter shows that copies come', () => {
  test('before the others follow', async () => {
    const w = await world({ loses: (to) => to === own });
    expect(await w.send('0751')).toEqual(sent);
    expect(await w.send('0101', 0)).toEqual({ ...held('copy-missing'), seconds: 1 });
    w.wait(1);
    expect(await w.send('0101', 1)).toEqual({ ...held('copy-missing'), seconds: 2 });
    expect(await w.send('0630', 9)).toEqual({ ...held('copy-missing'), seconds: 30 });
    expect(w.facts).toEqual(['sent accepted']);
    w.wait(proofWait);
    expect(await w.send('0101', 2)).toMatchObject(held('copy-missing'));
    expect(w.facts).toEqual(['sent accepted', 'missing letter.2024.0751']);
    expect(w.arrived).toEqual([towns['0751']]);
  });

  test('and all leave once when they do', async () => {
    const w = await world();
    expect(await w.send('0751')).toEqual(sent);
    expect(await Promise.all([w.send('0101'), w.send('0630')])).toEqual([sent, sent]);
    expect([w.arrived.toSorted(), await w.copies()]).toEqual([Object.values(towns).toSorted(), 3]);
  });

  test('unless it did not leave: then the next one does', async () => {
    const w = await world({ recipient: (to) => (to === towns['0751'] ? { code: 451, text: 'Later' } : to === towns['0101'] ? { code: 550, text: 'No' } : undefined) });
    expect(await w.send('0751')).toMatchObject(held('server-trouble'));
    expect(await w.send('0101')).toEqual({ outcome: 'ended', how: 'refused' });
    expect(await w.send('0630')).toEqual(sent);
  });

  test('and while it may have left, no other begins', async () => {
    const w = await world({ cut: () => 'lost-before-reply' });
    expect(await w.send('0751')).toMatchObject(held('awaiting-proof'));
    expect(await w.send('0101')).toMatchObject(held('copy-missing'));
    w.server.behave = {};
    w.wait(proofWait);
    expect(await w.send('0101')).toMatchObject(held('copy-missing'));
    expect(await w.send('0751')).toEqual(sent);
    expect(await w.send('0101')).toEqual(sent);
    expect(w.arrived).toEqual([towns['0751'], towns['0101']]);
  });

  test('whoever waits for it takes no place of the minute', async () => {
    const w = await world({ loses: (to) => to === own });
    let places = 0;
    const counted: SendNeeds = { ...w.needs, allowance: async () => { places += 1; return 0; } };
    expect(await sendLetter(counted, 'letter.2024.0751', 0)).toEqual(sent);
    expect(await sendLetter(counted, 'letter.2024.0101', 0)).toMatchObject(held('copy-missing'));
    expect(places).toBe(1);
  });

  test('a letter overtaken between its claim and its intent gives its place back', async () => {
    const w = await world();
    const busy: SendNeeds = { ...w.needs, allowance: async () => {
      await step(w.needs, [{ stream: '0751', command: { type: 'give-up', at: at('2024-01-30 08:01'), mail: null, reason: 'could-not-be-handled', detail: 'x', reading: 0 } }]);
      return 0;
    } };
    expect(await sendLetter(busy, 'letter.2024.0751', 0)).toMatchObject(held('overtaken'));
    expect(await w.send('0101')).toEqual(sent);
    expect(w.arrived).toEqual([towns['0101']]);
  });
});
