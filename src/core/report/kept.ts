// What is kept of a report's sheet with a mail that waits for a person: the answers with their cells, and what could not be read.
// It refuses to keep more than a person or a rule looks at: a text far too long is cut where its length alone is a fault.
import { longestAt, namePath, partsOf } from './model.ts';
import type { FormRead } from './sheet.ts';

/** Problems that are kept; one alone keeps a report from counting. */
const mostProblems = 30;

export function keptForm({ source, campaign, kommune, answers, places, problems }: FormRead): FormRead {
  const used = (path: string): boolean => {
    const parts = partsOf(path);
    return parts !== undefined && (!('unit' in parts) || namePath(parts.unit) in answers || path === namePath('u1'));
  };
  return {
    source, campaign, kommune, problems: problems.slice(0, mostProblems),
    answers: Object.fromEntries(Object.entries(answers).map(([path, text]) => [path, text.slice(0, longestAt(path) + 1)])),
    // A faulty field is told with its cell; the empty columns have none.
    places: Object.fromEntries(Object.entries(places).filter(([path]) => used(path))),
  };
}
