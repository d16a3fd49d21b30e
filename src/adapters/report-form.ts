// Writes Indberetning.xlsx, the report as a sheet: what is known is filled in, and what is typed is checked by the rules that count.
// It refuses to vary: the same arguments give the same bytes, so that a mail sent again is the same.
import { writeXlsx, type CellStyle, type CellValue, type ConditionalRule, type DataValidation, type MergeRange, type WriteSheet } from 'hucre/xlsx';
import { danishDay, dayOf } from '../core/calendar.ts';
import type { Campaign } from '../core/campaign.ts';
import type { Kommune } from '../core/kommune.ts';
import { balanceOf } from '../core/report/equality.ts';
import { policyLabels, statusLabels, yesNo, type FieldWords } from '../core/report/fields.ts';
import { answerAt, levelPath, limits, longestAt, unitsOf, type Answers, type EqualityRules, type LevelName, type ReportRules } from '../core/report/model.ts';
import {
  answerColumn, choiceShown, columnLetters, dayTyped, dayZero, formKind, formSheet, lastYearSheet, lastYearTitle, metaSheet, packUnits, pathOfLine, sheetBlocks, unitColumns, wordsOfLine, type FieldLine, type SheetBlock,
} from '../core/report/sheet-layout.ts';
import { storeZip } from './stored-zip.ts';

export const reportFormName = 'Indberetning.xlsx';

export type ReportFormOptions = {
  readonly campaign: Pick<Campaign, 'id' | 'title' | 'caseNumber' | 'reportDeadline' | 'sender' | 'authority'>;
  readonly kommune: Pick<Kommune, 'code' | 'name'>;
  readonly rules: ReportRules;
  /** What is filled in already: the names of the units at least, a whole report on a receipt. Units get their columns in their order, and by them the names u1, u2 … */
  readonly answers: Answers;
  readonly lastYear: Answers | null;
  /** ISO instant: the date of the file, and whether the deadline is still to come. */
  readonly at: string;
};

const fontName = 'Calibri';
const [blue, grey, white] = [{ rgb: '0B3D5C' }, { rgb: 'EEF1F3' }, { rgb: 'FFFFFF' }];
const line = { style: 'thin', color: { rgb: '9AA7B0' } } as const;
const border = { top: line, right: line, bottom: line, left: line };
const filled = (fgColor: { rgb: string }) => ({ type: 'pattern', pattern: 'solid', fgColor }) as const;
const wrapped = { vertical: 'center', horizontal: 'left', wrapText: true, indent: 1 } as const;
/** Long answers begin at the top, beside their labels. */
const top = { ...wrapped, vertical: 'top' } as const;
const title: CellStyle = { font: { name: fontName, bold: true, size: 16, color: blue }, alignment: { vertical: 'center' } };
const help: CellStyle = { alignment: { ...wrapped, indent: 0 } };
const note: CellStyle = { border, font: { name: fontName, size: 11, italic: true }, fill: filled({ rgb: 'E3ECF2' }), alignment: wrapped };
const heading: CellStyle = { font: { name: fontName, size: 12, bold: true, color: white }, fill: filled(blue), border, alignment: wrapped };
const label: CellStyle = { numFmt: '@', border, fill: filled(grey), alignment: wrapped };
const given: CellStyle = { ...label, font: { name: fontName, size: 11, bold: true } };
const answer: CellStyle = { border, fill: filled({ rgb: 'FFF2B3' }), alignment: wrapped, protection: { locked: false } };
/** Columns for more units than are known are paler: most need them not. */
const spare: CellStyle = { ...answer, fill: filled({ rgb: 'FFFBEA' }) };

const [numberWidth, labelWidth, unitWidth, wideColumns] = [6, 46, 25, 4];
/** What needs more height gets several rows: no row may be higher than 409.5 points (ECMA-376 18.3.1.73), and a high one leaves the page before it empty. */
const [lineHeight, highest] = [15.5, 120];

/** Indberetning.xlsx as bytes. */
export async function writeReportForm({ campaign, kommune, rules, answers, lastYear, at }: ReportFormOptions): Promise<Uint8Array> {
  const columns = unitColumns(kommune.code, rules, answers);
  const inTime = Temporal.PlainDate.compare(dayOf(Temporal.Instant.from(at)), campaign.reportDeadline) <= 0;
  const form = drawSheet({
    name: formSheet, rules, answers: packUnits(answers), columns, isForm: true, caseNumber: campaign.caseNumber,
    head: [
      `Indberetning for ${rules.reportYear}: ${kommune.name}`, `${campaign.title} (sagsnr. ${campaign.caseNumber})`,
      `Udfyld de gule felter, gem filen, og send den som svar på vores mail til ${campaign.sender.address}${inTime ? ` senest ${danishDay(campaign.reportDeadline)}` : ''}. I kan i stedet indberette i indberetningssystemet.`,
      'Felter, der bliver grå, behøver ikke at blive udfyldt. De lyse kolonner er til flere enheder.',
    ],
  });
  const before = lastYear && drawSheet({
    name: lastYearSheet, rules, answers: packUnits(lastYear), columns: Math.max(unitsOf(lastYear).length, 1), isForm: false, caseNumber: campaign.caseNumber,
    head: [`${lastYearTitle}: ${kommune.name}`, 'Til sammenligning: felterne har samme numre som i årets indberetning, og her kan intet ændres.'],
  });
  const date = new Date(Temporal.Instant.from(at).epochMilliseconds);
  return storeZip(await writeXlsx({
    sheets: [
      form, ...(before ? [before] : []), { name: '_lister', hidden: true, rows: listRows(rules.equality) },
      { name: metaSheet, veryHidden: true, rows: [['campaign', campaign.id], ['kommune', kommune.code], ['form', formKind], ['columns', String(columns)]] },
    ],
    activeSheet: 0,
    // On further pages across, too, a number has its label; the writer's own way of saying so leaves the sheet's name unquoted.
    namedRanges: (before ? [formSheet, lastYearSheet] : [formSheet]).map((scope) => ({ name: '_xlnm.Print_Titles', range: `'${scope}'!$A:$B`, scope })),
    defaultFont: { name: fontName, size: 11 },
    properties: { title: `Indberetning ${rules.reportYear}, ${kommune.name}`, creator: campaign.authority.department, lastModifiedBy: campaign.authority.department, created: date, modified: date },
  }));
}

const lists = { yesNo: yesNo.map((option) => option.label), status: Object.values(statusLabels), policy: Object.values(policyLabels) };
const listRanges = { yesNo: `_lister!$A$1:$A$${lists.yesNo.length}`, status: `_lister!$B$1:$B$${lists.status.length}`, policy: `_lister!$C$1:$C$${lists.policy.length}` };

/** Up to this size the number needed stands in the table, beyond it follows from the percentage. */
function tableSize({ smallGroups }: EqualityRules): number {
  return Math.max(3, ...Object.keys(smallGroups).map(Number));
}

/** Choices in A to C, the table of equal distribution in E and F ("-": undefined), the percentage in G1. */
function listRows(equality: EqualityRules): CellValue[][] {
  return Array.from({ length: tableSize(equality) }, (_, index) => [
    lists.yesNo[index] ?? null, lists.status[index] ?? null, lists.policy[index] ?? null, null, index + 1, balanceOf(index + 1, 0, equality).needed ?? '-', index === 0 ? equality.percent : null,
  ]);
}

type Drawn = { readonly name: string; readonly head: readonly string[]; readonly rules: ReportRules; readonly answers: Answers; readonly columns: number; readonly isForm: boolean; readonly caseNumber: string };

function drawSheet({ name, head, rules, answers, columns, isForm, caseNumber }: Drawn): WriteSheet {
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  const merges: MergeRange[] = [];
  const rowDefs: NonNullable<WriteSheet['rowDefs']> = new Map();
  const dataValidations: DataValidation[] = [];
  const conditionalRules: ConditionalRule[] = [];
  const lastWide = answerColumn + wideColumns - 1;
  const lastUnit = answerColumn + columns - 1;
  const wideWidth = numberWidth + labelWidth + wideColumns * unitWidth;
  const known = unitsOf(answers).length;
  const rowOf = new Map<string, number>();
  let row = 0;
  const put = (column: number, style: CellStyle, value: CellValue = null, formula?: string): void => { cells.set(`${row},${column}`, { style, value, ...(formula === undefined ? {} : { formula, formulaResult: value ?? '' }) }); };
  const across = (from: number, to: number, style: CellStyle, value: CellValue, rows = 1): void => {
    for (let r = 0; r < rows; r++) for (let c = from; c <= to; c++) cells.set(`${row + r},${c}`, { style, value: r === 0 && c === from ? value : null });
    if (to > from || rows > 1) merges.push({ startRow: row, startCol: from, endRow: row + rows - 1, endCol: to });
  };
  const next = (height: number): void => { rowDefs.set(row, { height }); row += 1; };
  const cellOf = (path: string, column: number): string => columnLetters(column) + (rowOf.get(path) ?? 0);

  for (const [index, text] of head.entries()) {
    if (index === 0) put(0, title, text);
    else across(0, lastWide, help, text);
    next(index === 0 ? 30 : 4 + lineHeight * linesOf(text, wideWidth));
  }
  for (const block of sheetBlocks) {
    next(8);
    across(0, block.ofUnits ? 1 : lastWide, heading, block.title);
    for (let column = answerColumn; column <= lastUnit && block.ofUnits; column++) {
      const unit = `u${column - answerColumn + 1}`;
      const numbered = `Enhed ${column - answerColumn + 1}`;
      const nameCell = columnLetters(column) + (rowOf.get('name') ?? 0);
      if (block.level === null) put(column, heading, numbered);
      else put(column, heading, shownText(answerAt(answers, `${unit}.name`)) || numbered, `IF(${nameCell}="","${numbered}",${nameCell})`);
    }
    next(4 + Math.max(20, ...(block.level === null ? [] : unitsOf(answers).map((unit) => 17 * linesOf(answerAt(answers, `${unit}.name`), unitWidth)))));
    if (block.help !== '') {
      across(0, lastWide, note, block.help);
      next(6 + lineHeight * linesOf(block.help, wideWidth));
    }
    for (const fieldLine of block.lines) {
      drawLine(fieldLine, block);
      if (fieldLine.field === 'men') drawComputed(fieldLine.level);
    }
  }

  function drawLine(fieldLine: FieldLine, block: SheetBlock): void {
    const words = wordsOfLine(fieldLine, rules.reportYear);
    const last = block.ofUnits ? lastUnit : answerColumn;
    const texts = Array.from({ length: last - answerColumn + 1 }, (_, index) => shownText(answerAt(answers, pathOfLine(fieldLine, `u${index + 1}`))));
    const width = block.ofUnits ? unitWidth : wideColumns * unitWidth;
    const least = !isForm || words.kind !== 'long' ? 1 : fieldLine.field === 'comment' ? 3 : 2;
    const height = 6 + lineHeight * Math.max(least, linesOf(words.label, labelWidth), ...texts.map((text) => linesOf(text, width)));
    const rows = Math.ceil(height / highest);
    const alignment = words.kind === 'long' ? top : wrapped;
    across(0, 0, { ...label, alignment }, fieldLine.number, rows);
    across(1, 1, { ...label, alignment }, words.label, rows);
    for (const [index, text] of texts.entries()) {
      const column = answerColumn + index;
      const style: CellStyle = { ...(isForm ? (block.ofUnits && index >= Math.max(known, 1) ? spare : answer) : given), alignment, numFmt: formats[words.kind] };
      across(column, block.ofUnits ? column : lastWide, style, valueOf(words, text), rows);
    }
    rowOf.set(fieldLine.of === 'unit' && fieldLine.level !== null ? `${fieldLine.level}.${fieldLine.field}` : fieldLine.field, row + 1);
    if (isForm) {
      dataValidations.push(ruleOf(fieldLine, words, `${columnLetters(answerColumn)}${row + 1}${last > answerColumn ? `:${columnLetters(last)}${row + 1}` : ''}`, rules.reportYear));
      const unneeded = whenUnneeded(fieldLine);
      if (unneeded !== null) conditionalRules.push({ type: 'expression', priority: conditionalRules.length + 1, formula: unneeded, range: `C${row + 1}:${columnLetters(block.ofUnits ? last : lastWide)}${row + rows}`, style: { fill: { type: 'pattern', pattern: 'solid', bgColor: { rgb: 'DDE2E6' } } } });
    }
    for (let left = rows; left > 0; left--) next(Math.ceil(height / rows));
  }

  /** When a field need not be filled in, as a formula; null where it always must or may. */
  function whenUnneeded(fieldLine: FieldLine): string | null {
    const small = `$C$${rowOf.get('fiftyOrMore') ?? 0}="Nej"`;
    if (fieldLine.of === 'report') {
      if (fieldLine.field === 'policy') return small;
      return fieldLine.field === 'policyLink' || fieldLine.field === 'policyDate' ? `OR(${small},$C$${rowOf.get('policy') ?? 0}="${policyLabels['not-required']}",$C$${rowOf.get('policy') ?? 0}="Nej")` : null;
    }
    if (fieldLine.level === null || fieldLine.field === 'women' || fieldLine.field === 'men') return small;
    const equal = `C$${rowOf.get(`${fieldLine.level}.equal`) ?? 0}`;
    const no = fieldLine.field === 'hasTarget' || fieldLine.field === 'reason' ? '' : `,C$${rowOf.get(`${fieldLine.level}.hasTarget`) ?? 0}="Nej"`;
    return `OR(${small},AND(${equal}<>"",${equal}<>"Nej")${no})`;
  }

  function drawComputed(level: LevelName | null): void {
    if (level === null) return;
    for (const what of ['share', 'equal'] as const) {
      put(0, label);
      put(1, label, what === 'share' ? 'Andel kvinder (beregnes)' : 'Ligelig fordeling (beregnes)');
      for (let column = answerColumn; column <= lastUnit; column++) {
        const unit = `u${column - answerColumn + 1}`;
        const { share, equal } = computed(answerAt(answers, levelPath(unit, level, 'women')), answerAt(answers, levelPath(unit, level, 'men')), rules.equality);
        const formula = formulaOf(what, cellOf(`${level}.women`, column), cellOf(`${level}.men`, column), rules.equality);
        put(column, { ...given, numFmt: what === 'share' ? '0.0%' : 'General', protection: { locked: true } }, what === 'share' ? share : equal, formula);
      }
      rowOf.set(`${level}.${what}`, row + 1);
      next(6 + lineHeight);
    }
  }

  const pages = Math.ceil(Math.max(columns, wideColumns) / 6);
  return {
    name, cells, merges, rowDefs, rows: Array.from({ length: row }, () => []),
    columns: [numberWidth, labelWidth, ...Array.from({ length: Math.max(columns, wideColumns) }, () => unitWidth)].map((width) => ({ width })),
    freezePane: { rows: 1, columns: answerColumn },
    ...(isForm ? { dataValidations, conditionalRules } : {}),
    // Without a password: who must change more than the answers can lift it.
    protection: { sheet: true, selectLockedCells: true, selectUnlockedCells: true, formatColumns: true, formatRows: true },
    pageSetup: {
      orientation: 'landscape', paperSize: 'a4', fitToPage: true, fitToWidth: pages, fitToHeight: 0, margins: { top: 0.5, bottom: 0.6, left: 0.5, right: 0.5, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: `&L${`Sagsnr. ${caseNumber}`.replaceAll('&', '&&').slice(0, 100)}&RSide &P af &N` },
    view: { showGridLines: false },
    a11y: { summary: 'Feltets nummer i kolonne A, dets navn i kolonne B, svarene fra kolonne C, en kolonne for hver enhed' },
  };
}

const formats: Readonly<Record<FieldWords['kind'], string>> = { text: '@', long: '@', link: '@', choice: '@', day: 'dd-mm-yyyy', whole: '0', year: '0', percent: 'General' };

/** A number or a day where the text is exactly that, so that it is read back as it was; a text otherwise. */
function valueOf(words: FieldWords, text: string): CellValue {
  const escaped = (shown: string): string => shown.replace(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_');
  switch (words.kind) {
    case 'whole': case 'year': return isCount(text) ? Number(text) : text || null;
    case 'percent': return /^[1-9]\d{0,2}(?:,\d{0,3}[1-9])?$/u.test(text) ? Number(text.replace(',', '.')) : text || null;
    case 'day': { const day = dayTyped(text); return day ? dayZero.until(day).days : text || null; }
    case 'choice': return escaped(choiceShown(words, text)) || null;
    case 'text': case 'long': case 'link': return escaped(text) || null;
  }
}

/** What a cell can hold (ECMA-376 18.4.12; Excel takes 32,767 characters), control characters left out. */
function shownText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/gu, '\n').replace(/[\p{Cc}\uFFFE\uFFFF]/gu, (char) => (char === '\n' ? '\n' : char === '\t' ? ' ' : '')).slice(0, 30_000).trim();
}

function isCount(text: string): boolean {
  return /^(?:0|[1-9]\d{0,5})$/u.test(text);
}

function linesOf(text: string, width: number): number {
  return text.split('\n').reduce((sum, each) => sum + Math.max(1, Math.ceil(each.length / (width - 2))), 0);
}

/** What the formulas give at first, for programs that only show what is stored. */
function computed(women: string, men: string, rules: EqualityRules): { readonly share: CellValue; readonly equal: CellValue } {
  if (!isCount(women) || !isCount(men)) return { share: '', equal: '' };
  const balance = balanceOf(Number(women), Number(men), rules);
  const equal = balance.equal === null ? (balance.total === 0 ? 'Ingen ledere' : 'Opgøres ikke') : balance.equal ? 'Ja' : 'Nej';
  return { share: balance.women === null ? '' : balance.women / 100, equal };
}

function formulaOf(what: 'share' | 'equal', women: string, men: string, rules: EqualityRules): string {
  const [total, size] = [`${women}+${men}`, tableSize(rules)];
  if (what === 'share') return `IF(COUNT(${women},${men})<2,"",IF(${total}>0,${women}/(${total}),""))`;
  const needed = `IF(${total}<=${size},INDEX(_lister!$F$1:$F$${size},${total}),ROUNDUP(_lister!$G$1*(${total})/100-0.000000001,0))`;
  return `IF(COUNT(${women},${men})<2,"",IF(${total}<1,"Ingen ledere",IF(ISNUMBER(${needed}),IF(MIN(${women},${men})>=${needed},"Ja","Nej"),"Opgøres ikke")))`;
}

/** What a field says when it is chosen, and what it asks or refuses; texts and days that look wrong may stay, for a person may know better. */
function ruleOf(fieldLine: FieldLine, words: FieldWords, range: string, reportYear: number): DataValidation {
  const name = `Felt ${fieldLine.number}`;
  const longest = longestAt(pathOfLine(fieldLine, 'u1'));
  const about = (errorStyle: 'stop' | 'warning', errorMessage: string) => ({
    allowBlank: true, showInputMessage: true, showErrorMessage: true, errorStyle, range, inputTitle: name, inputMessage: words.help || words.label, errorTitle: name, errorMessage,
  } as const);
  switch (words.kind) {
    case 'whole': {
      const least = fieldLine.field === 'number' ? 1 : 0;
      return { ...about('stop', `Skriv et helt antal fra ${least} til ${limits.leaders}.`), type: 'whole', operator: 'between', formula1: String(least), formula2: String(limits.leaders) };
    }
    case 'percent': return { ...about('stop', `Skriv procent som et tal fra 0 til ${limits.percent}, f.eks. 40 eller 33,3.`), type: 'decimal', operator: 'between', formula1: '0', formula2: String(limits.percent) };
    case 'year': return { ...about('stop', `Skriv et årstal med fire cifre, ${reportYear} eller senere.`), type: 'whole', operator: 'greaterThanOrEqual', formula1: String(reportYear) };
    case 'day': {
      const from = fieldLine.field === 'referenceDate' ? Temporal.PlainDate.from({ year: reportYear, month: 1, day: 1 }) : Temporal.PlainDate.from('1990-01-01');
      const message = `Skriv en dato som dag-måned-år, f.eks. 31-12-${reportYear}. ${fieldLine.field === 'referenceDate' ? `Den må ikke ligge før ${reportYear} eller i fremtiden.` : 'Den må ikke ligge i fremtiden.'}`;
      return { ...about('warning', message), type: 'date', operator: 'between', formula1: String(dayZero.until(from).days), formula2: 'TODAY()' };
    }
    case 'choice': {
      const list = fieldLine.field === 'status' ? 'status' : fieldLine.field === 'policy' ? 'policy' : 'yesNo';
      return { ...about('stop', `Vælg ${lists[list].map((option) => `»${option}«`).join(', ').replace(/, (?=[^,]*$)/u, ' eller ')} på listen.`), type: 'list', formula1: listRanges[list] };
    }
    case 'text': case 'long': case 'link': return { ...about('warning', `Teksten er længere end ${longest} tegn. Der er plads til ${longest}.`), type: 'textLength', operator: 'lessThanOrEqual', formula1: String(longest) };
  }
}
