// `review` from outside, on a small country: what waits is listed and shown, decided, answered once, filed, and taken back.
// It refuses to look inside: what happened is read from the mails that left, the folders and `status`.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportFormName, writeReportForm } from '../../src/adapters/report-form.ts';
import { reportRules } from '../../src/core/campaign.ts';
import { campaign2024 } from '../support/campaign.ts';
import { copenhagen } from '../support/report.ts';
import { writeMail } from '../mails/mail-writer.ts';
import { buildHouse, until, type Answered, type House, type Running } from '../support/house.ts';

const limit = 120_000;
const review = 'Rundskriv/Til gennemsyn';
const done = 'Rundskriv/Behandlet';
let house: House;
let running: Running;

type Item = { readonly id: string; readonly kommune: string | null; readonly what: string; readonly mail: { readonly from: string; readonly subject: string }; readonly workingDays: number; readonly read: { readonly contacts: readonly object[] } };

const run = (...args: readonly string[]): Promise<Answered> => house.run(['review', ...args]);
const json = async <T>(...args: readonly string[]): Promise<T> => {
  const said = await run(...args);
  expect(said).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(said.stdout) as T;
};
const items = async (...args: readonly string[]): Promise<readonly Item[]> => (await json<{ items: readonly Item[] }>('list', '--json', ...args)).items;
const lies = async (id: string): Promise<string | undefined> => Object.entries(await house.folders()).find(([, ids]) => ids.includes(id))?.[0];
const contactOf = async (kommune: string) => (await house.status()).cases.find((c) => c.kommune === kommune)?.contact ?? null;

/** From a private mailbox: the bot reads a contact of the kommune, and registers nothing. */
const fromHome = (n: number, kommune: string, contact: string, text = '') => {
  const id = `<hjemme-${n}@gmail.com>`;
  return { id, raw: writeMail({ from: `Privat ${n} <privat${n}@gmail.com>`, subject: `SV: Indberetning om måltal [LIGE-2024-${kommune}]`, answers: kommune, text: `Hej\n\nKontaktperson: ${contact}\n${text}`, messageId: id, dmarc: 'dmarc=pass header.from=gmail.com' }) };
};
const nobodys = (n: number) => {
  const id = `<ukendt-${n}@gmail.com>`;
  return { id, raw: writeMail({ from: `Ukendt ${n} <ukendt${n}@gmail.com>`, subject: `Spørgsmålstegn ${n}`, text: 'Hej\n\nVi vender tilbage.\n', messageId: id, dmarc: 'dmarc=pass header.from=gmail.com' }) };
};
async function arrived(...ids: readonly string[]): Promise<void> {
  await until(async () => { const there = (await house.folders())[review] ?? []; return ids.every((id) => there.includes(id)); }, limit);
}

beforeAll(async () => {
  house = await buildHouse({ kommuner: ['0101', '0461', '0751', '0851'] });
  await house.run(['launch', '--yes']);
  running = await house.start();
  await until(() => house.ids('letter').length === 4, limit);
}, 60_000);
afterAll(() => house?.close());

test('nothing waits', async () => {
  expect(await run()).toEqual({ code: 0, stderr: '', stdout: 'Nothing waits for a person.\n' });
  expect(await items()).toEqual([]);
});

test('accepted: registered, acknowledged once in the thread, filed; undone: nobody is registered, the mail waits again; accepted anew', async () => {
  const mail = fromHome(1, '0751', 'Mette Holm, mho@aarhus.dk, tlf. 89 40 12 34');
  house.deliver(mail.raw);
  await arrived(mail.id);
  expect(await items()).toMatchObject([{ id: '0751/r1', kommune: '0751', name: 'Aarhus Kommune', what: 'review', workingDays: 0, mail: { from: 'privat1@gmail.com' }, read: { contacts: [{ name: 'Mette Holm', email: 'mho@aarhus.dk' }] } }]);
  expect(await items('Odense')).toEqual([]);
  expect((await run('århus')).stdout).toMatch(/0751\/r1 {2}Aarhus Kommune {2}[^]*privat1@gmail\.com/);

  const shown = await run('show', '0751/r1');
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(/read {7}Mette Holm <mho@aarhus\.dk>, 89 40 12 34, Aarhus Kommune \(0751\), from body:3[^]*evidence[^]*text {7}Kontaktperson: Mette Holm[^]*registered nobody[^]*rundskriv review accept 0751\/r1\n/);
  expect(await json('show', '0751/r1', '--json')).toMatchObject({ id: '0751/r1', closed: null, registered: null, folder: review, reread: { understanding: { outcome: 'review', kommune: '0751' } } });

  // Without a terminal nobody can type yes.
  const asked = await run('accept', '0751/r1');
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringMatching(/^rundskriv: nobody is at the terminal to type yes[^\n]*\n$/) as string });
  expect(asked.stdout).toMatch(/Registers for Aarhus Kommune \(0751\): Mette Holm <mho@aarhus\.dk>, 89 40 12 34, Region Midtjylland, from body:3\.\nNobody is registered now\.\nThe acknowledgement goes to privat1@gmail\.com/);
  expect(await contactOf('0751')).toBeNull();

  const accepted = await run('accept', '0751/r1', '--yes', '--by', 'Anne Bendixen', '--note', 'ringet');
  expect(accepted).toMatchObject({ code: 0, stderr: '' });
  await until(() => house.ids('ack').length === 1, limit);
  expect([await lies(mail.id), await contactOf('0751')]).toMatchObject([done, { name: 'Mette Holm', email: 'mho@aarhus.dk', phone: '89 40 12 34', region: '1082' }]);
  const ack = await house.mail('ack.2024.0751@lige.dk');
  expect(ack).toMatchObject({ inReplyTo: mail.id, to: { text: 'privat1@gmail.com' } });
  expect(ack.text).toMatch(/Mette Holm[^]*mho@aarhus\.dk/);
  expect(await items()).toEqual([]);
  const timeline = (await house.run(['status', '0751'])).stdout;
  expect(timeline).toMatch(/review r1 opened[^]*r1 accepted by Anne Bendixen: ringet[^]*registered Mette Holm <mho@aarhus\.dk> from review r1 of the mail from privat1@gmail\.com[^]*ack\.2024\.0751 sent/);

  expect(await run('accept', '0751/r1', '--yes')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^rundskriv: 0751\/r1 is closed already \(accepted by Anne Bendixen, [^\n]*\n$/) as string });
  const undone = await run('undo', '0751/r1');
  expect(undone).toMatchObject({ code: 0, stderr: '' });
  expect(undone.stdout).toMatch(/0751\/r1 is open again\.[^]*Mette Holm <mho@aarhus\.dk>, 89 40 12 34 is not registered any more; nobody is\.[^]*The ack to privat1@gmail\.com has left[^]*lies in Rundskriv\/Til gennemsyn now/);
  expect([await lies(mail.id), await contactOf('0751')]).toEqual([review, null]);
  expect(await run('undo', '0751/r1')).toMatchObject({ code: 1, stderr: expect.stringContaining('there is nothing to undo') as string });

  expect(await run('accept', '0751/r1', '--yes', '--quiet', '--email', 'mette.holm@aarhus.dk')).toMatchObject({ code: 0 });
  expect([await lies(mail.id), await contactOf('0751')]).toMatchObject([done, { email: 'mette.holm@aarhus.dk' }]);
  expect(house.ids('ack')).toEqual(['ack.2024.0751@lige.dk']);
});

test('an address elsewhere must be meant', async () => {
  const mail = fromHome(2, '0461', 'Ole Fyn, ole.fyn@gmail.com');
  house.deliver(mail.raw);
  await arrived(mail.id);
  const refused = await run('accept', '0461/r1', '--yes');
  expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^rundskriv: 0461\/r1 is not accepted: ole\.fyn@gmail\.com is not at a domain of Odense Kommune [^\n]*--foreign\n$/) as string });
  expect(await run('accept', '0461/r1', '--yes', '--email', 'ole@odense,dk')).toMatchObject({ code: 2, stderr: expect.stringContaining('ole@odense.dk may be meant') as string });
  expect((await run('accept', '0461/r1', '--yes', '--foreign')).stdout).toContain('To know: ole.fyn@gmail.com is not at a domain of Odense Kommune');
  expect(await contactOf('0461')).toMatchObject({ name: 'Ole Fyn' });
});

describe('the desk', () => {
  test('assigned and accepted in one go, with what the mail did not say', async () => {
    const mail = nobodys(1);
    house.deliver(mail.raw);
    await arrived(mail.id);
    expect(await items()).toMatchObject([{ id: 'desk/r1', kommune: null }]);
    expect(await run('accept', 'desk/r1', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('--kommune') as string });
    expect((await run('show', 'desk/r1')).stdout).toContain('rundskriv review accept desk/r1 --kommune KOMMUNE --name "NAME" --email ADDRESS');
    const accepted = await run('accept', 'desk/r1', '--kommune', '101', '--name', 'Ida Lund', '--email', 'idlu@kk.dk', '--yes');
    expect(accepted).toMatchObject({ code: 0, stderr: '' });
    expect(accepted.stdout).toMatch(/Assigns desk\/r1 to Københavns Kommune \(0101\) first\.[^]*desk\/r1 is assigned\.\nIt waits as 0101\/r1 now\.\n0101\/r1 is accepted\./);
    await until(() => house.ids('ack.2024.0101').length === 1, limit);
    expect([await lies(mail.id), await contactOf('0101')]).toMatchObject([done, { name: 'Ida Lund' }]);
    expect(await run('undo', 'desk/r1')).toMatchObject({ code: 1, stderr: expect.stringContaining('has been closed there') as string });
  });

  test('assigned by mistake, taken back, then asked back', async () => {
    const mail = nobodys(2);
    house.deliver(mail.raw);
    await arrived(mail.id);
    expect((await run('assign', 'desk/r2', 'Aalborg')).stdout).toContain('It waits as 0851/r1 now.');
    expect((await items()).map((i) => i.id)).toEqual(['0851/r1']);
    expect((await run('undo', 'desk/r2')).code).toBe(0);
    expect((await items()).map((i) => i.id)).toEqual(['desk/r2']);
    expect(await run('ask', 'desk/r2')).toMatchObject({ code: 2, stderr: expect.stringContaining('--missing') as string });
    expect(await run('ask', 'desk/r2', '--missing', 'kommune,nam')).toMatchObject({ code: 2, stderr: expect.stringContaining('not nam') as string });
    expect(await run('ask', 'desk/r2', '--missing', 'kommune,name')).toMatchObject({ code: 0 });
    await until(() => house.ids('clarify').length === 1, limit);
    expect(await house.mail(house.ids('clarify')[0] ?? '')).toMatchObject({ inReplyTo: mail.id, to: { text: 'ukendt2@gmail.com' } });
    expect(await lies(mail.id)).toBe(done);
  });
});

test('a report of somebody else at the kommune: shown in words, made to count with its receipts, taken back', async () => {
  const content = await writeReportForm({ campaign: campaign2024, kommune: { code: '0101', name: 'Københavns Kommune' }, rules: reportRules(campaign2024), answers: { ...copenhagen, reportedOn: '' }, lastYear: null, at: '2024-02-07T07:00:00Z' });
  const id = '<hr-1@kk.dk>';
  house.deliver(writeMail({ from: 'HR <hr@kk.dk>', subject: 'SV: Indberetning', answers: '0101', text: 'Hej\n\nHermed vores indberetning.\n', messageId: id, parts: [{ name: reportFormName, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', content }] }));
  await arrived(id);
  expect((await run('list', '101')).stdout).toMatch(/0101\/r2 {2}[^\n]*hr@kk\.dk[^\n]*report by mail: report-not-from-contact/);
  const shown = await run('show', '0101/r2');
  expect(shown.stdout).toMatch(/report {5}Indberetning\.xlsx, the sheet of Københavns Kommune \(0101\), from hr@kk\.dk\n[^]*Teknik- og Miljøforvaltningen: næste ledelsesniveau: Kvinder 1 \(20 %\);[^\n]*Måltal 2 personer, 40 % i 2026[^]*Politik: [^]*counts {5}no report yet[^]*\n {2}rundskriv review accept 0101\/r2\n/);
  const accepted = await run('accept', '0101/r2', '--yes');
  expect(accepted).toMatchObject({ code: 0, stderr: '' });
  expect(accepted.stdout).toMatch(/^Hands in for Københavns Kommune \(0101\) the report in Indberetning\.xlsx from hr@kk\.dk\.\nNo report counts now\.\nThe receipt goes to hr@kk\.dk and idlu@kk\.dk\.\n0101\/r2 is accepted: the report counts\./);
  await until(() => house.ids('receipt.2024.0101').length === 2, limit);
  const phase = async () => (await house.status()).cases.find((c) => c.kommune === '0101')?.phase;
  expect([await phase(), await lies(id), (await house.mail('receipt.2024.0101@lige.dk')).inReplyTo]).toEqual(['submitted', done, id]);
  expect((await run('undo', '0101/r2')).stdout).toMatch(/Version 1 of the report does not count any more; no report counts\.\n[^]*The receipt to hr@kk\.dk has left[^]*The receipt to idlu@kk\.dk has left/);
  expect([await phase(), await lies(id)]).toEqual(['contact', review]);
  expect((await house.run(['status', '101'])).stdout).toMatch(/report submitted by hr@kk\.dk \(review r2\) by mail[^]*version 1 of the report does not count any more: r2 was taken back/);
  expect((await run('discard', '0101/r2')).code).toBe(0);
});

test('forwarded it waits as a question; the question is closed', async () => {
  const mail = fromHome(3, '0851', 'Pia Vest, piv@aalborg.dk');
  house.deliver(mail.raw);
  await arrived(mail.id);
  const [waiting] = await items('Aalborg');
  expect((await run('forward', waiting?.id ?? '')).stdout).toMatch(/is closed: it is a question now\.\nIt waits as 0851\/q3 now\./);
  expect(await lies(mail.id)).toBe(review);
  expect((await house.status()).cases.find((c) => c.kommune === '0851')?.flags).toEqual(['question']);
  expect(await run('close', '0851/q3')).toMatchObject({ code: 0 });
  expect([await lies(mail.id), (await house.status()).cases.find((c) => c.kommune === '0851')?.flags]).toEqual([done, []]);
});

test('wrong usage ends with one sentence', async () => {
  const said = await Promise.all([run('show', 'r1'), run('show', '0751/bounced'), run('show', 'Narnia/r1'), run('show', '0751/r99'), run('list', 'Narnia'), run('assign', '0751/r1', 'Narnia')]);
  expect(said.map((s) => s.code)).toEqual([2, 2, 2, 1, 2, 2]);
  for (const { stderr, stdout } of said) {
    expect(stderr).toMatch(/^rundskriv: [^\n]+\n$/);
    expect(stdout).toBe('');
  }
});

test('--help names every decision, and how each is taken', async () => {
  const [all, one] = await Promise.all([run('--help'), run('accept', '--help')]);
  for (const said of [all, one]) expect(said).toMatchObject({ code: 0, stderr: '' });
  for (const name of ['list', 'show', 'accept', 'assign', 'ask', 'forward', 'discard|close', 'undo', 'tidy']) expect(all.stdout).toContain(`\n  ${name} `);
  for (const name of ['--name', '--email', '--phone', '--kommune', '--foreign', '--quiet', '--yes', '--note', '--by']) expect(one.stdout).toContain(`\n  ${name} `);
});

test('without the mailbox: what the log has is shown, the decision stands, and the mail is moved later', async () => {
  const mail = fromHome(4, '0751', 'Jens Lund, jlu@aarhus.dk');
  house.deliver(mail.raw);
  await arrived(mail.id);
  await running.stop();
  await house.dovecot.kill();
  const shown = await run('show', '0751/r2');
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(/read {7}Jens Lund <jlu@aarhus\.dk>[^]*not read {3}The mailbox [^\n]*This is what the log has\.[^]*registered Mette Holm/);
  const discarded = await run('discard', '0751/r2');
  expect(discarded).toMatchObject({ code: 0, stderr: '' });
  expect(discarded.stdout).toMatch(/still lies in Rundskriv\/Til gennemsyn/);
  expect(await run('tidy')).toMatchObject({ code: 3 });
  await house.dovecot.restart();
  expect(await lies(mail.id)).toBe(review);
  running = await house.start();
  await until(async () => (await lies(mail.id)) === done, limit);
  expect(await run('tidy')).toMatchObject({ code: 0, stdout: 'Every mail lies where it belongs.\n' });
});
