// Names of cells in the way spreadsheets write them ("D4"), and back.
// It refuses to know anything of files or sheets.

/** "D4" for column 3, row 3 (both from 0). */
export function cellName(column: number, row: number): string {
  let letters = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters + (row + 1);
}

/** Column and row (both from 0) of "D4" or "$D$4"; undefined for anything else. */
export function cellPlace(name: string): { readonly column: number; readonly row: number } | undefined {
  let column = 0;
  let row = 0;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code === 36) continue; // $
    if (code >= 48 && code <= 57 && column > 0) row = row * 10 + (code - 48);
    else if (row === 0 && code >= 65 && code <= 90) column = column * 26 + (code - 64);
    else return undefined;
  }
  return column === 0 || column > 18_278 || row === 0 || row > 2_000_000 ? undefined : { column: column - 1, row: row - 1 };
}
