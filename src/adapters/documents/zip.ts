// Looks into a zip in memory with yauzl and unfolds single entries, under limits that stop a bomb before it unfolds.
// It refuses to write files, to follow names out of the archive, and to believe a size it has not checked.
import { Buffer } from 'node:buffer';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { limits as usual, Unreadable } from './content.ts';

export type ZipLimits = { readonly entries: number; readonly expandedBytes: number; readonly ratio: number };

export type Zip = {
  readonly names: readonly string[];
  has(name: string): boolean;
  /** The unfolded bytes of an entry; undefined when there is none of that name. Throws Unreadable at a limit. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Bytes of an entry when it is unfolded, as the archive says; 0 when there is none of that name. */
  size(name: string): number;
  /** The same as `read` in pieces of some 64 kB; a size that lies and a limit are met on the way. Nothing where there is none of that name. */
  pieces(name: string): AsyncIterable<Uint8Array>;
};

/** Opens a zip held in memory. Throws Unreadable when it is broken or has too many entries. */
export async function openZip(bytes: Uint8Array, limits: ZipLimits = usual): Promise<Zip> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { file, entries } = await listEntries(buffer, limits);
  let left = limits.expandedBytes;
  const packedBytes = async (name: string, entry: Entry) => {
    if (entry.isEncrypted()) throw new Unreadable('The file is protected with a password.', 'locked');
    if (entry.uncompressedSize > left) throw new Unreadable(`The file unfolds to more than ${limits.expandedBytes / 1_000_000} MB.`, 'too-much');
    if (entry.uncompressedSize > 10_000_000 && entry.uncompressedSize > entry.compressedSize * limits.ratio) {
      throw new Unreadable(`A part of the file (${name}) unfolds to more than ${limits.ratio} times its size.`, 'too-much');
    }
    const start = await dataStart(file, entry);
    return buffer.subarray(start, start + entry.compressedSize);
  };
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    size: (name) => entries.get(name)?.uncompressedSize ?? 0,
    async read(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      const packed = await packedBytes(name, entry);
      const unfolded = entry.compressionMethod === 0 ? packed : inflate(packed, Math.min(left, Math.max(entry.uncompressedSize, 1)), entry.compressionMethod);
      left -= unfolded.length;
      checkSum(crc32(unfolded), entry);
      return unfolded;
    },
    async *pieces(name) {
      const entry = entries.get(name);
      if (!entry) return;
      const packed = await packedBytes(name, entry);
      if (entry.compressionMethod === 0) {
        left -= packed.length;
        checkSum(crc32(packed), entry);
        for (let i = 0; i < packed.length; i += pieceBytes) yield packed.subarray(i, i + pieceBytes);
        return;
      }
      let told = entry.uncompressedSize;
      let sum = 0;
      for await (const piece of inflatePieces(packed, entry.compressionMethod)) {
        told -= piece.length;
        left -= piece.length;
        if (told < 0 || left < 0) throw new Unreadable('A part of the file unfolds to more than it says.', 'too-much');
        sum = crc32(piece, sum);
        yield piece;
      }
      checkSum(sum, entry);
    },
  };
}

/** 0 stands for a sum that was not written down. */
function checkSum(sum: number, entry: Entry): void {
  if (entry.crc32 !== 0 && sum !== entry.crc32) throw new Unreadable('A part of the file is damaged (its check sum is wrong).');
}

const pieceBytes = 65_536;

async function *inflatePieces(packed: Buffer, method: number): AsyncGenerator<Uint8Array> {
  if (method !== 8) throw new Unreadable(`The file is packed in a way that is not known here (method ${method}).`);
  const inflating = createInflateRaw({ chunkSize: pieceBytes });
  inflating.end(packed);
  try {
    yield* inflating;
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable('A part of the file is damaged.');
  } finally {
    inflating.destroy();
  }
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
