// The portal of a kommune whose report a person made to count and took back: what its overview and its receipts say of that version.
// It refuses made-up views: each is made of a real case.
import { expect, test } from 'vitest';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import { newestReport } from '../../src/core/report/draft.ts';
import { createReports } from '../../src/flows/portal/report.ts';
import { createPages } from '../../src/web/portal/render.ts';
import { overviewView, receiptView } from '../../src/web/portal/report-views.ts';
import type { View } from '../../src/web/portal/views.ts';
import { at, campaign2024 } from '../support/campaign.ts';
import { active, commented, handedIn, mailed, type Given } from '../support/reporting.ts';
import { frameOf } from './portal-samples.ts';

const reports = createReports({
  campaign: campaign2024, log: createMemoryLog(), caseOf: async () => undefined, lastYear: () => null, queueLetters: async () => undefined, now: () => Temporal.Instant.from(at('2024-04-05 10:00')),
  facts: { reportSaved: () => undefined, reportHandedIn: () => undefined },
});
const pages = createPages();
const text = (view: View | undefined): string => (view ? pages.render(view, frameOf(view)).replace(/<[^>]*>/gu, ' ').replace(/\s+/gu, ' ') : '');
const withdrawn = (c: Given): Given => {
  const waits = c.when(mailed(commented('fra HR'), { from: 'hr@aarhus.dk' })).then({}, { review: 'r1' });
  const accepted = waits.when({ type: 'accept-report', at: at('2024-04-04 09:00'), by: 'anb', note: '', item: 'r1', over: newestReport(c.state)?.number ?? null, answer: null, quiet: true }).then({}, {});
  return accepted.when({ type: 'review-undo', at: at('2024-04-04 10:00'), by: 'anb', note: '', item: 'r1', givenBackBy: null }).then({ type: 'report-withdrawn' }, {});
};

test('beside a version that counts it is shown as taken back, and that one counts', () => {
  const stand = reports.stand(withdrawn(handedIn()).state);
  const overview = text(overviewView(stand, null));
  expect(overview).toMatch(/Version 1 er modtaget .* I skal ikke gøre mere\./);
  expect(overview).toMatch(/2 Trukket tilbage .* 1 Gælder /);
  expect(overview.match(/Gælder /gu)).toHaveLength(1);
  expect(text(receiptView(stand, 2, false))).toMatch(/Denne version er trukket tilbage Den gælder ikke\. Version 1, som er modtaget .* gælder i stedet\./);
  expect(text(receiptView(stand, 1, false))).not.toContain('gælder ikke længere');
});

test('alone it leaves a report that nobody has begun', () => {
  const stand = reports.stand(withdrawn(active()).state);
  const overview = text(overviewView(stand, null));
  expect(overview).toContain('1 Trukket tilbage');
  expect(overview).toContain('Begynd indberetningen');
  expect(overview).not.toMatch(/Gælder |er modtaget/);
  const receipt = text(receiptView(stand, 1, false));
  expect(receipt).toContain('Den gælder ikke, og I har ingen anden indberetning, der gælder.');
  expect(receipt).not.toContain('Skal noget rettes?');
});
