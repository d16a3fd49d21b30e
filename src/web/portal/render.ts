// Renders a view of the portal as a whole page, from the templates in templates/web, which are read and compiled once.
// It refuses a page without its template, and a value that is none: nobody ever reads "undefined".
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Eta } from 'eta';
import { levelHelp } from '../../core/report/fields.ts';
import { mostUnits, sections } from '../../core/report/model.ts';
import { assetFiles, designSheet, mark, ownSheet, templateFolder } from './asset-files.ts';
import { faultsOf } from './faults.ts';
import { readIcons } from './icons.ts';
import * as words from './page-words.ts';
import { viewNames, type Frame, type View } from './views.ts';

export type Pages = { readonly render: (view: View, frame: Frame) => string };

/** Throws for a missing template, and for one that can't be compiled. */
export function createPages(folder: string = templateFolder): Pages {
  const eta = new Eta({ autoEscape: true, cache: true, escapeFunction: escaped, autoTrim: [false, 'nl'] });
  const names = readdirSync(folder).filter((file) => file.endsWith('.eta')).map((file) => file.slice(0, -'.eta'.length));
  for (const name of viewNames) if (!names.includes(name)) throw new Error(`templates/web/${name}.eta is missing`);
  for (const name of names) eta.loadTemplate(`@${name}`, readFileSync(path.join(folder, `${name}.eta`), 'utf8'));
  const { base, design } = assetFiles();
  const assets = { design: `${base}/design${designSheet}`, own: `${base}/own${ownSheet}`, icons: readIcons(design.folder), mark: `${base}/own${mark}` };
  return {
    render: (view, frame) => {
      const faults = faultsOf(view);
      const heading = words.titleOf(view);
      const title = [`${faults.length > 0 ? 'Fejl: ' : ''}${heading}`, 'Indberetning', frame.department].join(' – ');
      return eta.render(`@${view.is}`, { view, frame, faults, heading, title, assets, words, levelHelp, sections, mostUnits });
    },
  };
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new TypeError(`a page can't show ${value === null ? 'null' : typeof value}`);
  return String(value).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
