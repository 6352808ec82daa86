/** French notation of the values of a form, for the screen and for the PDF alike. */

const nbsp = '\u00a0';

/** Decimal comma, thousands parted by U+202F, at most `decimals` digits after the comma. */
export function frenchNumber(value: number, decimals = 4): string {
  return new Intl.NumberFormat('fr-FR', { maximumFractionDigits: decimals })
    .format(value)
    .replace('-', '\u2212');
}

/** `value` with its unit after a no-break space. */
export function frenchQuantity(value: number, unit: string | undefined, decimals?: number): string {
  return unit ? `${frenchNumber(value, decimals)}${nbsp}${unit}` : frenchNumber(value, decimals);
}

/** `20/11/2026 14:02` in that time zone. */
export function frenchInstant(iso: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('fr-FR', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('day')}/${of('month')}/${of('year')} ${of('hour')}:${of('minute')}`;
}

/** `18 min`, `1 h 12`, `4 h 30`; a minus sign when the second instant comes first. */
export function frenchDuration(minutes: number): string {
  const size = Math.abs(minutes);
  const sign = minutes < 0 ? '\u2212' : '';
  if (size < 60) return `${sign}${size}${nbsp}min`;
  const rest = size % 60;
  const hours = `${sign}${frenchNumber(Math.floor(size / 60))}${nbsp}h`;
  return rest === 0 ? hours : `${hours}${nbsp}${String(rest).padStart(2, '0')}`;
}

/**
 * The number that a person typed, with comma or point, spaces or thin spaces; null when it is not one.
 * `1.234` is one unit and a bit: the point never parts thousands.
 */
export function readFrenchNumber(text: string): number | null {
  const plain = text
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(',', '.')
    .replace('\u2212', '-');
  return /^-?\d{1,12}(\.\d{1,6})?$/.test(plain) ? Number(plain) : null;
}
