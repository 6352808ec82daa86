import { describe, expect, it } from 'vitest';

import {
  countText,
  formatAge,
  formatBytes,
  formatDate,
  formatDateTime,
  formatDuration,
  formatNumber,
  formatPersonName,
  formatRelative,
  formatSex,
  formatShortDateTime,
  plural,
  typographic,
} from './french.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const now = new Date(2026, 10, 20, 14, 2, 30);
const before = (ms: number) => new Date(now.getTime() - ms);

describe('dates and times', () => {
  it('writes the day before the month and a 24-hour time, unbreakable', () => {
    expect(formatDateTime(now)).toBe('20/11/2026\u00a014:02');
  });

  it('takes a calendar date as it is, without a time zone', () => {
    expect(formatDate('1968-03-01')).toBe('01/03/1968');
  });

  it('shortens today and yesterday only', () => {
    expect(formatShortDateTime(before(60_000), now)).toBe('14:01');
    expect(plain(formatShortDateTime(before(24 * 3_600_000), now))).toBe('hier 14:02');
    expect(plain(formatShortDateTime(before(48 * 3_600_000), now))).toBe('18/11/2026 14:02');
  });
});

describe('durations and ages', () => {
  it.each([
    [45_000, '45 s'],
    [12 * 60_000, '12 min'],
    [72 * 60_000, '1 h 12'],
    [61 * 60_000, '1 h 01'],
    [76 * 3_600_000, '3 j 4 h'],
    [72 * 3_600_000, '3 j'],
    [-5, '0 s'],
  ])('writes %d ms as "%s"', (ms, written) => {
    expect(plain(formatDuration(ms))).toBe(written);
  });

  it('says how long ago, or in how long', () => {
    expect(formatRelative(before(20_000), now)).toBe('à l’instant');
    expect(plain(formatRelative(before(12 * 60_000), now))).toBe('il y a 12 min');
    expect(plain(formatRelative(before(-5 * 60_000), now))).toBe('dans 5 min');
  });

  it('counts years only once the birthday has come', () => {
    expect(plain(formatAge('1968-11-20', now))).toBe('58 ans');
    expect(plain(formatAge('1968-11-21', now))).toBe('57 ans');
  });

  it('counts months under two years and days under one month', () => {
    expect(plain(formatAge('2025-05-20', now))).toBe('18 mois');
    expect(plain(formatAge('2026-11-08', now))).toBe('12 jours');
    expect(plain(formatAge('2026-11-20', now))).toBe('0 jour');
  });
});

describe('numbers and words', () => {
  it('writes a decimal comma and fine spaces between thousands', () => {
    expect(formatNumber(12_345.678)).toBe('12\u202f345,68');
  });

  it('starts the plural at two', () => {
    expect(plain(plural(0, 'image'))).toBe('0 image');
    expect(plain(plural(1, 'image'))).toBe('1 image');
    expect(plain(plural(641, 'image'))).toBe('641 images');
    expect(plain(plural(2, 'cheval', 'chevaux'))).toBe('2 chevaux');
  });

  it('writes NOM Prénom, compound names included', () => {
    expect(formatPersonName('lefèvre', 'ÉLODIE MARIE')).toBe('LEFÈVRE Élodie Marie');
    expect(formatPersonName("D'ARC", 'JEAN-PIERRE')).toBe("D'ARC Jean-Pierre");
    expect(formatPersonName('', '')).toBe('');
  });

  it('says how much, and how many of how many while some are missing', () => {
    expect([512, 1500, 312_400_000, 1_234_000_000].map((bytes) => plain(formatBytes(bytes)))).toEqual([
      '512 o',
      '1,5 ko',
      '312 Mo',
      '1,2 Go',
    ]);
    expect(plain(countText(212, 641))).toBe('212 sur 641 images');
    expect(plain(countText(641, 641))).toBe('641 images');
    expect(plain(countText(83, null))).toBe('83 images');
  });

  it('never shows a raw code for a sex that is not M or F', () => {
    expect(formatSex('O')).toBe('sexe indéterminé');
    expect(formatSex(null)).toBe('sexe non précisé');
  });

  it('puts no-break spaces before high punctuation and inside quotation marks', () => {
    expect(typographic('Vraiment ? Oui : « non »')).toBe('Vraiment\u202f? Oui\u00a0: «\u00a0non\u00a0»');
  });
});
