// Reads docx (ECMA-376 WordprocessingML) with mammoth: its body, then headers and footers, as HTML whose tables html.ts lays out.
// It refuses what nobody sees (deleted, hidden, struck out, unfilled placeholders), pictures, and everything outside of the package.
import { limits, Unreadable, type Content } from './content.ts';
import { asUnreadable, contentOfHtml, refusePictures, tabMark } from './text-html.ts';
import { decodeXml, eachTag } from './xml.ts';
import { openZip, type Zip } from './zip.ts';

/** mammoth builds a tree of the XML, which takes some 120 times its size in memory; a letter of a hundred pages is 1 MB. */
const docxLimits = { ...limits, expandedBytes: 3_000_000 };
const maxMargins = 12;

/** Tables and lines of a docx. Throws Unreadable, 'scanned' for one that holds pictures and no word. */
export async function readDocx(bytes: Uint8Array): Promise<Content> {
  const zip = await openZip(bytes, docxLimits);
  const body = zip.names.find((n) => /^word\/document\d*\.xml$/.test(n));
  if (body === undefined) throw new Unreadable('The file has no document inside.');
  try {
    const margins = zip.names.filter((n) => /^word\/(?:header|footer)\d*\.xml$/.test(n)).slice(0, maxMargins);
    const html: string[] = [];
    const read = once((name) => zip.read(name));
    for (const margin of margins) {
      const text = await toHtml({ zip, read, body, part: margin });
      // First, even and other pages repeat each other.
      if (!html.includes(text)) html.push(text);
    }
    html.push(await toHtml({ zip, read, body, part: body }));
    return refusePictures(contentOfHtml(html.join('')), zip.names.some((n) => n.startsWith('word/media/')));
  } catch (error) {
    throw asUnreadable(error);
  }
}

/**
 * The HTML of one part. mammoth reads from `zip` and so under its limits; headers and footers are shown to it as if they were the body,
 * for it reads bodies only.
 */
async function toHtml({ zip, read, body, part }: { readonly zip: Zip; readonly read: Zip['read']; readonly body: string; readonly part: string }): Promise<string> {
  const { default: mammoth } = await import('mammoth');
  const actual = (name: string) => (name === body ? part : name === relations(body) ? relations(part) : name);
  const file = {
    exists: (name: string) => zip.has(actual(name)),
    async read(name: string, encoding?: string): Promise<Uint8Array | string> {
      const content = await read(actual(name)) ?? new Uint8Array();
      if (encoding === undefined) return content;
      const xml = decodeXml(content);
      return /\.(?:xml|rels)$/.test(name) ? prepared(xml, name === body && part !== body) : xml;
    },
  };
  const options = {
    styleMap: ['strike => s', "r[style-name='Placeholder Text'] => s"],
    // No picture is read: only a mark stands in its place, which html.ts passes over.
    convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
    externalFileAccess: false,
  };
  // `file` is what mammoth's own zip reader gives (mammoth/lib/unzip.js); its types name only `path`, `buffer` and `arrayBuffer`.
  const { value } = await mammoth.convertToHtml({ file } as unknown as { buffer: Buffer }, options);
  return `<div>${value.replaceAll('\t', tabMark).replace(/<input type="checkbox"( checked="checked")?\s*\/>/g, (_all, checked?: string) => (checked ? '☒' : '☐'))}</div>`;
}

/** Every part is unfolded once, and counted once against the limits. */
function once(read: Zip['read']): Zip['read'] {
  const parts = new Map<string, Promise<Uint8Array | undefined>>();
  return (name) => {
    const part = parts.get(name) ?? read(name);
    parts.set(name, part);
    return part;
  };
}

function relations(part: string): string {
  return part.replace(/([^/]+)$/, '_rels/$1.rels');
}

/** Checks a part's XML, and makes struck out what is hidden (w:vanish) or struck out twice (w:dstrike), for mammoth knows neither. */
function prepared(xml: string, isMargin: boolean): string {
  const hidden = new Set<string>();
  eachTag(xml, { open(name) { if (name === 'vanish' || name === 'dstrike') hidden.add(name); } });
  let text = xml;
  if (hidden.size > 0) {
    text = text.replace(/<(\w+:)?strike\s[^>]*?val\s*=\s*["'](?:0|false|off)["'][^>]*?\/>/g, '')
      .replace(/<(\/?)(\w+:)?(?:vanish|dstrike)(?=[\s/>])/g, (_all, slash: string, prefix = '') => `<${slash}${prefix}strike`);
  }
  if (isMargin) {
    text = text.replace(/<(\w+:)?(?:hdr|ftr)(?=[\s>])([^>]*)>/, (_all, prefix = '', attributes: string) => `<${prefix}document${attributes}><${prefix}body>`)
      .replace(/<\/(\w+:)?(?:hdr|ftr)\s*>/, (_all, prefix = '') => `</${prefix}body></${prefix}document>`);
  }
  return text;
}
