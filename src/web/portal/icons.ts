// The design system's icons, to be drawn within a page.
// It refuses to leave them to <use> and another file: browsers differ in what the policy of a page lets that fetch.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export type Icon = { readonly box: string; readonly drawing: string };

/** By name, as in the design system's own list. Throws where the file is missing or has no icons. */
export function readIcons(designFolder: string): Readonly<Record<string, Icon>> {
  const sprite = readFileSync(path.join(designFolder, 'img/all-svg-icons.svg'), 'utf8');
  const icons = [...sprite.matchAll(/<symbol id="([\w-]+)" viewBox="([-\d. ]+)">(.*?)<\/symbol>/gs)].map(([, name = '', box = '', drawing = '']) => [name, { box, drawing }] as const);
  if (icons.length === 0) throw new Error('the design system has no icons where they were');
  return Object.fromEntries(icons);
}
