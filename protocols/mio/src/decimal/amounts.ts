/** The amounts of an offer, from what its author decides: price, discount, quantity and rate. Half up, to the cent. */
import type { VatRate, VatRateCode, VatTotal, Totals } from '../generated/messages.ts';
import {
  addExact,
  type Exact,
  exact,
  formatCents,
  formatExact,
  hundredthOf,
  multiplyExact,
  roundExact,
  subtractExact,
  zeroExact,
} from './exact.ts';

/** What an offered line is priced by; decimals as the message writes them. */
export interface PricedLine {
  readonly unitPrice: string;
  readonly quantity: string;
  readonly discountPercent?: string;
  readonly vatRate?: string;
}

/** Euros; tax where its rate is known. */
export interface LineAmounts {
  readonly total: string;
  readonly vat?: string;
  readonly totalWithVat?: string;
}

/** Discount by unit, to six decimals. Throws `RangeError` on what is no decimal. */
export function discountByUnit(unitPrice: string, percent: string): string {
  return formatExact(roundExact(multiplyExact(exact(unitPrice), hundredthOf(exact(percent))), 6));
}

/** Amounts of a line. Throws `RangeError` on what is no decimal. */
export function lineAmounts({ unitPrice, quantity, discountPercent, vatRate }: PricedLine): LineAmounts {
  const discount =
    discountPercent === undefined ? zeroExact : exact(discountByUnit(unitPrice, discountPercent));
  const net = subtractExact(exact(unitPrice), discount);
  const total = roundExact(multiplyExact(net, exact(quantity)), 2);
  if (vatRate === undefined) return { total: formatCents(total) };
  const vat = taxOf(total, vatRate);
  return {
    total: formatCents(total),
    vat: formatCents(vat),
    totalWithVat: formatCents(addExact(total, vat)),
  };
}

/** Sums of a lot, tax by rate in the order in which rates come. Throws `RangeError` on what is no decimal. */
export function lotAmounts(lines: readonly { readonly total: string; readonly vatRate: VatRateCode }[]): {
  readonly vat: VatTotal;
  readonly totals: Totals;
} {
  const bases = new Map<VatRateCode, Exact>();
  for (const { total, vatRate } of lines)
    bases.set(vatRate, addExact(bases.get(vatRate) ?? zeroExact, exact(total)));
  const total = [...bases.values()].reduce(addExact, zeroExact);
  const taxes = [...bases].map(([rate, base]) => ({ rate, base, tax: taxOf(base, rate) }));
  const vat = taxes.reduce((sum, { tax }) => addExact(sum, tax), zeroExact);
  const rates = taxes.map(({ rate, base, tax }): VatRate => ({
    base: formatCents(base),
    amount: formatCents(tax),
    rate,
  }));
  return {
    vat: { total: formatCents(vat), rates },
    totals: { total: formatCents(total), totalWithVat: formatCents(addExact(total, vat)) },
  };
}

function taxOf(base: Exact, rate: string): Exact {
  return roundExact(multiplyExact(base, hundredthOf(exact(rate))), 2);
}
