// The Danish calendar against another program's: holidays, working days, sending hours over both clock changes.
// It refuses to trust a memory of days: what is kept must be what would be computed.
import Holidays from 'date-holidays';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWorkingDays, danishDay, dayOf, dayOfIso, easterSunday, firstSendingInstant, holidayName, isWorkingDay, lastDayInTime, nextSendingInstant, withinSendingHours, workingDayFrom } from '../../src/core/calendar.ts';
import { at } from '../support/campaign.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const hours = { from: '08:00', until: '16:00' };

test('holidays agree with date-holidays from 2010 to 2040', () => {
  const known = new Holidays('DK');
  for (let year = 2010; year <= 2040; year += 1) {
    const theirs = new Set(known.getHolidays(year).filter((h) => h.type === 'public').map((h) => h.date.slice(0, 10)));
    for (let d = day(`${year}-01-01`); d.year === year; d = d.add({ days: 1 })) {
      const closedOnly = ['6-5', '12-24', '12-31'].includes(`${d.month}-${d.day}`);
      if (!closedOnly) expect([d.toString(), holidayName(d) !== undefined]).toEqual([d.toString(), theirs.has(d.toString())]);
      else expect(holidayName(d)).toBeDefined();
    }
  }
});

test('store bededag, the fourth Friday after Easter, is a holiday until 2023 and never again', () => {
  for (let year = 2010; year <= 2040; year += 1) {
    const friday = easterSunday(year).add({ days: 26 });
    expect([year, friday.dayOfWeek, holidayName(friday) === 'store bededag', isWorkingDay(friday)]).toEqual([year, 5, year <= 2023, year > 2023]);
  }
  expect([holidayName(day('2023-05-05')), holidayName(day('2024-04-26'))]).toEqual(['store bededag', undefined]);
});

test('5 June, 24 and 31 December are no working days, in any year', () => {
  for (let year = 2010; year <= 2040; year += 1) for (const date of ['06-05', '12-24', '12-31']) expect([year, date, isWorkingDay(day(`${year}-${date}`))]).toEqual([year, date, false]);
});

test('Easter from 2020 to 2035 is where date-holidays has it, and so are the days that follow from it', () => {
  const known = new Holidays('DK');
  for (let year = 2020; year <= 2035; year += 1) {
    const theirs = known.getHolidays(year).filter((h) => h.type === 'public').map((h) => h.date.slice(0, 10));
    const easter = easterSunday(year);
    // Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday and Monday.
    for (const days of [-3, -2, 0, 1, 39, 49, 50]) expect(theirs).toContain(easter.add({ days }).toString());
    expect(isWorkingDay(easter.add({ days: 2 }))).toBe(true);
  }
  expect([easterSunday(2024).toString(), easterSunday(2027).toString()]).toEqual(['2024-03-31', '2027-03-28']);
});

describe('working days', () => {
  test.each([
    ['2024-02-12', 0, '2024-02-12'], ['2024-02-10', 0, '2024-02-12'], ['2024-02-12', -1, '2024-02-09'], ['2024-02-12', 5, '2024-02-19'],
    ['2024-03-27', 1, '2024-04-02'], ['2024-06-04', 1, '2024-06-06'], ['2024-12-23', 1, '2024-12-27'], ['2024-12-30', 1, '2025-01-02'],
  ])('%s and %i working days is %s', (from, count, to) => expect(addWorkingDays(day(from), count).toString()).toBe(to));

  test('property: going on and back by working days comes home, and always lands on a working day', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 6000 }), fc.integer({ min: 1, max: 60 }), (offset, count) => {
      const from = workingDayFrom(day('2020-01-01').add({ days: offset }));
      const there = addWorkingDays(from, count);
      expect(isWorkingDay(there)).toBe(true);
      expect(addWorkingDays(there, -count).toString()).toBe(from.toString());
    }));
  });

  test('a deadline on a weekend lasts to the next working day', () => {
    expect(lastDayInTime(day('2025-05-31')).toString()).toBe('2025-06-02');
    expect(lastDayInTime(day('2024-05-31')).toString()).toBe('2024-05-31');
  });
});

describe('sending hours in Europe/Copenhagen', () => {
  test('from is within, until is not', () => {
    expect(withinSendingHours(Temporal.Instant.from(at('2024-02-12 08:00')), hours)).toBe(true);
    expect(withinSendingHours(Temporal.Instant.from(at('2024-02-12 16:00')), hours)).toBe(false);
    expect(withinSendingHours(Temporal.Instant.from(at('2024-02-11 10:00')), hours)).toBe(false);
    expect(withinSendingHours(Temporal.Instant.from(at('2024-04-01 10:00')), hours)).toBe(false);
  });

  test('eight in the morning is eight in the morning on both sides of both clock changes', () => {
    expect(firstSendingInstant(day('2024-03-27'), hours).toString()).toBe('2024-03-27T07:00:00Z');
    expect(firstSendingInstant(day('2024-04-02'), hours).toString()).toBe('2024-04-02T06:00:00Z');
    expect(firstSendingInstant(day('2024-10-25'), hours).toString()).toBe('2024-10-25T06:00:00Z');
    expect(firstSendingInstant(day('2024-10-28'), hours).toString()).toBe('2024-10-28T07:00:00Z');
  });

  test('every minute of the working days about both changes: eight hours are open, from eight to four, and none on the Sundays', () => {
    for (const [date, open] of [['2024-03-27', 480], ['2024-03-30', 0], ['2024-03-31', 0], ['2024-04-01', 0], ['2024-04-02', 480], ['2024-10-25', 480], ['2024-10-26', 0], ['2024-10-27', 0], ['2024-10-28', 480]] as const) {
      const times: string[] = [];
      const start = day(date).toZonedDateTime('Europe/Copenhagen');
      const end = start.add({ days: 1 });
      for (let t = start; Temporal.ZonedDateTime.compare(t, end) < 0; t = t.add({ minutes: 1 })) if (withinSendingHours(t.toInstant(), hours)) times.push(t.toPlainTime().toString({ smallestUnit: 'minute' }));
      expect([date, times.length, times[0], times.at(-1)]).toEqual([date, open, open > 0 ? '08:00' : undefined, open > 0 ? '15:59' : undefined]);
    }
  });

  test('property: the day in Denmark is that of the time zone, for any instant from 1970 to 2100, however often it is asked', () => {
    const zoned = (ms: number): string => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO('Europe/Copenhagen').toPlainDate().toString();
    const nights = ['1984-03-24T22:30Z', '1996-09-28T21:00Z', '2024-03-30T22:30Z', '2024-10-26T21:00Z'].map((at) => Temporal.Instant.from(at).epochMilliseconds);
    const ms = fc.oneof(fc.integer({ min: 0, max: 4_102_444_800 }).map((s) => s * 1000 + 7), fc.tuple(fc.constantFrom(...nights), fc.integer({ min: 0, max: 300 })).map(([night, minutes]) => night + minutes * 60_000));
    fc.assert(fc.property(ms, (at) => {
      const instant = Temporal.Instant.fromEpochMilliseconds(at);
      for (const _ of [1, 2]) expect([dayOf(instant).toString(), dayOfIso(instant.toString()).toString()]).toEqual([zoned(at), zoned(at)]);
    }), { numRuns: 6_000 });
  });

  test('property: the next sending instant is within the hours, not before, and itself when already within', () => {
    fc.assert(fc.property(fc.integer({ min: 1_577_836_800, max: 1_900_000_000 }), (seconds) => {
      const from = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
      const next = nextSendingInstant(from, hours);
      expect(withinSendingHours(next, hours)).toBe(true);
      expect(Temporal.Instant.compare(next, from)).toBeGreaterThanOrEqual(0);
      if (withinSendingHours(from, hours)) expect(next.equals(from)).toBe(true);
    }));
  });
});

test('Danish days', () => {
  expect(danishDay(day('2024-02-12'))).toBe('mandag den 12. februar 2024');
  expect(dayOf(Temporal.Instant.from('2024-02-11T23:30:00Z')).toString()).toBe('2024-02-12');
});
