import { describe, expect, it } from 'vitest';
import { computeLineAmounts, computeLotAmounts } from './amounts.ts';

function line(unitPrice: string, quantity: string, vatRate: string, percent?: string) {
  const discount = percent === undefined ? {} : { discount: { percent } };
  return { status: 'OFFRE', quantity, item: { vatRate }, price: { unitPrice, ...discount } };
}

describe('amounts', () => {
  it('are exact and rounded half up, where doubles are not', () => {
    const priced: Record<string, unknown> = line('1.005', '1', '20');
    computeLineAmounts(priced);
    expect(priced).toMatchObject({ total: '1.01', vat: '0.20', totalWithVat: '1.21' });
  });

  it('take the discount off the unit price', () => {
    const priced: Record<string, unknown> = line('12.345678', '1000', '5.5', '12.5');
    computeLineAmounts(priced);
    expect(priced).toMatchObject({
      price: { discount: { amount: '1.54321' } },
      total: '10802.47',
      vat: '594.14',
      totalWithVat: '11396.61',
    });
  });

  it('of a lot are sums by rate, and none where a line lacks its own', () => {
    const lot: Record<string, unknown> = { lines: [line('10', '3', '5.5'), line('0.333333', '7', '20')] };
    computeLotAmounts(lot);
    expect(lot).not.toHaveProperty('totals');
    for (const one of Array.isArray(lot['lines']) ? lot['lines'] : []) computeLineAmounts(one);
    computeLotAmounts(lot);
    expect(lot).toMatchObject({
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
});
