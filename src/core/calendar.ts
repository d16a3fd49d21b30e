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

// What was computed of a day is kept: the same few days are asked about for every case, and days and instants never change.
const mostKept = 4_096;

/** `make`, which asks a day only once. Forgets everything when it holds too much; what it gives is the same with and without. */
function keptByDay<T>(make: (day: Day) => T): (day: Day) => T {
  const kept = new Map<number, T>();
  return (day) => {
    const key = dayNumber(day);
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= mostKept) kept.clear();
    const made = make(day);
    kept.set(key, made);
    return made;
  };
}

/** The same for what depends on something else too, with a memory of its own for each. */
function keptByDayAnd<O, T>(make: (day: Day, other: O) => T): (day: Day, other: O) => T {
  const kept = new Map<O, (day: Day) => T>();
  return (day, other) => {
    let of = kept.get(other);
    if (!of) {
      if (kept.size >= mostKept) kept.clear();
      of = keptByDay((d) => make(d, other));
      kept.set(other, of);
    }
    return of(day);
  };
}

/** Numbers in the order of the days. */
function dayNumber(day: Day): number {
  return (day.year * 13 + day.month) * 32 + day.day;
}

/** True on a day on which a public office is at work. */
export const isWorkingDay: (day: Day) => boolean = keptByDay((day) => day.dayOfWeek <= 5 && holidayName(day) === undefined);

/** `day` itself if it is a working day, otherwise the next one. */
export function workingDayFrom(day: Day): Day {
  let at = day;
  while (!isWorkingDay(at)) at = at.add({ days: 1 });
  return at;
}

/** The working day `count` working days after (or, negative, before) `day`; 0 gives the first working day from `day` on. */
export const addWorkingDays: (day: Day, count: number) => Day = keptByDayAnd((day, count) => {
  let at = count === 0 ? workingDayFrom(day) : day;
  const step = Math.sign(count);
  for (let left = Math.abs(count); left > 0;) {
    at = at.add({ days: step });
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
});

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

/** True when `at` has come at `now`. (Temporal's own comparison copies both first, which costs more than all else of a tick.) */
export function isBy(at: Instant, now: Instant): boolean {
  return at.epochMilliseconds <= now.epochMilliseconds;
}

export function isDayAfter(day: Day, other: Day): boolean {
  return dayNumber(day) > dayNumber(other);
}

/** The day in Denmark. */
export function dayOf(at: Instant): Day {
  // Since 1970 Danish clocks have only ever been changed on a whole quarter of an hour.
  const quarter = Math.floor(at.epochMilliseconds / 900_000);
  const known = quarter < 0 ? undefined : daysOfQuarters.get(quarter);
  if (known) return known;
  const day = at.toZonedDateTimeISO(zone).toPlainDate();
  if (daysOfQuarters.size >= mostKept) daysOfQuarters.clear();
  if (quarter >= 0) daysOfQuarters.set(quarter, day);
  return day;
}

const daysOfQuarters = new Map<number, Day>();

/** The day in Denmark of an instant as events carry it ("2024-02-12T08:00:00Z"). */
export function dayOfIso(at: string): Day {
  // Up to the minute, which no offset from UTC divides.
  const minute = at.endsWith('Z') ? at.slice(0, 16) : at;
  const known = daysOfMinutes.get(minute);
  if (known) return known;
  const day = dayOf(Temporal.Instant.from(at));
  if (daysOfMinutes.size >= mostKept) daysOfMinutes.clear();
  daysOfMinutes.set(minute, day);
  return day;
}

const daysOfMinutes = new Map<string, Day>();

export type SendingHours = { readonly from: string; readonly until: string };

/** The instant at which it is this time ("08:00") on that day in Denmark. */
const instantOn: (day: Day, time: string) => Instant = keptByDayAnd((day, plainTime) => day.toZonedDateTime({ timeZone: zone, plainTime }).toInstant());

/** True when a mail that we begin may leave at `at`: on a working day, `from` inclusive, `until` exclusive ("08:00", "16:00"). */
export function withinSendingHours(at: Instant, hours: SendingHours): boolean {
  const day = dayOf(at);
  const now = at.epochMilliseconds;
  return isWorkingDay(day) && now >= instantOn(day, hours.from).epochMilliseconds && now < instantOn(day, hours.until).epochMilliseconds;
}

/** The first instant on or after the start of `day` at which mail may leave. */
export function firstSendingInstant(day: Day, hours: SendingHours): Instant {
  return instantOn(addWorkingDays(day, 0), hours.from);
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

/** The later of two instants (ISO); told apart to the second, which is enough to see a clock that was set back. */
export function later(a: string | null, b: string): string {
  return a === null || b > a ? b : a;
}
