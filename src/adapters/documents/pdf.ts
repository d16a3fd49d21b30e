// Reads a PDF with unpdf's pdf.js: tables by their ruled lines, by their tags or by position, form fields, and the lines of text.
// It refuses to see more than a person sees: text hidden under a scan is not read, a file cut short or locked is not read, and nothing is fetched or run.
import { limits, Unreadable, type Content } from './content.ts';
import { blocksByPosition, type Block } from './pdf/by-position.ts';
import { readDrawing, type Drawing, type PageNeeds, type Word } from './pdf/drawing.ts';
import { formTable, readAnnotations, typedWords, withoutStruck, type Annotations, type Field } from './pdf/form.ts';
import { readingGroups } from './pdf/gutters.ts';
import { latticeTables, type PageTable } from './pdf/lattice.ts';
import { linesOf, readable } from './pdf/lines.ts';
import { overPages, type PlacedTable } from './pdf/over-pages.ts';
import { textOfLine } from './pdf/seams.ts';
import { taggedTables, type StructNode } from './pdf/tagged.ts';

const maxPages = 60;
const maxWords = 150_000;
/** Objects a file may define; a long report has some thousands. */
const maxObjects = 200_000;
/** Drawing operators on one page; a dense map has some hundred thousand. */
const maxOperators = 1_000_000;
/** A picture of a page with no more letters than this (a scanner's stamp) is a scan. */
const stampLetters = 120;

/** Of pdf.js as much as is used here. */
type PdfPage = {
  readonly rotate: number;
  readonly getViewport: (options: { scale: number }) => { readonly transform: readonly number[]; readonly width: number; readonly height: number };
  readonly getOperatorList: (options: { annotationMode: number }) => Promise<{ readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] }>;
  readonly getAnnotations: () => Promise<readonly unknown[]>;
  readonly getStructTree: () => Promise<StructNode | null>;
  readonly commonObjs: { readonly has: (id: string) => boolean; readonly get: (id: string) => unknown };
  readonly cleanup: () => void;
};
type PdfDocument = {
  readonly numPages: number;
  readonly getPage: (n: number) => Promise<PdfPage>;
  readonly getMetadata: () => Promise<{ readonly info: Readonly<Record<string, unknown>> }>;
  readonly getOptionalContentConfig: () => Promise<{ readonly isVisible: (group: unknown) => boolean }>;
};
type Loading = { readonly promise: Promise<PdfDocument>; readonly destroy: () => Promise<void> };

/** A page as drawn, with what people put onto it. */
type DrawnPage = { readonly drawing: Drawing; readonly annotations: Annotations; readonly tree: StructNode | null };
type ReadPage = DrawnPage & { readonly tables: readonly PageTable[]; readonly blocks: readonly Block[]; readonly letters: number };

/**
 * The tables and lines of a PDF's first 60 pages. Throws Unreadable: 'locked' when a password is needed, 'scanned' when its pages are pictures
 * (an invisible layer of recognised text does not count), 'damaged', 'too-much', or 'unknown-format' for a form that only Adobe Reader shows.
 */
export async function readPdf(bytes: Uint8Array): Promise<Content> {
  checkWhole(bytes);
  const { getResolvedPDFJS } = await import('unpdf');
  const pdfjs = await getResolvedPDFJS();
  const loading = pdfjs.getDocument({
    // pdf.js takes the buffer over.
    data: new Uint8Array(bytes), verbosity: 0, stopAtErrors: false, enableXfa: false, disableFontFace: true, useSystemFonts: true, useWorkerFetch: false, useWasm: false,
    // Every picture is too big: none is decoded.
    isOffscreenCanvasSupported: false, isImageDecoderSupported: false, maxImageSize: 1, disableAutoFetch: true, disableStream: true, disableRange: true,
  }) as unknown as Loading;
  try {
    return await readDocument(await loading.promise, pdfjs.OPS as unknown as Readonly<Record<string, number>>);
  } catch (error) {
    throw unreadableFor(error);
  } finally {
    await loading.destroy().catch(() => undefined);
  }
}

/** A PDF ends with "%%EOF" (ISO 32000-1, 7.5.5); pdf.js would read what is left of one cut short, and a half answer may be a wrong one. */
function checkWhole(bytes: Uint8Array): void {
  const tail = new TextDecoder('latin1').decode(bytes.subarray(Math.max(0, bytes.length - 2_048)));
  if (!tail.includes('%%EOF')) throw new Unreadable('The PDF is cut short.');
  let objects = 0;
  for (let i = 4; i + 2 < bytes.length; i++) {
    // " obj"
    if (bytes[i] === 0x6f && bytes[i + 1] === 0x62 && bytes[i + 2] === 0x6a && bytes[i - 1] === 0x20) objects += 1;
  }
  if (objects > maxObjects) throw new Unreadable(`The PDF has more than ${maxObjects} objects.`, 'too-much');
}

function unreadableFor(error: unknown): Unreadable {
  if (error instanceof Unreadable) return error;
  const [name, message] = error instanceof Error ? [error.name, error.message] : ['', String(error)];
  if (name === 'PasswordException') return new Unreadable('The PDF is protected with a password.', 'locked');
  if (/encrypt|security handler|unknown crypto/i.test(message)) return new Unreadable('The PDF is protected in a way that cannot be opened.', 'locked');
  return new Unreadable(`The PDF is damaged (${message.slice(0, 120)}).`);
}

async function readDocument(document: PdfDocument, ops: Readonly<Record<string, number>>): Promise<Content> {
  const layers = await document.getOptionalContentConfig();
  const { info } = await document.getMetadata();
  const clipsOverflow = /LibreOffice|OpenOffice|Collabora/i.test(`${String(info['Creator'])} ${String(info['Producer'])}`) || info['Creator'] === 'Calc';
  const drawn: DrawnPage[] = [];
  let words = 0;
  for (let n = 1; n <= Math.min(document.numPages, maxPages); n++) {
    const page = await drawPage(await document.getPage(n), { ops, isVisible: (group) => layers.isVisible(group), clipsOverflow });
    words += page.drawing.words.length;
    if (words > maxWords) throw new Unreadable(`The PDF has more than ${maxWords} words.`, 'too-much');
    drawn.push(page);
  }
  if (drawn.length === 0) throw new Unreadable('The PDF has no pages.');
  const fields = drawn.flatMap((p) => p.annotations.fields);
  const form = formTable(fields);
  const placed = new Set(form.placed);
  const pages = drawn.map((page) => layOut(page, page.annotations.fields.filter((f) => placed.has(f))));
  const lines = pages.flatMap((p, i) => [...(i > 0 ? [''] : []), ...linesOfPage(p)]);
  if (info['IsXFAPresent'] === true && fields.every((f) => f.value === '') && /please wait|vent venligst|adobe reader|adobe\.com/i.test(lines.join(' '))) {
    throw new Unreadable('The PDF is an Adobe form (XFA) that only Adobe Reader shows.', 'unknown-format');
  }
  const typed = pages.some((p) => p.annotations.typed.length + p.annotations.comments.length > 0) || fields.some((f) => f.value !== '');
  if (!typed && pages.every((p) => p.letters === 0 || (p.drawing.pictured && p.letters <= stampLetters))) throw new Unreadable('The PDF holds only pictures (a scan).', 'scanned');
  const tables = [...(form.table ? [form.table] : []), ...overPages(pages.map(placedTables))];
  const cells = tables.reduce((sum, t) => sum + t.rows.reduce((n, row) => n + row.length, 0), 0);
  if (cells > limits.cells || tables.length > limits.tables || lines.length > limits.lines) throw new Unreadable('The PDF has too many tables or lines.', 'too-much');
  return { tables, lines };
}

async function drawPage(page: PdfPage, needs: Pick<PageNeeds, 'ops' | 'isVisible' | 'clipsOverflow'>): Promise<DrawnPage> {
  const { fnArray, argsArray } = await page.getOperatorList({ annotationMode: 0 });
  if (fnArray.length > maxOperators) throw new Unreadable(`A page of the PDF takes more than ${maxOperators} steps to draw.`, 'too-much');
  const tree = await page.getStructTree();
  const drawing = readDrawing({
    ...needs, fnArray, argsArray, viewport: page.getViewport({ scale: 1 }), pageId: pageIdOf(tree),
    font: (name) => (page.commonObjs.has(name) ? page.commonObjs.get(name) as { fontMatrix?: readonly number[] } : null),
  });
  const annotations = readAnnotations(await page.getAnnotations(), drawing.place);
  page.cleanup();
  if (!drawing.whole) throw new Unreadable('A page of the PDF breaks off.');
  return { drawing, annotations, tree };
}

function layOut(page: DrawnPage, fields: readonly Field[]): ReadPage {
  const { drawing, annotations, tree } = page;
  const typed = [...annotations.typed, ...fields.flatMap((f, i) => (f.value === '' ? [] : typedWords(f.value, f.box, f.size, 1_000 * (i + 1))))];
  const printed = withoutStruck(readable(drawing.words, drawing.rules), annotations.struck);
  const all = [...printed, ...typed];
  const ruled = latticeTables(all, drawing.rules);
  const inRuled = new Set(ruled.flatMap((t) => [...t.words]));
  // What was typed onto a page has no tag: such a page is read by position.
  const tagged = typed.length > 0 ? [] : taggedTables(tree, printed).filter((t) => [...t.words].every((w) => !inRuled.has(w)));
  const inTagged = new Set(tagged.flatMap((t) => [...t.words]));
  const rest = all.filter((w) => !inRuled.has(w) && !inTagged.has(w));
  const blocks = readingGroups(rest).flatMap((group) => blocksByPosition(group, drawing.rules, [...ruled, ...tagged]));
  return { ...page, tables: [...ruled, ...tagged], blocks, letters: all.reduce((sum, w) => sum + w.text.length, 0) };
}

/** "p1R" of the ids "p1R_mc0" in a structure tree. */
function pageIdOf(tree: StructNode | null): string {
  for (const node of tree?.children ?? []) {
    const id = node.type === 'content' ? node.id?.replace(/_mc\d+$/, '') ?? '' : pageIdOf(node);
    if (id !== '') return id;
  }
  return '';
}

/** All lines of a page in reading order; a row of a table is one line with tabs between its cells. */
function linesOfPage({ tables, blocks, annotations, drawing }: ReadPage): readonly string[] {
  const lines: string[] = [];
  const waiting = [...tables].sort((a, b) => a.top - b.top);
  const rowsOf = (table: PageTable) => table.rows.map((row) => row.map((cell) => cell.text.replaceAll('\n', ' ')).join('\t'));
  for (const block of blocks) {
    while (waiting[0] && waiting[0].top < block.top) lines.push(...rowsOf(waiting.shift() as PageTable));
    lines.push(...block.lines);
  }
  for (const table of waiting) lines.push(...rowsOf(table));
  const aside = Map.groupBy(drawing.aside, (w: Word) => Math.round(w.size));
  for (const words of aside.values()) lines.push(...linesOf(words).map(textOfLine));
  return [...lines, ...annotations.comments];
}

/** The tables of a page from top to bottom: ruled, tagged, and found by position. */
function placedTables({ tables, blocks }: ReadPage): readonly PlacedTable[] {
  return [...tables, ...blocks.filter((b) => b.rows.length > 0)].sort((a, b) => a.top - b.top);
}
