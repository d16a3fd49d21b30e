// The report as a sheet sent back by mail, given/when/then: from whom it counts, when it is the newest, what is asked about it, and what understand() makes of it.
// It refuses made-up sheets where the reading is tested: the real writer writes them, and the real reader reads them.
import { describe, expect, test } from 'vitest';
import { readFile } from '../../src/adapters/documents/read-file.ts';
import { reportFormName, writeReportForm } from '../../src/adapters/report-form.ts';
import { reportRules } from '../../src/core/campaign.ts';
import { dueCommands, nextDue } from '../../src/core/deadlines.ts';
import { tasksFor, type CaseEvent } from '../../src/core/events.ts';
import { allQuiet } from '../../src/core/holds.ts';
import type { Answers } from '../../src/core/report/model.ts';
import { messageIdOf, taskOfMessageId } from '../../src/core/task.ts';
import { understand } from '../../src/core/understand.ts';
import { stillWanted } from '../../src/core/wanted.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { given, invited, mailRef, reading, receive, sent } from '../support/given.ts';
import { context, documentsOf, mailOf, type MailSketch } from '../support/reading.ts';
import { wholeAnswers } from '../support/report.ts';
import { active, add, commented, filled, handedIn, invite, jens, mailed, mette, save, submit, withColleague, withLogin, type Given } from '../support/reporting.ts';

const instant = (local: string): Temporal.Instant => Temporal.Instant.from(at(local));
const faulty: Answers = { ...wholeAnswers, 'u1.level2.women': '-1' };
const versions = (c: Given) => c.state.reports.map(({ via, report }) => `${via} ${report?.comment}`);
const reviewed = (reason: string) => [{ type: 'mail-received' }, { type: 'review-opened', reason }];

describe('counts', () => {
  test('from the registered contact, though she never used her login: her receipt answers the mail', () => {
    const c = withLogin().when(mailed(wholeAnswers)).then(
      { type: 'mail-received', kind: 'report', outcome: 'accept' },
      { type: 'report-submitted', by: mette.email, handedIn: { via: 'mail', by: mette.email, report: { kommune: '0751' }, answers: wholeAnswers, replaces: null } },
      { task: { kind: 'receipt', to: mette.email, number: 1, thread: { subject: 'SV: Indberetning' } } },
    );
    expect(c.state).toMatchObject({ submissions: 1, begunAt: at('2024-04-03 10:00'), draft: { answers: wholeAnswers } });
    expect(nextDue(c.state, campaign2024, instant('2024-04-03 10:01'))).toBeNull();
  });
  test('from a colleague: both have it in writing, and so has whoever Reply-To names', () => {
    const both = (to: string) => [{}, { type: 'report-submitted', by: jens.email }, { task: { kind: 'receipt', to, thread: {} } }, { task: { kind: 'receipt', to: mette.email, thread: null } }];
    withColleague().when(mailed(wholeAnswers, { from: 'JLU@Aarhus.dk', read: { answerTo: jens.email } })).then(...both(jens.email));
    withColleague().when(mailed(wholeAnswers, { from: jens.email, read: { answerTo: 'hr@aarhus.dk' } })).then(...both('hr@aarhus.dk'));
    withColleague().when(mailed(wholeAnswers, { from: jens.email, read: { answerTo: 'MHO@aarhus.dk' } })).then({}, {}, { task: { to: mette.email, thread: {} } });
    withColleague().when(mailed(wholeAnswers, { from: jens.email, read: { answerTo: null } })).then({}, {}, { task: { to: mette.email } });
  });
  test('from a colleague who was invited again and has not used the new link yet', () => {
    const c = withColleague();
    c.when(invite(jens.email, 2, '2024-04-02 09:00')).then({}).when(mailed(wholeAnswers, { from: jens.email })).then({ outcome: 'accept' }, {}, {}, {});
  });
  test('the reason of a late correction is read from the sheet, and asked for by its cell', () => {
    const late = { when: '2024-06-04 10:00' };
    const c = handedIn();
    c.when(mailed(commented('Rettet'), late)).then({ outcome: 'clarify' }, { task: { kind: 'correct', faults: [{ place: 'celle C40', label: 'Årsag til rettelsen' }] } });
    const done = c.when(mailed({ ...commented('Rettet'), correction: 'Tastefejl' }, late)).then({}, { handedIn: { correction: 'Tastefejl' } }, {});
    expect(done.state.draft?.answers).toEqual(commented('Rettet'));
    // Nothing is corrected where the same comes once more.
    c.when(mailed(wholeAnswers, late)).then({ type: 'mail-received', outcome: 'accept' });
  });
  test('what stands beside it is opened as a question, and the report counts', () => {
    withLogin().when(mailed(wholeAnswers, { read: { also: ['question'] } })).then({ outcome: 'accept' }, { type: 'report-submitted' }, { type: 'mail-asked' }, { type: 'question-opened', question: 'q1' });
    withLogin().when(mailed(faulty, { read: { also: ['question'] } })).then({ outcome: 'clarify' }, { task: { kind: 'correct' } }, { type: 'question-opened' });
  });
});

describe('goes to a person', () => {
  const removed = () => withColleague().when({ type: 'remove-colleague', at: at('2024-04-02 09:00'), by: mette.email, email: jens.email }).then({});
  const invitedOnly = () => active().when(invite(jens.email, 1, '2024-03-15 09:00')).then({});
  const unconfirmed = () => given(...invited()).when(receive({ at: '2024-03-20 10:00', mail: mailRef({ date: at('2024-03-20 10:00') }), reading: reading({ outcome: 'review', contacts: [] }) })).then({}, { review: 'r1' })
    .when({ type: 'review-accept', at: at('2024-03-20 11:00'), by: 'anb', note: '', item: 'r1', contact: { kommune: '0751', name: 'Bo Berg', email: 'bo@konsulent.dk', phone: null, region: '1082' }, over: null, foreign: true, answer: null }).then({}, {});
  test.each<[string, () => Given, Parameters<typeof mailed>[1], string]>([
    ['another person of the kommune', withColleague, { from: 'hr@aarhus.dk' }, 'report-not-from-contact'],
    ['a removed colleague', removed, { from: jens.email }, 'report-not-from-contact'],
    ['a colleague who has not used her link', invitedOnly, { from: jens.email }, 'report-not-from-contact'],
    ['a contact whose address is not confirmed', unconfirmed, { from: 'bo@konsulent.dk' }, 'report-not-from-contact'],
    ['anybody, where nobody is registered', () => given(...invited()), {}, 'report-not-from-contact'],
    ['an exempt kommune', () => add(withLogin(), { type: 'exempted', at: at('2024-04-01 09:00'), by: 'anb', note: 'Sammenlagt' }), {}, 'exempt'],
    ['one who wrote before the newest was handed in', handedIn, { date: '2024-04-02 10:59' }, 'report-older-than-newest'],
    ['one whose mail has no date, after a report', handedIn, { date: null }, 'report-older-than-newest'],
    ['a sender whom the reading doubts', withLogin, { read: { outcome: 'review', reasons: ['DMARC failed'] } }, 'understanding'],
  ])('of %s', (_, c, how, reason) => {
    const before = c();
    const after = before.when(mailed(commented('Fra mailen'), how)).then(...reviewed(reason));
    expect([after.state.reports, after.state.draft]).toEqual([before.state.reports, before.state.draft]);
  });
  test('a first report without a date counts: there is none that it could be older than', () => {
    withLogin().when(mailed(wholeAnswers, { date: null })).then({}, { type: 'report-submitted' }, {});
  });
});

describe('with faults', () => {
  const ids = (events: readonly CaseEvent[]) => tasksFor(events).filter(({ kind }) => kind === 'correct' || kind === 'clarify').map(({ id, kind }) => `${kind} ${id}`);
  test('one mail names each with its cell, and nothing is handed in', () => {
    const label = 'Har kommunen en politik for at øge andelen af det underrepræsenterede køn i ledelsen?';
    const c = withColleague().when(mailed({ ...faulty, policy: '' }, { from: jens.email, form: { problems: [{ place: 'F9', text: 'Hører ikke til.' }] } })).then({ outcome: 'clarify' }, { task: {
      kind: 'correct', id: 'clarify.2024.0751', to: jens.email, name: jens.name, filename: 'Indberetning.xlsx', thread: {}, answers: { ...faulty, policy: '' },
      faults: [{ place: 'celle F9', label: 'Skemaet', text: 'Hører ikke til.' }, { place: 'celle C14', text: 'Antallet kan ikke være negativt.' }, { place: null, label }],
    } });
    expect([c.state.submissions, c.state.draft, taskOfMessageId(messageIdOf('clarify.2024.0751', 'lige.dk'), 'lige.dk')?.kind]).toEqual([0, null, 'clarify']);
  });
  test('a "no" beside figures is asked about, never counted without them', () => {
    withLogin().when(mailed({ ...wholeAnswers, fiftyOrMore: 'no' })).then({ outcome: 'clarify' }, { task: { faults: [{ label: 'Skemaet' }] } });
  });
  test('its id never meets that of a clarification, whichever comes first', () => {
    const asked = given(...invited()).when(receive({ reading: reading({ outcome: 'clarify', missing: ['email'], contacts: [] }) })).then({}, { task: { kind: 'clarify' } });
    const registered = add(asked, ...sent('clarify.2024.0751', '2024-02-05 10:01')).when(receive({ at: '2024-02-06 10:00', mail: mailRef({ date: at('2024-02-06 10:00') }) })).then({}, {}, {});
    const c = registered.when(mailed(faulty)).then({}, { type: 'mail-asked' });
    const bounced = add(c, { type: 'bounce-noted', at: at('2024-04-04 09:00'), mail: mailRef(), recipient: mette.email, permanent: true, task: null });
    const more = bounced.when({ type: 'ask-new-contact', at: at('2024-04-04 10:00') }).then({});
    expect(ids(more.events)).toEqual(['clarify clarify.2024.0751', 'correct clarify.2024.0751.2', 'clarify clarify.2024.0751.3']);
  });
  test('the same sheet is answered once a day to each sender', () => {
    const c = withColleague().when(mailed(faulty)).then({}, { task: { to: mette.email } });
    const again = c.when(mailed(faulty, { when: '2024-04-03 11:00' })).then({ type: 'mail-received', outcome: 'clarify' });
    again.when(mailed(faulty, { from: jens.email, when: '2024-04-03 12:00' })).then({}, { task: { to: jens.email } });
    again.when(mailed(faulty, { when: '2024-04-04 10:00' })).then({}, { task: { kind: 'correct', id: 'clarify.2024.0751.2' } });
    // Where something was mended and something is left, she is told what is left.
    const two = withLogin().when(mailed(faulty, { form: { problems: [{ place: 'F9', text: 'Hører ikke til.' }] } })).then({}, { task: { faults: [{}, {}] } });
    two.when(mailed(faulty, { when: '2024-04-03 11:00' })).then({}, { task: { faults: [{ place: 'celle C14' }] } });
  });
  test('the sixth of a day goes to a person, and so does one that nobody may be answered about', () => {
    let c = withLogin();
    for (const n of [1, 2, 3, 4, 5]) c = c.when(mailed({ ...faulty, comment: `${n}` }, { when: `2024-04-03 1${n}:00` })).then({}, { task: { kind: 'correct' } });
    c.when(mailed({ ...faulty, comment: '6' }, { when: '2024-04-03 17:00' })).then(...reviewed('clarified-before'));
    c.when(mailed({ ...faulty, comment: '6' }, { when: '2024-04-04 00:30' })).then({}, { task: { kind: 'correct' } });
    withLogin().when(mailed(faulty, { read: { answerTo: null } })).then(...reviewed('clarified-before'));
    // A whole one still counts.
    c.when(mailed(wholeAnswers, { when: '2024-04-03 17:00' })).then({}, { type: 'report-submitted' }, {});
  });
  test('who was asked back has a working day before the next reminder; an exempt kommune is not asked', () => {
    const asked = active().when(mailed(faulty, { when: '2024-05-28 15:00' })).then({}, { type: 'mail-asked' });
    const c = add(asked, ...sent('clarify.2024.0751', '2024-05-28 15:01'));
    expect(dueCommands(active().state, campaign2024, instant('2024-05-29 10:00')).commands).toMatchObject([{ type: 'remind', round: 'soon' }]);
    expect(dueCommands(c.state, campaign2024, instant('2024-05-29 10:00')).commands).toEqual([]);
    expect(dueCommands(c.state, campaign2024, instant('2024-05-31 10:00')).commands).toMatchObject([{ type: 'remind', round: 'on' }]);
    const [task] = tasksFor(asked.events).slice(-1);
    const wanted = (of: Given) => task && stillWanted(task, of.state, campaign2024, instant('2024-05-28 22:00'), allQuiet);
    expect([wanted(asked), wanted(add(asked, { type: 'exempted', at: at('2024-05-28 15:30'), by: 'anb', note: '' }))]).toEqual([{ wanted: true }, { unwanted: 'exempt' }]);
  });
});

describe('the newest wins', () => {
  test('from portal to mail to portal, and each says what it takes the place of', () => {
    const one = handedIn();
    const two = one.when(mailed(commented('pr. mail'))).then({}, { handedIn: { replaces: { number: 1, via: 'portal', at: at('2024-04-02 11:00') } } }, { task: { number: 2, again: true } });
    // The page that was open meanwhile is a conflict; then the form shows the mail's answers.
    two.when(save(one, 'policy', { policy: 'no' }, { when: '2024-04-04 10:00' })).thenIgnored('changed-meanwhile');
    const draft = two.when(save(two, 'policy', { policy: 'no', comment: 'igen' }, { when: '2024-04-04 10:00' })).then({ type: 'report-saved' });
    const three = draft.when(submit(draft, { when: '2024-04-04 11:00' })).then({ handedIn: { replaces: { number: 2, via: 'mail', at: at('2024-04-03 10:00') } } }, { task: { number: 3, thread: null } });
    expect(versions(three)).toEqual(['portal ', 'mail pr. mail', 'portal igen']);
    three.when(mailed(commented('for sent'), { when: '2024-04-04 12:00', date: '2024-04-04 10:59' })).then(...reviewed('report-older-than-newest'));
    // Version 1 again, as it lies in its receipt: perhaps it only came along.
    three.when(mailed(wholeAnswers, { when: '2024-04-04 12:00' })).then(...reviewed('report-older-than-newest'));
    three.when(mailed(commented('ny'), { when: '2024-04-04 12:00' })).then({}, { handedIn: { replaces: { number: 3 } } }, {});
  });
  test('of two mails that waited together the later one counts, whichever is read first', () => {
    const first = mailed(commented('først'), { when: '2024-04-08 08:00', date: '2024-04-05 10:00' });
    const later = mailed(commented('senere'), { when: '2024-04-08 08:00', date: '2024-04-05 14:00' });
    const c = withLogin();
    expect(versions(c.when(first).then({}, {}, {}).when(later).then({}, { type: 'report-submitted' }, {}))).toEqual(['mail først', 'mail senere']);
    expect(versions(c.when(later).then({}, {}, {}).when(first).then(...reviewed('report-older-than-newest')))).toEqual(['mail senere']);
  });
  test('a clock that is ahead bars nothing that comes after', () => {
    const ahead = withLogin().when(mailed(wholeAnswers, { when: '2024-04-05 10:00', date: '2031-01-01 10:00' })).then({}, { type: 'report-submitted' }, {});
    ahead.when(mailed(commented('rettet'), { when: '2024-04-05 12:00' })).then({}, { type: 'report-submitted' }, {});
    ahead.when(mailed(commented('for gammel'), { when: '2024-04-05 12:00', date: '2024-04-05 09:00' })).then(...reviewed('report-older-than-newest'));
  });
  test('a mail counts once, and read again by a person\'s wish it says nothing new', () => {
    const c = withLogin().when(mailed(wholeAnswers, { id: 'once', date: '2024-04-03 09:00' })).then({}, {}, {});
    c.when(mailed(wholeAnswers, { id: 'once', date: '2024-04-03 09:00' })).thenIgnored('already-received');
    c.when(mailed(wholeAnswers, { id: 'once', date: '2024-04-03 09:00', times: 2, when: '2024-04-05 10:00' })).then({ type: 'mail-received', outcome: 'accept' });
  });
  test('what it takes the place of unsent is told: who saved it, and when', () => {
    const begun = filled(withColleague(), wholeAnswers, { by: jens.email });
    const over = { by: jens.email, at: at('2024-04-02 10:00') };
    expect(begun.when(mailed(commented('pr. mail'))).then({}, {}, {}).state.reports[0]?.over).toMatchObject({ ...over, revision: 4 });
    // The same as was saved, or as was handed in, loses nobody anything.
    expect(begun.when(mailed(wholeAnswers)).then({}, {}, {}).state.reports[0]?.over).toBeNull();
    expect(handedIn().when(mailed(commented('pr. mail'))).then({}, {}, {}).state.reports[1]?.over).toBeNull();
    const corrected = filled(handedIn(filled(withColleague())), commented('undervejs'), { by: jens.email });
    expect(corrected.when(mailed(commented('pr. mail'))).then({}, {}, {}).state.reports[1]?.over).toMatchObject(over);
    // What was changed and changed back is lost to nobody; nor is what an older version handed in without its figures.
    const back = filled(corrected, wholeAnswers, { by: jens.email });
    expect([back.state.draft?.revision, back.when(mailed(commented('pr. mail'))).then({}, {}, {}).state.reports[1]?.over]).toEqual([7, null]);
    const old = add(begun, { type: 'report-submitted', at: at('2024-04-02 12:00'), by: jens.email });
    expect(old.when(mailed(commented('pr. mail'))).then({}, {}, {}).state.reports.map((r) => r.over)).toEqual([null, null]);
  });
});

describe('understand()', () => {
  const rules = reportRules(campaign2024);
  const sheet = async (answers: Answers, { code = '0751', name = 'Aarhus Kommune', campaign = '2024' } = {}) => {
    const content = await writeReportForm({ campaign: { ...campaign2024, id: campaign }, kommune: { code, name }, rules, answers, lastYear: null, at: '2024-04-15T07:00:00Z' });
    return readFile({ filename: reportFormName, contentType: '', content, inline: false });
  };
  const text = 'Hej\n\nHermed vores indberetning.\n\nMed venlig hilsen\n\nMette Holm\nHR-konsulent';
  const read = async (answers: Answers, { sketch = {}, ...of }: Parameters<typeof sheet>[1] & { readonly sketch?: MailSketch } = {}) => {
    const mail: MailSketch = { answers: '<login.2024.0751@lige.dk>', text, ...sketch };
    return understand({ ...mailOf(mail), date: '2024-04-15T08:00:00Z' }, [...documentsOf(mail), ...await sheet(answers, of)], { ...context, report: rules });
  };
  const dmarc = (result: string) => ({ 'authentication-results': `mx.lige.dk; dmarc=${result} header.from=aarhus.dk` });
  test.each<[string, string, Parameters<typeof read>[1]]>([
    ['from a proved sender', 'accept', {}],
    ['with DMARC passed', 'accept', { sketch: { headers: dmarc('pass') } }],
    ['with DMARC failed', 'review', { sketch: { headers: dmarc('fail') } }],
    ['of another kommune', 'review', { code: '0730', name: 'Randers Kommune' }],
    ['of another kommune, from its own domain, in our thread', 'review', { sketch: { from: 'lali@randers.dk' } }],
    ['from a private mailbox', 'review', { sketch: { from: 'mette.holm@gmail.com' } }],
    ['of the last campaign', 'review', { campaign: '2023' }],
    ['that a machine seems to have sent', 'review', { sketch: { headers: { 'auto-submitted': 'auto-generated' } } }],
    ['under the subject of a read receipt', 'review', { sketch: { subject: 'Læst: Login til indberetningen' } }],
    ['that says it is late', 'review', { sketch: { subject: 'Ikke leveret til tiden: indberetning' } }],
    ['through a list', 'review', { sketch: { headers: { precedence: 'bulk' } } }],
    ['that asks for answers elsewhere', 'review', { sketch: { replyTo: 'mette.holm@gmail.com' } }],
    ['beside a refusal', 'review', { sketch: { text: `${text.slice(0, 34)} Vi er ikke omfattet af reglerne.` } }],
    ['in answer to what was asked about it, under a bare signature', 'accept', { sketch: { answers: '<clarify.2024.0751@lige.dk>', subject: 'SV: Ret skemaet', text: 'Hermed rettet skema.\nMette Holm, mho@aarhus.dk' } }],
  ])('a sheet %s: %s', async (_, outcome, of) => {
    const u = await read(wholeAnswers, of);
    expect([u.outcome, u.kind === 'report' || outcome === 'review', u.report?.answers]).toEqual([outcome, true, Object.fromEntries(Object.entries(wholeAnswers).filter(([, typed]) => typed !== ''))]);
    // What it advises, the case does: the whole way from the sheet to the version that counts.
    const after = withLogin().when({ ...mailed(wholeAnswers), understanding: u } as ReturnType<typeof receive>);
    if (outcome === 'accept') expect(after.then({}, { type: 'report-submitted' }, {}).state.reports[0]?.report?.units[0]?.level2.target).toEqual({ number: null, percent: 40, year: 2027 });
    else after.then(...reviewed('understanding'));
  });
  test('what was typed counts word for word, to its last word and link; what is too long is said', async () => {
    const long = { ...wholeAnswers, comment: 'Ord for ord. '.repeat(300).trim(), policyLink: `https://www.aarhus.dk/${'a'.repeat(400)}` };
    const u = await read(long);
    expect([u.outcome, u.report?.answers['comment'], u.report?.answers['policyLink']]).toEqual(['accept', long.comment, long.policyLink]);
    const over = await read({ ...long, comment: 'Ord for ord. '.repeat(400).trim() });
    expect([over.outcome, over.reasons.at(-1)]).toEqual(['clarify', expect.stringMatching(/^Indberetning.xlsx!C\d+: Teksten er på 5\.199 tegn/)]);
  });
  test('who answers a mail about a sheet names no contact by signing, with the sheet forgotten or blank', async () => {
    const sketch: MailSketch = { answers: '<clarify.2024.0751@lige.dk>', subject: 'SV: Ret skemaet: Indberetning', from: jens.email, text: 'Hermed rettet skema.\nJens Lund, jlu@aarhus.dk' };
    const forgotten = understand({ ...mailOf(sketch), date: '2024-04-15T08:00:00Z' }, documentsOf(sketch), { ...context, report: rules });
    for (const u of [forgotten, await read({ 'u1.name': 'Aarhus Kommune' }, { sketch })]) expect([u.contacts, u.outcome === 'accept']).toEqual([[], false]);
  });
  test('a report that says "as last year" is a report', async () => {
    expect((await read(wholeAnswers, { sketch: { text: 'Hermed vores indberetning, som er den samme som sidste år.' } })).outcome).toBe('accept');
  });
  test('a fault is told with its cell; a blank sheet is no report at all', async () => {
    expect((await read(faulty)).reasons.at(-1)).toMatch(/^Indberetning\.xlsx!C\d+: Antallet kan ikke være negativt\.$/);
    const blank = await read({ 'u1.name': 'Aarhus Kommune' }, { sketch: { text: 'Hvad er et måltal?' } });
    expect([blank.kind, blank.outcome, blank.report]).toEqual(['question', 'forward', undefined]);
  });
});
