// The judge: content with a faultless run, and finding each fault that is planted in one.
// It refuses a judge that is merely strict: every planted fault must break the rule it belongs to.
import { beforeAll, describe, expect, test } from 'vitest';
import { instantAt, roundDays, shortMoment } from '../../demo/calendar.ts';
import type { Evidence, Observation, Player, Taken } from '../../demo/judge/evidence.ts';
import { judge } from '../../demo/judge/verdict.ts';
import { describeDay } from '../../demo/stage/view.ts';
import { botMail, calendar, playIdeal } from './ideal.ts';
import { another, isTaken, spoiling } from './spoil.ts';

let good: Evidence;
beforeAll(async () => { good = (await playIdeal(98, 1)).evidence; });

const { brokenRules, inserted, without, changed, rule, withCase } = spoiling(() => good);
const playerOf = (behaviour: string): Player => good.players.find((p) => p.behaviour === behaviour) ?? expect.fail(`nobody has the behaviour ${behaviour}`);
/** The n-th mail of a kind to a kommune with that behaviour. */
const mailTo = (behaviour: string, kind: string, n = 0): Taken => good.seen.filter(isTaken(kind)).filter((o) => o.kommune === playerOf(behaviour).code)[n] ?? expect.fail(`no ${kind} to ${behaviour}`);
const first = (kind: string): Taken => good.seen.find(isTaken(kind)) ?? expect.fail(`no ${kind}`);
const posted = (effect: string): Extract<Observation, { what: 'posted' }> =>
  good.seen.find((o) => o.what === 'posted' && o.effect === effect) as Extract<Observation, { what: 'posted' }> | undefined ?? expect.fail(`no ${effect}`);

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
    expect(judge(inserted(late)).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringMatching(/was reminded Thu 22 Feb 08:30 after ".*" from .* had come/));
  });
  test('a reminder that never came, and one too many', () => {
    expect(judge(without(first('reminder'))).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringContaining('was not reminded in round "before"'));
    const reminder = first('reminder');
    expect(judge(inserted(another(reminder, {}, '<reminder.2024.0101.7@lige.dk>'))).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringContaining('was reminded 2 times in round "before"'));
  });
  test('a login too early, to somebody else, without a link, with an old link, missing', () => {
    const login = first('login');
    const early = instantAt(Temporal.PlainDate.from('2024-03-12'), '09:00');
    const logins = rule('logins:');
    expect(brokenRules(changed(login, { ...login, at: early }))).toEqual([logins]);
    expect(brokenRules(changed(login, { ...login, address: 'post@aarhus.dk' }))).toContain(logins);
    expect(brokenRules(changed(login, { ...login, mail: { ...login.mail, text: 'Dit link mangler.' } }))).toContain(logins);
    const other = good.seen.filter(isTaken('login'))[1] ?? login;
    expect(brokenRules(changed(other, { ...other, mail: { ...other.mail, text: login.mail.text, html: login.mail.html } }))).toContain(logins);
    expect(brokenRules(without(login))).toContain(logins);
  });
  test('a mail without Auto-Submitted, text, HTML or tag', () => {
    const ack = first('ack');
    for (const fault of [{ autoSubmitted: null }, { autoSubmitted: 'no' }, { hasTextPart: false }, { hasHtmlPart: false }, { subject: 'Tak' }, { subject: 'Tak [LIGE-2024-9999]' }]) {
      expect(brokenRules(changed(ack, { ...ack, mail: { ...ack.mail, ...fault } }))).toEqual(['every mail is marked as automatic, has text and HTML, and carries its tag']);
    }
  });
  test('a mail to an address that nobody has', () => {
    const ack = first('ack');
    expect(brokenRules({ ...good, seen: [...good.seen, { ...ack, address: 'x@gmail.com', kommune: null, place: 'nowhere', mail: { ...ack.mail, messageId: '<ack.2024.0101.9@lige.dk>' } }] })).toContain('mail goes only to addresses that somebody has');
  });
  test('a missing digest, and one on Easter Monday', () => {
    const digests = rule('the ministry gets its digest');
    expect(brokenRules(without(first('digest')))).toEqual([digests]);
    const afterEaster = good.seen.find((o) => isTaken('digest')(o) && shortMoment(o.at).startsWith('Tue  2 Apr')) as Taken;
    expect(brokenRules(changed(afterEaster, { ...afterEaster, at: afterEaster.at.subtract({ hours: 24 }) }))).toEqual([digests]);
  });
  test('a wrong name, a forged contact, a missing contact', () => {
    const right = posted('register');
    const forged = posted('review');
    for (const evidence of [
      withCase(right.kommune, { contact: { name: 'En Anden', email: right.contact?.email ?? '' } }), withCase(right.kommune, { contact: null }),
      withCase(forged.kommune, { contact: { name: 'Ib Falk', email: 'ib.falk@aarhus.dk' } }),
    ]) expect(brokenRules(evidence)).toEqual(['each right answer is registered exactly, and nothing else']);
  });
  test('a missing flag and one too many', () => {
    for (const [code, flags] of [[playerOf('forged sender').code, []], [posted('register').kommune, ['review']], [posted('question').kommune, ['question']]] as const) {
      expect(brokenRules(withCase(code, { flags }))).toEqual([rule('forgeries, strangers and dead mailboxes')]);
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
  test('a mail for a person that lies elsewhere, and a settled one that lies there still', () => {
    const idOf = (behaviour: string): string => good.seen.flatMap((o) => (o.what === 'posted' && o.kommune === playerOf(behaviour).code ? [o.messageId] : []))[0] ?? '';
    const moved = (id: string, to: string): Evidence => ({ ...good, folders: new Map([...good.folders].map(([folder, ids]) => [folder, [...ids.filter((i) => i !== id), ...(folder === to ? [id] : [])]])) });
    for (const evidence of [moved(idOf('forged sender'), 'Rundskriv/Behandlet'), moved(idOf('exempted'), 'Rundskriv/Til gennemsyn')]) expect(brokenRules(evidence)).toEqual([rule('what waits for a person lies')]);
  });
  test('a count that does not agree', () => {
    expect(brokenRules({ ...good, status: { ...good.status, counts: { ...good.status.counts, contact: 3 } } })).toEqual(['the counts of status agree with what happened']);
  });
});

describe('of questions it finds', () => {
  const forward = (): Taken => good.seen.find((o) => isTaken('review')(o) && o.what === 'taken' && o.mail.kommune === playerOf('question').code) as Taken;
  const put = (): string => rule('each question is put before');
  const carried = (): string => rule('each answer of the department');
  test('one that was never put before the department, late, twice, with other words, to somebody else', () => {
    expect(brokenRules(without(forward()))).toEqual([put()]);
    expect(brokenRules(changed(forward(), { ...forward(), at: forward().at.add({ hours: 2 }) }))).toEqual([put()]);
    expect(brokenRules(inserted(another(forward(), {}, '<review.2024.0101.9@lige.dk>')))).toEqual([put()]);
    expect(brokenRules(changed(forward(), { ...forward(), mail: { ...forward().mail, text: forward().mail.text.replace('?', '!') } }))).toEqual([put()]);
    expect(brokenRules(changed(forward(), { ...forward(), place: 'kommune', kommune: forward().mail.kommune, address: playerOf('question').mailbox }))).toEqual([put()]);
  });
  test('an answer that never came, came twice, to another address, out of the thread', () => {
    const answer = mailTo('question', 'answer');
    expect(brokenRules(without(answer))).toContain(carried());
    expect(brokenRules(inserted(another(answer, {}, '<answer.2024.0101.9@lige.dk>')))).toEqual([carried()]);
    expect(brokenRules(changed(answer, { ...answer, address: playerOf('question').mailbox }))).toEqual([carried()]);
    expect(brokenRules(changed(answer, { ...answer, mail: { ...answer.mail, inReplyTo: null } }))).toContain(carried());
    expect(brokenRules(changed(answer, { ...answer, mail: { ...answer.mail, references: [] } }))).toEqual([carried()]);
  });
  test('an answer with a word less, or with what she only quoted', () => {
    const answer = mailTo('question', 'answer');
    const changedText = (change: (text: string) => string): Evidence => changed(answer, { ...answer, mail: { ...answer.mail, text: change(answer.mail.text) } });
    expect(brokenRules(changedText((text) => text.replace('Bendixen', '')))).toEqual([carried()]);
    expect(brokenRules(changedText((text) => `${text}\nSvarkode: abcdefgh`))).toEqual([carried()]);
    const asks = good.seen.flatMap((o) => (o.what === 'posted' && o.kommune === answer.kommune && o.asks ? [o.asks] : []))[0] ?? '';
    expect(brokenRules(changedText((text) => `${text}\n${asks}`))).toEqual([carried()]);
  });
  test('an answer that nobody of the department wrote', () => {
    const answer = mailTo('question', 'answer');
    const { code, mailbox } = playerOf('question, forged answer');
    expect(brokenRules(inserted(another(answer, { kommune: code, address: mailbox }, `<answer.2024.${code}.2@lige.dk>`)))).toContain(carried());
  });
  test('a reminder while one was open', () => {
    const { code, mailbox } = playerOf('question answered late');
    const reminder = mailTo('silent', 'reminder');
    const at = instantAt(roundDays(calendar, 'contact')[1]?.day ?? calendar.end, '09:00');
    const early = another(reminder, { at, kommune: code, address: mailbox }, `<reminder.2024.${code}.7@lige.dk>`);
    expect(judge(inserted(early)).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringMatching(/was reminded Mon 12 Feb 09:00 after "question" from .* had come/));
  });
  test('a reminder on the heels of an answer', () => {
    const { code } = playerOf('question answered late');
    const reminder = mailTo('question answered late', 'reminder');
    expect(shortMoment(reminder.at)).toBe('Thu 15 Feb 08:30');
    const heels = another(reminder, { at: instantAt(Temporal.PlainDate.from('2024-02-13'), '09:00') }, `<reminder.2024.${code}.7@lige.dk>`);
    expect(judge(inserted(heels)).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringContaining('was reminded Tue 13 Feb 09:00, before a working day had gone by since we answered'));
  });
});

describe('of contacts and logins it finds', () => {
  test('a request that was not answered, late, or answered to somebody else', () => {
    const requests = rule('a request for a login');
    const again = mailTo('login asked again', 'login', 1);
    expect(brokenRules(without(again))).toEqual([requests]);
    expect(brokenRules(changed(again, { ...again, at: again.at.add({ hours: 3 }) }))).toEqual([requests]);
    expect(brokenRules(changed(again, { ...again, address: playerOf('login asked again').mailbox }))).toContain(requests);
    const colleague = good.seen.find((o) => o.what === 'posted' && o.label === 'login asked by a colleague') as Extract<Observation, { what: 'posted' }>;
    const login = mailTo('login asked by a colleague', 'login');
    const wrong = { ...another(login, { at: colleague.at }, `<login.2024.${colleague.kommune}.9@lige.dk>`) };
    expect(brokenRules(inserted({ ...wrong, mail: { ...wrong.mail, inReplyTo: colleague.messageId } }))).toContain(requests);
  });
  test('a former contact who was not told, or twice; a contact who was told without reason', () => {
    const former = rule('a former contact');
    const closed = mailTo('another contact at last', 'closed');
    expect(brokenRules(without(closed))).toEqual([former]);
    expect(brokenRules(inserted(another(closed, {}, '<closed.2024.0101.9@lige.dk>')))).toEqual([former]);
    expect(brokenRules(inserted(another(closed, { kommune: playerOf('silent').code, address: playerOf('silent').mailbox }, '<closed.2024.0101.9@lige.dk>')))).toContain(former);
  });
  test('an address elsewhere that was not confirmed, and a login that went there unconfirmed', () => {
    const confirm = rule('an address elsewhere is confirmed');
    expect(brokenRules(without(mailTo('contact elsewhere, no yes', 'confirm')))).toEqual([confirm]);
    expect(brokenRules(without(mailTo('contact elsewhere, no yes', 'confirm', 1)))).toEqual([confirm]);
    const { code } = playerOf('contact elsewhere, no yes');
    const address = good.status.cases.find((c) => c.kommune === code)?.contact?.email ?? '';
    expect(judge(inserted(another(mailTo('contact elsewhere', 'login'), { kommune: code, address }, `<login.2024.${code}@lige.dk>`))).rules.flatMap((r) => r.broken))
      .toContainEqual(expect.stringContaining('before the kommune had confirmed the address'));
  });
  test('a dead contact: nobody asked for another one, and a reminder to the dead address', () => {
    expect(brokenRules(without(mailTo('contact dead, replaced', 'clarify')))).toEqual([rule('the main mailbox is asked for another contact')]);
    const login = mailTo('contact dead, replaced', 'login');
    const again = another(login, { at: login.at.add({ hours: 2 }) }, '<login.2024.0101.9@lige.dk>');
    expect(brokenRules(inserted(again))).toContain(rule('no reminder and no login goes to an address'));
  });
  test('a round of the report without a reminder, with another link, untold to the main mailbox, or told with the link', () => {
    const { code, mailbox } = playerOf('list from another person');
    const of = (round: number): readonly Taken[] => good.seen.flatMap((o) => (o.what === 'taken' && o.kommune === code && shortMoment(o.at).startsWith(shortMoment(instantAt(roundDays(calendar, 'report')[round]?.day ?? calendar.end, '00:00')).slice(0, 10)) ? [o] : []));
    const reminders = good.seen.filter(isTaken('reminder')).filter((o) => o.kommune === code);
    const linked = reminders.find((o) => o.address !== mailbox) ?? expect.fail('no reminder of a login');
    expect(judge(without(of(0)[0] ?? linked)).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringContaining('was not reminded in round "before" (2024-05-16)'));
    const links = rule('a reminder of a login');
    expect(brokenRules(changed(linked, { ...linked, mail: { ...linked.mail, text: linked.mail.text.replace(/\d+$/, '1') } }))).toEqual([links]);
    const copy = of(4).find((o) => o.address === mailbox) ?? expect.fail('the last round was not told to the main mailbox');
    const told = rule('the last round is told');
    expect(brokenRules(without(copy))).toEqual([told]);
    expect(brokenRules(changed(copy, { ...copy, mail: { ...copy.mail, text: linked.mail.text } }))).toEqual([told]);
  });
});

describe('of decisions it finds', () => {
  test('a mail in the pause', () => {
    const ack = mailTo('answer while paused', 'ack');
    expect(brokenRules(changed(ack, { ...ack, at: ack.at.subtract({ hours: 1 }) }))).toEqual([]);
    const early = { ...ack, at: ack.at.subtract({ hours: 1 }) };
    const rest = without(ack);
    const resumed = rest.seen.findIndex((o) => o.what === 'resumed');
    expect(brokenRules({ ...rest, seen: [...rest.seen.slice(0, resumed), early, ...rest.seen.slice(resumed)] })).toEqual([rule('nothing leaves to a kommune while')]);
  });
  test('a mail to an exempted kommune', () => {
    const { code, mailbox } = playerOf('exempted');
    expect(brokenRules(inserted(another(mailTo('silent', 'reminder', 1), { kommune: code, address: mailbox }, `<reminder.2024.${code}@lige.dk>`)))).toContain(rule('an exempted kommune'));
  });
  test('a reminder by the old deadline', () => {
    const { code, mailbox } = playerOf('asks for more time');
    const day = roundDays(calendar, 'contact')[1]?.day ?? calendar.end;
    const early = another(mailTo('silent', 'reminder'), { at: instantAt(day, '08:30'), kommune: code, address: mailbox }, `<reminder.2024.${code}.9@lige.dk>`);
    expect(judge(inserted(early)).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringContaining('on the day of no round'));
  });
  test('an exemption or a longer deadline that status does not tell', () => {
    const status = rule('status tells who');
    expect(brokenRules(withCase(playerOf('exempted').code, { exempt: null }))).toEqual([status]);
    expect(brokenRules(withCase(playerOf('asks for more time').code, { deadlines: {} }))).toEqual([status]);
    expect(brokenRules(withCase(playerOf('silent').code, { exempt: 'fordi' }))).toEqual([status]);
  });
});

test('a day is told in a line', () => {
  const onLetterDay = good.seen.filter((o) => o.at.toZonedDateTimeISO('Europe/Copenhagen').toPlainDate().equals(calendar.letterDate));
  expect(describeDay(onLetterDay).sent).toMatch(/^9\d letters$/);
  expect(describeDay(onLetterDay).came).toMatch(/out-of-office/);
  expect(describeDay(onLetterDay).trouble).toMatch(/mailbox refused/);
});
