// What one person does with her report: fills it in whole, changes a page of it, hands it in.
// It refuses a save that changes nothing: each has a value that was not there before.
import { wholeAnswers } from '../support/report.ts';
import { expect } from './portal-house.ts';
import { formOn, type Fields, type Person } from './portal-person.ts';

/** Milliseconds of each request, and of all of it from the first to the last. */
export type Times = { readonly pages: readonly number[]; readonly saves: readonly number[]; readonly took: number };

export const pages = ['/indberetning/grundoplysninger', '/indberetning/ledere', '/indberetning/maaltal', '/indberetning/politik'] as const;

/** Saves each page of the form with a whole report. */
export async function fullReport(person: Person): Promise<void> {
  for (const page of pages) await save(person, page, wholeAnswers);
}

/** Hands in what is saved. */
export async function handIn(person: Person): Promise<void> {
  const shown = expect(await person.get('/indberetning/kontrol'), 200);
  expect(await person.post('/indberetning/kontrol', formOn(shown.body.toString())), 303, '/indberetning/kvittering/1?ny=1');
}

/** One page opened, saved with something new in it, and shown again. */
export async function round(person: Person, who: number, turn: number, think: () => Promise<void>, times: { readonly pages: number[]; readonly saves: number[]; readonly bytes: number[] }): Promise<void> {
  const page = pages[(who + turn) % pages.length] ?? pages[0];
  const opened = expect(await person.get(page), 200);
  times.pages.push(opened.ms);
  await think();
  const form = formOn(opened.body.toString());
  const saved = expect(await person.post(page, { ...form, ...changed(form), go: 'stay' }), 303, `${page}?besked=gemt`);
  times.saves.push(saved.ms);
  await think();
  const shown = expect(await person.get(saved.location), 200);
  times.pages.push(shown.ms);
  times.bytes.push(shown.body.length);
  await think();
}

async function save(person: Person, page: string, answers: Fields): Promise<void> {
  const form = formOn(expect(await person.get(page), 200).body.toString());
  const typed = Object.entries(answers).filter(([name]) => name in form || asked[page]?.test(name));
  expect(await person.post(page, { ...form, ...Object.fromEntries(typed), go: 'stay' }), 303);
}

/** Choices that nobody has made yet stand in no form. */
const asked: Readonly<Record<string, RegExp>> = { '/indberetning/grundoplysninger': /^fiftyOrMore$/, '/indberetning/maaltal': /^u1\.level2\.(?:hasTarget|status)$/, '/indberetning/politik': /^policy$/ };

function changed(form: Fields): Fields {
  if ('referenceDate' in form) return { referenceDate: form['referenceDate'] === '31-12-2023' ? '30-12-2023' : '31-12-2023' };
  if ('u1.level2.men' in form) return { 'u1.level2.men': form['u1.level2.men'] === '6' ? '7' : '6' };
  if ('u1.level2.percent' in form) return { 'u1.level2.percent': form['u1.level2.percent'] === '40' ? '41' : '40' };
  return { comment: `Opgjort pr. forvaltning, gennemgang ${form['revision']}.` };
}
