// The rows of one sheet of a workbook, in one pass over its XML.
// It refuses what cannot be seen: hidden rows and columns, and what is crossed out.
import type { Table } from '../../../core/mail.ts';
import { cellPlace } from '../cells.ts';
import { limits, Unreadable } from '../content.ts';
import { sheetRows } from '../sheet-rows.ts';
import { eachTagIn } from '../xml.ts';
import type { Zip } from '../zip.ts';
import { maxText, tooMuchText } from './strings.ts';
import { isStruck, isTrue, plainNumber, serialDate, unescapeOoxml } from './values.ts';

const maxCells = limits.cells;

export type SheetNeeds = {
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
export async function readSheet(zip: Zip, path: string, needs: SheetNeeds): Promise<Table['rows'] | undefined> {
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
