// The days of the simulated campaign, and how Danish mail programs and this demo write a moment.
// It refuses to know the holidays: between 29 January and 22 March 2024 there is none, and a campaign with other dates is not played.

export const zone = 'Europe/Copenhagen';

export type Day = Temporal.PlainDate;
export type Instant = Temporal.Instant;

/** Dates of the campaign as its file has them; the judge and the country go by these. */
export type Calendar = {
  readonly campaign: string;
  readonly letterDate: Day;
  readonly contactDeadline: Day;
  readonly loginWindow: { readonly from: Day; readonly until: Day };
  /** Each reminder round about the contact, with its day. */
  readonly rounds: readonly { readonly name: string; readonly day: Day }[];
  readonly hours: { readonly from: string; readonly until: string };
};

export function instantAt(day: Day, time: string): Instant {
  return day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
}

export function dayOf(at: Instant): Day {
  return at.toZonedDateTimeISO(zone).toPlainDate();
}

export function isWorkingDay(day: Day): boolean {
  return day.dayOfWeek <= 5;
}

/** The working day `count` working days after (or, negative, before) `day`; 0 gives the first working day from `day` on. */
export function workingDay(day: Day, count: number): Day {
  let at = day;
  while (count === 0 && !isWorkingDay(at)) at = at.add({ days: 1 });
  for (let left = Math.abs(count); left > 0;) {
    at = at.add({ days: Math.sign(count) });
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}

/** True when a mail that the bot begins by itself may leave at `at`. */
export function withinHours(at: Instant, hours: Calendar['hours']): boolean {
  const local = at.toZonedDateTimeISO(zone);
  const time = local.toPlainTime();
  return isWorkingDay(local.toPlainDate())
    && Temporal.PlainTime.compare(time, hours.from) >= 0 && Temporal.PlainTime.compare(time, hours.until) < 0;
}

export function compareDays(a: Day, b: Day): number {
  return Temporal.PlainDate.compare(a, b);
}

/** Every day that is played, weekends included: from the day before the letter to two days after the login window. */
export function playedDays(calendar: Calendar): readonly Day[] {
  const days: Day[] = [];
  const last = calendar.loginWindow.until.add({ days: 2 });
  for (let day = calendar.letterDate.subtract({ days: 1 }); compareDays(day, last) <= 0; day = day.add({ days: 1 })) days.push(day);
  return days;
}

const english = { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] };
const danish = {
  days: ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'],
  shortDays: ['man.', 'tirs.', 'ons.', 'tors.', 'fre.', 'lør.', 'søn.'],
  months: ['januar', 'februar', 'marts', 'april', 'maj', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'december'],
  shortMonths: ['jan.', 'feb.', 'mar.', 'apr.', 'maj', 'jun.', 'jul.', 'aug.', 'sep.', 'okt.', 'nov.', 'dec.'],
};

/** "Tue 30 Jan" */
export function shortDay(day: Day): string {
  return `${english.days[day.dayOfWeek - 1]} ${String(day.day).padStart(2)} ${english.months[day.month - 1]}`;
}

/** "Tue 30 Jan 08:30" */
export function shortMoment(at: Instant): string {
  return `${shortDay(dayOf(at))} ${at.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

/** "30. januar 2024 08:30", as Outlook writes it behind "Sendt:" */
export function outlookMoment(at: Instant): string {
  const local = at.toZonedDateTimeISO(zone);
  return `${local.day}. ${danish.months[local.month - 1]} ${local.year} ${clock(local, ':')}`;
}

/** "tirs. 30. jan. 2024 kl. 08.30", as Gmail writes it behind "Den" */
export function gmailMoment(at: Instant): string {
  const local = at.toZonedDateTimeISO(zone);
  return `${danish.shortDays[local.dayOfWeek - 1]} ${appleMoment(at)}`;
}

/** "30. jan. 2024 kl. 08.30", as Apple Mail writes it behind "Den" */
export function appleMoment(at: Instant): string {
  const local = at.toZonedDateTimeISO(zone);
  return `${local.day}. ${danish.shortMonths[local.month - 1]} ${local.year} kl. ${clock(local, '.')}`;
}

/** "mandag den 19. februar" */
export function danishDay(day: Day): string {
  return `${danish.days[day.dayOfWeek - 1]} den ${day.day}. ${danish.months[day.month - 1]}`;
}

function clock(local: Temporal.ZonedDateTime, between: string): string {
  return `${String(local.hour).padStart(2, '0')}${between}${String(local.minute).padStart(2, '0')}`;
}

/** The form of the Date header (RFC 5322 3.3), in UTC. */
export function mailDate(at: Instant): string {
  return new Date(at.epochMilliseconds).toUTCString().replace('GMT', '+0000');
}
