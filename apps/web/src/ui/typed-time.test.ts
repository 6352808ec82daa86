import { describe, expect, it } from 'vitest';

import { instantOf, instantOfTimeAlone, parseTypedDate, parseTypedTime } from './typed-time.ts';

const today = new Date(2026, 10, 20, 0, 10);

describe('a typed time', () => {
  it.each([
    ['14:02', 842],
    ['14h02', 842],
    ['14 h 02', 842],
    ['1402', 842],
    ['902', 542],
    ['9', 540],
    ['14h', 840],
    ['0:05', 5],
  ])('reads "%s"', (typed, minutes) => {
    expect(parseTypedTime(typed)).toBe(minutes);
  });

  it.each(['', '24:00', '12:60', 'midi', '14:2', '2575'])('does not guess "%s"', (typed) => {
    expect(parseTypedTime(typed)).toBeNull();
  });
});

describe('a typed date', () => {
  it.each([
    ['20/11/2026', '2026-11-20'],
    ['1/3/1968', '1968-03-01'],
    ['01031968', '1968-03-01'],
    ['1.3.38', '1938-03-01'],
    ['20-11-26', '2026-11-20'],
    ['19/11', '2026-11-19'],
  ])('reads "%s"', (typed, date) => {
    expect(parseTypedDate(typed, today)).toBe(date);
  });

  it.each(['', '31/02/2026', '20/13/2026', '2026-11-20', '20/11/202'])('does not guess "%s"', (typed) => {
    expect(parseTypedDate(typed, today)).toBeNull();
  });
});

describe('a time typed alone', () => {
  it('is last evening when today’s is far ahead', () => {
    expect(instantOfTimeAlone(23 * 60 + 50, today)).toBe(instantOf('2026-11-19', 23 * 60 + 50));
  });

  it('is today when it has passed or comes within the hour', () => {
    expect(instantOfTimeAlone(5, today)).toBe(instantOf('2026-11-20', 5));
    expect(instantOfTimeAlone(65, today)).toBe(instantOf('2026-11-20', 65));
  });
});
