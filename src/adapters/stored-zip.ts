// Writes a zip file anew with every part stored as it is: the same parts give the same bytes on every machine.
// It refuses to read foreign files: it takes only what our own writer has just made, and checks even that.
import { Buffer } from 'node:buffer';
import { crc32, inflateRawSync } from 'node:zlib';

/** 1980-01-01 00:00, the zero of the zip format's clock (APPNOTE 4.4.6). */
const dosDate = 0x0021;
const utf8Names = 0x0800;

/**
 * The zip with the same parts in the same order, uncompressed. What deflate makes of a text differs between machines (zlib has
 * vector instructions for each processor); stored parts do not, so that a mail sent again is the same byte for byte.
 */
export function storeZip(zip: Uint8Array): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of partsOf(Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength))) {
    const path = Buffer.from(name, 'utf8');
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(utf8Names, 2);
    fields.writeUInt16LE(0, 4);
    fields.writeUInt16LE(0, 6);
    fields.writeUInt16LE(dosDate, 8);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(path.length, 22);
    locals.push(signature(0x04034b50), fields, path, data);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(signature(0x02014b50), Buffer.from([20, 0]), fields, tail, path);
    offset += 4 + fields.length + path.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length / 5, 4);
  end.writeUInt16LE(central.length / 5, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, signature(0x06054b50), end]);
}

type Part = { readonly name: string; readonly data: Buffer };

/** The parts by the central directory (APPNOTE 4.3.12). */
function partsOf(zip: Buffer): readonly Part[] {
  const end = zip.lastIndexOf(signature(0x06054b50));
  if (end < 0) throw new Error('the sheet writer made no zip file');
  const parts: Part[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const size = zip.readUInt32LE(at + 24);
    const [nameLength, extraLength, commentLength] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const raw = zip.subarray(from, from + packed);
    const data = method === 8 ? inflateRawSync(raw) : raw;
    if (data.length !== size || crc32(data) !== zip.readUInt32LE(at + 16)) throw new Error('the sheet writer made a zip file that can\'t be read back');
    parts.push({ name: zip.toString('utf8', at + 46, at + 46 + nameLength), data });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return parts;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
