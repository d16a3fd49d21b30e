// Writes winmail.dat as Outlook and Exchange do (MS-OXTNEF): legacy attributes first, MAPI properties in two of them, checksums right.
// It refuses to be clever: every string property is Unicode, every attachment has all the names a reader may look for.
import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';

export type TnefAttachment = {
  readonly name: string;
  /** The long name as a MAPI property; the legacy title is then the short one, as in `8.3`. */
  readonly shortName?: string;
  readonly content: Uint8Array;
  /** The content is a message of its own (TNEF), laid in as an object. */
  readonly message?: boolean;
  /** Data as the legacy attribute attAttachData (as Outlook does) or as PR_ATTACH_DATA_BIN. */
  readonly as?: 'attribute' | 'property';
};

export type TnefMessage = {
  readonly codePage?: number;
  readonly subject?: string;
  /** The legacy attBody, in the code page. */
  readonly legacyBody?: string;
  readonly body?: string;
  readonly html?: string;
  /** RTF, one character per byte; written uncompressed ("MELA", MS-OXRTFCP 2.1.3.1.1). */
  readonly rtf?: string;
  readonly attachments?: readonly TnefAttachment[];
};

const u16 = (n: number): Buffer => { const b = Buffer.alloc(2); b.writeUInt16LE(n & 0xffff); return b; };
const u32 = (n: number): Buffer => { const b = Buffer.alloc(4); b.writeUInt32LE(n >>> 0); return b; };
const padded = (data: Uint8Array): Buffer => Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
const messageInterface = Buffer.from('0703020000000000c000000000000046', 'hex');

/** One attribute: level, identifier with type, length, data, checksum (MS-OXTNEF 2.1.3). */
function attribute(level: 1 | 2, id: number, data: Uint8Array): Buffer {
  const sum = data.reduce((total, byte) => (total + byte) & 0xffff, 0);
  return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(sum)]);
}

type Property = { readonly tag: number; readonly value: Buffer; readonly named?: Buffer };

const long = (id: number, value: number): Property => ({ tag: (id << 16) | 0x03, value: u32(value) });
const flag = (id: number, value: boolean): Property => ({ tag: (id << 16) | 0x0b, value: Buffer.concat([u16(value ? 1 : 0), u16(0)]) });
const variable = (id: number, type: number, data: Uint8Array): Property => ({ tag: (id << 16) | type, value: Buffer.concat([u32(1), u32(data.length), padded(data)]) });
const unicode = (id: number, text: string): Property => variable(id, 0x1f, Buffer.from(`${text}\0`, 'utf16le'));

function properties(list: readonly Property[]): Buffer {
  return Buffer.concat([u32(list.length), ...list.flatMap((p) => [u16(p.tag), u16(p.tag >>> 16), ...(p.named ? [p.named] : []), p.value])]);
}

/** The message as a TNEF stream. */
export function writeTnef(message: TnefMessage): Buffer {
  const codePage = message.codePage ?? 1252;
  const ansi = (text: string): Buffer => Buffer.concat([iconv.encode(text, `cp${codePage}`), Buffer.from([0])]);
  // A named property and one of several values, as real messages have them: a reader has to step over both.
  const list: Property[] = [
    long(0x3fde, 65001),
    { tag: (0x8001 << 16) | 0x1f, named: Buffer.concat([Buffer.from('0820060000000000c000000000000046', 'hex'), u32(1), u32(20), padded(Buffer.from('Keywords\0\0', 'utf16le'))]), value: Buffer.concat([u32(1), u32(10), padded(Buffer.from('Blå\0\0', 'utf16le'))]) },
    { tag: (0x8002 << 16) | 0x101f, named: Buffer.concat([Buffer.from('0820060000000000c000000000000046', 'hex'), u32(0), u32(0x8554)]), value: Buffer.concat([u32(2), u32(6), padded(Buffer.from('ab\0', 'utf16le')), u32(4), padded(Buffer.from('c\0', 'utf16le'))]) },
    { tag: (0x0039 << 16) | 0x40, value: Buffer.from('00803ed5deb19d01', 'hex') },
  ];
  if (message.subject !== undefined) list.push(unicode(0x0037, message.subject));
  if (message.body !== undefined) list.push(unicode(0x1000, message.body));
  if (message.html !== undefined) list.push(variable(0x1013, 0x102, Buffer.from(message.html, 'utf-8')));
  if (message.rtf !== undefined) list.push(variable(0x1009, 0x102, uncompressedRtf(message.rtf)));
  const out = [
    u32(0x223e9f78), u16(0x0001),
    attribute(1, 0x00089006, Buffer.from([0, 0, 1, 0])),
    attribute(1, 0x00069007, Buffer.concat([u32(codePage), u32(0)])),
    attribute(1, 0x00078008, Buffer.from('IPM.Microsoft Mail.Note\0')),
    ...(message.subject === undefined ? [] : [attribute(1, 0x00018004, ansi(message.subject))]),
    ...(message.legacyBody === undefined ? [] : [attribute(1, 0x0002800c, ansi(message.legacyBody))]),
    attribute(1, 0x00069003, properties(list)),
  ];
  for (const item of message.attachments ?? []) {
    const asProperty = item.message === true || item.as === 'property';
    const data = item.message ? variable(0x3701, 0x0d, Buffer.concat([messageInterface, item.content])) : variable(0x3701, 0x102, item.content);
    out.push(
      attribute(2, 0x00069002, Buffer.concat([u16(1), u32(0xffffffff), u16(32), u16(32), u32(0)])),
      ...(asProperty ? [] : [attribute(2, 0x0006800f, item.content)]),
      attribute(2, 0x00018010, ansi(item.shortName ?? item.name)),
      attribute(2, 0x00069005, properties([
        long(0x3705, item.message ? 5 : 1), flag(0x7ffe, false), unicode(0x3001, item.name), unicode(0x3704, item.shortName ?? item.name), unicode(0x3707, item.name), ...(asProperty ? [data] : []),
      ])),
    );
  }
  return Buffer.concat(out);
}

/** RTF in the uncompressed form of PR_RTF_COMPRESSED. */
export function uncompressedRtf(rtf: string): Buffer {
  const raw = Buffer.from(rtf, 'latin1');
  return Buffer.concat([u32(raw.length + 12), u32(raw.length), Buffer.from('MELA'), u32(0), raw]);
}

/** HTML as Outlook wraps it in RTF (MS-OXRTFEX 2.1.3): tags in htmltag groups, what RTF needs for itself between \htmlrtf and \htmlrtf0. */
export function htmlInRtf(html: string): string {
  const escape = (text: string): string => text.replace(/[\\{}]/g, '\\$&').replace(/[^\0-\x7f]/g, (c) => (c.charCodeAt(0) < 256 ? `\\'${c.charCodeAt(0).toString(16)}` : `\\u${c.charCodeAt(0)}?`));
  const body = html.split(/(<[^>]*>|&\w+;)/).map((piece) => {
    if (piece === '') return '';
    if (piece.startsWith('<')) return `{\\*\\htmltag64 ${escape(piece)}}${/^<(?:p|br|tr|div)/i.test(piece) ? '\\htmlrtf \\par\n\\htmlrtf0 ' : ''}`;
    if (piece.startsWith('&')) return `{\\*\\htmltag84 ${piece}}\\htmlrtf  \\htmlrtf0 `;
    return escape(piece).replace(/\r?\n/g, '\n\\par\n');
  }).join('');
  return `{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl\n{\\f0\\fswiss Arial;}\n{\\f1\\fmodern Courier New;}}\n{\\colortbl\\red0\\green0\\blue0;}\n\\uc1\\pard\\plain\\deftab360 \\f0\\fs24\n{\\*\\mhtmltag0 <ikke vist>}${body}}`;
}
