// Matrices of PDF (ISO 32000-1, 8.3.3): six numbers that move, scale and turn points.
// It refuses anything that is not six numbers: then nothing is moved.

export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** Numbers in whatever list pdf.js hands them over. */
export function numbers(value: unknown): readonly number[] {
  if (Array.isArray(value)) return value.every((v) => typeof v === 'number') ? value : [];
  if (value instanceof Float32Array || value instanceof Float64Array) return [...value];
  if (typeof value === 'object' && value !== null) return Object.values(value).filter((v) => typeof v === 'number');
  return [];
}

export function toMatrix(n: readonly number[]): Matrix {
  return n.length >= 6 ? [n[0] ?? 1, n[1] ?? 0, n[2] ?? 0, n[3] ?? 1, n[4] ?? 0, n[5] ?? 0] : identity;
}

/** The matrix that applies `n` first and `m` then. */
export function times(m: Matrix, n: Matrix): Matrix {
  return [m[0] * n[0] + m[2] * n[1], m[1] * n[0] + m[3] * n[1], m[0] * n[2] + m[2] * n[3], m[1] * n[2] + m[3] * n[3], m[0] * n[4] + m[2] * n[5] + m[4], m[1] * n[4] + m[3] * n[5] + m[5]];
}

export function apply(m: Matrix, x: number, y: number): readonly [number, number] {
  return [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
}
