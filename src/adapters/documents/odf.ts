// What the readers of OpenDocument files (ODF 1.2/1.3, ISO/IEC 26300) share: the package or flat file, its password, and which styles hide or strike out.
// It refuses what is encrypted, and fetches nothing that stands outside of the file.
import { Unreadable } from './content.ts';
import { flatXml, kindOfFlatOdf } from './odf-flat.ts';
import { decodeXml, eachTag, eachTagIn, type Attributes, type XmlHandlers } from './xml.ts';
import { openZip } from './zip.ts';

/** An open OpenDocument file. Of a flat one (2.2.1) every part is the whole: the readers pick what is theirs by its elements. */
export type Odf = {
  readonly eachTagIn: (part: 'styles.xml' | 'content.xml', on: XmlHandlers) => Promise<void>;
  /** True when it holds a picture or another document. */
  readonly pictured: boolean;
};

/** Opens a package or a flat file. Throws Unreadable, 'locked' where a manifest names an encrypted part (ODF 1.2 part 3, 4.8.1 encryption-data). */
export async function openOdf(bytes: Uint8Array): Promise<Odf> {
  if (kindOfFlatOdf(bytes) !== undefined) return openFlat(flatXml(bytes));
  const zip = await openZip(bytes);
  const manifest = decodeXml(await zip.read('META-INF/manifest.xml') ?? new Uint8Array());
  if (zip.has('encrypted-package') || /<(?:\w+:)?encryption-data\b/.test(manifest)) throw new Unreadable('The file is protected with a password.', 'locked');
  if (!zip.has('content.xml')) throw new Unreadable('The file has no content inside.');
  return {
    eachTagIn: async (part, on) => { await eachTagIn(zip, part, on); },
    pictured: zip.names.some((n) => /^(?:Pictures|media)\/|^Object /.test(n)),
  };
}

function openFlat(xml: string): Odf {
  return { eachTagIn: async (_part, on) => eachTag(xml, on), pictured: /<office:binary-data\b|<draw:(?:image|object)\b/.test(xml) };
}

/** Names of styles with what they do to what wears them. */
export type Styles = { readonly hidden: Set<string>; readonly struck: Set<string> };

/** Collects, tag by tag, the styles that hide a sheet or a text, or strike it out; a style that is based on one of them does the same. */
export function collectStyles(): { readonly styles: Styles; readonly open: (name: string, a: Attributes) => void } {
  const styles: Styles = { hidden: new Set(), struck: new Set() };
  let current = '';
  return {
    styles,
    open(name, a) {
      if (name === 'style') {
        current = `${a('style:family') ?? ''} ${a('style:name') ?? ''}`;
        const parent = `${a('style:family') ?? ''} ${a('style:parent-style-name') ?? ''}`;
        if (styles.hidden.has(parent)) styles.hidden.add(current);
        if (styles.struck.has(parent)) styles.struck.add(current);
      } else if (name === 'table-properties') {
        if (a('table:display') === 'false') styles.hidden.add(current);
      } else if (name === 'text-properties') {
        const display = a('text:display');
        const line = a('style:text-line-through-style') ?? a('style:text-line-through-type');
        if (display !== undefined) toggle(styles.hidden, current, display === 'none');
        if (line !== undefined) toggle(styles.struck, current, line !== 'none');
      }
    },
  };
}

function toggle(set: Set<string>, name: string, on: boolean): void {
  if (on) set.add(name);
  else set.delete(name);
}

/** How often a cell or row is repeated (number-columns-repeated, number-rows-repeated). */
export function times(value: string | undefined): number {
  const n = Number(value ?? 1);
  return Number.isInteger(n) && n > 0 ? Math.min(n, 20_000_000) : 1;
}
