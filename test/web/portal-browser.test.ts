// People at their browsers: a small kommune with the keyboard alone on a telephone's width, København with a mouse, both without JavaScript; two of them at once; bad input.
// It refuses to call the app directly: everything goes over HTTP, through the forms as Chromium shows them.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { CaseState } from '../../src/core/case.ts';
import type { Answers } from '../../src/core/report/model.ts';
import { loadCase } from '../../src/flows/step.ts';
import { startBrowser } from '../gallery/browser.ts';
import { copenhagen, wholeAnswers } from '../support/report.ts';
import { bo, startWorlds, type Contact, type World } from './portal-world.ts';

/** The contact of a small kommune. */
const mette: Contact = { kommune: '0825', name: 'Mette Strand', email: 'mst@laesoe.dk', password: 'syv gule traktorer' };

let worlds: Awaited<ReturnType<typeof startWorlds>>;
let browser: Browser;
let axe: string;
let looker: BrowserContext;
let world: World;
let address: string;
beforeAll(async () => {
  worlds = await startWorlds();
  browser = await startBrowser();
  looker = await browser.newContext();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await worlds?.stop();
}, 60_000);
beforeEach(async () => {
  world = await worlds.build();
  address = await world.app.listen({ host: '127.0.0.1', port: 0 });
});

const stateOf = async ({ kommune }: Contact): Promise<CaseState> => (await loadCase(world.log, kommune)).state;
const receipts = (state: CaseState): readonly string[] => Object.values(state.outgoing).filter((o) => o.kind === 'receipt').map((o) => o.to);
const newestReport = async (who: Contact) => (await stateOf(who)).reports.at(-1);

/** Somebody at a browser without JavaScript. */
async function person(options: { readonly width: number } = { width: 1280 }): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: options.width, height: 844 }, baseURL: address });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return { context, page };
}

/** Chooses a password on the page of the link, and is in. */
async function enters(page: Page, who: Contact): Promise<void> {
  await page.goto(await world.issued(who));
  await page.fill('#password', who.password);
  await page.fill('#repeat', who.password);
  await page.click('main button[type=submit]');
  expect(await heading(page)).toBe('Indberetning for 2023');
}

const heading = async (page: Page): Promise<string> => (await page.textContent('h1'))?.trim() ?? '';
const faultTexts = (page: Page): Promise<readonly string[]> => page.locator('.form-error-message').allTextContents();

/** What axe finds on the page as it stands. It is shown once more in a window where scripts run, because axe is one. */
async function axeFinds(person: Page): Promise<readonly string[]> {
  const html = await person.content();
  const page = await looker.newPage();
  await page.setViewportSize(person.viewportSize() ?? { width: 1280, height: 844 });
  await page.route('**/as-it-stands', (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }));
  await page.goto(`${address}/as-it-stands`);
  await page.evaluate(axe);
  const { violations } = (await page.evaluate("axe.run({ runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })")) as { violations: { id: string; nodes: { html: string }[] }[] };
  await page.close();
  return violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
}

type Focus = { readonly tag: string; readonly type: string; readonly name: string; readonly value: string; readonly text: string; readonly seen: boolean };
const focus = (page: Page): Promise<Focus> => page.evaluate<Focus>(`(() => {
  const e = document.activeElement, s = getComputedStyle(e), l = e.type === 'radio' ? getComputedStyle(e.labels[0], '::before') : s;
  return { tag: e.localName, type: e.type ?? '', name: e.getAttribute('name') ?? '', value: e.value ?? '', text: (e.textContent ?? '').trim(), seen: [s, l].some((x) => x.outlineStyle !== 'none' || x.boxShadow !== 'none') };
})()`);

/** Fills in a page by Tab, letters and arrows alone, and presses the button with this text by Enter. Every stop must show that it has the focus. */
async function byKeyboard(page: Page, answers: Answers, button: string): Promise<void> {
  for (let stops = 0; stops < 250; stops += 1) {
    await page.keyboard.press('Tab');
    const at = await focus(page);
    if (at.tag !== 'body' && !at.seen) throw new Error(`the focus on <${at.tag} name="${at.name}"> "${at.text}" can't be seen`);
    if (at.tag === 'button' && at.text === button) return void (await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')]));
    const answer = answers[at.name];
    if (answer === undefined || answer === '') continue;
    if (at.type === 'radio') {
      await page.keyboard.press('Space');
      for (let i = 0; (await focus(page)).value !== answer; i += 1) {
        if (i > 4) throw new Error(`${at.name} has no choice ${answer}`);
        await page.keyboard.press('ArrowDown');
      }
    } else await page.keyboard.insertText(answer);
  }
  throw new Error(`no way by Tab to "${button}" on "${await heading(page)}"`);
}

/** Fills in the fields that are on the page, as a mouse and fingers do. */
async function fill(page: Page, answers: Answers): Promise<void> {
  for (const [path, answer] of Object.entries(answers)) {
    const field = page.locator(`[name="${path}"]`);
    if ((await field.count()) === 0) continue;
    if ((await field.first().getAttribute('type')) === 'radio') {
      if (answer !== '') await page.locator(`[name="${path}"][value="${answer}"] + label`).click();
    } else if (await field.isVisible()) await field.fill(answer);
  }
}
const press = (page: Page, text: string): Promise<void> => page.locator('main').getByRole('button', { name: text, exact: true }).click();

test('a small kommune: the keyboard alone, on a telephone, without JavaScript, from the link to the receipt', async () => {
  const { page, context } = await person({ width: 390 });
  await page.goto(await world.issued(mette));
  expect(await axeFinds(page)).toEqual([]);
  await byKeyboard(page, { password: mette.password, repeat: mette.password }, 'Gem adgangskoden og log ind');
  expect(await heading(page)).toBe('Indberetning for 2023');
  expect(await axeFinds(page)).toEqual([]);
  const cookies = await context.cookies();
  expect(cookies.map(({ name, httpOnly, secure, sameSite, path }) => ({ name, httpOnly, secure, sameSite, path })).filter((c) => c.name === '__Host-rundskriv')).toEqual([{ name: '__Host-rundskriv', httpOnly: true, secure: true, sameSite: 'Lax', path: '/' }]);

  await page.goto('/indberetning/grundoplysninger');
  for (const title of ['Grundoplysninger', 'Ledere', 'Måltal', 'Politik']) {
    expect(await heading(page)).toBe(title);
    expect(await axeFinds(page)).toEqual([]);
    await byKeyboard(page, wholeAnswers, 'Gem og fortsæt');
  }
  expect(await heading(page)).toBe('Kontrollér og indsend');
  expect(await page.textContent('main')).toContain('14,3 %');
  expect(await axeFinds(page)).toEqual([]);
  await byKeyboard(page, {}, 'Indsend indberetningen');
  expect(await heading(page)).toBe('Tak. Indberetningen er modtaget');
  expect(await axeFinds(page)).toEqual([]);
  expect(await newestReport(mette)).toMatchObject({ number: 1, by: mette.email, via: 'portal', report: { kommune: '0825', referenceDate: '2023-12-31', policy: { answer: 'yes', link: 'https://www.aarhus.dk/ligestilling' }, units: [{ level2: { women: 1, men: 6, hasTarget: true, target: { percent: 40, number: null, year: 2027 }, status: 'not-due' } }] } });
  expect(receipts(await stateOf(mette))).toEqual([mette.email]);
  const [pdf, sheet] = await Promise.all(['/indberetning/kvittering/1.pdf', '/indberetning/kvittering/1.xlsx'].map(async (url) => (await context.request.get(url)).body()));
  expect([pdf?.subarray(0, 5).toString(), sheet?.subarray(0, 2).toString()]).toEqual(['%PDF-', 'PK']);
  await context.close();
}, 120_000);

test('København: one unit per forvaltning, added and removed, and everything is in the report', async () => {
  const { page, context } = await person();
  await enters(page, bo);
  await page.goto('/indberetning/grundoplysninger');
  await fill(page, copenhagen);
  await press(page, 'Gem og fortsæt');
  await fill(page, copenhagen);
  for (let units = 2; units <= 5; units += 1) {
    await press(page, 'Tilføj enhed');
    expect(await page.locator('fieldset.unit').count()).toBe(units);
    await fill(page, copenhagen);
  }
  // What was typed is kept through the question whether to remove.
  await fill(page, { 'u5.name': 'Fejlforvaltningen', 'u5.level1.women': '7' });
  await press(page, 'Fjern enheden Enhed 5');
  expect(await heading(page)).toBe('Vil du fjerne Fejlforvaltningen?');
  expect(await axeFinds(page)).toEqual([]);
  await press(page, 'Fjern enheden');
  expect(await page.locator('fieldset.unit legend h2').allTextContents()).toEqual(['Økonomiforvaltningen', 'Børne- og Ungdomsforvaltningen', 'Socialforvaltningen', 'Teknik- og Miljøforvaltningen']);
  expect(await axeFinds(page)).toEqual([]);
  await press(page, 'Gem og fortsæt');
  expect(await heading(page)).toBe('Måltal');
  await fill(page, copenhagen);
  await press(page, 'Gem og fortsæt');
  await fill(page, copenhagen);
  await press(page, 'Gem og fortsæt');
  await press(page, 'Indsend indberetningen');
  expect(await heading(page)).toBe('Tak. Indberetningen er modtaget');
  const submitted = await newestReport(bo);
  expect(submitted?.report?.units.map((u) => [u.name, u.level1.women, u.level1.men, u.level2.women, u.level2.men])).toEqual([
    ['Økonomiforvaltningen', 1, 0, 3, 2], ['Børne- og Ungdomsforvaltningen', 0, 1, 2, 3], ['Socialforvaltningen', 1, 0, 4, 1], ['Teknik- og Miljøforvaltningen', 0, 1, 1, 4],
  ]);
  expect(submitted?.report).toMatchObject({ reportedOn: '2024-03-20', comment: 'Opgjort pr. forvaltning.', units: [{}, {}, { level2: { hasTarget: false, reason: 'Måltallet fastsættes i 2024.' } }, { level2: { target: { number: 2, percent: 40, year: 2026 } } }] });
  await context.close();
}, 120_000);

describe('what goes wrong is told at its field, and what was saved stays', () => {
  test('impossible numbers, a comment of ten megabytes, and going on without an answer', async () => {
    const { page, context } = await person({ width: 390 });
    await enters(page, mette);
    await page.goto('/indberetning/ledere');
    await fill(page, { 'u1.level1.women': '-1', 'u1.level1.men': '1,5', 'u1.level2.women': 'to', 'u1.level2.men': '5000' });
    await press(page, 'Gem og fortsæt');
    expect(await page.title()).toMatch(/^Fejl: /);
    expect((await faultTexts(page)).map((text) => text.replace(/^Fejl: /, '').trim())).toEqual([
      'Antallet kan ikke være negativt.', 'Skriv et helt antal personer, uden decimaler.', 'Skriv antallet med cifre, f.eks. 4.', '5000 er for mange ledere på ét niveau. Skriv kun ledere på de to øverste niveauer, højst 200.',
    ]);
    expect(await page.inputValue('[name="u1.level1.men"]')).toBe('1,5');
    expect(await axeFinds(page)).toEqual([]);
    // The summary leads to the field.
    await page.locator('.faults a').nth(1).click();
    expect((await focus(page)).name).toBe('u1.level1.men');

    await page.goto('/indberetning/politik');
    await fill(page, { policyLink: 'https://www.aarhus.dk/a', comment: 'Det her er gemt.' });
    await press(page, 'Gem');
    const [csrf, revision] = await Promise.all(['_csrf', 'revision'].map((name) => page.locator(`main [name=${name}]`).inputValue()));
    const told = await context.request.post('/indberetning/politik', { headers: { 'sec-fetch-site': 'same-origin' }, form: { _csrf: csrf ?? '', revision: revision ?? '', go: 'stay', policyLink: 'https://www.aarhus.dk/b', comment: 'x'.repeat(10 * 1024 * 1024) } });
    const answer = await told.text();
    expect([told.status(), answer.includes('Teksten er på 10.485.760 tegn. Der er plads til 4.000.'), answer.includes('>\nDet her er gemt.</textarea>'), answer.length < 50_000]).toEqual([422, true, true, true]);
    expect((await stateOf(mette)).draft?.answers).toMatchObject({ policyLink: 'https://www.aarhus.dk/b', comment: 'Det her er gemt.', 'u1.level1.men': '1,5' });
    await page.goto('/indberetning/kontrol');
    expect(await page.locator('main button', { hasText: 'Indsend' }).count()).toBe(0);
    expect(await axeFinds(page)).toEqual([]);
    await context.close();
  }, 120_000);

  test('two tabs: the second is shown both texts and chooses; nothing is overwritten silently', async () => {
    const { page, context } = await person();
    await enters(page, mette);
    const other = await context.newPage();
    await Promise.all([page.goto('/indberetning/politik'), other.goto('/indberetning/politik')]);
    await fill(page, { comment: 'Fra den første fane.' });
    await press(page, 'Gem');
    await fill(other, { comment: 'Fra den anden fane.', policy: 'yes' });
    await press(other, 'Gem og fortsæt');
    expect(await heading(other)).toContain('»Politik«');
    const text = await other.textContent('main');
    expect([text?.includes('Fra den første fane.'), text?.includes('Fra den anden fane.')]).toEqual([true, true]);
    expect((await stateOf(mette)).draft?.answers['comment']).toBe('Fra den første fane.');
    expect(await axeFinds(other)).toEqual([]);
    await press(other, 'Behold mine');
    expect((await stateOf(mette)).draft?.answers).toMatchObject({ comment: 'Fra den anden fane.', policy: 'yes' });
    await context.close();
  }, 60_000);

  test('the same hand-in sent twice is one version; a correction after the deadline needs its reason', async () => {
    const { page, context } = await person();
    await enters(page, mette);
    await page.goto('/indberetning/grundoplysninger');
    for (let i = 0; i < 4; i += 1) {
      await fill(page, wholeAnswers);
      await press(page, 'Gem og fortsæt');
    }
    const twice = await context.newPage();
    await twice.goto('/indberetning/kontrol');
    await press(page, 'Indsend indberetningen');
    await press(twice, 'Indsend indberetningen');
    expect([await heading(page), await heading(twice)]).toEqual(['Tak. Indberetningen er modtaget', 'Tak. Indberetningen er modtaget']);
    expect([(await stateOf(mette)).reports.length, receipts(await stateOf(mette))]).toEqual([1, [mette.email]]);

    world.clock.now = '2024-06-05T08:00:00Z';
    world.clock.machine = Temporal.Now.instant();
    await page.goto('/indberetning/politik');
    await fill(page, { comment: 'Rettet.' });
    await press(page, 'Gem og fortsæt');
    await press(page, 'Indsend indberetningen');
    expect((await faultTexts(page)).map((text) => text.replace(/^Fejl: /, '').trim())).toEqual(['Fristen er overskredet. Skriv, hvorfor indberetningen rettes.']);
    await page.fill('[name=correction]', 'En leder var talt med to gange.');
    await press(page, 'Indsend indberetningen');
    expect(await newestReport(mette)).toMatchObject({ number: 2, correction: 'En leder var talt med to gange.', report: { comment: 'Rettet.' } });
    expect(await page.textContent('main')).toContain('version 1');
    await context.close();
  }, 60_000);
});
