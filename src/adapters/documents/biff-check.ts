// Looks through the records of an old Excel workbook (MS-XLS 2.1.4) before a library reads them: each whole, each part ended, none that claims too much.
// It refuses to understand cells: that is the library's work, which takes a broken length for a reason to go on for ever.
import type { Buffer } from 'node:buffer';
import { limits, Unreadable } from './content.ts';

const beginnings = new Set([0x0009, 0x0209, 0x0409, 0x0809]);
const end = 0x000a;
const filePass = 0x002f;
/** Records of a cell, or of several in a row (MS-XLS 2.3). */
const cells = new Set([0x0203, 0x0204, 0x0205, 0x0006, 0x0206, 0x0406, 0x027e, 0x00fd, 0x00bd, 0x00d6, 0x0003, 0x0002, 0x0004, 0x0005]);
/** Records that begin with a range of cells, each of which the library goes through. */
const ranges = new Set([0x01b8, 0x0800]);
const maxRange = 200_000;
const maxRecordCells = 2 * limits.cells;

/** Throws Unreadable: `locked` at a FilePass record (MS-XLS 2.4.117), `damaged` where records are cut, `too-much` at more cells than are read. */
export function checkBiff(stream: Buffer): void {
  let at = 0;
  let depth = 0;
  let parts = 0;
  let count = 0;
  let ranged = 0;
  while (at + 4 <= stream.length) {
    const type = stream.readUInt16LE(at);
    const length = stream.readUInt16LE(at + 2);
    // Zeros after the last part fill its sector.
    if (depth === 0 && parts > 0 && type === 0) break;
    const next = at + 4 + length;
    if (next > stream.length) throw damaged();
    if (beginnings.has(type)) depth += 1;
    else if (depth === 0) throw damaged();
    else if (type === end) {
      depth -= 1;
      if (depth === 0) parts += 1;
    } else if (type === filePass) {
      throw new Unreadable('The file is protected with a password.', 'locked');
    } else if (cells.has(type)) {
      count += 1;
      if (count > maxRecordCells) throw new Unreadable(`The workbook has more than ${limits.cells} filled cells.`, 'too-much');
    } else if (ranges.has(type)) {
      const from = at + (type === 0x0800 ? 6 : 4);
      if (from + 8 > next) throw damaged();
      ranged += (stream.readUInt16LE(from + 2) - stream.readUInt16LE(from) + 1) * (stream.readUInt16LE(from + 6) - stream.readUInt16LE(from + 4) + 1);
      if (ranged > maxRange) throw new Unreadable('The workbook has links over too many cells.', 'too-much');
    }
    at = next;
  }
  if (depth > 0 || parts === 0) throw damaged();
}

function damaged(): Unreadable {
  return new Unreadable('The file is damaged (its records are cut).');
}
