// Walks through the XML of an office file tag by tag, on saxes (a conforming, non-validating XML 1.0 parser).
// It refuses document types and with them entities of a file's own making: no office program writes them, and bombs are made of them.
import { SaxesParser } from 'saxes';
import { Unreadable } from './content.ts';
import type { Zip } from './zip.ts';

/** A tag's attributes. Names with their prefix as written ("r:id"). */
export type Attributes = (name: string) => string | undefined;

export type XmlHandlers = {
  /** `name` without its namespace prefix. */
  readonly open: (name: string, attributes: Attributes) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
};

/** The text of an XML part: UTF-8, or UTF-16 where its mark says so (XML 1.0, 4.3.3). */
export function decodeXml(bytes: Uint8Array): string {
  return decoderFor(bytes).decode(bytes);
}

/** Calls the handlers for every tag and text of `xml` in order. Throws Unreadable where the file is not well-formed. */
export function eachTag(xml: string, on: XmlHandlers): void {
  parserFor(on).write(xml).close();
}

/** The same for XML that comes in pieces, of which only one is held at a time. */
export async function eachTagOf(pieces: AsyncIterable<Uint8Array>, on: XmlHandlers): Promise<void> {
  const parser = parserFor(on);
  let decoder: TextDecoder | undefined;
  for await (const piece of pieces) {
    decoder ??= decoderFor(piece);
    parser.write(decoder.decode(piece, { stream: true }));
  }
  parser.write(decoder?.decode() ?? '').close();
}

/** Parts bigger than this are unfolded and read in pieces. */
const bigPart = 1_000_000;

/** The same for a part of a zip, whatever case its name is in. False where there is none. */
export async function eachTagIn(zip: Zip, path: string, on: XmlHandlers): Promise<boolean> {
  const name = zip.has(path) ? path : zip.names.find((n) => n.toLowerCase() === path.toLowerCase());
  if (name === undefined) return false;
  if (zip.size(name) > bigPart) await eachTagOf(zip.pieces(name), on);
  else eachTag(decodeXml(await zip.read(name) ?? new Uint8Array()), on);
  return true;
}

function decoderFor(bytes: Uint8Array): TextDecoder {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return new TextDecoder(utf16 ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8');
}

function parserFor(on: XmlHandlers): SaxesParser<{ xmlns: false; position: false }> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('doctype', () => {
    throw new Unreadable('The file holds a document type, which no office program writes.');
  });
  parser.on('error', (error) => {
    throw new Unreadable(`The file is damaged inside (its XML is not well-formed: ${error.message}).`);
  });
  const { open, close, text } = on;
  // One function for all tags: it is asked only while `open` runs.
  let current: Readonly<Record<string, string>> = Object.create(null) as Record<string, string>;
  // saxes gives an object without a prototype: a name that is not there is undefined, whatever it is.
  const attribute: Attributes = (name) => current[name];
  parser.on('opentag', (tag) => {
    current = tag.attributes;
    open(local(tag.name), attribute);
  });
  if (close) parser.on('closetag', (tag) => close(local(tag.name)));
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  return parser;
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
