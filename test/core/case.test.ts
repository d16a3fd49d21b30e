import { describe, expect, test } from 'vitest';
import { isBounced } from '../../src/core/case.ts';
import type { CaseEvent } from '../../src/core/events.ts';
import { at } from '../support/campaign.ts';
import { given, invited, mailRef, opened, reading, receive, sent } from '../support/given.ts';

const mette = { kommune: '0751', name: 'Mette Holm', email: 'mho@aarhus.dk', phone: null, region: '1082' };
const jens = { kommune: '0751', name: 'Jens Lund', email: 'jlu@aarhus.dk', phone: null, region: '1082', from: 'body:1' };
const firstMail = mailRef({ from: 'mho@aarhus.dk', date: at('2024-02-05 09:00') });
const registered: CaseEvent = { type: 'contact-registered', at: at('2024-02-05 10:00'), contact: mette, mail: firstMail, from: 'Kontaktliste.xlsx!Ark1!D4' };

describe('the letter', () => {
  test('is asked for once, to the main mailbox', () => {
    given(opened).when({ type: 'invite', at: at('2024-01-30 08:00') })
      .then({ type: 'mail-asked', task: { id: 'letter.2024.0751', kind: 'letter', to: 'post@aarhus.dk' } })
      .when({ type: 'invite', at: at('2024-01-30 08:01') }).thenIgnored('already-invited');
  });
  test('needs an open case', () => given().when({ type: 'invite', at: at('2024-01-30 08:00') }).thenIgnored('not-open'));
});

describe('a good answer', () => {
  test('registers exactly the contact read and acknowledges to the sender in the thread', () => {
    const command = receive();
    given(...invited()).when(command).then(
      { type: 'mail-received', kind: 'contact-list', outcome: 'accept' },
      { type: 'contact-registered', contact: mette, from: 'Kontaktliste.xlsx!Ark1!D4' },
      { type: 'mail-asked', task: { id: 'ack.2024.0751', kind: 'ack', to: 'mho@aarhus.dk', contact: mette, corrected: false, thread: { inReplyTo: command.mail.messageId } } },
    );
  });

  test('counts once: the same mail again does nothing', () => {
    const command = receive();
    const after = given(...invited()).when(command).then({}, {}, {});
    after.when(command).thenIgnored('already-received');
  });

  test('dragged back to INBOX it is read again, and the same contact gives no second acknowledgement', () => {
    const command = receive();
    given(...invited()).when(command).then({}, {}, {}).when({ ...command, reading: 2 }).then({ type: 'mail-received', reading: 2 }, { type: 'contact-confirmed' });
  });

  test('with the same contact from somebody else confirms it, without a second acknowledgement', () => {
    given(...invited(), registered).when(receive({ mail: mailRef({ from: 'anden@aarhus.dk' }) })).then({ type: 'mail-received' }, { type: 'contact-confirmed' });
  });
  test('confirmed by a newer mail, an older one in between can\'t replace it any more', () => {
    given(...invited(), registered).when(receive({ mail: mailRef({ date: at('2024-02-09 10:00') }) })).then({}, { type: 'contact-confirmed' })
      .when(receive({ mail: mailRef({ date: at('2024-02-07 10:00') }), reading: reading({ contacts: [jens] }) })).then({}, { type: 'review-opened', reason: 'older-than-registered' });
  });
  test('with a report beside it waits for a person too', () => {
    given(...invited()).when(receive({ reading: reading({ also: ['report'] }) })).then({}, { type: 'contact-registered' }, { type: 'mail-asked', task: { question: false } }, { type: 'question-opened' });
  });

  test('with a question does both', () => {
    given(...invited()).when(receive({ reading: reading({ also: ['question'] }) }))
      .then({ type: 'mail-received' }, { type: 'contact-registered' }, { type: 'mail-asked', task: { question: true } }, { type: 'question-opened', question: 'q1' });
  });

  test('for several kommuner registers only this one\'s contact', () => {
    const other = { ...jens, kommune: '0101' };
    given(...invited()).when(receive({ reading: reading({ kommuner: ['0101', '0751'], kommune: null, contacts: [other, { ...mette, from: 'x' }] }) }))
      .then({}, { type: 'contact-registered', contact: mette }, {});
  });

  test('with two contacts for the kommune waits for a person', () => {
    given(...invited()).when(receive({ reading: reading({ contacts: [jens, { ...mette, from: 'x' }] }) })).then({}, { type: 'review-opened', reason: 'several-contacts' });
  });
});

describe('another contact than the registered one', () => {
  const naming = (from: string, date = '2024-02-06 10:00') => receive({ at: '2024-02-06 10:05', mail: mailRef({ from, date: at(date) }), reading: reading({ contacts: [jens] }) });

  test('from the same sender replaces it, and says so', () => {
    given(...invited(), registered).when(naming('mho@aarhus.dk')).then({}, { type: 'contact-registered', contact: { name: 'Jens Lund' } }, { type: 'mail-asked', task: { corrected: true } });
  });
  test('from somebody else at the kommune waits for a person', () => {
    given(...invited(), registered).when(naming('hr@aarhus.dk')).then({}, { type: 'review-opened', reason: 'differs-from-registered' });
  });
  test('in an older mail waits for a person', () => {
    given(...invited(), registered).when(naming('mho@aarhus.dk', '2024-02-04 10:00')).then({}, { type: 'review-opened', reason: 'older-than-registered' });
  });
});

describe('an incomplete answer', () => {
  const incomplete = reading({ outcome: 'clarify', missing: ['email'], contacts: [{ ...jens, email: null }] });

  test('is asked about once; the same incomplete mail the same day is not asked about again', () => {
    given(...invited()).when(receive({ reading: incomplete })).then({}, { type: 'mail-asked', task: { id: 'clarify.2024.0751', kind: 'clarify', missing: ['email'] } })
      .when(receive({ reading: incomplete, at: '2024-02-05 11:00' })).then({ type: 'mail-received' })
      .when(receive({ reading: incomplete, at: '2024-02-07 11:00' })).then({}, { type: 'review-opened', reason: 'clarified-before' });
  });
  describe('and the answer to our question with the other half alone', () => {
    const address = (email: string) => reading({ outcome: 'clarify', missing: ['name'], contacts: [{ ...jens, name: null, email, from: 'body:3' }] });
    const answering = (understanding: ReturnType<typeof reading>, more: { from?: string; references?: readonly string[] } = {}) => {
      const { from = 'mho@aarhus.dk', references = ['<clarify.2024.0751@lige.dk>'] } = more;
      const command = receive({ at: '2024-02-06 10:05', mail: mailRef({ from, date: at('2024-02-06 10:00') }), reading: understanding });
      return { ...command, thread: { ...command.thread, references: [...references, ...command.thread.references] } };
    };
    const asked = () => given(...invited()).when(receive({ reading: incomplete })).then({}, { task: { id: 'clarify.2024.0751', to: 'mho@aarhus.dk' } });

    test('registers the whole, with its acknowledgement', () => {
      asked().when(answering(address('jlu@aarhus.dk'))).then({}, { type: 'contact-registered', contact: { name: 'Jens Lund', email: 'jlu@aarhus.dk' }, from: 'body:3' }, { type: 'mail-asked', task: { kind: 'ack', to: 'mho@aarhus.dk' } });
    });
    test('registers nothing from anybody else, outside that thread, or with a doubt about whose it is', () => {
      asked().when(answering(address('jlu@aarhus.dk'), { from: 'hr@aarhus.dk' })).then({}, { type: 'mail-asked', task: { kind: 'clarify' } });
      asked().when(answering(address('jlu@aarhus.dk'), { references: ['<letter.2024.0751@lige.dk>'] })).then({}, { type: 'mail-asked', task: { kind: 'clarify' } });
      asked().when(answering(address('mho@aarhus.dk'))).then({}, { type: 'mail-asked', task: { kind: 'clarify' } });
    });
    test('registers nothing with an address of an office, or that reads like somebody else\'s', () => {
      for (const email of ['hr@aarhus.dk', 'bo.hansen@aarhus.dk']) asked().when(answering(address(email))).then({}, { type: 'mail-asked', task: { kind: 'clarify' } });
    });
    test('completes nothing that a person asked for: what was read may have been doubted', () => {
      const byPerson = { type: 'mail-asked', at: at('2024-02-06 09:00'), item: 'r1', task: { kind: 'clarify', missing: ['email'], read: [{ ...jens, email: null }], notes: [], unreachable: null, id: 'clarify.2024.0751', kommune: '0751', to: 'mho@aarhus.dk', createdAt: at('2024-02-06 09:00'), thread: null } } as const;
      given(...invited(), byPerson).when(answering(address('jlu@aarhus.dk'))).then({}, { type: 'mail-asked', task: { kind: 'clarify' } });
      given(...invited(), { ...byPerson, item: undefined } as CaseEvent).when(answering(address('jlu@aarhus.dk'))).then({}, { type: 'contact-registered' }, {});
    });
    test('the full name completes a part of it, never another name', () => {
      const part = reading({ outcome: 'clarify', missing: ['name'], contacts: [{ ...jens, name: 'Jens' }] });
      const named = (name: string) => reading({ outcome: 'clarify', missing: ['email'], contacts: [{ ...jens, name, email: null, from: 'body:3' }] });
      const partly = () => given(...invited()).when(receive({ reading: part })).then({}, { task: { kind: 'clarify' } });
      partly().when(answering(named('Jens Lund'))).then({}, { type: 'contact-registered', contact: { name: 'Jens Lund', email: 'jlu@aarhus.dk' } }, {});
      partly().when(answering(named('Lars Lind'))).then({}, { type: 'mail-asked', task: { kind: 'clarify' } });
    });
  });
  test('after a registration waits for a person', () => {
    given(...invited(), registered).when(receive({ reading: incomplete })).then({}, { type: 'review-opened', reason: 'incomplete-after-registration' });
  });
  test('a third kind of incompleteness waits for a person', () => {
    const without = (missing: 'name' | 'kommune') => reading({ outcome: 'clarify', missing: [missing], contacts: [] });
    given(...invited()).when(receive({ reading: incomplete })).then({}, {}).when(receive({ reading: without('name') })).then({}, { task: { id: 'clarify.2024.0751.2' } })
      .when(receive({ reading: without('kommune') })).then({}, { type: 'review-opened', reason: 'clarified-before' });
  });
});

describe('machines', () => {
  test('an auto-reply changes nothing and gets no answer', () => {
    given(...invited()).when(receive({ reading: reading({ kind: 'auto-reply', outcome: 'ignore', contacts: [], answerTo: null }) })).then({ type: 'mail-received', kind: 'auto-reply' });
  });
  const bounce = (original: string, permanent = true) => reading({ kind: 'bounce', outcome: 'ignore', contacts: [], answerTo: null, bounce: { recipient: 'post@aarhus.dk', permanent, originalMessageId: original } });

  test('a permanent bounce of our letter flags the address', () => {
    const after = given(...invited()).when(receive({ reading: bounce('<letter.2024.0751@lige.dk>') })).then({}, { type: 'bounce-noted', task: 'letter.2024.0751', permanent: true });
    expect(isBounced(after.state)).toBe(true);
  });
  test('a passing one does not', () => {
    const after = given(...invited()).when(receive({ reading: bounce('<letter.2024.0751@lige.dk>', false) })).then({}, {});
    expect(isBounced(after.state)).toBe(false);
  });
  test('a bounce that names the dead address but not our mail is found by the address', () => {
    const read = { ...bounce(''), bounce: { recipient: 'POST@aarhus.dk', permanent: true, originalMessageId: null } };
    given(...invited()).when(receive({ reading: read })).then({}, { type: 'bounce-noted', task: 'letter.2024.0751' });
    given(...invited()).when(receive({ reading: { ...read, bounce: { ...read.bounce, recipient: 'x@aarhus.dk' } } })).then({}, { type: 'review-opened' });
  });
  test('a bounce of a mail that we never sent counts for nothing', () => {
    given(...invited()).when(receive({ reading: bounce('<reminder.2024.0751@lige.dk>') })).then({ type: 'mail-received' });
  });
});

describe('a login', () => {
  const issue = { type: 'issue-login' as const, at: at('2024-03-13 08:00'), nonce: 'n', tokenHash: 'h' };
  test('goes to the registered contact, once', () => {
    given(...invited(), registered).when(issue).then({ type: 'mail-asked', task: { id: 'login.2024.0751', to: 'mho@aarhus.dk', userName: 'mho@aarhus.dk' } }).when(issue).thenIgnored('already-issued');
  });
  test('needs a contact', () => given(...invited()).when(issue).thenIgnored('no-contact'));
});

describe('an outgoing mail', () => {
  const intent = { type: 'note-intent' as const, at: at('2024-01-30 08:01'), task: 'letter.2024.0751', sha256: 'aa', clock: at('2024-01-30 08:01'), attempt: 0 };
  const asked = given(opened).when({ type: 'invite', at: at('2024-01-30 08:00') }).then({});

  test('two workers can\'t both begin the same attempt', () => {
    asked.when(intent).then({ type: 'mail-intended' }).when(intent).thenIgnored('other-attempt');
  });
  test('is not begun with other bytes while the first attempt may have left', () => {
    asked.when(intent).then({}).when({ ...intent, attempt: 1, sha256: 'bb' }).thenIgnored('content-changed');
  });
  test('keeps its date when the same bytes are sent again', () => {
    asked.when(intent).then({}).when({ ...intent, attempt: 1, at: at('2024-01-30 09:00') }).then({ type: 'mail-intended', at: intent.at });
  });
  test('sent is the end', () => {
    const done = asked.when(intent).then({}).when({ type: 'note-sent', at: intent.at, task: intent.task, proof: 'accepted', response: '250' }).then({});
    done.when({ ...intent, attempt: 1 }).thenIgnored('already-sent');
    done.when({ type: 'note-unwanted', at: intent.at, task: intent.task, reason: 'x', copyRuledOut: false }).thenIgnored('already-sent');
  });
  test('is not called unwanted while it may have left', () => {
    asked.when(intent).then({}).when({ type: 'note-unwanted', at: intent.at, task: intent.task, reason: 'x', copyRuledOut: false }).thenIgnored('may-have-left');
  });
  test('is unwanted after all once the copy was ruled out', () => {
    asked.when(intent).then({}).when({ type: 'note-unwanted', at: intent.at, task: intent.task, reason: 'already-answered', copyRuledOut: true }).then({ type: 'mail-unwanted' });
  });
  test('a late word about an older attempt says nothing of the newer one', () => {
    const second = asked.when(intent).then({}).when({ ...intent, attempt: 1 }).then({});
    second.when({ type: 'note-deferred', at: intent.at, task: intent.task, attempt: 1, code: 421, response: 'later' }).thenIgnored('other-attempt');
    second.when({ type: 'note-refused', at: intent.at, task: intent.task, attempt: 1, stage: 'recipient', code: 550, response: 'no' }).thenIgnored('other-attempt');
    second.when({ type: 'note-sent', at: intent.at, task: intent.task, proof: 'accepted', response: '250' }).then({ type: 'mail-sent' });
  });
  test('refused for what it says does not make the address dead', () => {
    const after = asked.when({ type: 'note-refused', at: intent.at, task: intent.task, attempt: 0, stage: 'content', code: 554, response: 'looks like spam' }).then({});
    expect(isBounced(after.state)).toBe(false);
  });
  test('a dead address lives again when somebody writes from it', () => {
    const dead = asked.when({ type: 'note-refused', at: intent.at, task: intent.task, attempt: 0, stage: 'recipient', code: 552, response: 'full' }).then({});
    const alive = dead.when(receive({ mail: mailRef({ from: 'post@aarhus.dk' }), reading: reading({ outcome: 'forward', kind: 'question' }) })).then({}, {});
    expect([isBounced(dead.state), isBounced(alive.state)]).toEqual([true, false]);
  });
  test('refused for good flags the address', () => {
    const after = asked.when({ type: 'note-refused', at: intent.at, task: intent.task, attempt: 0, stage: 'recipient', code: 550, response: 'no such user' }).then({});
    expect(isBounced(after.state)).toBe(true);
  });
  test('an unknown task is ignored', () => asked.when({ ...intent, task: 'ack.2024.0751' }).thenIgnored('unknown-task'));
});

describe('a reminder', () => {
  const remind = { type: 'remind' as const, at: at('2024-02-12 08:00'), about: 'contact' as const, of: 'contact' as const, round: 'on' };
  test('goes to the main mailbox, each round once', () => {
    given(...invited()).when(remind).then({ type: 'mail-asked', task: { id: 'reminder.2024.0751', to: 'post@aarhus.dk', step: 1, overdue: false, deadline: '2024-02-12' } }).when(remind).thenIgnored('already-reminded');
  });
  test('is overdue from the day after', () => {
    given(...invited()).when({ ...remind, at: at('2024-02-15 08:00'), round: 'after' }).then({ task: { overdue: true } });
  });
  test('never goes to one who has answered', () => given(...invited(), registered).when(remind).thenIgnored('already-answered'));
});

test('handling that failed again and again becomes a review', () => {
  given(...invited()).when({ type: 'give-up', at: at('2024-02-05 10:00'), mail: mailRef(), reason: 'could-not-be-handled', detail: 'boom', reading: 1 })
    .then({ type: 'mail-received', outcome: 'review' }, { type: 'review-opened', reason: 'could-not-be-handled' });
});

test('sent mails are counted', () => {
  expect(given(...invited(), ...sent('letter.2024.0751', '2024-01-30 08:02')).state.outgoing['letter.2024.0751']?.state).toBe('sent');
});
