// The judge of reports: each fault that is planted in a faultless run breaks the rule it belongs to.
// It refuses a country of all sizes: forty kommuner report in every style.
import { beforeAll, expect, test } from 'vitest';
import { instantAt, roundDays } from '../../demo/calendar.ts';
import type { Evidence, Player, Taken, Visited } from '../../demo/judge/evidence.ts';
import { judge } from '../../demo/judge/verdict.ts';
import { calendar, playIdeal } from './ideal.ts';
import { another, isTaken, spoiling } from './spoil.ts';

let good: Evidence;
beforeAll(async () => { good = (await playIdeal(40, 1)).evidence; });

const { brokenRules, inserted, without, changed, rule, withCase } = spoiling(() => good);
const styled = (style: string): Player => good.players.find((p) => p.style === style) ?? expect.fail(`nobody has the style ${style}`);
const mailOf = (style: string, kind: string, n = 0): Taken => good.seen.filter(isTaken(kind)).filter((o) => o.kommune === styled(style).code)[n] ?? expect.fail(`no ${kind} to ${style}`);
const didOf = (style: string, did: string): Visited => good.seen.find((o): o is Visited => o.what === 'visited' && o.kommune === styled(style).code && o.did.did === did) ?? expect.fail(`${style} never ${did}`);
const retold = (mail: Taken, change: Partial<Taken['mail']>): Evidence => changed(mail, { ...mail, mail: { ...mail.mail, ...change } });
const [receipts, exact] = ['each version of a report has exactly one receipt', 'receipts tell each report exactly'];

test('a receipt that never came, came twice, late, to somebody else, out of the thread', () => {
  const receipt = mailOf('sheet by mail', 'receipt');
  const name = rule(receipts);
  expect(brokenRules(without(receipt))).toEqual([name]);
  expect(brokenRules(inserted(another(receipt, {}, `<receipt.2024.${receipt.kommune ?? ''}.9@lige.dk>`)))).toEqual([name]);
  expect(brokenRules(changed(receipt, { ...receipt, at: receipt.at.add({ hours: 3 }) }))).toEqual([name]);
  expect(brokenRules(changed(receipt, { ...receipt, address: styled('sheet by mail').mailbox }))).toEqual([name]);
  expect(brokenRules(retold(receipt, { inReplyTo: null }))).toEqual([name]);
});

test('another figure than was meant in the text, in the sheet, on the page; a receipt without its PDF', () => {
  const name = rule(exact);
  const receipt = mailOf('corrected in time', 'receipt');
  const { text, attachments } = receipt.mail;
  expect(brokenRules(retold(receipt, { text: text.replace(/Kvinder: {2}(\d+)/, (_, n: string) => `Kvinder:  ${Number(n) + 1}`) }))).toEqual([name]);
  const [newer] = mailOf('corrected in time', 'receipt', 1).mail.attachments;
  expect(judge(retold(receipt, { attachments: [...(newer ? [newer] : []), ...attachments.slice(1)] })).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringMatching(/^\S.*, the sheet with receipt .*level 2, (?:women|men): \d+, not \d+$/));
  expect(brokenRules(retold(receipt, { attachments: attachments.slice(0, 1) }))).toEqual([name]);
  const visit = didOf('double click', 'handed-in');
  if (visit.did.did !== 'handed-in') return expect.fail('no report');
  expect(brokenRules(changed(visit, { ...visit, did: { ...visit.did, said: { ...visit.did.said, policy: 'maybe' } } }))).toEqual([name]);
  const late = mailOf('corrected after the deadline', 'receipt', 1);
  expect(brokenRules(retold(late, { text: late.mail.text.replace('forkerte', 'rigtige') }))).toEqual([name]);
});

test('an older version that is shown as the newest, and a second version for two clicks', () => {
  const name = rule('the newest version counts');
  const looked = didOf('portal, then a sheet', 'looked');
  if (looked.did.did !== 'looked') return expect.fail('nobody looked');
  expect(brokenRules(changed(looked, { ...looked, did: { ...looked.did, version: 1 } }))).toEqual([name]);
  const clicked = didOf('double click', 'handed-in');
  if (clicked.did.did !== 'handed-in') return expect.fail('no report');
  expect(brokenRules(changed(clicked, { ...clicked, did: { ...clicked.did, version: 2 } }))).toEqual([name]);
});

test('faults that were not told, and a cell that was not wrong', () => {
  const name = rule('a sheet with faults is answered');
  const clarify = mailOf('sheet with faults', 'clarify', good.seen.filter(isTaken('clarify')).filter((o) => o.kommune === styled('sheet with faults').code).length - 1);
  expect(brokenRules(without(clarify))).toContain(name);
  expect(brokenRules(retold(clarify, { text: `${clarify.mail.text}\nRet celle D9.` }))).toEqual([name]);
});

test('a reminder of who has handed in', () => {
  for (const style of ['portal, at once', 'sheet by mail']) {
    const { code, mailbox } = styled(style);
    const address = good.status.cases.find((c) => c.kommune === code)?.contact?.email ?? mailbox;
    const reminder = mailOf('nothing at all', 'login');
    const late = another(reminder, { at: instantAt(roundDays(calendar, 'report')[1]?.day ?? calendar.end, '08:30'), kommune: code, address }, `<reminder.2024.${code}.9@lige.dk>`);
    expect(judge(inserted({ ...late, mail: { ...late.mail, kind: 'reminder' } })).rules.flatMap((r) => r.broken)).toContainEqual(expect.stringMatching(/was reminded Wed 29 May 08:30 after (?:the report had been handed in|"sheet" from .* had come)/));
  }
});

test('a report of a stranger that was registered, and one that is said to be finished and is not', () => {
  const { code } = styled('sheet of somebody else');
  const sheet = good.seen.find((o) => o.what === 'posted' && o.kommune === code && o.report !== null);
  if (sheet?.what !== 'posted') return expect.fail('no sheet');
  const receipt = another(mailOf('sheet of somebody else', 'receipt'), { at: sheet.at }, `<receipt.2024.${code}.9@lige.dk>`);
  expect(brokenRules(inserted({ ...receipt, mail: { ...receipt.mail, inReplyTo: sheet.messageId } }))).toEqual(expect.arrayContaining([rule(receipts), 'machines, strangers and forgeries are never answered']));
  expect(brokenRules(withCase(styled('begun, never finished').code, { phase: 'submitted' }))).toEqual([rule('status tells how far')]);
});

test('an invitation that never came, one that nobody asked for, and somebody who could not', () => {
  const name = rule('who is invited gets one link');
  const invitation = mailOf('a colleague hands in', 'invitation');
  expect(brokenRules(without(invitation))).toEqual([name]);
  const { code, mailbox } = styled('nothing at all');
  expect(brokenRules(inserted(another(invitation, { kommune: code, address: mailbox }, `<invitation.2024.${code}@lige.dk>`)))).toContain(name);
  expect(brokenRules({ ...good, stuck: [{ kommune: code, why: 'the page »Siden findes ikke« (404)' }] })).toEqual([rule('whoever meant to report')]);
});

test('a digest that counts wrong', () => {
  const digest = good.seen.filter(isTaken('digest')).find((o) => /Har aktiveret login \([1-9]/.test(o.mail.text)) ?? expect.fail('no digest tells of logins');
  for (const [is, wrong] of [[/login \(\d+\)/, 'login (99)'], [/indberettet: \d+/, 'indberettet: 98'], [/indberette: \d+/, 'indberette: 98']] as const) {
    expect(brokenRules(retold(digest, { text: digest.mail.text.replace(is, wrong) }))).toEqual([rule('each digest counts the logins')]);
  }
});

test('the summary says how many reported which way', () => {
  const { styles, reported } = judge(good);
  expect(styles.reduce((sum, s) => sum + s.kommuner, 0)).toBe(40);
  expect(reported.portal + reported.mail + reported.begunOnly + reported.notAtAll).toBe(40);
  expect(reported.mail / (reported.mail + reported.portal)).toBeGreaterThan(0.15);
  expect(reported.corrected).toBeGreaterThan(3);
});
