// A report on the portal, given/when/then: pages saved by one and by two, handed in, corrected, receipted, and nobody reminded of it afterwards.
// It refuses made-up states: every draft is saved page by page, and every version is handed in.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evolve, newCase, replay, type CaseState } from '../../src/core/case.ts';
import { dueCommands, nextDue } from '../../src/core/deadlines.ts';
import { tasksFor, type CaseEvent } from '../../src/core/events.ts';
import { allQuiet } from '../../src/core/holds.ts';
import { phaseOf } from '../../src/core/phase.ts';
import { ofSection, sameAnswers } from '../../src/core/report/draft.ts';
import { answerAt, sections, unitsOf, type Answers } from '../../src/core/report/model.ts';
import { stillWanted } from '../../src/core/wanted.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { given, invited } from '../support/given.ts';
import { copenhagen, wholeAnswers } from '../support/report.ts';
import { active, add, commented, filled, handedIn, jens, mailed, mette, save, start, submit, withColleague, withLogin, type Given } from '../support/reporting.ts';

const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const due = (c: Given, when: string) => dueCommands(c.state, campaign2024, instant(when)).commands;
const basics: Answers = { referenceDate: '31-12-2023', fiftyOrMore: 'yes' };
const receipts = (c: Given) => tasksFor(c.events).filter((task) => task.kind === 'receipt');
const exempted: CaseEvent = { type: 'exempted', at: at('2024-04-01 09:00'), by: 'anb', note: 'Sammenlagt' };

describe('saving a page', () => {
  test('of a report that was begun before the portal begins with its units all the same', () => {
    const old = add(active(), { type: 'report-begun', at: at('2024-04-01 09:00'), by: 'Mette Holm' });
    const c = old.when(save(old, 'basics', { fiftyOrMore: 'yes' })).then({ type: 'report-begun', start }, { type: 'report-saved' });
    expect([old.state.draft, c.state.begunAt, c.state.draft?.answers]).toEqual([null, at('2024-04-01 09:00'), { ...start, fiftyOrMore: 'yes' }]);
  });
  test('begins the report with the names it starts from, and only once', () => {
    const first = active().when(save(active(), 'basics', basics)).then({ type: 'report-begun', by: mette.email, start }, { type: 'report-saved', section: 'basics', answers: basics });
    expect(first.state).toMatchObject({ begunAt: at('2024-04-02 10:00'), draft: { revision: 1, answers: { ...start, ...basics }, saved: { basics: { revision: 1, by: mette.email } } } });
    first.when(save(first, 'policy', { policy: 'yes' })).then({ type: 'report-saved', section: 'policy', answers: { policy: 'yes' } });
  });
  test('of two people: on one page the later is told, on two pages both are saved', () => {
    const c = withColleague();
    const first = c.when(save(c, 'basics', basics, { by: jens.email })).then({}, { type: 'report-saved', by: jens.email });
    first.when(save(first, 'basics', { ...basics, fiftyOrMore: 'no' }, { revision: 0 })).thenIgnored('changed-meanwhile');
    const both = first.when(save(first, 'policy', { policy: 'no' }, { revision: 0 })).then({ type: 'report-saved', by: mette.email });
    expect(both.state.draft).toMatchObject({ revision: 2, answers: { ...basics, policy: 'no' }, saved: { basics: { by: jens.email }, policy: { by: mette.email } } });
    // Having seen it, she may overwrite it.
    both.when(save(both, 'basics', { ...basics, fiftyOrMore: 'no' })).then({ type: 'report-saved' });
  });
  test('of targets: a conflict where the leaders were changed since the page was shown, and not the other way round', () => {
    const c = filled(active());
    const leaders = { ...ofSection(wholeAnswers, 'leaders'), 'u1.level2.women': '2' };
    const changed = c.when(save(c, 'leaders', leaders)).then({ type: 'report-saved' });
    const revision = c.state.draft?.revision ?? 0;
    changed.when(save(c, 'targets', { 'u1.level2.hasTarget': 'no' }, { revision })).thenIgnored('changed-meanwhile');
    const targets = c.when(save(c, 'targets', { 'u1.level2.hasTarget': 'no' })).then({ type: 'report-saved' });
    targets.when(save(c, 'leaders', leaders, { revision })).then({ type: 'report-saved' });
  });
  test('of leaders without a unit takes its targets along, so that a unit of the same place begins empty', () => {
    const two: Answers = { ...wholeAnswers, 'u2.name': 'Teknik', 'u2.level1.women': '0', 'u2.level1.men': '1', 'u2.level2.women': '0', 'u2.level2.men': '4', 'u2.level2.hasTarget': 'no', 'u2.level2.reason': 'Nej' };
    const c = filled(active(), two);
    expect(c.state.draft?.answers).toMatchObject({ 'u2.level2.reason': 'Nej' });
    const one = c.when(save(c, 'leaders', ofSection(wholeAnswers, 'leaders'))).then({ type: 'report-saved' });
    const again = one.when(save(one, 'leaders', ofSection(two, 'leaders'))).then({ type: 'report-saved' });
    expect([one, again].map(({ state }) => Object.keys(state.draft?.answers ?? {}).filter((path) => path.startsWith('u2.')).length)).toEqual([0, 5]);
    expect(again.state.draft?.answers['u1.level2.percent']).toBe('40');
  });
  test('with a text that is too long keeps what was saved, and the rest of the page', () => {
    const c = filled(active(), commented('gemt'));
    const long = c.when(save(c, 'policy', { policy: 'no', comment: 'a'.repeat(4_001) })).then({ type: 'report-saved', answers: { policy: 'no', comment: 'gemt' } });
    expect(long.state.draft?.answers).toMatchObject({ policy: 'no', comment: 'gemt', referenceDate: '31-12-2023' });
  });
  test('that is as it was says nothing new, also when the same form is sent twice', () => {
    const c = active().when(save(active(), 'basics', basics)).then({}, {});
    c.when(save(c, 'basics', basics)).thenIgnored('nothing-new');
    c.when(save(c, 'basics', basics, { revision: 0 })).thenIgnored('nothing-new');
  });
  test('is nobody\'s while the kommune is exempt, or has no contact', () => {
    const c = add(active(), exempted);
    c.when(save(c, 'basics', basics)).thenIgnored('exempt');
    add(filled(active()), exempted).when(submit(filled(active()))).thenIgnored('exempt');
    const none = given(...invited());
    none.when(save(none, 'basics', basics)).thenIgnored('no-contact');
  });
});

describe('handing in', () => {
  test('needs a draft, the very revision that was looked through, and no fault', () => {
    active().when(submit(active())).thenIgnored('not-begun');
    const c = filled(active());
    expect(c.state.draft?.revision).toBe(4);
    c.when(submit(c, { revision: 3 })).thenIgnored('changed-meanwhile');
    c.when(submit(c, { revision: 5 })).thenIgnored('changed-meanwhile');
    const faulty = filled(active(), { ...wholeAnswers, 'u1.level2.men': '-1' });
    faulty.when(submit(faulty)).thenIgnored('has-faults');
  });
  test('gives the first version, and its receipt to the contact; the same form again hands in once', () => {
    const c = filled(active());
    const done = c.when(submit(c)).then(
      { type: 'report-submitted', by: mette.email, handedIn: { via: 'portal', by: mette.email, report: { kommune: '0751', reportYear: 2023 }, answers: wholeAnswers, correction: '', replaces: null } },
      { task: { kind: 'receipt', to: mette.email, contact: mette, number: 1, again: false, thread: null, handedIn: { by: mette.email } } },
    );
    expect(done.state.reports).toMatchObject([{ number: 1, via: 'portal', revision: 4, over: null }]);
    done.when(submit(c)).thenIgnored('changed-meanwhile');
    done.when(submit(done)).thenIgnored('nothing-new');
    // A page that was shown before is a conflict from then on.
    done.when(save(c, 'policy', { policy: 'no' }, { revision: 4 })).thenIgnored('changed-meanwhile');
  });
  test('gives a second version that says what it replaces; by a colleague the receipt goes to the contact all the same', () => {
    const first = handedIn(filled(withColleague()));
    const c = filled(first, commented('Rettet'), { by: jens.email, when: '2024-04-09 10:00' });
    const second = c.when(submit(c, { by: jens.email, when: '2024-04-09 11:00' })).then(
      { type: 'report-submitted', by: jens.email, handedIn: { replaces: { number: 1, at: at('2024-04-02 11:00'), via: 'portal' } } }, { task: { kind: 'receipt', to: mette.email, number: 2, again: true } });
    expect(second.state.reports.map(({ number, by, report }) => [number, by, report?.comment])).toEqual([[1, mette.email, ''], [2, jens.email, 'Rettet']]);
    expect(second.state).toMatchObject({ submissions: 2, submittedAt: at('2024-04-09 11:00'), begunAt: at('2024-04-02 10:00') });
  });
  test('the same says nothing new, whatever its units are called inside', () => {
    const two: Answers = { ...ofSection(copenhagen, 'basics'), ...Object.fromEntries(Object.entries(copenhagen).filter(([path]) => /^(?:u1|u3)\./.test(path))), ...ofSection(copenhagen, 'policy') };
    const first = handedIn(filled(active(), two));
    expect(first.state.reports[0]?.report?.units.map(({ id }) => id)).toEqual(['u1', 'u3']);
    const renamed = Object.fromEntries(Object.entries(two).map(([path, text]) => [path.replace(/^u3\./, 'u2.'), text]));
    first.when(mailed(renamed)).then({ type: 'mail-received', outcome: 'accept' });
  });
  test('after the deadline a correction needs its reason, a first report does not; a longer deadline counts', () => {
    const late = { when: '2024-06-03 10:00' };
    const first = filled(active());
    expect(handedIn(first, late).state.reports[0]?.correction).toBe('');
    const c = filled(handedIn(), commented('Rettet'));
    // The deadline is a Friday: the whole day is in time.
    expect(handedIn(c, { when: '2024-05-31 23:59' }).state.submissions).toBe(2);
    c.when(submit(c, late)).thenIgnored('has-faults');
    c.when(submit(c, { ...late, correction: '  ' })).thenIgnored('has-faults');
    expect(handedIn(c, { ...late, correction: ' Tastefejl ' }).state.reports[1]?.correction).toBe('Tastefejl');
    const longer = add(c, { type: 'deadline-extended', at: at('2024-05-20 10:00'), deadline: 'report', until: '2024-06-14', by: 'anb', note: '' });
    expect(handedIn(longer, { ...late, correction: 'uden betydning' }).state.reports[1]?.correction).toBe('');
    longer.when(submit(longer, { when: '2024-06-15 10:00' })).thenIgnored('has-faults');
    // Where nothing was changed there is nothing to give a reason for.
    const same = handedIn();
    same.when(submit(same, late)).thenIgnored('nothing-new');
  });
});

test('phases: begun by the first page, submitted by the first version; whoever has handed in is reminded no more', () => {
  const begun = filled(active());
  const done = handedIn(begun);
  expect([withLogin(), active(), begun, done].map((c) => phaseOf(c.state))).toEqual(['login', 'login', 'begun', 'submitted']);
  expect([withLogin(), active(), begun, done].map((c) => due(c, '2024-05-29 10:00').map((d) => ('about' in d ? d.about : d.type)))).toEqual([['renew-login'], ['report'], ['begun'], []]);
  expect(nextDue(done.state, campaign2024, instant('2024-04-03 10:00'))).toBeNull();
  const asked = begun.when({ type: 'remind', at: at('2024-05-29 08:00'), about: 'begun', of: 'report', round: 'soon' }).then({ task: { kind: 'reminder' } });
  const [reminder] = tasksFor(asked.events).slice(-1);
  const meanwhile = handedIn(asked, { when: '2024-05-29 08:00' });
  expect(reminder && stillWanted(reminder, meanwhile.state, campaign2024, instant('2024-05-29 08:01'), allQuiet)).toEqual({ unwanted: 'already-submitted' });
  done.when({ type: 'remind', at: at('2024-05-29 08:00'), about: 'begun', of: 'report', round: 'soon' }).thenIgnored('already-submitted');
  // The receipt itself is sent at any hour.
  const [receipt] = receipts(done);
  expect(receipt && stillWanted(receipt, done.state, campaign2024, instant('2024-04-06 23:00'), allQuiet)).toEqual({ wanted: true });
});

// What two people may do, in any order: each has looked at the form at some revision, and types what she likes.
type Act = { readonly who: string; readonly do: 'look' } | { readonly who: string; readonly do: 'hand-in' } | { readonly who: string; readonly do: 'mail'; readonly comment: string; readonly behind: number } | { readonly who: string; readonly do: (typeof sections)[number]; readonly typed: Answers };
const who = fc.constantFrom(mette.email, jens.email);
const count = fc.constantFrom('0', '1', '3', '7', 'x');
const typedAt: Readonly<Record<(typeof sections)[number], fc.Arbitrary<Answers>>> = {
  basics: fc.constantFrom(basics, { ...basics, fiftyOrMore: 'no' }, { referenceDate: 'i går' }),
  leaders: fc.record({ units: fc.subarray(['u1', 'u2', 'u5'], { minLength: 1 }), women: count, men: count }).map(({ units, women, men }) => Object.fromEntries(units.flatMap((u) => [[`${u}.name`, u], [`${u}.level1.women`, '1'], [`${u}.level1.men`, '0'], [`${u}.level2.women`, women], [`${u}.level2.men`, men]]))),
  targets: fc.constantFrom(ofSection(wholeAnswers, 'targets'), { 'u2.level2.hasTarget': 'no', 'u2.level2.reason': 'Nej' }, {}),
  policy: fc.constantFrom('a', 'b', 'c').map((comment) => ({ policy: 'no', comment })),
};
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ who, do: fc.constant('look' as const) }) }, { weight: 1, arbitrary: fc.record({ who, do: fc.constant('hand-in' as const) }) },
  { weight: 1, arbitrary: fc.record({ who, do: fc.constant('mail' as const), comment: fc.constantFrom('a', 'm'), behind: fc.constantFrom(0, 3) }) },
  ...sections.map((section) => ({ weight: 1, arbitrary: fc.record({ who, do: fc.constant(section), typed: typedAt[section] }) })),
);

test('property: whatever two people do on the portal and by mail, nothing saved vanishes unseen, versions are numbered, receipts go out once, and any prefix replays', () => {
  fc.assert(fc.property(fc.array(act, { minLength: 3, maxLength: 14 }), fc.boolean(), (acts, isFilled) => {
    let c = isFilled ? filled(withColleague()) : withColleague();
    const seen = new Map<string, number>();
    for (const [i, one] of acts.entries()) {
      const local = { by: one.who, when: `2024-04-10 10:${String(20 + i)}`, revision: seen.get(one.who) ?? 0 };
      const before = c.state;
      if (one.do === 'look') { seen.set(one.who, before.draft?.revision ?? 0); continue; }
      const command = one.do === 'hand-in' ? submit(c, local) : one.do === 'mail' ? mailed(commented(one.comment), { from: one.who, when: local.when, date: `2024-04-10 10:${String(20 + i - one.behind)}` }) : save(c, one.do, one.typed, local);
      const { decision } = c.when(command);
      if ('ignored' in decision) continue;
      c = add(c, ...decision.events);
      holds(before, c.state, one, local.revision);
    }
    expect(c.state.reports.map(({ number }) => number)).toEqual(c.state.reports.map((_, i) => i + 1));
    const sentTo = receipts(c).map((task) => `${task.kind === 'receipt' ? task.number : ''} ${task.to}`);
    expect(new Set(sentTo).size).toBe(sentTo.length);
    expect(c.state.reports.every(({ number }) => sentTo.includes(`${number} ${mette.email}`))).toBe(true);
    // A version says another thing than the one before it.
    for (const [i, { report }] of c.state.reports.entries()) if (i > 0) expect(report).not.toEqual(c.state.reports[i - 1]?.report);
    let state: CaseState = newCase;
    for (const [i, event] of c.events.entries()) {
      state = evolve(state, event);
      if (i % 7 === 0) expect(state).toEqual(replay(JSON.parse(JSON.stringify(c.events.slice(0, i + 1))) as CaseEvent[]));
    }
    expect(state).toEqual(c.state);
  }), { numRuns: 150 });
});

/** What one act may change: a page by its own save, targets also by leaders that lost their unit, everything by a newer report that is told. */
function holds(before: CaseState, after: CaseState, one: Act, revision: number): void {
  const [was, is] = [before.draft?.answers ?? start, after.draft?.answers ?? start];
  if (after.submissions > before.submissions) {
    const newest = after.reports.at(-1);
    expect(sameAnswers(is, newest?.answers ?? {})).toBe(true);
    if (one.do === 'hand-in') expect([sameAnswers(was, is), newest?.revision, newest?.over]).toEqual([true, revision, null]);
    // Pages that had not been handed in and that the mail took the place of are told.
    else if (before.draft && !sameAnswers(was, is) && !sameAnswers(was, before.reports.at(-1)?.answers ?? {})) expect(newest?.over?.revision).toBe(before.draft.revision);
    return;
  }
  for (const section of sections) {
    if (section === one.do) continue;
    for (const [path, text] of Object.entries(ofSection(was, section))) {
      if (section === 'targets' && one.do === 'leaders' && !unitsOf(is).includes(path.split('.')[0] ?? '')) continue;
      expect([path, answerAt(is, path)]).toEqual([path, text]);
    }
  }
  if (one.do !== 'look' && one.do !== 'hand-in' && one.do !== 'mail') expect(before.draft?.saved[one.do]?.revision ?? 0).toBeLessThanOrEqual(revision);
}
