import Holidays from 'date-holidays';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWorkingDays, danishDay, dayOf, easterSunday, firstSendingInstant, holidayName, isWorkingDay, lastDayInTime, nextSendingInstant, withinSendingHours, workingDayFrom } from '../../src/core/calendar.ts';
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

test('store bededag is gone since 2024', () => {
  expect(holidayName(day('2023-05-05'))).toBe('store bededag');
  expect(holidayName(day('2024-04-26'))).toBeUndefined();
});

test('Easter', () => {
  expect(easterSunday(2024).toString()).toBe('2024-03-31');
  expect(easterSunday(2027).toString()).toBe('2027-03-28');
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
