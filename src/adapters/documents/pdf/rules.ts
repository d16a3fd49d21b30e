// Finds the straight lines of a page that may rule a table or strike out a text: strokes, and thin filled boxes.
// It refuses curves and slanted lines, and more lines than any form has.
import { apply, numbers, type Matrix } from './matrix.ts';

/** A straight ruled line: `across` or down, at a height (or distance from the left), from one end to the other. */
export type Rule = { readonly across: boolean; readonly at: number; readonly from: number; readonly to: number };

export const maxRules = 20_000;

/** Straight strokes and thin filled boxes of a path, as rules. pdf.js's path data: 0 x y (move), 1 x y (line), 2 (curve, six numbers), 3 (curve, four), 4 (close). */
export function addRules(args: readonly unknown[], matrix: Matrix, ops: Readonly<Record<string, number>>, rules: Rule[]): void {
  const op = args[0];
  const strokes = op === ops['stroke'] || op === ops['closeStroke'] || op === ops['fillStroke'] || op === ops['eoFillStroke'] || op === ops['closeFillStroke'] || op === ops['closeEOFillStroke'];
  const fills = op === ops['fill'] || op === ops['eoFill'];
  const data = Array.isArray(args[1]) ? numbers(args[1][0]) : [];
  if (!strokes && !fills) return;
  let points: (readonly [number, number])[] = [];
  let curved = false;
  const end = (closed: boolean) => {
    const [first] = points;
    if (first && points.length > 1 && strokes) {
      if (closed) points.push(first);
      for (let i = 1; i < points.length; i++) addStroke(points[i - 1] ?? first, points[i] ?? first, rules);
    } else if (first && points.length >= 4 && fills && !curved) addBox(points, rules);
    points = [];
    curved = false;
  };
  for (let i = 0; i < data.length && rules.length <= maxRules;) {
    const at = (k: number) => apply(matrix, data[i + k] ?? 0, data[i + k + 1] ?? 0);
    switch (data[i]) {
      case 0: end(false); points.push(at(1)); i += 3; break;
      case 1: points.push(at(1)); i += 3; break;
      case 2: curved = true; points.push(at(5)); i += 7; break;
      case 3: curved = true; points.push(at(3)); i += 5; break;
      case 4: end(true); i += 1; break;
      default: return;
    }
  }
  end(false);
}

function addStroke(a: readonly [number, number], b: readonly [number, number], rules: Rule[]): void {
  const [dx, dy] = [Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])];
  if (dy < 1 && dx > dy) rules.push({ across: true, at: (a[1] + b[1]) / 2, from: Math.min(a[0], b[0]), to: Math.max(a[0], b[0]) });
  else if (dx < 1 && dy > dx) rules.push({ across: false, at: (a[0] + b[0]) / 2, from: Math.min(a[1], b[1]), to: Math.max(a[1], b[1]) });
}

function addBox(points: readonly (readonly [number, number])[], rules: Rule[]): void {
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  if (bottom - top < 2.5) rules.push({ across: true, at: (top + bottom) / 2, from: left, to: right });
  if (right - left < 2.5) rules.push({ across: false, at: (left + right) / 2, from: top, to: bottom });
}
