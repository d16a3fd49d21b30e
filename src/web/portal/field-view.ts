// Makes the field of a page from its path: words, what was typed, what is wrong, and last year's answer as it is shown.
// It refuses to check: the fault is given.
import { levelLabels, wordsOf } from '../../core/report/fields.ts';
import { answerAt, longestAt, partsOf, type Answers } from '../../core/report/model.ts';
import type { FieldView } from './views.ts';

export type FieldFacts = {
  readonly reportYear: number;
  readonly typed: Answers;
  /** Sentences by path. */
  readonly faults: Readonly<Record<string, string>>;
  readonly lastYear: Answers | null;
  /** Names of units by id, for summaries of faults; empty where the kommune reports as one. */
  readonly unitNames: Readonly<Record<string, string>>;
};

/** The field at a path. Throws for a path that is none. */
export function fieldOf(path: string, { reportYear, typed, faults, lastYear, unitNames }: FieldFacts): FieldView {
  const last = lastYear === null ? '' : shownAnswer(path, answerAt(lastYear, path), reportYear);
  return {
    path, ...wordsOf(path, reportYear), where: whereOf(path, unitNames), most: longestAt(path),
    value: answerAt(typed, path), fault: faults[path] ?? null, lastYear: last === '' ? null : last,
  };
}

/** An answer as it is read: the label of what was chosen, otherwise what was typed. */
export function shownAnswer(path: string, answer: string, reportYear: number): string {
  return wordsOf(path, reportYear).options.find(({ value }) => value === answer)?.label ?? answer;
}

function whereOf(path: string, unitNames: Readonly<Record<string, string>>): string {
  const parts = partsOf(path);
  if (!parts || !('unit' in parts)) return '';
  const unit = unitNames[parts.unit] ?? '';
  const level = 'level' in parts ? levelLabels[parts.level] : '';
  return [unit, unit === '' ? level : level.toLowerCase()].filter((part) => part !== '').join(', ');
}
