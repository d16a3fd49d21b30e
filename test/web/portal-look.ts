// Serves the samples of the portal's pages as the portal does, and looks at each in Chromium: axe, what is cut off, small targets, broken rules of CSP.
// It refuses to judge taste: the pictures of the gallery are for that.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastify from 'fastify';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { assets } from '../../src/web/portal/assets.ts';
import { createPages } from '../../src/web/portal/render.ts';
import { frameOf, samples } from './portal-samples.ts';

export const policy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export type Served = { readonly address: string; readonly close: () => Promise<void> };

/** Each sample under /NAME; what is posted comes back as JSON. */
export async function serveSamples(): Promise<Served> {
  const pages = createPages();
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onSend', async (_request, reply) => { void reply.header('Content-Security-Policy', policy).header('X-Content-Type-Options', 'nosniff'); });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))));
  await app.register(assets);
  app.get<{ Params: { name: string } }>('/:name', async (request, reply) => {
    const view = samples[request.params.name];
    return view === undefined ? reply.callNotFound() : reply.type('text/html; charset=utf-8').send(pages.render(view, frameOf(view)));
  });
  app.post('/*', async (request) => ({ url: request.url, ...(request.body as object) }));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return { address, close: () => app.close() };
}

const axeOptions = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }, resultTypes: ['violations'], preload: false };

export type Look = {
  readonly page: Page;
  /** Every fault of a sample at these widths, in sentences. */
  readonly inspect: (name: string, widths: readonly number[]) => Promise<readonly string[]>;
};

/** One page for all samples. The portal's pages have no script; axe is put in from outside, past their policy. */
export async function createLook(browser: Browser, address: string): Promise<Look> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const inPage = await readFile(fileURLToPath(new URL('portal-in-page.js', import.meta.url)), 'utf8');
  const page = await browser.newPage();
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('response', (response) => { if (response.status() >= 400) heard.push(`${response.status()} for ${response.url()}`); });
  page.on('requestfailed', (request) => heard.push(`${request.failure()?.errorText ?? 'failed'}: ${request.url()}`));
  return {
    page,
    inspect: async (name, widths) => {
      heard.length = 0;
      await page.goto(`${address}/${name}`, { waitUntil: 'load' });
      await page.evaluate(axe);
      await page.evaluate(inPage);
      const faults = new Set(heard);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        for (const fault of await page.evaluate<string[]>('portalFaults()')) faults.add(`${fault} (${width} px)`);
        const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(axeOptions)})`);
        for (const { id, nodes } of violations) for (const node of nodes) faults.add(`${id}: ${node.html.slice(0, 160)} (${width} px)`);
      }
      return [...faults];
    },
  };
}
