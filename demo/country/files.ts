// Files in which people send a contact, other than sheets: a Word table, a PDF, a zip, a winmail.dat, and papers made beforehand.
// It refuses to look like anybody's reader: each is written by its own format's rules, or taken from a real program (papers/make.sh).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as XLSX from '@e965/xlsx';
import iconv from 'iconv-lite';
import { escapeHtml } from './mime.ts';

export type Table = readonly (readonly string[])[];

/** As much of SheetJS's container library as is used here: it reads and writes zips. */
type Container = { readonly FullPaths: readonly string[]; readonly FileIndex: readonly { readonly size: number; content: Uint8Array }[] };
type Containers = {
  read(data: Uint8Array, options: { readonly type: 'buffer' }): Container;
  write(container: Container, options: { readonly fileType: 'zip'; readonly type: 'buffer'; readonly compression: boolean }): Uint8Array;
  readonly utils: { cfb_new(): Container; cfb_add(container: Container, name: string, content: Uint8Array): unknown; cfb_del(container: Container, name: string): unknown };
};
const { read, write, utils } = XLSX.CFB as Containers;

export type Paper = 'locked.xls' | 'locked.pdf' | 'scan.pdf' | 'photo.jpg' | 'encrypted.p7m' | 'table.docx';

/** A file made by a real program. */
export function paper(name: Paper): Uint8Array {
  return readFileSync(path.join(import.meta.dirname, 'papers', name));
}

/** A zip with one file in it. */
export function zipFile(name: string, content: Uint8Array): Uint8Array {
  const zip = utils.cfb_new();
  // The library marks its own containers with a file that no zip needs.
  utils.cfb_del(zip, '/\u0001Sh33tJ5');
  utils.cfb_add(zip, `/${name}`, Buffer.from(content));
  return write(zip, { fileType: 'zip', type: 'buffer', compression: true });
}

/** A zip with the text of one of its files changed. Throws when it has no such file. */
export function replaceInZip(zip: Uint8Array, name: string, change: (text: string) => string): Uint8Array {
  const container = read(zip, { type: 'buffer' });
  const part = container.FileIndex[container.FullPaths.findIndex((path) => path.endsWith(name))];
  if (!part) throw new Error(`the file has no ${name} in it`);
  utils.cfb_add(container, `/${name}`, Buffer.from(change(Buffer.from(part.content).toString('utf8')), 'utf8'));
  return write(container, { fileType: 'zip', type: 'buffer', compression: true });
}

/** A Word document with a heading and a table of two rows and four columns. Throws on a table of another size. */
export function wordFile(table: Table): Uint8Array {
  const cells = table.flat();
  if (table.length !== 2 || cells.length !== 8) throw new Error(`the Word file has two rows and four columns, not ${cells.length} cells`);
  return replaceInZip(paper('table.docx'), 'word/document.xml', (xml) => xml.replaceAll(/FELT([1-8])/g, (_, n: string) => escapeHtml(cells[Number(n) - 1] ?? '')));
}

/**
 * A PDF 1.4 (ISO 32000-1) of one page, untagged, with a title and a ruled table: as case systems print. Letters are in
 * WinAnsiEncoding with the dotless i added; throws on others.
 */
export function pdfFile(title: string, table: Table): Uint8Array {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)) * 5.2 + 12);
  const left = (column: number): number => 56 + widths.slice(0, column).reduce((sum, width) => sum + width, 0);
  const right = left(widths.length);
  const top = (row: number): number => 740 - row * 20;
  const text = (x: number, y: number, size: number, words: string): string => `BT /F1 ${size} Tf ${x.toFixed(1)} ${y} Td (${escapePdf(words)}) Tj ET`;
  const content = [
    text(56, 780, 14, title),
    ...table.flatMap((row, r) => row.map((cell, c) => text(left(c) + 5, top(r) - 14, 9, cell))),
    '0.5 w',
    ...Array.from({ length: table.length + 1 }, (_, r) => `56 ${top(r)} m ${right.toFixed(1)} ${top(r)} l S`),
    ...Array.from({ length: widths.length + 1 }, (_, c) => `${left(c).toFixed(1)} ${top(0)} m ${left(c).toFixed(1)} ${top(table.length)} l S`),
  ].join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${Math.max(595, Math.ceil(right) + 56)} 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /dotlessi] >> >>',
  ];
  let out = '%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n';
  const places = objects.map((object, i) => {
    const place = out.length;
    out += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${out.length}\n%%EOF\n`;
  return Buffer.from(out, 'latin1');
}

/** The words in the font's bytes, one character each. */
function escapePdf(words: string): string {
  const plain = words.replaceAll('ı', '\u0001');
  const bytes = iconv.encode(plain, 'win1252');
  if (iconv.decode(bytes, 'win1252') !== plain) throw new Error(`"${words}" has letters that the PDF's font lacks`);
  return bytes.toString('latin1').replaceAll(/[\\()]/g, (c) => `\\${c}`);
}

/** The winmail.dat of an Outlook that sends rich text: a message without a body and one file (MS-OXTNEF 2.1.3). */
export function winmail(filename: string, content: Uint8Array): Uint8Array {
  const u16 = (n: number): Buffer => Buffer.from([n & 0xff, (n >>> 8) & 0xff]);
  const u32 = (n: number): Buffer => Buffer.concat([u16(n), u16(n >>> 16)]);
  const attribute = (level: 1 | 2, id: number, data: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(data.reduce((sum, byte) => (sum + byte) & 0xffff, 0))]);
  return Buffer.concat([
    u32(0x223e9f78), u16(1),
    attribute(1, 0x00089006, u32(0x00010000)),
    attribute(1, 0x00069007, Buffer.concat([u32(1252), u32(0)])),
    attribute(1, 0x00078008, Buffer.from('IPM.Microsoft Mail.Note\0')),
    attribute(2, 0x00069002, Buffer.concat([u16(1), u32(0xffffffff), u16(32), u16(32), u32(0)])),
    attribute(2, 0x0006800f, content),
    attribute(2, 0x00018010, Buffer.concat([iconv.encode(filename, 'win1252'), Buffer.from([0])])),
  ]);
}
