// Takes winmail.dat apart (MS-OXTNEF): the body of an Outlook message, its attachments, and messages laid into it.
// It refuses to trust a checksum or a count, and to go on behind the end of the bytes: what is cut off is damaged.
import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { decodeBytes } from '../charset.ts';
import { limits, Unreadable, type Part, type Wrapped } from './content.ts';
import { outlookBody } from './outlook-body.ts';
import { charsetOf } from './rtf-html.ts';

/** Identifiers of attributes with their type, as they stand in the file (MS-OXTNEF 2.1.3). */
const attribute = {
  oemCodePage: 0x00069007, body: 0x0002800c, messageProperties: 0x00069003,
  renderData: 0x00069002, attachTitle: 0x00018010, attachData: 0x0006800f, attachProperties: 0x00069005,
} as const;

/** MAPI property identifiers (MS-OXPROPS). */
const property = {
  subject: 0x0037, body: 0x1000, rtf: 0x1009, html: 0x1013, displayName: 0x3001, codePage: 0x3fde,
  attachData: 0x3701, attachName: 0x3704, attachMethod: 0x3705, attachLongName: 0x3707, attachMime: 0x370e, attachContentId: 0x3712, attachHidden: 0x7ffe,
} as const;

type Value = string | number | Uint8Array | null;
type Properties = ReadonlyMap<number, { readonly type: number; readonly value: Value }>;
type OpenAttachment = { title: string; data: Uint8Array | null; properties: Properties };

const messageInterface = Buffer.from('0703020000000000c000000000000046', 'hex');

/** Body and attachments of a TNEF stream; a message laid into it is a part that is TNEF itself. Throws Unreadable (`damaged`, `too-much`). */
export async function unwrapTnef(bytes: Uint8Array): Promise<Wrapped> {
  const read = cursor(bytes);
  if (read.u32() !== 0x223e9f78) throw new Unreadable('The file is no TNEF.');
  read.u16();
  let codePage = 1252;
  let plain = '';
  let message: Properties = new Map();
  const attachments: OpenAttachment[] = [];
  while (read.left() > 0) {
    // Some programs pad the end with zeros.
    if (read.rest().every((byte) => byte === 0)) break;
    const level = read.u8();
    const id = read.u32();
    const data = read.take(read.u32());
    read.u16();
    if (level !== 1 && level !== 2) throw damaged();
    const last = attachments.at(-1);
    switch (id) {
      case attribute.oemCodePage: if (data.length >= 4) codePage = cursor(data).u32(); break;
      case attribute.body: plain = ansi(data, codePage); break;
      case attribute.messageProperties: message = readProperties(cursor(data), codePage); break;
      case attribute.renderData:
        if (attachments.length >= limits.parts) throw new Unreadable(`The file holds more than ${limits.parts} files.`, 'too-much');
        attachments.push({ title: '', data: null, properties: new Map() });
        break;
      case attribute.attachTitle: if (last) last.title = ansi(data, codePage); break;
      case attribute.attachData: if (last) last.data = data; break;
      case attribute.attachProperties: if (last) last.properties = readProperties(cursor(data), codePage); break;
    }
  }
  const html = message.get(property.html)?.value ?? null;
  const content = outlookBody({
    plain: text(message, property.body) || plain,
    html: html instanceof Uint8Array ? decodeHtml(html, message) : typeof html === 'string' ? html : '',
    rtf: binary(message, property.rtf),
  });
  return { ...content, parts: attachments.map(toPart) };
}

function decodeHtml(html: Uint8Array, message: Properties): string {
  const page = message.get(property.codePage)?.value;
  return decodeBytes(html, typeof page === 'number' ? charsetOf(page) : undefined).text;
}

function toPart({ title, data, properties }: OpenAttachment): Part {
  const filename = (text(properties, property.attachLongName) || title || text(properties, property.attachName) || text(properties, property.displayName)).split(/[/\\]/).at(-1) ?? '';
  const object = properties.get(property.attachData);
  const held = object?.value instanceof Uint8Array ? object.value : null;
  const inline = properties.get(property.attachHidden)?.value === 1 || text(properties, property.attachContentId) !== '';
  // PR_ATTACH_DATA_OBJ begins with the identifier of the interface; that of a message is followed by its TNEF (MS-OXTNEF 2.1.3.4.2).
  if (object?.type === 0x0d && held && messageInterface.equals(held.subarray(0, 16))) {
    return { filename: `${filename || 'besked'}${/\.(?:msg|eml|dat)$/i.test(filename) ? '' : '.msg'}`, contentType: 'application/ms-tnef', content: held.subarray(16), inline: false };
  }
  const content = held === null ? data ?? new Uint8Array() : object?.type === 0x0d ? held.subarray(16) : held;
  return { filename, contentType: text(properties, property.attachMime) || 'application/octet-stream', content, inline };
}

/** A list of MAPI properties (MS-OXTNEF 2.1.3.4): of one with several values the first counts. */
function readProperties(read: Cursor, codePage: number): Properties {
  const found = new Map<number, { readonly type: number; readonly value: Value }>();
  const count = read.u32();
  for (let n = 0; n < count; n++) {
    const tag = read.u16();
    const id = read.u16();
    if (id >= 0x8000) {
      read.take(16);
      if (read.u32() === 0) read.u32();
      else read.padded();
    }
    const [type, many] = [tag & 0x0fff, (tag & 0x1000) !== 0];
    if (many && type === 0x01) throw damaged();
    const variable = type === 0x1e || type === 0x1f || type === 0x0d || type === 0x102;
    const values = many || variable ? read.u32() : 1;
    let first: Value = null;
    for (let v = 0; v < values; v++) {
      const value = readValue(read, type, codePage);
      if (v === 0) first = value;
    }
    if (!many) found.set(id, { type, value: first });
  }
  return found;
}

function readValue(read: Cursor, type: number, codePage: number): Value {
  switch (type) {
    case 0x01: return null;
    case 0x02: case 0x0b: { const value = read.u16(); read.u16(); return value; }
    case 0x03: case 0x04: case 0x0a: return read.u32();
    case 0x05: case 0x06: case 0x07: case 0x14: case 0x40: return read.take(8);
    case 0x48: return read.take(16);
    case 0x1e: return ansi(read.padded(), codePage);
    case 0x1f: return iconv.decode(read.padded(), 'utf-16le').replace(/\0+$/, '');
    case 0x0d: case 0x102: return read.padded();
    default: throw damaged();
  }
}

type Cursor = ReturnType<typeof cursor>;

/** Reads forward through bytes; behind their end it throws Unreadable. */
function cursor(bytes: Uint8Array) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length: number): Buffer => {
    if (length > buffer.length - at) throw damaged();
    at += length;
    return buffer.subarray(at - length, at);
  };
  return {
    take,
    left: () => buffer.length - at,
    rest: () => buffer.subarray(at, at + 16),
    u8: () => take(1).readUInt8(),
    u16: () => take(2).readUInt16LE(),
    u32: () => take(4).readUInt32LE(),
    /** Length, bytes, and zeros up to a multiple of four (left out by some at the very end). */
    padded: () => {
      const data = take(take(4).readUInt32LE());
      take(Math.min((4 - (data.length % 4)) % 4, buffer.length - at));
      return data;
    },
  };
}

function ansi(bytes: Uint8Array, codePage: number): string {
  return iconv.decode(Buffer.from(bytes), charsetOf(codePage)).replace(/\0[^]*$/, '');
}

function text(properties: Properties, id: number): string {
  const value = properties.get(id)?.value;
  return typeof value === 'string' ? value : '';
}

function binary(properties: Properties, id: number): Uint8Array | null {
  const value = properties.get(id)?.value;
  return value instanceof Uint8Array ? value : null;
}

function damaged(): Unreadable {
  return new Unreadable('The file winmail.dat is damaged or cut off.');
}
