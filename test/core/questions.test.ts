// Questions: forwarded with the case beside them, answered word for word in the thread, each once; at a case and at the desk.
import { describe, expect, test } from 'vitest';
import { dueCommands } from '../../src/core/deadlines.ts';
import { decideDesk, dueQuestions, evolveDesk, newDesk, nextDeskDue, type DeskCommand, type DeskState } from '../../src/core/desk.ts';
import { allQuiet } from '../../src/core/holds.ts';
import type { InboundMail } from '../../src/core/mail.ts';
import { replyToForward } from '../../src/core/reply.ts';
import { stillWanted } from '../../src/core/wanted.ts';
import { tasksFor } from '../../src/core/events.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { given, invited, mailRef, reading, receive, sent } from '../support/given.ts';

const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const question = receive({ mail: mailRef({ id: 'asks', subject: 'Hvem tæller med?' }), reading: reading({ kind: 'question', outcome: 'forward', contacts: [], text: 'Hej\n\nTæller vikarer med?', attachments: [{ filename: 'a.pdf', contentType: 'application/pdf', bytes: 1, readAs: 'pdf', problem: null }] }) });
const forward = { type: 'forward-question' as const, at: at('2024-02-05 10:01'), question: 'q1' };
const answer = { type: 'receive-answer' as const, at: at('2024-02-06 09:00'), mail: mailRef({ id: 'answer', from: 'anb@lige.dk' }), reading: 1, task: 'review.2024.0751', text: 'Ja, vikarer tæller med.', problem: null };
const asked = () => given(...invited()).when(question).then({}, { type: 'question-opened', question: 'q1' });
const forwarded = () => {
  const c = asked().when(forward).then({ type: 'mail-asked' });
  return given(...c.events, ...sent('review.2024.0751', '2024-02-05 10:02'));
};

describe('a question', () => {
  test('is put before the department\'s contact at any hour, once, with what was asked and the case beside it', () => {
    expect(dueCommands(asked().state, campaign2024, instant('2024-02-10 23:00')).commands).toEqual([{ type: 'forward-question', question: 'q1' }]);
    asked().when(forward).then({ task: {
      kind: 'review', id: 'review.2024.0751', to: 'anb@lige.dk', recipientName: 'Anne Bendixen', item: 'q1',
      question: { from: 'mho@aarhus.dk', subject: 'Hvem tæller med?', text: 'Hej\n\nTæller vikarer med?', cut: false, files: ['a.pdf'], answerTo: 'mho@aarhus.dk' },
      beside: { name: 'Aarhus Kommune', phase: 'invited', contact: null, mailbox: 'post@aarhus.dk', reminders: 0, contactDeadline: '2024-02-12', mails: [{ direction: 'out', what: 'letter' }, { direction: 'in', who: 'mho@aarhus.dk' }] },
    } });
    expect(dueCommands(forwarded().state, campaign2024, instant('2024-02-06 09:00')).commands).toEqual([]);
    forwarded().when(forward).thenIgnored('already-forwarded');
  });
  test('also while the campaign is paused', () => {
    expect(dueCommands(asked().state, campaign2024, instant('2024-02-05 11:00'), { inbox: 'quiet', paused: true }).commands).toEqual([{ type: 'forward-question', question: 'q1' }]);
  });
  test('closed before its forward left: the forward is not wanted', () => {
    const c = asked().when(forward).then({});
    const closed = c.when({ type: 'review-discard', at: at('2024-02-05 10:02'), by: 'anb', note: '', item: 'q1' }).then({});
    const [task] = tasksFor(c.events).slice(-1);
    expect(task && stillWanted(task, closed.state, campaign2024, instant('2024-02-05 10:03'), allQuiet)).toEqual({ unwanted: 'question-closed' });
  });
  test('of many pages is cut, and says so', () => {
    const long = given(...invited()).when({ ...question, understanding: { ...question.understanding, text: 'x'.repeat(9000) } }).then({}, {});
    const c = long.when(forward).then({ task: { question: { cut: true } } });
    expect(JSON.stringify(c.events.at(-1))).toContain(`"${'x'.repeat(8000)}"`);
  });
});

describe('the answer', () => {
  test('goes to the kommune in its own thread, word for word, and closes the question', () => {
    const c = forwarded().when(answer).then(
      { type: 'mail-received', outcome: 'accept' }, { type: 'review-closed', item: 'q1', how: 'answered', by: 'anb@lige.dk' },
      { type: 'mail-asked', item: 'q1', task: { kind: 'answer', id: 'answer.2024.0751', to: 'mho@aarhus.dk', text: 'Ja, vikarer tæller med.', thread: { subject: 'Hvem tæller med?' } } },
    );
    expect(c.state.questions).toEqual([]);
    expect(dueCommands(c.state, campaign2024, instant('2024-02-12 09:00')).commands).toMatchObject([{ type: 'remind' }]);
    c.when(answer).thenIgnored('already-received');
  });
  test('a second one finds no open question, and waits for a person', () => {
    forwarded().when(answer).then({}, {}, {}).when({ ...answer, mail: mailRef({ id: 'second', from: 'anb@lige.dk' }) }).then({ outcome: 'review' }, { type: 'review-opened', reason: 'answers-no-question' });
  });
  test.each(['it may be forged', 'its files are not sent along'])('that can\'t be sent (%s) waits for a person; the question stays open', (problem) => {
    const c = forwarded().when({ ...answer, problem }).then({}, { type: 'review-opened', reason: 'answers-no-question' });
    expect(c.state.questions).toHaveLength(1);
  });
  test('to one who may not be answered waits for a person', () => {
    const c = given(...invited()).when({ ...question, understanding: { ...question.understanding, answerTo: null } }).then({}, {}).when(forward).then({ task: { question: { answerTo: null } } });
    c.when(answer).then({}, { type: 'review-opened' });
  });
  test('taken back before it left is not sent; the question waits again and can be answered again', () => {
    const c = forwarded().when(answer).then({}, {}, {});
    const undone = c.when({ type: 'review-undo', at: at('2024-02-06 09:01'), by: 'anb', note: '', item: 'q1', givenBackBy: null }).then({ type: 'review-reopened' }, { type: 'mail-unwanted', task: 'answer.2024.0751' });
    undone.when({ ...answer, mail: mailRef({ id: 'second', from: 'anb@lige.dk' }) }).then({}, { how: 'answered' }, { task: { id: 'answer.2024.0751.2' } });
  });
  test('is the same at the desk', () => {
    const play = (...commands: readonly DeskCommand[]): DeskState => commands.reduce((state, command) => {
      const decision = decideDesk(command, state, campaign2024);
      if ('ignored' in decision) throw new Error(decision.ignored);
      return decision.events.reduce(evolveDesk, state);
    }, newDesk);
    const launch: DeskCommand = { type: 'launch', at: at('2024-01-29 10:00'), by: 'a', redirectTo: null, inbox: null, clock: at('2024-01-29 10:00') };
    const asks: DeskCommand = { ...question, type: 'receive-mail', reason: 'no-kommune' };
    expect([dueQuestions(play(launch, asks)), nextDeskDue(play(launch, asks), campaign2024, instant('2024-02-05 10:00'))?.toString()]).toEqual([['q1'], at('2024-02-05 10:00')]);
    const state = play(launch, asks, forward, { ...answer, task: 'review.2024.0000' });
    expect(state).toMatchObject({ questions: [], closed: [{ how: 'answered', tasks: ['answer.2024.0000'] }], outgoing: { 'review.2024.0000': { to: 'anb@lige.dk' }, 'answer.2024.0000': { to: 'mho@aarhus.dk' } } });
  });
});

describe('a reply is known as the answer', () => {
  const context = { campaignId: '2024', ownDomain: 'lige.dk', ownAddress: 'lige@lige.dk', authservId: 'mx.lige.dk', contact: 'anb@lige.dk', code: (task: string) => (task === 'review.2024.0751' ? 'abcdefgh234567ab' : 'zzzzzzzzzzzzzzzz') };
  const mail = (change: Partial<InboundMail> = {}): InboundMail => ({
    id: 'a', messageId: '<a@lige.dk>', inReplyTo: '<review.2024.0751@lige.dk>', references: ['<svar.abcdefgh234567ab@lige.dk>', '<review.2024.0751@lige.dk>'], from: [{ name: 'Anne', address: 'anb@lige.dk' }],
    replyTo: [], to: [], cc: [], subject: 'SV: Spørgsmål', date: at('2024-02-06 09:00'), headers: [], text: 'Ja.\n\n> Svarkode: …', html: null, attachments: [], report: null, problems: [], ...change,
  });
  const read = reading({ kind: 'other', outcome: 'review', text: 'Ja, vikarer tæller med.\n\nHilsen Anne' });
  const file = (inline: boolean, contentType: string) => ({ filename: 'x', contentType, bytes: 1, content: null, inline });
  test('by its thread, its sender and the code', () => {
    expect(replyToForward(mail(), read, context)).toEqual({ task: 'review.2024.0751', kommune: '0751', text: 'Ja, vikarer tæller med.\n\nHilsen Anne', problem: null });
    expect(replyToForward(mail({ references: [], text: 'Ja.\n\n> Svarkode: abcdefgh234567ab' }), read, context)?.problem).toBeNull();
    expect(replyToForward(mail({ attachments: [file(true, 'image/png')] }), read, context)?.problem).toBeNull();
  });
  test.each<[string, Partial<InboundMail>, RegExp]>([
    ['another sender', { from: [{ name: '', address: 'x@lige.dk' }] }, /not from anb@lige.dk/],
    ['two senders', { from: [{ name: '', address: 'anb@lige.dk' }, { name: '', address: 'x@lige.dk' }] }, /not from/],
    ['a DMARC failure', { headers: [{ name: 'authentication-results', value: 'mx.lige.dk; dmarc=fail header.from=lige.dk' }] }, /DMARC/],
    ['no code', { references: ['<review.2024.0751@lige.dk>'] }, /code/],
    ['the code of another question', { references: ['<svar.zzzzzzzzzzzzzzzz@lige.dk>', '<review.2024.0751@lige.dk>'] }, /code/],
    ['a file', { attachments: [file(false, 'application/pdf')] }, /files/],
    ['a colleague in Cc', { to: [{ name: '', address: 'lige@lige.dk' }], cc: [{ name: '', address: 'bo@lige.dk' }] }, /also addressed to bo@lige.dk/],
    ['a colleague in To, us in Cc', { to: [{ name: '', address: 'bo@lige.dk' }], cc: [{ name: '', address: 'lige@lige.dk' }] }, /also addressed/],
    ['the question forwarded', { subject: 'VS: Spørgsmål fra Aarhus Kommune' }, /forwarded/],
    ['a recall', { subject: 'Genkald: SV: Spørgsmål' }, /calls a mail back/],
    ['a signature alone', { text: 'Med venlig hilsen\n\nAnne Bendixen\nFuldmægtig' }, /nothing above/],
    ['the word of a phone alone', { text: 'Sendt fra min iPhone' }, /nothing above/],
    ['what points into the quotation', { text: 'Se mine svar nedenfor med rødt' }, /points to words/],
  ])('not with %s', (_, change, why) => expect(replyToForward(mail(change), read, context)?.problem).toMatch(why));
  test('and nothing else is: a kommune in that thread, a machine, another thread, another campaign', () => {
    expect(replyToForward(mail({ from: [{ name: '', address: 'mho@aarhus.dk' }] }), read, context)).toBeUndefined();
    expect(replyToForward(mail(), { ...read, kind: 'auto-reply' }, context)).toBeUndefined();
    expect(replyToForward(mail({ inReplyTo: '<letter.2024.0751@lige.dk>', references: [] }), read, context)).toBeUndefined();
    expect(replyToForward(mail({ inReplyTo: '<review.2023.0751@lige.dk>', references: [] }), read, context)).toBeUndefined();
  });
  test('that says nothing is for a person', () => expect(replyToForward(mail({ text: '\n> Svarkode: …' }), { ...read, text: ' ' }, context)?.problem).toMatch(/says nothing/));
  test('to our plus address it is one to us', () => expect(replyToForward(mail({ to: [{ name: '', address: 'lige+0751-abc@lige.dk' }] }), read, context)?.problem).toBeNull());
});
