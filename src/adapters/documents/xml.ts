// Walks through the XML of an office file tag by tag, faster than a full SAX parser (a test compares it with saxes).
// It refuses entities of its own making and document types: what is no plain XML text is Unreadable.
import { Unreadable } from './zip.ts';

/** A tag's attributes, read only when asked for. Names with their prefix as written ("r:id"). */
export type Attributes = (name: string) => string | undefined;

export type XmlHandlers = {
  /** `name` without its namespace prefix. */
  readonly open: (name: string, attributes: Attributes) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
};

/** Calls the handlers for every tag and text of `xml` in order (XML 1.0). Throws Unreadable when the tags do not close. */
export function eachTag(xml: string, on: XmlHandlers): void {
  const closing: string[] = [];
  let at = 0;
  for (;;) {
    const start = xml.indexOf('<', at);
    if (start < 0) break;
    if (on.text && start > at) on.text(unescapeXml(xml.slice(at, start)));
    const mark = xml.charCodeAt(start + 1);
    if (mark === 33 || mark === 63) { // ! ?
      at = skipSpecial(xml, start, on);
      continue;
    }
    const end = endOfTag(xml, start + 1);
    if (mark === 47) { // /
      const name = local(xml.slice(start + 2, end).trimEnd());
      if (closing.pop() !== name) throw damaged();
      on.close?.(name);
      at = end + 1;
      continue;
    }
    const empty = xml.charCodeAt(end - 1) === 47;
    const inside = xml.slice(start + 1, empty ? end - 1 : end);
    const gap = firstGap(inside);
    const name = local(gap < 0 ? inside : inside.slice(0, gap));
    on.open(name, (asked) => attribute(inside, gap, asked));
    if (empty) on.close?.(name);
    else closing.push(name);
    at = end + 1;
  }
  if (closing.length > 0) throw damaged();
}

/** The end of the tag that begins before `from`: the next ">" that stands in no quoted value. */
function endOfTag(xml: string, from: number): number {
  let quote = 0;
  for (let at = from; at < xml.length; at++) {
    const code = xml.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 62) return at;
    else if (code === 34 || code === 39) quote = code;
  }
  throw damaged();
}

function skipSpecial(xml: string, start: number, on: XmlHandlers): number {
  const until = (mark: string) => {
    const end = xml.indexOf(mark, start);
    if (end < 0) throw damaged();
    return end;
  };
  if (xml.startsWith('<![CDATA[', start)) {
    const end = until(']]>');
    on.text?.(xml.slice(start + 9, end));
    return end + 3;
  }
  if (xml.startsWith('<!--', start)) return until('-->') + 3;
  if (xml.startsWith('<?', start)) return until('?>') + 2;
  throw new Unreadable('The file holds a document type, which no office program writes.');
}

function attribute(inside: string, gap: number, asked: string): string | undefined {
  if (gap < 0) return undefined;
  for (let at = inside.indexOf(asked, gap); at >= 0; at = inside.indexOf(asked, at + 1)) {
    if (inside.charCodeAt(at - 1) > 32) continue;
    let from = at + asked.length;
    while (inside.charCodeAt(from) <= 32) from += 1;
    if (inside.charCodeAt(from) !== 61) continue; // =
    from += 1;
    while (inside.charCodeAt(from) <= 32) from += 1;
    const quote = inside[from];
    if (quote !== '"' && quote !== "'") continue;
    return unescapeXml(inside.slice(from + 1, inside.indexOf(quote, from + 1)));
  }
  return undefined;
}

function firstGap(inside: string): number {
  for (let at = 0; at < inside.length; at++) if (inside.charCodeAt(at) <= 32) return at;
  return -1;
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (all, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? all;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';
  });
}

function damaged(): Unreadable {
  return new Unreadable('The file is damaged inside (its XML does not close).');
}
