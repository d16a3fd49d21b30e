// The facts of a report, one a line, whichever way they are told: meant by the kommune, on a page, in a mail, in a sheet.
// It refuses to take words for figures: where a place says something that can't be read, that is the fact.
import * as XLSX from '@e965/xlsx';
import { levels, type Meant, type MeantLevel } from './meant.ts';

/** "Socialforvaltningen, level 2, women" → "3". Facts with nothing to say are left out. */
export type Facts = Readonly<Record<string, string>>;

/** A heading with labels and values below it: how pages and mails tell a report. */
export type Block = { readonly title: string; readonly rows: readonly (readonly [label: string, value: string])[] };

function told(entries: readonly (readonly [string, string])[]): Facts {
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function key(unit: string, level: number, what: string): string {
  return `${unit === '' ? '' : `${unit}, `}level ${level}, ${what}`;
}

function targetText(number: string | number, percent: string | number, year: string | number): string {
  return [number === '' ? '' : `${number} persons`, percent === '' ? '' : `${percent} %`, `by ${year}`].filter((part) => part !== '').join(', ');
}

/** What must be told of a report. */
export function factsOf(meant: Meant): Facts {
  const { units, policy } = meant;
  return told([
    ['reference date', meant.referenceDate], ['fifty or more', meant.fiftyOrMore ? 'yes' : 'no'],
    ...units.flatMap((unit) => levels.flatMap((level) => Object.entries(levelFacts(unit[level])).map(([what, value]) => [key(units.length > 1 ? unit.name : '', level, what), value] as const))),
    ['policy', policy?.answer ?? ''], ['policy link', policy?.link ?? ''], ['policy date', policy?.date ?? ''], ['reported on', meant.reportedOn ?? ''], ['comment', meant.comment],
  ]);
}

function levelFacts({ women, men, hasTarget, target, status, reason }: MeantLevel): Facts {
  return {
    women: String(women), men: String(men), target: target ? targetText(target.number ?? '', target.percent ?? '', target.year) : hasTarget === false ? 'none' : '', status: status ?? '', reason,
  };
}

const statusWords: Readonly<Record<string, string>> = { 'Nået': 'reached', 'Ikke nået': 'not-reached', 'Ikke forfaldent endnu': 'not-due' };
const answerWords: Readonly<Record<string, string>> = { Ja: 'yes', Nej: 'no', 'Ikke påkrævet': 'not-required' };

/** The facts as a page or a mail tells them. Shares, and what follows from the figures, are no facts of their own. */
export function factsOfBlocks(blocks: readonly Block[]): Facts {
  return told(blocks.flatMap(({ title, rows }) => {
    const [, name = '', which] = /^(?:(.*): )?(øverste|næste) ledelsesniveau$/i.exec(title) ?? [];
    const level = which === undefined ? undefined : which.toLowerCase() === 'øverste' ? 1 : 2;
    return rows.flatMap(([label, value]) => (level === undefined ? plainFact(label, value) : levelFact(name, level, label, value)));
  }));
}

function levelFact(unit: string, level: number, label: string, value: string): readonly (readonly [string, string])[] {
  switch (label) {
    case 'Kvinder': return [[key(unit, level, 'women'), /^\d+/.exec(value)?.[0] ?? value]];
    case 'Mænd': return [[key(unit, level, 'men'), /^\d+/.exec(value)?.[0] ?? value]];
    case 'Måltal': return [[key(unit, level, 'target'), targetRead(value)]];
    case 'Status for måltallet': return [[key(unit, level, 'status'), statusWords[value] ?? value]];
    case 'Begrundelse': return [[key(unit, level, 'reason'), value]];
    default: return [];
  }
}

function targetRead(value: string): string {
  if (value === 'Ikke opstillet') return 'none';
  const [, number] = /(\d+) person/.exec(value) ?? [];
  const [, percent] = /([\d,]+)\s%/.exec(value) ?? [];
  const [, by] = /i (\d{4})$/.exec(value) ?? [];
  return by === undefined ? value : targetText(number ?? '', percent?.replace(',', '.') ?? '', by);
}

function plainFact(label: string, value: string): readonly (readonly [string, string])[] {
  if (label.startsWith('Opgørelsesdato')) return [['reference date', isoOfWords(value)]];
  if (/50 eller flere ansatte/.test(label)) return [['fifty or more', answerWords[value] ?? value]];
  if (label.startsWith('Link til politikken')) return [['policy link', value]];
  if (label.startsWith('Dato for politikken')) return [['policy date', isoOfWords(value)]];
  if (/politik/i.test(label)) return [['policy', answerWords[value] ?? value]];
  if (label.startsWith('Indberettet til kommunalbestyrelsen')) return [['reported on', value === 'Ikke oplyst' ? '' : isoOfWords(value)]];
  return label.startsWith('Bemærkninger') ? [['comment', value === 'Ingen' ? '' : value]] : [];
}

const months = ['januar', 'februar', 'marts', 'april', 'maj', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'december'];

/** "søndag den 31. december 2023" */
function isoOfWords(text: string): string {
  const [, day = '', month = '', year = ''] = /(\d{1,2})\. (\S+) (\d{4})$/.exec(text) ?? [];
  const index = months.indexOf(month);
  return index < 0 ? text : `${year}-${String(index + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The blocks of a receipt's text part: headings at the margin, "  label:  value" below them, long values on several lines. */
export function blocksOfText(text: string): readonly Block[] {
  const blocks: { title: string; rows: [string, string][] }[] = [];
  for (const line of text.replaceAll('\r', '').split('\n')) {
    const [, label, value] = /^ {2}(\S.*?): {2}(.*)$/.exec(line) ?? [];
    const last = blocks.at(-1);
    const row = last?.rows.at(-1);
    if (label !== undefined && value !== undefined) last?.rows.push([label, value.trim()]);
    else if (/^ +\S/.test(line) && row) row[1] = `${row[1]} ${line.trim()}`;
    else if (line.trim() !== '') blocks.push({ title: line.trim(), rows: [] });
  }
  return blocks.filter(({ rows }) => rows.length > 0);
}

/** The facts of a sheet, line by line by the numbers in column A. */
export function factsOfSheet(xlsx: Uint8Array): Facts {
  const book = XLSX.read(xlsx, { type: 'buffer' });
  const sheet = book.Sheets[book.SheetNames[0] ?? ''];
  const rows = sheet ? XLSX.utils.sheet_to_json<unknown[]>(sheet, { header: 1, defval: '', raw: true }) : [];
  const lines = new Map(rows.flatMap((row) => (/^\d\.\d$/.test(String(row[0])) ? [[String(row[0]), row.slice(2).map((cell) => (typeof cell === 'number' ? String(cell) : typeof cell === 'string' ? cell.trim() : ''))] as const] : [])));
  const at = (number: string, column = 0): string => lines.get(number)?.[column] ?? '';
  const named = (lines.get('2.1') ?? []).map((name, column) => ({ name, column })).filter(({ column }) => at('3.1', column) !== '' || at('4.1', column) !== '');
  return told([
    ['reference date', isoOfCell(at('1.1'))], ['fifty or more', answerWords[at('1.2')] ?? at('1.2')],
    ...named.flatMap(({ name, column }) => levels.flatMap((level) => {
      const cell = (n: number): string => at(`${level + 2}.${n}`, column);
      const target = cell(3) === 'Nej' ? 'none' : cell(6) === '' ? '' : targetText(cell(4), cell(5).replace(',', '.'), cell(6));
      const values = { women: cell(1), men: cell(2), target, status: statusWords[cell(7)] ?? cell(7), reason: cell(8) };
      return Object.entries(values).map(([what, value]) => [key(named.length > 1 ? name : '', level, what), value] as const);
    })),
    ['policy', answerWords[at('5.1')] ?? at('5.1')], ['policy link', at('5.2')], ['policy date', isoOfCell(at('5.3'))], ['reported on', isoOfCell(at('5.4'))], ['comment', at('5.5')],
  ]);
}

/** Day zero of the spreadsheets' count (ECMA-376 18.17.4). */
const dayZero = Temporal.PlainDate.from('1899-12-30');

function isoOfCell(text: string): string {
  if (/^\d{5}$/.test(text)) return dayZero.add({ days: Number(text) }).toString();
  return /^\d\d-\d\d-\d{4}$/.test(text) ? text.split('-').toReversed().join('-') : text;
}

/** The count of a day in a spreadsheet. */
export function dayCount(iso: string): number {
  return dayZero.until(Temporal.PlainDate.from(iso)).days;
}

/** Where two tellings differ, in words; empty where they don't. */
export function differences(is: Facts, should: Facts): readonly string[] {
  return [...new Set([...Object.keys(is), ...Object.keys(should)])].filter((what) => is[what] !== should[what]).map((what) => `${what}: ${is[what] ?? 'nothing'}, not ${should[what] ?? 'anything'}`);
}
