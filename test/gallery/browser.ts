// Starts the system's own Chromium, without a window, for looking at mails.
// It refuses to download a browser and to go on without one: it says what to install.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { findProgram } from '../../demo/servers/process.ts';

const apps = ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Where Chromium is, found as scripts/setup.sh finds it. Throws a sentence where there is none. */
export function findChromium(): string {
  const found = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => findProgram(name)).find((program) => program !== undefined) ?? apps.find((app) => existsSync(app));
  if (found === undefined) throw new Error('Chromium is not installed: type sudo apt-get install chromium (Mac: brew install google-chrome)');
  return found;
}

/** The letters' edges are drawn alike on every machine: no colour fringes, no hinting. Close it when done. */
export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: findChromium(), args: ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb', '--hide-scrollbars'] });
}
