// How Indberetning.xlsx is laid out: which numbered line asks for which field, where the units stand, and what the choices are called there.
// It refuses to write or read a file: writer and reader both ask here, so that neither can drift from the other.
import { levelHelp, levelLabels, wordsOf, type FieldWords } from './fields.ts';
import {
  answerAt, basicsFields, correctionField, countFields, levelNames, levelPath, mostUnits, namePath, policyFields, targetFields, unitsOf,
  type Answers, type CountField, type LevelName, type PlainField, type ReportRules, type TargetField,
} from './model.ts';

export const formSheet = 'Indberetning';
export const lastYearSheet = 'Sidste år';
/** Opens the first cell of last year's sheet, so that it is told from the form even under another name. */
export const lastYearTitle = 'Sidste års indberetning';
export const metaSheet = '_meta';
/** What `form` says on the hidden sheet. */
export const formKind = 'report';

/** Numbers stand in column A, labels in B, answers from C on (from 0); a unit has one column. */
export const answerColumn = 2;

/** One numbered line of the sheet: a field of the report, or one of every unit. */
export type FieldLine = { readonly number: string } & (
  | { readonly of: 'report'; readonly field: PlainField }
  | { readonly of: 'unit'; readonly level: null; readonly field: 'name' }
  | { readonly of: 'unit'; readonly level: LevelName; readonly field: CountField | TargetField }
);

export type SheetBlock = { readonly title: string; readonly help: string; readonly level: LevelName | null; readonly ofUnits: boolean; readonly lines: readonly FieldLine[] };

const reportLines = (block: number, fields: readonly PlainField[]): readonly FieldLine[] => fields.map((field, index) => ({ number: `${block}.${index + 1}`, of: 'report', field }));
const levelBlock = (block: number, level: LevelName): SheetBlock => ({
  title: `${block}. ${levelLabels[level]}`, help: levelHelp[level], level, ofUnits: true,
  lines: [...countFields, ...targetFields].map((field, index) => ({ number: `${block}.${index + 1}`, of: 'unit', level, field })),
});

/** The blocks from top to bottom. No block has more than nine lines: "3.10" would become "3.1" where a program takes it for a number. */
export const sheetBlocks: readonly SheetBlock[] = [
  { title: '1. Grundoplysninger', help: '', level: null, ofUnits: false, lines: reportLines(1, basicsFields) },
  {
    title: '2. Enheder', help: 'Hver enhed har sin kolonne. Indberetter kommunen samlet, bruges kun den første kolonne.', level: null, ofUnits: true,
    lines: [{ number: '2.1', of: 'unit', level: null, field: 'name' }],
  },
  ...levelNames.map((level, index) => levelBlock(3 + index, level)),
  { title: '5. Politik', help: '', level: null, ofUnits: false, lines: reportLines(5, policyFields) },
  { title: '6. Rettelse', help: '', level: null, ofUnits: false, lines: reportLines(6, [correctionField]) },
];

export const fieldLines: readonly FieldLine[] = sheetBlocks.flatMap((block) => block.lines);

/** The path that a line asks for; `unit` counts only on a line of the units. */
export function pathOfLine(line: FieldLine, unit: string): string {
  if (line.of === 'report') return line.field;
  return line.level === null ? namePath(unit) : levelPath(unit, line.level, line.field);
}

/** The words of a line: those of its field. */
export function wordsOfLine(line: FieldLine, reportYear: number): FieldWords {
  return wordsOf(pathOfLine(line, 'u1'), reportYear);
}

/** How many columns the units get: room for three more than are known, and for at least ten where a kommune reports per forvaltning. */
export function unitColumns(kommune: string, rules: Pick<ReportRules, 'perUnit'>, answers: Answers): number {
  const known = unitsOf(answers).length;
  return Math.max(known, Math.min(mostUnits, Math.max(known + 3, rules.perUnit.includes(kommune) ? 10 : 4)));
}

/** The answers with their units called u1, u2 … in their order, as the columns of the sheet have them. */
export function packUnits(answers: Answers): Answers {
  const packed: Record<string, string> = {};
  for (const line of fieldLines) {
    if (line.of === 'report') {
      if (answers[line.field] !== undefined) packed[line.field] = answerAt(answers, line.field);
      continue;
    }
    for (const [index, unit] of unitsOf(answers).entries()) {
      const typed = answers[pathOfLine(line, unit)];
      if (typed !== undefined) packed[pathOfLine(line, `u${index + 1}`)] = typed;
    }
  }
  return packed;
}

/** A choice as the sheet shows it: its label, or what was typed where it is none. */
export function choiceShown(words: FieldWords, value: string): string {
  return words.options.find((option) => option.value === value)?.label ?? value;
}

/** The value of a choice from what stands in the sheet; undefined where it is none. A cell of yes and no may hold what a program made of it. */
export function choiceMeant(words: FieldWords, shown: string): string | undefined {
  const fold = (text: string): string => text.trim().replace(/[.!]$/u, '').replace(/\s+/gu, ' ').toLowerCase();
  const meant = ({ sand: 'ja', falsk: 'nej' } as Readonly<Record<string, string>>)[fold(shown)] ?? fold(shown);
  return words.options.find((option) => fold(option.label) === meant)?.value;
}

/** "C" for 2, "AA" for 26. */
export function columnLetters(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : columnLetters(Math.floor(column / 26) - 1) + columnLetters(column % 26);
}

/** The column of "C12", from 0. */
export function columnAt(cell: string): number {
  return [...cell.replace(/\d+$/u, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** "31-12-2023" as a day; undefined where it is none, or none that a sheet can hold. */
export function dayTyped(text: string): Temporal.PlainDate | undefined {
  const [, day, month, year] = /^(\d\d)-(\d\d)-(\d{4})$/u.exec(text) ?? [];
  return day === undefined ? undefined : dayIn(Number(year), Number(month), Number(day));
}

/** A day as the sheet's fields are typed. */
export function typedDay({ day, month, year }: Temporal.PlainDate): string {
  return [String(day).padStart(2, '0'), String(month).padStart(2, '0'), String(year).padStart(4, '0')].join('-');
}

/** A day of the calendar from 1901 on, before which spreadsheets disagree; undefined for any other. */
export function dayIn(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  if (year < 1901 || month < 1 || month > 12 || day < 1 || day > Temporal.PlainYearMonth.from({ year, month }).daysInMonth) return undefined;
  return Temporal.PlainDate.from({ year, month, day });
}

/** Day zero of the spreadsheets' count of days (ECMA-376 18.17.4, the 1900 system from March 1900 on). */
export const dayZero = Temporal.PlainDate.from('1899-12-30');
