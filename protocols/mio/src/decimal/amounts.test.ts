import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discountByUnit, lineAmounts, lotAmounts } from './amounts.ts';
import { addExact, compareExact, exact, subtractExact, zeroExact } from './exact.ts';

describe('amounts', () => {
  it('are exact and rounded half up, where doubles are not', () => {
    expect(lineAmounts({ unitPrice: '1.005', quantity: '1', vatRate: '20' })).toEqual({
      total: '1.01',
      vat: '0.20',
      totalWithVat: '1.21',
    });
    expect(lineAmounts({ unitPrice: '1.005', quantity: '3' })).toEqual({ total: '3.02' });
  });

  it('take the discount off the unit price', () => {
    expect(discountByUnit('12.345678', '12.5')).toBe('1.54321');
    expect(
      lineAmounts({ unitPrice: '12.345678', quantity: '1000', discountPercent: '12.5', vatRate: '5.5' }),
    ).toEqual({ total: '10802.47', vat: '594.14', totalWithVat: '11396.61' });
  });

  it('of a lot are sums by rate', () => {
    expect(
      lotAmounts([
        { total: '30.00', vatRate: '5.5' },
        { total: '2.33', vatRate: '20' },
      ]),
    ).toEqual({
      vat: {
        total: '2.12',
        rates: [
          { base: '30.00', amount: '1.65', rate: '5.5' },
          { base: '2.33', amount: '0.47', rate: '20' },
        ],
      },
      totals: { total: '32.33', totalWithVat: '34.45' },
    });
  });

  it('of a lot are the same whatever the order of its lines, and nothing of them is lost', () => {
    const line = fc.record({
      total: fc.integer({ min: 0, max: 1e9 }).map((cents) => (cents / 100).toFixed(2)),
      vatRate: fc.constantFrom('20', '5.5', '2.1'),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const { vat, totals } = lotAmounts(lines);
        expect(lotAmounts(lines.toReversed()).totals).toEqual(totals);
        const sum = lines.reduce((all, { total }) => addExact(all, exact(total)), zeroExact);
        expect(compareExact(exact(totals.total), sum)).toBe(0);
        const tax = subtractExact(exact(totals.totalWithVat ?? '0'), exact(totals.total));
        expect(compareExact(tax, exact(vat.total))).toBe(0);
      }),
    );
  });
});
