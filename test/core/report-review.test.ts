// A report by mail that waits for a person, given/when/then: made to count, refused by name, taken back; and that taking it back leaves all as it was.
// It refuses made-up items: every one is opened by a mail that the case itself would not count.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatEvent, parseEvent } from '../../src/adapters/event-schema.ts';
import { phaseOf } from '../../src/core/phase.ts';
import { dueCommands } from '../../src/core/deadlines.ts';
import { changesOf } from '../../src/core/digest/changes.ts';
import { progressOf } from '../../src/core/digest/progress.ts';
import { tasksFor, whatWasRead } from '../../src/core/events.ts';
import { allQuiet } from '../../src/core/holds.ts';
import { offeredReport, receiptTo, reportOf } from '../../src/core/report/accept.ts';
import { newestReport } from '../../src/core/report/draft.ts';
import { correctionField, longest, type Answers } from '../../src/core/report/model.ts';
import type { ReviewCommand } from '../../src/core/review.ts';
import { stillWanted } from '../../src/core/wanted.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { given, invited, reading, sent } from '../support/given.ts';
import { wholeAnswers } from '../support/report.ts';
import { active, add, commented, filled, formOf, handedIn, mailed, mette, save, submit, withLogin, type Given } from '../support/reporting.ts';

const hr = 'hr@aarhus.dk';
const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const thread = { inReplyTo: '<hr@aarhus.dk>', references: [], subject: 'SV: Indberetning' };
/** Her report waits: she is neither the contact nor a colleague. */
const waiting = (c: Given = active(), answers: Answers = wholeAnswers, how: Parameters<typeof mailed>[1] = {}): Given => c.when(mailed(answers, { from: hr, ...how })).then({ type: 'mail-received' }, { type: 'review-opened' });
type Accept = Extract<ReviewCommand, { type: 'accept-report' }>;
const lastItem = (c: Given): string => c.state.reviews.at(-1)?.review ?? 'r1';
const accept = (c: Given, change: Partial<Accept> = {}): Accept => ({ type: 'accept-report', at: at('2024-04-04 09:00'), by: 'anb', note: '', item: lastItem(c), over: newestReport(c.state)?.number ?? null, answer: { to: hr, thread }, quiet: false, ...change });
const undo = (item = 'r1', when = '2024-04-04 10:00') => ({ type: 'review-undo' as const, at: at(when), by: 'anb', note: '', item, givenBackBy: null });
const accepted = (c: Given = waiting()): Given => add(c, ...taken(c, accept(c)));
function taken(c: Given, command: Parameters<Given['when']>[0]) {
  const { decision } = c.when(command);
  return 'ignored' in decision ? [] : decision.events;
}

test('what waits keeps the sheet: cut where the length alone is a fault, without the cells of empty columns; an old log lacks it', () => {
  const places = { comment: 'C40', 'u1.level1.men': 'C12', 'u7.level1.men': 'I12' };
  const form = formOf({ ...wholeAnswers, comment: 'a'.repeat(100_000) }, { places, problems: Array.from({ length: 500 }, (_, i) => ({ place: `Z${i}`, text: 'x' })) });
  const kept = whatWasRead(reading({ kind: 'report', contacts: [], report: form }), thread).report;
  expect([kept?.answers['comment']?.length, kept?.places, kept?.problems.length]).toEqual([longest.comment + 1, { comment: 'C40', 'u1.level1.men': 'C12' }, 30]);
  const c = waiting();
  expect(reportOf(c.state.reviews[0] ?? { read: null })?.answers).toEqual(wholeAnswers);
  for (const event of accepted(c).when(undo()).then({ type: 'report-withdrawn' }, {}, {}, {}).events) expect(parseEvent(formatEvent(event, '0751'), 'here')).toEqual(JSON.parse(JSON.stringify(event)));
  expect(reportOf({ read: null })).toBeUndefined();
});

describe('accepted', () => {
  test('it counts as hers, closes the item, and both have it in writing', () => {
    const c = waiting();
    const done = c.when(accept(c)).then(
      { type: 'review-closed', item: 'r1', how: 'accepted', by: 'anb' },
      { type: 'report-submitted', by: hr, item: 'r1', handedIn: { via: 'mail', by: hr, answers: wholeAnswers, correction: '', replaces: null } },
      { type: 'mail-asked', item: 'r1', task: { kind: 'receipt', to: hr, number: 1, again: false, thread } },
      { type: 'mail-asked', item: 'r1', task: { kind: 'receipt', to: mette.email, thread: null } },
    );
    expect(done.state).toMatchObject({ reviews: [], submissions: 1, draft: { answers: wholeAnswers }, closed: [{ report: 1 }] });
    expect(phaseOf(done.state)).toBe('submitted');
  });
  test('quietly nobody does; where the sender may not, the contact alone', () => {
    const c = waiting();
    c.when(accept(c, { quiet: true })).then({}, { type: 'report-submitted' });
    c.when(accept(c, { answer: null })).then({}, {}, { task: { to: mette.email, thread: null } });
    const nobody = waiting(given(...invited()));
    nobody.when(accept(nobody)).then({}, { type: 'report-submitted' });
  });
  test('who gets a receipt beside the contact: at the kommune\'s own domain only, and the contact herself in her thread', () => {
    const item = waiting().state.reviews[0];
    const to = (email: string | null, isOwn: boolean) => item && receiptTo(item, email === null ? null : { kommune: '0751', name: 'x', email, phone: null, region: null }, () => isOwn)?.to;
    expect([to(mette.email, true), to(mette.email, false), to('HR@aarhus.dk', false), to(null, true)]).toEqual([hr, undefined, null, hr]);
  });
  test('an exempt kommune\'s, an older one, one whose sender the reading doubts: each counts by a person\'s word', () => {
    const exempt = waiting(add(active(), { type: 'exempted', at: at('2024-04-01 09:00'), by: 'anb', note: 'Sammenlagt' }), wholeAnswers, { from: mette.email });
    exempt.when(accept(exempt)).then({}, { type: 'report-submitted' }, {}, {});
    const older = waiting(handedIn(), commented('Ældre'), { from: mette.email, date: '2024-04-01 10:00' });
    const done = older.when(accept(older, { answer: { to: null, thread } })).then({}, { handedIn: { replaces: { number: 1 } } }, { task: { to: mette.email, thread, number: 2, again: true } });
    // What is written before version 1 stays older than what counts.
    done.when(mailed(commented('For sent'), { when: '2024-04-05 10:00', date: '2024-04-02 10:00' })).then({}, { reason: 'report-older-than-newest' });
    done.when(mailed(commented('Nyere'), { when: '2024-04-05 10:00', date: '2024-04-03 10:00' })).then({}, { type: 'report-submitted' }, {});
  });
  test('what stands beside it goes on waiting, without the report', () => {
    const c = waiting(active(), wholeAnswers, { read: { also: ['question'] } });
    const done = c.when(accept(c, { quiet: true })).then({}, {}, { type: 'question-opened', origin: '0751/r1', read: { also: ['question'] } });
    expect(reportOf(done.state.questions[0] ?? { read: null })).toBeUndefined();
  });
  test('after the deadline a correction takes the sheet\'s reason, otherwise the person\'s; a first report takes none', () => {
    const late = { when: '2024-06-04 10:00' };
    const when = { at: at('2024-06-05 09:00'), quiet: true };
    const first = waiting(active(), wholeAnswers, late);
    first.when(accept(first, when)).then({}, { handedIn: { correction: '' } });
    const c = waiting(handedIn(), commented('Rettet'), late);
    c.when(accept(c, when)).thenIgnored('needs-reason');
    c.when(accept(c, { ...when, note: ' ringet ' })).then({}, { handedIn: { correction: 'ringet' } });
    const own = waiting(handedIn(), { ...commented('Rettet'), [correctionField]: 'Tastefejl' }, late);
    own.when(accept(own, { ...when, note: 'ringet' })).then({}, { handedIn: { correction: 'Tastefejl' } });
  });
});

test('every "no" comes by name', () => {
  const c = waiting();
  c.when(accept(c, { over: 1 })).thenIgnored('changed-meanwhile');
  c.when(accept(c, { item: 'r9' })).thenIgnored('no-such-review');
  const since = handedIn(filled(c, commented('fra portalen')));
  since.when(accept(c)).thenIgnored('changed-meanwhile');
  const same = handedIn(filled(c));
  same.when(accept(same)).thenIgnored('nothing-new');
  const faulty = waiting(active(), { ...wholeAnswers, 'u1.level2.women': '-1' }, { read: { answerTo: null } });
  faulty.when(accept(faulty)).thenIgnored('has-faults');
  const odd = waiting(active(), wholeAnswers, { form: { problems: [{ place: 'F9', text: 'Hører ikke til.' }] }, read: { outcome: 'review' } });
  odd.when(accept(odd)).thenIgnored('has-faults');
  const contact = waiting(active(), wholeAnswers, { read: { outcome: 'review', contacts: reading().contacts } });
  contact.when(accept(contact)).thenIgnored('no-report');
  accepted().when(accept(c)).thenIgnored('already-closed');
  const offered = (of: Given) => { const [item] = of.state.reviews; return item && offeredReport(item, of.state, campaign2024, at('2024-04-04 09:00')); };
  expect([offered(faulty)?.faults, offered(odd)?.faults]).toMatchObject([[{ place: 'celle C14', text: 'Antallet kan ikke være negativt.' }], [{ place: 'celle F9', label: 'Skemaet' }]]);
  expect(offered(since)).toMatchObject({ newest: { number: 1 }, isSame: false, differs: ['Politik, Bemærkninger: fra portalen → Ingen'], faults: [] });
});

describe('taken back', () => {
  test('no report counts, receipts that have not left are not wanted, and the number is not given again', () => {
    const done = accepted();
    const one = add(done, ...sent('receipt.2024.0751', '2024-04-04 09:01'));
    const undone = one.when(undo()).then({ type: 'report-withdrawn', number: 1, item: 'r1' }, { type: 'review-reopened' }, { type: 'mail-unwanted', task: 'receipt.2024.0751.2', reason: 'taken-back' });
    expect(undone.state).toMatchObject({ submittedAt: null, reportWrittenAt: null, begunAt: null, reviews: [{ review: 'r1' }] });
    expect(phaseOf(undone.state)).toBe('login');
    const again = undone.when(accept(undone, { at: at('2024-04-05 09:00') })).then({}, { handedIn: { replaces: null } }, { task: { number: 2, again: false } }, {});
    expect(again.state.reports.map(({ number, withdrawnAt }) => [number, withdrawnAt !== null])).toEqual([[1, true], [2, false]]);
    const leaving = add(done, { type: 'mail-intended', at: at('2024-04-04 09:01'), task: 'receipt.2024.0751', sha256: 'aa', clock: at('2024-04-04 09:01') }).when(undo()).then({}, {}, { task: 'receipt.2024.0751.2' });
    const [receipt] = tasksFor(leaving.events).filter(({ kind }) => kind === 'receipt');
    expect(receipt && stillWanted(receipt, leaving.state, campaign2024, instant('2024-04-04 11:00'), allQuiet)).toEqual({ unwanted: 'taken-back' });
    // The contact may send the very same: it is hers then.
    undone.when(mailed(wholeAnswers, { when: '2024-04-05 10:00' })).then({}, { type: 'report-submitted' }, { task: { number: 2, again: false } });
  });
  test('the version before counts again, and the draft shows it; what somebody saved since stays', () => {
    const c = accepted(waiting(handedIn(), commented('fra HR')));
    const undone = c.when(undo()).then({ number: 2 }, {}, {}, {});
    expect([newestReport(undone.state)?.number, undone.state.submittedAt, undone.state.draft?.answers]).toEqual([1, at('2024-04-02 11:00'), wholeAnswers]);
    // A page that showed what was taken back is a conflict.
    undone.when(save(c, 'policy', { policy: 'no' }, { when: '2024-04-04 11:00' })).thenIgnored('changed-meanwhile');
    undone.when(submit(c, { when: '2024-04-04 11:00' })).thenIgnored('changed-meanwhile');
    const since = add(c, ...taken(c, save(c, 'policy', { policy: 'no', comment: 'min' }, { when: '2024-04-04 09:30' })));
    expect(since.when(undo()).then({}, {}, {}, {}).state.draft).toEqual(since.state.draft);
  });
  test('a draft that nobody had handed in comes back; a report that nobody had begun begins anew with its units', () => {
    const drafted = waiting(filled(active(), commented('kladde')), commented('fra HR'));
    const back = accepted(drafted).when(undo()).then({}, {}, {}, {});
    expect([back.state.draft?.answers, phaseOf(back.state)]).toEqual([commented('kladde'), 'begun']);
    const none = accepted().when(undo()).then({}, {}, {}, {});
    none.when(submit(none)).thenIgnored('not-begun');
    const begun = none.when(save(none, 'policy', { policy: 'no' }, { when: '2024-04-05 10:00' })).then({ type: 'report-begun' }, { type: 'report-saved' });
    expect(begun.state).toMatchObject({ begunAt: at('2024-04-05 10:00'), draft: { answers: { 'u1.name': 'Aarhus Kommune', policy: 'no' } } });
  });
  test('under a later version that one goes on counting; the second taken back does not bring the first back', () => {
    const one = accepted(waiting(active(), commented('a')));
    const two = accepted(waiting(one, commented('b')));
    const both = (first: string, second: string) => two.when(undo(first)).then({}, {}, {}, {}).when(undo(second, '2024-04-04 10:01')).then({}, {}, {}, {}).state;
    expect(newestReport(two.when(undo('r1')).then({}, {}, {}, {}).state)?.number).toBe(2);
    for (const state of [both('r1', 'r2'), both('r2', 'r1')]) expect([state.submittedAt, state.begunAt, state.draft?.answers]).toEqual([null, null, {}]);
  });
  test('reminders go on by the rounds that are still to come, once nothing waits', () => {
    const undone = accepted().when(undo('r1', '2024-05-29 09:30')).then({}, {}, {}, {}).when({ type: 'review-discard', at: at('2024-05-29 09:40'), by: 'anb', note: '', item: 'r1' }).then({});
    const due = (when: string) => dueCommands(undone.state, campaign2024, instant(when)).commands.map((d) => ('round' in d ? d.round : d.type));
    expect([due('2024-05-29 10:00'), due('2024-05-31 10:00')]).toEqual([[], ['on']]);
  });
  test('the digest tells it, and its curve goes down', () => {
    const undone = accepted().when(undo()).then({}, {}, {}, {});
    const stream = { kommune: '0751', name: 'Aarhus', events: accepted(undone).events };
    expect(changesOf(stream, at('2024-04-03 12:00')).map(({ what }) => what)).toEqual(['review-closed', 'submitted', 'report-withdrawn', 'review-closed', 'submitted']);
    expect(progressOf([{ ...stream, events: undone.events }], '2024-04-10').at(-1)).toMatchObject({ submitted: 0 });
  });
});

// Any history of a report: saved, handed in, mailed by her and by others, made to count and taken back.
const step = fc.record({ do: fc.constantFrom('save' as const, 'hand-in' as const, 'mail' as const, 'others' as const, 'accept' as const, 'undo' as const), text: fc.constantFrom('a', 'b', 'c'), nth: fc.nat(4) });

test('property: made to count and taken back, a case\'s report is what it was, whatever happened before; numbers are never given twice', () => {
  const told = ({ state: { draft, reports, begunAt, submittedAt, reportWrittenAt, reviews } }: Given) => ({ draft: draft?.answers ?? {}, counts: reports.filter((r) => r.withdrawnAt === null).map(({ number }) => number), begunAt, submittedAt, reportWrittenAt, open: reviews.map(({ review }) => review).toSorted() });
  fc.assert(fc.property(fc.array(step, { maxLength: 14 }), fc.constantFrom('a', 'b', 'c', 'd'), fc.boolean(), (steps, last, isBegun) => {
    let c = isBegun ? filled(withLogin(), commented('a')) : withLogin();
    for (const [i, one] of steps.entries()) {
      const when = `2024-04-10 10:${String(10 + i)}`;
      const closed = c.state.closed.filter(({ report }) => report !== null);
      const open = c.state.reviews[one.nth % Math.max(1, c.state.reviews.length)];
      const command = one.do === 'save' ? save(c, 'policy', { policy: 'yes', policyLink: 'https://www.aarhus.dk', comment: one.text }, { when }) : one.do === 'hand-in' ? submit(c, { when })
        : one.do === 'mail' ? mailed(commented(one.text), { when }) : one.do === 'others' ? mailed(commented(one.text), { when, from: hr })
          : one.do === 'accept' ? accept(c, { at: at(when), item: open?.review ?? 'r1' }) : undo(closed[one.nth % Math.max(1, closed.length)]?.item.id ?? 'r1', when);
      c = add(c, ...taken(c, command));
    }
    const before = waiting(c, commented(last), { when: '2024-04-11 10:00' });
    const events = taken(before, accept(before, { at: at('2024-04-11 11:00') }));
    const after = add(before, ...events);
    expect(events.length > 0 || newestReport(before.state)?.report?.comment === last).toBe(true);
    if (events.length > 0) {
      expect(newestReport(after.state)).toMatchObject({ number: before.state.submissions + 1, report: { comment: last } });
      expect(told(add(after, ...taken(after, undo(lastItem(before), '2024-04-11 12:00'))))).toEqual(told(before));
    }
    expect(after.state.reports.map(({ number }) => number)).toEqual(after.state.reports.map((_, i) => i + 1));
    // What counts says since when the report is there.
    const newest = newestReport(c.state);
    if (newest) expect(c.state.submittedAt).toBe(newest.at);
    else expect([c.state.submittedAt, c.state.reportWrittenAt]).toEqual([null, null]);
  }), { numRuns: 200 });
});
