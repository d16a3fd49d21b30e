// A year from the letter to the reports with every kind of kommune in it: the mails that each gets, to the minute, and how it ends.
// It refuses mocks: the flows, the log, the reading and the templates are the real ones; people, servers and the clock are simulated.
import { beforeAll, describe, expect, test } from 'vitest';
import { register } from '../support/campaign.ts';
import { kinds, type KindName } from '../support/year/kinds.ts';
import { departmentOf, kommuneOf, strangerWrites } from '../support/year/people.ts';
import { brokenRules } from '../support/year/rules.ts';
import { createYear, type Year } from '../support/year.ts';

const letter = '2024-01-30 08:00 letter main';
const ack = '2024-02-01 10:20 ack mette';
const login = '2024-03-13 08:00 login mette';
const contactDays = { before: '2024-02-08', on: '2024-02-12', after: '2024-02-15', last: '2024-02-22' };
const reportDays = { before: '2024-05-16', soon: '2024-05-29', on: '2024-05-31', after: '2024-06-06', last: '2024-06-13' };
/** Every round for the list and then for the report, to the main mailbox, which has named nobody. */
const listRounds = Object.entries(contactDays).map(([round, day]) => `${day} 08:00 reminder contact contact/${round} main`);
const noList = Object.entries(reportDays).map(([round, day]) => `${day} 08:00 reminder contact report/${round} main`);
/** Every round for the report to the contact, the last one told to the main mailbox. */
const reportRounds = (about: string) => [...Object.entries(reportDays).map(([round, day]) => `${day} 08:00 reminder ${about} report/${round} mette`), `2024-06-13 08:00 reminder ${about} report/last copy main`];
const inEachRound = (what: string) => Object.values(reportDays).map((day) => `${day} 08:00 ${what}`);

const receipt = (who: string, at = '2024-05-10 11:00') => `${at} receipt ${who}`;

type Expected = { readonly mails: readonly string[]; readonly end: string; readonly said?: readonly string[] };
const reported = ['done', 'done', 'done'];

const expected: Readonly<Record<KindName, Expected>> = {
  'answers at once with a sentence, and reports in time': { mails: [letter, ack, login, receipt('mette')], end: 'submitted', said: ['done', 'login-used', 'done', 'done'] },
  'answers with a table in the mail': { mails: [letter, '2024-02-02 14:00 ack mette', login, receipt('mette')], end: 'submitted', said: reported },
  'is silent for ever': { mails: [letter, ...listRounds, ...noList], end: 'invited overdue' },
  'answers after the last round for the list': { mails: [letter, ...listRounds, '2024-03-01 09:00 ack mette', login, receipt('mette')], end: 'submitted', said: reported },
  'answers after everything, at night': { mails: [letter, ...listRounds, ...noList, '2024-06-20 22:15 ack mette', '2024-06-20 22:15 login mette', receipt('mette', '2024-06-24 10:00')], end: 'submitted', said: reported },
  'answers incompletely, then completely': { mails: [letter, '2024-02-05 09:00 clarify mette', '2024-02-06 11:00 ack mette', '2024-03-13 08:00 login gitte', receipt('gitte')], end: 'submitted', said: reported },
  'changes its contact after the logins': {
    mails: [letter, ack, login, '2024-04-08 13:00 ack mette', '2024-04-08 13:00 closed mette', '2024-04-08 13:00 login jens', receipt('jens', '2024-05-10 09:00')],
    end: 'submitted', said: ['done', 'login-void', 'done', 'done', 'done'],
  },
  'names a contact elsewhere, and confirms it': { mails: [letter, '2024-02-05 13:00 ack mette', '2024-02-05 13:00 confirm main', '2024-03-13 08:00 login bo', receipt('bo')], end: 'submitted', said: ['done', ...reported] },
  'names a contact elsewhere, and never confirms it': { mails: [letter, '2024-02-05 13:00 ack mette', '2024-02-05 13:00 confirm main', ...inEachRound('confirm main')], end: 'contact overdue', said: ['done'] },
  'has a contact whose mailbox is gone, and names another': {
    mails: [letter, ack, login, '2024-03-13 08:05 clarify main', '2024-03-15 10:00 ack main', '2024-03-15 10:00 closed mette', '2024-03-15 10:00 login jens', receipt('jens', '2024-05-10 09:00')], end: 'submitted', said: reported,
  },
  'has a contact whose mailbox is gone, and says nothing': { mails: [letter, ack, login, '2024-03-13 08:05 clarify main', ...inEachRound('clarify main')], end: 'login bounced overdue' },
  'has a main mailbox that is refused from the first letter': { mails: [], end: 'invited bounced overdue' },
  'has a main mailbox from which the letter bounces': { mails: [letter], end: 'invited bounced overdue' },
  'has trouble with its mailbox that passes': { mails: ['2024-01-30 08:01 letter main', ack, login, receipt('mette')], end: 'submitted', said: reported },
  'never uses its login in time': {
    mails: [
      letter, ack, login, '2024-05-16 08:00 login mette', '2024-05-29 08:00 login mette', '2024-05-31 08:00 reminder login report/on mette', '2024-06-06 08:00 reminder login report/after mette',
      '2024-06-13 08:00 login mette', '2024-06-13 08:00 reminder login report/last copy main',
    ],
    end: 'login overdue', said: ['login-ended'],
  },
  'asks for its login again and again': { mails: [letter, ack, login, '2024-04-03 09:00 login mette', '2024-04-03 10:30 login mette', '2024-04-03 13:00 login mette', receipt('mette', '2024-05-10 09:00')], end: 'submitted', said: ['done', ...reported] },
  'uses its login and does not begin': { mails: [letter, ack, login, ...reportRounds('report')], end: 'login overdue', said: ['done'] },
  'begins its report and does not submit it': { mails: [letter, ack, login, ...reportRounds('begun')], end: 'begun overdue', said: ['done', 'done'] },
  'submits on the last day': { mails: [letter, ack, login, ...reportRounds('report').slice(0, 3), receipt('mette', '2024-05-31 15:10')], end: 'submitted', said: reported },
  // The reminder of the day is held by the question; answered on that day, she gets a working day to act on it.
  'asks a question first': { mails: [letter, ...listRounds.slice(0, 1), '2024-02-12 16:00 answer mette', '2024-02-14 10:00 ack mette', login, receipt('mette')], end: 'submitted', said: reported },
  'sends a list and a question in one mail': { mails: [letter, ...listRounds.slice(0, 1), '2024-02-09 09:00 ack mette', '2024-02-10 05:00 answer mette', login, receipt('mette')], end: 'submitted', said: reported },
  'is away, and answers afterwards': { mails: [letter, ...listRounds.slice(0, 1), '2024-02-09 10:00 ack mette', login, receipt('mette')], end: 'submitted', said: reported },
  'is exempted': { mails: [letter, ...listRounds.slice(0, 1)], end: 'invited', said: ['done'] },
  'is exempted and then not': { mails: [letter, ...listRounds.slice(0, 1), '2024-02-14 10:00 reminder contact contact/on main', ...listRounds.slice(2), ...noList], end: 'invited overdue', said: ['done', 'done'] },
  'is given longer for the list': {
    mails: [
      letter, ...listRounds.slice(0, 1), '2024-02-22 08:00 reminder contact contact/before main', '2024-02-26 08:00 reminder contact contact/on main', '2024-02-29 08:00 reminder contact contact/after main',
      '2024-03-07 08:00 reminder contact contact/last main', ...noList,
    ],
    end: 'invited overdue', said: ['done'],
  },
  // 15 June is a Saturday: the round of the day leaves on Monday.
  'is given longer for the report': {
    mails: [
      letter, ack, login, '2024-05-16 08:00 reminder report report/before mette', '2024-05-31 08:00 reminder report report/before mette', '2024-06-13 08:00 reminder report report/soon mette',
      '2024-06-17 08:00 reminder report report/on mette', '2024-06-19 08:00 reminder report report/after mette', '2024-06-26 08:00 reminder report report/last mette', '2024-06-26 08:00 reminder report report/last copy main',
    ],
    end: 'login overdue', said: ['done', 'done'],
  },
};

const names = Object.keys(kinds) as KindName[];
/** One kommune of each kind; Aarhus and its like lie further down the list. */
const codes = register.kommuner.filter((k) => k.mailDomains.length > 0).slice(2, 2 + names.length).map((k) => k.code);
const codeOf = (name: KindName): string => codes[names.indexOf(name)] ?? '';

let year: Year;
let plays: ReadonlyMap<KindName, { readonly k: ReturnType<typeof kommuneOf>; readonly said: string[]; readonly machines: string[] }>;

beforeAll(async () => {
  const all = register.kommuner.filter((k) => codes.includes(k.code));
  year = await createYear({ mailboxes: Object.fromEntries(all.map((k) => [k.code, `post@${k.mailDomains[0]}`])) });
  const department = departmentOf(year);
  department.answers({ hours: 20 }, 'Hej\n\nJa, det gør de.\n\nHilsen Anne', [codeOf('asks for its login again and again')]);
  plays = new Map(names.map((name) => {
    const play = { k: kommuneOf(year, codeOf(name)), year, department, machines: [], said: [] };
    kinds[name](play);
    return [name, play];
  }));
  year.at('2024-02-20 12:00', () => strangerWrites(year, 'Hej\n\nHvor kan jeg læse mere om ordningen?'));
  await year.play('2024-07-01 00:00');
});

describe('a kommune that', () => {
  test.each(names)('%s', async (name) => {
    const play = plays.get(name);
    const { mails, end, said = [] } = expected[name];
    expect(await play?.k.mails()).toEqual(mails);
    expect([await play?.k.end(), play?.said]).toEqual([end, said]);
  });
});

describe('of all that left in the year', () => {
  test('no rule is broken', async () => {
    expect(await brokenRules(year, [...plays.values()].flatMap((p) => p.machines))).toEqual([]);
  });
  test('every mail has its end, and nothing waits to be sent', async () => {
    expect([await year.log.tasks(), [...year.letters]]).toEqual([[], []]);
  });
  test('nothing was held without a name, and every hold has ended', async () => {
    const reasons = new Map(year.holds.map((h) => [`${h.what.replace(/\..*/, '')} ${h.reason}`, h.kommune]));
    expect(Object.fromEntries([...reasons].filter(([, kommune]) => kommune !== null))).toMatchObject({
      'remind question-open': codeOf('asks a question first'), 'issue-login awaiting-confirmation': codeOf('names a contact elsewhere, and never confirms it'), 'letter server-trouble': codeOf('has trouble with its mailbox that passes'),
    });
  });
  test('INBOX is empty, and each mail lies where it belongs', () => {
    const { inbox } = year;
    expect(inbox.inbox()).toEqual([]);
    expect(inbox.filed()['Rundskriv/Sendt']).toBe(year.delivered.length);
    expect(inbox.filed()['Rundskriv/Automatisk']).toBe([...plays.values()].flatMap((p) => p.machines).length);
  });
  test('what waits for a person is what only a person can mend', async () => {
    expect((await year.status()).waiting.map((w) => `${w.id} ${w.what}`.replace(/\(.*/, '').trim()).sort()).toEqual([
      `${codeOf('has a contact whose mailbox is gone, and says nothing')}/bounced bounced: mette.holm@ltk.dk`,
      `${codeOf('names a contact elsewhere, and never confirms it')}/unconfirmed unconfirmed: bo.berg@konsulent.dk`,
      `${codeOf('has a main mailbox from which the letter bounces')}/bounced bounced: post@ishoj.dk`,
      `${codeOf('has a main mailbox that is refused from the first letter')}/letter.2024.${codeOf('has a main mailbox that is refused from the first letter')} refused: letter to post@rk.dk`,
    ].sort());
  });
  test('a stranger was answered by a person, through the desk', () => {
    expect(year.delivered.filter((m) => m.kommune === null && m.kind !== 'digest' && m.kind !== 'notice').map((m) => `${m.kind} ${m.to}`)).toEqual(['review anb@lige.dk', 'answer ole.ukendt@gmail.com']);
  });
  test('the ministry heard of it on the first working day of every week', () => {
    const digests = year.delivered.filter((m) => m.kind === 'digest').map((m) => m.at.toString());
    expect(digests).toHaveLength(21);
    expect(digests).toContain('2024-04-02T06:00:00Z');
    expect(digests).toContain('2024-05-21T06:00:00Z');
    // Between them of what newly waited: at most one word a day.
    const words = year.delivered.filter((m) => m.kind === 'digest' || m.kind === 'notice').map((m) => m.at.toZonedDateTimeISO('Europe/Copenhagen').toPlainDate().toString());
    expect(words.length).toBeGreaterThan(digests.length);
    expect(new Set(words).size).toBe(words.length);
  });
});
