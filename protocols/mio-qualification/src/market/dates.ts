const dayMs = 24 * 60 * 60 * 1000;

/** The day that is so many days after an instant, in UTC: `2026-12-31`. */
export function dayAfter(instant: Date, days: number): string {
  return new Date(instant.getTime() + days * dayMs).toISOString().slice(0, 10);
}

/** Noon in Paris of that day, with its offset: `2026-12-31T12:00:00+01:00`. */
export function noonInParis(day: string): string {
  const format = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Paris', timeZoneName: 'longOffset' });
  const named = format
    .formatToParts(new Date(`${day}T12:00:00Z`))
    .find(({ type }) => type === 'timeZoneName');
  return `${day}T12:00:00${named?.value.replace('GMT', '') ?? 'Z'}`;
}

/** To the second, as messages write it: `2026-12-01T10:00:00Z`. */
export function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}
