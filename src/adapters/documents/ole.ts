// Reads the directory of an OLE compound file (MS-CFB): the names of its streams and storages, and whether every chain of sectors comes to an end.
// It refuses to read a stream's content, and to follow a chain or a tree that runs in a circle.
import { Buffer } from 'node:buffer';
import { Unreadable } from './content.ts';

type OleEntry = { readonly name: string; readonly type: number; readonly left: number; readonly right: number; readonly child: number; readonly start: number; readonly size: number };

export type Ole = {
  /** The names that stand right under the root, in the order of its tree: what says which program wrote the file. */
  readonly names: readonly string[];
};

const endOfChain = 0xfffffffe;
const noEntry = 0xffffffff;
const largestRegular = 0xfffffffa;
const [storage, stream, root] = [1, 2, 5];
const smallStream = 4096;

/** The directory of a compound file (MS-CFB 2.2 to 2.6). Throws Unreadable (`damaged`) where the file is cut or goes round in circles. */
export function readOle(bytes: Uint8Array): Ole {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 1536) throw damaged();
  const size = file.readUInt16LE(30) === 12 ? 4096 : 512;
  const sectors = Math.ceil(file.length / size) - 1;
  const sector = (n: number): Buffer => {
    if (n >= sectors) throw damaged();
    return file.subarray((n + 1) * size, (n + 2) * size);
  };
  const fat = numbers(fatSectors(file, size, sectors, sector).map(sector));
  const directory = Buffer.concat(chain(file.readUInt32LE(48), fat, sectors).map(sector));
  const entries: OleEntry[] = [];
  for (let at = 0; at + 128 <= directory.length; at += 128) entries.push(entryAt(directory, at));
  const [top] = entries;
  if (top?.type !== root) throw damaged();
  chain(top.start, fat, sectors);
  const miniFat = numbers(chain(file.readUInt32LE(60), fat, sectors).map(sector));
  for (const entry of entries) {
    if (entry.type !== stream || entry.size === 0) continue;
    if (entry.size > file.length) throw damaged();
    if (entry.size < smallStream) chain(entry.start, miniFat, smallStream / 64);
  }
  const seen = new Set<number>();
  const names = childrenOf(top, entries, seen).map((e) => e.name);
  return { names };
}

/** Where the FAT's own sectors lie: 109 in the header, the others in the DIFAT chain (MS-CFB 2.5). */
function fatSectors(file: Buffer, size: number, sectors: number, sector: (n: number) => Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = 76; at < 512; at += 4) found.push(file.readUInt32LE(at));
  let next = file.readUInt32LE(68);
  for (let n = 0; next <= largestRegular && n < sectors; n++) {
    const block = numbers([sector(next)]);
    found.push(...block.subarray(0, size / 4 - 1));
    next = block.at(-1) ?? endOfChain;
  }
  return found.filter((n) => n <= largestRegular).slice(0, sectors);
}

function chain(start: number, table: Uint32Array, most: number): readonly number[] {
  const found: number[] = [];
  for (let next = start; next <= largestRegular; next = table[next] ?? endOfChain) {
    found.push(next);
    if (found.length > most) throw damaged();
  }
  return found;
}

/** The entries of a storage's tree in order, and those below it looked through; every entry may be met once only. */
function childrenOf(entry: OleEntry, entries: readonly OleEntry[], seen: Set<number>): readonly OleEntry[] {
  const found: OleEntry[] = [];
  const open: number[] = [entry.child];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (index === noEntry) continue;
    const here = entries[index];
    if (!here || seen.has(index) || (here.type !== storage && here.type !== stream)) throw damaged();
    seen.add(index);
    found.push(here);
    open.push(here.right, here.left);
  }
  for (const here of found) if (here.type === storage) childrenOf(here, entries, seen);
  return found;
}

function entryAt(directory: Buffer, at: number): OleEntry {
  const length = Math.min(64, directory.readUInt16LE(at + 64));
  return {
    name: directory.toString('utf16le', at, at + Math.max(0, length - 2)).split('\0')[0] ?? '',
    type: directory[at + 66] ?? 0,
    left: directory.readUInt32LE(at + 68), right: directory.readUInt32LE(at + 72), child: directory.readUInt32LE(at + 76),
    start: directory.readUInt32LE(at + 116), size: directory.readUInt32LE(at + 120),
  };
}

function numbers(blocks: readonly Buffer[]): Uint32Array {
  const whole = Buffer.concat(blocks);
  const found = new Uint32Array(whole.length >> 2);
  for (let i = 0; i < found.length; i++) found[i] = whole.readUInt32LE(i * 4);
  return found;
}

function damaged(): Unreadable {
  return new Unreadable('The file is damaged (its directory cannot be followed).');
}
