// When people act: most within the deadline, some too late, some on a weekend.
// It refuses to know what they do.
import { compareDays, dayOf, pauseOf, roundDays, workingDay, type Calendar, type Day } from '../../calendar.ts';
import type { Cast, Due } from '../script.ts';

/** At once when the letter comes. */
export const atOnce: Due = { on: 'mail', kind: 'letter', workingDays: 0 };

/** Most answer within the deadline, some before the first reminder, some after one or two. */
export function inTime({ chance, calendar }: Cast, earliest = 1): Due {
  const before = chance.happens(0.65);
  const count = before ? chance.int(earliest, Math.max(earliest, 6)) : chance.int(7, 14);
  return { on: 'day', day: workingDay(calendar.letterDate, count), slot: chance.happens(0.8) || !busyAfternoons(calendar).some((d) => d === count) ? 'morning' : 'afternoon' };
}

/** Working days after the letter on which there is an afternoon as well. */
function busyAfternoons(calendar: Calendar): readonly number[] {
  const count = (day: Day): number => {
    let n = 0;
    while (compareDays(workingDay(calendar.letterDate, n), day) < 0) n += 1;
    return n;
  };
  return [1, ...roundDays(calendar, 'contact').slice(0, 2).map((round) => count(round.day))];
}

/** On one of the two weekends after the letter. */
export function weekend({ chance, calendar }: Cast): Due {
  const saturday = calendar.letterDate.add({ days: 6 - calendar.letterDate.dayOfWeek });
  return { on: 'day', day: saturday.add({ days: chance.pick([0, 1, 7, 8]) }), slot: 'morning' };
}

/** In the afternoon on which the campaign is paused. */
export function inThePause({ calendar }: Cast): Due {
  return { on: 'day', day: dayOf(pauseOf(calendar).until), slot: 'afternoon' };
}

/** In the night before a reminder round. */
export function roundNight({ chance, calendar }: Cast): Due {
  return { on: 'day', day: chance.pick(roundDays(calendar, 'contact')).day, slot: 'night' };
}

/** After the last reminder. */
export function late({ chance, calendar }: Cast): Due {
  const last = roundDays(calendar, 'contact').at(-1)?.day ?? calendar.deadlines.contact;
  return { on: 'day', day: workingDay(last, chance.int(1, 9)), slot: 'morning' };
}

/** When the logins are out. */
export function afterLogins({ chance, calendar }: Cast): Due {
  return { on: 'day', day: workingDay(calendar.loginWindow.from, chance.int(1, 4)), slot: 'morning' };
}

/** So many working days after the letter, in the morning. */
export function daysAfterLetter({ calendar }: Cast, count: number): Due {
  return { on: 'day', day: workingDay(calendar.letterDate, count), slot: 'morning' };
}
