// Rounds and deadlines of one case: on which days, about what, which still count, and that a day never holds two; and a clock that can't be believed.
// It refuses to go by one campaign only: deadlines on days off are tried with campaigns of their own.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, isWorkingDay, lastDayInTime } from '../../src/core/calendar.ts';
import { checkCampaign, roundDay, type Campaign } from '../../src/core/campaign.ts';
import { dueCommands, nextDue, type DueCommand } from '../../src/core/deadlines.ts';
import { caseCommand, decide } from '../../src/core/decide.ts';
import { tasksFor, type CaseEvent } from '../../src/core/events.ts';
import { forecastCase } from '../../src/core/forecast.ts';
import { allQuiet } from '../../src/core/holds.ts';
import { composeLetter } from '../../src/core/letters.ts';
import { deadlineOf, isLastRound, roundsOf } from '../../src/core/rounds.ts';
import { caseStatus } from '../../src/core/status.ts';
import { stillWanted } from '../../src/core/wanted.ts';
import { at, campaign2024, campaignWith } from '../support/campaign.ts';
import { given, invited, mailRef, opened, reading, receive, replay, sent } from '../support/given.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const person = { by: 'anb', note: 'aftalt' };

/** Plays the calendar alone, an instant after another: what is due is asked for and has left a minute later. */
function playDays(events: readonly CaseEvent[], from: string, until: string, campaign: Campaign = campaign2024, time = '09:00') {
  const log = [...events];
  const left: string[] = [];
  for (let d = day(from); Temporal.PlainDate.compare(d, day(until)) <= 0; d = d.add({ days: 1 })) {
    const now = instant(`${d} ${time}`);
    for (const command of dueCommands(replay(log), campaign, now).commands) {
      const decision = decide(caseCommand(command, now, () => ({ nonce: 'n', tokenHash: `h${d}` })), replay(log), campaign);
      if ('ignored' in decision) continue;
      log.push(...decision.events);
      for (const task of tasksFor(decision.events)) {
        left.push(`${d} ${task.kind}${task.kind === 'reminder' ? ` ${task.about} ${task.of}/${task.round}${task.overdue ? ' overdue' : ''}${task.copyOf ? ' copy' : ''}` : ''}`);
        log.push(...sent(task.id, `${d} ${time}`));
      }
    }
  }
  return { left, log, state: replay(log) };
}
const registered = () => given(...invited()).when(receive()).then({}, {}, {}).events;
const activated: CaseEvent = { type: 'login-activated', at: at('2024-03-20 10:00'), task: 'login.2024.0751' };

describe('the rounds of 2024', () => {
  test('before, on and after both deadlines, on working days; overdue from the end of the last day', () => {
    expect(playDays(invited(), '2024-01-31', '2024-07-01').left).toEqual([
      '2024-02-08 reminder contact contact/before', '2024-02-12 reminder contact contact/on', '2024-02-15 reminder contact contact/after overdue', '2024-02-22 reminder contact contact/last overdue',
      '2024-05-16 reminder contact report/before', '2024-05-29 reminder contact report/soon', '2024-05-31 reminder contact report/on', '2024-06-06 reminder contact report/after overdue', '2024-06-13 reminder contact report/last overdue',
    ]);
  });
  test('about what is missing: a login not used, a report not begun, a report begun; the last one told to the main mailbox', () => {
    // The link lasts 14 days: in a round after that its successor leaves in place of the reminder.
    expect(playDays(registered(), '2024-03-13', '2024-07-01', campaign2024, '08:00').left).toEqual([
      '2024-03-13 login', '2024-05-16 login', '2024-05-29 login', '2024-05-31 reminder login report/on', '2024-06-06 reminder login report/after overdue', '2024-06-13 login', '2024-06-13 reminder login report/last overdue copy',
    ]);
    // A machine that was off judges the link on the day on which it is back.
    const before = playDays(registered(), '2024-03-13', '2024-05-17').log;
    expect(playDays(before, '2024-05-30', '2024-05-30').left).toEqual(['2024-05-30 login']);
    const begins = playDays(registered(), '2024-03-13', '2024-03-13').state;
    expect(roundsOf(begins, campaign2024).map((r) => `${r.of}/${r.round}`)).toEqual(['report/before', 'report/soon', 'report/on', 'report/after', 'report/last']);
  });
  test('the rounds of the list end when a contact is named, those of the report when it is submitted', () => {
    const used = [...registered(), ...given(...registered()).when({ type: 'issue-login', at: at('2024-03-13 08:00'), nonce: 'n', tokenHash: 'h' }).then({}).events.slice(-1), ...sent('login.2024.0751', '2024-03-13 08:01'), activated];
    expect(playDays(used, '2024-05-16', '2024-05-30').left).toEqual(['2024-05-16 reminder report report/before', '2024-05-29 reminder report report/soon']);
    const begun: readonly CaseEvent[] = [...playDays(used, '2024-05-16', '2024-05-17').log, { type: 'report-begun', at: at('2024-05-20 10:00'), by: 'mho@aarhus.dk' }];
    expect(playDays(begun, '2024-05-21', '2024-05-30').left).toEqual(['2024-05-29 reminder begun report/soon']);
    expect(playDays([...begun, { type: 'report-submitted', at: at('2024-05-21 10:00'), by: 'mho@aarhus.dk' }], '2024-05-21', '2024-07-01').left).toEqual([]);
  });
  test('only the last one of a deadline is the last', () => {
    expect(campaign2024.rounds.report.map((r) => isLastRound(campaign2024, 'report', r.name))).toEqual([false, false, false, false, true]);
    const shuffled = campaignWith({ rounds: { contact: campaign2024.rounds.contact.toReversed(), report: [] } });
    expect(shuffled.rounds.contact.filter((r) => isLastRound(shuffled, 'contact', r.name)).map((r) => r.name)).toEqual(['last']);
  });
});

describe('a deadline on a day off is shown as printed, and counts as overdue from the end of the next working day', () => {
  test.each([
    ['a Saturday', '2024-02-10', 'lørdag den 10. februar 2024', '2024-02-12'],
    ['a Sunday', '2024-02-11', 'søndag den 11. februar 2024', '2024-02-12'],
    ['Maundy Thursday, with Easter behind it', '2024-03-28', 'torsdag den 28. marts 2024', '2024-04-02'],
    ['a working day', '2024-02-13', 'tirsdag den 13. februar 2024', '2024-02-13'],
  ])('%s', (_, deadline, printed, lastDay) => {
    const campaign = campaignWith({ contactDeadline: day(deadline), loginWindow: { from: day('2024-04-15'), until: day('2024-04-20') }, rounds: { contact: [{ name: 'on', workingDays: 0 }, { name: 'after', workingDays: 3 }], report: [] } });
    expect(checkCampaign(campaign).filter((f) => f.level === 'error')).toEqual([]);
    expect(lastDayInTime(day(deadline)).toString()).toBe(lastDay);
    const { left, state } = playDays(invited(), '2024-01-31', lastDay, campaign);
    expect(left).toEqual([`${lastDay} reminder contact contact/on`]);
    const flags = (local: string) => caseStatus(state, campaign, instant(local)).flags;
    expect([flags(`${lastDay} 23:59`), flags(`${day(lastDay).add({ days: 1 })} 00:00`)]).toEqual([[], ['overdue']]);
    const reminder = forecastTasks(invited(), campaign, lastDay);
    const letter = composeLetter(reminder, { campaign, kommune: null, regionName: null, link: null, code: null, at: at(`${lastDay} 08:00`), plusToken: null });
    expect(letter.template.fields).toMatchObject({ deadline: printed, overdue: false, last: false });
  });

  function forecastTasks(events: readonly CaseEvent[], campaign: Campaign, on: string) {
    const decision = decide({ type: 'remind', at: at(`${on} 08:00`), about: 'contact', of: 'contact', round: 'on' }, replay(events), campaign);
    const [task] = 'ignored' in decision ? [] : tasksFor(decision.events);
    if (!task) throw new Error('no reminder');
    return task;
  }

  test('the report too: 5 June, Constitution Day', () => {
    const campaign = campaignWith({ reportDeadline: day('2024-06-05') });
    expect(checkCampaign(campaign).map((f) => `${f.level}: ${f.what}`)).toEqual(['notice: reportDeadline 2024-06-05 is grundlovsdag']);
    expect(roundDay(campaign.reportDeadline, { name: 'on', workingDays: 0 }).toString()).toBe('2024-06-06');
    const flags = (local: string) => caseStatus(replay(invited()), campaign, instant(local)).flags;
    // Without a contact the list has long been overdue.
    const named = (local: string) => caseStatus(replay(registered()), campaign, instant(local)).flags;
    expect([flags('2024-06-06 12:00'), named('2024-06-06 23:59'), named('2024-06-07 00:00')]).toEqual([['overdue'], [], ['overdue']]);
  });
});

describe('a machine that was off', () => {
  test.each([['2024-02-12 15:59', 'on'], ['2024-02-14 12:00', 'on'], ['2024-02-19 12:00', 'after'], ['2024-04-01 12:00', null], ['2024-04-02 12:00', 'last'], ['2024-05-30 12:00', 'soon'], ['2024-09-02 08:00', 'last']])('until %s sends the newest round only: %s', (back, round) => {
    const { commands, held } = dueCommands(replay(invited()), campaign2024, instant(back));
    expect([commands.map((c) => (c.type === 'remind' ? c.round : c.type)), held]).toEqual([round === null ? [] : [round], []]);
  });
  test('from before the letter sends the letter, and no round that was over by then', () => {
    expect(playDays([opened], '2024-02-16', '2024-02-29').left).toEqual(['2024-02-16 letter', '2024-02-22 reminder contact contact/last overdue']);
  });
});

describe('a mail that was held or put off counts for the day on which it left', () => {
  const remind = (events: readonly CaseEvent[], round: string, local: string): readonly CaseEvent[] => given(...events).when({ type: 'remind', at: at(local), about: 'contact', of: 'contact', round }).then({}).events;
  test('a reminder: the round of that day does not come on top of it', () => {
    const late = [...remind(invited(), 'on', '2024-02-12 08:00'), ...sent('reminder.2024.0751', '2024-02-15 08:00')];
    expect(dueCommands(replay(late), campaign2024, instant('2024-02-15 08:00')).commands).toEqual([]);
    expect(playDays(late, '2024-02-15', '2024-03-01').left).toEqual(['2024-02-22 reminder contact contact/last overdue']);
  });
  test('one that has not left when the next round comes is not wanted any more', () => {
    const waits = remind(invited(), 'on', '2024-02-12 08:00');
    const next = given(...waits).when({ type: 'remind', at: at('2024-02-15 08:00'), about: 'contact', of: 'contact', round: 'after' }).then({});
    const [first, second] = tasksFor(next.events).slice(-2);
    const verdicts = [first, second].map((task) => task && stillWanted(task, next.state, campaign2024, instant('2024-02-15 08:01'), allQuiet));
    expect(verdicts).toEqual([{ unwanted: 'newer-round' }, { wanted: true }]);
  });
  test('the main mailbox is told in the last round, also while the new link beside it is on its way', () => {
    const asked = given(...registered()).when({ type: 'issue-login', at: at('2024-03-13 08:00'), nonce: 'n', tokenHash: 'h' }).then({}).events;
    const last = given(...asked, ...sent('login.2024.0751', '2024-03-13 08:01')).when({ type: 'renew-login', at: at('2024-06-13 08:00'), of: 'report', round: 'last', nonce: 'n2', tokenHash: 'h2' }).then({ task: { kind: 'login' } }, { task: { kind: 'reminder', to: 'post@aarhus.dk' } });
    const [copy] = tasksFor(last.events).slice(-1);
    const verdict = (state: typeof last.state) => copy && stillWanted(copy, state, campaign2024, instant('2024-06-13 08:01'), allQuiet);
    expect(verdict(last.state)).toEqual({ wanted: true });
    expect(verdict(given(...last.events, ...sent('login.2024.0751.2', '2024-06-13 08:01')).state)).toEqual({ wanted: true });
    expect(verdict(given(...last.events, { type: 'report-submitted', at: at('2024-06-13 08:00'), by: 'mho@aarhus.dk' }).state)).toEqual({ unwanted: 'already-submitted' });
  });
  test('a login: nobody is reminded of it on the day it came', () => {
    const asked = given(...registered()).when({ type: 'issue-login', at: at('2024-05-15 08:00'), nonce: 'n', tokenHash: 'h' }).then({}).events;
    const at16 = (left: string) => dueCommands(replay([...asked, ...sent('login.2024.0751', left)]), campaign2024, instant('2024-05-16 09:00')).commands;
    expect([at16('2024-05-15 08:01'), at16('2024-05-16 08:30')]).toEqual([[{ type: 'remind', about: 'login', of: 'report', round: 'before' }], []]);
  });
});

test('whom we have answered gets a working day to act on it: the rounds of that day and of the next do not count', () => {
  const asks = given(...invited()).when(receive({ at: '2024-02-09 10:00', reading: reading({ kind: 'question', outcome: 'forward', contacts: [] }) })).then({}, {});
  const answered = asks.when({ type: 'forward-question', at: at('2024-02-09 10:01'), question: 'q1' }).then({})
    .when({ type: 'receive-answer', at: at('2024-02-09 14:00'), mail: mailRef({ from: 'anb@lige.dk' }), reading: 1, task: 'review.2024.0751', text: 'Ja.', problem: null }).then({}, {}, {});
  // Answered on Friday: the round of Monday does not count, the one of Thursday does.
  expect(playDays([...answered.events, ...sent('answer.2024.0751', '2024-02-09 14:01')], '2024-02-09', '2024-02-16').left).toEqual(['2024-02-15 reminder contact contact/after overdue']);
});

describe('a longer deadline', () => {
  const extended = (until: string, when: string, deadline: 'contact' | 'report' = 'contact'): CaseEvent => ({ type: 'deadline-extended', at: at(when), deadline, until, ...person });
  test('moves the rounds and allows each name once more', () => {
    const first = playDays(invited(), '2024-01-31', '2024-02-13');
    expect(first.left).toEqual(['2024-02-08 reminder contact contact/before', '2024-02-12 reminder contact contact/on']);
    const again = playDays([...first.log, extended('2024-02-26', '2024-02-13 10:00')], '2024-02-13', '2024-03-10');
    expect(again.left).toEqual(['2024-02-22 reminder contact contact/before', '2024-02-26 reminder contact contact/on', '2024-02-29 reminder contact contact/after overdue', '2024-03-07 reminder contact contact/last overdue']);
  });
  test('taken back: the rounds of the old deadline that have left do not come again', () => {
    const first = playDays(invited(), '2024-01-31', '2024-02-13');
    const back = playDays([...first.log, extended('2024-02-26', '2024-02-13 10:00'), extended('2024-02-12', '2024-02-14 10:00')], '2024-02-14', '2024-03-10');
    expect(back.left).toEqual(['2024-02-15 reminder contact contact/after overdue', '2024-02-22 reminder contact contact/last overdue']);
  });
  test('of the list into the rounds of the report: one reminder a day, the newest', () => {
    const { left } = playDays([...invited(), extended('2024-05-29', '2024-02-01 10:00')], '2024-05-13', '2024-06-20');
    expect(left).toEqual([
      '2024-05-16 reminder contact report/before', '2024-05-27 reminder contact contact/before', '2024-05-29 reminder contact report/soon', '2024-05-31 reminder contact report/on', '2024-06-03 reminder contact contact/after overdue',
      '2024-06-06 reminder contact report/after overdue', '2024-06-11 reminder contact contact/last overdue', '2024-06-13 reminder contact report/last overdue',
    ]);
  });
  test('is the case\'s own: another one keeps its days', () => {
    expect([deadlineOf(campaign2024, { extended: { report: '2024-06-14' } }, 'report'), deadlineOf(campaign2024, { extended: { report: '2024-06-14' } }, 'contact'), deadlineOf(campaign2024, { extended: {} }, 'report')].map(String)).toEqual(['2024-06-14', '2024-02-12', '2024-05-31']);
  });
});

test('property: whatever is extended and whenever the machine looks, a day holds one reminder to an address, and it is a working day', () => {
  const extension = fc.record({ on: fc.integer({ min: 1, max: 130 }), deadline: fc.constantFrom('contact' as const, 'report' as const), by: fc.integer({ min: 0, max: 40 }) });
  const looks = fc.uniqueArray(fc.integer({ min: 0, max: 170 * 24 * 2 }), { minLength: 5, maxLength: 60 });
  fc.assert(fc.property(fc.array(extension, { maxLength: 3 }), looks, fc.boolean(), (extensions, halfHours, isRegistered) => {
    const start = instant('2024-01-31 00:00');
    const log: CaseEvent[] = [...(isRegistered ? registered() : invited())];
    const turns = [...halfHours.map((h) => ({ at: start.add({ minutes: h * 30 }), extend: null })), ...extensions.map((e) => ({ at: start.add({ hours: e.on * 24 + 9 }), extend: e }))].sort((a, b) => Temporal.Instant.compare(a.at, b.at));
    const days = new Set<string>();
    for (const { at: now, extend } of turns) {
      const take = (command: Parameters<typeof decide>[0]): readonly CaseEvent[] => {
        const decision = decide(command, replay(log), campaign2024);
        const events = 'ignored' in decision ? [] : decision.events;
        log.push(...events);
        return events;
      };
      if (extend) {
        take({ type: 'extend', at: now.toString(), deadline: extend.deadline, until: (extend.deadline === 'contact' ? campaign2024.contactDeadline : campaign2024.reportDeadline).add({ days: extend.by }).toString(), ...person });
        continue;
      }
      for (const command of dueCommands(replay(log), campaign2024, now).commands) {
        for (const task of tasksFor(take(caseCommand(command, now, () => ({ nonce: 'n', tokenHash: `h${now}` }))))) {
          log.push({ type: 'mail-intended', at: now.toString(), task: task.id, sha256: 'a', clock: now.toString() }, { type: 'mail-sent', at: now.toString(), task: task.id, proof: 'accepted', response: '' });
          const key = `${dayOf(now)} ${task.to}`;
          expect(isWorkingDay(dayOf(now)) || task.kind === 'login').toBe(true);
          if (task.kind === 'reminder') expect([key, days.has(key)]).toEqual([key, false]);
          days.add(key);
        }
      }
    }
  }), { numRuns: 250 });
});

describe('a clock that jumps back', () => {
  /** The round of 12 February is due, and something happened at noon. */
  const atNoon = () => given(...invited(), ...given(...invited()).when(receive({ at: '2024-02-12 12:00', mail: mailRef({ from: 'mailer-daemon@aarhus.dk' }), reading: reading({ kind: 'bounce', outcome: 'ignore', contacts: [], bounce: { recipient: 'post@aarhus.dk', permanent: false, originalMessageId: '<letter.2024.0751@lige.dk>' } }) })).then({}, {}).events.slice(-2));
  const due = (now: string) => dueCommands(atNoon().state, campaign2024, instant(now));
  const remind: DueCommand = { type: 'remind', about: 'contact', of: 'contact', round: 'on' };
  test('holds everything by name, and releases it', () => {
    expect(due('2024-02-12 10:00')).toEqual({ commands: [], held: [{ what: remind, reason: 'clock-behind' }] });
    expect(due('2024-02-12 11:49')).toEqual({ commands: [], held: [{ what: remind, reason: 'clock-behind' }] });
    // A few minutes are the difference between two machines.
    expect(due('2024-02-12 11:50').commands).toEqual([remind]);
    expect(due('2024-02-12 12:01').commands).toEqual([remind]);
    expect(nextDue(atNoon().state, campaign2024, instant('2024-02-12 10:00'))).not.toBeNull();
  });
  test('before a pause, an unread mail and what the case itself waits for', () => {
    const review = given(...atNoon().events).when(receive({ at: '2024-02-12 12:01', reading: reading({ outcome: 'review' }) })).then({}, {});
    expect(dueCommands(review.state, campaign2024, instant('2024-02-12 09:00'), { inbox: 'unread', paused: true }).held.map((h) => h.reason)).toEqual(['clock-behind']);
  });
  test('holds a mail that was asked for, and the forecast says so', () => {
    const asked = atNoon().when({ type: 'remind', at: at('2024-02-12 12:05'), about: 'contact', of: 'contact', round: 'on' }).then({});
    const [task] = tasksFor(asked.events).slice(-1);
    if (!task) throw new Error('no reminder');
    expect(stillWanted(task, asked.state, campaign2024, instant('2024-02-12 10:00'), allQuiet)).toEqual({ held: 'clock-behind' });
    expect(stillWanted(task, asked.state, campaign2024, instant('2024-02-12 12:06'), allQuiet)).toEqual({ wanted: true });
    const told = (now: string) => forecastCase(asked.state, campaign2024, instant(now), instant('2024-02-13 00:00'), allQuiet, [task]).map((m) => `${m.kind} ${m.to} ${m.held}`);
    expect([told('2024-02-12 10:00'), told('2024-02-12 12:06')]).toEqual([['reminder post@aarhus.dk clock-behind'], ['reminder post@aarhus.dk null']]);
  });
  test('an answer is noted all the same, and what is not wanted any more stays so', () => {
    const asked = atNoon().when({ type: 'remind', at: at('2024-02-12 12:05'), about: 'contact', of: 'contact', round: 'on' }).then({});
    const [task] = tasksFor(asked.events).slice(-1);
    const answered = asked.when(receive({ at: '2024-02-12 10:00' })).then({}, { type: 'contact-registered' }, {});
    expect(task && stillWanted(task, answered.state, campaign2024, instant('2024-02-12 10:01'), allQuiet)).toEqual({ unwanted: 'already-answered' });
  });
});
