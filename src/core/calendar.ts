// The working days of Denmark, and the hours in which mail may leave, in Europe/Copenhagen.
// It refuses to ask what time it is: every day and instant is an argument.

export const zone = 'Europe/Copenhagen';

export type Day = Temporal.PlainDate;
export type Instant = Temporal.Instant;

/** Easter Sunday of a year in the Gregorian calendar (Meeus/Jones/Butcher). */
export function easterSunday(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 });
}

/**
 * The Danish name of the holiday a day is, or undefined. Store bededag is a holiday until 2023 only (lov nr. 214 af 6. marts 2023).
 * 5 June, 24 and 31 December are no holidays by law, but public offices are closed.
 */
export function holidayName(day: Day): string | undefined {
  const fixed = fixedHolidays[`${day.month}-${day.day}`];
  if (fixed) return fixed;
  const fromEaster = easterSunday(day.year).until(day, { largestUnit: 'day' }).days;
  if (fromEaster === 26 && day.year < 2024) return 'store bededag';
  return movableHolidays[fromEaster];
}

const fixedHolidays: Readonly<Record<string, string>> = {
  '1-1': 'nytårsdag', '6-5': 'grundlovsdag', '12-24': 'juleaftensdag', '12-25': 'juledag', '12-26': '2. juledag', '12-31': 'nytårsaftensdag',
};
const movableHolidays: Readonly<Record<number, string>> = {
  [-3]: 'skærtorsdag', [-2]: 'langfredag', 0: 'påskedag', 1: '2. påskedag', 39: 'Kristi himmelfartsdag', 49: 'pinsedag', 50: '2. pinsedag',
};

/** True on a day on which a public office is at work. */
export function isWorkingDay(day: Day): boolean {
  return day.dayOfWeek <= 5 && holidayName(day) === undefined;
}

/** `day` itself if it is a working day, otherwise the next one. */
export function workingDayFrom(day: Day): Day {
  let at = day;
  while (!isWorkingDay(at)) at = at.add({ days: 1 });
  return at;
}

/** The working day `count` working days after (or, negative, before) `day`; 0 gives the first working day from `day` on. */
export function addWorkingDays(day: Day, count: number): Day {
  let at = count === 0 ? workingDayFrom(day) : day;
  const step = Math.sign(count);
  for (let left = Math.abs(count); left > 0;) {
    at = at.add({ days: step });
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}

/** How many working days have gone by since `from`: 0 on the day itself, 1 on the next working day. */
export function workingDaysSince(from: Day, to: Day): number {
  let count = 0;
  for (let at = from.add({ days: 1 }); Temporal.PlainDate.compare(at, to) <= 0; at = at.add({ days: 1 })) if (isWorkingDay(at)) count += 1;
  return count;
}

/**
 * The last day on which an answer is in time: the deadline as printed or, where that is no working day, the next working day.
 * (No general rule for reports was found; this follows the rule for appeal deadlines. See ARCHITECTURE.md.)
 */
export function lastDayInTime(deadline: Day): Day {
  return workingDayFrom(deadline);
}

export function dayOf(at: Instant): Day {
  return at.toZonedDateTimeISO(zone).toPlainDate();
}

export type SendingHours = { readonly from: string; readonly until: string };

/** True when a mail that we begin may leave at `at`: on a working day, `from` inclusive, `until` exclusive ("08:00", "16:00"). */
export function withinSendingHours(at: Instant, hours: SendingHours): boolean {
  const local = at.toZonedDateTimeISO(zone);
  if (!isWorkingDay(local.toPlainDate())) return false;
  const time = local.toPlainTime();
  return Temporal.PlainTime.compare(time, hours.from) >= 0 && Temporal.PlainTime.compare(time, hours.until) < 0;
}

/** The first instant on or after the start of `day` at which mail may leave. */
export function firstSendingInstant(day: Day, hours: SendingHours): Instant {
  return workingDayFrom(day).toZonedDateTime({ timeZone: zone, plainTime: hours.from }).toInstant();
}

/** The first instant from `at` on at which mail may leave: `at` itself within the hours. */
export function nextSendingInstant(at: Instant, hours: SendingHours): Instant {
  if (withinSendingHours(at, hours)) return at;
  const today = dayOf(at);
  const opening = firstSendingInstant(today, hours);
  return Temporal.Instant.compare(opening, at) >= 0 ? opening : firstSendingInstant(today.add({ days: 1 }), hours);
}

const weekdays = ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'] as const;
const months = ['januar', 'februar', 'marts', 'april', 'maj', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'december'] as const;

/** "mandag den 12. februar 2024" */
export function danishDay(day: Day): string {
  return `${weekdays[day.dayOfWeek - 1]} den ${danishDate(day)}`;
}

/** "12. februar 2024" */
export function danishDate(day: Day): string {
  return `${day.day}. ${months[day.month - 1]} ${day.year}`;
}
