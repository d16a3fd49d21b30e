// Walks through the XML of an office file tag by tag, on saxes (a conforming, non-validating XML 1.0 parser).
// It refuses document types and with them entities of a file's own making: no office program writes them, and bombs are made of them.
import { SaxesParser } from 'saxes';
import { Unreadable } from './content.ts';

/** A tag's attributes. Names with their prefix as written ("r:id"). */
export type Attributes = (name: string) => string | undefined;

export type XmlHandlers = {
  /** `name` without its namespace prefix. */
  readonly open: (name: string, attributes: Attributes) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
};

/** Calls the handlers for every tag and text of `xml` in order. Throws Unreadable where the file is not well-formed. */
export function eachTag(xml: string, on: XmlHandlers): void {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('doctype', () => {
    throw new Unreadable('The file holds a document type, which no office program writes.');
  });
  parser.on('error', (error) => {
    throw new Unreadable(`The file is damaged inside (its XML is not well-formed: ${error.message}).`);
  });
  parser.on('opentag', (tag) => {
    const { attributes } = tag;
    on.open(local(tag.name), (name) => (Object.hasOwn(attributes, name) ? attributes[name] : undefined));
  });
  if (on.close) parser.on('closetag', (tag) => on.close?.(local(tag.name)));
  if (on.text) {
    parser.on('text', (text) => on.text?.(text));
    parser.on('cdata', (text) => on.text?.(text));
  }
  parser.write(xml).close();
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
