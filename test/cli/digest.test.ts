// `digest` from outside: what it shows, writes out and sends, against real Redis, IMAP and SMTP, and the digests that the clock sends by itself.
// It refuses to look inside: the mails that left are read as a mail program reads them.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, buildHouse, until, type House, type Running } from '../support/house.ts';

const limit = 120_000;
let house: House;
let running: Running;

async function done(...args: readonly string[]): Promise<string> {
  const said = await house.run(args);
  expect(said).toMatchObject({ code: 0, stderr: '' });
  return said.stdout;
}
const settled = async (): Promise<void> => until(async () => (await running.health())?.body.pending === 0, limit);
const digestsLeft = (): readonly string[] => house.ids('digest');

beforeAll(async () => {
  house = await buildHouse({ kommuner: ['0101', '0461', '0751', '0851'] });
}, 60_000);
afterAll(() => house?.close());

test('before the launch there is nothing to tell, and wrong usage ends with one sentence', async () => {
  const [shown, now, both, stranger] = await Promise.all([['digest'], ['digest', '--now'], ['digest', '--day', '--week'], ['digest', '--to', 'x@lige.dk']].map((args) => house.run(args)));
  for (const said of [shown, now]) {
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said?.stderr).toMatch(/^rundskriv: campaign 2024 has not been launched: [^\n]*"rundskriv launch"[^\n]*\n$/);
  }
  expect(both).toMatchObject({ code: 2 });
  expect(stranger).toMatchObject({ code: 2 });
  expect(stranger?.stderr).toMatch(/x@lige\.dk gets no digest: the campaign file names anb@lige\.dk/);
});

test('shown and written out, nothing leaves; sent, each recipient gets it once, with pictures and list', async () => {
  await done('launch', '--yes');
  running = await house.start();
  await until(() => house.ids('letter').length === 4, limit);
  await settled();
  await house.deliver(answer('0751').raw);
  await until(() => house.ids('ack').length === 1, limit);
  await settled();

  const shown = await done('digest');
  expect(shown).toMatch(/^Subject: 3 af 4 kommuner mangler at oplyse en kontaktperson \(fristen er mandag den 12\. februar 2024\) – status 30\. januar 2024 \[LIGE-2024\]\n/);
  expect(shown).toMatch(/- Har oplyst en kontaktperson \(1\): Aarhus Kommune\n- Har fået brevet \(4\): /);
  expect(shown).toMatch(/Postkassen er læst, og alle mails i den er behandlet\./);
  expect(JSON.parse(await done('digest', '--json'))).toMatchObject({ day: '2024-01-30', every: 'week', invited: 4, contact: 1, asked: 4, health: { inbox: 'quiet', pending: 0, trouble: [] } });

  const folder = path.join(house.dir, 'written', 'out');
  const told = await done('digest', '--out', folder, '--day');
  expect(readdirSync(folder).toSorted()).toEqual(['Status-2024-01-30.xlsx', 'digest.eml', 'digest.html', 'digest.txt', 'kort-lys.png', 'kort-moerk.png', 'kurve-lys.png', 'kurve-moerk.png']);
  expect(told.trim().split('\n').slice(1).filter((line) => !existsSync(line))).toEqual([]);
  const page = readFileSync(path.join(folder, 'digest.html'), 'utf8');
  expect(page).toContain('src="kort-lys.png"');
  expect(page).not.toContain('cid:');
  expect(page).toContain('Denne status sendes hver uge og desuden hver dag, hvor der er sket noget');
  const file = await house.run(['digest', '--out', path.join(folder, 'digest.txt')]);
  expect(file).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^rundskriv: \S+digest\.txt can't be written \(E[A-Z]+\): give a folder where you may write\n$/) as string });
  expect(digestsLeft()).toEqual([]);

  expect(await done('digest', '--now')).toMatch(/^digest\.2024\.0000 to anb@lige\.dk\nIt leaves now/);
  await until(() => digestsLeft().length === 1, limit);
  await settled();
  const mail = await simpleParser(house.left.find(({ id }) => id.startsWith('digest'))?.raw ?? '');
  expect(mail.subject).toBe('3 af 4 kommuner mangler at oplyse en kontaktperson (fristen er mandag den 12. februar 2024) – status 30. januar 2024 [LIGE-2024]');
  expect(mail.attachments.map((part) => part.filename)).toEqual(['kurve-lys.png', 'kurve-moerk.png', 'kort-lys.png', 'kort-moerk.png', 'Status-2024-01-30.xlsx']);
  expect(mail.attachments.filter((part) => part.related)).toHaveLength(4);
});

test('a person may ask again on the same day and at night; the clock sends one on the first working day of the week', async () => {
  house.setClock('2024-02-04T21:00:00Z');
  await done('digest', '--now', '--to', 'ANB@lige.dk');
  await until(() => digestsLeft().length === 2, limit);
  house.setClock('2024-02-05T07:30:00Z');
  await until(() => digestsLeft().length === 3, limit);
  await settled();
  expect(digestsLeft()).toEqual(['digest.2024.0000@lige.dk', 'digest.2024.0000.2@lige.dk', 'digest.2024.0000.3@lige.dk']);
});

test('between two digests the department is told once what newly needs a person', async () => {
  house.setClock('2024-02-06T08:00:00Z');
  await house.deliver(answer('0851', { text: 'Hej\n\nJeres brev er havnet i den forkerte afdeling.\n' }).raw);
  await until(async () => (await house.status()).waiting.length === 1, limit);
  house.setClock('2024-02-07T07:30:00Z');
  await until(() => house.ids('notice').length === 1, limit);
  await settled();
  const mail = await house.mail(house.ids('notice')[0] ?? '');
  expect(mail.subject).toBe('1 ny sag venter på en medarbejder – 7. februar 2024 [LIGE-2024]');
  expect(mail.text).toMatch(/- Aalborg Kommune: [^]*rundskriv review show 0851\/r1/);
  house.setClock('2024-02-08T07:30:00Z');
  await until(async () => (await running.health())?.body.lastTick === '2024-02-08T07:30:00Z', limit);
  await settled();
  expect(house.ids('notice')).toHaveLength(1);
  expect(await running.stop()).toBe(0);
});
