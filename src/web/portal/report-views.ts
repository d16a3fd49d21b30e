// Makes the views of the report's pages from where the report stands and what was typed.
// It refuses to decide: what is wrong, saved or handed in is told by the flow.
import { danishDay } from '../../core/calendar.ts';
import { danishTimeOf } from '../../core/letters/danish.ts';
import type { Fault } from '../../core/report/check.ts';
import { newestReport, sameAnswers, sameReport, ofSection, type Saved as SavedThen, type Submission } from '../../core/report/draft.ts';
import { balanceOf, type Balance } from '../../core/report/equality.ts';
import { fieldName } from '../../core/report/names.ts';
import {
  answerAt, basicsFields, correctionField, levelNames, levelPath, longestAt, mostUnits, namePath, policyFields, sectionOf, sections, targetFields, unitsOf, type Answers, type LevelName, type Report, type Section,
} from '../../core/report/model.ts';
import { summaryOf } from '../../core/report/summary.ts';
import { wholeOf } from '../../core/report/values.ts';
import type { Stand } from '../../flows/portal/report.ts';
import { fieldOf, shownAnswer, type FieldFacts } from './field-view.ts';
import { wholeText } from './page-words.ts';
import type { FieldView, LevelTarget, StepStand, UnitCounts, Version, View } from './views.ts';

/** What a page shows beside the draft: texts as they were typed just now, the faults to be shown, and what has just been done. */
export type Shown = { readonly typed: Answers; readonly faults: readonly Fault[]; readonly notice: string | null };

/** A page as it is opened: a fault is shown where something was typed, and an empty field has none yet. */
export function asSaved(stand: Stand, section: Section, notice: string | null = null): Shown {
  const typed = ofSection(stand.draft.answers, section);
  return { typed, notice, faults: stand.faults.filter(({ path }) => answerAt(typed, path).trim() !== '') };
}

export function stepView(stand: Stand, section: Section, { typed, faults, notice }: Shown): View {
  const { draft, rules: { reportYear }, lastYear } = stand;
  const answers = { ...draft.answers, ...typed };
  // Of several sentences about a field the first says enough.
  const byPath = Object.fromEntries(faults.toReversed().map(({ path, text }) => [path, text]));
  const named = unitsOf(section === 'leaders' ? { ...withoutUnits(draft.answers), ...typed } : answers);
  // A report of fewer than 50 employees may have none: where it is corrected, there is one to fill in.
  const units = named.length > 0 ? named : ['u1'];
  const unitNames = units.length > 1 ? Object.fromEntries(units.map((unit) => [unit, titleOfUnit(answers, unit)])) : {};
  const facts: FieldFacts = { reportYear, typed: shownTexts(draft.answers, answers), faults: byPath, lastYear, unitNames };
  const field = (path: string): FieldView => fieldOf(path, facts);
  const base = { reportYear, kommune: stand.name, revision: String(draft.revision), steps: stepsOf(stand), notice };
  switch (section) {
    case 'basics':
      return { is: section, ...base, fields: basicsFields.map(field) };
    case 'policy':
      return { is: section, ...base, fields: policyFields.map(field) };
    case 'leaders': {
      const areNamed = units.length > 1 || stand.rules.perUnit.includes(stand.kommune);
      return { is: section, ...base, mayAdd: units.length < mostUnits, units: isFree(stand) ? [] : units.map((id): UnitCounts => ({
        id, title: areNamed ? titleOfUnit(answers, id) : stand.name, name: areNamed ? field(namePath(id)) : null,
        levels: levelNames.map((level) => ({ level, women: field(levelPath(id, level, 'women')), men: field(levelPath(id, level, 'men')), balance: savedBalance(stand, id, level) })),
      })) };
    }
    case 'targets':
      return { is: section, ...base, levels: isFree(stand) ? [] : units.flatMap((id) => levelNames.map((level): LevelTarget => ({
        level, unit: units.length > 1 ? titleOfUnit(answers, id) : null, balance: savedBalance(stand, id, level), hasTarget: field(levelPath(id, level, 'hasTarget')),
        fields: targetFields.filter((f) => f !== 'hasTarget').map((f) => field(levelPath(id, level, f))),
      }))) };
  }
}

/** A text far too long is not sent back: what was saved before stands there, and the fault says why. */
function shownTexts(saved: Answers, typed: Answers): Answers {
  return Object.fromEntries(Object.entries(typed).map(([path, text]) => [path, text.length > 5 * longestAt(path) ? answerAt(saved, path) : text]));
}

function withoutUnits(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([path]) => !/^u\d/.test(path)));
}

function titleOfUnit(answers: Answers, unit: string): string {
  const name = answerAt(answers, namePath(unit)).trim();
  return name === '' ? `Enhed ${Math.max(1, unitsOf(answers).indexOf(unit) + 1)}` : name;
}

/** null until both numbers are saved and can be read. */
function savedBalance({ draft: { answers }, rules }: Stand, unit: string, level: LevelName): Balance | null {
  const [women, men] = (['women', 'men'] as const).map((field) => wholeOf(answerAt(answers, levelPath(unit, level, field))));
  return women && men && 'value' in women && 'value' in men ? balanceOf(women.value, men.value, rules.equality) : null;
}

export function stepsOf(stand: Stand): readonly StepStand[] {
  const { draft, faults } = stand;
  return sections.map((section): StepStand => {
    const saved = draft.saved[section];
    return { section, saved: saved ? { by: nameOf(stand, saved.by), at: danishTimeOf(saved.at) } : null, faults: new Set(faults.filter(({ path }) => sectionOf(path) === section).map(({ path }) => path)).size };
  });
}

export function overviewView(stand: Stand, notice: string | null): View {
  const { draft, reports, deadline, exempt } = stand;
  const newest = newestReport(stand);
  const steps = stepsOf(stand);
  const overdue = Temporal.PlainDate.compare(stand.today, stand.lastDay) > 0;
  return {
    is: 'overview', kommune: stand.name, reportYear: stand.rules.reportYear, notice, deadline: { day: danishDay(deadline), note: noteOf(stand), overdue }, steps,
    // Who is not obliged has nothing to tell of leaders and targets.
    next: steps.filter(({ section }) => !isFree(stand) || section === 'basics' || section === 'policy').find(({ saved, faults }) => saved === null || faults > 0)?.section ?? null,
    versions: reports.toReversed().map((r) => versionOf(stand, r)), changed: newest !== undefined && !sameAnswers(draft.answers, newest.answers) && !saysTheSame(stand.reportBut, newest.report),
    mailReplaced: newest?.over ? { by: nameOf(stand, newest.over.by), at: danishTimeOf(newest.over.at) } : null, exempt: exempt === null ? null : exempt.note,
  };
}

/** Written otherwise, but to hand it in again would change nothing that counts. */
function saysTheSame(now: Report | null, sent: Report | null): boolean {
  return now !== null && sent !== null && sameReport(now, sent);
}

/** Fewer than 50 employees: not obliged. */
function isFree({ draft }: Stand): boolean {
  return answerAt(draft.answers, 'fiftyOrMore') === 'no';
}

function noteOf(stand: Stand): string {
  const { today, lastDay } = stand;
  if (newestReport(stand)) return '';
  const { days } = today.until(lastDay, { largestUnit: 'days' });
  if (days < 0) return 'Fristen er overskredet';
  return days === 0 ? 'I dag er sidste frist' : days === 1 ? '1 dag tilbage' : `${wholeText(days)} dage tilbage`;
}

function versionOf(stand: Stand, { number, at, by, via, withdrawnAt }: Submission): Version {
  return { number, at: danishTimeOf(at), by: nameOf(stand, by), how: via, ...(withdrawnAt === null ? {} : { withdrawn: true }) };
}

/** A name where one is known, otherwise the address. */
function nameOf({ names }: Pick<Stand, 'names'>, email: string): string {
  return names[email.toLowerCase()] ?? email;
}

export function conflictView(stand: Stand, section: Section, typed: Answers, theirs: SavedThen): View {
  const { draft, rules: { reportYear } } = stand;
  const saved = ofSection(draft.answers, section);
  const answers = { ...draft.answers, ...typed };
  const paths = [...new Set([...Object.keys(typed), ...Object.keys(saved)])].filter((path) => sectionOf(path) === section && answerAt(typed, path) !== answerAt(saved, path));
  return {
    is: 'conflict', section, revision: String(draft.revision), theirs: { by: nameOf(stand, theirs.by), at: danishTimeOf(theirs.at) }, hidden: typed,
    rows: paths.map((path) => ({ label: fieldName(path, answers, reportYear), yours: shownAnswer(path, answerAt(typed, path), reportYear), theirs: shownAnswer(path, answerAt(saved, path), reportYear) })),
  };
}

/** `correction`: what was typed, and the sentence at it. */
export function previewView(stand: Stand, submitter: { readonly name: string; readonly email: string }, correction: { readonly value: string; readonly fault: string | null }, extra: readonly string[] = []): View {
  const { draft, rules: { reportYear, equality }, faults, notices } = stand;
  const label = (path: string): string => fieldName(path, draft.answers, reportYear);
  // The reason of a correction is asked for here, and keeps nothing from being shown.
  const ofPages = faults.filter(({ path }) => path !== correctionField);
  const report = stand.report ?? stand.reportBut;
  const newest = newestReport(stand);
  return {
    is: 'preview', reportYear, kommune: stand.name, revision: String(draft.revision), empty: Object.keys(draft.saved).length === 0,
    faults: sections.flatMap((section) => {
      const of = ofPages.filter(({ path }) => sectionOf(path) === section);
      return of.length === 0 ? [] : [{ section, faults: of.map(({ path, text }) => ({ path, label: label(path), text })) }];
    }),
    blocks: report ? summaryOf(report, equality) : [], notices: [...extra, ...notices.map(({ path, text }) => `${label(path)}: ${text}`)],
    correction: stand.needsCorrection ? { ...fieldOf(correctionField, { reportYear, typed: { [correctionField]: correction.value }, faults: correction.fault === null ? {} : { [correctionField]: correction.fault }, lastYear: null, unitNames: {} }) } : null,
    replaces: newest ? versionOf(stand, newest) : null, submitter,
  };
}

export function receiptView(stand: Stand, number: number, fresh: boolean): View | undefined {
  const { reports, rules } = stand;
  const submission = reports.find((r) => r.number === number);
  if (!submission?.report) return undefined;
  const before = submission.withdrawnAt === null ? newestReport({ reports: reports.filter((r) => r.number < number) }) : undefined;
  const newest = newestReport(stand);
  return {
    is: 'receipt', kommune: stand.name, reportYear: rules.reportYear, version: versionOf(stand, submission), fresh, replaced: before ? versionOf(stand, before) : null,
    replacedBy: newest && newest !== submission ? versionOf(stand, newest) : null, reason: submission.correction === '' ? null : submission.correction, blocks: summaryOf(submission.report, rules.equality),
    deadline: { day: danishDay(stand.deadline), overdue: Temporal.PlainDate.compare(stand.today, stand.lastDay) > 0 },
  };
}
