/** French typography of what a report says (Lexique des règles typographiques en usage à l’Imprimerie nationale). */

const fine = '\u202f';
const nbsp = '\u00a0';

/** Puts the no-break spaces that a text typed plainly lacks: before : ; ! ? % €, and inside « ». */
export function typeset(text: string): string {
  return text
    .replaceAll(/ ([;!?])/g, `${fine}$1`)
    .replaceAll(/ ([:%€»])/g, `${nbsp}$1`)
    .replaceAll('« ', `«${nbsp}`)
    .replaceAll("'", '’');
}

/** `1234.5` as `1 234,50`: at least two decimals where `isMoney`, otherwise those that are there. */
export function formatDecimal(value: string, isMoney = false): string {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (!match) return value;
  const [, sign = '', whole = '', decimals = ''] = match;
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, fine);
  const kept = decimals.replace(/0+$/, '').padEnd(isMoney ? 2 : 0, '0');
  return `${sign === '-' ? '−' : ''}${grouped}${kept === '' ? '' : `,${kept}`}`;
}

/** `1234.5` as `1 234,50 €`. */
export function formatEuros(value: string): string {
  return `${formatDecimal(value, true)}${nbsp}€`;
}

/** `5.50` as `5,5 %`. */
export function formatPercent(value: string): string {
  return `${formatDecimal(value)}${nbsp}%`;
}

/** `2026-12-31` as `31/12/2026`; anything else as it is. */
export function formatDay(value: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value.split('-').toReversed().join('/') : value;
}
