// One line of a bench's result, and the table they make.
// It refuses to judge softly: what misses its limit says MISS.

export type Row = {
  readonly bench: string;
  readonly what: string;
  readonly measured: string;
  readonly limit: string;
  /** Measured against the limit's base, as "2.41"; '' for what has none. */
  readonly ratio: string;
  /** null: told for information, without a limit. */
  readonly pass: boolean | null;
};

/** `rounds`: how often the pipeline and the reminder round are measured; the middle one counts. `cases`: of the reminder round. */
export type BenchOptions = { readonly mails: number; readonly rounds: number; readonly cases: number; readonly tell: (text: string) => void };
export type Bench = (options: BenchOptions) => Promise<readonly Row[]>;

export function info(bench: string, what: string, measured: string): Row {
  return { bench, what, measured, limit: '', ratio: '', pass: null };
}

export function tableOf(rows: readonly Row[]): string {
  const cells = [['bench', 'what', 'measured', 'limit', 'ratio', ''], ...rows.map((r) => [r.bench, r.what, r.measured, r.limit, r.ratio, r.pass === null ? '' : r.pass ? 'PASS' : 'MISS'])];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
  return [lines[0], widths.map((w) => '-'.repeat(w)).join('  ').trimEnd(), ...lines.slice(1)].join('\n');
}

/** The value below which `share` of the sorted values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function perSecond(count: number, ms: number): number {
  return (count * 1000) / ms;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
