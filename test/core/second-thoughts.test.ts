// What was asked for and dropped, and what follows when the reason is gone: nobody is left without a mail that they should have got.
import { describe, expect, test } from 'vitest';
import { evolve, newCase } from '../../src/core/case.ts';
import { dueCommands, nextDue } from '../../src/core/deadlines.ts';
import { decideDesk, dueQuestions, evolveDesk, newDesk, type DeskCommand, type DeskState } from '../../src/core/desk.ts';
import { forecastCase } from '../../src/core/forecast.ts';
import { allQuiet } from '../../src/core/holds.ts';
import { deskWanted, stillWanted } from '../../src/core/wanted.ts';
import { tasksFor, type CaseEvent } from '../../src/core/events.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { given, invited, mailRef, opened, reading, receive, sent } from '../support/given.ts';

const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const due = (state: Parameters<typeof dueCommands>[0], when: string) => dueCommands(state, campaign2024, instant(when)).commands;
const by = { by: 'anb', note: 'because' };
const unwanted = (task: string, when: string, reason: string): CaseEvent => ({ type: 'mail-unwanted', at: at(when), task, reason });

describe('the letter', () => {
  const asked = () => given(opened).when({ type: 'invite', at: at('2024-01-30 08:00') }).then({});
  test('that an exemption stopped leaves when the kommune is included again', () => {
    const c = asked().when({ type: 'exempt', at: at('2024-01-30 08:01'), ...by }).then({});
    const dropped = given(...c.events, unwanted('letter.2024.0751', '2024-01-30 08:02', 'exempt')).when({ type: 'lift-exemption', at: at('2024-01-31 09:00'), ...by }).then({});
    expect(due(dropped.state, '2024-01-31 09:00')).toEqual([{ type: 'invite' }]);
    dropped.when({ type: 'invite', at: at('2024-01-31 09:00') }).then({ task: { id: 'letter.2024.0751.2' } });
  });
  test('that a person sent by hand counts as sent', () => {
    const byHand = given(...asked().events, unwanted('letter.2024.0751', '2024-01-30 09:00', 'discarded'));
    expect(due(byHand.state, '2024-01-31 09:00')).toEqual([]);
    expect(due(byHand.state, '2024-02-08 08:00')).toMatchObject([{ type: 'remind', round: 'before' }]);
  });
});

describe('a forwarded question', () => {
  const asks = receive({ reading: reading({ kind: 'question', outcome: 'forward', contacts: [] }) });
  const forward = { type: 'forward-question' as const, at: at('2024-02-05 10:01'), question: 'q1' };
  const undo = { type: 'review-undo' as const, at: at('2024-02-05 10:04'), ...by, item: 'q1', givenBackBy: null };
  test('closed by a slip before it left and taken back is forwarded after all', () => {
    const closed = given(...invited()).when(asks).then({}, {}).when(forward).then({}).when({ type: 'review-discard', at: at('2024-02-05 10:02'), ...by, item: 'q1' }).then({});
    const back = given(...closed.events, unwanted('review.2024.0751', '2024-02-05 10:03', 'question-closed')).when(undo).then({});
    expect(due(back.state, '2024-02-05 10:05')).toEqual([{ type: 'forward-question', question: 'q1' }]);
  });
  test('at the desk does not leave after it was closed; an answer taken back there is not wanted', () => {
    const play = (...commands: readonly DeskCommand[]): DeskState => commands.reduce((state, command) => {
      const decision = decideDesk(command, state, campaign2024);
      if ('ignored' in decision) throw new Error(decision.ignored);
      return decision.events.reduce(evolveDesk, state);
    }, newDesk);
    const base: readonly DeskCommand[] = [{ type: 'launch', at: at('2024-01-29 10:00'), by: 'a', redirectTo: null, inbox: null, clock: at('2024-01-29 10:00') }, { ...asks, type: 'receive-mail', reason: 'no-kommune' }, forward];
    const task = (state: DeskState, command: DeskCommand) => {
      const decision = decideDesk(command, state, campaign2024);
      const [first] = 'ignored' in decision ? [] : tasksFor(decision.events);
      if (!first) throw new Error('no task');
      return first;
    };
    const review = task(play(...base.slice(0, 2)), forward);
    const closed = play(...base, { type: 'review-discard', at: at('2024-02-05 10:02'), ...by, item: 'q1' });
    expect(deskWanted(review, closed, campaign2024, instant('2024-02-05 10:03'), allQuiet)).toEqual({ unwanted: 'question-closed' });
    expect(dueQuestions(evolveDesk(play(...base), { type: 'mail-unwanted', at: at('2024-02-05 10:03'), task: review.id, reason: 'x' }))).toEqual(['q1']);
    const answer: DeskCommand = { type: 'receive-answer', at: at('2024-02-06 09:00'), mail: mailRef({ from: 'anb@lige.dk' }), reading: 1, task: 'review.2024.0000', text: 'Ja.', problem: null };
    const sentBack = task(play(...base), answer);
    const undone = play(...base, answer, { type: 'note-intent', at: at('2024-02-06 09:01'), task: sentBack.id, sha256: 'a', clock: at('2024-02-06 09:01'), attempt: 0 }, { ...undo, at: at('2024-02-06 09:02') });
    expect(deskWanted(sentBack, undone, campaign2024, instant('2024-02-06 09:03'), allQuiet)).toEqual({ unwanted: 'taken-back' });
  });
});

test('a confirmation that an exemption stopped is asked for when the kommune is included again', () => {
  const bo = { kommune: '0751', name: 'Bo Berg', email: 'bo@konsulent.dk', phone: null, region: '1082' };
  const c = given(...invited()).when(receive({ reading: reading({ outcome: 'review', contacts: [{ ...bo, from: 'body:1' }] }) })).then({}, {})
    .when({ type: 'review-accept', at: at('2024-02-05 11:00'), ...by, item: 'r1', contact: bo, over: null, foreign: true, answer: null }).then({}, {})
    .when({ type: 'confirm-contact', at: at('2024-02-05 11:01') }).then({});
  const back = given(...c.events, unwanted('confirm.2024.0751', '2024-02-05 11:02', 'exempt'));
  expect(due(back.state, '2024-02-06 09:00')).toEqual([{ type: 'confirm-contact' }]);
});

describe('after our answer a round leaves a working day to act on it', () => {
  test('a question that was answered', () => {
    const asks = given(...invited()).when(receive({ reading: reading({ kind: 'question', outcome: 'forward', contacts: [] }) })).then({}, {}).when({ type: 'forward-question', at: at('2024-02-05 10:01'), question: 'q1' }).then({});
    const answered = given(...asks.events, ...sent('review.2024.0751', '2024-02-05 10:02')).when({ type: 'receive-answer', at: at('2024-02-12 10:00'), mail: mailRef({ from: 'anb@lige.dk' }), reading: 1, task: 'review.2024.0751', text: 'Ja.', problem: null }).then({}, {}, {});
    const c = given(...answered.events, ...sent('answer.2024.0751', '2024-02-12 10:01'));
    expect(due(c.state, '2024-02-12 10:02')).toEqual([]);
    expect(due(c.state, '2024-02-15 08:00')).toMatchObject([{ type: 'remind', round: 'after' }]);
  });
  test('an incomplete answer that was asked about the evening before', () => {
    const asked = given(...invited()).when(receive({ at: '2024-02-07 20:00', mail: mailRef({ date: at('2024-02-07 20:00') }), reading: reading({ outcome: 'clarify', missing: ['email'], contacts: [] }) })).then({}, { task: { kind: 'clarify' } });
    const c = given(...asked.events, ...sent('clarify.2024.0751', '2024-02-07 20:01'));
    expect([due(c.state, '2024-02-08 08:00'), due(c.state, '2024-02-12 08:00')]).toMatchObject([[], [{ type: 'remind', round: 'on' }]]);
  });
});

test('a mail does not make a clock right that was set back', () => {
  const june = given(...invited(), ...sent('letter.2024.0751', '2024-06-01 10:00')).state;
  const after = evolve(june, { type: 'mail-received', at: at('2024-02-12 09:00'), mail: mailRef(), reading: 1, kind: 'auto-reply', outcome: 'ignore', reasons: [] });
  expect(after.lastEventAt).toBe(june.lastEventAt);
  expect(nextDue(newCase, campaign2024, instant('2024-02-12 09:00'))).toBeNull();
});

test('the forecast ends, also of what would be asked for and dropped for ever', () => {
  const old = given(...invited()).when(receive()).then({}, {}, {}).when({ type: 'issue-login', at: at('2024-03-13 08:00'), nonce: 'n', tokenHash: '' }).then({});
  const mails = forecastCase(old.state, campaign2024, instant('2024-03-13 08:00'), instant('2024-07-01 00:00'), allQuiet, tasksFor(old.events).slice(-1));
  expect(mails.length).toBeLessThan(20);
  const [task] = tasksFor(old.events).slice(-1);
  expect(task && stillWanted(task, old.state, campaign2024, instant('2024-03-13 08:01'), allQuiet)).toEqual({ unwanted: 'expired' });
});
