// What the campaign before gives to this one: each kommune's contact, and the report that counted, under the units of this year.
// It refuses to match units by their place: a forvaltning that was added or moved keeps its own answers.
import { expect, test } from 'vitest';
import { createMemoryLog } from '../../src/adapters/store/memory-log.ts';
import { desk, type CaseEvent } from '../../src/core/events.ts';
import { besideUnits, startAnswers } from '../../src/core/report/draft.ts';
import { readLastYear } from '../../src/flows/last-year.ts';
import { campaign2024 } from '../support/campaign.ts';
import { reportRules } from '../../src/core/campaign.ts';
import { copenhagen, wholeAnswers } from '../support/report.ts';
import { handedIn } from '../support/reporting.ts';

test('the contact and the newest report of each kommune, read from the log of that campaign', async () => {
  const log = createMemoryLog();
  const { events } = handedIn();
  await log.append({ streams: [{ stream: '0751', expected: 0, events, due: null }, { stream: '0101', expected: 0, events: [{ type: 'case-opened', at: '2024-01-30T08:00:00Z', kommune: '0101', name: 'Københavns Kommune', mailbox: 'post@kk.dk' } satisfies CaseEvent], due: null }], tasks: [], ended: [], mail: null });
  await log.append({ streams: [{ stream: desk, expected: 0, events: [{ type: 'campaign-paused', at: '2024-02-01T08:00:00Z', by: 'anb', note: 'ferie' }], due: null }], tasks: [], ended: [], mail: null });
  const { contacts, reports } = await readLastYear('2024', log);
  expect([contacts.get('0751')?.email, [...reports.keys()], reports.get('0751')?.['u1.level2.men']]).toEqual(['mho@aarhus.dk', ['0751'], wholeAnswers['u1.level2.men']]);
});

test('this year begins with last year\'s units, and each field stands beside its own, wherever the unit stands now', () => {
  const start = startAnswers({ code: '0101', name: 'Københavns Kommune' }, reportRules(campaign2024), copenhagen);
  expect(Object.values(start)).toEqual(['Økonomiforvaltningen', 'Børne- og Ungdomsforvaltningen', 'Socialforvaltningen', 'Teknik- og Miljøforvaltningen']);
  const moved = besideUnits(copenhagen, { 'u1.name': 'Socialforvaltningen ', 'u2.name': 'Ny forvaltning', 'u7.name': 'økonomiforvaltningen' });
  expect([moved['u1.level2.women'], moved['u2.level2.women'], moved['u7.level2.women'], moved['policyLink']]).toEqual([copenhagen['u3.level2.women'], undefined, copenhagen['u1.level2.women'], copenhagen['policyLink']]);
  // A kommune that reports as one is its one unit, whatever it was called.
  expect(besideUnits({ ...wholeAnswers, 'u1.name': 'Aarhus' }, { 'u1.name': 'Aarhus Kommune' })['u1.level2.men']).toBe(wholeAnswers['u1.level2.men']);
});
