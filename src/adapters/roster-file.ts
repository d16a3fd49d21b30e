// The roster as a file that Danish Excel opens: csv with semicolons, or xlsx with every cell as text.
// It refuses to let a kommune's words become a formula (OWASP, CSV injection).
import { writeXlsx, type CellStyle, type WriteSheet } from 'hucre/xlsx';
import { rosterColumns, rosterHeader, type RosterRow } from '../core/roster.ts';

/** UTF-8 with a byte order mark, semicolons, CRLF (RFC 4180). */
export function rosterCsv(rows: readonly RosterRow[]): Uint8Array {
  return new TextEncoder().encode(`\ufeff${lines(rows).map((cells) => `${cells.map(field).join(';')}\r\n`).join('')}`);
}

/** What a spreadsheet would take for a formula, full-width signs and blanks before the sign among it. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;

function field(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[;"\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const fontName = 'Calibri';
/** "@": as text, also after somebody has edited the cell. */
const text: CellStyle = { numFmt: '@', alignment: { vertical: 'top' } };
const heading: CellStyle = {
  font: { name: fontName, size: 11, bold: true, color: { rgb: 'FFFFFF' } }, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: '0B3D5C' } }, alignment: { vertical: 'center' },
};
const widths: Readonly<Record<keyof RosterRow, number>> = {
  code: 14, kommune: 28, region: 22, contact: 28, email: 34, phone: 18, userName: 34, phase: 26, loginSentAt: 18, linkGoodUntil: 18, loginUsedAt: 18, reportDeadline: 22, exempt: 10,
};

/** `at`: the file's own date. */
export async function rosterXlsx(rows: readonly RosterRow[], about: { readonly title: string; readonly creator: string; readonly at: Temporal.Instant }): Promise<Uint8Array> {
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  for (let row = 0; row <= rows.length; row += 1) for (const column of rosterColumns.keys()) cells.set(`${row},${column}`, { style: row === 0 ? heading : text });
  const at = new Date(about.at.epochMilliseconds);
  return writeXlsx({
    sheets: [{
      name: 'Kontaktpersoner',
      columns: rosterColumns.map((column) => ({ width: widths[column] })),
      rows: lines(rows).map((line) => line.map((cell) => (cell === '' ? null : cell))),
      cells,
      freezePane: { rows: 1 },
      autoFilter: { range: `A1:M${rows.length + 1}` },
      rowDefs: new Map([[0, { height: 22 }]]),
      pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, paperSize: 'a4' },
    }],
    defaultFont: { name: fontName, size: 11 },
    properties: { title: about.title, creator: about.creator, lastModifiedBy: about.creator, created: at, modified: at },
  });
}

function lines(rows: readonly RosterRow[]): readonly (readonly string[])[] {
  return [rosterColumns.map((column) => rosterHeader[column]), ...rows.map((row) => rosterColumns.map((column) => row[column]))];
}
