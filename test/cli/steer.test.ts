// Pausing, exempting and extending from outside, on a small country: what each command says, what leaves and what does not, and how `status` and `forecast` tell it.
// It refuses to look inside: what happened is read from the mails that left and from what the commands say.
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, buildHouse, mailboxOf, until, type Answered, type House, type Running } from '../support/house.ts';
import { writeMail } from '../mails/mail-writer.ts';

const limit = 120_000;
const because = ['--because', 'fejl i brevet'];
let house: House;
let running: Running;

async function done(...args: readonly string[]): Promise<string> {
  const said = await house.run(args);
  expect(said).toMatchObject({ code: 0, stderr: '' });
  return said.stdout;
}
/** The answer is no, or the usage is wrong: one sentence. */
function refused(said: Answered, code: 1 | 2, sentence: RegExp): void {
  expect(said).toMatchObject({ code, stdout: '' });
  expect(said.stderr).toMatch(/^(?:rundskriv: [^\n]+\n|error: [^\n]+\n\(--help shows how\)\n+)$/);
  expect(said.stderr).toMatch(sentence);
}
const settled = async (): Promise<void> => until(async () => (await running.health())?.body.pending === 0, limit);

beforeAll(async () => {
  house = await buildHouse({ kommuner: ['0101', '0461', '0751', '0851'] });
}, 60_000);
afterAll(() => house?.close());

test('before the launch there is nothing to steer', async () => {
  const [pause, resume, exempt, extend] = await Promise.all([['pause', ...because], ['resume'], ['exempt', 'Aarhus', ...because], ['extend', 'Aarhus', '--deadline', 'report', '--until', '2024-06-14', ...because]].map((args) => house.run(args)));
  for (const said of [pause, resume]) refused(said as Answered, 1, /campaign 2024 has not been launched: .*"rundskriv launch"/);
  for (const said of [exempt, extend]) refused(said as Answered, 1, /Aarhus Kommune has no case in campaign 2024/);
});

test('wrong usage ends with one sentence', async () => {
  const extend = (...args: readonly string[]) => ['extend', 'Aarhus', '--deadline', 'report', ...args, ...because];
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['pause'], /--because/], [['exempt', 'Aarhus', '--because', ' '], /say why/], [['exempt', 'Narnia', ...because], /"Narnia" is no kommune/], [['exempt', ...because], /missing required argument/],
    [extend(), /--until/], [extend('--until', '2024-02-30'), /a day that there is/], [extend('--until', '14-06-2024'), /2024-06-14/], [['extend', 'Aarhus', '--until', '2024-06-14', ...because], /--deadline/],
    [['extend', 'Aarhus', '--deadline', 'login', '--until', '2024-06-14', ...because], /contact, report/],
  ];
  const said = await Promise.all(cases.map(([args]) => house.run(args)));
  for (const [i, one] of said.entries()) refused(one, 2, cases[i]?.[1] ?? /never/);
});

test('paused, no letter leaves, and status and forecast say so first; resumed, each leaves once', async () => {
  await done('launch', '--yes');
  const clock = await house.start({ parts: 'clock' });
  await until(() => clock.said('tick').some((line) => line['asked'] === 4), limit);
  await clock.stop();
  expect(await done('pause', ...because, '--by', 'Anne Bendixen')).toMatch(/^Campaign 2024 is paused: nothing leaves to a kommune until "rundskriv resume"; 4 mails are held\.\nMail that comes in is still read/);
  refused(await house.run(['pause', ...because]), 1, /is paused already.*"rundskriv resume" ends it/);
  running = await house.start();
  const paused = /^PAUSED since Tue 30 Jan 2024 08:30 by Anne Bendixen, because: fejl i brevet\. Nothing leaves to a kommune until "rundskriv resume"\.$/m;
  const [status, forecast] = await Promise.all([done('status'), done('forecast')]);
  expect(status).toMatch(paused);
  expect(status).toMatch(/0751 {2}Aarhus Kommune +invited {2}held [^]*Held: 4 mails wait, and leave by themselves when the reason ends\.[^]*Aarhus Kommune \(0751\) +the letter {3}the campaign is paused; "rundskriv resume" ends that\n/);
  expect(forecast.split('\n')[0]).toMatch(paused);
  expect(forecast).toMatch(/Held, and not counted above: 4 mails\n4 mails, because the campaign is paused[^\n]*:\n {2}2024-01-30 08:30 {2}Københavns Kommune \(0101\) {2}letter {2}post@kk\.dk +waiting to be sent\n/);
  expect(JSON.parse(await done('forecast', '--json'))).toMatchObject({ campaign: '2024', days: 7, launched: true, paused: { by: 'Anne Bendixen', note: 'fejl i brevet' } });
  await until(() => new Set(running.said('mail held').filter((line) => line['reason'] === 'paused').map((line) => line['task'])).size === 4, limit);
  expect(house.ids()).toEqual([]);
  expect(await done('resume', '--json')).toMatch(/^\{"campaign":"2024","now":"2024-01-30T07:30:00Z","done":"resume","held":4\}\n$/);
  // A held letter is looked at once a minute; now it does not wait for that.
  await until(() => house.ids('letter').length === 4, limit);
  await settled();
  expect(house.ids().toSorted()).toEqual(['0101', '0461', '0751', '0851'].map((code) => `letter.2024.${code}@lige.dk`));
  refused(await house.run(['resume']), 1, /campaign 2024 is not paused/);
}, 90_000);

test('one is exempt, one has longer, one asks, one has answered: the round reminds none of them, and status says why', async () => {
  house.setClock('2024-02-07T10:00:00+01:00');
  house.deliver(answer('0751').raw);
  house.deliver(writeMail({ from: `Post <${mailboxOf('0461')}>`, subject: 'SV: Indberetning [LIGE-2024-0461]', answers: '0461', text: 'Hej\n\nSkal vi også indberette for vores selvejende institutioner?\n\nHilsen Ole\n', messageId: '<sp@odense.dk>' }));
  await until(() => house.ids('ack').length === 1 && house.ids('review').length === 1, limit);
  await settled();
  expect(await done('exempt', 'København', '--because', 'nedlagt')).toMatch(/^Københavns Kommune is exempt: nothing is asked of it any more[^\n]*\n[^\n]*"rundskriv include 0101" lifts the exemption\.\n$/);
  refused(await house.run(['exempt', '101', ...because]), 1, /exempt already/);
  const extended = await done('extend', 'Aalborg', '--deadline', 'contact', '--until', '2024-02-24', '--because', 'ferie');
  expect(extended).toBe([
    'The deadline of Aalborg Kommune for the contact list is Sat 24 Feb 2024 now, and its rounds of reminders move with it.',
    'That is a day off: mails show it as it is, and an answer counts as overdue only after the next working day, Mon 26 Feb 2024.',
    'If nothing happens, the next mail to it is a reminder to post@aalborg.dk, Thu 22 Feb 2024 08:00.\n',
  ].join('\n'));
  const extend = (until: string, deadline = 'contact') => house.run(['extend', 'Aalborg', '--deadline', deadline, '--until', until, '--because', 'ferie']);
  refused(await extend('2024-02-02'), 1, /before the campaign's own deadline for the contact list, 2024-02-12.*--until 2024-02-12 takes/);
  refused(await extend('2024-02-24'), 1, /is 2024-02-24 already/);

  house.setClock('2024-02-08T08:10:00+01:00');
  await until(() => running.said('due, but held').some((line) => line['reason'] === 'question-open'), limit);
  const status = await done('status');
  expect(status).toMatch(/0101 {2}Københavns Kommune +invited {2}exempt /);
  expect(status).toMatch(/Held: 1 mail waits, and leaves by itself when the reason ends\.\nkommune[^\n]*\nOdense Kommune \(0461\) +a reminder +a question of this kommune is not answered yet\n/);
  expect(status).toMatch(/Exempt, nothing is asked of these:\n[^\n]*\nKøbenhavns Kommune \(0101\) +nedlagt\n[^]*Longer deadlines:\n[^\n]*\nAalborg Kommune \(0851\) +the contact list by Sat 24 Feb 2024\n/);
  expect(house.ids('reminder')).toEqual([]);

  const one = await done('status', '0461');
  expect(one).toMatch(/^held: a reminder, because a question of this kommune is not answered yet$/m);
  expect(one).toMatch(/^2024-01-30 08:30 {2}letter {2}post@odense\.dk {2}sent \(proof: accepted, 250 [^\n]+\)$/m);
  const { mails } = JSON.parse(await done('status', '0461', '--json')) as { mails: readonly object[] };
  expect(mails).toMatchObject([{ task: 'letter.2024.0461', kind: 'letter', to: 'post@odense.dk', outcome: 'sent', at: '2024-01-30T07:30:00Z', why: expect.stringMatching(/^accepted: 250 /) as string }, { kind: 'review', outcome: 'sent' }]);
  expect(await done('status', '0101')).toMatch(/^exempt, nothing is asked of it, because: nedlagt$/m);
  expect(await done('status', '0851')).toMatch(/^longer deadlines: the contact list by Sat 24 Feb 2024$/m);

  const forecast = await done('forecast', '--days', '20');
  expect(forecast).toMatch(/\n\nThu 22 Feb 2024: 1 mail\n {2}08:00 {2}Aalborg Kommune \(0851\) {2}reminder {2}post@aalborg\.dk {2}no contact list yet: round "before"\n/);
  expect(forecast).toMatch(/because a question of this kommune is not answered yet:\n {2}2024-02-08 08:10 {2}Odense Kommune/);
  expect(forecast).not.toContain('Københavns Kommune');
}, 90_000);

test('included again, it gets the newest round at once; the rest follows from what is so now', async () => {
  expect(await done('include', '0101', '--because', 'dog ikke')).toMatch(/^Københavns Kommune takes part again\.\nIf nothing happens, the next mail to it is a reminder to post@kk\.dk, Thu 8 Feb 2024 08:10\.\n$/);
  await until(() => house.ids('reminder').length === 1, limit);
  refused(await house.run(['include', '0101', ...because]), 1, /is not exempt/);
  expect(await done('extend', '0851', '--deadline', 'contact', '--until', '2024-02-12', '--because', 'alligevel ikke')).toMatch(/^The deadline of Aalborg Kommune for the contact list is the campaign's own again: Mon 12 Feb 2024\.\nIf nothing happens, the next mail to it is a reminder to post@aalborg\.dk, Thu 8 Feb 2024 08:10\.\n$/);
  await until(() => house.ids('reminder').length === 2, limit);
  await settled();
  expect(house.ids('reminder').toSorted()).toEqual(['reminder.2024.0101@lige.dk', 'reminder.2024.0851@lige.dk']);
  expect(await done('extend', '0851', '--deadline', 'contact', '--until', '2024-06-02', ...because)).toMatch(/That is not before the deadline for the report, Fri 31 May 2024/);
}, 60_000);

test('what acts on a terminal is not passed on, from whoever it comes', async () => {
  const evil = 'Ond\u001b[31m\u009b2J\u202e\r\n0851  forged\u200b ord';
  const said = [
    await house.run(['extend', '0751', '--deadline', 'report', '--until', '2024-06-14', '--because', evil, '--by', evil]), await house.run(['status', '0751']), await house.run(['exempt', evil, '--because', evil]),
    await house.run(['extend', '0751', '--deadline', 'report', '--until', evil.replace('\r\n', ''), '--because', evil]), await house.run(['roster', '--out', `${evil}.txt`]), await house.run(['extend', '0751', '--deadline', 'report', '--until', '2024-05-31', '--because', evil]),
  ];
  expect(said.map((one) => one.code)).toEqual([0, 0, 2, 2, 2, 0]);
  expect(said[1]?.stdout).toMatch(/deadline for the report is Fri 14 Jun 2024 now, by Ond[^\n]* ord: Ond[^\n]* ord\n/);
  for (const { stdout, stderr } of said) for (const text of `${stdout}${stderr}`.split('\n')) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^0851 {2}forged/u);
}, 30_000);

test('a past day is said', async () => {
  house.setClock('2024-02-29T10:00:00+01:00');
  expect(await done('extend', '0461', '--deadline', 'contact', '--until', '2024-02-20', ...because)).toMatch(/^That day is past: what is missing counts as overdue at once\.$/m);
});

test('a mailbox that never answers does not keep the answer back', async () => {
  const silent = createServer(() => {});
  const port = await new Promise<number>((resolve) => { silent.listen(0, '127.0.0.1', () => resolve((silent.address() as AddressInfo).port)); });
  try {
    const said = await house.run(['status'], { IMAP_URL: `imap://lige:x@127.0.0.1:${port}` });
    expect([said.stdout, said.stderr]).toEqual([expect.stringMatching(/What lies in INBOX is not known[^]*4 kommuner: /) as string, '']);
  } finally {
    silent.close();
  }
}, 60_000);

test('without the mailbox status works, and says that INBOX is not known; without Redis it ends with 3', async () => {
  await house.dovecot.kill();
  await until(async () => (await done('status')).includes('What lies in INBOX is not known'), limit);
  expect(await done('status')).toMatch(/Odense Kommune \(0461\) +a reminder +/);
  await house.redis.stop();
  const said = await Promise.all([['status'], ['pause', ...because], ['roster']].map((args) => house.run(args)));
  for (const one of said) expect(one).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/^rundskriv: [^\n]+\n$/) as string });
}, 60_000);
