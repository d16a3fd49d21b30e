// What kommuner do with the contact list: fill it in, or make a table of their own.
// It refuses to know who made the list: a header row is looked for by its words, as a person's eye does.
import * as XLSX from '@e965/xlsx';
import iconv from 'iconv-lite';
import type { Person } from './people.ts';

export type Answer = {
  readonly code: string;
  readonly kommune: string;
  readonly region: string;
  readonly name: string;
  /** Null when they forgot it. */
  readonly email: string | null;
  readonly phone: string | null;
};

export function answerOf(kommune: { readonly code: string; readonly name: string }, region: string, person: Person, withPhone: boolean): Answer {
  return { code: kommune.code, kommune: kommune.name, region, name: person.name, email: person.email, phone: withPhone ? person.phone : null };
}

/** How a spreadsheet is saved: Excel today, Excel 97, OpenDocument. */
export type BookType = 'xlsx' | 'biff8' | 'ods';

/** The list that came with the letter, with the answer in this kommune's row, saved by another program. Throws when it has no such row. */
export function fillList(list: Uint8Array, answer: Answer, bookType: BookType = 'xlsx'): Uint8Array {
  const book = XLSX.read(list, { type: 'buffer', cellStyles: true });
  for (const name of book.SheetNames) {
    const sheet = book.Sheets[name];
    const place = sheet && findPlace(sheet, answer);
    if (!sheet || !place) continue;
    write(sheet, place.row, place.columns.name, answer.name);
    if (answer.email !== null) write(sheet, place.row, place.columns.email, answer.email);
    if (answer.phone !== null && place.columns.phone !== undefined) write(sheet, place.row, place.columns.phone, answer.phone);
    return XLSX.write(book, { type: 'buffer', bookType, compression: true }) as Uint8Array;
  }
  throw new Error(`the list has no row for ${answer.kommune} under headings for name and e-mail`);
}

type Columns = { readonly name: number; readonly email: number; readonly phone: number | undefined };

function findPlace(sheet: XLSX.WorkSheet, answer: Answer): { readonly row: number; readonly columns: Columns } | undefined {
  const range = XLSX.utils.decode_range(sheet['!ref'] ?? 'A1');
  const text = (row: number, column: number): string => {
    const cell = sheet[XLSX.utils.encode_cell({ r: row, c: column })] as XLSX.CellObject | undefined;
    return cell?.v === undefined ? '' : String(cell.v).trim();
  };
  for (let head = range.s.r; head <= range.e.r; head += 1) {
    const headings = Array.from({ length: range.e.c + 1 }, (_, column) => text(head, column).toLowerCase());
    const email = headings.findIndex((h) => /e-?mail/.test(h));
    const name = headings.findIndex((h, i) => i !== email && /navn|kontaktperson/.test(h));
    if (email < 0 || name < 0) continue;
    const phone = headings.findIndex((h) => /telefon|tlf/.test(h));
    for (let row = head + 1; row <= range.e.r; row += 1) {
      const cells = headings.map((_, column) => text(row, column));
      const ours = cells.some((cell) => cell === answer.kommune || cell.replace(/^0+/, '') === answer.code.replace(/^0+/, ''));
      if (ours) return { row, columns: { name, email, phone: phone < 0 ? undefined : phone } };
    }
  }
  return undefined;
}

function write(sheet: XLSX.WorkSheet, row: number, column: number, value: string): void {
  XLSX.utils.sheet_add_aoa(sheet, [[value]], { origin: { r: row, c: column } });
}

/** The answer as a table of their own, in one of several shapes with other headings. */
export function ownTable(shape: number, answer: Answer): readonly (readonly string[])[] {
  const { kommune, region, name, email, phone } = answer;
  const shapes: readonly (readonly (readonly [string, string])[])[] = [
    [['Kommunenavn', kommune], ['Navn på kontaktperson', name], ['Mailadresse', email ?? ''], ['Region', region]],
    [['Kommune', kommune], ['Kontakt', name], ['Mail', email ?? ''], ['Tlf.', phone ?? '']],
    [['Navn', name], ['E-mailadresse', email ?? ''], ['Telefonnr.', phone ?? ''], ['Myndighed', kommune]],
    [['Regional placering', region], ['Kommune', kommune], ['Kontaktperson', name], ['E-post', email ?? '']],
  ];
  const chosen = shapes[shape % shapes.length] ?? [];
  return [chosen.map(([heading]) => heading), chosen.map(([, value]) => value)];
}

/** The answer one below the other: a label and its value. */
export function labelTable(shape: number, { kommune, name, email, phone }: Answer): readonly (readonly string[])[] {
  const shapes: readonly (readonly (readonly [string, string])[])[] = [
    [['Kommune:', kommune], ['Kontaktperson:', name], ['E-mail:', email ?? ''], ['Telefon:', phone ?? '']],
    [['Kommunens navn', kommune], ['Kontaktpersonens navn', name], ['Kontaktpersonens mailadresse', email ?? '']],
    [['Navn', name], ['Mail', email ?? ''], ['Tlf.', phone ?? ''], ['Arbejdssted', kommune]],
  ];
  return shapes[shape % shapes.length] ?? [];
}

/** First and last name in columns of their own. */
export function twoNamesTable(shape: number, { kommune, email }: Answer, { firstName, lastName }: Person): readonly (readonly string[])[] {
  return shape % 2 === 0
    ? [['Kommune', 'Fornavn', 'Efternavn', 'E-mail'], [kommune, firstName, lastName, email ?? '']]
    : [['Fornavn', 'Efternavn', 'Mailadresse', 'Kommune'], [firstName, lastName, email ?? '', kommune]];
}

/** All kommuner below each other, with one row filled in: who has such a list writes in it. */
export function allRowsTable(kommuner: readonly { readonly code: string; readonly name: string }[], { kommune, name, email, phone }: Answer): readonly (readonly string[])[] {
  return [
    ['Nr.', 'Kommune', 'Kontaktperson', 'E-mail', 'Telefon'],
    ...kommuner.map((k) => (k.name === kommune ? [k.code, k.name, name, email ?? '', phone ?? ''] : [k.code, k.name, '', '', ''])),
  ];
}

/** A spreadsheet of their own, with a line of words above the table as offices like to have. */
export function ownSheet(table: readonly (readonly string[])[], title: string): Uint8Array {
  const sheet = XLSX.utils.aoa_to_sheet([[title], [], ...table.map((row) => ['', ...row])]);
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, 'Kontakt');
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Uint8Array;
}

/** The table as a Danish Excel saves it: semicolons, and windows-1252 or, where a name has other letters, UTF-8 with its mark. */
export function ownCsv(table: readonly (readonly string[])[]): Uint8Array {
  const text = table.map((row) => row.map((cell) => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(';')).join('\r\n').concat('\r\n');
  const ansi = iconv.encode(text, 'win1252');
  return iconv.decode(ansi, 'win1252') === text ? ansi : iconv.encode(text, 'utf8', { addBOM: true });
}
