// What a digest tells, from what happened: each kind of news, the counts at none and at all, the curve, the holds, and what a notice is for.
// It refuses to judge wording: the facts are data, and the letters' tests read them aloud.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replay } from '../../src/core/case.ts';
import { evolveDesk, newDesk } from '../../src/core/desk.ts';
import { changesOf } from '../../src/core/digest/changes.ts';
import type { DigestHealth } from '../../src/core/digest/facts.ts';
import { digestFacts, hasNews, noticeFacts, type DigestSource } from '../../src/core/digest/fold.ts';
import { progressOf } from '../../src/core/digest/progress.ts';
import type { CaseEvent, DeskEvent, Event } from '../../src/core/events.ts';
import type { ForecastMail } from '../../src/core/forecast.ts';
import { regionOf } from '../../src/core/kommune.ts';
import type { Contact, Task } from '../../src/core/task.ts';
import { at, campaign2024, register } from '../support/campaign.ts';
import { mailRef, sent } from '../support/given.ts';

const who = (kommune: string, name = 'Mette Holm', email = 'mho@aarhus.dk'): Contact => ({ kommune, name, email, phone: null, region: null });
const registered = (when: string, contact = who('0751')): CaseEvent => ({ type: 'contact-registered', at: at(when), contact, mail: mailRef(), from: 'body:1' });
const person = { by: 'anb', note: 'nedlagt' };
const asked = (task: Partial<Task> & { readonly kind: string }, when: string): CaseEvent => (
  { type: 'mail-asked', at: at(when), task: { id: `${task.kind}.2024.0751`, kommune: '0751', to: 'post@aarhus.dk', createdAt: at(when), thread: null, ...task } as Task });
const left = (kind: string, when: string): readonly CaseEvent[] => [asked({ kind } as Partial<Task> & { kind: string }, when), ...sent(`${kind}.2024.0751`, when)];
const told = (events: readonly Event[], since: string | null = null) => changesOf({ kommune: '0751', name: 'Aarhus Kommune', events }, since).map(({ what, detail }) => (detail === '' ? what : `${what} ${detail}`));

describe('news', () => {
  const day = '2024-02-05 10:00';
  const review: CaseEvent = { type: 'review-opened', at: at(day), review: 'r1', mail: mailRef(), reason: 'several-contacts', detail: 'two names' };
  const bounce = (permanent: boolean): CaseEvent => ({ type: 'bounce-noted', at: at(day), mail: mailRef(), recipient: 'mho@aarhus.dk', permanent, task: null });
  const closed = (how: Extract<CaseEvent, { type: 'review-closed' }>['how']): CaseEvent => ({ type: 'review-closed', at: at(day), item: 'r1', how, by: 'anb', note: '', to: null });
  const cases: readonly (readonly [string, readonly Event[], readonly string[]])[] = [
    ['a letter that left', left('letter', day), ['letter']],
    ['a letter that is only asked for', [asked({ kind: 'letter' }, day)], []],
    ['a login that left', left('login', day), ['login']],
    ['an answer that left', left('answer', day), ['answered']],
    ['an acknowledgement that left', left('ack', day), []],
    ['a reminder that left', left('reminder', day), []],
    ['a refused mail', [asked({ kind: 'letter' }, day), { type: 'mail-refused', at: at(day), task: 'letter.2024.0751', stage: 'recipient', code: 550, response: 'no' }], ['refused post@aarhus.dk']],
    ['a contact', [registered(day)], ['contact Mette Holm']],
    ['another contact', [registered(day), registered(day, who('0751', 'Bo Dam', 'bo@aarhus.dk'))], ['contact Mette Holm', 'contact-changed Bo Dam']],
    ['the same person at another address', [registered(day), registered(day, who('0751', 'Mette Holm', 'mette@aarhus.dk'))], ['contact Mette Holm', 'contact-changed Mette Holm']],
    ['the same contact again', [registered(day), registered(day)], ['contact Mette Holm']],
    ['a contact that is taken back', [registered(day), { type: 'contact-withdrawn', at: at(day), contact: who('0751'), restored: null, item: 'r1' }, registered(day)], ['contact Mette Holm', 'contact-withdrawn Mette Holm', 'contact Mette Holm']],
    ['a contact that is confirmed', [{ type: 'contact-confirmed', at: at(day), mail: mailRef() }], []],
    ['a login that is used', [{ type: 'login-activated', at: at(day), task: 'login.2024.0751' }], ['activated']],
    ['a report that is begun', [{ type: 'report-begun', at: at(day), by: 'mho' }], ['begun']],
    ['a report, and one that corrects it', [{ type: 'report-submitted', at: at(day), by: 'mho' }, { type: 'report-submitted', at: at(day), by: 'mho' }], ['submitted', 'resubmitted']],
    ['a question', [{ type: 'question-opened', at: at(day), question: 'q1', mail: mailRef() }], ['question']],
    ['a review', [review], ['review several-contacts']],
    ['a review that is closed', [review, closed('accepted')], ['review several-contacts', 'review-closed accepted']],
    ['a question that is answered is told when the answer leaves', [closed('answered')], []],
    ['a permanent bounce', [bounce(true)], ['bounced mho@aarhus.dk']],
    ['a bounce that passes', [bounce(false)], []],
    ['an exemption and its end', [{ type: 'exempted', at: at(day), ...person }, { type: 'exemption-lifted', at: at(day), by: 'anb', note: 'dog ikke' }], ['exempted nedlagt', 'included dog ikke']],
    ['a longer deadline', [{ type: 'deadline-extended', at: at(day), deadline: 'report', until: '2024-06-14', ...person }], ['extended 2024-06-14']],
    ['a pause and its end', [{ type: 'campaign-paused', at: at(day), ...person }, { type: 'campaign-resumed', at: at(day), by: 'anb', note: '' }], ['paused nedlagt', 'resumed']],
    ['a mail that came in', [{ type: 'mail-received', at: at(day), mail: mailRef(), reading: 1, kind: 'bulk', outcome: 'ignore', reasons: [] }], []],
  ];
  test.each(cases)('%s', (_what, events, expected) => expect(told(events)).toEqual(expected));

  test('is told from the last digest on; what came before it still says what is a change and what comes a second time', () => {
    const events: readonly CaseEvent[] = [
      registered('2024-02-01 10:00'), { type: 'report-submitted', at: at('2024-02-02 10:00'), by: 'mho' }, registered('2024-02-06 10:00', who('0751', 'Bo Dam')), { type: 'report-submitted', at: at('2024-02-07 10:00'), by: 'bo' },
    ];
    expect(told(events, at('2024-02-05 08:00'))).toEqual(['contact-changed Bo Dam', 'resubmitted']);
    expect(told(events, at('2024-02-07 10:00'))).toEqual([]);
  });
});

const allCodes = register.kommuner.map((k) => k.code);
const nameOf = (code: string): string => register.kommuner.find((k) => k.code === code)?.name ?? '?';
/** The letter left on 30 January at 08:01; then what else happened. */
const caseOf = (code: string, ...more: readonly CaseEvent[]) => {
  const id = `letter.2024.${code}`;
  const events: readonly CaseEvent[] = [
    { type: 'case-opened', at: at('2024-01-29 10:00'), kommune: code, name: nameOf(code), mailbox: `post@${code}.dk` },
    { type: 'mail-asked', at: at('2024-01-30 08:00'), task: { kind: 'letter', id, kommune: code, to: `post@${code}.dk`, createdAt: at('2024-01-30 08:00'), thread: null } }, ...sent(id, '2024-01-30 08:01'), ...more,
  ];
  return { state: replay(events), events };
};
const onDesk: readonly DeskEvent[] = [{ type: 'campaign-launched', at: at('2024-01-29 12:00'), by: 'anb', redirectTo: null, inbox: null, clock: at('2024-01-29 12:00') }];
const quiet: DigestHealth = { inbox: 'quiet', pending: 0, trouble: [] };
const source = (when: string, cases: DigestSource['cases'], more: { readonly desk?: readonly DeskEvent[]; readonly forecast?: readonly ForecastMail[]; readonly health?: DigestHealth } = {}): DigestSource => {
  const events = [...onDesk, ...more.desk ?? []];
  return {
    campaign: campaign2024, now: Temporal.Instant.from(at(when)), cases, desk: { state: events.reduce(evolveDesk, newDesk), events }, forecast: more.forecast ?? [], health: more.health ?? quiet,
    regionOf: (code) => { const kommune = register.kommuner.find((k) => k.code === code); return kommune ? regionOf(register, kommune, '2024-02-05').name : ''; },
  };
};

describe('where all stand', () => {
  test('0 of 98', () => {
    const facts = digestFacts(source('2024-01-31 08:00', allCodes.map((code) => caseOf(code))), 'day', null);
    expect(facts).toMatchObject({
      day: '2024-01-31', at: at('2024-01-31 08:00'), every: 'day', since: null, launched: true, paused: null, invited: 98, contact: 0, login: 0, begun: 0, submitted: 0, asked: 98, total: 98, bounced: 0, overdue: 0,
      deadlines: { letter: '2024-01-30', contact: '2024-02-12', report: '2024-05-31' }, needs: [], unreported: [], held: [], progress: [{ day: '2024-01-31', contact: 0, submitted: 0 }], health: quiet,
    });
    expect(facts.waiting).toHaveLength(98);
    expect(facts.changed.map((change) => change.what)).toEqual(['letter', ...allCodes.map(() => 'letter')].slice(1));
    // The Danish alphabet: Aa stands for Å, behind Æ.
    const names = facts.list.map((row) => row.name);
    expect([names[0], names.at(-4), names.at(-3), names.at(-1)]).toEqual(['Albertslund Kommune', 'Ærø Kommune', 'Aabenraa Kommune', 'Aarhus Kommune']);
    expect(facts.list.at(-1)).toEqual({
      kommune: '0751', name: 'Aarhus Kommune', region: 'Region Midtjylland', phase: 'invited', contactName: '', contactEmail: '', contactPhone: '', overdue: false, review: false, question: false, bounced: false,
      reminders: 0, contactDeadline: '2024-02-12', reportDeadline: '2024-05-31', lastEventAt: at('2024-01-30 08:01'), exempt: null,
    });
  });

  test('98 of 98', () => {
    const done = allCodes.map((code) => caseOf(code, registered('2024-02-05 10:00', who(code)), { type: 'report-submitted', at: at('2024-05-30 23:30'), by: 'mho' }));
    expect(digestFacts(source('2024-06-03 08:00', done), 'week', at('2024-05-31 08:00'))).toMatchObject({
      invited: 98, contact: 98, login: 98, begun: 98, submitted: 98, asked: 98, overdue: 0, waiting: [], unreported: [], changed: [],
      progress: [{ day: '2024-02-05', contact: 98, submitted: 0 }, { day: '2024-05-30', contact: 98, submitted: 98 }, { day: '2024-06-03', contact: 98, submitted: 98 }],
    });
  });

  test('no letter has left: nobody is invited, and nobody waits for', () => {
    const opened = allCodes.map((code) => { const events = caseOf(code).events.slice(0, 1); return { state: replay(events), events }; });
    expect(digestFacts(source('2024-01-30 07:00', opened), 'week', null)).toMatchObject({ invited: 0, asked: 98, total: 98, waiting: [], unreported: [], changed: [] });
  });

  test('who is exempt is not among the hundred per cent, in no list of names and not on the curve, but in the list with the reason', () => {
    const facts = digestFacts(source('2024-02-20 08:00', [
      caseOf('0751'), caseOf('0101', { type: 'exempted', at: at('2024-02-10 10:00'), ...person }),
      caseOf('0851', registered('2024-02-05 10:00', who('0851')), { type: 'exempted', at: at('2024-02-10 10:00'), ...person }),
      caseOf('0461', registered('2024-02-06 10:00', who('0461')), { type: 'deadline-extended', at: at('2024-02-07 10:00'), deadline: 'report', until: '2024-06-14', ...person }),
    ]), 'week', at('2024-02-12 08:00'));
    expect(facts).toMatchObject({ asked: 2, total: 4, invited: 2, contact: 1, overdue: 1, waiting: ['Aarhus Kommune'], unreported: ['Odense Kommune'], changed: [], progress: [{ day: '2024-02-06', contact: 1, submitted: 0 }, { day: '2024-02-20', contact: 1, submitted: 0 }] });
    expect(facts.list.map(({ kommune, exempt, reportDeadline }) => [kommune, exempt, reportDeadline])).toEqual([['0101', 'nedlagt', '2024-05-31'], ['0461', null, '2024-06-14'], ['0851', 'nedlagt', '2024-05-31'], ['0751', null, '2024-05-31']]);
  });

  test('what needs a person comes with the id that "review" takes, oldest first; flags stand in the list', () => {
    const facts = digestFacts(source('2024-02-06 08:00', [
      caseOf('0751', { type: 'question-opened', at: at('2024-02-05 14:00'), question: 'q1', mail: mailRef({ from: 'a@aarhus.dk', subject: 'Hvem?' }) }),
      caseOf('0101', { type: 'bounce-noted', at: at('2024-02-05 15:00'), mail: mailRef(), recipient: 'post@0101.dk', permanent: true, task: 'letter.2024.0101' }),
    ], { desk: [{ type: 'review-opened', at: at('2024-02-05 13:00'), review: 'r1', mail: null, reason: 'letter-failed', detail: 'x' }] }), 'day', null);
    expect(facts.needs.map((need) => [need.id, need.what, need.since])).toEqual([
      ['desk/r1', 'review: letter-failed (x)', at('2024-02-05 13:00')], ['0751/q1', 'question', at('2024-02-05 14:00')], ['0101/bounced', 'bounced: post@0101.dk', at('2024-02-05 15:00')],
    ]);
    expect(facts.needs[1]).toMatchObject({ kommune: '0751', name: 'Aarhus Kommune', subject: 'Hvem?', from: 'a@aarhus.dk' });
    expect(facts.list.map((row) => [row.kommune, row.bounced, row.question])).toEqual([['0101', true, false], ['0751', false, true]]);
    expect(facts.bounced).toBe(1);
  });

  test('held mails are counted by kind and reason, with the names; that it is night is no reason to tell', () => {
    const mail = (kommune: string | null, kind: ForecastMail['kind'], held: ForecastMail['held']): ForecastMail => ({ at: at('2024-02-06 08:00'), kommune, kind, to: 'x@y.dk', why: '', held });
    const forecast = [mail('0751', 'reminder', 'question-open'), mail('0101', 'reminder', 'question-open'), mail('0101', 'login', 'question-open'), mail('0751', 'reminder', 'outside-hours'), mail('0751', 'reminder', null), mail('0101', 'reminder', null)];
    const { held, upcoming } = digestFacts(source('2024-02-06 07:00', [caseOf('0751'), caseOf('0101')], { forecast }), 'day', null);
    expect(held).toEqual([
      { what: 'reminder', reason: 'question-open', count: 2, names: ['Københavns Kommune', 'Aarhus Kommune'] }, { what: 'login', reason: 'question-open', count: 1, names: ['Københavns Kommune'] },
    ]);
    expect(upcoming).toEqual([{ day: '2024-02-06', what: 'reminder', count: 2 }]);
  });
});

describe('the curve', () => {
  const curve = (...streams: readonly (readonly CaseEvent[])[]) => progressOf(streams.map((events) => ({ kommune: null, name: '', events })), '2024-02-09').map(({ day, contact, submitted }) => `${day} ${contact} ${submitted}`);
  const withdrawn = (when: string, restored: Contact | null): CaseEvent => ({ type: 'contact-withdrawn', at: at(when), contact: who('0751'), restored: restored && { contact: restored, mail: mailRef(), at: at(when) }, item: 'r1' });
  test('has the days on which a number changed, and today', () => {
    expect(curve([])).toEqual(['2024-02-09 0 0']);
    expect(curve([registered('2024-02-05 10:00'), registered('2024-02-06 10:00', who('0751', 'Bo'))], [registered('2024-02-05 11:00')])).toEqual(['2024-02-05 2 0', '2024-02-09 2 0']);
  });
  test('goes by the days of Denmark', () => expect(curve([registered('2024-02-06 00:30')])[0]).toBe('2024-02-06 1 0'));
  test('sinks where a registration was taken back, and not where the one before is good again', () => {
    expect(curve([registered('2024-02-05 10:00'), withdrawn('2024-02-07 10:00', null)])).toEqual(['2024-02-05 1 0', '2024-02-07 0 0', '2024-02-09 0 0']);
    expect(curve([registered('2024-02-05 10:00'), withdrawn('2024-02-07 10:00', who('0751', 'Bo'))])).toEqual(['2024-02-05 1 0', '2024-02-09 1 0']);
    expect(curve([registered('2024-02-05 10:00'), withdrawn('2024-02-05 11:00', null)])).toEqual(['2024-02-09 0 0']);
  });

  const step = fc.record({ what: fc.constantFrom('registered', 'withdrawn', 'restored', 'submitted'), minute: fc.integer({ min: 0, max: 200_000 }) });
  const begin = Temporal.Instant.from(at('2024-01-30 08:00'));
  const happened = fc.array(step, { maxLength: 12 }).map((steps) => steps.toSorted((a, b) => a.minute - b.minute).map(({ what, minute }): CaseEvent => {
    const when = begin.add({ minutes: minute }).toString();
    if (what === 'registered') return { ...registered('2024-02-05 10:00'), at: when };
    if (what === 'submitted') return { type: 'report-submitted', at: when, by: 'mho' };
    return { ...withdrawn('2024-02-05 10:00', what === 'restored' ? who('0751') : null), at: when };
  }));
  test('of any history: days in order, never below nought or above the number of kommuner, and its end is where they stand now', () => {
    fc.assert(fc.property(fc.array(happened, { maxLength: 6 }), (streams) => {
      const days = progressOf(streams.map((events) => ({ kommune: null, name: '', events })), '2024-12-24');
      expect(days.map((day) => day.day)).toEqual([...new Set(days.map((day) => day.day))].toSorted());
      for (const [i, { contact, submitted }] of days.entries()) {
        expect(Math.min(contact, submitted)).toBeGreaterThanOrEqual(0);
        expect(Math.max(contact, submitted)).toBeLessThanOrEqual(streams.length);
        expect(submitted).toBeGreaterThanOrEqual(days[i - 1]?.submitted ?? 0);
      }
      const states = streams.map((events) => replay(events));
      expect(days.at(-1)).toEqual({ day: '2024-12-24', contact: states.filter((state) => state.contact !== null).length, submitted: states.filter((state) => state.submittedAt !== null).length });
    }));
  });
  test('and the news since an instant is the end of all news', () => {
    fc.assert(fc.property(happened, fc.integer({ min: 0, max: 200_000 }), (events, minute) => {
      const since = begin.add({ minutes: minute });
      const stream = { kommune: '0751', name: 'Aarhus Kommune', events };
      expect(changesOf(stream, since.toString())).toEqual(changesOf(stream, null).filter((change) => Temporal.Instant.compare(change.at, since) > 0));
    }));
  });
});

describe('what is worth a mail', () => {
  const open: CaseEvent = { type: 'review-opened', at: at('2024-02-05 13:00'), review: 'r1', mail: null, reason: 'understanding', detail: '' };
  const facts = (since: string, health = quiet) => digestFacts(source('2024-02-06 08:00', [caseOf('0751', open)], { health }), 'day', at(since));
  test('a daily digest: something that happened, something that newly waits, or trouble; not what waits already', () => {
    expect(hasNews(facts('2024-02-05 08:00'))).toBe(true);
    expect(hasNews(facts('2024-02-05 14:00'))).toBe(false);
    expect(hasNews(facts('2024-02-05 14:00', { ...quiet, trouble: ['the last tick was long ago'] }))).toBe(true);
    expect(hasNews(facts('2024-02-05 14:00', { ...quiet, inbox: 'unhealthy' }))).toBe(true);
    expect(hasNews(facts('2024-02-05 14:00', { ...quiet, inbox: 'unread' }))).toBe(false);
  });
  test('a notice: what was opened since the last word and still waits, and how much waited before', () => {
    const from = source('2024-02-07 08:00', [caseOf('0751', open, { ...open, review: 'r2', at: at('2024-02-06 13:00') }, { type: 'review-opened', at: at('2024-02-06 14:00'), review: 'r3', mail: null, reason: 'no-kommune', detail: '' },
      { type: 'review-closed', at: at('2024-02-06 15:00'), item: 'r3', how: 'discarded', by: 'anb', note: '', to: null })]);
    expect(noticeFacts(from, at('2024-02-06 08:00'))).toMatchObject({ day: '2024-02-07', needs: [{ id: '0751/r2' }], before: 1 });
    expect(noticeFacts(from, null)).toMatchObject({ needs: [{ id: '0751/r1' }, { id: '0751/r2' }], before: 0 });
    expect(noticeFacts(from, at('2024-02-06 13:00'))).toBeNull();
  });
  test('not for what time alone brings about: an address that nobody has confirmed', () => {
    const foreign: readonly CaseEvent[] = [
      { ...registered('2024-02-01 10:00', who('0751', 'Bo', 'bo@firma.dk')), foreign: true } as CaseEvent,
      asked({ kind: 'confirm', contact: who('0751', 'Bo', 'bo@firma.dk') } as Partial<Task> & { kind: string }, '2024-02-01 10:01'), ...sent('confirm.2024.0751', '2024-02-01 10:02'),
    ];
    const from = source('2024-02-20 08:00', [caseOf('0751', ...foreign)]);
    expect(digestFacts(from, 'day', null).needs.map((need) => need.id)).toEqual(['0751/unconfirmed']);
    expect(noticeFacts(from, null)).toBeNull();
  });
});
