// `roster` from outside, with a login that has left: in csv, xlsx and JSON it says who has one, and nothing by which anybody could use it.
// It refuses to trust the rows: the written bytes themselves are searched for every secret of the log and the link of the mail.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { parse } from 'csv-parse/sync';
import { read as readBook, utils } from '@e965/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openZip } from '../../src/adapters/documents/zip.ts';
import { answer, buildHouse, until, type House } from '../support/house.ts';

const limit = 120_000;
let house: House;
let secrets: readonly string[];

beforeAll(async () => {
  house = await buildHouse({ kommuner: ['0101', '0751'] });
  await house.run(['launch', '--yes']);
  const running = await house.start();
  await until(() => house.ids('letter').length === 2, limit);
  house.deliver(answer('0751').raw);
  await until(() => house.ids('ack').length === 1, limit);
  house.setClock('2024-03-13T08:00:30+01:00');
  await until(() => house.ids('login').length === 1, limit);
  await until(async () => (await running.health())?.body.pending === 0, limit);
  await running.stop();
  const redis = new Redis(house.redis.url);
  const log = (await Promise.all((await redis.keys('*:log:*')).map((key) => redis.lrange(key, 0, -1)))).flat().join('\n');
  redis.disconnect();
  const link = (await house.mail('login.2024.0751@lige.dk')).text?.match(/https?:\/\/\S*\/([\w-]{43})\b/)?.[1];
  secrets = [...log.matchAll(/"(?:nonce|tokenHash)":"([^"]+)"/g)].map((found) => found[1] ?? '').concat(link ?? '');
}, 120_000);
afterAll(() => house?.close());

const row = { code: '0751', kommune: 'Aarhus Kommune', region: 'Region Midtjylland', contact: 'Mette Holm', email: 'mho@aarhus.dk', userName: 'mho@aarhus.dk', phase: 'login sendt', loginSentAt: '2024-03-13 08:00', linkGoodUntil: '2024-03-27 08:00', loginUsedAt: '', reportDeadline: '2024-05-31', exempt: 'nej' };
const free = (text: string): void => {
  expect(text.length).toBeGreaterThan(50);
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/https?:\/\/(?!schemas\.|www\.w3\.org|purl\.org)/);
};

test('the log and the mail hold the secrets that are looked for', () => {
  expect(secrets).toHaveLength(3);
  for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43,64}$/);
});

test('csv on standard output: byte order mark, CRLF, a row a kommune, no secret', async () => {
  const { code, stdout, stderr } = await house.run(['roster']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^\ufeffKommunekode;Kommune;Region;Kontaktperson;E-mail;Telefon;Brugernavn;Status;[^\n]*\r\n0101;[^\n]*;ingen kontaktperson;[^\n]*\r\n0751;[^\n]*\r\n$/);
  expect(parse(stdout, { bom: true, delimiter: ';', columns: true })[1]).toMatchObject({ Kontaktperson: 'Mette Holm', Status: 'login sendt', 'Login sendt': '2024-03-13 08:00', 'Link gyldigt til': '2024-03-27 08:00' });
  free(stdout);
});

test('json: the same rows, no secret', async () => {
  const said = await house.run(['roster', '--format', 'json']);
  expect(said).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(said.stdout)).toMatchObject({ campaign: '2024', rows: [{ code: '0101', phase: 'ingen kontaktperson' }, row] });
  expect((await house.run(['roster', '--json'])).stdout).toBe(said.stdout);
  free(said.stdout);
});

test('xlsx in a file for its owner alone; no part of it holds a secret', async () => {
  const file = path.join(house.dir, 'kontakter.xlsx');
  expect(await house.run(['roster', '--out', file])).toMatchObject({ code: 0, stderr: '', stdout: `${file}: 2 kommuner. It holds personal data: give it to nobody but the support line.\n` });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const zip = await openZip(readFileSync(file));
  expect(zip.names.length).toBeGreaterThan(5);
  free((await Promise.all(zip.names.map(async (name) => Buffer.from((await zip.read(name)) ?? []).toString('utf8')))).join('\n'));
  const book = readBook(readFileSync(file));
  expect(utils.sheet_to_json<readonly string[]>(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { header: 1, defval: '' })[2]?.slice(0, 2)).toEqual(['0751', 'Aarhus Kommune']);
});

test('what can\'t be written is said in one sentence', async () => {
  const said = await Promise.all([['--out', '/nowhere/at/all.csv'], ['--out', 'roster'], ['--format', 'xlsx'], ['--format', 'pdf'], ['--json', '--format', 'csv']].map((args) => house.run(['roster', ...args])));
  for (const { code, stdout } of said) expect([code, stdout]).toEqual([2, '']);
  expect(said.map((one) => one.stderr)).toEqual([/can't be written \(ENOENT\)/, /end its name in \.csv, \.xlsx or \.json/, /say where with --out/, /csv, xlsx, json/, /contradict/].map((sentence) => expect.stringMatching(sentence) as string));
});
