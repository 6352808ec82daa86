import {
  discountByUnit,
  lineAmounts,
  listCodes,
  lotAmounts,
  parseExact,
  type VatRateCode,
} from '@liaison/mio';
import { plainList, setAt, textOf, valueAt, type Plain } from './layout/record.ts';

/** What follows from price, discount, quantity and rate, computed anew: the supplier types none of it. */
export function computeLineAmounts(line: Plain): void {
  for (const key of ['total', 'vat', 'totalWithVat', 'unitPriceWithVat', 'orderUnitPrice']) delete line[key];
  const unitPrice = decimalAt(line, ['price', 'unitPrice']);
  const quantity = decimalAt(line, ['quantity']);
  const percent = decimalAt(line, ['price', 'discount', 'percent']);
  if (unitPrice === undefined || percent === undefined) setAt(line, ['price', 'discount'], undefined);
  else setAt(line, ['price', 'discount', 'amount'], discountByUnit(unitPrice, percent));
  if (unitPrice === undefined || quantity === undefined || line['status'] === 'SANS-OFFRE') return;
  const vatRate = knownRate(line);
  const priced = {
    unitPrice,
    quantity,
    ...(percent === undefined ? {} : { discountPercent: percent }),
    ...(vatRate === undefined ? {} : { vatRate }),
  };
  Object.assign(line, lineAmounts(priced));
}

/** Sums of a lot by rate; taken away where a line lacks its own. */
export function computeLotAmounts(lot: Plain): void {
  delete lot['vat'];
  delete lot['totals'];
  const lines: { total: string; vatRate: VatRateCode }[] = [];
  for (const line of plainList(lot['lines'])) {
    if (line['status'] === 'SANS-OFFRE') continue;
    const total = decimalAt(line, ['total']);
    const vatRate = knownRate(line);
    if (total === undefined || vatRate === undefined) return;
    lines.push({ total, vatRate });
  }
  if (lines.length > 0) Object.assign(lot, lotAmounts(lines));
}

function decimalAt(line: Plain, path: readonly string[]): string | undefined {
  const text = textOf(valueAt(line, path));
  return parseExact(text) ? text : undefined;
}

/** A rate that is none of the standard's is told at its cell, and nothing is computed from it. */
function knownRate(line: Plain): VatRateCode | undefined {
  const rate = textOf(valueAt(line, ['item', 'vatRate']));
  return isVatRate(rate) ? rate : undefined;
}

function isVatRate(text: string): text is VatRateCode {
  return listCodes('vatRate').includes(text);
}
