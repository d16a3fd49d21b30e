// What the calendar keeps of days and instants is what it would compute anew: against Temporal itself, over both clock changes and more days than are kept.
// It refuses to look into the memory: only answers count.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addWorkingDays, dayOf, dayOfIso, firstSendingInstant, isBy, isDayAfter, isWorkingDay, nextSendingInstant, withinSendingHours, workingDayFrom, zone } from '../../src/core/calendar.ts';

const from1960to2100 = fc.integer({ min: -315_619_200_000, max: 4_102_444_800_000 }).map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
const hour = fc.integer({ min: 0, max: 23 }).map((h) => `${String(h).padStart(2, '0')}:${h % 2 === 0 ? '00' : '30'}`);

test('the day of an instant, near each midnight and each change of the clocks as anywhere', () => {
  fc.assert(fc.property(from1960to2100, fc.constantFrom(0, -1, 1, 900_000, -900_000), (at, off) => {
    const local = at.toZonedDateTimeISO(zone);
    for (const one of [at, local.startOfDay().toInstant(), local.getTimeZoneTransition('next')?.toInstant() ?? at].map((i) => i.add({ milliseconds: off }))) {
      const day = one.toZonedDateTimeISO(zone).toPlainDate();
      expect([dayOf(one).toString(), dayOfIso(one.toString()).toString()]).toEqual([day.toString(), day.toString()]);
    }
  }), { numRuns: 3_000 });
  expect([dayOfIso('2024-02-11T23:00:00Z'), dayOfIso('2024-02-12T00:00:00+01:00'), dayOfIso('2024-02-11T22:59:59.999Z'), dayOfIso('2024-02-12T00:59:00+02:00')].map(String)).toEqual(['2024-02-12', '2024-02-12', '2024-02-11', '2024-02-11']);
});

test('the sending hours, by the clock on the wall', () => {
  fc.assert(fc.property(from1960to2100, hour, hour, (at, from, until) => {
    const local = at.toZonedDateTimeISO(zone);
    const time = local.toPlainTime();
    const within = isWorkingDay(local.toPlainDate()) && Temporal.PlainTime.compare(time, from) >= 0 && Temporal.PlainTime.compare(time, until) < 0;
    expect(withinSendingHours(at, { from, until })).toBe(within);
    if (within) expect(nextSendingInstant(at, { from, until })).toBe(at);
    const first = firstSendingInstant(local.toPlainDate(), { from, until }).toZonedDateTimeISO(zone);
    expect([first.toPlainDate().toString(), first.toPlainTime().toString({ smallestUnit: 'minute' })]).toEqual([workingDayFrom(local.toPlainDate()).toString(), from]);
  }), { numRuns: 3_000 });
});

test('working days, asked in any order and again', () => {
  fc.assert(fc.property(from1960to2100, fc.integer({ min: -12, max: 12 }), (at, count) => {
    const day = dayOf(at);
    const there = addWorkingDays(day, count);
    expect(addWorkingDays(Temporal.PlainDate.from(day.toString()), count).equals(there)).toBe(true);
    let left = count;
    let walked = count === 0 ? workingDayFrom(day) : day;
    while (left !== 0) {
      walked = walked.add({ days: Math.sign(count) });
      if (isWorkingDay(walked)) left -= Math.sign(count);
    }
    expect(there.equals(walked)).toBe(true);
    expect(isDayAfter(there, day)).toBe(Temporal.PlainDate.compare(there, day) > 0);
  }), { numRuns: 2_000 });
});

test('what has come by an instant', () => {
  fc.assert(fc.property(from1960to2100, fc.integer({ min: -2, max: 2 }), (at, off) => {
    expect(isBy(at, at.add({ milliseconds: off }))).toBe(off >= 0);
  }));
});
