// Looks into a zip in memory with yauzl and unfolds single entries, under limits that stop a bomb before it unfolds.
// It refuses to write files, to follow names out of the archive, and to believe a size it has not checked.
import { Buffer } from 'node:buffer';
import { inflateRawSync } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { limits as usual, Unreadable } from './content.ts';

export type ZipLimits = { readonly entries: number; readonly expandedBytes: number; readonly ratio: number };

export type Zip = {
  readonly names: readonly string[];
  has(name: string): boolean;
  /** The unfolded bytes of an entry; undefined when there is none of that name. Throws Unreadable at a limit. */
  read(name: string): Promise<Uint8Array | undefined>;
};

/** Opens a zip held in memory. Throws Unreadable when it is broken or has too many entries. */
export async function openZip(bytes: Uint8Array, limits: ZipLimits = usual): Promise<Zip> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { file, entries } = await listEntries(buffer, limits);
  let left = limits.expandedBytes;
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    async read(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      if (entry.isEncrypted()) throw new Unreadable('The file is protected with a password.', 'locked');
      if (entry.uncompressedSize > left) throw new Unreadable(`The file unfolds to more than ${limits.expandedBytes / 1_000_000} MB.`, 'too-much');
      if (entry.uncompressedSize > 10_000_000 && entry.uncompressedSize > entry.compressedSize * limits.ratio) {
        throw new Unreadable(`A part of the file (${name}) unfolds to more than ${limits.ratio} times its size.`, 'too-much');
      }
      const start = await dataStart(file, entry);
      const packed = buffer.subarray(start, start + entry.compressedSize);
      const unfolded = entry.compressionMethod === 0 ? packed : inflate(packed, Math.min(left, Math.max(entry.uncompressedSize, 1)), entry.compressionMethod);
      left -= unfolded.length;
      return unfolded;
    },
  };
}

function inflate(packed: Buffer, most: number, method: number): Uint8Array {
  if (method !== 8) throw new Unreadable(`The file is packed in a way that is not known here (method ${method}).`);
  try {
    return inflateRawSync(packed, { maxOutputLength: most });
  } catch (error) {
    const lied = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw lied ? new Unreadable('A part of the file unfolds to more than it says.', 'too-much') : new Unreadable('A part of the file is damaged.');
  }
}

function listEntries(buffer: Buffer, limits: ZipLimits): Promise<{ file: ZipFile; entries: Map<string, Entry> }> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => reject(new Unreadable(`The file is damaged (${error instanceof Error ? error.message : String(error)}).`));
    yauzl.fromBuffer(buffer, { lazyEntries: true, autoClose: false }, (error, file) => {
      if (error || !file) { refuse(error ?? 'no zip'); return; }
      if (file.entryCount > limits.entries) { reject(new Unreadable(`The file has more than ${limits.entries} parts.`, 'too-much')); return; }
      const entries = new Map<string, Entry>();
      file.on('error', refuse);
      file.on('entry', (entry: Entry) => {
        entries.set(entry.fileName, entry);
        file.readEntry();
      });
      file.on('end', () => resolve({ file, entries }));
      file.readEntry();
    });
  });
}

function dataStart(file: ZipFile, entry: Entry): Promise<number> {
  return new Promise((resolve, reject) => {
    file.readLocalFileHeader(entry, { minimal: true }, (error, header) => {
      if (error || !header) reject(new Unreadable(`The file is damaged (${error?.message ?? 'no local header'}).`));
      else resolve(header.fileDataStart);
    });
  });
}
