// Takes true pictures of a mail on a phone and on a desk, light and dark, and with pictures off.
// It refuses to touch the mail up: it is shown as it is, in the fonts that this machine has.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Scheme } from './inspect.ts';
import type { Mail } from './mail.ts';

const devices = { phone: { width: 360, scale: 2 }, desktop: { width: 800, scale: 1 } } as const;
export type Device = keyof typeof devices;

/** `cut`: the mail goes on below the picture. Width and height are those of the page, not of the file's points. */
export type Shot = { readonly file: string; readonly title: string; readonly device: Device; readonly width: number; readonly height: number; readonly cut: boolean };

export type Camera = {
  /** Every look of the mail, as PNG files in the folder. */
  readonly shootAll: (mail: Mail, folder: string) => Promise<readonly Shot[]>;
  /** One picture, cut between two lines so that it is at most so many bytes. */
  readonly shootFor: (mail: Mail, device: Device, scheme: Scheme, file: string, most: { readonly height: number; readonly bytes: number }) => Promise<number>;
  readonly close: () => Promise<void>;
};

/** Chromium draws no more than 16384 points in one go. */
const tallest = 8_000;

/** One page per device is used for every mail. Close it when done; the browser is the caller's. */
export async function createCamera(browser: Browser): Promise<Camera> {
  const inPage = await readFile(fileURLToPath(new URL('in-page.js', import.meta.url)), 'utf8');
  const open = async ({ width, scale }: (typeof devices)[Device]): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 300 }, deviceScaleFactor: scale, serviceWorkers: 'block' });
    await context.route('**/*', (route) => route.abort());
    const page = await context.newPage();
    await page.evaluate(inPage);
    return page;
  };
  const pages: Readonly<Record<Device, Page>> = { phone: await open(devices.phone), desktop: await open(devices.desktop) };

  const shoot = async (html: string, device: Device, scheme: Scheme, file: string, title: string): Promise<Shot> => {
    const page = pages[device];
    const { width } = devices[device];
    await page.emulateMedia({ colorScheme: scheme });
    await page.setContent(html, { waitUntil: 'load' });
    const whole = await page.evaluate<number>('document.documentElement.scrollHeight');
    const height = Math.min(whole, tallest);
    await page.screenshot({ path: file, fullPage: true, ...(whole > tallest ? { clip: { x: 0, y: 0, width, height } } : {}) });
    return { file: path.basename(file), title, device, width, height, cut: whole > tallest };
  };

  return {
    shootAll: async (mail, folder) => {
      const looks: readonly (readonly [string, Device, Scheme, string])[] = [
        ['phone-light', 'phone', 'light', mail.html], ['phone-dark', 'phone', 'dark', mail.html],
        ['desktop-light', 'desktop', 'light', mail.html], ['desktop-dark', 'desktop', 'dark', mail.html],
        ...(/<img\b/i.test(mail.html) ? [['phone-light-off', 'phone', 'light', mail.bare], ['desktop-dark-off', 'desktop', 'dark', mail.bare]] as const : []),
      ];
      const shots: Shot[] = [];
      for (const [look, device, scheme, html] of looks) shots.push(await shoot(html, device, scheme, path.join(folder, `${mail.name}-${look}.png`), `${devices[device].width} px ${scheme}${look.endsWith('-off') ? ', pictures off' : ''}`));
      return shots;
    },
    shootFor: async (mail, device, scheme, file, most) => {
      const page = pages[device];
      await page.emulateMedia({ colorScheme: scheme });
      await page.setContent(mail.html, { waitUntil: 'load' });
      for (let height = most.height; height > 100; height *= 0.9) {
        const crop = await page.evaluate<number>(`mailLook.cropAt(${height})`);
        const { length } = await page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width: devices[device].width, height: crop } });
        if (length <= most.bytes) return length;
      }
      throw new Error(`no part of ${mail.name} fits into ${most.bytes} bytes`);
    },
    close: async () => { for (const page of Object.values(pages)) await page.context().close(); },
  };
}
