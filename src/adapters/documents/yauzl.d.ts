// The part of yauzl's shape that zip.ts uses; the package brings no types.
// It refuses to describe more than is used.
declare module 'yauzl' {
  import type { EventEmitter } from 'node:events';
  import type { Buffer } from 'node:buffer';
  export type Entry = {
    readonly fileName: string;
    readonly compressedSize: number;
    readonly crc32: number;
    readonly uncompressedSize: number;
    readonly compressionMethod: number;
    isEncrypted(): boolean;
  };
  export type ZipFile = EventEmitter & {
    readonly entryCount: number;
    readEntry(): void;
    readLocalFileHeader(entry: Entry, options: { minimal: true }, done: (error: Error | null, header?: { readonly fileDataStart: number }) => void): void;
  };
  export function fromBuffer(buffer: Buffer, options: { lazyEntries: true; autoClose: boolean }, done: (error: Error | null, file?: ZipFile) => void): void;
  const yauzl: { readonly fromBuffer: typeof fromBuffer };
  export default yauzl;
}
