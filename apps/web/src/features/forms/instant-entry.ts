/**
 * Typing an instant fast: four digits are enough. Dates are `YYYY-MM-DD` and times `HH:MM`, both in the time zone of
 * the screen; instants are ISO 8601 in UTC.
 */

const dayMs = 86_400_000;
/** A clock a little behind the other one does not turn "now" into yesterday. */
const aheadMs = 10 * 60_000;

const two = (value: number) => String(value).padStart(2, '0');

/** `1402`, `14:02`, `14h02`, `14 h 02`, `14h`, `902`, `9:5` become `14:02`…; null when it is no time of the day. */
export function readTime(text: string): string | null {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, '').toLowerCase();
  const match = /^(\d{1,2})(?:[h:.](\d{0,2}))?$/.exec(plain) ?? /^(\d{1,2})(\d{2})$/.exec(plain);
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2] || '0');
  return hours < 24 && minutes < 60 ? `${two(hours)}:${two(minutes)}` : null;
}

/** The instant of a date and time of the screen; null when either is not one. */
export function instantOf(date: string, time: string): string | null {
  const [year, month, day] = date.split('-').map(Number);
  const [hours, minutes] = time.split(':').map(Number);
  if (!year || !month || !day || hours === undefined || minutes === undefined) return null;
  const instant = new Date(year, month - 1, day, hours, minutes);
  if (Number.isNaN(instant.getTime()) || instant.getDate() !== day) return null;
  return instant.toISOString();
}

/** The most recent past occurrence of a time: 22:30 typed at 00:40 was yesterday. */
export function latestInstant(time: string, now: Date): string | null {
  const today = instantOf(dateOf(now), time);
  if (today === null || Date.parse(today) <= now.getTime() + aheadMs) return today;
  return instantOf(dateOf(new Date(now.getTime() - dayMs)), time);
}

export function dateOf(instant: Date): string {
  return `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}

export function timeOf(instant: Date): string {
  return `${two(instant.getHours())}:${two(instant.getMinutes())}`;
}

/** Now, to the minute: seconds of a clinical time are noise. */
export function thisMinute(now: Date): string {
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000).toISOString();
}
