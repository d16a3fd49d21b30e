// Reads xlsx and xlsm (ECMA-376, transitional and strict) in one pass over its XML: every sheet as a table of shown texts.
// It refuses to compute: a formula gives the value stored with it, and macros, pictures and charts are passed over.
import type { Table } from '../../core/mail.ts';
import { limits, Unreadable, type Content } from './content.ts';
import { decodeXml, eachTag, eachTagIn } from './xml.ts';
import { readSheet, type SheetNeeds } from './xlsx/sheet.ts';
import { readSharedStrings } from './xlsx/strings.ts';
import { readDateStyles, readStruckStyles } from './xlsx/styles.ts';
import { isTrue } from './xlsx/values.ts';
import { openZip, type Zip } from './zip.ts';

const maxSheets = 60;

/** The sheets of a workbook, in its order. Throws Unreadable with a sentence when the file is no workbook, damaged or too big. */
export async function readXlsx(bytes: Uint8Array): Promise<Content> {
  return readWorkbook(await openZip(bytes));
}

/** The same from a zip already opened. */
export async function readWorkbook(zip: Zip): Promise<Content> {
  const workbook = await readWorkbookPart(zip);
  const needs: SheetNeeds = {
    shared: await readSharedStrings(zip, workbook.sharedStrings), epoch1904: workbook.epoch1904, left: limits.cells,
    dateStyles: async () => (needs.dates ??= await readDateStyles(zip, workbook.styles)),
    struck: await readStruckStyles(zip, workbook.styles),
  };
  const tables: Table[] = [];
  for (const sheet of workbook.sheets.slice(0, maxSheets)) {
    const rows = await readSheet(zip, sheet.path, needs);
    if (rows) tables.push({ name: sheet.name, hidden: sheet.hidden, rows });
  }
  if (tables.length === 0) throw new Unreadable('The workbook has no readable sheet.');
  if (tables.every((t) => t.rows.length === 0) && zip.names.some((n) => /(?:^|\/)media\/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf)$/i.test(n))) throw new Unreadable('The workbook holds only pictures.', 'scanned');
  return { tables, lines: await readComments(zip) };
}

/** What people noted on cells (ECMA-376 18.7, and the threaded comments of newer Excel), one line each: "D5: er stoppet". */
async function readComments(zip: Zip): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const path of zip.names.filter((n) => /(?:^|\/)(?:threadedComments?|comments?)\d*\.xml$/i.test(n)).slice(0, maxSheets)) {
    let at = '';
    let text = '';
    let within = false;
    await eachTagIn(zip, path, {
      open(name, a) {
        if (name === 'comment' || name === 'threadedComment') { at = a('ref') ?? ''; text = ''; }
        within ||= name === 't' || name === 'text';
      },
      text(piece) { if (within && text.length < 2_000) text += piece; },
      close(name) {
        if (name === 't' || name === 'text') within = false;
        if ((name === 'comment' || name === 'threadedComment') && text.trim() !== '' && lines.length < 1_000) lines.push(`${at}: ${text.replace(/\s+/g, ' ').trim()}`);
      },
    });
  }
  return lines;
}

async function textOf(zip: Zip, path: string): Promise<string> {
  return decodeXml(await zip.read(path) ?? await zip.read(zip.names.find((n) => n.toLowerCase() === path.toLowerCase()) ?? '') ?? new Uint8Array());
}

type WorkbookPart = {
  readonly sheets: readonly { readonly name: string; readonly path: string; readonly hidden: boolean }[];
  readonly sharedStrings: string;
  readonly styles: string;
  readonly epoch1904: boolean;
};

/** workbook.xml and its relations: names, order, visibility and paths of the sheets. */
async function readWorkbookPart(zip: Zip): Promise<WorkbookPart> {
  const path = zip.has('xl/workbook.xml') ? 'xl/workbook.xml' : zip.names.find((n) => /(^|\/)workbook\.xml$/i.test(n));
  if (path === undefined) throw new Unreadable('The file has no workbook inside.');
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const targets = new Map<string, string>();
  let sharedStrings: string | undefined;
  let styles: string | undefined;
  await eachTagIn(zip, `${folder}_rels/${path.slice(folder.length)}.rels`, { open(name, a) {
    if (name !== 'Relationship') return;
    const target = resolvePath(folder, a('Target') ?? '');
    targets.set(a('Id') ?? '', target);
    if (a('Type')?.endsWith('/sharedStrings')) sharedStrings = target;
    if (a('Type')?.endsWith('/styles')) styles = target;
  } });
  const sheets: { name: string; path: string; hidden: boolean }[] = [];
  let epoch1904 = false;
  const xml = await textOf(zip, path);
  // The relation's attribute is "r:id" nearly always; the prefix is the file's own choice.
  const prefix = /xmlns:(\w+)="[^"]*officeDocument\/(?:2006\/)?relationships"/.exec(xml)?.[1] ?? 'r';
  eachTag(xml, { open(name, a) {
    if (name === 'workbookPr') epoch1904 = isTrue(a('date1904'));
    if (name !== 'sheet') return;
    const target = targets.get(a(`${prefix}:id`) ?? '') ?? `${folder}worksheets/sheet${sheets.length + 1}.xml`;
    sheets.push({ name: a('name') ?? `Ark${sheets.length + 1}`, path: target, hidden: a('state') === 'hidden' || a('state') === 'veryHidden' });
  } });
  return { sheets, sharedStrings: sharedStrings ?? `${folder}sharedStrings.xml`, styles: styles ?? `${folder}styles.xml`, epoch1904 };
}

function resolvePath(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const parts = folder.split('/').filter(Boolean);
  for (const step of target.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.' && step !== '') parts.push(step);
  }
  return parts.join('/');
}
