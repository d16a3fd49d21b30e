// What a person does with what waits, on a case and on the desk: each decision, each "no", each way back; and that it all holds for any sequence.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allQuiet } from '../../src/core/holds.ts';
import { evolve, newCase, replay, type CaseState } from '../../src/core/case.ts';
import { dueCommands } from '../../src/core/deadlines.ts';
import { decide, type CaseCommand } from '../../src/core/decide.ts';
import { decideDesk, evolveDesk, newDesk, type DeskCommand, type DeskState } from '../../src/core/desk.ts';
import { tasksFor, type CaseEvent } from '../../src/core/events.ts';
import { openItems, type Item } from '../../src/core/items.ts';
import { answerOf } from '../../src/core/review.ts';
import { statusOf } from '../../src/core/status.ts';
import { stillWanted } from '../../src/core/wanted.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { given, invited, mailRef, opened, reading, receive, sent } from '../support/given.ts';

const mette = { kommune: '0751', name: 'Mette Holm', email: 'mho@aarhus.dk', phone: null, region: '1082' };
const jens = { ...mette, name: 'Jens Lund', email: 'jlu@aarhus.dk' };
const lene = { ...mette, name: 'Lene Dam', email: 'led@aarhus.dk' };
const doubtful = mailRef({ id: 'doubtful', from: 'x@gmail.com' });
const thread = { inReplyTo: doubtful.messageId, references: [], subject: doubtful.subject };
const waits = receive({ mail: doubtful, reading: reading({ outcome: 'review', reasons: ['a private mailbox'], answerTo: 'x@gmail.com', missing: ['name'] }) });
const asks = receive({ mail: mailRef({ id: 'asks' }), reading: reading({ kind: 'question', outcome: 'forward', contacts: [] }) });
const by = { at: at('2024-02-06 09:00'), by: 'anb', note: '' };
const accept = { ...by, type: 'review-accept' as const, item: 'r1', contact: mette, over: null, answer: { to: 'x@gmail.com', thread }, foreign: false };
const item = (change: object) => ({ ...by, item: 'r1', ...change });
const discard = { ...by, type: 'review-discard' as const, item: 'r1' };
const undo = { ...by, type: 'review-undo' as const, item: 'r1', givenBackBy: null };
const forward = { ...by, type: 'review-forward' as const, item: 'r1' };
const ask = { ...by, type: 'review-ask' as const, item: 'r1', missing: ['name' as const], answer: { to: 'x@gmail.com', thread } };

/** A case with one review, r1. */
const reviewed = () => given(...invited()).when(waits).then({}, { type: 'review-opened', review: 'r1' });
const registeredFirst = () => given(...invited()).when(receive()).then({}, { type: 'contact-registered' }, {}).when(waits).then({}, { type: 'review-opened', review: 'r1' });

test('what waits keeps what was read of the mail', () => {
  expect(reviewed().state.reviews[0]?.read).toMatchObject({ kind: 'contact-list', contacts: [{ name: 'Mette Holm' }], missing: ['name'], answerTo: 'x@gmail.com', thread });
  expect(given(...invited()).when(asks).then({}, {}).state.questions[0]?.read).toMatchObject({ kind: 'question' });
});
test('a log from before that was kept can be replayed, closed and undone', () => {
  const old: CaseEvent = { type: 'review-opened', at: at('2024-02-05 10:00'), review: 'r1', mail: doubtful, reason: 'understanding', detail: 'x' };
  const state = given(...invited(), old);
  expect(openItems(state.state)[0]).toMatchObject({ id: 'r1', read: null, origin: null });
  state.when(accept).then({}, { type: 'contact-registered' }, { type: 'mail-asked' }).when(undo).then({}, {}, {});
});

describe('accept', () => {
  test('registers, acknowledges in the thread, closes', () => {
    const after = reviewed().when(accept).then(
      { type: 'review-closed', item: 'r1', how: 'accepted', by: 'anb', to: null },
      { type: 'contact-registered', contact: mette, mail: { id: 'doubtful' }, from: 'review', item: 'r1' },
      { type: 'mail-asked', item: 'r1', task: { id: 'ack.2024.0751', kind: 'ack', to: 'x@gmail.com', contact: mette, corrected: false, question: false, thread } },
    );
    expect(after.state).toMatchObject({ contact: mette, reviews: [], closed: [{ how: 'accepted', tasks: ['ack.2024.0751'] }] });
  });
  test('quietly sends nothing', () => reviewed().when({ ...accept, answer: null }).then({}, { type: 'contact-registered' }));
  test('replaces another contact, and says that it is corrected', () => {
    registeredFirst().when({ ...accept, contact: jens, over: mette }).then({}, { type: 'contact-registered', contact: jens }, { task: { corrected: true } });
  });
  test('of the registered contact sends no second acknowledgement', () => registeredFirst().when({ ...accept, over: mette }).then({ type: 'review-closed' }, { type: 'contact-confirmed' }));
  test('with a telephone number more is a change', () => {
    registeredFirst().when({ ...accept, contact: { ...mette, phone: '89 40 12 34' }, over: mette }).then({}, { type: 'contact-registered' }, { task: { corrected: true } });
  });
  test('a question beside the contact goes on waiting', () => {
    const beside = { ...waits, understanding: reading({ outcome: 'review', also: ['question'] }) };
    given(...invited()).when(beside).then({}, {}).when(accept).then({}, {}, { task: { question: true } }, { type: 'question-opened', question: 'q2', origin: '0751/r1', read: { also: ['question'] } });
  });
  test('of a question: its contact is registered, the question goes on waiting', () => {
    given(...invited()).when(asks).then({}, {}).when({ ...accept, item: 'q1' })
      .then({ type: 'review-closed', item: 'q1' }, { type: 'contact-registered' }, { task: { question: true } }, { type: 'question-opened', question: 'q2' });
  });
  test.each([
    ['changed-meanwhile', { over: jens }], ['other-kommune', { contact: { ...mette, kommune: '0101' } }], ['incomplete', { contact: { ...mette, email: 'mho@aarhus,dk' } }],
    ['incomplete', { contact: { ...mette, name: ' ' } }], ['no-such-review', { item: 'r9' }],
  ])('is refused as %s', (reason, change) => reviewed().when({ ...accept, ...change }).thenIgnored(reason));
  test('never overwrites who was registered while the person looked', () => registeredFirst().when({ ...accept, contact: jens, over: null }).thenIgnored('changed-meanwhile'));
  test('a second time is too late', () => reviewed().when(accept).then({}, {}, {}).when(accept).thenIgnored('already-closed'));
});

describe('ask', () => {
  test('asks the sender in the thread for exactly that', () => {
    reviewed().when(ask).then({ type: 'review-closed', how: 'asked' }, { type: 'mail-asked', item: 'r1', task: { id: 'clarify.2024.0751', kind: 'clarify', to: 'x@gmail.com', missing: ['name'], read: [{ name: 'Mette Holm' }], thread } });
  });
  test('nobody, when nobody may be answered', () => reviewed().when({ ...ask, answer: null }).thenIgnored('nobody-to-ask'));
  test('nothing is refused', () => reviewed().when({ ...ask, missing: [] }).thenIgnored('nothing-to-ask'));
  test('what a person asks is wanted although a contact is registered; an answer that comes before it leaves overtakes it', () => {
    const asked = registeredFirst().when(ask).then({}, {});
    const wanted = (state: CaseState) => stillWanted({ id: 'clarify.2024.0751', kommune: '0751', to: 'x@gmail.com', createdAt: by.at, thread, kind: 'clarify', missing: ['name'], read: [], notes: [], unreachable: null }, state, campaign2024, Temporal.Instant.from(by.at), allQuiet);
    expect(wanted(asked.state)).toEqual({ wanted: true });
    const answered = asked.when(receive({ mail: mailRef({ id: 'later' }), reading: reading({ contacts: [{ ...jens, from: 'x' }] }) })).then({}, { type: 'contact-registered' }, {});
    expect(wanted(answered.state)).toEqual({ unwanted: 'already-answered' });
  });
});

describe('forward, discard', () => {
  test('a forwarded review waits as a question', () => {
    const after = reviewed().when(forward).then({ type: 'review-closed', how: 'forwarded' }, { type: 'question-opened', question: 'q2', mail: { id: 'doubtful' }, origin: '0751/r1' });
    after.when({ ...forward, item: 'q2' }).thenIgnored('is-a-question');
  });
  test('discarded, nothing follows', () => expect(reviewed().when({ ...discard, note: 'ringet' }).then({ type: 'review-closed', how: 'discarded', note: 'ringet' }).state).toMatchObject({ reviews: [], contact: null }));
  test('a question that was answered by hand is closed', () => expect(given(...invited()).when(asks).then({}, {}).when({ ...discard, item: 'q1' }).then({ how: 'discarded' }).state.questions).toEqual([]));
  test('a letter that failed is not wanted any more, and can be nothing but discarded', () => {
    const failed = given(opened).when({ type: 'invite', at: at('2024-01-30 08:00') }).then({})
      .when({ type: 'give-up', at: at('2024-01-30 09:00'), mail: null, reason: 'letter-failed', detail: 'letter.2024.0751: no template', reading: 0, task: 'letter.2024.0751' }).then({ type: 'review-opened', task: 'letter.2024.0751' });
    for (const command of [accept, ask, forward, item({ type: 'review-assign', to: '0101' }) as CaseCommand]) failed.when(command).thenIgnored('no-mail');
    const after = failed.when(discard).then({ type: 'review-closed' }, { type: 'mail-unwanted', task: 'letter.2024.0751', reason: 'discarded' });
    after.when(undo).then({ type: 'review-reopened' });
  });
});

describe('undo', () => {
  test('of a registration: nobody is registered, and the acknowledgement that has not left does not leave', () => {
    const after = reviewed().when(accept).then({}, {}, {}).when(undo)
      .then({ type: 'contact-withdrawn', contact: mette, restored: null, item: 'r1' }, { type: 'review-reopened', item: 'r1', by: 'anb' }, { type: 'mail-unwanted', task: 'ack.2024.0751', reason: 'taken-back' });
    expect(after.state).toMatchObject({ contact: null, contactMail: null, contactAt: null, closed: [], reviews: [{ review: 'r1', at: waits.at, mail: { id: 'doubtful' }, read: { answerTo: 'x@gmail.com' } }] });
    after.when(accept).then({}, {}, { task: { id: 'ack.2024.0751.2' } }).when(undo).then({}, {}, {}).when(undo).thenIgnored('not-closed');
  });
  test('of a replacement: the contact before is registered again, with its mail and its day', () => {
    const before = registeredFirst();
    const after = before.when({ ...accept, contact: jens, over: mette }).then({}, {}, {}).when(undo).then({ type: 'contact-withdrawn', contact: jens, restored: { contact: mette } }, {}, {});
    expect(after.state).toMatchObject({ contact: mette, contactMail: before.state.contactMail, contactAt: before.state.contactAt });
  });
  test('who is registered again and had a login keeps it; the other\'s is not wanted any more', () => {
    const issue = { type: 'issue-login' as const, at: at('2024-03-13 08:00'), nonce: 'n', tokenHash: 'h' };
    const withLogin = given(...given(...invited()).when(receive()).then({}, {}, {}).when(issue).then({}).events, ...sent('login.2024.0751', '2024-03-13 08:01')).when(waits).then({}, {});
    const other = withLogin.when({ ...accept, contact: jens, over: mette }).then({}, {}, {}).when({ ...issue, at: at('2024-03-14 08:00') }).then({ task: { id: 'login.2024.0751.2' } });
    const after = other.when(undo).then({ type: 'contact-withdrawn' }, {}, {});
    expect(after.state.login).toMatchObject({ task: 'login.2024.0751', email: 'mho@aarhus.dk' });
    expect(dueCommands(after.when(discard).then({}).state, campaign2024, Temporal.Instant.from(at('2024-03-15 09:00'))).commands).toEqual([]);
  });
  test('leaves a contact that came from elsewhere since', () => {
    const since = reviewed().when(accept).then({}, {}, {}).when(receive({ mail: mailRef({ id: 'later', from: 'x@gmail.com', date: at('2024-02-07 10:00') }), reading: reading({ contacts: [{ ...jens, from: 'x' }] }) })).then({}, { type: 'contact-registered' }, {});
    expect(since.when(undo).then({ type: 'review-reopened' }, { type: 'mail-unwanted' }).state.contact).toEqual(jens);
  });
  test('leaves a contact that a later mail has named again', () => {
    const since = reviewed().when(accept).then({}, {}, {}).when(receive({ mail: mailRef({ id: 'later', date: at('2024-02-07 10:00') }) })).then({}, { type: 'contact-confirmed' });
    expect(since.when(undo).then({ type: 'review-reopened' }, { type: 'mail-unwanted' }).state.contact).toEqual(mette);
  });
  test('of two, in any order, never brings back who was taken back', () => {
    const second = { ...waits, mail: mailRef({ id: 'second', from: 'y@gmail.com' }) };
    const both = registeredFirst().when(second).then({}, { review: 'r2' }).when({ ...accept, contact: jens, over: mette }).then({}, {}, {}).when({ ...accept, item: 'r2', contact: lene, over: jens }).then({}, {}, {});
    const undone = both.when(undo).then({ type: 'review-reopened' }, {}).when({ ...undo, item: 'r2' }).then({ type: 'contact-withdrawn', contact: lene, restored: { contact: mette } }, {}, {});
    expect(undone.state.contact).toEqual(mette);
  });
  test('a mail that has left stays', () => {
    const left = given(...reviewed().when(accept).then({}, {}, {}).events, ...sent('ack.2024.0751', '2024-02-06 09:01'));
    left.when(undo).then({ type: 'contact-withdrawn' }, { type: 'review-reopened' });
  });
  test('one that is just leaving is not begun again', () => {
    const [intended] = sent('clarify.2024.0751', '2024-02-06 09:01');
    const leaving = given(...reviewed().when(ask).then({}, {}).events, ...(intended ? [intended] : [])).when(undo).then({ type: 'review-reopened' });
    const task = { id: 'clarify.2024.0751', kommune: '0751', to: 'x@gmail.com', createdAt: by.at, thread, kind: 'clarify' as const, missing: [], read: [], notes: [], unreachable: null };
    expect(stillWanted(task, leaving.state, campaign2024, Temporal.Instant.from(by.at), allQuiet)).toEqual({ unwanted: 'taken-back' });
  });
  test('of a question asked: the same incomplete answer may be asked about again', () => {
    const incomplete = receive({ mail: mailRef({ id: 'again' }), reading: reading({ outcome: 'clarify', missing: ['name'], answerTo: 'x@gmail.com' }) });
    reviewed().when(ask).then({}, {}).when(undo).then({ type: 'review-reopened' }, { type: 'mail-unwanted' }).when(incomplete).then({}, { task: { kind: 'clarify' } });
  });
  test('of a forwarding: the question is withdrawn', () => {
    const after = reviewed().when(forward).then({}, {}).when(undo).then({ type: 'review-reopened' }, { type: 'review-closed', item: 'q2', how: 'withdrawn' });
    expect([after.state.reviews.length, after.state.questions.length, after.state.mailsIn]).toEqual([1, 0, 1]);
    after.when({ ...undo, item: 'q2' }).thenIgnored('given-back');
  });
  test('of what was never closed, or never was', () => {
    reviewed().when(undo).thenIgnored('not-closed');
    reviewed().when({ ...undo, item: 'r7' }).thenIgnored('no-such-review');
  });
});

test('taken back and accepted again, the acknowledgement leaves once', () => {
  const [first, second] = [1, 2].map((n) => ({ id: n === 1 ? 'ack.2024.0751' : 'ack.2024.0751.2', kommune: '0751', to: 'x@gmail.com', createdAt: by.at, thread, kind: 'ack' as const, contact: mette, corrected: false, notes: [], question: false, confirm: false }));
  const [intended] = sent('ack.2024.0751', '2024-02-06 09:01');
  const leaving = given(...reviewed().when(accept).then({}, {}, {}).events, ...(intended ? [intended] : []));
  const again = leaving.when(undo).then({}, {}).when(accept).then({}, {}, {});
  const wanted = (task: typeof first) => task && stillWanted(task, again.state, campaign2024, Temporal.Instant.from(by.at), allQuiet);
  expect([wanted(first), wanted(second)]).toEqual([{ unwanted: 'taken-back' }, { wanted: true }]);
});

describe('what was held', () => {
  const now = Temporal.Instant.from(at('2024-02-12 09:00'));
  const due = (state: CaseState, when = now) => { const { commands, held } = dueCommands(state, campaign2024, when); return [commands.map((c) => c.type), held.map((h) => h.reason)]; };
  test('a reminder is held while it waits and comes when it is discarded', () => {
    const waiting = reviewed();
    expect(due(waiting.state)).toEqual([[], ['review-open']]);
    expect(due(waiting.when(discard).then({}).state)).toEqual([['remind'], []]);
    expect(due(waiting.when(forward).then({}, {}).state)).toEqual([['forward-question'], ['question-open']]);
    expect(due(waiting.when(discard).then({}).when(undo).then({}).state)).toEqual([[], ['review-open']]);
  });
  test('a login comes when it is accepted', () => {
    const march = Temporal.Instant.from(at('2024-03-13 09:00'));
    expect(due(registeredFirst().state, march)).toEqual([[], ['review-open']]);
    expect(due(registeredFirst().when({ ...accept, contact: jens, over: mette }).then({}, {}, {}).state, march)).toEqual([['issue-login'], []]);
  });
  test('status does not show what is closed', () => {
    const shown = (state: CaseState) => statusOf([state], newDesk, campaign2024, now).waiting.map((w) => w.id);
    expect([shown(reviewed().state), shown(reviewed().when(discard).then({}).state)]).toEqual([['0751/r1'], []]);
  });
});

describe('the desk', () => {
  const lost: DeskCommand = { type: 'receive-mail', at: waits.at, mail: doubtful, thread, reading: 1, understanding: reading({ kommune: null, kommuner: [], outcome: 'review', answerTo: 'x@gmail.com' }), reason: 'no-kommune' };
  const play = (...commands: readonly DeskCommand[]): DeskState => commands.reduce((state, command) => {
    const decision = decideDesk(command, state, campaign2024);
    if ('ignored' in decision) throw new Error(decision.ignored);
    return decision.events.reduce(evolveDesk, state);
  }, newDesk);
  const on = (state: DeskState, command: DeskCommand) => decideDesk(command, state, campaign2024);
  const moved = (state: DeskState): Item => openItems(state)[0] as Item;
  const assign: DeskCommand = { ...by, type: 'review-assign', item: 'r1', to: '0751' };
  const takeOver = (state: DeskState): CaseCommand => ({ ...by, type: 'review-take-over', origin: 'desk/r1', moved: moved(state) });

  test('registers nothing', () => expect(on(play(lost), accept)).toEqual({ ignored: 'no-kommune' }));
  test('asks, forwards, discards and undoes as a case does', () => {
    expect(on(play(lost), ask)).toMatchObject({ events: [{ how: 'asked' }, { task: { id: 'clarify.2024.0000', kommune: null, to: 'x@gmail.com' }, item: 'r1' }] });
    expect(on(play(lost), forward)).toMatchObject({ events: [{ how: 'forwarded' }, { type: 'question-opened', question: 'q2', origin: 'desk/r1' }] });
    expect(on(play(lost, discard), undo)).toMatchObject({ events: [{ type: 'review-reopened' }] });
    expect(on(play(lost, ask), undo)).toMatchObject({ events: [{ type: 'review-reopened' }, { type: 'mail-unwanted' }] });
    expect(play(lost, discard)).toMatchObject({ reviews: [], closed: [{ how: 'discarded' }] });
    expect(on(play(lost, discard), discard)).toEqual({ ignored: 'already-closed' });
  });
  test('assigns: it waits at the kommune with the same mail and reading, and counts as its mail', () => {
    expect(on(play(lost), assign)).toMatchObject({ events: [{ type: 'review-closed', how: 'assigned', to: '0751' }] });
    const there = given(...invited()).when(takeOver(play(lost))).then({ type: 'review-opened', review: 'r1', reason: 'no-kommune', mail: { id: 'doubtful' }, read: { answerTo: 'x@gmail.com' }, origin: 'desk/r1' });
    expect(there.state.mailsIn).toBe(1);
    there.when(accept).then({ how: 'accepted' }, { type: 'contact-registered' }, {});
    there.when(takeOver(play(lost))).thenIgnored('waits-there-already');
    given().when(takeOver(play(lost))).thenIgnored('not-open');
  });
  test('takes back what it assigned, but not what was closed there', () => {
    const there = given(...invited()).when(takeOver(play(lost))).then({});
    const back: CaseCommand = { ...by, type: 'review-give-back', origin: 'desk/r1' };
    const given1 = there.when(back).then({ type: 'review-closed', item: 'r1', how: 'withdrawn' });
    expect([given1.state.mailsIn, given1.state.reviews]).toEqual([0, []]);
    given1.when(undo).thenIgnored('given-back');
    there.when(discard).then({}).when(back).thenIgnored('closed-there');
    expect(on(play(lost, assign), undo)).toEqual({ ignored: 'assigned-elsewhere' });
    expect(on(play(lost, assign), { ...undo, givenBackBy: '0751' })).toMatchObject({ events: [{ type: 'review-reopened', item: 'r1' }] });
    // Given to the kommune a second time it waits there a second time.
    given1.when(takeOver(play(lost))).then({ review: 'r2' });
  });
  test('what was assigned and forwarded is this kommune\'s mail still, also when the forwarding is taken back', () => {
    const there = given(...invited()).when(takeOver(play(lost))).then({}).when(forward).then({}, { question: 'q2' }).when(undo).then({}, { how: 'withdrawn' });
    expect([there.state.mailsIn, there.state.reviews.length]).toEqual([1, 1]);
  });
  test('a question is assigned as a question', () => {
    const question = play({ ...lost, understanding: reading({ outcome: 'forward', kind: 'question', kommune: null, kommuner: [] }) });
    given(...invited()).when({ ...by, type: 'review-take-over', origin: 'desk/q1', moved: moved(question) }).then({ type: 'question-opened', question: 'q1', origin: 'desk/q1' });
  });
});

test('an answer goes where the reading says; to the sender where nothing was read; to nobody where nobody may be answered', () => {
  const read = { kind: 'other' as const, also: [], contacts: [], missing: [], notes: [], thread };
  expect(answerOf({ mail: doubtful, read: { ...read, answerTo: 'y@aarhus.dk' } })?.to).toBe('y@aarhus.dk');
  expect(answerOf({ mail: doubtful, read: { ...read, answerTo: null } })).toBeNull();
  expect(answerOf({ mail: doubtful, read: null })).toMatchObject({ to: 'x@gmail.com', thread: { inReplyTo: doubtful.messageId } });
  expect(answerOf({ mail: { ...doubtful, from: '' }, read: null })).toBeNull();
  expect(answerOf({ mail: null, read: null })).toBeNull();
});

const mails = ['m1', 'm2', 'm3'];
const contacts = [mette, jens, lene];
const anyItem = fc.constantFrom('r1', 'r2', 'r3', 'r4', 'q1', 'q2', 'q3', 'q4', 'r9');
const command: fc.Arbitrary<CaseCommand> = fc.oneof(
  fc.record({ id: fc.constantFrom(...mails), times: fc.integer({ min: 1, max: 3 }), outcome: fc.constantFrom('accept' as const, 'review' as const, 'forward' as const, 'clarify' as const), also: fc.subarray(['question' as const]), contact: fc.constantFrom(...contacts), from: fc.constantFrom('a@aarhus.dk', 'b@aarhus.dk') })
    .map(({ id, times, outcome, also, contact, from }) => receive({ mail: mailRef({ id, from }), times, reading: reading({ outcome, also, contacts: [{ ...contact, from: 'x' }], answerTo: from, missing: outcome === 'clarify' ? ['name'] : [] }) })),
  fc.record({ item: anyItem, contact: fc.constantFrom(...contacts), over: fc.constantFrom(null, ...contacts), quiet: fc.boolean() }).map(({ quiet, ...rest }): CaseCommand => ({ ...accept, ...rest, answer: quiet ? null : accept.answer })),
  fc.record({ item: anyItem, type: fc.constantFrom('review-discard' as const, 'review-forward' as const) }).map((change): CaseCommand => ({ ...by, ...change })),
  anyItem.map((id): CaseCommand => ({ ...ask, item: id })),
  fc.record({ item: anyItem, givenBackBy: fc.constantFrom(null, '0101') }).map((change): CaseCommand => ({ ...undo, ...change })),
  anyItem.map((id): CaseCommand => ({ ...by, type: 'review-assign', item: id, to: '0101' })),
  fc.constantFrom(...mails).map((id): CaseCommand => ({ ...by, type: 'review-take-over', origin: 'desk/r5', moved: { id: 'r5', what: 'review', mail: mailRef({ id }), at: by.at, reason: 'no-kommune', detail: '', read: null, origin: null, task: null } })),
  fc.constant<CaseCommand>({ ...by, type: 'review-give-back', origin: 'desk/r5' }),
);

test('any sequence of decisions: what is closed is not open, ids are never given twice, and replay of any part never throws', () => {
  fc.assert(fc.property(fc.array(command, { maxLength: 40 }), fc.nat(120), fc.nat(120), (commands, from, to) => {
    let state = replay(invited());
    const events: CaseEvent[] = [...invited()];
    for (const one of commands) {
      const decision = decide(one, state, campaign2024);
      if ('ignored' in decision) continue;
      events.push(...decision.events);
      state = decision.events.reduce(evolve, state);
      const open = openItems(state).map((i) => i.id);
      const closed = state.closed.map((c) => c.item.id);
      expect(new Set([...open, ...closed]).size).toBe(open.length + closed.length);
      expect(open.length + closed.length).toBe(state.opened);
      expect(state.mailsIn).toBe(Object.keys(state.mails).length);
      for (const id of open) expect('ignored' in decide({ ...undo, item: id }, state, campaign2024)).toBe(true);
      for (const id of closed) expect(decide({ ...discard, item: id }, state, campaign2024)).toEqual({ ignored: 'already-closed' });
    }
    expect(replay(events)).toEqual(state);
    expect(new Set(tasksFor(events).map((t) => t.id)).size).toBe(tasksFor(events).length);
    events.slice(Math.min(from, to), Math.max(from, to)).reduce(evolve, newCase);
  }), { numRuns: 300 });
});

test('an accept and its undo leave the registration as it was, whatever came before', () => {
  fc.assert(fc.property(fc.array(command, { maxLength: 25 }), fc.constantFrom(...contacts), (commands, contact) => {
    const state = commands.reduce((now, one) => { const d = decide(one, now, campaign2024); return 'ignored' in d ? now : d.events.reduce(evolve, now); }, replay(invited()));
    for (const { id } of openItems(state)) {
      const accepted = decide({ ...accept, item: id, contact, over: state.contact }, state, campaign2024);
      if ('ignored' in accepted) throw new Error(accepted.ignored);
      const after = accepted.events.reduce(evolve, state);
      expect(after.contact).toEqual(contact);
      const undone = decide({ ...undo, item: id }, after, campaign2024);
      if ('ignored' in undone) throw new Error(undone.ignored);
      const back = undone.events.reduce(evolve, after);
      expect(back.contact).toEqual(state.contact);
      expect(openItems(back).map((i) => i.id).toSorted()).toEqual(openItems(state).map((i) => i.id).toSorted());
      for (const task of tasksFor(accepted.events)) expect(back.outgoing[task.id]?.state).toBe('unwanted');
    }
  }), { numRuns: 200 });
});
