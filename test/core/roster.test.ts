// The roster of the support line: how far each kommune has come, in Danish words and Danish time, without a secret.
// It refuses a login that has not left, or that belongs to somebody who is no longer the contact.
import { expect, test } from 'vitest';
import { rosterColumns, rosterHeader, rosterOf } from '../../src/core/roster.ts';
import type { CaseState } from '../../src/core/case.ts';
import type { CaseEvent } from '../../src/core/events.ts';
import { at, campaign2024, register } from '../support/campaign.ts';
import { given, invited, mailRef, reading, receive, sent } from '../support/given.ts';

const instant = Temporal.Instant.from(at('2024-04-10 10:00'));
const rowOf = (state: CaseState) => rosterOf([state], campaign2024, register, instant)[0];
const secrets = { nonce: 'nonce-of-the-log', tokenHash: 'hash-of-the-log' };
const contact = () => given(...invited()).when(receive({ reading: reading({ contacts: [{ kommune: '0751', name: 'Mette Holm', email: 'MHO@aarhus.dk', phone: '89 40 12 34', region: '1082', from: 'body:1' }] }) })).then({}, {}, {});
const asked = () => contact().when({ type: 'issue-login', at: at('2024-03-13 08:00'), ...secrets }).then({});
const withLogin = (...more: readonly CaseEvent[]) => given(...asked().events, ...sent('login.2024.0751', '2024-03-13 08:01'), ...more);
const used: CaseEvent = { type: 'login-activated', at: at('2024-03-14 23:30'), task: 'login.2024.0751' };
const begun: CaseEvent = { type: 'report-begun', at: at('2024-04-01 09:00'), by: 'mho@aarhus.dk' };

test('a row says all that the support line needs', () => {
  expect(rowOf(withLogin().state)).toEqual({
    code: '0751', kommune: 'Aarhus Kommune', region: 'Region Midtjylland', contact: 'Mette Holm', email: 'MHO@aarhus.dk', phone: '89 40 12 34', userName: 'mho@aarhus.dk', phase: 'login sendt',
    loginSentAt: '2024-03-13 08:01', linkGoodUntil: '2024-03-27 08:00', loginUsedAt: '', reportDeadline: '2024-05-31', exempt: 'nej',
  });
  expect(rosterColumns.map((column) => rosterHeader[column])).toEqual(['Kommunekode', 'Kommune', 'Region', 'Kontaktperson', 'E-mail', 'Telefon', 'Brugernavn', 'Status', 'Login sendt', 'Link gyldigt til', 'Login brugt', 'Frist for indberetning', 'Fritaget']);
});

test.each([
  ['ingen kontaktperson', given(...invited())],
  ['kontaktperson registreret', contact()],
  ['kontaktperson registreret', asked()],
  ['login sendt', withLogin()],
  ['login brugt', withLogin(used)],
  ['indberetning begyndt', withLogin(used, begun)],
  ['indsendt', withLogin(used, begun, { type: 'report-submitted', at: at('2024-04-02 09:00'), by: 'mho@aarhus.dk' })],
] as const)('%s', (phase, { state }) => expect(rowOf(state)?.phase).toBe(phase));

test('a link that was used is good no more; a login that has not left is none; nor is that of a former contact', () => {
  expect(rowOf(withLogin(used).state)).toMatchObject({ linkGoodUntil: '', loginUsedAt: '2024-03-14 23:30' });
  expect(rowOf(asked().state)).toMatchObject({ userName: '', loginSentAt: '', linkGoodUntil: '' });
  const jens = withLogin().when(receive({ at: '2024-04-02 10:00', mail: mailRef({ date: at('2024-04-02 10:00') }), reading: reading({ contacts: [{ kommune: '0751', name: 'Jens Lund', email: 'jlu@aarhus.dk', phone: null, region: '1082', from: 'body:1' }] }) }))
    .then({}, { type: 'contact-registered' }, {});
  expect(rowOf(jens.state)).toMatchObject({ contact: 'Jens Lund', email: 'jlu@aarhus.dk', phone: '', userName: '', phase: 'kontaktperson registreret', loginSentAt: '', linkGoodUntil: '' });
});

test('a longer deadline, an exemption', () => {
  const c = withLogin().when({ type: 'extend', at: at('2024-04-01 09:00'), deadline: 'report', until: '2024-06-14', by: 'anb', note: 'x' }).then({}).when({ type: 'exempt', at: at('2024-04-01 09:00'), by: 'anb', note: 'x' }).then({});
  expect(rowOf(c.state)).toMatchObject({ reportDeadline: '2024-06-14', exempt: 'ja' });
});

test('no secret, and nothing that acts on a terminal or makes a line', () => {
  expect(JSON.stringify(rowOf(withLogin(used).state))).not.toMatch(/of-the-log/);
  const evil = given(...invited()).when(receive({ reading: reading({ contacts: [{ kommune: '0751', name: 'Mette\u001b[31m\r\nHolm\u202e', email: 'mho@aarhus.dk', phone: '\t=1+1', region: '1082', from: 'body:1' }] }) })).then({}, {}, {});
  expect(rowOf(evil.state)).toMatchObject({ contact: 'Mette [31m Holm', phone: ' =1+1' });
});
