// The campaign file: the real one read to the letter, and every way to get one wrong, named with its place.
// It refuses to repeat the date rules: those are in test/core/campaign.test.ts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { BadCampaign, loadCampaignFile } from '../../src/adapters/campaign-file.ts';
import { checkCampaign } from '../../src/core/campaign.ts';
import { campaignPath } from '../support/campaign.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'rundskriv-campaign-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
let files = 0;
const written = (text: string): string => {
  const file = path.join(dir, `${files += 1}.yaml`);
  writeFileSync(file, text);
  return file;
};
/** The real file with one thing changed; undefined takes it away. */
const changed = (where: string, value: unknown): string => {
  const document = parseDocument(readFileSync(campaignPath, 'utf8'));
  const keys = where.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  if (value === undefined) document.deleteIn(keys);
  else document.setIn(keys, value);
  return written(document.toString());
};

test('the real file says what the letter says', async () => {
  const { campaign, addressList, register } = await loadCampaignFile(campaignPath);
  expect(campaign).toMatchObject({
    id: '2024', reportYear: 2023, caseNumber: '2023 - 2516', documentNumber: '63120', sender: { address: 'lige@lige.dk', replyTo: 'plain' }, authservId: 'mx.lige.dk',
    signer: { name: 'Olive Astrid Bove Wagner', phone: null }, questions: { name: 'Anne Bendixen', email: 'anb@lige.dk', phone: '21 57 06 89' },
  });
  expect([campaign.letterDate, campaign.contactDeadline, campaign.loginWindow.from, campaign.loginWindow.until, campaign.reportDeadline].map(String)).toEqual(['2024-01-30', '2024-02-12', '2024-03-13', '2024-03-20', '2024-05-31']);
  expect([addressList, register]).toEqual([path.join(path.dirname(campaignPath), 'mailboxes-2024.csv'), null]);
  expect(checkCampaign(campaign).filter((finding) => finding.level === 'error')).toEqual([]);
});

test('with the letter\'s printed date it is a campaign, but no right one', async () => {
  const { campaign } = await loadCampaignFile(changed('letterDate', '2025-01-30'));
  expect(checkCampaign(campaign)).toContainEqual({ level: 'error', what: 'letterDate 2025-01-30 is not before contactDeadline 2024-02-12', cure: expect.stringContaining('correct one of the two dates') as string });
});

test('paths in it are beside it, or where they say', async () => {
  expect((await loadCampaignFile(changed('recipients.addressList', '../lister/a.csv'))).addressList).toBe(path.resolve(dir, '../lister/a.csv'));
  expect((await loadCampaignFile(changed('recipients.addressList', '/srv/a.xlsx'))).addressList).toBe('/srv/a.xlsx');
  expect((await loadCampaignFile(changed('register', 'kommuner.json'))).register).toBe(path.join(dir, 'kommuner.json'));
});

describe('a file that can\'t be read', () => {
  test.each(['/nowhere/2024.yaml', dir])('%s', async (file) => {
    await expect(loadCampaignFile(file)).rejects.toThrow(BadCampaign);
    await expect(loadCampaignFile(file)).rejects.toThrow(`the campaign file ${file} can't be read; correct RUNDSKRIV_CAMPAIGN, e.g. config/campaigns/2024.yaml`);
  });
  test.each([['a bracket that stays open', 'id: [1'], ['a tab', 'id: "2024"\n\tx: 1'], ['a key twice', 'id: "2024"\nid: "2025"']])('%s is no YAML, in one line', async (_what, text) => {
    await expect(loadCampaignFile(written(text))).rejects.toThrow(/^the campaign file \S+ is no YAML: [^\n]+$/);
  });
  test.each([['nothing', ''], ['a word', 'hello'], ['a list', '- 1'], ['binary', '\u0000\u0001\u0002']])('%s is no campaign', async (_what, text) => {
    await expect(loadCampaignFile(written(text))).rejects.toThrow(BadCampaign);
  });
});

describe('a fault is named with its place', () => {
  test.each<[string, unknown, RegExp]>([
    ['letterDate', '30-01-2024', /letterDate: "30-01-2024" is no day; write it as 2024-01-30/],
    ['contactDeadline', '2024-02-30', /contactDeadline: "2024-02-30" is no day/],
    ['reportDeadline', undefined, /reportDeadline: /],
    ['loginWindow.until', 20240320, /loginWindow\.until: /],
    ['reportYear', '2023', /reportYear: /],
    ['id', '24', /id: begins with the year/],
    ['sender.address', 'lige', /sender\.address: is no e-mail address/],
    ['sender.replyTo', 'minus', /sender\.replyTo: /],
    ['digest', [], /digest: somebody must get the digest/],
    ['digest.0.every', 'month', /digest\.0\.every: is day or week: how often this recipient gets the digest/],
    ['digest.0.name', '', /digest\.0\.name: /],
    ['digest', [{ name: 'A', email: 'anb@lige.dk', every: 'week' }, { name: 'B', email: 'ANB@lige.dk', every: 'day' }], /digest\.1\.email: ANB@lige\.dk gets the digest already: name each recipient once/],
    ['rounds.contact.0.name', 'Første', /rounds\.contact\.0\.name: use small letters/],
    ['rounds.contact.1.name', 'before', /rounds\.contact: two rounds have the same name/],
    ['rounds.report.0.workingDays', 1.5, /rounds\.report\.0\.workingDays: /],
    ['sending.hours.from', '8:00', /sending\.hours\.from: write a time as "08:00"/],
    ['sending.hours.until', '07:00', /sending\.hours: the hours end before they begin/],
    ['sending.perMinute', 0, /sending\.perMinute: /],
    ['machine.poll', -1, /machine\.poll: /],
    ['machine.pol', 30, /machine: .*"pol"/],
    ['letterDay', '2024-01-30', /the file: .*"letterDay"/],
  ])('%s: %j', async (where, value, sentence) => {
    await expect(loadCampaignFile(changed(where, value))).rejects.toThrow(BadCampaign);
    await expect(loadCampaignFile(changed(where, value))).rejects.toThrow(sentence);
  });
});
