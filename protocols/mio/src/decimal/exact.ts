/**
 * Exact decimals: `units` × 10^−`scale`. Money is never a binary float. The fields' own patterns allow 15 digits and 6
 * decimals; products of three of them stay exact.
 */
export interface Exact {
  readonly units: bigint;
  readonly scale: number;
}

const decimalForm = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** An `xs:decimal` of at most 40 characters; undefined for anything else, scientific notation among it. */
export function parseExact(text: string): Exact | undefined {
  if (text.length > 40 || !decimalForm.test(text)) return undefined;
  const point = text.indexOf('.');
  if (point === -1) return { units: BigInt(text), scale: 0 };
  const digits = text.slice(0, point) + text.slice(point + 1);
  const units = BigInt(digits.replace(/^([+-]?)$/, '0'));
  return { units, scale: text.length - point - 1 };
}

/** For decimals written in the code. Throws on anything else. */
export function exact(text: string): Exact {
  const value = parseExact(text);
  if (!value) throw new RangeError(`not a decimal: ${text}`);
  return value;
}

export const zeroExact: Exact = { units: 0n, scale: 0 };

const powers = Array.from({ length: 48 }, (_unused, exponent) => 10n ** BigInt(exponent));

function power(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent);
}

export function addExact(a: Exact, b: Exact): Exact {
  if (a.scale === b.scale) return { units: a.units + b.units, scale: a.scale };
  return a.scale > b.scale
    ? { units: a.units + b.units * power(a.scale - b.scale), scale: a.scale }
    : { units: a.units * power(b.scale - a.scale) + b.units, scale: b.scale };
}

export function subtractExact(a: Exact, b: Exact): Exact {
  return addExact(a, { units: -b.units, scale: b.scale });
}

export function multiplyExact(a: Exact, b: Exact): Exact {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** One hundredth: `5.5` percent as a factor. */
export function hundredthOf(a: Exact): Exact {
  return { units: a.units, scale: a.scale + 2 };
}

/** Negative, zero or positive, as `a − b` is. */
export function compareExact(a: Exact, b: Exact): number {
  const { units } = subtractExact(a, b);
  if (units === 0n) return 0;
  return units < 0n ? -1 : 1;
}

export function absoluteExact(a: Exact): Exact {
  return a.units < 0n ? { units: -a.units, scale: a.scale } : a;
}

/** Half up (away from zero), to at most `decimals`. */
export function roundExact(a: Exact, decimals: number): Exact {
  if (a.scale <= decimals) return a;
  const step = power(a.scale - decimals);
  const half = step / 2n;
  const units = a.units < 0n ? -((-a.units + half) / step) : (a.units + half) / step;
  return { units, scale: decimals };
}

/** Rounded to the cent, with its two decimals. */
export function formatCents(a: Exact): string {
  const { units } = addExact(roundExact(a, 2), { units: 0n, scale: 2 });
  return place(units, 2);
}

/** `45.9` as 4590; undefined for what is no whole number of cents. */
export function centsOf(a: Exact): bigint | undefined {
  const cents = roundExact(a, 2);
  return compareExact(cents, a) === 0 ? addExact(cents, { units: 0n, scale: 2 }).units : undefined;
}

/** `12.5`: without the zeros that say nothing. */
export function formatExact(a: Exact): string {
  const text = place(a.units, a.scale);
  return a.scale === 0 ? text : text.replace(/\.?0+$/, '');
}

function place(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const sign = units < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Whether `a` holds `b` a whole number of times. */
export function isMultipleOf(a: Exact, b: Exact): boolean {
  const scale = Math.max(a.scale, b.scale);
  const divisor = b.units * power(scale - b.scale);
  return divisor !== 0n && (a.units * power(scale - a.scale)) % divisor === 0n;
}

/** `a ÷ b` as a binary float, for what is only compared with a rough threshold; undefined when `b` is zero. */
export function quotientOf(a: Exact, b: Exact): number | undefined {
  return b.units === 0n ? undefined : Number(formatExact(a)) / Number(formatExact(b));
}
