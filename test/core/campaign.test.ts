// What is wrong or odd about a campaign's dates, rounds and addresses, in the sentences that people read.
// It refuses a campaign file of its own: it changes one thing about the real one.
import { describe, expect, test } from 'vitest';
import { checkAddressList, checkCampaign, type Campaign } from '../../src/core/campaign.ts';
import { campaign2024, campaignWith, register } from '../support/campaign.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const errors = (campaign: Campaign): readonly string[] => checkCampaign(campaign).filter((f) => f.level === 'error').map((f) => f.what);

describe('the campaign of 2024', () => {
  test('has no errors', () => expect(errors(campaign2024)).toEqual([]));

  test('is refused with the date that the letter was printed with', () => {
    expect(errors(campaignWith({ letterDate: day('2025-01-30') }))).toEqual(['letterDate 2025-01-30 is not before contactDeadline 2024-02-12']);
  });
});

test.each<[string, Partial<Campaign>]>([
  ['contactDeadline 2024-03-14 is not before loginWindow.from 2024-03-13', { contactDeadline: day('2024-03-14') }],
  ['loginWindow begins 2024-03-21, after it ends 2024-03-20', { loginWindow: { from: day('2024-03-21'), until: day('2024-03-20') } }],
  ['loginWindow ends 2024-06-20, not before reportDeadline 2024-05-31', { loginWindow: { from: day('2024-03-13'), until: day('2024-06-20') } }],
  ['reportYear 2024 is not the year before the report deadline 2024-05-31', { reportYear: 2024 }],
  ['the campaign is called 2025, but its report deadline is in 2024', { id: '2025' }],
  ['reminder rounds contact/on and contact/again both fall on 2024-02-12', { rounds: { contact: [{ name: 'on', workingDays: 0 }, { name: 'again', workingDays: 0 }], report: [] } }],
  ['reminder round contact/early falls on 2024-01-29, not after the letter (2024-01-30)', { rounds: { contact: [{ name: 'early', workingDays: -10 }], report: [] } }],
  ['machine.proofWait 5 s is not longer than machine.smtpTimeout 30 s', { machine: { ...campaign2024.machine, proofWait: 5 } }],
])('%s', (what, change) => expect(errors(campaignWith(change))).toContain(what));

describe('rounds', () => {
  const contact = (...days: readonly number[]) => days.map((workingDays, i) => ({ name: `c${i + 1}`, workingDays }));
  const report = (...days: readonly number[]) => days.map((workingDays, i) => ({ name: `r${i + 1}`, workingDays }));
  test.each<[string, Campaign['rounds'], readonly string[]]>([
    ['before the letter, and on its day', { contact: contact(-10, -9), report: [] }, [
      'reminder round contact/c1 falls on 2024-01-29, not after the letter (2024-01-30)', 'reminder round contact/c2 falls on 2024-01-30, not after the letter (2024-01-30)']],
    ['before anybody has a login', { contact: [], report: report(-54, -52) }, [
      'reminder round report/r1 falls on 2024-03-11, not after the login window opens (2024-03-13)', 'reminder round report/r2 falls on 2024-03-13, not after the login window opens (2024-03-13)']],
    ['two on one day, at either deadline', { contact: contact(3, 3), report: report(0, 0) }, [
      'reminder rounds contact/c1 and contact/c2 both fall on 2024-02-15', 'reminder rounds report/r1 and report/r2 both fall on 2024-05-31']],
    ['of the two deadlines on one day', { contact: contact(70), report: report(-4) }, ['reminder round contact/c1 falls on 2024-05-27, not before round report/r1 on 2024-05-27']],
    ['of the list still going on when those of the report begin', { contact: contact(0, 68), report: report(-10, 0) }, ['reminder round contact/c2 falls on 2024-05-23, not before round report/r1 on 2024-05-16']],
    ['in any order of the file', { contact: contact(68, 0), report: report(0, -10) }, ['reminder round contact/c1 falls on 2024-05-23, not before round report/r2 on 2024-05-16']],
    ['none at all is no error', { contact: [], report: [] }, []],
    ['those of 2024', campaign2024.rounds, []],
  ])('%s', (_, rounds, expected) => expect(errors(campaignWith({ rounds }))).toEqual(expected));

  test('that fall together only because of a day off are found too', () => {
    // 12 February and the weekend before it: a round on the deadline moves to Monday, where the next one is.
    const weekend = campaignWith({ contactDeadline: day('2024-02-10'), rounds: { contact: [{ name: 'on', workingDays: 0 }, { name: 'after', workingDays: 1 }], report: [] } });
    expect(errors(weekend)).toEqual(['reminder rounds contact/on and contact/after both fall on 2024-02-12']);
  });

  test('where the dates themselves are wrong, only these are named', () => {
    expect(errors(campaignWith({ contactDeadline: day('2024-01-12'), rounds: { contact: contact(0, 0), report: [] } }))).toEqual(['letterDate 2024-01-30 is not before contactDeadline 2024-01-12']);
  });
});

test('deadlines on weekends and holidays are pointed out', () => {
  const notices = checkCampaign(campaignWith({ id: '2025', reportYear: 2024, letterDate: day('2025-01-30'), contactDeadline: day('2025-02-15'), loginWindow: { from: day('2025-03-13'), until: day('2025-03-20') }, reportDeadline: day('2025-06-05') }));
  expect(notices.filter((f) => f.level === 'notice').map((f) => f.what)).toEqual(['contactDeadline 2025-02-15 is a Saturday', 'reportDeadline 2025-06-05 is grundlovsdag']);
  expect(notices[0]?.cure).toContain('mandag den 17. februar 2025');
});

describe('the address list', () => {
  const full = new Map(register.kommuner.map((k) => [k.code, `post@${k.mailDomains[0]}`]));

  test('complete: nothing to say', () => expect(checkAddressList(register, full)).toEqual([]));

  test('missing mailboxes are an error that lists them', () => {
    const list = new Map(full);
    list.delete('0751');
    list.delete('0101');
    expect(checkAddressList(register, list)).toEqual([{ level: 'error', what: '2 kommuner have no main mailbox: København (0101), Aarhus (0751)', cure: 'add them to the address list that the campaign names' }]);
  });

  test('two kommuner with one mailbox, a code of nobody, a foreign domain', () => {
    const list = new Map(full).set('0751', 'POST@kk.dk').set('0411', 'post@christiansoe.dk');
    const found = checkAddressList(register, list).map((f) => `${f.level}: ${f.what}`);
    expect(found).toContain('error: København and Aarhus share the main mailbox post@kk.dk');
    expect(found).toContain("error: the address list has code 0411, which is no kommune's");
    expect(found).toContain("notice: Aarhus Kommune's main mailbox POST@kk.dk is outside its known mail domains (aarhus.dk, mtm.aarhus.dk)");
  });
});
