// Writes Outlook message files (.msg, MS-OXMSG) with the compound file writer that comes with msgreader.
// It refuses finesse: no recipients' details, no times, one named property map that is empty.
import { Buffer } from 'node:buffer';
import { burn, type Entry } from '@kenjiuno/msgreader/lib/Burner.js';

const [storage, stream, root] = [1, 2, 5];

export type MsgAttachment = { readonly name: string; readonly shortName?: string; readonly content?: Uint8Array; readonly message?: MsgMessage; readonly mime?: string; readonly contentId?: string };
export type MsgMessage = {
  readonly subject: string;
  readonly sender: string;
  readonly senderAddress: string;
  readonly body?: string;
  readonly html?: string;
  /** As PR_RTF_COMPRESSED. */
  readonly rtf?: Uint8Array;
  /** Strings in this code page (as Outlook 97 to 2002 wrote them) instead of Unicode. */
  readonly codePage?: { readonly number: number; readonly encode: (text: string) => Uint8Array };
  readonly attachments?: readonly MsgAttachment[];
};

type Node = { readonly name: string; readonly content?: Uint8Array; readonly children?: readonly Node[] };
type Property = { readonly tag: number; readonly value: number | Uint8Array };

/** The message as a compound file. */
export function writeMsg(message: MsgMessage): Buffer {
  const entries: Entry[] = [{ name: 'Root Entry', type: root, length: 0, children: [] }];
  const add = (parent: number, nodes: readonly Node[]): void => {
    for (const node of nodes) {
      const index = entries.length;
      entries[parent]?.children?.push(index);
      // A copy: the writer takes the whole memory behind a view.
      const { content } = node;
      entries.push(content ? { name: node.name, type: stream, length: content.length, binaryProvider: () => new Uint8Array(content) } : { name: node.name, type: storage, length: 0, children: [] });
      if (node.children) add(index, node.children);
    }
  };
  add(0, [
    { name: '__nameid_version1.0', children: ['00020102', '00030102', '00040102'].map((tag) => ({ name: `__substg1.0_${tag}`, content: new Uint8Array(0) })) },
    ...messageNodes(message, 32),
  ]);
  return Buffer.from(burn(entries));
}

function messageNodes(message: MsgMessage, header: 24 | 32): readonly Node[] {
  const { codePage } = message;
  const text = (id: number, value: string): Property => (codePage
    ? { tag: (id * 0x10000) + 0x1e, value: codePage.encode(value) }
    : { tag: (id * 0x10000) + 0x1f, value: Buffer.from(value, 'utf16le') });
  const attachments = message.attachments ?? [];
  const properties: Property[] = [
    text(0x001a, 'IPM.Note'), text(0x0037, message.subject), text(0x0c1a, message.sender), text(0x0c1e, 'SMTP'), text(0x0c1f, message.senderAddress), text(0x5d01, message.senderAddress),
    { tag: 0x340d0003, value: codePage ? 0 : 0x00040000 }, { tag: 0x3ffd0003, value: codePage?.number ?? 1252 }, { tag: 0x3fde0003, value: 65001 }, { tag: 0x0e070003, value: 1 },
    ...(message.body === undefined ? [] : [text(0x1000, message.body)]),
    ...(message.html === undefined ? [] : [{ tag: 0x10130102, value: Buffer.from(message.html, 'utf-8') }]),
    ...(message.rtf === undefined ? [] : [{ tag: 0x10090102, value: message.rtf }]),
  ];
  const head = Buffer.alloc(header);
  head.writeUInt32LE(1, 8);
  head.writeUInt32LE(attachments.length, 12);
  head.writeUInt32LE(1, 16);
  head.writeUInt32LE(attachments.length, 20);
  return [
    ...propertyNodes(head, properties),
    { name: '__recip_version1.0_#00000000', children: propertyNodes(Buffer.alloc(8), [{ tag: 0x0c150003, value: 1 }, text(0x3001, 'Ligestillingsafdelingen'), text(0x3003, 'lige@lige.dk')]) },
    ...attachments.map((item, n) => ({ name: `__attach_version1.0_#${n.toString(16).padStart(8, '0')}`, children: attachmentNodes(item, n, text) })),
  ];
}

function attachmentNodes(item: MsgAttachment, n: number, text: (id: number, value: string) => Property): readonly Node[] {
  const properties: Property[] = [
    { tag: 0x0e210003, value: n }, { tag: 0x37050003, value: item.message ? 5 : 1 }, text(0x3001, item.name),
    ...(item.message ? [] : [text(0x3704, item.shortName ?? item.name), text(0x3707, item.name)]),
    ...(item.mime === undefined ? [] : [text(0x370e, item.mime)]),
    ...(item.contentId === undefined ? [] : [text(0x3712, item.contentId)]),
    ...(item.content === undefined ? [] : [{ tag: 0x37010102, value: item.content }]),
  ];
  const nodes = propertyNodes(Buffer.alloc(8), properties, item.message ? [{ tag: 0x3701000d, value: 0xffffffff }] : []);
  return item.message ? [...nodes, { name: '__substg1.0_3701000D', children: messageNodes(item.message, 24) }] : nodes;
}

/** A property stream (MS-OXMSG 2.4) and the streams of the values that do not fit into it. */
function propertyNodes(head: Buffer, properties: readonly Property[], objects: readonly Property[] = []): readonly Node[] {
  const rows = [...properties, ...objects].map(({ tag, value }) => {
    const row = Buffer.alloc(16);
    row.writeUInt32LE(tag >>> 0, 0);
    row.writeUInt32LE(6, 4);
    const type = tag & 0xffff;
    if (typeof value === 'number') row.writeUInt32LE(value >>> 0, 8);
    else row.writeUInt32LE(value.length + (type === 0x1f ? 2 : type === 0x1e ? 1 : 0), 8);
    return row;
  });
  return [
    { name: '__properties_version1.0', content: Buffer.concat([head, ...rows]) },
    ...properties.flatMap(({ tag, value }) => (typeof value === 'number' ? [] : [{ name: `__substg1.0_${(tag >>> 0).toString(16).toUpperCase().padStart(8, '0')}`, content: value }])),
  ];
}
