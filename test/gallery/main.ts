// `npm run mails -- [--out FOLDER] [--only NAME] [--docs]`: every mail of test/letters/samples.ts on one page, looked at and checked; --docs makes the pictures of docs/mails.
// It refuses to end well while a mail has a fault: one sentence for each, and exit code 1.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { samples } from '../letters/samples.ts';
import { startBrowser } from './browser.ts';
import { createInspector, sentenceOf, type Fault, type Scheme } from './inspect.ts';
import { mailOf, type Mail } from './mail.ts';
import { galleryPage, type Entry } from './page.ts';
import { createCamera, type Device } from './shots.ts';

/** File in docs/mails → what it shows and how much of it. */
const docs: Readonly<Record<string, readonly [sample: string, device: Device, scheme: Scheme, height: number]>> = {
  'letter-phone.png': ['letter', 'phone', 'light', 900],
  'letter-desktop.png': ['letter', 'desktop', 'light', 900],
  'ack-phone.png': ['ack', 'phone', 'light', 900],
  'login-phone-dark.png': ['login', 'phone', 'dark', 900],
  'reminder-phone.png': ['reminder-after', 'phone', 'light', 900],
  'question-desktop.png': ['question', 'desktop', 'light', 900],
  'digest-desktop.png': ['digest', 'desktop', 'light', 2000],
  'digest-phone.png': ['digest', 'phone', 'light', 1100],
  'digest-phone-dark.png': ['digest', 'phone', 'dark', 1100],
};
const most = 245_000;

class WrongUsage extends Error {}

function readCommand(): { readonly out: string | undefined; readonly docs: boolean; readonly names: readonly string[] } {
  const usage = 'npm run mails -- [--out FOLDER] [--only NAME] [--docs]';
  let values: { readonly out?: string; readonly only?: string; readonly docs?: boolean };
  try {
    ({ values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' }, docs: { type: 'boolean' } } }));
  } catch (error) {
    throw new WrongUsage(`${error instanceof Error ? error.message.split('.')[0] : String(error)}: ${usage}`);
  }
  const { out, only } = values;
  const all = Object.keys(samples);
  if (only === undefined) return { out, docs: values.docs ?? false, names: all };
  const names = only in samples ? [only] : all.filter((name) => name.startsWith(only));
  if (names.length === 0 || only === '') throw new WrongUsage(`no mail is called ${only}; there are ${all.join(', ')}`);
  return { out, docs: values.docs ?? false, names };
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error));

async function gallery(browser: Browser, names: readonly string[], out: string | undefined): Promise<boolean> {
  const folder = out === undefined ? await mkdtemp(path.join(tmpdir(), 'rundskriv-mails-')) : path.resolve(out);
  await mkdir(folder, { recursive: true });
  const inspector = await createInspector(browser);
  const camera = await createCamera(browser);
  const entries: Entry[] = [];
  const began = performance.now();
  for (const [index, name] of names.entries()) {
    let mail: Mail | null = null;
    let faults: readonly Fault[];
    let shots: Entry['shots'] = [];
    try {
      mail = await mailOf(name);
      faults = await inspector.inspect(mail);
      shots = await camera.shootAll(mail, folder);
    } catch (error) {
      faults = [{ where: '', what: `it can't be shown: ${messageOf(error)}` }];
    }
    entries.push({ name, mail, shots, faults });
    console.log(`${String(index + 1).padStart(String(names.length).length)}/${names.length} ${name}: ${faults.length === 0 ? 'good' : plural(faults.length, 'fault')}`);
    for (const fault of faults) console.log(`    ${sentenceOf(name, fault)}`);
  }
  const page = path.join(folder, 'index.html');
  await writeFile(page, galleryPage(entries));
  const faulty = entries.filter(({ faults }) => faults.length > 0);
  const seconds = Math.round((performance.now() - began) / 1000);
  const pictures = entries.reduce((sum, { shots }) => sum + shots.length, 0);
  console.log(`\n${plural(names.length, 'mail')}, ${plural(pictures, 'picture')}, ${seconds} s: ${faulty.length === 0 ? 'none has a fault' : `${faulty.length} with ${plural(faulty.reduce((sum, { faults }) => sum + faults.length, 0), 'fault')}`}`);
  console.log(page);
  return faulty.length === 0;
}

async function pictures(browser: Browser, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const camera = await createCamera(browser);
  for (const [file, [sample, device, scheme, height]] of Object.entries(docs)) {
    const bytes = await camera.shootFor(await mailOf(sample), device, scheme, path.join(folder, file), { height, bytes: most });
    console.log(`${path.join('docs/mails', file)}: ${Math.ceil(bytes / 1000)} kB`);
  }
}

try {
  const command = readCommand();
  const browser = await startBrowser();
  try {
    if (command.docs) await pictures(browser, fileURLToPath(new URL('../../docs/mails', import.meta.url)));
    else if (!(await gallery(browser, command.names, command.out))) process.exitCode = 1;
  } finally {
    await browser.close();
  }
} catch (error) {
  console.error(`mails: ${error instanceof WrongUsage ? error.message : messageOf(error)}`);
  process.exitCode = error instanceof WrongUsage ? 2 : 1;
}
