const inFrance = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });

/** The day that it is in France, `AAAA-MM-JJ`. */
export function dayInFrance(instant: Date): string {
  return inFrance.format(instant);
}

/** The day after, `AAAA-MM-JJ`. */
export function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
