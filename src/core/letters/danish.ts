// Small pieces of Danish that depend on numbers, lists and days: what a template can't say by itself.
// It refuses to hold sentences of a letter: those stand in the templates, where the department can read them.
import { danishDate, dayOf, zone, type Day, type Instant } from '../calendar.ts';

/** "navn", "navn og mailadresse", "navn, mailadresse og kommune" */
export function joined(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} og ${last}`;
}

/** "i perioden fra den 13. til den 20. marts 2024", or "den 13. marts 2024" for a single day. */
export function danishPeriod(from: Day, until: Day): string {
  if (from.equals(until)) return `den ${danishDate(from)}`;
  const end = danishDate(until);
  if (from.year !== until.year) return `i perioden fra den ${danishDate(from)} til den ${end}`;
  const start = from.month === until.month ? `${from.day}.` : danishDate(from).replace(/ \d+$/, '');
  return `i perioden fra den ${start} til den ${end}`;
}

/** "mandag den 25. marts 2024 kl. 14.30" in Danish time (Retskrivningsordbogen writes a point between hours and minutes). */
export function danishTime(at: Instant): string {
  const local = at.toZonedDateTimeISO(zone);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${weekday(local.toPlainDate())} den ${danishDate(local.toPlainDate())} kl. ${two(local.hour)}.${two(local.minute)}`;
}

/** "foråret 2024": the season a day lies in, as the letter names the time of reporting. */
export function seasonOf(day: Day): string {
  const winter = day.month === 12 || day.month <= 2;
  const name = winter ? 'vinteren' : day.month <= 5 ? 'foråret' : day.month <= 8 ? 'sommeren' : 'efteråret';
  return `${name} ${day.year}`;
}

/** "1 sag", "3 sager" */
export function counted(n: number, one: string, more: string): string {
  return `${n} ${n === 1 ? one : more}`;
}

/** The day of an ISO instant or day as "12. februar 2024"; what is neither is given back as it is. */
export function danishDateOf(iso: string): string {
  try {
    return danishDate(iso.includes('T') ? dayOf(Temporal.Instant.from(iso)) : Temporal.PlainDate.from(iso));
  } catch {
    return iso;
  }
}

/** The same of an ISO instant; what is none is given back as it is. */
export function danishTimeOf(iso: string): string {
  try {
    return danishTime(Temporal.Instant.from(iso));
  } catch {
    return iso;
  }
}

function weekday(day: Day): string {
  return ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'][day.dayOfWeek - 1] ?? '';
}
