// Takes the files out of an ordinary zip, each as a part.
// It refuses names that lead out of the archive, what an operating system lays beside the files, and more files than a person sends.
import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { limits, Unreadable, type Part, type Wrapped } from './content.ts';
import { openZip, type Zip } from './zip.ts';

/** The files of a zip. Throws Unreadable: `locked` at a password, `too-much` over the limits, `damaged` otherwise. */
export async function unwrapZip(bytes: Uint8Array): Promise<Wrapped> {
  const zip = await openTamed(bytes);
  const names = zip.names.filter((name) => !name.endsWith('/') && !isLitter(name));
  if (names.length > limits.parts) throw new Unreadable(`The zip holds more than ${limits.parts} files.`, 'too-much');
  if (names.length === 0) throw new Unreadable('The zip holds no file.');
  const parts: Part[] = [];
  for (const name of names) {
    const content = await zip.read(name);
    if (content !== undefined) parts.push({ filename: innerName(name), contentType: 'application/octet-stream', content, inline: false });
  }
  return { tables: [], lines: [], parts };
}

/** What macOS and Windows add without being asked, and the lock files of an open document. */
function isLitter(name: string): boolean {
  return name.startsWith('__MACOSX/') || /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*|\._[^/]*)$/i.test(name);
}

/** The path inside the zip; of one that leads out of it only the last segment. */
function innerName(name: string): string {
  const path = dosName(name);
  return path.includes(outside) ? path.slice(path.lastIndexOf('/') + 1) : path;
}

/**
 * A name without the UTF-8 flag is read as code page 437 by the letter of the format (APPNOTE D.1). Windows in Denmark writes 850, where ø is
 * another byte, and macOS writes UTF-8 without the flag: the bytes tell. A name that has no such bytes comes back as it is.
 */
function dosName(name: string): string {
  if (!/[\u0080-\uffff]/.test(name)) return name;
  const bytes = iconv.encode(name, 'cp437');
  if (iconv.decode(bytes, 'cp437') !== name) return name;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(bytes, 'cp850');
  }
}

/** Stands in a name for what leads out of the archive, character for character; no name on Windows may hold it. */
const outside = '<';

/** yauzl gives up a whole zip for one name that leads out of it, so such names are made harmless in a copy of the bytes first. */
export async function openTamed(bytes: Uint8Array): Promise<Zip> {
  try {
    return await openZip(bytes);
  } catch (error) {
    if (!(error instanceof Unreadable) || !/relative path|absolute path/.test(error.message)) throw error;
    return openZip(withTameNames(bytes));
  }
}

/** The bytes with every "..", drive and leading slash in the names of the central directory (APPNOTE 4.3.12) written as the sign above. */
function withTameNames(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  const end = copy.lastIndexOf('PK\x05\x06', -1, 'latin1');
  let at = end < 0 || end + 22 > copy.length ? copy.length : copy.readUInt32LE(end + 16);
  while (at + 46 <= copy.length && copy.toString('latin1', at, at + 4) === 'PK\x01\x02') {
    const [name, extra, comment] = [copy.readUInt16LE(at + 28), copy.readUInt16LE(at + 30), copy.readUInt16LE(at + 32)];
    const tame = copy.toString('latin1', at + 46, at + 46 + name).replace(/^[/\\]|^[A-Za-z]:|(?<=^|[/\\])\.\.(?=[/\\]|$)/g, (all) => outside.repeat(all.length));
    copy.write(tame, at + 46, 'latin1');
    at += 46 + name + extra + comment;
  }
  return copy;
}
