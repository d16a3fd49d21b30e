// Days and instants as people read them on the terminal, in Danish time.
// It refuses to say an instant of the log as it stands there: that is UTC.
import { dayOf, zone } from '../core/calendar.ts';

/** "2024-02-12 09:30" in Denmark. */
export function local(instant: string): string {
  return `${dayOf(Temporal.Instant.from(instant)).toString()} ${clock(instant)}`;
}

/** "09:30" in Denmark. */
export function clock(instant: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** "Mon 12 Feb 2024", of an ISO day. */
export function onDay(isoDay: string): string {
  const day = Temporal.PlainDate.from(isoDay);
  return `${weekdays[day.dayOfWeek - 1]} ${day.day} ${months[day.month - 1]} ${day.year}`;
}

/** "Mon 12 Feb 2024 09:30" in Denmark. */
export function atInstant(instant: string): string {
  return `${onDay(dayOf(Temporal.Instant.from(instant)).toString())} ${clock(instant)}`;
}
