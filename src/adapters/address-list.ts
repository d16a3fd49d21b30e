// Reads the list of main mailboxes (csv or xlsx) that the campaign names: one kommune a line, by code or name.
// It refuses to guess: a line it can't place, and an address it can't send to, become sentences with line and cure.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { z } from 'zod';
import { findKommune, type Kommune, type Register } from '../core/kommune.ts';
import { decodeBytes } from './charset.ts';

export type AddressEntry = { readonly code: string; readonly name: string; readonly address: string };

export type LoadedAddresses = {
  /** In the order of the list, each kommune once; kommuner with a blank cell are left out. */
  readonly entries: readonly AddressEntry[];
  /** One sentence each, in English, with the line and what to do. */
  readonly problems: readonly string[];
};

/** The columns by their heading, as lists out there call them; headings are compared in lower case, letters only. */
const headings = {
  code: ['kommunekode', 'kommunenr', 'kommunenummer', 'kode', 'myndighedskode', 'code'],
  name: ['kommune', 'kommunenavn', 'navn', 'name'],
  address: ['hovedpostkasse', 'postkasse', 'email', 'mail', 'mailbox', 'mailadresse', 'emailadresse', 'officielemail', 'hovedmail', 'sikkermail', 'mainmailbox'],
} as const;

type Row = { readonly line: number; readonly cells: readonly string[] };
type Columns = { readonly code: number; readonly name: number; readonly address: number };

const address = z.email({ pattern: /^[^\s@<>()[\]\\,;:"]{1,64}@(?:[a-z0-9æøåé](?:[a-z0-9æøåé-]*[a-z0-9æøåé])?\.)+[a-z]{2,}$/i });

/** Never rejects: a file that can't be read is a problem of its own. */
export async function loadAddressList(file: string, register: Register): Promise<LoadedAddresses> {
  let rows: readonly Row[];
  try {
    const bytes = await readFile(file);
    rows = isZip(bytes) ? await xlsxRows(bytes) : csvRows(decodeBytes(bytes).text);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { entries: [], problems: [missing
      ? `the address list ${file} is not there: put it there, or correct recipients.addressList in the campaign file`
      : `the address list ${file} can't be read (${error instanceof Error ? error.message : String(error)}): save it anew as csv or xlsx`] };
  }
  return readRows(path.basename(file), rows, register);
}

function readRows(file: string, rows: readonly Row[], register: Register): LoadedAddresses {
  const [head, ...body] = rows.slice(rows.findIndex((row) => columnsOf(row) !== undefined));
  const columns = head && columnsOf(head);
  if (!columns) {
    return { entries: [], problems: [`the address list ${file} has no line of headings: its first line must say Kommunekode;Kommune;Hovedpostkasse (code or name, and the mailbox)`] };
  }
  const entries = new Map<string, AddressEntry & { readonly line: number }>();
  const problems: string[] = [];
  for (const { line, cells } of body) {
    const at = (column: number): string => (column < 0 ? '' : cells[column] ?? '').replaceAll('\u00a0', ' ').trim();
    const [code, name, written] = [at(columns.code), at(columns.name), at(columns.address)];
    if (code === '' && name === '' && written === '') continue;
    const where = `line ${line} of ${file}`;
    const found = kommuneOf(register, code, name);
    if (typeof found === 'string') {
      problems.push(`${where} ${found}`);
      continue;
    }
    const mailbox = written.replace(/^mailto:/i, '').replace(/^.*<([^<>]*)>$/, '$1').trim();
    if (mailbox === '') continue;
    if (!address.safeParse(mailbox).success) {
      problems.push(`${where} has "${written}" for ${found.name}, which is no single e-mail address: write it as navn@kommune.dk`);
      continue;
    }
    const before = entries.get(found.code);
    if (before && before.address.toLowerCase() !== mailbox.toLowerCase()) {
      problems.push(`${where} gives ${found.name} the mailbox ${mailbox}, and line ${before.line} gives it ${before.address}: keep one of the two`);
    } else if (!before) entries.set(found.code, { code: found.code, name: found.name, address: mailbox, line });
  }
  return { entries: [...entries.values()].map(({ code, name, address: mailbox }) => ({ code, name, address: mailbox })), problems };
}

/** The kommune of a line, or what is wrong with it as the end of a sentence. Code and name must not disagree. */
function kommuneOf(register: Register, code: string, name: string): Kommune | string {
  const byCode = code === '' ? undefined : findKommune(register, code);
  const byName = name === '' ? undefined : findKommune(register, name);
  if (code !== '' && !byCode) return `has the code "${code}"${name === '' ? '' : ` for ${name}`}, which is no kommune's: correct the code or remove the line`;
  if (name !== '' && !byName && !byCode) return `has the name "${name}", which is no kommune's: correct the name or add its code`;
  if (byCode && byName && byCode.code !== byName.code) return `has the code ${code}, which is ${byCode.name}'s, with the name "${name}": correct one of the two`;
  return byCode ?? byName ?? 'has a mailbox without kommune: add the code or the name';
}

function columnsOf(row: Row): Columns | undefined {
  const names = row.cells.map((cell) => cell.toLowerCase().replace(/[^a-zæøå]/g, ''));
  const find = (wanted: readonly string[]): number => names.findIndex((name) => wanted.includes(name));
  const columns = { code: find(headings.code), name: find(headings.name), address: find(headings.address) };
  return columns.address >= 0 && (columns.code >= 0 || columns.name >= 0) ? columns : undefined;
}

/** Separator by the most frequent candidate in the first line that has one; Excel's "sep=;" line is obeyed. */
function csvRows(raw: string): readonly Row[] {
  const text = raw.replace(/^\ufeff/, '');
  const announced = /^sep=(.)\r?\n/i.exec(text);
  const first = text.split(/\r\n|\n|\r/).find((line) => /[;\t,|]/.test(line) && !/^sep=/i.test(line)) ?? '';
  const delimiter = announced?.[1] ?? [';', '\t', ',', '|'].map((c) => [c, first.split(c).length] as const).toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ';';
  const options = { delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: true, info: true } as const;
  // With `info` each record comes with where it stands; the package's types do not say so.
  const records = parse(announced ? text.slice(announced[0].length) : text, options) as unknown as readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  return records.map(({ record, info }) => ({ line: info.lines + (announced ? 1 : 0), cells: record }));
}

async function xlsxRows(bytes: Uint8Array): Promise<readonly Row[]> {
  const { sheets } = await readXlsx(bytes);
  const tables = sheets.map((sheet) => sheet.rows.map((cells, i): Row => ({ line: i + 1, cells: cells.map((cell) => textOfCell(cell)) })));
  return tables.find((rows) => rows.some((row) => columnsOf(row))) ?? tables[0] ?? [];
}

function textOfCell(cell: unknown): string {
  return typeof cell === 'string' ? cell : typeof cell === 'number' ? String(cell) : '';
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}
