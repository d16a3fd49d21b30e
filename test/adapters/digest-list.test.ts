// The list of all kommuner as the ministry meets it: its columns, its types, its bytes, and LibreOffice opening it.
// It refuses to believe the writer: the file is read back by two other programs, and looked through part by part.
import { Buffer } from 'node:buffer';
import { readXlsx as readByHucre } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { digestListName, writeDigestList } from '../../src/adapters/digest-list.ts';
import { readXlsx } from '../../src/adapters/documents/xlsx.ts';
import { storeZip } from '../../src/adapters/stored-zip.ts';
import type { DigestFacts, DigestRow } from '../../src/core/digest/facts.ts';
import { digests, hostile, longName } from '../letters/digest-samples.ts';
import { campaign } from '../letters/samples.ts';
import { faultsOf, partsOf } from '../support/ooxml.ts';
import { converted } from '../support/soffice.ts';

const row: DigestRow = {
  kommune: '0147', name: 'Frederiksberg Kommune', region: 'Region Hovedstaden', phase: 'contact', contactName: 'Ida Holm', contactEmail: 'ida@frederiksberg.dk', contactPhone: '38 21 21 21', overdue: true, review: true, question: true,
  bounced: true, reminders: 3, contactDeadline: '2024-02-12', reportDeadline: '2024-05-31', lastEventAt: '2024-02-15T23:30:00Z', exempt: null,
};
const of = (list: readonly DigestRow[], more: Partial<DigestFacts> = {}): DigestFacts => ({ ...digests.usual, list, needs: [], ...more });
const book = async (facts: DigestFacts) => readByHucre(await writeDigestList(facts, campaign), { readStyles: true });
const day = (iso: string) => new Date(`${iso}T00:00:00Z`);

const none = of([], { needs: [] });
const injections = ['=1+1', '=cmd|\'/C calc\'!A0', '+45 38 21 21 21', '-1', '@SUM(A1)', '#N/A', '\t=1', '=HYPERLINK("http://x","y")', '_x003D_1'];
const bad = of(injections.map((text, at): DigestRow => ({ ...row, kommune: `01${at}7`, name: text, region: text, contactName: text, contactEmail: text, contactPhone: text, exempt: text })), {
  needs: injections.map((text) => ({ id: text, kommune: null, name: text, what: text, subject: text, from: text, since: '2024-02-19T09:12:00Z' })),
});
const all = { ...digests, none, bad, long: of([{ ...row, name: longName, contactName: longName, exempt: hostile }]) } satisfies Record<string, DigestFacts>;

describe('the list of a digest', () => {
  it('is called after its day', () => {
    expect(digestListName({ day: '2024-02-20' })).toBe('Status-2024-02-20.xlsx');
  });

  it('tells of each kommune in Danish, codes as text, days as days, numbers as numbers', async () => {
    const rows = (await book(of([row, { ...row, kommune: '0101', overdue: false, review: false, question: false, bounced: false, phase: 'invited', contactName: '', contactEmail: '', contactPhone: '', reminders: 0, lastEventAt: null, region: '' }]))).sheets[0]?.rows;
    expect(rows).toEqual([
      ['Kommune', 'Kommunekode', 'Region', 'Status', 'Kontaktperson', 'E-mail', 'Telefon', 'Frist for kontaktperson', 'Frist for indberetning', 'Overskredet', 'Til gennemsyn', 'Spørgsmål', 'Kan ikke nås', 'Påmindelser', 'Seneste hændelse', 'Fritaget fordi'],
      // Half past eleven in the evening in UTC is the next day in Denmark.
      ['Frederiksberg Kommune', '0147', 'Region Hovedstaden', 'Kontaktperson oplyst', 'Ida Holm', 'ida@frederiksberg.dk', '38 21 21 21', day('2024-02-12'), day('2024-05-31'), 'ja', 'ja', 'ja', 'ja', 3, day('2024-02-16'), null],
      ['Frederiksberg Kommune', '0101', null, 'Ikke svaret', null, null, null, day('2024-02-12'), day('2024-05-31'), null, null, null, null, 0, null, null],
    ]);
  });

  it.each([
    ['invited', {}, {}, 'Ikke svaret'], ['invited', {}, { invited: 0 }, 'Brev ikke sendt'], ['contact', {}, {}, 'Kontaktperson oplyst'], ['login', {}, {}, 'Login sendt'], ['begun', {}, {}, 'Begyndt'], ['submitted', {}, {}, 'Indberettet'],
    ['contact', { exempt: 'Beslutning af 1. februar' }, {}, 'Fritaget'], ['invited', { exempt: '' }, {}, 'Fritaget'],
  ] as const)('calls the phase %s (%o, %o) "%s"', async (phase, more, facts, word) => {
    expect((await book(of([{ ...row, phase, ...more }], facts))).sheets[0]?.rows[1]?.[3]).toBe(word);
  });

  it('tells what waits for a person, with the command that shows it', async () => {
    expect((await book(digests.usual)).sheets[1]?.rows.slice(0, 3)).toEqual([
      ['Sag', 'Kommune', 'Venter på', 'Mail fra', 'Emne', 'Siden', 'Kommando'],
      ['0563/bounced', 'Fanø Kommune', 'mail til post@fanoe.dk kan ikke leveres', null, null, day('2024-02-16'), 'rundskriv status 0563'],
      ['0101/r1', 'Københavns Kommune', 'der er oplyst flere kontaktpersoner', 'hr@kk.dk', 'SV: Kontaktperson', day('2024-02-19'), 'rundskriv review show 0101/r1'],
    ]);
  });

  it('can be filtered, keeps its header in sight, and prints on landscape pages that repeat it', async () => {
    const { sheets, properties } = await book(digests.usual);
    expect(sheets.map((sheet) => [sheet.name, sheet.autoFilter?.range, sheet.freezePane, sheet.pageSetup?.orientation, sheet.pageSetup?.printTitlesRow])).toEqual([
      ['Kommuner', 'A1:P99', { rows: 1, columns: 1 }, 'landscape', '$1:$1'], ['Venter', 'A1:G6', { rows: 1, columns: 1 }, 'landscape', '$1:$1'],
    ]);
    expect(sheets[0]?.rows.length).toBe(99);
    expect(properties).toMatchObject({ title: `Status 20.02.2024 – ${campaign.title}`, creator: 'Ligestillingsafdelingen', created: new Date(digests.usual.at), modified: new Date(digests.usual.at) });
  });

  it.each(Object.keys(all) as (keyof typeof all)[])('holds to ECMA-376 and is the same bytes every time, stored uncompressed: %s', async (name) => {
    const bytes = await writeDigestList(all[name], campaign);
    expect(await faultsOf(bytes)).toEqual([]);
    expect(Buffer.from(await writeDigestList(structuredClone(all[name]), campaign)).equals(bytes)).toBe(true);
    expect(Buffer.from(storeZip(bytes)).equals(bytes)).toBe(true);
    expect(bytes.length).toBeLessThan(200_000);
  });

  it('shows what looks like a formula or an error as the text it is, and lets no line out of its cell', async () => {
    const parts = await partsOf(await writeDigestList(bad, campaign));
    const cells = ['xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml'].flatMap((name) => parts.get(name) ?? []);
    expect(cells.filter((tag) => tag.name === 'f' || tag.name === 'hyperlink' || tag.at('t') === 'e')).toEqual([]);
    const { sheets } = await book(bad);
    const shown = injections.map((text) => text.trim().replace('#N/A', '#N/A '));
    for (const column of [0, 2, 4, 5, 6, 15]) expect(sheets[0]?.rows.slice(1).map((cells) => cells[column])).toEqual(shown);
    expect(sheets[1]?.rows.slice(1).map((cells) => cells[0])).toEqual(shown);
    for (const [at] of sheets[0]?.rows.entries() ?? []) if (at > 0) expect(sheets[0]?.cells?.get(`${at},0`)?.style?.numFmt).toBe('@');
  });

  it('is high enough for long names, and cuts what nobody reads', async () => {
    const tags = (await partsOf(await writeDigestList(all.long, campaign))).get('xl/worksheets/sheet1.xml') ?? [];
    expect(tags.filter((tag) => tag.name === 'row').map((tag) => tag.at('ht'))).toEqual(['32', '60']);
    const endless = (await book(of([{ ...row, exempt: `${'x'.repeat(40_000)}\n` }]))).sheets[0];
    expect(String(endless?.rows[1]?.[15])).toMatch(/^x{1000}…$/u);
  });

  it('opens in LibreOffice without a word, which saves the same cells', async () => {
    const books = { none: await writeDigestList(none, campaign), usual: await writeDigestList(digests.usual, campaign), bad: await writeDigestList(bad, campaign), worst: await writeDigestList(digests.bad, campaign) };
    const saved = await converted(books, 'xlsx');
    for (const name of ['none', 'usual', 'bad', 'worst'] as const) {
      const [was, is] = [await readByHucre(books[name]), await readByHucre(saved[name])];
      expect(is.sheets.map((sheet) => sheet.rows)).toEqual(was.sheets.map((sheet) => sheet.rows));
      expect(is.sheets.map((sheet) => sheet.autoFilter?.range)).toEqual(was.sheets.map((sheet) => sheet.autoFilter?.range));
      expect((await readXlsx(saved[name])).tables).toEqual((await readXlsx(books[name])).tables);
    }
    const { usual } = await converted({ usual: books.usual }, 'csv');
    expect(Buffer.from(usual).toString('utf8').split('\n')[1]).toMatch(/^"Albertslund Kommune";"0165";"Region Hovedstaden";"Kontaktperson oplyst";"Mette Sørensen Kjær";"mesk@albertslund\.dk";"89 40 20 00";12-02-2024;31-05-2024;/u);
  });
});
