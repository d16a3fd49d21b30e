// The outward names of contract.md, checked from outside on a whole country: what `status`, `forecast` and the mails must look like.
// It refuses to know the program's types: the shapes are written down here from the contract.
import { read as readBook, utils } from '@e965/xlsx';
import type { ParsedMail } from 'mailparser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answer, buildHouse, mailboxOf, registerFile, until, type Answered, type House, type Running } from '../support/house.ts';

const count = z.int().min(0);
const caseShape = z.strictObject({
  kommune: z.string().regex(/^\d{4}$/), name: z.string().min(1), phase: z.enum(['invited', 'contact', 'login', 'begun', 'submitted']),
  contact: z.looseObject({ name: z.string(), email: z.string() }).nullable(), flags: z.array(z.enum(['bounced', 'question', 'review', 'overdue'])),
  reminders: count, mailsIn: count, mailsOut: count, lastEventAt: z.string().refine((text) => Temporal.Instant.from(text) !== undefined),
  // Grown beside the contract's names, which it allows; so are `paused`, `inbox`, `waiting` and `mails` below.
  holds: z.array(z.strictObject({ what: z.string(), reason: z.string() })), exempt: z.string().nullable(), deadlines: z.record(z.string(), z.string()), troubles: z.record(z.string(), count),
});
const pausedShape = z.strictObject({ at: z.string(), by: z.string(), note: z.string() }).nullable();
const inboxShape = z.enum(['quiet', 'unread', 'unhealthy']).nullable();
const statusShape = z.strictObject({
  campaign: z.literal('2024'), now: z.string().refine((text) => Temporal.Instant.from(text) !== undefined),
  counts: z.strictObject({ invited: count, contact: count, login: count, begun: count, submitted: count, review: count, bounced: count, overdue: count }),
  cases: z.array(caseShape), waiting: z.array(z.unknown()), paused: pausedShape, inbox: inboxShape,
});
const none = { invited: 0, contact: 0, login: 0, begun: 0, submitted: 0, review: 0, bounced: 0, overdue: 0 };
const mailShape = z.strictObject({
  at: z.string(), kommune: z.string().regex(/^\d{4}$/).nullable(), kind: z.enum(['letter', 'ack', 'clarify', 'login', 'reminder', 'receipt', 'answer', 'digest', 'review', 'confirm', 'closed']),
  to: z.string().regex(/@/), why: z.string().min(1), held: z.string().nullable(),
});
const forecastShape = z.strictObject({ campaign: z.literal('2024'), now: z.string(), days: z.int(), launched: z.boolean(), paused: pausedShape, mails: z.array(mailShape) });

const limit = 120_000;
const reply = answer('0751');
const json = (said: Answered): unknown => { expect(said).toMatchObject({ code: 0, stderr: '' }); return JSON.parse(said.stdout); };
/** One after the other, in the order of a campaign's first day. */
const said: Record<'before' | 'forecastBefore' | 'launched' | 'letters' | 'answered' | 'forecastAfter', Answered> = Object.create(null) as never;
let house: House;
let running: Running;

beforeAll(async () => {
  house = await buildHouse();
  said.before = await house.run(['status', '--json']);
  said.forecastBefore = await house.run(['forecast', '--json']);
  await house.run(['launch', '--yes']);
  said.launched = await house.run(['status', '--json']);
  running = await house.start();
  await until(async () => house.ids('letter').length >= 98 && (await running.health())?.body.pending === 0, limit);
  said.letters = await house.run(['status', '--json']);
  house.deliver(reply.raw);
  await until(async () => house.ids('ack').length > 0 && (await running.health())?.body.pending === 0, limit);
  await until(async () => (await house.folders())['Rundskriv/Behandlet']?.includes(reply.id) ?? false, limit);
  [said.answered, said.forecastAfter] = await Promise.all([house.run(['status', '--json']), house.run(['forecast', '--json', '--days', '50'])]);
}, 120_000);
afterAll(() => house?.close());

describe('status --json', () => {
  test('before the launch', () => expect(statusShape.parse(json(said.before))).toMatchObject({ counts: none, cases: [] }));

  test('after the launch, before the letters leave', () => {
    const { counts, cases } = json(said.launched) as { counts: object; cases: readonly object[] };
    expect(counts).toEqual(none);
    expect(cases.flatMap((c) => caseShape.safeParse(c).error?.issues ?? []).slice(0, 1)).toEqual([]);
  });

  test('after the letters', () => {
    const { counts, cases } = statusShape.parse(json(said.letters));
    expect(counts).toEqual({ ...none, invited: 98 });
    expect(cases.map((c) => c.kommune)).toEqual(registerFile.kommuner.map((k) => k.code).toSorted());
    for (const c of cases) expect(c).toMatchObject({ phase: 'invited', contact: null, flags: [], reminders: 0, mailsIn: 0, mailsOut: 1 });
  });

  test('after a reply: counts are cumulative', () => {
    const { counts, cases } = statusShape.parse(json(said.answered));
    expect(counts).toEqual({ ...none, invited: 98, contact: 1 });
    expect(cases.find((c) => c.kommune === '0751')).toMatchObject({
      name: 'Aarhus Kommune', phase: 'contact', mailsIn: 1, mailsOut: 2, flags: [],
      contact: { name: 'Mette Holm', email: 'mho@aarhus.dk', phone: expect.stringContaining('89') as string, region: '1082' },
    });
  });
});

test('one kommune, by code and by name', async () => {
  const timelines = await Promise.all(['0751', '751', 'Aarhus', 'århus'].map((asked) => house.run(['status', asked])));
  for (const timeline of timelines) expect(timeline).toEqual({ code: 0, stderr: '', stdout: timelines[0]?.stdout });
  expect(timelines[0]?.stdout).toMatch(/Aarhus Kommune \(0751\)[^]*letter\.2024\.0751 sent[^]*mail from mho@aarhus\.dk[^]*registered Mette Holm <mho@aarhus\.dk>[^]*ack\.2024\.0751 sent/);
  const one = z.strictObject({ campaign: z.literal('2024'), now: z.string(), case: caseShape, waiting: z.array(z.unknown()), paused: pausedShape, inbox: inboxShape,
    mails: z.array(z.strictObject({ task: z.string(), kind: z.string(), to: z.string(), outcome: z.enum(['sent', 'refused', 'held', 'unwanted', 'waiting']), why: z.string(), at: z.string() })), events: z.array(z.looseObject({ type: z.string(), at: z.string() })) });
  expect(one.parse(json(await house.run(['status', '--json', 'Aarhus']))).case).toMatchObject({ kommune: '0751', phase: 'contact' });
});

describe('forecast --json', () => {
  test('before the launch nothing will leave', () => expect(forecastShape.parse(json(said.forecastBefore))).toMatchObject({ launched: false, days: 7, mails: [] }));

  test('every mail that will leave, to whom and why: reminders to those who owe, the login to the one who answered', () => {
    const { launched, days, mails } = forecastShape.parse(json(said.forecastAfter));
    expect({ launched, days }).toEqual({ launched: true, days: 50 });
    const reminders = mails.filter((m) => m.kind === 'reminder' && m.at === '2024-02-08T07:00:00Z');
    expect(reminders.map((m) => [m.kommune, m.to]).toSorted()).toEqual(registerFile.kommuner.filter((k) => k.code !== '0751').map((k) => [k.code, mailboxOf(k.code)]).toSorted());
    expect(mails.filter((m) => m.kommune === '0751')).toEqual([expect.objectContaining({ kind: 'login', at: '2024-03-13T07:00:00Z', to: 'mho@aarhus.dk', held: null })]);
    expect(mails.filter((m) => m.kind === 'digest').map((m) => [m.at, m.to])[0]).toEqual(['2024-02-05T07:00:00Z', 'anb@lige.dk']);
    expect(house.ids('reminder')).toEqual([]);
  });
});

describe('the letter to Aarhus', () => {
  let letter: ParsedMail;
  beforeAll(async () => { letter = await house.mail('letter.2024.0751@lige.dk'); });
  const header = (name: string): unknown => letter.headerLines.filter((l) => l.key === name).map((l) => l.line.replace(/^[^:]*:\s*/, ''));

  test('is who it says it is', () => {
    expect(letter.messageId).toBe('<letter.2024.0751@lige.dk>');
    expect(letter.subject).toMatch(/\S \[LIGE-2024-0751\]$/);
    expect(letter.from?.value).toEqual([expect.objectContaining({ address: 'lige@lige.dk', name: 'Ligestillingsafdelingen' })]);
    expect(letter.replyTo?.value).toEqual([expect.objectContaining({ address: 'lige@lige.dk' })]);
    expect(house.left.find((m) => m.id === 'letter.2024.0751@lige.dk')?.to).toBe('post@aarhus.dk');
    expect(header('to')).toEqual([expect.stringContaining('<post@aarhus.dk>')]);
    expect(header('auto-submitted')).toEqual(['auto-generated']);
    expect(header('bcc')).toEqual([]);
    expect(letter.date?.toISOString()).toBe('2024-01-30T07:30:00.000Z');
  });

  test('says in plain text everything the HTML says', () => {
    const words = (text: string): ReadonlySet<string> => new Set(text.normalize('NFC').toLowerCase().match(/[\p{L}\p{N}@._-]*[\p{L}\p{N}]/gu));
    const shown = (letter.html || '').replace(/<head>[^]*?<\/head>|<style[^]*?<\/style>|<!--[^]*?-->/g, ' ').replace(/<[^>]+>/g, ' ')
      .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (_, dec?: string, hex?: string, name?: string) => (name === undefined ? String.fromCodePoint(Number.parseInt(dec ?? hex ?? '32', dec === undefined ? 16 : 10)) : ({ amp: '&', lt: '<', gt: '>', quot: '"' } as Record<string, string>)[name] ?? ' '));
    const plain = words(letter.text ?? '');
    expect(words(shown).size).toBeGreaterThan(100);
    expect([...words(shown)].filter((word) => !plain.has(word))).toEqual([]);
    for (const fact of ['12. februar 2024', '31. maj', 'anb@lige.dk', '21 57 06 89', '2023 - 2516']) expect(letter.text?.replaceAll(/\s+/g, ' ')).toContain(fact);
  });

  test('carries the contact list for Aarhus', () => {
    expect(letter.attachments.map((a) => a.filename)).toEqual(['Kontaktliste.xlsx']);
    const book = readBook(letter.attachments[0]?.content, { type: 'buffer' });
    const rows = book.SheetNames.flatMap((name) => utils.sheet_to_json<string[]>(book.Sheets[name] as never, { header: 1, defval: '' }));
    expect(rows).toContainEqual(['Kommune', 'Kommunekode', 'Region', 'Kontaktperson (navn)', 'Kontaktperson (e-mail)', 'Telefon (valgfri)']);
    expect(rows.filter((row) => row.includes('Aarhus Kommune')).map((row) => row.slice(1, 3).map(String))).toEqual([['0751', 'Region Midtjylland']]);
  });
});

test('every mail of the bot has its identity, and each left once', async () => {
  expect(house.ids().toSorted()).toEqual(['ack.2024.0751@lige.dk', ...registerFile.kommuner.map((k) => `letter.2024.${k.code}@lige.dk`)].toSorted());
  for (const { id, raw } of house.left) {
    const head = raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
    expect([id, head]).toEqual([id, expect.stringMatching(/^Auto-Submitted: auto-(?:generated|replied)\r$/m)]);
    expect([id, head]).toEqual([id, expect.stringMatching(/^Reply-To: lige@lige\.dk\r$/m)]);
  }
  const ack = await house.mail('ack.2024.0751@lige.dk');
  expect(ack).toMatchObject({ inReplyTo: reply.id, subject: expect.stringMatching(/ \[LIGE-2024-0751\]$/) as string });
  expect(ack.text).toMatch(/Mette Holm[^]*mho@aarhus\.dk/);
});

describe('the mailbox', () => {
  test('has the five folders, and every mail lies in its own', async () => {
    const folders = await house.folders();
    expect(Object.keys(folders)).toEqual(expect.arrayContaining(['INBOX', 'Rundskriv/Automatisk', 'Rundskriv/Behandlet', 'Rundskriv/Journal', 'Rundskriv/Sendt', 'Rundskriv/Til gennemsyn']));
    expect(folders['Rundskriv/Sendt']?.length).toBeGreaterThanOrEqual(99);
    expect(folders['Rundskriv/Behandlet']).toContain(reply.id);
  });

  test('a mail dragged back to INBOX is read again, without a second acknowledgement', async () => {
    const { id, raw } = answer('0630', { name: 'Niels Aagaard', user: 'niaag' });
    const handled = async (times: number): Promise<void> => {
      await until(async () => ((await house.status()).cases.find((c) => c.kommune === '0630')?.contact?.name === 'Niels Aagaard'), limit);
      await until(() => running.said('mail received').filter((line) => (line['kommuner'] as string[])[0] === '0630').length === times, limit);
      await until(async () => ((await house.folders())['Rundskriv/Behandlet']?.includes(id) ?? false) && (await running.health())?.body.pending === 0, limit);
    };
    house.deliver(raw);
    await handled(1);
    const person = await house.imap();
    await person.mailboxOpen('Rundskriv/Behandlet');
    const uids = await person.search({ header: { 'message-id': id } }, { uid: true });
    expect(uids).toHaveLength(1);
    await person.messageMove((uids as number[]).join(','), 'INBOX', { uid: true });
    await handled(2);
    expect(running.said('mail received').filter((line) => (line['kommuner'] as string[])[0] === '0630').map((line) => line['reading'])).toEqual([1, 2]);
    expect(house.ids('ack.2024.0630')).toEqual(['ack.2024.0630@lige.dk']);
    expect((await house.status()).cases.find((c) => c.kommune === '0630')).toMatchObject({ phase: 'contact', flags: [], mailsOut: 2 });
  });
});
