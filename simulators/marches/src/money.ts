/** Exact amounts: integers of a cent, or of a ten-thousandth of a euro where they are prices. */

/** `4599n` as `45.99`. */
export function formatCents(cents: bigint): string {
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

/** `45.99` or `45.9` as `4599n`. @throws RangeError on more than two decimals */
export function parseCents(text: string): bigint {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) throw new RangeError(`${text} is no amount in cents`);
  return BigInt(match[1] ?? '0') * 100n + BigInt((match[2] ?? '').padEnd(2, '0'));
}

/** A share in thousandths, rounded half up to the cent: 5.5 % is 55. */
export function shareOf(cents: bigint, thousandths: bigint): bigint {
  return (cents * thousandths + 500n) / 1000n;
}
