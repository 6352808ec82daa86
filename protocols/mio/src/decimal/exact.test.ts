import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  absoluteExact,
  addExact,
  centsOf,
  compareExact,
  type Exact,
  exact,
  formatCents,
  formatExact,
  hundredthOf,
  isMultipleOf,
  multiplyExact,
  parseExact,
  quotientOf,
  roundExact,
  subtractExact,
  zeroExact,
} from './exact.ts';

const one = exact('1');
const anyExact = fc.record({
  units: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  scale: fc.integer({ min: 0, max: 6 }),
});

/** Equal in value and as text. */
function same(a: Exact, b: Exact): boolean {
  return compareExact(a, b) === 0 && formatExact(a) === formatExact(b);
}

describe('exact decimals', () => {
  it('are a ring: sums and products are what algebra says', () => {
    fc.assert(
      fc.property(anyExact, anyExact, anyExact, (a, b, c) => {
        expect(same(addExact(a, b), addExact(b, a))).toBe(true);
        expect(same(addExact(addExact(a, b), c), addExact(a, addExact(b, c)))).toBe(true);
        expect(same(addExact(a, zeroExact), a)).toBe(true);
        expect(same(subtractExact(a, a), zeroExact)).toBe(true);
        expect(same(subtractExact(addExact(a, b), b), a)).toBe(true);
        expect(same(multiplyExact(a, b), multiplyExact(b, a))).toBe(true);
        expect(same(multiplyExact(multiplyExact(a, b), c), multiplyExact(a, multiplyExact(b, c)))).toBe(true);
        expect(
          same(multiplyExact(a, addExact(b, c)), addExact(multiplyExact(a, b), multiplyExact(a, c))),
        ).toBe(true);
        expect(same(multiplyExact(a, one), a)).toBe(true);
        expect(same(multiplyExact(hundredthOf(a), exact('100')), a)).toBe(true);
      }),
    );
  });

  it('are ordered as numbers are', () => {
    fc.assert(
      fc.property(anyExact, anyExact, anyExact, (a, b, c) => {
        expect(Math.sign(compareExact(a, b))).toBe(0 - Math.sign(compareExact(b, a)));
        expect(compareExact(addExact(a, c), addExact(b, c))).toBe(compareExact(a, b));
        expect(compareExact(absoluteExact(a), zeroExact)).toBeGreaterThanOrEqual(0);
        expect(same(absoluteExact(a), absoluteExact(subtractExact(zeroExact, a)))).toBe(true);
      }),
    );
  });

  it('are read as they are written', () => {
    fc.assert(
      fc.property(anyExact, (a) => {
        expect(same(exact(formatExact(a)), a)).toBe(true);
      }),
    );
    expect(formatExact(exact('0012.50'))).toBe('12.5');
    expect(formatExact(exact('-0.00'))).toBe('0');
    expect(formatExact(exact('+.5'))).toBe('0.5');
    expect(['', '.', '1e3', '1,5', '0x1', 'NaN', ' 1', '1'.repeat(41)].map(parseExact)).toEqual(
      Array.from({ length: 8 }, () => undefined),
    );
    expect(() => exact('1,5')).toThrow(RangeError);
  });

  it('are rounded to the nearest, half away from zero, and once', () => {
    fc.assert(
      fc.property(anyExact, fc.integer({ min: 0, max: 6 }), (a, decimals) => {
        const rounded = roundExact(a, decimals);
        const half = { units: 5n, scale: decimals + 1 };
        const off = absoluteExact(subtractExact(rounded, a));
        expect(compareExact(off, half)).toBeLessThanOrEqual(0);
        const isHalf = compareExact(off, half) === 0;
        expect(!isHalf || compareExact(absoluteExact(rounded), absoluteExact(a)) > 0).toBe(true);
        expect(same(roundExact(rounded, decimals), rounded)).toBe(true);
        expect(
          same(roundExact(subtractExact(zeroExact, a), decimals), subtractExact(zeroExact, rounded)),
        ).toBe(true);
        expect(rounded.scale).toBeLessThanOrEqual(Math.max(decimals, 0));
      }),
    );
    expect(['1.005', '-1.005', '2.675', '1', '0.004'].map((text) => formatCents(exact(text)))).toEqual([
      '1.01',
      '-1.01',
      '2.68',
      '1.00',
      '0.00',
    ]);
  });

  it('are multiples and cents exactly, or not at all', () => {
    fc.assert(
      fc.property(anyExact, fc.bigInt({ min: -999n, max: 999n }), (a, times) => {
        const product = multiplyExact(a, { units: times, scale: 0 });
        expect(isMultipleOf(product, a)).toBe(a.units !== 0n);
        expect(centsOf(exact(formatCents({ units: times, scale: 2 })))).toBe(times);
      }),
    );
    expect(isMultipleOf(exact('25'), exact('10'))).toBe(false);
    expect(isMultipleOf(exact('0.3'), exact('0.1'))).toBe(true);
    expect(centsOf(exact('45.9'))).toBe(4590n);
    expect(centsOf(exact('45.999'))).toBeUndefined();
    expect(quotientOf(exact('1'), zeroExact)).toBeUndefined();
    expect(quotientOf(exact('3'), exact('0.5'))).toBe(6);
  });
});
