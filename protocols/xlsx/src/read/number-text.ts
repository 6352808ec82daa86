/**
 * Excel keeps numbers as binary doubles and writes some with 17 digits (1.1 as `1.1000000000000001`), but shows and
 * computes with 15. So a number is read as the decimal that its writer saw: as it stands up to 15 significant digits,
 * rounded to 15 beyond.
 */
const numeric = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const excelDigits = 15;

/** `12.5`, `-0.000001`, `3400934056781`: no exponent, no needless zero. Undefined when it is no number. */
export function readDecimal(text: string): string | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = numeric.exec(text.trim()) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits.replace(/0+$/, '').length > excelDigits) {
    const value = Number(text);
    return Number.isFinite(value) ? readDecimal(value.toPrecision(excelDigits)) : undefined;
  }
  return placePoint(sign === '-' ? '-' : '', digits, fraction.length - Number(exponent));
}

function placePoint(sign: string, digits: string, scale: number): string {
  if (digits === '') return '0';
  const shifted = scale < 0 ? digits + '0'.repeat(-scale) : digits.padStart(scale + 1, '0');
  const whole = scale > 0 ? shifted.slice(0, -scale) : shifted;
  const fraction = scale > 0 ? shifted.slice(-scale).replace(/0+$/, '') : '';
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
