// What a field is called in a sentence, with its unit and level.
// It refuses to number units: one without a name is told by its level alone.
import { levelLabels, wordsOf } from './fields.ts';
import { answerAt, namePath, partsOf, type Answers } from './model.ts';

/** "Børne- og Ungdomsforvaltningen, øverste ledelsesniveau: Kvinder" */
export function fieldName(path: string, answers: Answers, reportYear: number): string {
  const parts = partsOf(path);
  if (!parts) return path;
  const { label } = wordsOf(path, reportYear);
  if (!('unit' in parts)) return label;
  const unit = answerAt(answers, namePath(parts.unit)).trim();
  return 'level' in parts ? `${unit === '' ? '' : `${unit}, `}${unit === '' ? levelLabels[parts.level] : levelLabels[parts.level].toLowerCase()}: ${label}` : label;
}
