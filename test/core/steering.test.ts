// What a person decides about a kommune or the campaign, what it changes for what is due and for mails on their way, and how each mail is told.
// It refuses a decision without a reason, and a deadline before the campaign's own.
import { describe, expect, test } from 'vitest';
import { dueCommands } from '../../src/core/deadlines.ts';
import { decideDesk, evolveDesk, newDesk, type DeskState } from '../../src/core/desk.ts';
import { tasksFor, type CaseEvent } from '../../src/core/events.ts';
import { forecastCase } from '../../src/core/forecast.ts';
import { allQuiet } from '../../src/core/holds.ts';
import { mailOutcomes } from '../../src/core/outcome.ts';
import { caseStatus, statusOf } from '../../src/core/status.ts';
import { stillWanted } from '../../src/core/wanted.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { given, invited, mailRef, reading, receive, sent } from '../support/given.ts';

const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const person = { by: 'anb', note: 'ringet med dem' };
const exempt = (when: string, note = person.note) => ({ type: 'exempt' as const, at: at(when), by: 'anb', note });
const extend = (deadline: 'contact' | 'report', until: string, when = '2024-02-07 10:00') => ({ type: 'extend' as const, at: at(when), deadline, until, ...person });
const reminded = () => given(...invited()).when({ type: 'remind', at: at('2024-02-08 08:00'), about: 'contact', of: 'contact', round: 'before' }).then({ type: 'mail-asked' });

describe('a kommune that is exempt', () => {
  test('is asked for nothing, is not overdue, and a mail on its way is not wanted any more', () => {
    const c = reminded().when(exempt('2024-02-08 08:01')).then({ type: 'exempted', by: 'anb', note: 'ringet med dem' });
    const [reminder] = tasksFor(c.events).slice(-1);
    expect(dueCommands(c.state, campaign2024, instant('2024-02-22 08:00'))).toEqual({ commands: [], held: [] });
    expect(caseStatus(c.state, campaign2024, instant('2024-07-01 10:00'))).toMatchObject({ exempt: 'ringet med dem', flags: [] });
    expect(reminder && stillWanted(reminder, c.state, campaign2024, instant('2024-02-08 08:02'), allQuiet)).toEqual({ unwanted: 'exempt' });
    c.when(exempt('2024-02-08 09:00')).thenIgnored('already-exempt');
    c.when(receive()).then({ type: 'mail-received' }, { type: 'review-opened', reason: 'exempt' });
  });
  test('is reminded again once it is included', () => {
    const back = given(...invited()).when(exempt('2024-02-01 10:00')).then({}).when({ type: 'lift-exemption', at: at('2024-02-12 07:00'), ...person }).then({ type: 'exemption-lifted' });
    expect(dueCommands(back.state, campaign2024, instant('2024-02-12 08:00')).commands).toEqual([{ type: 'remind', about: 'contact', of: 'contact', round: 'on' }]);
    back.when({ type: 'lift-exemption', at: at('2024-02-12 07:01'), ...person }).thenIgnored('not-exempt');
  });
  test('a reason is needed', () => given(...invited()).when(exempt('2024-02-01 10:00', ' ')).thenIgnored('no-reason-given'));
  test('before the campaign is launched there is nothing to exempt', () => given().when(exempt('2024-02-01 10:00')).thenIgnored('not-open'));
});

describe('a longer deadline', () => {
  const remindersOf = (c: ReturnType<typeof given>, until: string) => forecastCase(c.state, campaign2024, instant('2024-02-07 12:00'), instant(until)).filter((m) => m.kind === 'reminder').map((m) => m.at);
  test('moves the rounds with it, and what counts as overdue', () => {
    const c = given(...invited()).when(extend('contact', '2024-02-23')).then({ type: 'deadline-extended', deadline: 'contact', until: '2024-02-23' });
    expect(remindersOf(c, '2024-03-12 00:00')).toEqual(['2024-02-21 08:00', '2024-02-23 08:00', '2024-02-28 08:00', '2024-03-06 08:00'].map(at));
    expect(caseStatus(c.state, campaign2024, instant('2024-02-20 10:00'))).toMatchObject({ flags: [], deadlines: { contact: '2024-02-23' } });
    expect(caseStatus(c.state, campaign2024, instant('2024-02-26 10:00')).flags).toEqual(['overdue']);
  });
  test('that falls on a day off counts as overdue after the next working day', () => {
    const c = given(...invited()).when(extend('contact', '2024-02-24')).then({});
    expect(caseStatus(c.state, campaign2024, instant('2024-02-26 23:00')).flags).toEqual([]);
    expect(caseStatus(c.state, campaign2024, instant('2024-02-27 00:01')).flags).toEqual(['overdue']);
  });
  test('makes a reminder that was on its way say the wrong day: it is not wanted any more', () => {
    const c = reminded().when(extend('contact', '2024-02-23', '2024-02-08 08:01')).then({});
    const tasks = tasksFor(c.events).slice(-1);
    expect(mailOutcomes(c.state, c.events, tasks, campaign2024, instant('2024-02-08 08:02'), allQuiet).at(-1)).toMatchObject({ kind: 'reminder', outcome: 'unwanted', why: 'other-deadline' });
  });
  test("is taken back by the campaign's own day, and never shorter", () => {
    const c = given(...invited()).when(extend('report', '2024-06-14')).then({});
    c.when(extend('report', '2024-06-14')).thenIgnored('already-so');
    c.when(extend('report', '2024-05-30')).thenIgnored('before-the-deadline');
    const back = c.when(extend('report', '2024-05-31')).then({ until: '2024-05-31' });
    expect(remindersOf(back, '2024-07-01 00:00')).toEqual(remindersOf(given(...invited()), '2024-07-01 00:00'));
    given(...invited()).when(extend('report', '2024-05-31')).thenIgnored('already-so');
  });
});

describe('a campaign that is paused', () => {
  const launched = evolveDesk(newDesk, { type: 'campaign-launched', at: at('2024-01-29 10:00'), by: 'anb', redirectTo: null, inbox: null, clock: at('2024-01-29 10:00') });
  const desk = (state: DeskState, type: 'pause' | 'resume', note = 'fejl i brevet') => decideDesk({ type, at: at('2024-02-07 10:00'), by: 'anb', note }, state, campaign2024);
  const after = (state: DeskState, decision: ReturnType<typeof desk>): DeskState => ('ignored' in decision ? state : decision.events.reduce(evolveDesk, state));
  const paused = after(launched, desk(launched, 'pause'));

  test('says since when, by whom and why; only one that runs is paused, only a paused one goes on', () => {
    expect(paused.paused).toEqual({ at: at('2024-02-07 10:00'), by: 'anb', note: 'fejl i brevet' });
    expect([desk(newDesk, 'pause'), desk(launched, 'pause', ''), desk(paused, 'pause'), desk(launched, 'resume'), desk(newDesk, 'resume')])
      .toEqual(['not-launched', 'no-reason-given', 'already-paused', 'not-paused', 'not-launched'].map((ignored) => ({ ignored })));
    expect(after(paused, desk(paused, 'resume', '')).paused).toBeNull();
  });
  test('holds what is due and what was asked for, and says so; once it goes on the newest round is left', () => {
    const c = reminded();
    const tasks = tasksFor(c.events).slice(-1);
    const status = (state: DeskState, when: string) => statusOf([c.state], state, campaign2024, instant(when), null, tasks);
    expect(status(paused, '2024-02-08 08:01').cases[0]?.holds).toEqual([{ what: 'reminder', reason: 'paused', task: 'reminder.2024.0751' }]);
    expect(status(launched, '2024-02-08 08:01').cases[0]?.holds).toEqual([]);
    const unsent = given(...invited());
    const around = { inbox: 'quiet', paused: true } as const;
    expect(caseStatus(unsent.state, campaign2024, instant('2024-02-13 09:00'), around).holds).toEqual([{ what: 'remind', reason: 'paused', task: null }]);
    expect(dueCommands(unsent.state, campaign2024, instant('2024-02-13 09:00')).commands).toEqual([{ type: 'remind', about: 'contact', of: 'contact', round: 'on' }]);
  });
});

describe('what came of each mail', () => {
  const outcomes = (events: readonly CaseEvent[], when: string, inbox: 'quiet' | 'unread' = 'quiet') => {
    const c = given(...events);
    const ended = new Set(events.flatMap((e) => (e.type === 'mail-sent' || e.type === 'mail-refused' || e.type === 'mail-unwanted' ? [e.task] : [])));
    return mailOutcomes(c.state, events, tasksFor(events).filter((task) => !ended.has(task.id)), campaign2024, instant(when), { inbox, paused: false });
  };
  const last = (events: readonly CaseEvent[], when: string, inbox?: 'quiet' | 'unread') => outcomes(events, when, inbox).at(-1);
  const task = 'reminder.2024.0751';

  test('sent with its proof', () => expect(outcomes(invited(), '2024-02-01 10:00')).toEqual([{ task: 'letter.2024.0751', kind: 'letter', to: 'post@aarhus.dk', at: at('2024-01-30 08:01'), outcome: 'sent', why: 'accepted: 250 ok' }]));
  test('found by its copy', () => {
    const copied = invited().map((e): CaseEvent => (e.type === 'mail-sent' ? { ...e, proof: 'copy', response: 'the copy lies in our mailbox' } : e));
    expect(last(copied, '2024-02-01 10:00')).toMatchObject({ outcome: 'sent', why: 'copy: the copy lies in our mailbox' });
  });
  test('refused for good', () => expect(last([...reminded().events, { type: 'mail-refused', at: at('2024-02-08 08:01'), task, stage: 'recipient', code: 550, response: '5.1.1 no such user' }], '2024-02-08 09:00')).toMatchObject({ outcome: 'refused', why: '550 5.1.1 no such user' }));
  test('waiting: to be sent, for the mail server, for its copy', () => {
    expect(last(reminded().events, '2024-02-08 09:00')).toMatchObject({ outcome: 'waiting', why: '' });
    expect(last([...reminded().events, { type: 'mail-deferred', at: at('2024-02-08 08:01'), task, code: 451, response: 'later' }], '2024-02-08 09:00')).toMatchObject({ outcome: 'waiting', why: 'later' });
    expect(last([...reminded().events, { type: 'mail-intended', at: at('2024-02-08 08:01'), task, sha256: 'aa', clock: at('2024-02-08 08:01') }], '2024-02-08 09:00', 'unread')).toMatchObject({ outcome: 'waiting', why: expect.stringContaining('copy') as string });
  });
  test('held for its reason: unread mail, a review, the hours, given up', () => {
    expect(last(reminded().events, '2024-02-08 09:00', 'unread')).toMatchObject({ outcome: 'held', why: 'mail-unread' });
    expect(last(reminded().when(receive({ reading: reading({ outcome: 'review', contacts: [] }) })).then({}, {}).events, '2024-02-08 09:00')).toMatchObject({ kind: 'reminder', outcome: 'held', why: 'review-open' });
    expect(last(reminded().events, '2024-02-08 19:00')).toMatchObject({ outcome: 'held', why: 'outside-hours' });
    const letter = given(...invited().slice(0, 2)).when({ type: 'give-up', at: at('2024-01-30 08:05'), mail: null, reason: 'letter-failed', detail: 'x', reading: 0, task: 'letter.2024.0751' }).then({});
    expect(last(letter.events, '2024-01-30 09:00')).toMatchObject({ kind: 'letter', outcome: 'held', why: 'review-open' });
  });
  test('not wanted any more, before and after somebody has looked', () => {
    const answered = reminded().when(receive({ at: '2024-02-08 08:01', mail: mailRef() })).then({}, {}, {}).events;
    expect(outcomes(answered, '2024-02-08 08:02').map((m) => [m.kind, m.outcome, m.why])).toEqual([['letter', 'sent', 'accepted: 250 ok'], ['reminder', 'unwanted', 'already-answered'], ['ack', 'waiting', '']]);
    expect(outcomes([...answered, { type: 'mail-unwanted', at: at('2024-02-08 08:03'), task, reason: 'already-answered' }, ...sent('ack.2024.0751', '2024-02-08 08:03')], '2024-02-08 08:04').map((m) => m.outcome)).toEqual(['sent', 'unwanted', 'sent']);
  });
});
