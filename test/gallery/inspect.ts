// Looks at a mail in Chromium as its readers do, and tells each fault in one sentence: narrow and wide, light and dark, pictures off, large text.
// It refuses to let the mail fetch anything: each request is stopped, and is a fault itself.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { columns } from '../../src/adapters/plain-text.ts';
import type { Mail } from './mail.ts';

export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** `where`: in which looks; '' for a fault of the mail itself. */
export type Fault = { readonly where: string; readonly what: string };

export type Inspector = {
  /** Every fault of the mail, the same one told once with all looks in which it shows. */
  readonly inspect: (mail: Mail, widths?: readonly number[]) => Promise<readonly Fault[]>;
  readonly close: () => Promise<void>;
};

const phone = 320;

/**
 * A mail is shown within the page of a mail program, which has the one main landmark: its own landmark is the article (see `head`).
 * A short answer from a person needs no heading. All other rules of these sets hold: title, language, order of headings, tables, names of links, contrast.
 */
const axeOptions: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  rules: { 'landmark-one-main': { enabled: false }, 'region': { enabled: false }, 'page-has-heading-one': { enabled: false } },
  resultTypes: ['violations', 'incomplete'], preload: false, iframes: false,
};

type Head = {
  readonly lang: string | null; readonly languages: readonly (string | null)[]; readonly title: string; readonly landmarks: number; readonly landmarkNamed: boolean;
  readonly outside: string | null; readonly preheader: string; readonly preheaderHidden: boolean;
};

/** Opens one page that is used for every mail. Close it when done; the browser is the caller's. */
export async function createInspector(browser: Browser): Promise<Inspector> {
  const context = await browser.newContext({ viewport: { width: phone, height: 700 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  const asked = new Set<string>();
  await context.route('**/*', async (route) => {
    asked.add(route.request().url());
    await route.abort();
  });
  // Put in once: the page stays the same while its content changes.
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  await page.evaluate(await readFile(fileURLToPath(new URL('in-page.js', import.meta.url)), 'utf8'));
  return {
    inspect: async (mail, widths = [phone, 360, 800]) => {
      asked.clear();
      const told = new Map<string, Set<string>>();
      const tell = (where: string) => (what: string): void => { told.set(what, (told.get(what) ?? new Set()).add(where)); };
      for (const what of [...mail.faults, ...ofSource(mail.html), ...ofText(mail.text)]) tell('')(what);
      await look(page, mail, widths, tell);
      if (/<img\b/i.test(mail.html)) await lookWithoutPictures(page, mail, tell);
      await lookAtLargeText(page, mail, tell);
      for (const url of asked) tell('')(`it asks for ${url.slice(0, 120)}`);
      return [...told].map(([what, where]) => ({ what, where: [...where].filter((one) => one !== '').join(', ') }));
    },
    close: () => context.close(),
  };
}

/** The fault as one sentence. */
export function sentenceOf(mail: string, { what, where }: Fault): string {
  return `${mail}: ${what}${where === '' ? '' : ` (${where})`}`;
}

type Tell = (where: string) => (what: string) => void;

async function show(page: Page, html: string, width: number, scheme: Scheme): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width, height: 700 });
  await page.setContent(html, { waitUntil: 'load' });
}

async function look(page: Page, mail: Mail, widths: readonly number[], tell: Tell): Promise<void> {
  await show(page, mail.html, widths[0] ?? phone, 'light');
  for (const what of ofHead(await page.evaluate('mailLook.head()'), mail)) tell('')(what);
  for (const what of ofFacts(mail.text, await page.evaluate('mailLook.words()'))) tell('')(what);
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 700 });
      const where = tell(`${width} px ${scheme}`);
      for (const what of await page.evaluate<string[]>('[...mailLook.cut(), ...mailLook.links()]')) where(what);
      for (const what of ofAxe(await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(axeOptions)})`))) where(what);
    }
  }
}

async function lookWithoutPictures(page: Page, mail: Mail, tell: Tell): Promise<void> {
  await show(page, mail.bare.replace(/(<img\b[^>]*?\ssrc=")https?:[^"]*/gi, '$1data:image/png;base64,'), phone, 'light');
  for (const what of ofFacts(mail.text, await page.evaluate('mailLook.words()'))) tell('pictures off')(what);
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [phone, 800]) {
      await page.setViewportSize({ width, height: 700 });
      for (const what of await page.evaluate<string[]>('[...mailLook.cut(), ...mailLook.pictures()]')) tell(`pictures off at ${width} px ${scheme}`)(what);
    }
  }
}

async function lookAtLargeText(page: Page, mail: Mail, tell: Tell): Promise<void> {
  await show(page, mail.html, phone, 'light');
  await page.evaluate('mailLook.zoom(2)');
  for (const what of await page.evaluate<string[]>('mailLook.cut()')) tell(`text at 200 %, ${phone} px`)(what);
}

/** What no mail may hold, those parts included that Outlook alone reads. */
function ofSource(html: string): readonly string[] {
  const faults: string[] = [];
  const tags = new Set([...html.matchAll(/<(script|iframe|object|embed|form|input|button|link|base|video|audio|svg)\b/gi)].map(([, tag = '']) => tag.toLowerCase()));
  for (const tag of tags) faults.push(`it holds <${tag}>, which mail programs take out`);
  // Within tags and styles only: the words of a mail may hold anything.
  const markup = [...html.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag);
  for (const [, address = ''] of markup.join('\n').matchAll(/\s(?:src|srcset|background|poster)\s*=\s*["']?([^"'\s>]+)/gi)) if (!address.startsWith('data:')) faults.push(`it shows a picture from elsewhere: ${address.slice(0, 120)}`);
  const styles = [...html.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/gi)].map(([, rules = '']) => rules);
  for (const [, address = ''] of [...styles, ...markup].join('\n').matchAll(/url\(\s*(?:["']|&quot;)?([^"')&]+)/gi)) if (!address.startsWith('data:')) faults.push(`its style fetches ${address.slice(0, 120)}`);
  if (styles.some((rules) => /@import\b/i.test(rules))) faults.push('its style imports another');
  return faults;
}

/** Only what can't be broken, such as a link, may be longer than a line. */
function ofText(text: string): readonly string[] {
  const long = text.split('\n').filter((line) => [...line].length > columns && /\S\s+\S/.test(line.replace(/^\s*(?:-|>+|[^:\s][^:]{0,30}:)\s+/, '')));
  return long.map((line) => `a line of its plain text has ${[...line].length} columns: "${line.slice(0, 40)}…"`);
}

function ofHead(head: Head, mail: Mail): readonly string[] {
  const faults: string[] = [];
  if (head.lang !== 'da') faults.push(`its language is ${head.lang ?? 'not said'} and not da`);
  else if (head.languages.some((lang) => lang !== 'da')) faults.push(`its body or its landmark says to be in ${head.languages.filter((lang) => lang !== 'da').join(', ')}`);
  if (head.title === '') faults.push('it has no title');
  if (head.landmarks === 0) faults.push('it has no landmark: neither an article nor a main part');
  if (!head.landmarkNamed) faults.push('its landmark has no name');
  if (head.outside !== null) faults.push(`the text "${head.outside}" lies outside its landmark`);
  if (mail.byHand) return faults;
  if (!head.preheaderHidden) faults.push(`it has no preheader: its first words are "${head.preheader.slice(0, 48)}" and are shown`);
  else if (head.preheader !== mail.preheader) faults.push(`its preheader reads "${head.preheader.slice(0, 48)}" and its source "${mail.preheader.slice(0, 48)}"`);
  else if (head.preheader.length < 30 || head.preheader.length > 220) faults.push(`its preheader has ${head.preheader.length} characters: "${head.preheader}"`);
  else if (/^(?:Til|Kære|Hej|Vi skriver)\b/u.test(head.preheader)) faults.push(`its preheader does not begin with what is wanted: "${head.preheader}"`);
  if (head.preheader !== '' && head.preheader === mail.subject) faults.push('its preheader only repeats the Subject');
  return faults;
}

const months = 'januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december';
const factual = new RegExp(`https?://[^\\s>]+|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+|\\b\\d{1,2}\\. (?:${months})(?: \\d{4})?|\\b\\d+(?:[.,/]\\d+)*(?: %)?`, 'giu');

/** Every day, number, address and link of the plain text is to be read in the HTML too, pictures or not. */
function ofFacts(text: string, words: string): readonly string[] {
  const plain = text.replace(/\s+/g, ' ');
  const missing = [...new Set([...plain.matchAll(factual)].map(([fact]) => fact.replace(/[.,;:)]+$/, '')))].filter((fact) => !words.includes(fact));
  return missing.map((fact) => `"${fact}" stands in the plain text and can't be read in the HTML`);
}

function ofAxe({ violations, incomplete }: AxeResults): readonly string[] {
  const untold = incomplete.filter(({ id }) => id === 'color-contrast');
  return [...violations, ...untold].flatMap(({ id, help, nodes }) => nodes.map(({ target, html, any }) => {
    const why = id === 'color-contrast' ? any[0]?.message.split('\n')[0] ?? help : help;
    return `axe ${id}: ${why} at ${String(target[0])} ${html.replace(/ style="[^"]*"/g, '').replace(/\s+/g, ' ').slice(0, 90)}`;
  }));
}
