// The simulated country itself: what its people write really says what the truth says, and the same seed gives the same country.
// It refuses to meet the bot: a country that is wrong would condemn a bot that is right.
import * as XLSX from '@e965/xlsx';
import iconv from 'iconv-lite';
import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, test } from 'vitest';
import { instantAt } from '../../demo/calendar.ts';
import { behaviours } from '../../demo/country/behaviours.ts';
import { castBehaviours, createPlayers, type Posting } from '../../demo/country/country.ts';
import { biggest, registerOf } from '../../demo/country/kommuner.ts';
import { deliveryReport, unknownUser } from '../../demo/country/machines.ts';
import { answerOf, fillList, ownCsv, ownTable } from '../../demo/country/sheets.ts';
import { botMail, calendar, contactList, playIdeal, real, type Ideal } from './ideal.ts';

const person = { name: 'Åse Østergaard', email: 'aasoe@aarhus.dk', phone: '20 11 22 33', role: 'HR-chef', office: 'HR' };
const aarhus = { code: '0751', name: 'Aarhus Kommune' };

function cellsOf(xlsx: Uint8Array): readonly (readonly string[])[] {
  const book = XLSX.read(xlsx, { type: 'buffer' });
  return book.SheetNames.flatMap((name) => {
    const sheet = book.Sheets[name];
    return sheet ? XLSX.utils.sheet_to_json<string[]>(sheet, { header: 1, defval: '' }) : [];
  });
}

describe('the contact list', () => {
  test('is filled in its own row, under its own headings', () => {
    const filled = cellsOf(fillList(contactList('0751', 'Aarhus Kommune', 'Region Midtjylland'), answerOf(aarhus, 'Region Midtjylland', person, true)));
    expect(filled.at(-1)).toEqual(['Aarhus Kommune', '0751', 'Region Midtjylland', 'Åse Østergaard', 'aasoe@aarhus.dk', '20 11 22 33']);
  });
  test('keeps its e-mail cell empty when the e-mail is forgotten', () => {
    const filled = cellsOf(fillList(contactList('0751', 'Aarhus Kommune', ''), { ...answerOf(aarhus, '', person, false), email: null }));
    expect(filled.at(-1)?.slice(3)).toEqual(['Åse Østergaard', '', '']);
  });
  test('is not filled when it is another kommune\'s', () => {
    expect(() => fillList(contactList('0461', 'Odense Kommune', ''), answerOf(aarhus, '', person, false))).toThrow('no row for Aarhus Kommune');
  });
  test('as csv is windows-1252 with semicolons', () => {
    const text = iconv.decode(Buffer.from(ownCsv(ownTable(0, answerOf(aarhus, 'Region Midtjylland', person, false)))), 'win1252');
    expect(text).toBe('Kommunenavn;Navn på kontaktperson;Mailadresse;Region\r\nAarhus Kommune;Åse Østergaard;aasoe@aarhus.dk;Region Midtjylland\r\n');
  });
});

describe('a delivery report', () => {
  test('is a multipart/report with the fields that RFC 3464 demands and the mail it is about', async () => {
    const letter = await botMail({ kind: 'letter', kommune: '0751', to: 'post@aarhus.dk', body: 'Kære Aarhus' }, instantAt(calendar.letterDate, '08:30'));
    const given = { id: 'x.1', to: { name: 'L', address: 'lige@lige.dk' }, about: letter, at: instantAt(calendar.letterDate, '08:31') };
    for (const whole of [true, false]) {
      const post = deliveryReport(given, 'post@aarhus.dk', unknownUser, whole);
      const text = Buffer.from(post.raw).toString('latin1');
      expect(text).not.toMatch(/[^\r]\n/);
      expect(text).toMatch(/Content-Type: multipart\/report; report-type=delivery-status;\r\n\tboundary="/);
      const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? '';
      const parts = text.split(`--${boundary}`);
      expect(parts).toHaveLength(5);
      expect(parts[1]).toContain('Content-Type: text/plain');
      const status = parts[2]?.slice(parts[2].indexOf('\r\n\r\n') + 4) ?? '';
      const [perMessage, perRecipient] = status.split('\r\n\r\n');
      expect(perMessage).toMatch(/^Reporting-MTA: dns; \S+\r\n/);
      for (const field of ['Final-Recipient: rfc822; post@aarhus.dk', 'Action: failed', 'Status: 5.1.1', 'Diagnostic-Code: smtp; 550 5.1.1']) expect(perRecipient).toContain(field);
      expect(parts[3]).toContain(whole ? 'Content-Type: message/rfc822' : 'Content-Type: text/rfc822-headers');
      expect(parts[3]).toContain('Message-ID: <letter.2024.0751@lige.dk>');
      expect(post.envelopeFrom).toBe('');
      const parsed = await simpleParser(Buffer.from(post.raw), { keepDeliveryStatus: true });
      expect(parsed.attachments.map((a) => a.contentType)).toContain('message/delivery-status');
    }
  });
});

describe('the country', () => {
  let ideal: Ideal;
  beforeAll(async () => { ideal = await playIdeal(98, 1); });

  const of = (effect: string): readonly Posting[] => ideal.postings.filter((p) => p.act.effect === effect);

  test('has every behaviour, and the four biggest kommuner, in every size', () => {
    for (const size of [behaviours.length, 40, 98, 150]) {
      const register = registerOf(real, size, 3);
      expect(register.kommuner).toHaveLength(size);
      expect(register.kommuner.map((k) => k.code)).toEqual(expect.arrayContaining([...biggest]));
      expect(new Set(castBehaviours(register, 3).map(([, b]) => b.name)).size).toBe(behaviours.length);
    }
  });

  test('gives invented kommuner their own codes, names, domains and addresses', () => {
    const { kommuner } = registerOf(real, 400, 5);
    for (const key of ['code', 'name', 'shortName'] as const) expect(new Set(kommuner.map((k) => k[key])).size).toBe(400);
    expect(new Set(kommuner.map((k) => k.mailDomains[0])).size).toBe(400);
    expect(kommuner.slice(98).every((k) => Number(k.code) >= 1001 && /^[a-z-]+\.test$/.test(k.mailDomains[0] ?? ''))).toBe(true);
    expect(createPlayers(registerOf(real, 400, 5), calendar, 5).addresses.size).toBe(1200);
  });

  test('is the same for the same seed, and another for another', async () => {
    const again = await playIdeal(98, 1);
    const bytes = (run: Ideal): readonly string[] => run.postings.map((p) => `${p.player.kommune.code} ${p.act.label} ${p.post.messageId} ${p.post.from}`);
    expect(bytes(again)).toEqual(bytes(ideal));
    const text = async (run: Ideal): Promise<readonly string[]> => Promise.all(run.postings.map(async (p) => (await simpleParser(Buffer.from(p.post.raw))).text ?? ''));
    expect(await text(again)).toEqual(await text(ideal));
    expect(bytes(await playIdeal(98, 2))).not.toEqual(bytes(ideal));
  });

  test('names the contact of the truth in every right answer, in the mail or its attachment', async () => {
    expect(of('register').length).toBeGreaterThan(60);
    for (const { act, post } of of('register')) {
      const mail = await simpleParser(Buffer.from(post.raw));
      const newest = `${post.from} ${mail.from?.text ?? ''} ${(mail.text ?? '').split(/\n(?:Fra:|Den .* skrev|-----Oprindelig)/)[0] ?? ''}`;
      const attached = mail.attachments.flatMap((a) => (a.filename?.endsWith('.csv') ? [iconv.decode(a.content, 'win1252'), iconv.decode(a.content, 'utf8')] : cellsOf(a.content).flat()));
      const all = [newest, ...attached].join(' ').replaceAll(/\s+/g, ' ');
      expect(all).toContain(act.contact?.name);
      expect(all).toContain(act.contact?.email);
    }
  });

  test('leaves the e-mail out where it is to be asked for', async () => {
    expect(of('clarify').length).toBeGreaterThan(1);
    for (const { player, post } of of('clarify')) {
      const mail = await simpleParser(Buffer.from(post.raw));
      const all = [mail.text ?? '', ...mail.attachments.flatMap((a) => cellsOf(a.content).flat())].join(' ');
      expect(all).not.toContain(player.script.truth.contact?.email);
      expect(post.from).toBe(player.mailbox);
    }
  });

  test('forges with a failing DMARC, and machines write with the null sender or say so', () => {
    const forged = of('review').filter((p) => p.act.label === 'forged answer');
    expect(forged.length).toBeGreaterThan(1);
    for (const { post } of forged) expect(post.authenticationResults).toContain('dmarc=fail');
    for (const { post } of of('register')) expect(post.authenticationResults).not.toContain('dmarc=fail');
    for (const { post } of of('bounce')) expect(post.envelopeFrom).toBe('');
  });

  test('keeps its mails apart by their Message-IDs', () => {
    expect(new Set(ideal.postings.map((p) => p.post.messageId)).size).toBe(ideal.postings.length);
  });
});
