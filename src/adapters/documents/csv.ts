// Reads text with separators: semicolon, tab, comma or bar, whatever charset its bytes are in.
// It refuses to see a table in prose: the lines must agree on the number of their fields.
import { parse } from 'csv-parse/sync';
import type { Table } from '../../core/mail.ts';
import { decodeBytes } from '../charset.ts';
import { cellName } from './cells.ts';
import type { Content } from './content.ts';

const maxCells = 200_000;

/** The text of a file by its bytes, as lines and, where it has fields, as one table. */
export async function readText(bytes: Uint8Array, filename = ''): Promise<Content & { readonly readAs: 'csv' | 'text' }> {
  const { text } = decodeBytes(bytes);
  const clean = text.replace(/^\ufeff/, '').replaceAll('\0', '');
  const lines = clean.split(/\r\n|\n|\r/);
  const table = tableOf(clean, lines, /\.(?:csv|tsv|tab)$/i.test(filename));
  return table ? { readAs: 'csv', tables: [table], lines } : { readAs: 'text', tables: [], lines };
}

/** Runs of lines with tabs, semicolons or bars between their words, as tables: what a sheet pasted into a plain mail becomes. */
export function tabbedTables(lines: readonly string[]): readonly Table[] {
  const tables: Table[] = [];
  let run: (readonly string[])[] = [];
  const end = () => {
    if (run.length > 1) tables.push({ name: `Tabel ${tables.length + 1}`, hidden: false, rows: rowsOf(run) });
    run = [];
  };
  for (const line of lines) {
    if (line.trim() === '' && run.length > 0) continue;
    const fields = line.includes('\t') ? line.split('\t') : /^[^;|.!?]{1,60}(?:[;|][^;|!?]{0,80})+$/.test(line) ? line.split(/[;|]/) : [];
    if (fields.length > 1 && (run.length === 0 || run[0]?.length === fields.length || line.includes('\t'))) run.push(fields);
    else end();
  }
  end();
  return tables;
}

function tableOf(text: string, lines: readonly string[], namedAsTable: boolean): Table | undefined {
  const announced = /^sep=(.)\r?\n/i.exec(text);
  const body = announced ? text.slice(announced[0].length) : text;
  const delimiter = announced?.[1] ?? findDelimiter(lines, namedAsTable);
  if (delimiter === undefined) return undefined;
  try {
    const records = parse(body, { delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: false, bom: true, to: Math.ceil(maxCells / 4) });
    return { name: '', hidden: false, rows: rowsOf(records) };
  } catch {
    return { name: '', hidden: false, rows: rowsOf(body.split(/\r\n|\n|\r/).map((line) => line.split(delimiter))) };
  }
}

function findDelimiter(lines: readonly string[], namedAsTable: boolean): string | undefined {
  const filled = lines.filter((l) => l.trim() !== '').slice(0, 50);
  if (filled.length === 0) return undefined;
  for (const [delimiter, least] of [[';', 2], ['\t', 2], ['|', 2], [',', 3]] as const) {
    const counts = filled.map((l) => l.replace(/"[^"]*"/g, '').split(delimiter).length);
    const usual = mostCommon(counts);
    const agreeing = counts.filter((c) => c === usual).length;
    if (usual >= (namedAsTable ? 2 : least) && agreeing >= Math.ceil(filled.length * 0.6) && (filled.length > 1 || namedAsTable)) return delimiter;
  }
  return undefined;
}

function mostCommon(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const c of counts) times.set(c, (times.get(c) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

function rowsOf(records: readonly (readonly string[])[]): Table['rows'] {
  return records.map((fields, row) => fields.flatMap((field, column) => {
    const text = field.trim();
    return text === '' ? [] : [{ at: cellName(column, row), text }];
  }));
}
