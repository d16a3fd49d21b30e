// Bounces: the task, the recipient and the case are found; passing trouble is counted, permanent trouble flags the address and asks for another contact.
import { describe, expect, test } from 'vitest';
import { dueCommands } from '../../src/core/deadlines.ts';
import { allQuiet } from '../../src/core/holds.ts';
import { caseStatus } from '../../src/core/status.ts';
import { stillWanted } from '../../src/core/wanted.ts';
import { tasksFor } from '../../src/core/events.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { given, invited, mailRef, reading, receive, sent } from '../support/given.ts';

const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const jens = { kommune: '0751', name: 'Jens Lund', email: 'jlu@aarhus.dk', phone: null, region: '1082' };
const bounce = (recipient: string | null, permanent = true, about: string | null = 'login.2024.0751', when = '2024-03-13 08:10') =>
  receive({ at: when, mail: mailRef({ from: 'mailer-daemon@aarhus.dk', date: at(when) }), reading: reading({ kind: 'bounce', outcome: 'ignore', contacts: [], bounce: { recipient, permanent, originalMessageId: about && `<${about}@lige.dk>` } }) });
/** Mette was sent her login. */
const withLogin = () => given(...given(...invited()).when(receive()).then({}, {}, {}).when({ type: 'issue-login', at: at('2024-03-13 08:00'), nonce: 'n', tokenHash: 'h' }).then({}).events, ...sent('login.2024.0751', '2024-03-13 08:01'));
const noted = () => withLogin().when(bounce('MHO@aarhus.dk')).then({}, { type: 'bounce-noted', recipient: 'mho@aarhus.dk', permanent: true, task: 'login.2024.0751' });
const due = (state: Parameters<typeof dueCommands>[0], when: string) => dueCommands(state, campaign2024, instant(when));

test('passing trouble is counted and changes nothing else', () => {
  const c = withLogin().when(bounce('mho@aarhus.dk', false)).then({}, { type: 'bounce-noted', permanent: false }).when(bounce('mho@aarhus.dk', false)).then({}, { type: 'bounce-noted' });
  expect(caseStatus(c.state, campaign2024, instant('2024-03-13 09:00'))).toMatchObject({ flags: [], troubles: { 'mho@aarhus.dk': 2 } });
});

describe('permanent trouble', () => {
  test('flags the contact; nobody is reminded, the main mailbox is asked for a new one, once', () => {
    const c = noted();
    expect(caseStatus(c.state, campaign2024, instant('2024-03-13 09:00')).flags).toEqual(['bounced']);
    expect(due(c.state, '2024-03-13 09:00').commands).toEqual([{ type: 'ask-new-contact' }]);
    const asked = c.when({ type: 'ask-new-contact', at: at('2024-03-13 09:00') }).then({ task: { kind: 'clarify', to: 'post@aarhus.dk', missing: ['name', 'email'], unreachable: { name: 'Mette Holm', email: 'mho@aarhus.dk' }, thread: null } });
    expect(due(given(...asked.events, ...sent('clarify.2024.0751', '2024-03-13 09:01')).state, '2024-05-15 09:00').commands).toEqual([]);
    // In each later round of the report it is asked again.
    expect(due(given(...asked.events, ...sent('clarify.2024.0751', '2024-03-13 09:01')).state, '2024-05-16 09:00').commands).toEqual([{ type: 'ask-new-contact' }]);
  });
  test('whoever the kommune names then is registered and gets a login', () => {
    const asked = noted().when({ type: 'ask-new-contact', at: at('2024-03-13 09:00') }).then({});
    const [task] = tasksFor(asked.events).slice(-1);
    expect(task && stillWanted(task, asked.state, campaign2024, instant('2024-03-13 09:01'), allQuiet)).toEqual({ wanted: true });
    const named = asked.when(receive({ at: '2024-03-14 10:00', mail: mailRef({ from: 'post@aarhus.dk', date: at('2024-03-14 10:00') }), reading: reading({ contacts: [{ ...jens, from: 'body:1' }], answerTo: 'post@aarhus.dk' }) })).then({}, { type: 'contact-registered', contact: jens }, { task: { kind: 'ack' } });
    expect(due(named.state, '2024-03-14 10:01').commands).toContainEqual({ type: 'issue-login' });
    expect(task && stillWanted(task, named.state, campaign2024, instant('2024-03-14 10:01'), allQuiet)).toHaveProperty('unwanted');
  });
  test('of the main mailbox too: nobody is asked, and that is shown', () => {
    const c = noted().when(bounce('post@aarhus.dk', true, 'letter.2024.0751')).then({}, { type: 'bounce-noted', recipient: 'post@aarhus.dk' });
    const { commands, held } = due(c.state, '2024-05-16 09:00');
    expect([commands, held]).toEqual([[], [{ what: { type: 'renew-login', of: 'report', round: 'before' }, reason: 'bounced' }]]);
  });
  test('a mail from that address shows that it is reachable again', () => {
    const c = noted().when(receive({ at: '2024-03-14 10:00', mail: mailRef({ date: at('2024-03-14 10:00') }) })).then({}, {});
    expect(due(c.state, '2024-03-14 10:01').commands).toEqual([]);
  });
});

test('an answer that does not reach who asked is shown to a person', () => {
  const asks = given(...invited()).when(receive({ mail: mailRef({ from: 'kol@aarhus.dk' }), reading: reading({ kind: 'question', outcome: 'forward', contacts: [], answerTo: 'kol@aarhus.dk' }) })).then({}, {})
    .when({ type: 'forward-question', at: at('2024-02-05 10:01'), question: 'q1' }).then({});
  const answered = given(...asks.events, ...sent('review.2024.0751', '2024-02-05 10:02')).when({ type: 'receive-answer', at: at('2024-02-06 09:00'), mail: mailRef({ from: 'anb@lige.dk' }), reading: 1, task: 'review.2024.0751', text: 'Ja.', problem: null }).then({}, {}, {});
  const left = given(...answered.events, ...sent('answer.2024.0751', '2024-02-06 09:01'));
  left.when(bounce('kol@aarhus.dk', true, 'answer.2024.0751', '2024-02-06 09:05')).then({}, { type: 'bounce-noted' }, { type: 'review-opened', detail: 'answer.2024.0751, our answer to kol@aarhus.dk, could not be delivered' });
});

describe('whose it is', () => {
  test('without a recipient it is that of the mail it names', () => {
    withLogin().when(bounce(null)).then({}, { type: 'bounce-noted', recipient: 'mho@aarhus.dk' });
  });
  test('of an address we did not write to (a forwarding, a list, our own copy) a person looks', () => {
    withLogin().when(bounce('mette@gmail.com')).then({}, { type: 'review-opened', detail: 'login.2024.0751 to mho@aarhus.dk could not be delivered to mette@gmail.com' });
    withLogin().when(bounce('lige@lige.dk')).then({}, { type: 'review-opened' });
  });
  test('of a mail we never sent it is nobody\'s, unless it names none', () => {
    withLogin().when(bounce('mho@aarhus.dk', true, 'login.2024.0751.9')).then({});
    withLogin().when(bounce('mho@aarhus.dk', true, 'login.2024.07510')).then({});
    withLogin().when(bounce('mho@aarhus.dk', true, null)).then({}, { type: 'bounce-noted', task: 'login.2024.0751' });
    withLogin().when(bounce('xyz@aarhus.dk', true, null)).then({}, { type: 'review-opened' });
  });
  test('of a forwarded question: the department did not get it, and a person looks', () => {
    const asks = given(...invited()).when(receive({ reading: reading({ kind: 'question', outcome: 'forward', contacts: [] }) })).then({}, {}).when({ type: 'forward-question', at: at('2024-02-05 10:01'), question: 'q1' }).then({});
    given(...asks.events, ...sent('review.2024.0751', '2024-02-05 10:02')).when(bounce('anb@lige.dk', true, 'review.2024.0751')).then({}, { type: 'review-opened' });
  });
});
