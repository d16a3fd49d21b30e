// Shows every page of the portal in Chromium, wide and narrow: `node test/web/portal-gallery.ts --out FOLDER [--only NAME]` takes the pictures and tells the faults; --docs makes those of docs/portal.
// It refuses to end well where a page has one.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import upng from 'upng-js';
import { startBrowser } from '../gallery/browser.ts';
import { createLook, serveSamples } from './portal-look.ts';
import { samples } from './portal-samples.ts';

/** One sample of each page, and states that look otherwise, for docs/portal. */
const more = ['overview-handed-in', 'overview-mail', 'leaders-saved', 'leaders-units-faults', 'targets-faults', 'preview-faults', 'preview-correction', 'receipt-old'];
const docs = Object.keys(samples).filter((name, i, all) => more.includes(name) || all.findIndex((other) => samples[other]?.is === samples[name]?.is) === i);

/** The same picture with a palette: a third of the bytes. */
function small(png: Buffer): Buffer {
  const image = upng.decode(new Uint8Array(png).buffer);
  return Buffer.from(upng.encode(upng.toRGBA8(image), image.width, image.height, 48));
}

const widths = { desktop: 1280, phone: 390 } as const;

async function gallery(out: string, names: readonly string[]): Promise<number> {
  await mkdir(out, { recursive: true });
  const served = await serveSamples();
  const browser = await startBrowser();
  try {
    const { page, inspect } = await createLook(browser, served.address);
    let count = 0;
    for (const name of names) {
      const faults = await inspect(name, [1280, 390, 320]);
      for (const fault of faults) console.log(`${name}: ${fault}`);
      count += faults.length;
      for (const [device, width] of Object.entries(widths)) {
        await page.setViewportSize({ width, height: 900 });
        await writeFile(path.join(out, `${name}-${device}.png`), small(await page.screenshot({ fullPage: true })));
      }
    }
    return count;
  } finally {
    await browser.close();
    await served.close();
  }
}

const { values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' }, docs: { type: 'boolean' } } });
const names = (values.docs ? docs : Object.keys(samples)).filter((name) => name.startsWith(values.only ?? ''));
if (values.out === undefined || names.length === 0) {
  console.error(`portal-gallery: --out FOLDER [--only NAME]; there are ${Object.keys(samples).join(', ')}`);
  process.exitCode = 2;
} else {
  const count = await gallery(path.resolve(values.out), names);
  console.log(`${names.length} pages, ${names.length * Object.keys(widths).length} pictures, ${count === 0 ? 'no fault' : count === 1 ? '1 fault' : `${count} faults`}`);
  if (count > 0) process.exitCode = 1;
}
