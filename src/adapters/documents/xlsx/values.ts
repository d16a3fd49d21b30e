// The values of a workbook as they are shown: dates, numbers, escaped characters, what is crossed out.
// It refuses a locale: a day is ISO, a number has a point.

/** A date serial as an ISO day (ECMA-376 18.17.4); the 1900 system counts a 29 February 1900 that never was. */
export function serialDate(serial: number, epoch1904: boolean): string {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return String(serial);
  const whole = Math.floor(serial);
  const days = epoch1904 ? whole + 1462 : whole;
  return new Date(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * 86_400_000).toISOString().slice(0, 10);
}

/** "45000000" for 4.5E7: Excel writes long numbers with an exponent. */
export function plainNumber(value: string): string {
  if (/^[1-9]\d{0,14}$/.test(value)) return value;
  const n = Number(value);
  return Number.isFinite(n) && Math.abs(n) < 1e15 ? String(n) : value;
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

/** Excel writes control characters as _x000D_ (ECMA-376 22.9.2.19). */
export function unescapeOoxml(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
}

/** A property that stands without a value is on (ECMA-376 18.4.10). */
export function isStruck(value: string | undefined): boolean {
  return value === undefined || isTrue(value);
}
