// What a person types for a number, a day or a link, read as it is written in Denmark.
// It refuses to guess: what is not plainly one value is none, and the caller says so at the field.

/** A whole number as typed ("3", " 12 "); why it is none, otherwise. `fraction`: a number, but no whole one. */
export type Whole = { readonly value: number } | { readonly not: 'empty' | 'negative' | 'fraction' | 'words' };

export function wholeOf(text: string): Whole {
  const typed = tidy(text);
  if (typed === '') return { not: 'empty' };
  if (/^[-−–]\s*\d+(?:[.,]\d+)?$/.test(typed)) return { not: 'negative' };
  // One zero or two are decimals; three are perhaps a thousand.
  if (/^\d{1,9}(?:[.,]00?)?$/.test(typed)) return { value: Number(typed.replace(/[.,]00?$/, '')) };
  return /^\d*[.,]\d+$/.test(typed) ? { not: 'fraction' } : { not: 'words' };
}

/** A percentage as typed: "40", "33,3", "33.3 %", in per cent; decimals beyond the first are rounded. */
export function percentOf(text: string): Whole {
  const typed = tidy(text).replace(/ ?(?:%|pct\.?|procent)$/i, '');
  if (typed === '') return { not: 'empty' };
  if (/^[-−–]\s*\d+(?:[.,]\d+)?$/.test(typed)) return { not: 'negative' };
  return /^\d{1,6}(?:[.,]\d{1,12})?$/.test(typed) ? { value: Math.round(Number(typed.replace(',', '.')) * 10) / 10 } : { not: 'words' };
}

/** Blanks as one; nothing of a text that is too long to be a number or a day, so that a crafted one costs no time. */
function tidy(text: string): string {
  return text.length > 200 ? '?' : text.trim().replace(/\s+/g, ' ');
}

const months = ['januar', 'februar', 'marts', 'april', 'maj', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'december'] as const;

/** A day as an ISO day: "31-12-2023", "31/12 2023", "31.12.2023", "2023-12-31", "31. december 2023"; undefined for what is no day of the calendar. */
export function dayOfText(text: string): string | undefined {
  const typed = tidy(text).toLowerCase();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00)?)?$/.exec(typed);
  if (iso) return isoDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numbers = /^(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4})$/.exec(typed);
  if (numbers) return isoDay(Number(numbers[3]), Number(numbers[2]), Number(numbers[1]));
  const [, day, name = '', year] = /^(?:den )?(\d{1,2})\.?\s*([a-zæøå]+)\.?,?\s+(\d{4})$/.exec(typed) ?? [];
  const month = name.length < 3 ? -1 : months.findIndex((m) => m.startsWith(name));
  return month < 0 ? undefined : isoDay(Number(year), month + 1, Number(day));
}

function isoDay(year: number, month: number, day: number): string | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}

/** A web address (RFC 3986, http or https), with https:// put before a bare "www.…"; undefined for anything else. */
export function linkOf(text: string): string | undefined {
  const typed = text.trim();
  const whole = /^https?:\/\//i.test(typed) ? typed : /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#]|$)/i.test(typed) ? `https://${typed}` : '';
  return /^https?:\/\/[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d{1,5})?(?:[/?#][^\s"'<>\\]*)?$/iu.test(whole) ? whole : undefined;
}
