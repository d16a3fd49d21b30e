// The flows that only look: what is stored of a link, the desk as it grows, and a clock that was set back.
import { expect, test } from 'vitest';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import { createTokens } from '../../src/adapters/tokens.ts';
import { checkClock, newestEventAt } from '../../src/flows/clock-check.ts';
import { createDeskView } from '../../src/flows/desk-view.ts';
import { step } from '../../src/flows/step.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { receive } from '../support/given.ts';

const tokens = createTokens('0123456789abcdef0123456789abcdef');

async function world() {
  const log = createMemoryLog();
  const needs = { campaign: campaign2024, log };
  await step(needs, [{ stream: 'desk', command: { type: 'launch', at: at('2024-01-29 09:00'), by: 'anb', redirectTo: null, inbox: null, clock: at('2024-01-29 09:00') } }]);
  for (const code of ['0101', '0751']) {
    await step(needs, [{ stream: code, command: { type: 'open', at: at('2024-01-29 10:00'), kommune: code, name: code, mailbox: `post@${code}.dk` } }]);
    await step(needs, [{ stream: code, command: { type: 'invite', at: at('2024-01-30 08:00') } }]);
  }
  await step(needs, [{ stream: '0751', command: receive() }]);
  return { log, needs };
}

test('what is stored opens no link: neither the chance nor the hash is the token, and another secret makes another token', () => {
  const { nonce, tokenHash } = tokens.loginSecrets();
  const token = tokens.activation(nonce);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(Buffer.from(nonce, 'hex')).toHaveLength(32);
  expect([nonce, tokenHash]).not.toContain(token);
  expect(createTokens('another-secret-of-32-characters!').activation(nonce)).not.toBe(token);
  expect(tokens.loginSecrets().nonce).not.toBe(nonce);
  expect(tokens.answerCode('review.2024.0751')).toMatch(/^[a-z2-7]{16}$/);
  expect(tokens.answerCode('review.2024.0751')).not.toBe(tokens.answerCode('review.2024.0751.2'));
});

test('the desk is seen as it is now, whoever has changed it, also when looks overlap', async () => {
  const { log, needs } = await world();
  const view = createDeskView(log);
  expect((await view()).paused).toBeNull();
  await step(needs, [{ stream: 'desk', command: { type: 'pause', at: at('2024-02-01 09:00'), by: 'anb', note: 'a fault in the letter' } }]);
  const [a, b] = await Promise.all([view(), view()]);
  expect([a.paused?.note, b.paused?.note, a.launched?.by]).toEqual(['a fault in the letter', 'a fault in the letter', 'anb']);
  await step(needs, [{ stream: 'desk', command: { type: 'resume', at: at('2024-02-01 10:00'), by: 'anb', note: '' } }]);
  expect((await view()).paused).toBeNull();
});

test('a clock behind the newest event is named in one sentence; a few minutes are nothing', async () => {
  const { log } = await world();
  const newest = await newestEventAt(log);
  expect(newest).toBe(at('2024-02-05 10:00'));
  const said = (when: string) => checkClock(newest, Temporal.Instant.from(at(when)));
  expect([said('2024-02-05 09:51'), said('2024-02-06 10:00'), checkClock(null, Temporal.Instant.from(at('2024-02-06 10:00')))]).toEqual([[], [], []]);
  expect(said('2024-02-04 10:00')).toMatchObject([{ level: 'error', what: expect.stringMatching(/the clock says 2024-02-04T09:00:00Z, but the newest event is of 2024-02-05T09:00:00Z: it was set back/) as string }]);
});
