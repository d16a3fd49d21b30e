// Reads the workbooks that are no xlsx with SheetJS: xls (BIFF2 to BIFF8), Excel 2003 XML, xlsb. Every sheet becomes a table of shown texts.
// It refuses to compute: formulas give their stored values, macros and links are passed over, and a workbook with a password stays shut.
import type * as SheetJs from '@e965/xlsx';
import type { Table } from '../../core/mail.ts';
import { decodeBytes } from '../charset.ts';
import { checkBiff } from './biff-check.ts';
import { limits, Unreadable, type Content } from './content.ts';
import { readOle } from './ole.ts';
import { sheetRows } from './sheet-rows.ts';
import { asUnreadable } from './text-html.ts';
import { plainNumber, serialDate } from './xlsx/values.ts';
import { openZip } from './zip.ts';

const maxSheets = 60;
/** SheetJS holds all cells as objects: some 15 times the size of the file. */
const maxBytes = 10_000_000;

type Library = typeof SheetJs;

/** The sheets of an old Excel file (MS-XLS, and BIFF2 to BIFF5). Throws Unreadable, 'locked' where a FilePass record says so (MS-XLS 2.4.117). */
export async function readXls(bytes: Uint8Array): Promise<Content> {
  const streams = readOle(bytes);
  const book = streams.stream('Workbook') ?? streams.stream('Book');
  if (!book) throw new Unreadable('The file has no workbook inside.');
  checkBiff(book);
  const sheetjs = await load();
  return contentOf(sheetjs, book.length, () => sheetjs.read(book, options));
}

/** The sheets of an Excel 2003 XML file (SpreadsheetML). Throws Unreadable. */
export async function readExcelXml(bytes: Uint8Array): Promise<Content> {
  const sheetjs = await load();
  const { text } = decodeBytes(bytes);
  if (/<!DOCTYPE/i.test(text)) throw new Unreadable('The file holds a document type, which no office program writes.');
  if (!/<\/(?:\w+:)?Workbook\s*>\s*$/.test(text.slice(-1_000))) throw new Unreadable('The file is damaged (it ends in its middle).');
  return contentOf(sheetjs, bytes.length, () => {
    const book = sheetjs.read(text, { ...options, type: 'string' });
    // LibreOffice does not say where the cells beside a merge downwards stand (no ss:Index): they would be taken for their neighbours' values.
    for (const name of book.SheetNames) if (coversCells(book.Sheets[name])) throw new Unreadable('Merged cells of the workbook lie over other cells, so that their columns cannot be known.');
    return book;
  });
}

/** The sheets of a binary workbook (MS-XLSB), its zip unfolded under limits first. Throws Unreadable. */
export async function readXlsb(bytes: Uint8Array): Promise<Content> {
  const sheetjs = await load();
  const zip = await openZip(bytes, { ...limits, expandedBytes: 2 * maxBytes });
  const { CFB } = sheetjs;
  const copy = CFB.utils.cfb_new();
  let size = 0;
  for (const name of zip.names.filter((n) => /\.(?:bin|xml|rels)$/i.test(n) && !/vbaProject/i.test(n))) {
    const part = await zip.read(name) ?? new Uint8Array();
    size += part.length;
    CFB.utils.cfb_add(copy, `/${name}`, part);
  }
  return contentOf(sheetjs, size / 2, () => sheetjs.read(CFB.write(copy, { fileType: 'zip', type: 'buffer' }), options));
}

const options = { dense: true, cellFormula: false, cellHTML: false, cellText: false, cellNF: true, cellStyles: true, bookVBA: false, bookDeps: false, bookFiles: false } as const;

/** SheetJS with the code pages of files before Excel 97. */
async function load(): Promise<Library> {
  const [sheetjs, codepages] = await Promise.all([import('@e965/xlsx'), import('@e965/xlsx/dist/cpexcel.full.mjs')]);
  sheetjs.set_cptable(codepages);
  return sheetjs;
}

function contentOf(sheetjs: Library, bytes: number, read: () => SheetJs.WorkBook): Content {
  if (bytes > maxBytes) throw new Unreadable(`The workbook is bigger than ${maxBytes / 1_000_000} MB.`, 'too-much');
  let book: SheetJs.WorkBook;
  try {
    book = read();
  } catch (error) {
    if (error instanceof Error && /password/i.test(error.message)) throw new Unreadable('The file is protected with a password.', 'locked');
    throw asUnreadable(error);
  }
  const tables: Table[] = [];
  let left: number = limits.cells;
  for (const [i, name] of book.SheetNames.slice(0, maxSheets).entries()) {
    const sheet = book.Sheets[name];
    if (sheet?.['!data'] === undefined) continue;
    const rows = rowsOf(sheetjs, sheet, book.Workbook?.WBProps?.date1904 === true, left);
    left -= rows.reduce((sum, row) => sum + row.length, 0);
    tables.push({ name, hidden: (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0, rows });
  }
  if (tables.length === 0) throw new Unreadable('The workbook has no readable sheet.');
  return { tables, lines: [] };
}

function rowsOf(sheetjs: Library, sheet: SheetJs.WorkSheet, epoch1904: boolean, left: number): Table['rows'] {
  const gathered = sheetRows();
  let count = 0;
  sheet['!cols']?.forEach((column, c) => { if (column?.hidden) gathered.hideColumns(c, c); });
  sheet['!rows']?.forEach((row, r) => { if (row?.hidden) gathered.hideRow(r); });
  for (const { s, e } of sheet['!merges'] ?? []) gathered.merge(s.c, s.r, e.r);
  sheet['!data']?.forEach((cells, row) => cells?.forEach((cell, column) => {
    const text = cell === undefined ? '' : shown(sheetjs, cell, epoch1904).trim();
    if (text === '' || !gathered.add(column, row, text)) return;
    count += 1;
    if (count > left) throw new Unreadable(`The workbook has more than ${limits.cells} filled cells.`, 'too-much');
  }));
  return gathered.rows();
}

function shown(sheetjs: Library, cell: { readonly t: string; readonly v?: unknown; readonly z?: unknown }, epoch1904: boolean): string {
  const { t, v, z } = cell;
  switch (t) {
    case 's': return String(v ?? '');
    case 'b': return v === true ? 'SAND' : 'FALSK';
    case 'd': return v instanceof Date ? v.toISOString().slice(0, 10) : String(v ?? '');
    case 'n': return sheetjs.SSF.is_date(String(z ?? 'General')) ? serialDate(Number(v), epoch1904) : plainNumber(String(v));
    default: return '';
  }
}

function coversCells(sheet: SheetJs.WorkSheet | undefined): boolean {
  const data = sheet?.['!data'] ?? [];
  return (sheet?.['!merges'] ?? []).slice(0, 1_000).some(({ s, e }) => {
    for (let r = s.r; r <= Math.min(e.r, s.r + 1_000); r++) {
      for (let c = s.c; c <= Math.min(e.c, s.c + 200); c++) if ((r !== s.r || c !== s.c) && data[r]?.[c]?.v !== undefined) return true;
    }
    return false;
  });
}

