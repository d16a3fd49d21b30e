// Logins: in the window, at once for late contacts, again when asked for, void for who is no longer the contact, confirmed first for an address elsewhere.
import { describe, expect, test } from 'vitest';
import { dueCommands, nextDue } from '../../src/core/deadlines.ts';
import type { CaseCommand } from '../../src/core/decide.ts';
import { loginOfToken } from '../../src/core/logins.ts';
import { stillWanted } from '../../src/core/wanted.ts';
import { allQuiet } from '../../src/core/holds.ts';
import { newDesk } from '../../src/core/desk.ts';
import { statusOf } from '../../src/core/status.ts';
import { tasksFor, type CaseEvent } from '../../src/core/events.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { given, invited, mailRef, reading, receive, sent } from '../support/given.ts';

const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const mette = { kommune: '0751', name: 'Mette Holm', email: 'mho@aarhus.dk', phone: null, region: '1082' };
const jens = { ...mette, name: 'Jens Lund', email: 'jlu@aarhus.dk' };
const bo = { ...mette, name: 'Bo Berg', email: 'bo@konsulent.dk' };
const issue = (when: string, n = 1): CaseCommand => ({ type: 'issue-login', at: at(when), nonce: `n${n}`, tokenHash: `h${n}` });
const due = (state: Parameters<typeof dueCommands>[0], when: string) => dueCommands(state, campaign2024, instant(when));

/** Mette is registered and was sent her login when the window opened. */
function withLogin() {
  return given(...given(...invited()).when(receive()).then({}, { type: 'contact-registered' }, {}).when(issue('2024-03-13 08:00')).then({}).events, ...sent('login.2024.0751', '2024-03-13 08:01'));
}
const asksAgain = (when: string, change: Partial<Parameters<typeof reading>[0]> = {}, from = 'mho@aarhus.dk', n = 2) => ({
  ...receive({ at: when, mail: mailRef({ from, date: at(when) }), reading: reading({ kind: 'login-request', outcome: 'forward', contacts: [], sure: true, answerTo: from, ...change }) }),
  secrets: { nonce: `n${n}`, tokenHash: `h${n}` },
});

describe('asked for by reply', () => {
  test('a new link goes to the registered contact, in the thread; the old one is void', () => {
    const again = withLogin().when(asksAgain('2024-04-02 21:00')).then({ type: 'mail-received', outcome: 'accept' }, { type: 'mail-asked', task: { kind: 'login', to: 'mho@aarhus.dk', again: true, nonce: 'n2', thread: {} } });
    expect([loginOfToken(again.state, 'h1', at('2024-03-14 08:00')), loginOfToken(again.state, 'h2', at('2024-04-03 08:00'))]).toMatchObject([{ is: 'void' }, { is: 'good' }]);
    const [task] = tasksFor(again.events).slice(-1);
    expect(task && stillWanted(task, again.state, campaign2024, instant('2024-04-02 21:01'), allQuiet)).toEqual({ wanted: true });
  });
  test.each([
    ['of a colleague', asksAgain('2024-04-02 10:00', {}, 'jlu@aarhus.dk')],
    ['that is not proved', asksAgain('2024-04-02 10:00', { sure: false })],
    ['with a question beside it', asksAgain('2024-04-02 10:00', { also: ['question'] })],
    ['before logins are sent', asksAgain('2024-02-20 10:00')],
  ])('a request %s goes to a person', (_, request) => {
    withLogin().when(request).then({ type: 'mail-received', outcome: 'forward' }, { type: 'question-opened' });
  });
  test('at most three times a day, and again the next day', () => {
    let c = withLogin();
    for (const n of [2, 3, 4]) c = c.when(asksAgain(`2024-04-02 1${n}:00`, {}, 'mho@aarhus.dk', n)).then({}, { type: 'mail-asked' });
    c.when(asksAgain('2024-04-02 15:00', {}, 'mho@aarhus.dk', 5)).then({ reasons: ['a filled list', 'A person answers: 3 new links were sent today already.'] }, { type: 'question-opened' });
    c.when(asksAgain('2024-04-03 00:30', {}, 'mho@aarhus.dk', 6)).then({}, { type: 'mail-asked' });
  });
});

describe('a link', () => {
  const state = withLogin().state;
  test('is good for fourteen days', () => {
    expect(loginOfToken(state, 'h1', at('2024-03-27 07:59'))?.is).toBe('good');
    expect(loginOfToken(state, 'h1', at('2024-03-27 08:00'))?.is).toBe('ended');
    expect(loginOfToken(state, 'h9', at('2024-03-14 08:00'))).toBeUndefined();
    expect(loginOfToken(state, '', at('2024-03-14 08:00'))).toBeUndefined();
  });
  test('is used once', () => {
    const used = withLogin().when({ type: 'activate-login', at: at('2024-03-14 09:00'), tokenHash: 'h1' }).then({ type: 'login-activated', task: 'login.2024.0751' });
    used.when({ type: 'activate-login', at: at('2024-03-14 09:01'), tokenHash: 'h1' }).thenIgnored('login-used');
    withLogin().when({ type: 'activate-login', at: at('2024-04-14 09:01'), tokenHash: 'h1' }).thenIgnored('login-ended');
  });
  test('that ended unused is renewed in a round, in place of the reminder; the last round tells the main mailbox', () => {
    expect(due(state, '2024-05-16 08:00').commands).toEqual([{ type: 'renew-login', of: 'report', round: 'before' }]);
    const renewed = withLogin().when({ type: 'renew-login', at: at('2024-05-16 08:00'), of: 'report', round: 'before', nonce: 'n2', tokenHash: 'h2' }).then({ task: { kind: 'login', again: true } });
    expect(due(given(...renewed.events, ...sent('login.2024.0751.2', '2024-05-16 08:01')).state, '2024-05-16 09:00').commands).toEqual([]);
    withLogin().when({ type: 'renew-login', at: at('2024-06-13 08:00'), of: 'report', round: 'last', nonce: 'n2', tokenHash: 'h2' })
      .then({ task: { kind: 'login' } }, { task: { kind: 'reminder', about: 'login', to: 'post@aarhus.dk', login: null, copyOf: { email: 'mho@aarhus.dk' } } });
  });
});

test('a login of before hashes were kept opens nothing: one that waits is made anew, one that left is renewed in a round', () => {
  const old = { type: 'issue-login' as const, at: at('2024-03-13 08:00'), nonce: 'n1', tokenHash: '' };
  const asked = given(...invited()).when(receive()).then({}, {}, {}).when(old).then({});
  const [task] = tasksFor(asked.events).slice(-1);
  expect(task && stillWanted(task, asked.state, campaign2024, instant('2024-03-13 09:00'), allQuiet)).toEqual({ unwanted: 'expired' });
  const left = given(...asked.events, ...sent('login.2024.0751', '2024-03-13 08:01'));
  expect(due(left.state, '2024-05-16 08:00').commands).toEqual([{ type: 'renew-login', of: 'report', round: 'before' }]);
});
test('a login that the server refused is due again when the address is reachable', () => {
  const c = given(...invited()).when(receive()).then({}, {}, {}).when(issue('2024-03-13 08:00')).then({});
  const refused = given(...c.events, { type: 'mail-refused', at: at('2024-03-13 08:01'), task: 'login.2024.0751', stage: 'recipient', code: 550, response: 'no' });
  expect(due(refused.state, '2024-03-13 09:00').commands).toEqual([{ type: 'ask-new-contact' }]);
  const writes = refused.when(receive({ at: '2024-03-14 10:00', mail: mailRef({ date: at('2024-03-14 10:00') }) })).then({}, {});
  expect(due(writes.state, '2024-03-14 10:01').commands).toEqual([{ type: 'issue-login' }]);
});

describe('a reminder asked for another contact', () => {
  const begun = () => withLogin().when({ type: 'activate-login', at: at('2024-03-14 09:00'), tokenHash: 'h1' }).then({}).when({ type: 'save-report', at: at('2024-03-14 09:10'), by: 'mho', section: 'basics', answers: {}, start: {}, revision: 0 }).then({}, {});
  const change = receive({ at: '2024-05-16 08:01', mail: mailRef({ date: at('2024-05-16 08:01') }), reading: reading({ contacts: [{ ...jens, from: 'body:1' }] }) });
  test('is not wanted any more, and the new one is sent a login first', () => {
    const asked = begun().when({ type: 'remind', at: at('2024-05-16 08:00'), about: 'begun', of: 'report', round: 'before' }).then({});
    const [task] = tasksFor(asked.events).slice(-1);
    const changed = asked.when(change).then({}, { type: 'contact-registered' }, {});
    expect(task && stillWanted(task, changed.state, campaign2024, instant('2024-05-16 08:02'), allQuiet)).toHaveProperty('unwanted');
    expect(due(changed.state, '2024-05-16 08:02').commands.map((c) => c.type)).toEqual(['close-login', 'issue-login']);
  });
});

describe('another contact', () => {
  const changed = () => withLogin().when(receive({ at: '2024-04-02 10:00', mail: mailRef({ date: at('2024-04-02 10:00') }), reading: reading({ contacts: [{ ...jens, from: 'body:1' }] }) })).then({}, { type: 'contact-registered', contact: jens }, { task: { kind: 'ack' } });
  test('gets a login at once; the former is told that theirs is void, in sending hours', () => {
    const c = changed();
    expect(loginOfToken(c.state, 'h1', at('2024-04-02 10:01'))?.is).toBe('void');
    expect(due(c.state, '2024-04-02 10:01').commands).toEqual([{ type: 'close-login', former: { name: 'Mette Holm', email: 'mho@aarhus.dk' } }, { type: 'issue-login' }]);
    expect(due(c.state, '2024-04-02 20:00').commands).toEqual([{ type: 'issue-login' }]);
    const told = c.when({ type: 'close-login', at: at('2024-04-02 10:01'), former: { name: 'Mette Holm', email: 'mho@aarhus.dk' } }).then({ task: { kind: 'closed', to: 'mho@aarhus.dk', contact: jens } });
    told.when({ type: 'close-login', at: at('2024-04-02 10:02'), former: { name: 'Mette Holm', email: 'mho@aarhus.dk' } }).thenIgnored('already-told');
    told.when(issue('2024-04-02 10:02', 2)).then({ task: { to: 'jlu@aarhus.dk', again: false } });
  });
  test('before logins were sent: nobody is told of a login they never had', () => {
    const early = given(...invited()).when(receive()).then({}, {}, {}).when(receive({ at: '2024-02-06 10:00', mail: mailRef({ date: at('2024-02-06 10:00') }), reading: reading({ contacts: [{ ...jens, from: 'body:1' }] }) })).then({}, {}, {});
    expect(due(early.state, '2024-02-07 10:00').commands).toEqual([]);
  });
  test('who becomes the contact again after being told gets a new login', () => {
    const told = changed().when({ type: 'close-login', at: at('2024-04-02 10:01'), former: { name: 'Mette Holm', email: 'mho@aarhus.dk' } }).then({});
    const back = told.when(receive({ at: '2024-04-03 10:00', mail: mailRef({ date: at('2024-04-03 10:00') }) })).then({}, { type: 'contact-registered', contact: mette }, {});
    expect(due(back.state, '2024-04-03 10:01').commands).toContainEqual({ type: 'issue-login' });
    const [closed] = tasksFor(told.events).slice(-1);
    expect(closed && stillWanted(closed, back.state, campaign2024, instant('2024-04-03 10:01'), allQuiet)).toEqual({ unwanted: 'contact-again' });
  });
});

describe("an address outside the kommune's domains", () => {
  const doubted = mailRef({ id: 'foreign', date: at('2024-03-20 10:00') });
  const accepted = () => given(...invited()).when(receive({ at: '2024-03-20 10:00', mail: doubted, reading: reading({ outcome: 'review', contacts: [{ ...bo, from: 'body:1' }] }) })).then({}, { review: 'r1' })
    .when({ type: 'review-accept', at: at('2024-03-20 11:00'), by: 'anb', note: '', item: 'r1', contact: bo, over: null, foreign: true, answer: null }).then({}, { type: 'contact-registered', foreign: true });
  const asked = () => {
    const c = accepted().when({ type: 'confirm-contact', at: at('2024-03-20 11:01') }).then({ task: { id: 'confirm.2024.0751', kind: 'confirm', to: 'post@aarhus.dk', contact: bo } });
    return given(...c.events, ...sent('confirm.2024.0751', '2024-03-20 11:02'));
  };
  const answers = (change: Partial<Parameters<typeof reading>[0]>, references = ['<confirm.2024.0751@lige.dk>']) => {
    const command = receive({ at: '2024-03-21 19:00', mail: mailRef({ from: 'post@aarhus.dk', date: at('2024-03-21 19:00') }), reading: reading({ kind: 'other', outcome: 'review', contacts: [], sure: true, ownDomain: true, ...change }) });
    return { ...command, thread: { ...command.thread, references: [...references, ...command.thread.references] } };
  };
  test('is confirmed by the main mailbox before a login leaves', () => {
    expect(due(accepted().state, '2024-03-20 11:01')).toEqual({ commands: [{ type: 'confirm-contact' }], held: [{ what: { type: 'issue-login' }, reason: 'awaiting-confirmation' }] });
    accepted().when(issue('2024-03-20 11:01')).thenIgnored('awaiting-confirmation');
    expect(due(asked().state, '2024-03-21 10:00').commands).toEqual([]);
    const yes = asked().when(answers({ yes: true })).then({ outcome: 'accept' }, { type: 'address-approved', email: 'bo@konsulent.dk' });
    expect(due(yes.state, '2024-03-21 19:00').commands).toEqual([{ type: 'issue-login' }]);
  });
  test('a yes counts only with proof, plainly, and in that thread', () => {
    for (const no of [answers({ yes: true, sure: false }), answers({ yes: true, ownDomain: false }), { ...answers({ yes: true }), mail: mailRef({ from: 'bo@konsulent.dk', date: at('2024-03-21 19:00') }) }, answers({ yes: false }), answers({ yes: true }, ['<letter.2024.0751@lige.dk>']), answers({ yes: true }, ['<confirm.2024.0101@lige.dk>'])]) {
      asked().when(no).then({}, { type: 'review-opened' });
    }
  });
  test('another contact named by the main mailbox replaces it', () => {
    asked().when(answers({ kind: 'contact-list', outcome: 'accept', contacts: [{ ...mette, from: 'body:1' }], answerTo: 'post@aarhus.dk' })).then({}, { type: 'contact-registered', contact: mette }, { task: { kind: 'ack' } });
  });
  test('is asked about again in the rounds of the report, and at no other time', () => {
    expect(nextDue(asked().state, campaign2024, instant('2024-03-21 10:00'))?.toString()).toBe(at('2024-05-16 08:00'));
    expect(due(asked().state, '2024-05-16 08:00').commands).toEqual([{ type: 'confirm-contact' }]);
  });
  test('a person who accepts it once more has seen that it is meant', () => {
    const again = asked().when(answers({ contacts: [{ ...bo, from: 'body:1' }] })).then({}, { review: 'r2' });
    again.when({ type: 'review-accept', at: at('2024-03-22 09:00'), by: 'anb', note: '', item: 'r2', contact: bo, over: bo, foreign: true, answer: null }).then({}, { type: 'address-approved', item: 'r2' }, {});
  });
  test('an approval that a person takes back is none any more', () => {
    const again = asked().when(answers({ contacts: [{ ...bo, from: 'body:1' }] })).then({}, { review: 'r2' })
      .when({ type: 'review-accept', at: at('2024-03-22 09:00'), by: 'anb', note: '', item: 'r2', contact: bo, over: bo, foreign: true, answer: null }).then({}, { type: 'address-approved', item: 'r2' }, {});
    const undone = again.when({ type: 'review-undo', at: at('2024-03-22 09:05'), by: 'anb', note: '', item: 'r2', givenBackBy: null }).then({ type: 'review-reopened' });
    undone.when(issue('2024-03-22 09:06')).thenIgnored('awaiting-confirmation');
  });
  test('once approved, asks for a new link in the thread of the login, with DMARC', () => {
    const yes = asked().when(answers({ yes: true })).then({}, { type: 'address-approved' }).when(issue('2024-03-21 19:01')).then({});
    const c = given(...yes.events, ...sent('login.2024.0751', '2024-03-21 19:02'));
    const request = (dmarcPass: boolean, references: readonly string[]) => {
      const command = asksAgain('2024-04-02 10:00', { sure: false, dmarcPass }, 'bo@konsulent.dk');
      return { ...command, thread: { ...command.thread, references } };
    };
    c.when(request(true, ['<login.2024.0751@lige.dk>'])).then({ outcome: 'accept' }, { task: { kind: 'login', to: 'bo@konsulent.dk' } });
    for (const no of [request(false, ['<login.2024.0751@lige.dk>']), request(true, ['<letter.2024.0751@lige.dk>'])]) c.when(no).then({}, { type: 'question-opened' });
  });
  test('who waits longer than a week for the main mailbox is shown to a person', () => {
    const waiting = (when: string) => statusOf([asked().state], newDesk, campaign2024, instant(when)).waiting.map((w) => w.what);
    expect([waiting('2024-03-22 10:00'), waiting('2024-03-28 10:00')]).toEqual([[], ['unconfirmed: bo@konsulent.dk']]);
  });
  test('a contact registered by the kommune itself needs no confirmation', () => {
    const events: readonly CaseEvent[] = given(...invited()).when(receive()).then({}, {}, {}).events;
    expect(due(given(...events).state, '2024-03-13 08:00')).toEqual({ commands: [{ type: 'issue-login' }], held: [] });
  });
});
