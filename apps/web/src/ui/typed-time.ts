/** What people type for a date or a time, read as generously as it can be without guessing. */

const two = (value: number | string) => String(value).padStart(2, '0');

/** Minutes since midnight from `14:02`, `14h02`, `14 h`, `1402`, `902` or `9`; null when it is no time. */
export function parseTypedTime(text: string): number | null {
  const parts =
    /^(\d{1,2})\s*[:h.,\s]\s*(\d{2})?$/i.exec(text.trim()) ?? /^(\d{1,2}?)(\d{2})?$/.exec(text.trim());
  if (!parts) return null;
  const hour = Number(parts[1]);
  const minute = Number(parts[2] ?? 0);
  return hour < 24 && minute < 60 ? hour * 60 + minute : null;
}

/** `YYYY-MM-DD` from `20/11/2026`, `20/11/26`, `20112026`, `20/11` (the year of `today`); null when no such day exists. */
export function parseTypedDate(text: string, today: Date): string | null {
  const typed = text.trim();
  const parts =
    /^(\d{1,2})[/.\-\s](\d{1,2})(?:[/.\-\s](\d{4}|\d{2}))?$/.exec(typed) ??
    /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(typed);
  if (!parts) return null;
  const [day, month] = [Number(parts[1]), Number(parts[2])];
  const year = fullYear(parts[3], today);
  const date = new Date(year, month - 1, day);
  const exists = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
  return exists ? `${year}-${two(month)}-${two(day)}` : null;
}

/** Two digits mean the last hundred years: `38` typed in 2026 is 1938. */
function fullYear(typed: string | undefined, today: Date): number {
  if (typed === undefined) return today.getFullYear();
  if (typed.length === 4) return Number(typed);
  const century = today.getFullYear() - (today.getFullYear() % 100);
  const year = century + Number(typed);
  return year > today.getFullYear() ? year - 100 : year;
}

/** The instant (ISO 8601, UTC) of a local date `YYYY-MM-DD` and minutes since midnight. */
export function instantOf(date: string, minutes: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day, Math.floor(minutes / 60), minutes % 60).toISOString();
}

/** The local date `YYYY-MM-DD` of an instant. */
export function localDateOf(instant: Date): string {
  return `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}

/**
 * The instant meant by a time typed without a date: today, or yesterday when today's would be over an hour ahead.
 * At 0:10, « 23:50 » is last evening.
 */
export function instantOfTimeAlone(minutes: number, now: Date): string {
  const today = instantOf(localDateOf(now), minutes);
  if (Date.parse(today) - now.getTime() <= 3_600_000) return today;
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return instantOf(localDateOf(yesterday), minutes);
}

/** The instant meant by a typed time and a typed date; the date may be left out, the time may not. */
export function readMoment(time: string, date: string, now: Date): string | null {
  const minutes = parseTypedTime(time);
  if (minutes === null) return null;
  if (date.trim() === '') return instantOfTimeAlone(minutes, now);
  const day = parseTypedDate(date, now);
  return day === null ? null : instantOf(day, minutes);
}
