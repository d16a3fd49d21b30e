// What is wrong with a report that came as a sheet, each with the cell where it stands: the reading's problems, then the rules' faults.
// It refuses to tell a cell twice: what could not be read of it says enough.
import type { Fault } from './check.ts';
import type { PlacedFault } from './handed-in.ts';
import { fieldName } from './names.ts';
import { problemsOf, type FormRead } from './sheet.ts';

/** `cell`: "C12"; null for what stands in none. `path`: the field; null for a problem of the reading. */
export type ToldFault = { readonly cell: string | null; readonly path: string | null; readonly text: string };

export function toldFaults(form: FormRead, faults: readonly Fault[]): readonly ToldFault[] {
  const problems = problemsOf(form).map(({ place, text }): ToldFault => ({ cell: place, path: null, text }));
  return [...problems, ...faults.map(({ path, text }): ToldFault => ({ cell: form.places[path] ?? null, path, text })).filter(({ cell }) => cell === null || !problems.some((problem) => problem.cell === cell))];
}

/** The same as a mail tells it: "celle C12", and what the field is called. */
export function placedFaults(form: FormRead, faults: readonly Fault[], reportYear: number): readonly PlacedFault[] {
  return toldFaults(form, faults).map(({ cell, path, text }) => ({ place: cell === null ? null : `celle ${cell}`, label: path === null ? 'Skemaet' : fieldName(path, form.answers, reportYear), text }));
}
