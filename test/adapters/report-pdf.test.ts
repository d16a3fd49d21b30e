// The receipt of a report as people and their programs meet it: its words, its tags, its pages, its bytes.
// It refuses to believe the writer: pdftotext and pdf.js read the file back.
import { spawnSync } from 'node:child_process';
import { Buffer } from 'node:buffer';
import { getDocumentProxy } from 'unpdf';
import { afterEach, describe, expect, it } from 'vitest';
import { writeReportPdf, type ReportPdfOptions } from '../../src/adapters/report-pdf.ts';
import { longest, mostUnits, type Report, type ReportLevel } from '../../src/core/report/model.ts';
import { summaryOf } from '../../src/core/report/summary.ts';
import { hostile } from '../letters/digest-samples.ts';
import { campaign } from '../letters/samples.ts';

const level = (women: number, men: number, more: Partial<ReportLevel> = {}): ReportLevel => ({ women, men, hasTarget: null, target: null, status: null, reason: '', ...more });
const unit = (id: string, name: string): Report['units'][number] => ({
  id, name, level1: level(0, 1), level2: level(1, 4, { hasTarget: true, target: { number: 2, percent: 33.3, year: 2026 }, status: 'not-reached', reason: 'Ingen ledige stillinger i året.\nVi forventer flere næste år.' }),
});
const report: Report = {
  kommune: '0751', reportYear: 2023, referenceDate: '2023-12-31', fiftyOrMore: true, units: [unit('u1', 'Børn og Unge'), unit('u2', 'Teknik & Miljø')],
  policy: { answer: 'yes', link: 'https://www.aarhus.dk/politik', date: '2023-03-01' }, reportedOn: '2024-05-21', comment: 'Opgjort for hele kommunen.',
};
const rules: ReportPdfOptions['rules'] = { equality: { percent: 40, smallGroups: { 3: 1, 4: 1, 5: 2 } } };
const receipt = (more: Partial<ReportPdfOptions> = {}): Promise<Uint8Array> => writeReportPdf({
  campaign, kommune: { name: 'Aarhus Kommune' }, report, rules, version: 2, submittedAt: '2024-06-03T22:05:00Z', by: 'Mette Sørensen Kjær', via: 'mail', correction: 'En direktør var talt med to gange.', ...more,
});

/** What pdftotext reads, in the order of the pages, with every run of spaces as one. */
function textOf(pdf: Uint8Array, layout: readonly string[] = []): string {
  const { stdout, error } = spawnSync('pdftotext', [...layout, '-', '-'], { input: pdf, encoding: 'utf8', maxBuffer: 50_000_000 });
  if (error) throw new Error('pdftotext is not installed, and this test reads PDFs with it: apt-get install poppler-utils (Mac: brew install poppler)', { cause: error });
  return stdout.replace(/\s+/gu, ' ');
}
/** How much stands on each page but the last. */
const lengths = (text: string): readonly number[] => text.split(/Side \d+ af \d+/u).slice(0, -2).map((page) => page.length);
const plain = (text: string): string => text.replace(/\s+/gu, ' ');

/** Where a line of a column ends is no part of its text, and where one ends at a hyphen, pdftotext drops it. */
const letters = (text: string): string => text.replace(/[\s\u00ad-]+/gu, '');

type Node = { readonly role?: string; readonly children?: readonly Node[] };
async function tagsOf(pdf: Uint8Array): Promise<readonly (readonly string[])[]> {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const paths = (node: Node, above: string): readonly string[] => {
    const path = node.role === undefined ? above : `${above}/${node.role}`;
    return [...(node.role === undefined ? [] : [path]), ...(node.children ?? []).flatMap((child) => paths(child, path))];
  };
  const pages = [];
  for (let page = 1; page <= document.numPages; page++) pages.push(paths(await (await document.getPage(page)).getStructTree() as Node, ''));
  return pages;
}

describe('the receipt as PDF', () => {
  const zone = process.env['TZ'];
  afterEach(() => { if (zone === undefined) delete process.env['TZ']; else process.env['TZ'] = zone; });

  it('says everything of the report, and when, how and by whom it came', async () => {
    const text = textOf(await receipt(), ['-layout']);
    for (const said of ['Kvittering for indberetning', 'Sagsnr. 2023 - 2516', 'Version 2 (erstatter version 1)', 'Indsendt tirsdag den 4. juni 2024 kl. 00.05', 'Indsendt af Mette Sørensen Kjær', 'Indsendt gennem Mail med Indberetning.xlsx', 'Årsag til rettelsen En direktør var talt med to gange.', 'Side 1 af 3', 'Side 3 af 3']) expect(text).toContain(said);
    for (const block of summaryOf(report, rules.equality)) {
      expect(text).toContain(plain(block.title));
      for (const row of block.rows) for (const line of [...(row.label.length > 32 ? [] : [row.label]), ...row.value.split('\n')]) expect(text).toContain(plain(line));
    }
    const first = textOf(await receipt({ version: 1, via: 'portal', correction: '' }), ['-layout']);
    expect(first).toContain('Indsendt gennem Indberetningssystemet');
    expect(first).toContain('Version 1 Indsendt');
    expect(first).not.toContain('Årsag til rettelsen');
  });

  it('is tagged, titled and Danish', async () => {
    const pdf = await receipt();
    const tags = (await tagsOf(pdf)).flat();
    const count = (end: string): number => tags.filter((path) => path.endsWith(end)).length;
    const blocks = summaryOf(report, rules.equality);
    const rows = blocks.reduce((sum, block) => sum + block.rows.length, 8);
    expect([count('/Document/H1'), count('/Document/H2'), count('/Document/Table/TR/TH'), count('/Document/Table/TR/TD')]).toEqual([1, blocks.length + 1, rows, rows]);
    const raw = Buffer.from(pdf).toString('latin1');
    for (const said of ['/Lang (da-DK)', '/Marked true', '/DisplayDocTitle true', '/Scope /Row', '<pdfuaid:part>1</pdfuaid:part>', '/FontFile2']) expect(raw).toContain(said);
    // Whatever is drawn is either tagged or marked as decoration.
    for (const [, stream = ''] of raw.matchAll(/stream\n([\s\S]*?)endstream/gu)) {
      if (!/ BDC\n/u.test(stream)) continue;
      let depth = 0;
      for (const line of stream.split('\n')) {
        if (/ B[DM]C$/u.test(line)) depth += 1;
        else if (line === 'EMC') depth -= 1;
        else if (/ T[jJ]$|^S$/u.test(line)) expect(depth).toBe(1);
      }
      expect(depth).toBe(0);
    }
  });

  it('is the same bytes every time, wherever the clock stands', async () => {
    const one = await receipt();
    process.env['TZ'] = 'America/St_Johns';
    expect(new Date(0).getHours()).not.toBe(0);
    expect(Buffer.from(await receipt()).equals(one)).toBe(true);
  });

  it('has room for thirty units and the longest texts, and cuts nothing', async () => {
    const words = Array.from({ length: 900 }, (_, index) => `ord${index}`).join(' ').slice(0, longest.comment);
    const big: Report = {
      ...report, comment: words, policy: { answer: 'yes', link: `https://www.aarhus.dk/${'a'.repeat(longest.link - 22)}`, date: null },
      units: Array.from({ length: mostUnits }, (_, index) => ({ ...unit(`u${index + 1}`, `${'Forvaltningen for alt muligt '.repeat(4)}${index + 1}`), ...(index % 15 === 0 ? { level1: level(0, 1, { reason: words.slice(0, longest.reason) }) } : {}) })),
    };
    const pdf = await receipt({ report: big, by: hostile });
    const text = textOf(pdf);
    // A text that goes on over a page has the foot of the page between its lines.
    const read = letters(text.replace(/Aarhus Kommune · Sagsnr\. 2023 - 2516 · Version 2 Side \d+ af \d+/gu, ''));
    for (const block of summaryOf(big, rules.equality)) for (const row of block.rows) expect(read).toContain(letters(row.value));
    expect(read.split(letters(words)).length).toBe(2);
    expect(Math.min(...lengths(text))).toBeGreaterThan(400);
  });

  it('lets a long text begin where there is room, and leaves no page half empty', async () => {
    const half: Report = { ...report, units: [unit('u1', 'Aarhus Kommune')], comment: 'Bemærkning om ledelsen. '.repeat(100).trim() };
    expect(Math.min(...lengths(textOf(await receipt({ report: half, correction: 'Rettet. '.repeat(60) }))))).toBeGreaterThan(900);
  });
});
