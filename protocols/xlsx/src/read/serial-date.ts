/**
 * Dates are days since the end of 1899, or of 1903 (ECMA-376-1 §18.17.4.1). The 1900 system counts a 29 February 1900
 * that never was, so its days up to 59 are one less.
 */
const dayMs = 86_400_000;
const start1900 = Date.UTC(1899, 11, 30);
const start1904 = Date.UTC(1904, 0, 1);
const lastSerial = 2_958_465;

/** `2026-11-30`, `2026-11-30T08:15:00`, or `08:15:00` below one day. Undefined past the year 9999 or below zero. */
export function readSerialDate(serial: number, is1904: boolean): string | undefined {
  if (!(serial >= 0 && serial <= lastSerial + 1)) return undefined;
  const start = is1904 ? start1904 : start1900 + (serial < 60 && serial >= 1 ? dayMs : 0);
  const seconds = Math.round(serial * 86_400);
  const iso = new Date(start + seconds * 1000).toISOString().slice(0, 19);
  if (serial < 1 && !is1904) return iso.slice(11);
  return iso.endsWith('T00:00:00') ? iso.slice(0, 10) : iso;
}

/** Days since the end of 1899 of a date, as cells of the 1900 system want it. */
export function toSerialDate(isoDate: string): number {
  return Math.round((Date.parse(`${isoDate.slice(0, 10)}T00:00:00Z`) - start1900) / dayMs);
}
