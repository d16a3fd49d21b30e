// Takes a Word 97-2003 file apart (MS-DOC): its characters in reading order, which of them nobody sees, and what its paragraphs are in tables.
// It refuses documents with a password and those older than Word 97, and never follows a count or an offset out of the file.
import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { Unreadable } from './content.ts';
import type { Merge } from './edge-table.ts';
import type { RowCut } from './table-flow.ts';

/** What a paragraph is within tables (MS-DOC 2.4.3 "Overview of Tables"). */
export type ParagraphPlace = { readonly depth: number; readonly endsRow: boolean; readonly endsInnerCell: boolean; readonly cut: RowCut };
/** The parts of the text in their order in it (MS-DOC 2.3), as lengths in characters. */
export type Part = 'body' | 'footnotes' | 'headers' | 'macros' | 'comments' | 'endnotes' | 'textboxes' | 'headerTextboxes';
export type DocFile = { readonly text: string; readonly lengths: readonly (readonly [Part, number])[]; isUnseen(at: number): boolean; placeOf(at: number): ParagraphPlace };

type Piece = { readonly from: number; readonly to: number; readonly file: number; readonly width: 1 | 2 };
type Run<T> = { readonly from: number; readonly to: number; readonly value: T };

const page = 512;
const maxCharacters = 5_000_000;
const nowhere: ParagraphPlace = { depth: 0, endsRow: false, endsInnerCell: false, cut: { left: 0, cells: [] } };

/** `stream` gives the streams of the OLE file by name. Throws Unreadable where the file is locked or too old; RangeError where it is damaged. */
export function openDoc(stream: (name: string) => Buffer | undefined): DocFile {
  const main = stream('WordDocument');
  if (!main) throw new Unreadable('The file has no document inside.');
  const magic = main.readUInt16LE(0);
  if (magic !== 0xa5ec) throw new Unreadable(magic === 0xa5dc ? 'A document of Word 6 or 95 is not read.' : 'The file is damaged (it does not begin as a document).', magic === 0xa5dc ? 'unknown-format' : 'damaged');
  // FibBase (MS-DOC 2.5.2): fEncrypted, fWhichTblStm.
  const flags = main.readUInt16LE(0x0a);
  if ((flags & 0x0100) !== 0) throw new Unreadable('The file is protected with a password.', 'locked');
  const table = stream((flags & 0x0200) !== 0 ? '1Table' : '0Table');
  if (!table) throw new Unreadable('The file is damaged (a part of it is missing).');
  const data = stream('Data') ?? Buffer.alloc(0);
  const pieces = readPieces(main, table);
  const text = pieces.map((p) => textOf(main, p)).join('');
  const unseen = readRuns(main, table, 0x00fa, (block, run, runs) => {
    const offset = block.readUInt8((runs + 1) * 4 + run) * 2;
    return offset === 0 ? false : hides(block.subarray(offset + 1, offset + 1 + block.readUInt8(offset)));
  }).filter((r) => r.value);
  const places = readRuns(main, table, 0x0102, (block, run, runs) => placeIn(paragraphProperties(block, run, runs), data));
  const ccp = (offset: number) => Math.min(main.readUInt32LE(offset), text.length);
  return {
    text,
    lengths: [['body', ccp(0x4c)], ['footnotes', ccp(0x50)], ['headers', ccp(0x54)], ['macros', ccp(0x58)], ['comments', ccp(0x5c)], ['endnotes', ccp(0x60)], ['textboxes', ccp(0x64)], ['headerTextboxes', ccp(0x68)]],
    isUnseen: (at) => valueAt(unseen, fileOffset(pieces, at)) ?? false,
    placeOf: (at) => valueAt(places, fileOffset(pieces, at)) ?? nowhere,
  };
}

/** The piece table (MS-DOC 2.8.35 Plcfcld, 2.9.38 Clx, 2.9.177 Pcd): where in the stream each stretch of text lies. */
function readPieces(main: Buffer, table: Buffer): readonly Piece[] {
  let at = main.readUInt32LE(0x01a2);
  while (table.readUInt8(at) === 1) at += 3 + table.readUInt16LE(at + 1);
  if (table.readUInt8(at) !== 2) throw new RangeError('no piece table');
  const count = Math.floor((table.readUInt32LE(at + 1) - 4) / 12);
  const start = at + 5;
  if (count < 0 || start + count * 12 + 4 > table.length) throw new RangeError('piece table');
  const pieces: Piece[] = [];
  for (let i = 0; i < count; i++) {
    const [from, to] = [table.readUInt32LE(start + i * 4), table.readUInt32LE(start + i * 4 + 4)];
    const position = table.readUInt32LE(start + (count + 1) * 4 + i * 8 + 2);
    const isNarrow = (position & 0x4000_0000) !== 0;
    const file = isNarrow ? (position & 0x3fff_ffff) / 2 : position & 0x3fff_ffff;
    const width = isNarrow ? 1 : 2;
    if (to < from || from !== (pieces.at(-1)?.to ?? 0) || file + (to - from) * width > main.length) throw new RangeError('piece of text');
    if (to > maxCharacters) throw new Unreadable(`The document has more than ${maxCharacters / 1_000_000} million characters.`, 'too-much');
    pieces.push({ from, to, file, width });
  }
  return pieces;
}

function textOf(main: Buffer, { from, to, file, width }: Piece): string {
  const bytes = main.subarray(file, file + (to - from) * width);
  return width === 2 ? bytes.toString('utf16le') : iconv.decode(bytes, 'cp1252');
}

function fileOffset(pieces: readonly Piece[], at: number): number {
  let [low, high] = [0, pieces.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle] as Piece;
    if (at < piece.from) high = middle - 1;
    else if (at >= piece.to) low = middle + 1;
    else return piece.file + (at - piece.from) * piece.width;
  }
  return -1;
}

/** The formatted runs of a PlcBteChpx or PlcBtePapx (MS-DOC 2.8.5, 2.8.6), by their places in the stream, in order. */
function readRuns<T>(main: Buffer, table: Buffer, fib: number, valueOf: (block: Buffer, run: number, runs: number) => T): readonly Run<T>[] {
  const [start, size] = [main.readUInt32LE(fib), main.readUInt32LE(fib + 4)];
  const count = Math.floor((size - 4) / 8);
  const found: Run<T>[] = [];
  for (let i = 0; i < count; i++) {
    const number = table.readUInt32LE(start + (count + 1) * 4 + i * 4) & 0x3f_ffff;
    const block = main.subarray(number * page, (number + 1) * page);
    const runs = block.readUInt8(page - 1);
    for (let run = 0; run < runs; run++) found.push({ from: block.readUInt32LE(run * 4), to: block.readUInt32LE(run * 4 + 4), value: valueOf(block, run, runs) });
  }
  return found.sort((a, b) => a.from - b.from);
}

function valueAt<T>(runs: readonly Run<T>[], offset: number): T | undefined {
  let [low, high] = [0, runs.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const run = runs[middle] as Run<T>;
    if (offset < run.from) high = middle - 1;
    else if (offset >= run.to) low = middle + 1;
    else return run.value;
  }
  return undefined;
}

/** The properties of a paragraph in a PapxFkp (MS-DOC 2.9.174, 2.9.175 PapxInFkp), without the number of its style. */
function paragraphProperties(block: Buffer, run: number, runs: number): Buffer {
  const offset = block.readUInt8((runs + 1) * 4 + run * 13) * 2;
  if (offset === 0) return Buffer.alloc(0);
  const half = block.readUInt8(offset);
  return half === 0 ? block.subarray(offset + 4, offset + 2 + block.readUInt8(offset + 1) * 2) : block.subarray(offset + 3, offset + half * 2);
}

/** Calls `found` with each property and its operand (MS-DOC 2.6.1 "Sprm"). */
function eachSprm(properties: Buffer, found: (sprm: number, operand: Buffer) => void): void {
  let at = 0;
  while (at + 2 < properties.length) {
    const sprm = properties.readUInt16LE(at);
    at += 2;
    const kind = sprm >> 13;
    const size = kind === 0 || kind === 1 ? 1 : kind === 3 ? 4 : kind === 7 ? 3 : kind !== 6 ? 2 : sprm === 0xd608 ? properties.readUInt16LE(at) + 1 : properties.readUInt8(at) + 1;
    found(sprm, properties.subarray(at, at + size));
    at += size;
  }
}

/** sprmCFRMarkDel, sprmCFVanish, sprmCFStrike, sprmCFDStrike (MS-DOC 2.6.1): deleted, hidden, struck out. */
function hides(properties: Buffer): boolean {
  const on = new Map<number, boolean>();
  eachSprm(properties, (sprm, operand) => {
    if (sprm === 0x0800 || sprm === 0x083c || sprm === 0x0837 || sprm === 0x2a53) on.set(sprm, operand[0] === 1 || operand[0] === 0x81);
  });
  return [...on.values()].some(Boolean);
}

function placeIn(properties: Buffer, data: Buffer): ParagraphPlace {
  let [inTable, endsRow, endsInnerCell, depth] = [false, false, false, 0];
  let cut: RowCut = nowhere.cut;
  const take = (sprm: number, operand: Buffer) => {
    switch (sprm) {
      case 0x2416: inTable = operand[0] === 1; break; // sprmPFInTable
      case 0x2417: case 0x244c: endsRow ||= operand[0] === 1; break; // sprmPFTtp, sprmPFInnerTtp
      case 0x244b: endsInnerCell = operand[0] === 1; break; // sprmPFInnerTableCell
      case 0x6649: depth = Math.min(Math.max(operand.readInt32LE(0), 0), 20); break; // sprmPItap
      case 0xd608: cut = cutOf(operand); break; // sprmTDefTable
      case 0xd62b: cut = { ...cut, cells: cut.cells.map((c, i) => (i === operand[1] ? { ...c, down: mergeOf(operand[2] ?? 0) } : c)) }; break; // sprmTVertMerge
      case 0x6646: { // sprmPHugePapx: more properties in the data stream
        const at = operand.readUInt32LE(0);
        const more = data.subarray(at + 2, at + 2 + data.readUInt16LE(at));
        eachSprm(more, (s, o) => { if (s !== 0x6646) take(s, o); });
        break;
      }
      default: break;
    }
  };
  eachSprm(properties, take);
  return { depth: depth > 0 ? depth : inTable ? 1 : 0, endsRow, endsInnerCell, cut };
}

/** TDefTableOperand (MS-DOC 2.9.321): the edges of a row's cells, and how they are merged (TCGRF, 2.9.320). */
function cutOf(operand: Buffer): RowCut {
  const count = operand.readUInt8(2);
  const edges = Array.from({ length: count + 1 }, (_e, i) => operand.readInt16LE(3 + i * 2));
  const flagsAt = 3 + (count + 1) * 2;
  return {
    left: edges[0] ?? 0,
    cells: edges.slice(1).map((edge, i) => {
      const at = flagsAt + i * 20;
      const flags = at + 2 <= operand.length ? operand.readUInt16LE(at) : 0;
      // fFirstMerged, fMerged, textFlow, vertMerge
      return { edge, across: (flags & 2) !== 0 ? 'on' : (flags & 1) !== 0 ? 'start' : 'none', down: mergeOf((flags >> 5) & 3) };
    }),
  };
}

/** VerticalMergeFlag (MS-DOC 2.9.346): 0 none, 1 merged with the cell above, 3 the first of such. */
function mergeOf(flag: number): Merge {
  return flag === 1 ? 'on' : flag === 3 ? 'start' : 'none';
}
