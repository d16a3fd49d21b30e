// Reads xlsx and xlsm (ECMA-376, transitional and strict) in one pass over its XML: every sheet as a table of shown texts.
// It refuses to compute: a formula gives the value stored with it, and macros, pictures and charts are passed over.
import { Buffer } from 'node:buffer';
import type { Table } from '../../core/mail.ts';
import { cellPlace } from './cells.ts';
import { limits, Unreadable, type Content } from './content.ts';
import { sheetRows } from './sheet-rows.ts';
import { decodeXml, eachTag, eachTagIn } from './xml.ts';
import { openZip, type Zip } from './zip.ts';

const maxCells = limits.cells;
const maxSheets = 60;
/** Characters that the cells of a workbook may hold together. */
const maxText = 10_000_000;

/** The sheets of a workbook, in its order. Throws Unreadable with a sentence when the file is no workbook, damaged or too big. */
export async function readXlsx(bytes: Uint8Array): Promise<Content> {
  return readWorkbook(await openZip(bytes));
}

/** The same from a zip already opened. */
export async function readWorkbook(zip: Zip): Promise<Content> {
  const workbook = await readWorkbookPart(zip);
  const needs: SheetNeeds = {
    shared: await readSharedStrings(zip, workbook.sharedStrings), epoch1904: workbook.epoch1904, left: maxCells,
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

/** The shared strings, rich text joined, phonetic guides left out. */
async function readSharedStrings(zip: Zip, path: string): Promise<readonly string[]> {
  let left = maxText;
  const strings: string[] = [];
  let text = '';
  let within = false;
  let phonetic = 0;
  let crossedOut = false;
  await eachTagIn(zip, path, {
    open(name, a) {
      if (name === 'si') text = '';
      else if (name === 'r') crossedOut = false;
      else if (name === 'strike') crossedOut = isStruck(a('val'));
      else if (name === 't') within = phonetic === 0;
      else if (name === 'rPh') phonetic += 1;
    },
    text(piece) { if (within && !crossedOut) text += piece; },
    close(name) {
      if (name === 'r') crossedOut = false;
      if (name === 'si') {
        strings.push(unescapeOoxml(text));
        left -= text.length + 10;
        if (left < 0) throw tooMuchText();
      }
      else if (name === 't') within = false;
      else if (name === 'rPh') phonetic -= 1;
    },
  });
  return strings;
}

/** Which cell styles show a date: built-in formats 14 to 22 and 45 to 47, or an own format with day, month or year in it. */
async function readDateStyles(zip: Zip, path: string): Promise<readonly boolean[]> {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCellXfs = false;
  await eachTagIn(zip, path, {
    open(name, a) {
      if (name === 'numFmt') own.set(Number(a('numFmtId')), showsDate(a('formatCode') ?? ''));
      else if (name === 'cellXfs') inCellXfs = true;
      else if (name === 'xf' && inCellXfs) {
        const id = Number(a('numFmtId') ?? 0);
        styles.push(own.get(id) ?? ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47)));
      }
    },
    close(name) { if (name === 'cellXfs') inCellXfs = false; },
  });
  return styles;
}

/** The styles whose font is struck through (ECMA-376 18.4.10): what is crossed out is not said. Read only where the word stands at all. */
async function readStruckStyles(zip: Zip, path: string): Promise<ReadonlySet<number>> {
  const struck = new Set<number>();
  const bytes = await zip.read(path);
  if (bytes === undefined || !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('strike')) return struck;
  const fonts: boolean[] = [];
  let style = -1;
  let within = '';
  await eachTagIn(zip, path, {
    open(name, a) {
      if (name === 'fonts' || name === 'cellXfs') within = name;
      else if (name === 'font' && within === 'fonts') fonts.push(false);
      else if (name === 'strike' && within === 'fonts') fonts[fonts.length - 1] = isStruck(a('val'));
      else if (name === 'xf' && within === 'cellXfs') {
        style += 1;
        if (fonts[Number(a('fontId') ?? 0)] === true) struck.add(style);
      }
    },
    close(name) { if (name === within) within = ''; },
  });
  return struck;
}

function isStruck(value: string | undefined): boolean {
  return value === undefined || isTrue(value);
}

function showsDate(format: string): boolean {
  return /[dy]|m{1,4}(?!.*[0#])/i.test(format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '')) && !/general/i.test(format);
}

type SheetNeeds = {
  readonly shared: readonly string[];
  readonly epoch1904: boolean;
  /** Filled cells that may still come. */
  left: number;
  dates?: readonly boolean[];
  /** Styles of what is crossed out. */
  readonly struck: ReadonlySet<number>;
  /** Which styles show a date: read when the first number with a style of its own has come. */
  readonly dateStyles: () => Promise<readonly boolean[]>;
};

/** The rows of a sheet that hold something and can be seen; empty cells are left out, cells of a vertical merge repeat the merged text. */
async function readSheet(zip: Zip, path: string, needs: SheetNeeds): Promise<Table['rows'] | undefined> {
  const { shared } = needs;
  let crossedOut = false;
  const gathered = sheetRows();
  /** Numbers that may be dates. */
  const styled: { readonly column: number; readonly row: number; readonly value: string; readonly style: number }[] = [];
  let said = 0;
  let row = -1;
  let column = -1;
  let type = '';
  let style = 0;
  let value = '';
  let taking = false;
  let phonetic = 0;
  let hiddenRow = false;
  const endCell = () => {
    if (needs.struck.has(style)) return;
    const text = shown(type, value, shared).trim();
    if (text === '' || hiddenRow) return;
    if (!gathered.add(column, row, text)) return;
    if (type === 'n' && style !== 0) styled.push({ column, row, value, style });
    needs.left -= 1;
    said += text.length;
    if (needs.left < 0) throw new Unreadable(`The workbook has more than ${maxCells} filled cells.`, 'too-much');
    if (said > maxText) throw tooMuchText();
  };
  const found = await eachTagIn(zip, path, {
    open(name, a) {
      switch (name) {
        case 'c': {
          const place = cellPlace(a('r') ?? '');
          column = place?.column ?? column + 1;
          row = place?.row ?? row;
          type = a('t') ?? 'n';
          style = Number(a('s') ?? 0);
          value = '';
          break;
        }
        case 'v': case 't': taking = phonetic === 0; break;
        case 'row':
          row = a('r') === undefined ? row + 1 : Number(a('r')) - 1;
          column = -1;
          hiddenRow = isTrue(a('hidden')) || Number(a('ht') ?? 1) < 0.5;
          break;
        case 'col':
          if (isTrue(a('hidden')) || Number(a('width') ?? 1) < 0.1) gathered.hideColumns(Number(a('min')) - 1, Number(a('max')) - 1);
          break;
        case 'rPh': phonetic += 1; break;
        case 'r': crossedOut = false; break;
        case 'strike': crossedOut = isStruck(a('val')); break;
        case 'mergeCell': {
          const [from, to] = (a('ref') ?? '').split(':').map((place) => cellPlace(place));
          if (from && to) gathered.merge(from.column, from.row, to.row);
          break;
        }
        default: break;
      }
    },
    text(piece) { if (taking && !crossedOut) value += piece; },
    close(name) {
      if (name === 'r') crossedOut = false;
      if (name === 'v' || name === 't') taking = false;
      else if (name === 'c' && value !== '') endCell();
      else if (name === 'rPh') phonetic -= 1;
    },
  });
  if (!found) return undefined;
  const dates = styled.length > 0 ? await needs.dateStyles() : [];
  for (const cell of styled) if (dates[cell.style] === true) gathered.add(cell.column, cell.row, serialDate(Number(cell.value), needs.epoch1904));
  return gathered.rows();
}

/** What a cell shows, but for dates, which only its style tells. */
function shown(type: string, value: string, shared: readonly string[]): string {
  switch (type) {
    case 's': return shared[Number(value)] ?? '';
    case 'inlineStr': case 'str': return unescapeOoxml(value);
    case 'b': return isTrue(value) ? 'SAND' : 'FALSK';
    case 'e': return '';
    case 'd': return value.slice(0, 10);
    default: return plainNumber(value);
  }
}

function tooMuchText(): Unreadable {
  return new Unreadable(`The workbook holds more than ${maxText / 1_000_000} million characters.`, 'too-much');
}

/** A date serial as an ISO day (ECMA-376 18.17.4); the 1900 system counts a 29 February 1900 that never was. */
export function serialDate(serial: number, epoch1904: boolean): string {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return String(serial);
  const whole = Math.floor(serial);
  const days = epoch1904 ? whole + 1462 : whole;
  return new Date(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * 86_400_000).toISOString().slice(0, 10);
}

/** "45000000" for 4.5E7: Excel writes long numbers with an exponent. */
export function plainNumber(value: string): string {
  const n = Number(value);
  return Number.isFinite(n) && Math.abs(n) < 1e15 ? String(n) : value;
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

/** Excel writes control characters as _x000D_ (ECMA-376 22.9.2.19). */
function unescapeOoxml(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
}
