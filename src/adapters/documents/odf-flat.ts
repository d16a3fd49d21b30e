// Reads the frame of a flat OpenDocument file: one XML file in which the parts of a package stand below <office:document> (ODF 1.3 part 3, 2.2.1).
// It refuses a document type, prefixes that no office program writes (the readers know attributes by them), and every kind but sheets and texts.
import { decodeBytes } from '../charset.ts';
import { limits, Unreadable } from './content.ts';

const officeNamespace = 'urn:oasis:names:tc:opendocument:xmlns:office:1.0';
/** The root element ends within so many bytes; LibreOffice names some forty namespaces in 4 kB. */
const headBytes = 64_000;

export type FlatKind = 'flat-ods' | 'flat-odt' | 'flat-odf';

/** What a flat OpenDocument file is by its root element and office:mimetype ('flat-odf': neither sheets nor text); undefined for any other file. */
export function kindOfFlatOdf(bytes: Uint8Array): FlatKind | undefined {
  const start = bytes.subarray(0, 8).filter((byte) => byte !== 0 && byte < 0x80);
  if (!/^\s*</.test(new TextDecoder().decode(start))) return undefined;
  const root = rootOf(decodeBytes(bytes.subarray(0, headBytes)).text);
  if (root?.name !== 'document' || root.namespace !== officeNamespace) return undefined;
  const type = root.attributes.get(`${root.prefix}:mimetype`) ?? '';
  if (type.includes('opendocument.spreadsheet')) return 'flat-ods';
  return type.includes('opendocument.text') ? 'flat-odt' : 'flat-odf';
}

type Root = { readonly prefix: string; readonly name: string; readonly namespace: string; readonly attributes: ReadonlyMap<string, string> };

/** The first element of an XML text, behind its declaration, comments, instructions and document type (XML 1.0, 2.8); undefined where there is none. */
function rootOf(xml: string): Root | undefined {
  const prolog = /^\ufeff?(?:\s+|<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE[^[>]*(?:\[[^\]]*\]\s*)?>)*/.exec(xml)?.[0] ?? '';
  const tag = /^<(?:([\w.-]+):)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*\/?>/.exec(xml.slice(prolog.length));
  if (!tag) return undefined;
  const [, prefix = '', name = '', rest = ''] = tag;
  const attributes = new Map([...rest.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, key = '', double, single]) => [key, double ?? single ?? '']));
  return { prefix, name, attributes, namespace: attributes.get(prefix === '' ? 'xmlns' : `xmlns:${prefix}`) ?? '' };
}

/** The XML of a flat file. Throws Unreadable, 'too-much' at the limit for packages, 'unknown-format' for prefixes of its own. */
export function flatXml(bytes: Uint8Array): string {
  if (bytes.length > limits.expandedBytes) throw new Unreadable(`The file is bigger than ${limits.expandedBytes / 1_000_000} MB.`, 'too-much');
  const declared = /<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(new TextDecoder('latin1').decode(bytes.subarray(0, 200)))?.[1];
  const { text } = decodeBytes(bytes, declared);
  for (const [, prefix, name] of text.matchAll(/xmlns(?::([\w.-]+))?\s*=\s*["']urn:oasis:names:tc:opendocument:xmlns:(office|style|table|text):1\.0["']/g)) {
    if (prefix !== name) throw new Unreadable('The file names its elements as no office program does.', 'unknown-format');
  }
  return text;
}
