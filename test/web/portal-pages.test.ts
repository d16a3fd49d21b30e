// The portal's pages: every view rendered and looked at, as text and in Chromium, and the few files that a browser may have for them.
// It refuses scripts and styles within pages: the policy that they are served with forbids both.
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { parseDocument, DomUtils } from 'htmlparser2';
import { assetFiles } from '../../src/web/portal/asset-files.ts';
import { assets } from '../../src/web/portal/assets.ts';
import { fieldOf } from '../../src/web/portal/field-view.ts';
import { createPages } from '../../src/web/portal/render.ts';
import { viewNames, type View } from '../../src/web/portal/views.ts';
import { startBrowser } from '../gallery/browser.ts';
import { createLook, serveSamples, type Look, type Served } from './portal-look.ts';
import { frameOf, samples, signedInFrame, signedOutFrame } from './portal-samples.ts';

const pages = createPages();
const html = (view: View): string => pages.render(view, frameOf(view));
const sample = (name: string): View => {
  const view = samples[name];
  if (view === undefined) throw new Error(`no sample is called ${name}`);
  return view;
};

describe('every page', () => {
  test('has a sample', () => {
    expect(new Set(Object.values(samples).map(({ is }) => is))).toEqual(new Set(viewNames));
  });

  test.each(Object.entries(samples))('%s has one language, title, heading and main, no script or style, tokens in its forms, and names that lead somewhere', (_name, view) => {
    const page = html(view);
    const tree = parseDocument(page);
    const all = DomUtils.getElementsByTagName('*', tree, true);
    const named = (tag: string) => all.filter(({ name }) => name === tag);
    expect(all.filter(({ name, attribs }) => name === 'script' || name === 'style' || Object.keys(attribs).some((key) => key === 'style' || key.startsWith('on')))).toEqual([]);
    expect(named('html')[0]?.attribs['lang']).toBe('da');
    expect([named('main').length, named('h1').length]).toEqual([1, 1]);
    const wrong = page.includes('form-error-message') || view.is === 'log-in' && view.problem !== null;
    expect(DomUtils.textContent(named('title'))).toMatch(wrong ? /^Fejl: .+ – Indberetning – Ligestillingsafdelingen$/ : /^(?!Fejl).+ – Indberetning – Ligestillingsafdelingen$/);
    for (const form of named('form')) {
      expect(form.attribs['method']).toBe('post');
      expect(DomUtils.getElementsByTagName('input', form).filter(({ attribs }) => attribs['name'] === '_csrf' && attribs['type'] === 'hidden' && attribs['value'] === signedOutFrame.csrf)).toHaveLength(1);
    }
    const ids = all.flatMap(({ attribs }) => attribs['id'] ?? []);
    expect(ids).toEqual([...new Set(ids)]);
    const referred = all.flatMap(({ name, attribs }) => [...(attribs['aria-describedby']?.split(' ') ?? []), ...(attribs['for'] === undefined ? [] : [attribs['for']]), ...(name === 'a' && attribs['href']?.startsWith('#') ? [attribs['href'].slice(1)] : [])]);
    expect(referred.filter((id) => !ids.includes(id))).toEqual([]);
    expect(page).not.toMatch(/undefined|\[object|NaN/);
  });
});

describe('what was typed', () => {
  const hostile = '"><script>alert(1)</script>&amp;\'</textarea>';

  test('is shown again as text, whatever it is, with the sentence beside it and on top', () => {
    const typed = { policyLink: hostile, comment: `\n ${hostile}` };
    const given = { reportYear: 2023, typed, faults: { policyLink: `Nej: ${hostile}` }, lastYear: typed, unitNames: {} };
    const base = sample('policy');
    if (base.is !== 'policy') throw new Error('the sample is another page');
    const page = html({ ...base, fields: [fieldOf('policyLink', given), fieldOf('comment', given)] });
    expect(page).not.toContain('<script');
    const tree = parseDocument(page);
    expect(DomUtils.getElementById('policyLink', tree)?.attribs).toMatchObject({ 'name': 'policyLink', 'value': hostile, 'aria-invalid': 'true', 'aria-describedby': 'policyLink-hint policyLink-error policyLink-last' });
    // HTML drops one line break right after <textarea>; the one that was typed must not be it.
    expect(DomUtils.textContent(DomUtils.getElementById('comment', tree) ?? [])).toBe(`\n\n ${hostile}`);
    const summary = DomUtils.findAll(({ attribs }) => attribs['href'] === '#policyLink', tree.children);
    expect(DomUtils.textContent(summary)).toBe(`Link til politikken: Nej: ${hostile}`);
  });

  test('about a level whose numbers are gone is kept', () => {
    const base = sample('targets-units');
    if (base.is !== 'targets') throw new Error('the sample is another page');
    const levels = base.levels.map((level) => (level.balance === null ? { ...level, fields: level.fields.map((field) => (field.kind === 'long' ? { ...field, value: 'Ingen "ledige" stillinger' } : field)) } : level));
    expect(html({ ...base, levels })).toContain('<textarea name="u3.level2.reason" hidden>\nIngen &quot;ledige&quot; stillinger</textarea>');
  });

  test('is carried along word for word where two have saved the same page', () => {
    const base = sample('conflict');
    if (base.is !== 'conflict') throw new Error('the sample is another page');
    const page = html({ ...base, hidden: { comment: 'a\r\n"b"\n' } });
    expect(page).toMatch(/<textarea name="comment" hidden>\na\r\n&quot;b&quot;\n<\/textarea>/);
  });
});

describe('a page that can\'t be made', () => {
  test('is an error, never half a page', () => {
    expect(() => createPages(new URL('.', import.meta.url).pathname)).toThrow('templates/web/activate.eta is missing');
    const base = sample('receipt');
    expect(() => html({ ...base, kommune: undefined } as unknown as View)).toThrow("a page can't show undefined");
  });
});

describe('the files of the pages', () => {
  test('are those of the style sheet and no other, kept for a year, under an address that changes with them', async () => {
    const app = fastify();
    await app.register(assets);
    const { base, design } = assetFiles();
    const get = async (url: string) => app.inject({ method: 'GET', url });
    for (const link of html(sample('log-in')).match(/\/assets\/[^"#]+/g) ?? []) {
      const answer = await get(link);
      expect([link, answer.statusCode, answer.headers['cache-control']]).toEqual([link, 200, 'public, max-age=31536000, immutable']);
    }
    for (const file of design.files) expect([file, (await get(`${base}/design${file}`)).statusCode]).toEqual([file, 200]);
    for (const other of ['/design/js/dkfds.min.js', '/design/css/dkfds.css', '/design/../package.json', '/design/%2e%2e/package.json', '/design/css/..%2f..%2fpackage.json', '/own/layout.eta', '/own/', '/design/', '/own/..%2fmail/login.txt']) {
      expect([other, (await get(`${base}${other}`)).statusCode >= 400]).toEqual([other, true]);
    }
    expect((await get('/assets/0000000000000000/own/portal.css')).statusCode).toBe(404);
    await app.close();
  });
});

describe('in Chromium, under the policy of the portal', () => {
  let browser: Browser;
  let served: Served;
  let look: Look;
  beforeAll(async () => {
    [browser, served] = await Promise.all([startBrowser(), serveSamples()]);
    look = await createLook(browser, served.address);
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  test('no page has a fault: axe, the policy, width of a small phone, targets for a thumb', { timeout: 120_000 }, async () => {
    const faults: string[] = [];
    // Each page once, and each with faults; the gallery looks at every sample.
    const firsts = viewNames.map((is) => Object.entries(samples).find(([, view]) => view.is === is)?.[0] ?? is);
    for (const name of new Set([...firsts, 'leaders-saved', ...Object.keys(samples).filter((one) => one.endsWith('-faults'))])) for (const fault of await look.inspect(name, [320])) faults.push(`${name}: ${fault}`);
    expect(faults).toEqual([]);
  });

  test('Enter in a field goes on to the next step, and never removes a unit', async () => {
    await look.page.goto(`${served.address}/leaders-units-faults`);
    await look.page.locator('[id="u2.level1.women"]').press('Enter');
    await look.page.waitForURL((url) => url.pathname === '/leaders-units-faults');
    await look.page.waitForLoadState();
    expect(JSON.parse(await look.page.locator('body').innerText())).toMatchObject({ 'go': 'next', 'revision': '7', '_csrf': signedInFrame.csrf, 'u2.level1.women': '1', 'u3.level2.men': '6,5' });
  });

  test('a fault is found from the top of the page by keyboard alone', async () => {
    const { page } = look;
    await page.goto(`${served.address}/leaders-units-faults`);
    await page.locator('.faults:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('.faults a:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[id="u3.name"]:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('[id="u3.level1.women"]:focus').waitFor();
  });
});
