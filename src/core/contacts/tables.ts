// Finds contacts in tables: a heading row anywhere, labels with their values beside them, or a row that speaks for itself.
// It refuses to fill one row's gap from another, and takes neither the form's help lines nor its example for an answer.
import type { Cell, Document, Table } from '../mail.ts';
import { roleOf, type Role } from './columns.ts';
import { cellSpeaksAgainst } from './judge.ts';
import { foundFrom, type FoundContact } from './found.ts';
import { isPersonName, isTitle, readEmail, readName, readPhone } from './validation.ts';


export type TableContacts = {
  readonly contacts: readonly FoundContact[];
  /** True when a table has the headings of a contact list, filled or not. */
  readonly isList: boolean;
  /** Kommuner written in rows of a list in which nothing was filled in. */
  readonly emptyRows: readonly string[];
};

/** The contacts in a document's visible tables. */
export function contactsInTables(document: Document): TableContacts {
  const contacts: FoundContact[] = [];
  const emptyRows: string[] = [];
  let isList = false;
  // A signature is often a table with a name and an address: without headings only a sheet is believed.
  const isSheet = document.readAs === 'xlsx' || document.readAs === 'xls' || document.readAs === 'ods' || document.readAs === 'csv';
  for (const whole of document.tables) {
    if (whole.hidden) continue;
    const table = withLabelsApart(whole);
    const place = (cell: Cell) => [document.source, table.name, cell.at].filter((s) => s !== '').join('!');
    const called = titleSpeaksAgainst(table.name) ? [`The sheet is called "${table.name}".`] : [];
    const read = byHeadings(table, place) ?? byLabels(table, place) ?? (isSheet ? byThemselves(table, place) : undefined);
    if (!read) continue;
    contacts.push(...read.contacts.map((c) => (called.length === 0 ? c : { ...c, doubts: [...c.doubts, ...called] })));
    emptyRows.push(...read.emptyRows);
    isList ||= read.isList;
  }
  return { contacts, isList, emptyRows };
}

/** "Navn: Mette Holm" in one cell is a label and its value: a sheet filled in like a form on paper. */
function withLabelsApart(table: Table): Table {
  const parts = (row: readonly Cell[]): readonly Cell[] => {
    const [cell, second] = row;
    const found = cell === undefined || second !== undefined ? null : /^([^:@\n]{2,45}):\s*(\S[^\n]*)$/.exec(cell.text);
    return cell && found && roleOf(found[1] ?? '') !== undefined ? [{ at: cell.at, text: found[1] ?? '' }, { at: cell.at, text: found[2] ?? '' }] : row;
  };
  return table.rows.some((row) => row.length === 1 && row[0]?.text.includes(':')) ? { ...table, rows: table.rows.map(parts) } : table;
}

type Place = (cell: Cell) => string;
type Columns = ReadonlyMap<string, Role>;
type Headings = { readonly columns: Columns; readonly texts: ReadonlyMap<string, string> };

/** The column letters of a heading row by role, and all its texts; undefined when the row is none: it needs a name or address and one more. */
function headingRow(row: readonly Cell[]): Headings | undefined {
  const columns = new Map<string, Role>();
  const taken = new Set<Role>();
  for (const cell of row) {
    // "Kontaktperson 1" beside "Kontaktperson 2".
    const role = roleOf(cell.text.replace(/\s+1$/, ''));
    if (role === undefined || taken.has(role)) continue;
    taken.add(role);
    columns.set(columnOf(cell), role);
  }
  const named = taken.has('name') || taken.has('lastName');
  const known = taken.size;
  if (known < 2 || !(named || taken.has('email'))) return undefined;
  // "Navn: | Mette Holm" is a label with its value, not two headings.
  const sure = named && taken.has('email') && row.every((cell) => cell.text.length <= 40 && !cell.text.includes('@'));
  return sure || known * 2 >= row.length ? { columns, texts: new Map(row.map((cell) => [columnOf(cell), cell.text])) } : undefined;
}

function columnOf(cell: Cell): string {
  return cell.at.replace(/\d+$/, '');
}

function byHeadings(table: Table, place: Place): TableContacts | undefined {
  let headings: Headings | undefined;
  /** What stands above the list and says that it is an old one, a draft, of something else. */
  const titles: string[] = [];
  const contacts: FoundContact[] = [];
  const emptyRows: string[] = [];
  /** What is written below the list and takes it back or puts it off. */
  const remarks: string[] = [];
  for (const row of table.rows) {
    const heading = headingRow(row);
    if (heading) { headings = heading; continue; }
    if (!headings) for (const cell of row) if (cell.text.length <= 80 && titleSpeaksAgainst(cell.text)) titles.push(`"${cell.text}" at ${place(cell)} stands above the list.`);
    if (!headings || row.length === 0) continue;
    const { columns } = headings;
    const found = fromRow(row, headings, place);
    if (found) contacts.push(found);
    else {
      for (const cell of row) {
        if (cell.text.length > 12 && cellSpeaksAgainst(cell.text)) remarks.push(`"${cell.text.slice(0, 60)}" at ${place(cell)} leaves open whether the list holds.`);
        if (cell.text.includes('@') && !/eksempel|example|@(?:kommunen?|domæne|domain|test)\./i.test(row.map((c) => c.text).join(' '))) remarks.push(`${place(cell)} names another address below the list.`);
      }
      const kommune = cellOf(row, columns, 'kommune') ?? cellOf(row, columns, 'code');
      if (kommune && kommune.text.length <= 60) emptyRows.push(kommune.text);
    }
  }
  return headings ? { contacts: remarks.length + titles.length === 0 ? contacts : contacts.map((c) => ({ ...c, doubts: [...c.doubts, ...titles, ...remarks] })), isList: true, emptyRows } : undefined;
}

/** What else kommuner keep lists of contact persons for. */
const otherMatter = /(?<!\p{L})(?:whistleblow|arbejdsmiljø|tillids(?:mand|repræsentant|folk)|MED-?udvalg|sikkerhed|informationssikkerhed|it-?(?:support|sikkerhed)|databeskyttelse|presse|faktura|ean|beredskab|klima|digital post|indkøb|udbud|skole|dagtilbud|sundhed|ældre|turisme|erhverv|integration|beskæftigelse|tilsyn|borgerrådgiv|affald|trafik|frivillig|elev|praktik|kommunikation|byggesag|valg)\p{L}*/iu;

/** A title that makes it another list than the one asked for. */
export function titleSpeaksAgainst(title: string): boolean {
  return /(?<!\p{L})(?:udkast|kladde|foreløbig\p{L}*|tidligere|gam(?:mel|le)|forældet|gl\.|old|sidste års?|stedfortræder\p{L}*|suppleant\p{L}*|gdpr|fratrådt\p{L}*|udgåe\p{L}*|udgået|stoppet|slettes|tilbagekald\p{L}*|annul(?:l?er)\p{L}*|tilbagetrukket|ugyldig\p{L}*|udgår|glem|ignor[eé]r\p{L}*|se bort fra|recall|test)(?!\p{L})/iu.test(title) || otherMatter.test(title);
}

function cellOf(row: readonly Cell[], columns: Columns, role: Role): Cell | undefined {
  return row.find((cell) => columns.get(columnOf(cell)) === role);
}

/**
 * Cells beside a contact that name another person or address, or say that it holds no longer: whose the address is, a program cannot tell
 * ("Direktør | E-mail | Kontaktperson | E-mail"). What stands under "Stilling" or "Afdeling" is no person.
 */
function strangers(cells: readonly Cell[], headingOf: (cell: Cell) => string, place: Place): readonly string[] {
  return cells.flatMap((cell) => {
    // A deputy under a heading of her own is told apart from the contact.
    if (/stedfortræder|suppleant|backup|vikar/i.test(headingOf(cell))) return [];
    const post = /stilling|titel|afdeling|enhed|adresse|forvaltning|område|center|funktion|rolle|\bby\b/i.test(headingOf(cell));
    if (readEmail(cell.text).is === 'address' || readEmail(cell.text).is === 'several' || (!post && isPersonName(readPerson(cell.text), true))) return [`${place(cell)} names another person or address beside the contact.`];
    const heading = headingOf(cell);
    if (ofTime.test(heading) && !/^(?:nej|no|-|0)?$/i.test(cell.text.trim())) return [`"${heading}: ${cell.text.slice(0, 40)}" at ${place(cell)} leaves open whether the contact holds.`];
    if (/forvaltning|magistrat|område/i.test(heading) && !ofAll.test(cell.text)) return [`"${heading}: ${cell.text.slice(0, 40)}" at ${place(cell)} makes it the contact of a part of the kommune.`];
    return cellSpeaksAgainst(cell.text) || /(?<!\p{L})\p{Lu}\p{Ll}+ (?:overtager|afløser)/u.test(cell.text) ? [`"${cell.text.slice(0, 60)}" at ${place(cell)} leaves open whether the contact still holds.`] : [];
  });
}

/** Headings under which stands until when or by whom somebody is followed. */
const ofTime = /gæld|gyldig|valid|ophør|fratr|slett?es?|afløs|tidligere|udløb|til dato|slutdato|stopper|erstat|indtil/i;
/** Parts of a kommune that answer for all of it. */
const ofAll = /hr|personale|løn|stab|sekretariat|direktion|ligestilling|organisation|ledelse|administration|borgmester|økonomi|jura|hele|alle|tværgående/i;

/** The name in a cell as a person is named there, or '' ("Træffes bedst formiddag" begins like one). */
function readPerson(text: string): string {
  const name = readName(text);
  return name.is === 'person' ? name.name : '';
}

function fromRow(row: readonly Cell[], { columns, texts }: Headings, place: Place): FoundContact | null {
  const at = (role: Role) => cellOf(row, columns, role);
  const first = at('firstName');
  const last = at('lastName');
  const whole = at('name');
  const nameCell = whole ?? first ?? last;
  const email = at('email');
  const anchor = nameCell ?? email;
  if (!anchor) return null;
  const name = whole?.text ?? [first?.text, at('middleName')?.text, last?.text].filter((t) => t !== undefined).join(' ');
  const all = email === undefined && whole !== undefined ? inOneCell(whole.text) : undefined;
  return foundFrom({
    kommune: at('kommune')?.text, code: at('code')?.text, region: at('region')?.text,
    name: all?.name ?? name, email: email?.text ?? all?.email, phone: at('phone')?.text ?? all?.phone,
    from: place(anchor), emailAt: email && place(email), origin: 'table',
    doubts: strangers(row.filter((c) => !columns.has(columnOf(c))), (c) => texts.get(columnOf(c)) ?? '', place),
  });
}

/** "Mette Holm, HR-chef, mho@aarhus.dk" in a cell that has no other for the address: only parts that are understood, each once. */
function inOneCell(text: string): { readonly name: string; readonly email: string; readonly phone: string | undefined } | undefined {
  const parts = text.split(/[\n,;|]|\s[-–/]\s/).flatMap((part) => part.split(/\s+(?=[<(]?\S+@)|(?<=@\S+)\s+/)).map((part) => part.trim()).filter((part) => part !== '');
  const of = (test: (part: string) => boolean) => parts.filter(test);
  const emails = of((p) => p.includes('@'));
  const phones = of((p) => !p.includes('@') && /^(?:\p{L}+[.:]*\s*)?[+\d][\d\s]{6,}$/u.test(p));
  const names = of((p) => !p.includes('@') && isPersonName(p, true));
  const rest = parts.filter((p) => !emails.includes(p) && !phones.includes(p) && !names.includes(p));
  const [email] = emails;
  const [name] = names;
  if (email === undefined || name === undefined || emails.length > 1 || names.length > 1 || phones.length > 1 || rest.some((p) => !isTitle(p))) return undefined;
  return { name, email: email.replace(/^(?:e-?)?mail[.:]*\s*/i, ''), phone: phones[0] };
}

/** A sheet that goes downwards: labels in one column, values to the right; each further column of values is a further contact. */
function byLabels(table: Table, place: Place): TableContacts | undefined {
  type Line = { readonly role: Role; readonly values: readonly Cell[] };
  const lines: Line[] = [];
  const besides: (readonly Cell[])[] = [];
  for (const row of table.rows) {
    const [label, ...values] = row;
    if (!label) continue;
    const role = roleOf(label.text.replace(/:\s*$/, ''));
    if (role === undefined) besides.push(row);
    else lines.push({ role, values: values.filter((v) => roleOf(v.text) === undefined || v.text.includes('@')) });
  }
  const roles = new Set(lines.map((l) => l.role));
  if (!(roles.has('name') || roles.has('lastName')) || !(roles.has('email') || roles.has('kommune') || roles.has('phone'))) return undefined;
  // Only a table of labels is asked who else stands in it: a long list of figures is not.
  const doubts = besides.flatMap(([label, ...values]) => strangers(values, () => label?.text ?? '', place));
  const contacts: FoundContact[] = [];
  const groups: Line[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const repeats = group?.some((l) => l.role === line.role) ?? true;
    if (repeats || !group) groups.push([line]);
    else group.push(line);
  }
  for (const group of groups) {
    const columns = new Set(group.filter((l) => ['name', 'firstName', 'middleName', 'lastName', 'email'].includes(l.role)).flatMap((l) => l.values.map(columnOf)));
    for (const column of columns) {
      const cell = (role: Role) => group.find((l) => l.role === role)?.values.find((v) => columnOf(v) === column);
      const shared = (role: Role) => cell(role) ?? (columns.size > 1 ? group.find((l) => l.role === role)?.values[0] : undefined);
      const anchor = cell('name') ?? cell('firstName') ?? cell('lastName') ?? cell('email');
      if (!anchor) continue;
      const email = cell('email');
      const found = foundFrom({
        kommune: shared('kommune')?.text, code: shared('code')?.text, region: shared('region')?.text,
        name: cell('name')?.text ?? [cell('firstName')?.text, cell('middleName')?.text, cell('lastName')?.text].filter((t) => t !== undefined).join(' '),
        email: email?.text, phone: cell('phone')?.text, from: place(anchor), emailAt: email && place(email), origin: 'table', doubts,
      });
      if (found) contacts.push(found);
    }
  }
  const kommune = lines.find((l) => l.role === 'kommune')?.values[0]?.text;
  return { contacts, isList: roles.has('email'), emptyRows: contacts.length === 0 && kommune !== undefined ? [kommune] : [] };
}

/** A table without headings: up to three rows, each with exactly one address and one person's name, and a kommune or the word "kontakt" among them. */
function byThemselves(table: Table, place: Place): TableContacts | undefined {
  const rows = table.rows.filter((r) => r.length > 0);
  if (rows.length === 0 || rows.length > 3 || !rows.some((r) => r.some((c) => /kontakt|kommune/i.test(c.text)))) return undefined;
  const contacts: FoundContact[] = [];
  for (const row of rows) {
    if (row.length < 2 || row.length > 8) return undefined;
    const emails = row.filter((c) => readEmail(c.text).is === 'address' && !c.text.includes(' '));
    const names = row.filter((c) => isPersonName(c.text, true));
    const [email] = emails;
    const [name] = names;
    if (!email || !name || emails.length > 1 || names.length > 1) return undefined;
    const rest = row.filter((c) => c !== email && c !== name);
    if (rest.some((c) => titleSpeaksAgainst(c.text) || cellSpeaksAgainst(c.text))) return undefined;
    const found = foundFrom({
      kommune: rest.find((c) => /kommune/i.test(c.text))?.text,
      phone: rest.find((c) => readPhone(c.text) !== null && !/\p{L}{3}/u.test(c.text) && c.text.replace(/\D/g, '').length >= 8)?.text,
      region: rest.find((c) => /^region\b/i.test(c.text))?.text,
      name: name.text, email: email.text, from: place(name), emailAt: place(email), origin: 'table',
    });
    if (found) contacts.push(found);
  }
  return contacts.length > 0 ? { contacts, isList: false, emptyRows: [] } : undefined;
}
