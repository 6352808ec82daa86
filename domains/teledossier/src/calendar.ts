/** Days and months of numbers are those of the people who read them, not of UTC. */
const timeZone = 'Europe/Paris';

/** `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
}

/** `YYMM`, as in "AVC-2611-000123". */
export function monthOf(at: Date): string {
  return dayOf(at).slice(2, 7).replace('-', '');
}

export const reportTimeZone = timeZone;
