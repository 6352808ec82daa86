import { listCodes } from '@liaison/mio';
import { plainList, setAt, textOf, valueAt, type Plain } from './layout/record.ts';

/** Exact arithmetic on decimals: a bigint of so many decimals. Rounding is half up, as for invoices. */
type Exact = { readonly units: bigint; readonly scale: number };

function exact(value: unknown): Exact | undefined {
  const [whole, sign, integer = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(textOf(value)) ?? [];
  if (whole === undefined) return undefined;
  return { units: BigInt(sign + integer + fraction), scale: fraction.length };
}

function times(a: Exact, b: Exact): Exact {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

function plus(a: Exact, b: Exact): Exact {
  const scale = Math.max(a.scale, b.scale);
  return { units: raise(a, scale) + raise(b, scale), scale };
}

function raise({ units, scale }: Exact, to: number): bigint {
  return units * 10n ** BigInt(to - scale);
}

function round(value: Exact, scale: number): Exact {
  if (value.scale <= scale) return { units: raise(value, scale), scale };
  const divisor = 10n ** BigInt(value.scale - scale);
  const isNegative = value.units < 0n;
  const rounded = ((isNegative ? -value.units : value.units) + divisor / 2n) / divisor;
  return { units: isNegative ? -rounded : rounded, scale };
}

function show({ units, scale }: Exact): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const fraction = scale === 0 ? '' : `.${digits.slice(-scale)}`;
  return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${fraction}`;
}

function shortest(value: Exact): string {
  return show(value).replace(/\.?0+$/, '');
}

/** What follows from price, discount, quantity and rate, computed anew: the supplier types none of it. */
export function computeLineAmounts(line: Plain): void {
  for (const key of ['total', 'vat', 'totalWithVat', 'unitPriceWithVat', 'orderUnitPrice']) delete line[key];
  const unitPrice = exact(valueAt(line, ['price', 'unitPrice']));
  const quantity = exact(line['quantity']);
  const percent = exact(valueAt(line, ['price', 'discount', 'percent']));
  if (unitPrice && percent) {
    const share = { units: percent.units, scale: percent.scale + 2 };
    setAt(line, ['price', 'discount', 'amount'], shortDecimal(round(times(unitPrice, share), 6)));
  } else setAt(line, ['price', 'discount'], undefined);
  if (!unitPrice || !quantity || line['status'] === 'SANS-OFFRE') return;
  const discount = exact(valueAt(line, ['price', 'discount', 'amount'])) ?? { units: 0n, scale: 0 };
  const net = plus(unitPrice, { ...discount, units: -discount.units });
  const total = round(times(net, quantity), 2);
  line['total'] = show(total);
  const rate = knownRate(line);
  if (!rate) return;
  const vat = round(times(total, { units: rate.units, scale: rate.scale + 2 }), 2);
  line['vat'] = show(vat);
  line['totalWithVat'] = show(plus(total, vat));
}

function shortDecimal(value: Exact): string {
  return value.scale === 0 ? show(value) : shortest(value);
}

/** A rate that is none of the standard's is told at its cell, and nothing is computed from it. */
function knownRate(line: Plain): Exact | undefined {
  const rate = textOf(valueAt(line, ['item', 'vatRate']));
  return listCodes('vatRate').includes(rate) ? exact(rate) : undefined;
}

/** Sums of a lot by rate; taken away where a line lacks its own. */
export function computeLotAmounts(lot: Plain): void {
  delete lot['vat'];
  delete lot['totals'];
  const bases = new Map<string, Exact>();
  let total: Exact = { units: 0n, scale: 2 };
  for (const line of plainList(lot['lines'])) {
    if (line['status'] === 'SANS-OFFRE') continue;
    const amount = exact(line['total']);
    if (!amount || !knownRate(line)) return;
    const rate = textOf(valueAt(line, ['item', 'vatRate']));
    total = plus(total, amount);
    bases.set(rate, plus(bases.get(rate) ?? { units: 0n, scale: 2 }, amount));
  }
  if (bases.size === 0) return;
  let vat: Exact = { units: 0n, scale: 2 };
  const rates = [...bases].map(([rate, base]) => {
    const share = exact(rate) ?? { units: 0n, scale: 0 };
    const amount = round(times(base, { units: share.units, scale: share.scale + 2 }), 2);
    vat = plus(vat, amount);
    return { base: show(base), amount: show(amount), rate };
  });
  lot['vat'] = { total: show(vat), rates };
  lot['totals'] = { total: show(total), totalWithVat: show(plus(total, vat)) };
}
