// Which files of the design system and of our own a browser may have, and the address they are found at.
// It refuses every file that the style sheet does not name.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export type AssetFiles = {
  /** "/assets/0f3a…": the hash is of all that lies under it, so what a browser has kept is never wrong. */
  readonly base: string;
  /** The design system's folder, and the files of it that may be had ("/css/dkfds.min.css"). */
  readonly design: { readonly folder: string; readonly files: ReadonlySet<string> };
  readonly own: { readonly folder: string; readonly files: ReadonlySet<string> };
};

export const designSheet = '/css/dkfds.min.css';
export const ownSheet = '/portal.css';
/** The small picture in a browser's tab. */
export const mark = '/mark.svg';
export const templateFolder = fileURLToPath(new URL('../../../templates/web/', import.meta.url));

let known: AssetFiles | undefined;

/** Reads the files once. Throws where one is missing. */
export function assetFiles(): AssetFiles {
  return known ??= readAssetFiles();
}

function readAssetFiles(): AssetFiles {
  // The package exports its script alone; the folder above that is the one.
  const folder = path.dirname(path.dirname(createRequire(import.meta.url).resolve('dkfds')));
  const sheet = readFileSync(path.join(folder, designSheet), 'utf8');
  const named = [...sheet.matchAll(/url\("?\.\.(\/(?:fonts|img\/svg-icons)\/[\w./-]+)"?\)/g)].map(([, file = '']) => file);
  const files = new Set([designSheet, ...named]);
  const hash = createHash('sha256');
  for (const file of [...files].toSorted()) hash.update(file).update(readFileSync(path.join(folder, file)));
  for (const file of [ownSheet, mark]) hash.update(readFileSync(path.join(templateFolder, file)));
  return { base: `/assets/${hash.digest('hex').slice(0, 16)}`, design: { folder, files }, own: { folder: templateFolder, files: new Set([ownSheet, mark]) } };
}
