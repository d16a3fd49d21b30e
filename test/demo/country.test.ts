// The simulated country itself: what its people write really says what the truth says, and the same seed gives the same country.
// It refuses to meet the bot: a country that is wrong would condemn a bot that is right.
import { inflateRawSync } from 'node:zlib';
import * as XLSX from '@e965/xlsx';
import Holidays from 'date-holidays';
import iconv from 'iconv-lite';
import { simpleParser, type Attachment } from 'mailparser';
import mammoth from 'mammoth';
import { extractText } from 'unpdf';
import { beforeAll, describe, expect, test } from 'vitest';
import { instantAt, isWorkingDay, playedDays, roundDays, weekBegins } from '../../demo/calendar.ts';
import { behaviours } from '../../demo/country/behaviours.ts';
import { castBehaviours, createPlayers, type Posting } from '../../demo/country/country.ts';
import { biggest, registerOf } from '../../demo/country/kommuner.ts';
import { paper, pdfFile, winmail, wordFile, zipFile } from '../../demo/country/files.ts';
import { deliveryReport, unknownUser } from '../../demo/country/machines.ts';
import { domainOf } from '../../demo/country/mime.ts';
import { styles } from '../../demo/country/reporting/styles.ts';
import { answerOf, allRowsTable, fillList, ownCsv, ownTable } from '../../demo/country/sheets.ts';
import { chanceOf } from '../../demo/random.ts';
import { corrected, drawReport } from '../../demo/reports/draw.ts';
import { differences, factsOf, factsOfSheet } from '../../demo/reports/facts.ts';
import { fillForm, linesOf } from '../../demo/reports/form.ts';
import { isEqual, isUnequalSomewhere, levels } from '../../demo/reports/meant.ts';
import { blankForm } from './ideal-reports.ts';
import { botMail, calendar, contactList, playIdeal, real, type Ideal } from './ideal.ts';

const person = { name: 'Åse Østergaard', firstName: 'Åse', lastName: 'Østergaard', email: 'aasoe@aarhus.dk', phone: '20 11 22 33', role: 'HR-chef', office: 'HR' };
const aarhus = { code: '0751', name: 'Aarhus Kommune' };

function cellsOf(xlsx: Uint8Array): readonly (readonly string[])[] {
  const book = XLSX.read(xlsx, { type: 'buffer' });
  return book.SheetNames.flatMap((name) => {
    const sheet = book.Sheets[name];
    return sheet ? XLSX.utils.sheet_to_json<string[]>(sheet, { header: 1, defval: '' }) : [];
  });
}

/** All words of a file, read by a library that is not the bot's way. */
async function wordsOf({ filename = '', content }: Pick<Attachment, 'filename' | 'content'>): Promise<string> {
  switch (filename.split('.').at(-1)?.toLowerCase()) {
    case 'csv': return `${iconv.decode(content, 'win1252')} ${iconv.decode(content, 'utf8')}`;
    case 'docx': return (await mammoth.extractRawText({ buffer: content })).value;
    case 'pdf': return (await extractText(new Uint8Array(content), { mergePages: true })).text;
    // The file lies in it as it is.
    case 'dat': return wordsOf({ filename: 'inner.xlsx', content: content.subarray(content.indexOf('PK\u0003\u0004')) });
    case 'zip': return wordsOf({ filename: 'inner.xlsx', content: onlyFileIn(content) });
    case 'eml': return wordsIn(content);
    case 'jpg': case 'p7m': return '';
    default: return cellsOf(content).flat().join(' ');
  }
}

/** All words of a mail above the quotation, its sender and its files. */
async function wordsIn(raw: Uint8Array): Promise<string> {
  const mail = await simpleParser(Buffer.from(raw));
  const newest = (mail.text ?? '').split(/\n(?:Fra:|Den .* skrev|-----Oprindelig)/)[0] ?? '';
  const attached = await Promise.all(mail.attachments.map(wordsOf));
  return [mail.from?.text ?? '', newest, ...attached].join(' ').replaceAll(/\s+/g, ' ');
}

/** The first file of a zip, by its central directory's offsets (APPNOTE 4.3.7, 4.3.12). */
function onlyFileIn(zip: Buffer): Buffer {
  const entry = zip.indexOf('PK\u0001\u0002');
  const local = zip.readUInt32LE(entry + 42);
  const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  return inflateRawSync(zip.subarray(begin, begin + zip.readUInt32LE(entry + 20)));
}

describe('the calendar', () => {
  test('knows the days off of 2024 and no other year', () => {
    const holidays = new Holidays('DK').getHolidays(2024).filter((h) => h.type === 'public').map((h) => h.date.slice(0, 10));
    for (const day of [...holidays, '2024-06-05', '2024-12-24', '2024-12-31']) expect(`${day} ${isWorkingDay(Temporal.PlainDate.from(day))}`).toBe(`${day} false`);
    expect(isWorkingDay(Temporal.PlainDate.from('2024-04-26'))).toBe(true);
    expect(() => isWorkingDay(Temporal.PlainDate.from('2025-01-02'))).toThrow('plays the campaign of 2024');
  });
  test('has its rounds and digests on working days, and ends after the last', () => {
    expect(roundDays(calendar, 'contact').map((r) => r.day.toString())).toEqual(['2024-02-08', '2024-02-12', '2024-02-15', '2024-02-22']);
    expect(roundDays(calendar, 'report').map((r) => `${r.day}${r.last ? ' last' : ''}`)).toEqual(['2024-05-16', '2024-05-29', '2024-05-31', '2024-06-06', '2024-06-13 last']);
    expect(weekBegins(calendar).map(String)).toEqual(expect.arrayContaining(['2024-02-05', '2024-04-02', '2024-05-21', '2024-06-10']));
    expect(playedDays(calendar).at(-1)?.toString()).toBe('2024-06-14');
  });
});

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

describe('a file', () => {
  const table = ownTable(0, answerOf(aarhus, 'Region Midtjylland', { ...person, name: 'Gül (Åse) Yılmaz' }, false));
  test('for Word holds the table, row by row', async () => {
    const { value } = await mammoth.extractRawText({ buffer: Buffer.from(wordFile(table)) });
    expect(value.split(/\n+/).filter((line) => line !== '')).toEqual(['Kontaktoplysninger', ...table.flat()]);
  });
  test('for Word takes what looks like XML as words, and no other size', async () => {
    const { value } = await mammoth.extractRawText({ buffer: Buffer.from(wordFile([['A', 'B', 'C', 'D'], ['<w:p>', '&amp;', 'FELT1', '$&']])) });
    expect(value).toMatch(/<w:p>\s+&amp;\s+FELT1\s+\$&/);
    expect(() => wordFile([['A', 'B']])).toThrow('two rows and four columns');
  });
  test('as PDF shows every cell, also letters beyond windows-1252', async () => {
    const text = await wordsOf({ filename: 'x.pdf', content: Buffer.from(pdfFile('Kontaktperson', table)) });
    for (const cell of table.flat()) expect(text).toContain(cell);
    expect(() => pdfFile('Kontaktperson', [['Łukasz']])).toThrow('letters that the PDF\'s font lacks');
  });
  test('as PDF has its objects where its table says', () => {
    const pdf = Buffer.from(pdfFile('Kontaktperson', table)).toString('latin1');
    const xref = pdf.slice(Number(/startxref\n(\d+)/.exec(pdf)?.[1]));
    const places = [...xref.matchAll(/^(\d{10}) 00000 n /gm)].map((m) => Number(m[1]));
    expect(places.map((place) => pdf.slice(place, place + 7))).toEqual([1, 2, 3, 4, 5].map((n) => `${n} 0 obj`));
  });
  test('in a zip or a winmail.dat comes out as it went in', () => {
    const content = Buffer.from('PK\u0003\u0004 and more'.repeat(40));
    expect(onlyFileIn(Buffer.from(zipFile('liste.xlsx', content)))).toEqual(content);
    const tnef = Buffer.from(winmail('Kontaktliste.xlsx', content));
    expect(tnef.readUInt32LE(0)).toBe(0x223e9f78);
    const at = tnef.indexOf(content);
    expect(tnef.readUInt32LE(at - 4)).toBe(content.length);
    expect(tnef.readUInt16LE(at + content.length)).toBe(content.reduce((sum, byte) => sum + byte, 0) & 0xffff);
  });
  test('with all kommuner has one row filled', () => {
    const rows = allRowsTable(real.kommuner, answerOf(aarhus, '', person, false)).slice(1);
    expect(rows).toHaveLength(98);
    expect(rows.filter((row) => row[2] !== '')).toEqual([['0751', 'Aarhus Kommune', 'Åse Østergaard', 'aasoe@aarhus.dk', '']]);
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
    for (const size of [behaviours.length, 70, 98, 150]) {
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
    expect(createPlayers(registerOf(real, 400, 5), calendar, 5).addresses.size).toBe(1600);
  });

  test('is the same for the same seed, and another for another', async () => {
    const [once, again] = [await playIdeal(40, 1), await playIdeal(40, 1)];
    const bytes = (run: Ideal): readonly string[] => run.postings.map((p) => `${p.player.kommune.code} ${p.act.label} ${p.post.messageId} ${p.post.from}`);
    expect(bytes(again)).toEqual(bytes(once));
    const text = async (run: Ideal): Promise<readonly string[]> => Promise.all(run.postings.map(async (p) => (await simpleParser(Buffer.from(p.post.raw))).text ?? ''));
    expect(await text(again)).toEqual(await text(once));
    expect(bytes(await playIdeal(40, 2))).not.toEqual(bytes(once));
  });

  test('names the contact of the truth in every right answer, in the mail or its attachment', async () => {
    expect(of('register').length).toBeGreaterThan(60);
    for (const { act, post } of of('register')) {
      const all = `${act.label}: ${await wordsIn(post.raw)}`;
      // Who was asked for the address alone may answer with it alone.
      if (act.label !== 'what was missing' || !all.includes('Mailadressen er ')) expect(all).toContain(act.contact?.name);
      expect(all).toContain(act.contact?.email);
    }
  });

  test('leaves the e-mail out where it is to be asked for', async () => {
    expect(of('clarify').length).toBeGreaterThan(1);
    for (const { act, player, post } of of('clarify')) {
      // A locked file gives nothing away.
      const words = act.label === 'locked file' ? (await simpleParser(Buffer.from(post.raw))).text ?? '' : await wordsIn(post.raw);
      const all = `${act.label}: ${words}`;
      expect(all).not.toContain(player.script.truth.contact?.email);
      expect(player.kommune.mailDomains).toContain(domainOf(post.from));
    }
    for (const label of ['locked file', 'scan', 'same as last year', 'slip in the address', 'empty form']) expect(of('clarify').map((p) => p.act.label)).toContain(label);
  });

  test('sends the papers that real programs made: locked, scanned, encrypted', async () => {
    expect(Buffer.from(paper('locked.xls')).subarray(0, 8).toString('hex')).toBe('d0cf11e0a1b11ae1');
    expect(Buffer.from(paper('locked.pdf')).toString('latin1')).toContain('/Encrypt');
    expect((await wordsOf({ filename: 'scan.pdf', content: Buffer.from(paper('scan.pdf')) })).trim()).toBe('');
    expect(Buffer.from(paper('photo.jpg')).subarray(0, 2).toString('hex')).toBe('ffd8');
    // OID 1.2.840.113549.1.7.3, envelopedData (RFC 5652 6.1).
    expect(Buffer.from(paper('encrypted.p7m')).toString('hex')).toContain('06092a864886f70d010703');
    const secret = of('review').find((p) => p.act.label === 'encrypted mail');
    expect(Buffer.from(secret?.post.raw ?? []).toString('latin1')).toMatch(/^Content-Type: application\/pkcs7-mime;(?:\s+[\w-]+=[\w.-]+;?)*\s+smime-type=enveloped-data/m);
  });

  test('forges with a failing DMARC, and machines write with the null sender or say so', () => {
    const forged = of('review').filter((p) => p.act.label === 'forged answer');
    expect(forged.length).toBeGreaterThan(1);
    for (const { post } of forged) expect(post.authenticationResults).toContain('dmarc=fail');
    for (const { post } of of('register')) expect(post.authenticationResults).not.toContain('dmarc=fail');
    for (const { post } of of('bounce')) expect(post.envelopeFrom).toBe('');
    const machines = ideal.postings.filter((p) => p.act.machine);
    expect(machines.every((p) => ['none', 'bounce', 'review'].includes(p.act.effect))).toBe(true);
  });

  test('asks what the truth says, and the department answers it once, above the quotation and as a reply', async () => {
    const asked = ideal.postings.filter((p) => p.act.question !== null);
    expect(asked.length).toBeGreaterThan(5);
    for (const { act, post } of asked) expect(await wordsIn(post.raw)).toContain(act.question?.words);
    expect(ideal.replies.map((r) => `${r.player.kommune.code} ${r.act.label}`).sort()).toEqual(asked.map((p) => `${p.player.kommune.code} ${p.act.label}`).sort());
    for (const { post, words, forward, act } of ideal.replies) {
      const mail = await simpleParser(Buffer.from(post.raw));
      const newest = (mail.text ?? '').split(/\nFra:/)[0] ?? '';
      expect(newest.split(/\n+/).filter((line) => line !== '')).toEqual(words);
      expect(mail.text?.replaceAll(/\s+/g, ' ')).toContain(act.question?.words);
      expect(mail.inReplyTo).toBe(forward.messageId);
      expect(post).toMatchObject({ from: 'anb@lige.dk', authenticationResults: expect.stringContaining('dmarc=pass') as string });
    }
  });

  test('reports in every style, big kommuner always, a quarter by mail', () => {
    const { players } = ideal.country;
    const dealt = players.flatMap((p) => p.reporting ?? []);
    expect(new Set(dealt.map((r) => r.style))).toEqual(new Set(styles.map((s) => s.name)));
    expect(players.filter((p) => (p.reporting === null) === p.script.truth.login)).toEqual([]);
    const never = styles.filter((s) => !s.handsIn).map((s) => s.name);
    expect(players.filter((p) => biggest.includes(p.kommune.code) && never.includes(p.reporting?.style ?? '')).map((p) => p.kommune.name)).toEqual([]);
    const byMail = dealt.filter((r) => r.errands.some((e) => e.way === 'mail' && e.sheet.effect === 'report')).length;
    expect(byMail / dealt.length).toBeGreaterThan(0.18);
    expect(byMail / dealt.length).toBeLessThan(0.32);
    // Who has done all that was meant is home; nobody waits for anything.
    expect(dealt.filter((r) => r.at < r.errands.length || r.stuck !== null).map((r) => r.style)).toEqual([]);
    expect(createPlayers(registerOf(real, 98, 1), calendar, 1).players.map((p) => p.reporting?.style)).toEqual(players.map((p) => p.reporting?.style));
  });

  test('means reports that obey the guidance', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const drawn = drawReport({ code: seed % 3 === 0 ? '0101' : '0265', webDomain: 'kommune.dk' }, chanceOf(seed));
      for (const meant of [drawn, corrected(drawn, chanceOf(seed, 'again'), 'Rettet.')]) {
        expect(new Set(meant.units.map((u) => u.name)).size).toBe(meant.units.length);
        for (const unit of meant.units) {
          for (const level of levels) {
            const { women, men, hasTarget, target, status, reason } = unit[level];
            const [fewer, total] = [Math.min(women, men), women + men];
            const equal = isEqual(women, men);
            if (equal === false) expect(hasTarget !== null && (hasTarget ? target !== null && (status !== 'not-reached' || reason !== '') : reason !== '')).toBe(true);
            if (equal === undefined) expect(hasTarget).toBeNull();
            if (target?.percent !== null && target?.percent !== undefined && status !== 'reached') expect(target.percent).toBeGreaterThan((100 * fewer) / total);
            if (target?.number !== null && target?.number !== undefined && status !== 'reached') expect(target.number).toBeGreaterThan(fewer);
          }
        }
        if (isUnequalSomewhere(meant.units)) expect(meant.policy?.answer).not.toBe('not-required');
      }
      expect(factsOf(corrected(drawn, chanceOf(seed, 'again'), 'Rettet.'))).not.toEqual(factsOf(drawn));
    }
    expect([[1, 1], [2, 1], [4, 1], [5, 3], [6, 5], [7, 4]].map(([w = 0, m = 0]) => isEqual(w, m))).toEqual([undefined, true, false, true, true, false]);
  });

  test('fills in the form so that it says what was meant, and nothing else of the file is another', async () => {
    const brought = ideal.postings.flatMap(({ act, report, post }) => (act.effect === 'report' && act.label !== 'mended sheet' && report ? [{ report, post }] : []));
    expect(brought.length).toBeGreaterThan(12);
    for (const { report, post } of brought) {
      const [file] = (await simpleParser(Buffer.from(post.raw))).attachments;
      expect(file && differences(factsOfSheet(file.content), factsOf(report.meant))).toEqual([]);
    }
    const meant = drawReport({ code: '0101', webDomain: 'kk.dk' }, chanceOf(3));
    const [before, after] = [blankForm, fillForm(blankForm, linesOf(meant), false).content].map((zip) => XLSX.CFB.read(Buffer.from(zip), { type: 'buffer' }) as { FullPaths: string[]; FileIndex: { content: Uint8Array }[] });
    const others = (zip: typeof before): readonly string[] => zip?.FullPaths.flatMap((name, i) => (/[^/]$/.test(name) && !name.endsWith('sheet1.xml') ? [`${name} ${Buffer.from(zip.FileIndex[i]?.content ?? []).toString('base64')}`] : [])) ?? [];
    expect(others(before).length).toBeGreaterThan(5);
    expect(others(after)).toEqual(others(before));
  });

  test('keeps its mails apart by their Message-IDs', () => {
    expect(new Set(ideal.postings.map((p) => p.post.messageId)).size).toBe(ideal.postings.length);
  });
});
