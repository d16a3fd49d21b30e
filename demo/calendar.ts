// The days of the simulated campaign, and how Danish mail programs and this demo write a moment.
// It refuses another year: the days off of 2024 stand here as a list, written down apart from the bot's own rules.

export const zone = 'Europe/Copenhagen';

export type Day = Temporal.PlainDate;
export type Instant = Temporal.Instant;

/** The two dates by which a kommune has to answer. */
export type Deadline = 'contact' | 'report';

/** So many working days before (negative), on (0) or after (positive) its deadline. */
export type Round = { readonly name: string; readonly workingDays: number };

/** Dates of the campaign as its file has them; the judge and the country go by these. */
export type Calendar = {
  readonly campaign: string;
  readonly letterDate: Day;
  readonly deadlines: Readonly<Record<Deadline, Day>>;
  readonly loginWindow: { readonly from: Day; readonly until: Day };
  /** In order of time. */
  readonly rounds: Readonly<Record<Deadline, readonly Round[]>>;
  readonly hours: { readonly from: string; readonly until: string };
  /** The last day that is played. */
  readonly end: Day;
};

/** One reminder round on its day; `last` is the one that the main mailbox hears of too. */
export type RoundDay = { readonly of: Deadline; readonly name: string; readonly day: Day; readonly last: boolean };

/** The days of the rounds of a deadline: the campaign's own, or a longer one that a kommune was given. */
export function roundDays(calendar: Calendar, of: Deadline, deadline: Day = calendar.deadlines[of]): readonly RoundDay[] {
  const rounds = calendar.rounds[of];
  return rounds.map(({ name, workingDays }, i) => ({ of, name, day: workingDay(deadline, workingDays), last: i === rounds.length - 1 }));
}

export function instantAt(day: Day, time: string): Instant {
  return day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
}

export function dayOf(at: Instant): Day {
  return at.toZonedDateTimeISO(zone).toPlainDate();
}

/**
 * On which offices are closed in 2024 (lov om helligdage): 1 January, skærtorsdag, langfredag, 2. påskedag, Kristi himmelfartsdag, 2. pinsedag, grundlovsdag,
 * the days of Christmas and the last day of the year. Store bededag (26 April) is a working day since 2024.
 */
const daysOff = new Set(['2024-01-01', '2024-03-28', '2024-03-29', '2024-04-01', '2024-05-09', '2024-05-20', '2024-06-05', '2024-12-24', '2024-12-25', '2024-12-26', '2024-12-31']);

export function isWorkingDay(day: Day): boolean {
  if (day.year !== 2024) throw new Error(`the days off of ${day.year} are not known here: the demo plays the campaign of 2024`);
  return day.dayOfWeek <= 5 && !daysOff.has(day.toString());
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

/** Every day that is played, weekends and days off included, from the day before the letter on. */
export function playedDays({ letterDate, end }: Calendar): readonly Day[] {
  const days: Day[] = [];
  for (let day = letterDate.subtract({ days: 1 }); compareDays(day, end) <= 0; day = day.add({ days: 1 })) days.push(day);
  return days;
}

/** The first working day of each whole week of the play after the letter: the day of the digest. */
export function weekBegins(calendar: Calendar): readonly Day[] {
  const days = playedDays(calendar).filter((day) => compareDays(day, calendar.letterDate) > 0);
  return [...Map.groupBy(days, (day) => day.subtract({ days: day.dayOfWeek - 1 }).toString())]
    .filter(([monday]) => compareDays(Temporal.PlainDate.from(monday), calendar.letterDate) > 0)
    .flatMap(([, week]) => week.filter(isWorkingDay).slice(0, 1));
}

/** The department pauses the campaign in the evening before the first round, until the afternoon of its day. */
export function pauseOf(calendar: Calendar): { readonly from: Instant; readonly until: Instant } {
  const day = roundDays(calendar, 'contact')[0]?.day ?? calendar.letterDate;
  return { from: instantAt(day.subtract({ days: 1 }), '17:00'), until: instantAt(day, '15:00') };
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

/** "26. februar 2024" */
export function danishDate(day: Day): string {
  return `${day.day}. ${danish.months[day.month - 1]} ${day.year}`;
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
