// Reads an OLE compound file (MS-CFB): what stands right under its root, by name, and the content of the streams there.
// It refuses a file whose directory or any chain of sectors leaves it or runs in a circle, and half a stream is never given.
import { Buffer } from 'node:buffer';
import { Unreadable } from './content.ts';

export type Ole = {
  /** The streams and storages right under the root, in the order of its tree: what says which program wrote the file. */
  readonly names: readonly string[];
  /** The content of a stream right under the root. Throws Unreadable (`damaged`) where it is cut short. */
  stream(name: string): Buffer | undefined;
};

type Entry = { readonly name: string; readonly type: number; readonly left: number; readonly right: number; readonly child: number; readonly start: number; readonly size: number };

const lastSector = 0xfffffffa;
const [storageType, streamType, rootType] = [1, 2, 5];

/**
 * The file by its directory (MS-CFB 2.2 to 2.6). Throws Unreadable (`damaged`). Every chain is followed to its end once, so that no library that
 * is given the file later follows one for ever; contents are put together when they are asked for.
 */
export function readOle(bytes: Uint8Array): Ole {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 1_536) throw damaged();
  const [shift, miniShift, cutoff] = [file.readUInt16LE(30), file.readUInt16LE(32), file.readUInt32LE(56)];
  if ((shift !== 9 && shift !== 12) || miniShift !== 6) throw damaged();
  const size = 1 << shift;
  const count = Math.ceil(file.length / size) - 1;
  const sector = (n: number): Buffer => {
    if (n >= count) throw damaged();
    return file.subarray((n + 1) * size, (n + 2) * size);
  };
  const fat = numbers(Buffer.concat(fatSectors(file, size, count, sector).map(sector)));
  const regular = (start: number) => chain(start, fat, count).map(sector);
  const directory = Buffer.concat(regular(file.readUInt32LE(48)));
  const entries = Array.from({ length: Math.floor(directory.length / 128) }, (_e, i) => entryAt(directory, i * 128));
  const [root] = entries;
  if (root?.type !== rootType) throw damaged();
  const miniFat = numbers(Buffer.concat(file.readUInt32LE(64) === 0 ? [] : regular(file.readUInt32LE(60))));
  const mini = Buffer.concat(root.size === 0 ? [] : regular(root.start));
  const content = ({ start, size: length }: Entry): Buffer => {
    if (length === 0) return Buffer.alloc(0);
    const pieces = length < cutoff ? chain(start, miniFat, miniFat.length).map((n) => mini.subarray(n << miniShift, (n + 1) << miniShift)) : regular(start);
    const whole = Buffer.concat(pieces);
    if (whole.length < length) throw damaged();
    return whole.subarray(0, length);
  };
  for (const entry of entries) {
    if (entry.type !== streamType || entry.size === 0) continue;
    if (entry.size > file.length) throw damaged();
    if (entry.size < cutoff) chain(entry.start, miniFat, miniFat.length);
    else chain(entry.start, fat, count);
  }
  const top = childrenOf(root, entries, new Set());
  return {
    names: top.map((e) => e.name),
    stream(name) {
      const entry = top.find((e) => e.name === name && e.type === streamType);
      return entry && content(entry);
    },
  };
}

/** Where the allocation table itself lies: 109 sectors in the header, the others in a chain (MS-CFB 2.5). */
function fatSectors(file: Buffer, size: number, count: number, sector: (n: number) => Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = 76; at < 512; at += 4) found.push(file.readUInt32LE(at));
  let next = file.readUInt32LE(68);
  for (let n = 0; next <= lastSector; n++) {
    if (n > count) throw damaged();
    const block = numbers(sector(next));
    found.push(...block.subarray(0, size / 4 - 1));
    next = block.at(-1) ?? lastSector + 1;
  }
  return found.filter((n) => n <= lastSector).slice(0, file.readUInt32LE(44));
}

function chain(start: number, table: Uint32Array, most: number): readonly number[] {
  const found: number[] = [];
  for (let next = start; next <= lastSector; next = table[next] ?? 0) {
    if (found.length >= most || next >= table.length) throw damaged();
    found.push(next);
  }
  return found;
}

/** The entries of a storage's tree, and those below it looked through; every entry may be met once only. */
function childrenOf(storage: Entry, entries: readonly Entry[], seen: Set<number>): readonly Entry[] {
  const found: Entry[] = [];
  const open = [storage.child];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (index > lastSector) continue;
    const entry = entries[index];
    if (!entry || seen.has(index) || (entry.type !== storageType && entry.type !== streamType)) throw damaged();
    seen.add(index);
    found.push(entry);
    open.push(entry.right, entry.left);
  }
  for (const entry of found) if (entry.type === storageType) childrenOf(entry, entries, seen);
  return found;
}

function entryAt(directory: Buffer, at: number): Entry {
  const length = Math.min(64, directory.readUInt16LE(at + 64));
  return {
    name: directory.toString('utf16le', at, at + Math.max(0, length - 2)).split('\0')[0] ?? '',
    type: directory.readUInt8(at + 66),
    left: directory.readUInt32LE(at + 68), right: directory.readUInt32LE(at + 72), child: directory.readUInt32LE(at + 76),
    start: directory.readUInt32LE(at + 116), size: directory.readUInt32LE(at + 120),
  };
}

function numbers(block: Buffer): Uint32Array {
  const found = new Uint32Array(block.length >> 2);
  for (let i = 0; i < found.length; i++) found[i] = block.readUInt32LE(i * 4);
  return found;
}

function damaged(): Unreadable {
  return new Unreadable('The file is damaged (its directory cannot be followed).');
}
