import { describe, expect, it } from 'vitest';
import { dateOf, instantOf, latestInstant, readTime, thisMinute, timeOf } from './instant-entry.ts';

describe('readTime', () => {
  it('reads the ways in which a time is typed', () => {
    for (const text of ['1402', '14:02', '14h02', '14 h 02', '14\u00a0h\u00a002', '14.02']) {
      expect(readTime(text)).toBe('14:02');
    }
    expect(readTime('902')).toBe('09:02');
    expect(readTime('9')).toBe('09:00');
    expect(readTime('14h')).toBe('14:00');
    expect(readTime('0:5')).toBe('00:05');
  });

  it('refuses what is no time of the day', () => {
    for (const text of ['', '24:00', '1260', '14:60', 'midi', '14023', '-1']) expect(readTime(text)).toBeNull();
  });
});

describe('latestInstant', () => {
  const now = new Date(2026, 10, 20, 0, 40);

  it('takes the most recent past occurrence of the time', () => {
    expect(latestInstant('00:15', now)).toBe(new Date(2026, 10, 20, 0, 15).toISOString());
    expect(latestInstant('22:30', now)).toBe(new Date(2026, 10, 19, 22, 30).toISOString());
  });

  it('forgives a clock that is a few minutes behind', () => {
    expect(latestInstant('00:45', now)).toBe(new Date(2026, 10, 20, 0, 45).toISOString());
  });
});

describe('instantOf', () => {
  it('comes back to the same date and time', () => {
    const instant = instantOf('2026-11-20', '14:02');
    expect(instant).not.toBeNull();
    expect(dateOf(new Date(instant ?? 0))).toBe('2026-11-20');
    expect(timeOf(new Date(instant ?? 0))).toBe('14:02');
  });

  it('refuses a day that the month does not have', () => {
    expect(instantOf('2026-02-30', '10:00')).toBeNull();
    expect(instantOf('', '10:00')).toBeNull();
  });
});

it('thisMinute drops the seconds', () => {
  expect(thisMinute(new Date('2026-11-20T13:02:59.900Z'))).toBe('2026-11-20T13:02:00.000Z');
});
