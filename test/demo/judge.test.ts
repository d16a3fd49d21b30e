// The judge: content with a faultless run, and finding each fault that is planted in one.
// It refuses a judge that is merely strict: every planted fault must break the rule it belongs to.
import { beforeAll, describe, expect, test } from 'vitest';
import { instantAt, shortMoment } from '../../demo/calendar.ts';
import type { Evidence, Observation, Status, Taken } from '../../demo/judge/evidence.ts';
import { judge } from '../../demo/judge/verdict.ts';
import { describeDay } from '../../demo/stage/view.ts';
import { botMail, calendar, playIdeal } from './ideal.ts';

let good: Evidence;
beforeAll(async () => { good = (await playIdeal(98, 1)).evidence; });

const isTaken = (kind: string) => (o: Observation): o is Taken => o.what === 'taken' && o.mail.kind === kind;
const brokenRules = (evidence: Evidence): readonly string[] => judge(evidence).rules.filter((r) => r.broken.length > 0).map((r) => r.rule);
const without = (gone: Observation): Evidence => ({ ...good, seen: good.seen.filter((o) => o !== gone) });
const changed = (from: Observation, to: Observation): Evidence => ({ ...good, seen: good.seen.map((o) => (o === from ? to : o)) });
const first = (kind: string): Taken => good.seen.find(isTaken(kind)) ?? expect.fail(`no ${kind}`);
const posted = (effect: string): Extract<Observation, { what: 'posted' }> =>
  good.seen.find((o) => o.what === 'posted' && o.effect === effect) as Extract<Observation, { what: 'posted' }> | undefined ?? expect.fail(`no ${effect}`);
const withCase = (code: string, change: Partial<Status['cases'][number]>): Evidence =>
  ({ ...good, status: { ...good.status, cases: good.status.cases.map((c) => (c.kommune === code ? { ...c, ...change } : c)) } });

test('a faultless run breaks no rule, and every kommune is accounted for', () => {
  const verdict = judge(good);
  expect(verdict.rules.flatMap((r) => r.broken)).toEqual([]);
  expect(verdict).toMatchObject({ ok: true, kommuner: 98, accountedFor: 98 });
  expect(verdict.behaviours.reduce((sum, b) => sum + b.kommuner, 0)).toBe(98);
});

describe('finds', () => {
  test('a mail sent twice', () => {
    const letter = first('letter');
    const verdict = judge({ ...good, seen: [...good.seen, letter] });
    expect(verdict.ok).toBe(false);
    expect(verdict.accountedFor).toBe(97);
    expect(verdict.rules.filter((r) => r.broken.length > 0).map((r) => r.rule)).toEqual(['each kommune gets exactly one letter, from its day on, within the hours', 'no mail and no Message-ID goes out twice']);
  });
  test('a letter before its day', () => {
    const letter = first('letter');
    expect(brokenRules(changed(letter, { ...letter, at: instantAt(calendar.letterDate.subtract({ days: 1 }), '09:00') }))).toEqual(['each kommune gets exactly one letter, from its day on, within the hours']);
  });
  test('a letter that never came', () => expect(brokenRules(without(first('letter')))).toContain('each kommune gets exactly one letter, from its day on, within the hours'));
  test('an acknowledgement that never came', () => expect(brokenRules(without(first('ack')))).toEqual(['each right answer is acknowledged once, to the sender, with name and e-mail']));
  test('an acknowledgement that names nobody', () => {
    const ack = first('ack');
    expect(judge(changed(ack, { ...ack, mail: { ...ack.mail, text: 'Tak.' } })).rules.flatMap((r) => r.broken)[0]).toContain('does not say "');
  });
  test('an acknowledgement to somebody else', () => {
    const ack = first('ack');
    expect(brokenRules(changed(ack, { ...ack, address: 'en.anden@aarhus.dk' }))).toEqual(['each right answer is acknowledged once, to the sender, with name and e-mail']);
  });
  test('a question not asked', () => expect(brokenRules(without(first('clarify')))).toEqual(['what is missing is asked for once, from the sender']));
  test('a machine that was answered', async () => {
    const machine = posted('none');
    const mail = await botMail({ kind: 'clarify', n: 9, kommune: machine.kommune, to: machine.from, body: 'Hvad mener I?', inReplyTo: machine.messageId }, machine.at);
    const answer: Observation = { what: 'taken', at: machine.at, address: machine.from, kommune: machine.kommune, place: 'kommune', mail };
    expect(brokenRules({ ...good, seen: [...good.seen, answer] })).toContain('machines, strangers and forgeries are never answered');
  });
  test('a reminder on a Sunday, in the evening, and after the answer', () => {
    const reminder = first('reminder');
    for (const at of [instantAt(Temporal.PlainDate.from('2024-02-11'), '10:00'), instantAt(Temporal.PlainDate.from('2024-02-08'), '17:00')]) {
      expect(judge(changed(reminder, { ...reminder, at })).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringContaining(`was reminded ${shortMoment(at)}, outside the sending hours`));
    }
    const answer = posted('register');
    const at = instantAt(Temporal.PlainDate.from('2024-02-22'), '08:30');
    const late: Observation = { ...reminder, at, kommune: answer.kommune, mail: { ...reminder.mail, at, kommune: answer.kommune, messageId: '<reminder.2024.9999.9@lige.dk>' } };
    expect(judge({ ...good, seen: [...good.seen, late] }).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringMatching(/was reminded Thu 22 Feb 08:30 after ".*" from .* had come/));
  });
  test('a reminder that never came, and one too many', () => {
    expect(judge(without(first('reminder'))).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringContaining('was not reminded in round "before"'));
    const reminder = first('reminder');
    expect(judge({ ...good, seen: [...good.seen, { ...reminder, mail: { ...reminder.mail, messageId: '<reminder.2024.0101.7@lige.dk>' } }] }).rules.flatMap((r) => r.broken))
      .toContainEqual(expect.stringContaining('was reminded 2 times in round "before"'));
  });
  test('a login too early, to somebody else, without a link, missing', () => {
    const login = first('login');
    const early = instantAt(Temporal.PlainDate.from('2024-03-12'), '09:00');
    for (const bad of [{ ...login, at: early }, { ...login, address: 'post@aarhus.dk' }, { ...login, mail: { ...login.mail, text: 'Dit link mangler.' } }]) {
      expect(brokenRules(changed(login, bad))).toEqual(['logins: in the window, to the registered contact, once, with a link']);
    }
    expect(brokenRules(without(login))).toEqual(['logins: in the window, to the registered contact, once, with a link']);
  });
  test('a mail without Auto-Submitted, text, HTML or tag', () => {
    const ack = first('ack');
    for (const fault of [{ autoSubmitted: null }, { hasTextPart: false }, { hasHtmlPart: false }, { subject: 'Tak' }, { subject: 'Tak [LIGE-2024-9999]' }]) {
      expect(brokenRules(changed(ack, { ...ack, mail: { ...ack.mail, ...fault } }))).toEqual(['every mail is marked as automatic, has text and HTML, and carries its tag']);
    }
  });
  test('a mail to an address that nobody has', () => {
    const ack = first('ack');
    expect(brokenRules({ ...good, seen: [...good.seen, { ...ack, address: 'x@gmail.com', kommune: null, place: 'nowhere', mail: { ...ack.mail, messageId: '<ack.2024.0101.9@lige.dk>' } }] })).toContain('mail goes only to addresses that somebody has');
  });
  test('a missing digest', () => expect(brokenRules(without(first('digest')))).toEqual(['the ministry gets its digest, within the hours']));
  test('a wrong name, a forged contact, a missing contact', () => {
    const right = posted('register');
    const forged = posted('review');
    for (const evidence of [
      withCase(right.kommune, { contact: { name: 'En Anden', email: right.contact?.email ?? '' } }), withCase(right.kommune, { contact: null }),
      withCase(forged.kommune, { contact: { name: 'Ib Falk', email: 'ib.falk@aarhus.dk' } }),
    ]) expect(brokenRules(evidence)).toEqual(['each right answer is registered exactly, and nothing else']);
  });
  test('a missing flag and one too many', () => {
    for (const [code, flags] of [[posted('question').kommune, []], [posted('register').kommune, ['review']]] as const) {
      expect(brokenRules(withCase(code, { flags }))).toEqual(['forgeries, strangers, questions and dead mailboxes wait for a person, and nobody else does']);
    }
  });
  test('a mail left in INBOX, lost, or in two folders', () => {
    const id = posted('register').messageId;
    const move = (change: (folder: string, ids: readonly string[]) => readonly string[]): Evidence => ({ ...good, folders: new Map([...good.folders].map(([folder, ids]) => [folder, change(folder, ids)])) });
    for (const evidence of [
      move((folder, ids) => (folder === 'INBOX' ? [id] : ids.filter((i) => i !== id))), move((_, ids) => ids.filter((i) => i !== id)),
      move((folder, ids) => (folder === 'Rundskriv/Til gennemsyn' ? [...ids, id] : ids)),
    ]) expect(brokenRules(evidence)).toEqual(['INBOX is empty and every mail lies in exactly one folder']);
  });
  test('a count that does not agree', () => {
    expect(brokenRules({ ...good, status: { ...good.status, counts: { ...good.status.counts, contact: 3 } } })).toEqual(['the counts of status agree with what happened']);
  });
});

test('a day is told in a line', () => {
  const onLetterDay = good.seen.filter((o) => o.at.toZonedDateTimeISO('Europe/Copenhagen').toPlainDate().equals(calendar.letterDate));
  expect(describeDay(onLetterDay).sent).toMatch(/^9\d letters$/);
  expect(describeDay(onLetterDay).came).toMatch(/out-of-office/);
  expect(describeDay(onLetterDay).trouble).toMatch(/mailbox refused/);
});
