import { describe, expect, it } from 'vitest';
import { computeLineAmounts, computeLotAmounts } from './amounts.ts';

function line(unitPrice: string, quantity: string, vatRate: string): Record<string, unknown> {
  return { status: 'OFFRE', quantity, item: { vatRate }, price: { unitPrice } };
}

describe('amounts of a workbook', () => {
  it('take the place of whatever stood there', () => {
    const priced: Record<string, unknown> = {
      ...line('12.345678', '1000', '5.5'),
      total: '1.00',
      orderUnitPrice: '3',
      price: { unitPrice: '12.345678', discount: { percent: '12.5', amount: '9' } },
    };
    computeLineAmounts(priced);
    expect(priced).toEqual({
      status: 'OFFRE',
      quantity: '1000',
      item: { vatRate: '5.5' },
      price: { unitPrice: '12.345678', discount: { percent: '12.5', amount: '1.54321' } },
      total: '10802.47',
      vat: '594.14',
      totalWithVat: '11396.61',
    });
  });

  it('stop where a rate is none of the standard’s, and where there is no offer', () => {
    const foreign = line('10', '3', '7');
    computeLineAmounts(foreign);
    expect(foreign).toMatchObject({ total: '30.00' });
    expect(foreign).not.toHaveProperty('vat');
    const none = { ...line('10', '3', '20'), status: 'SANS-OFFRE' };
    computeLineAmounts(none);
    expect(none).not.toHaveProperty('total');
  });

  it('of a lot are absent where a line lacks its own', () => {
    const lot: Record<string, unknown> = { lines: [line('10', '3', '5.5'), line('0.333333', '7', '20')] };
    computeLotAmounts(lot);
    expect(lot).not.toHaveProperty('totals');
    for (const one of Array.isArray(lot['lines']) ? lot['lines'] : []) computeLineAmounts(one);
    computeLotAmounts(lot);
    expect(lot).toMatchObject({
      vat: { total: '2.12' },
      totals: { total: '32.33', totalWithVat: '34.45' },
    });
  });
});
