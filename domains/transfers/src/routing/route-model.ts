import type { RouteConditions } from '../contract.ts';

/** What the conditions of a route look at. */
export type RoutableStudy = {
  callingAeTitle: string;
  modalities: readonly string[];
  description: string;
  /** When its first image came. */
  receivedAt: Date;
};

/** Whether a study follows a route that has these conditions: each one that is given must hold. */
export function followsRoute(conditions: RouteConditions, study: RoutableStudy): boolean {
  const { callingAeTitles, modalities, words, weekdays, hours } = conditions;
  const local = localTime(study.receivedAt);
  return (
    accepts(callingAeTitles, [study.callingAeTitle]) &&
    accepts(modalities, study.modalities) &&
    hasWord(words, study.description) &&
    accepts(weekdays, [weekdayOf(hours, local)]) &&
    (hours === null || isWithin(hours, local.minute))
  );
}

/** An empty list accepts all. */
function accepts<Value>(wanted: readonly Value[], found: readonly Value[]): boolean {
  return wanted.length === 0 || found.some((value) => wanted.includes(value));
}

function hasWord(words: readonly string[], description: string): boolean {
  const folded = fold(description);
  return words.length === 0 || words.some((word) => folded.includes(fold(word)));
}

/** Case and accents aside. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

type LocalTime = { weekday: number; minute: number };

const paris = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Day of the week (ISO, 1 is Monday) and minutes from midnight, in Europe/Paris. */
export function localTime(instant: Date): LocalTime {
  const parts = new Map(paris.formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    weekday: weekdayNames.indexOf(parts.get('weekday') ?? '') + 1,
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

/** The small hours of a span over midnight belong to the night that began the day before. */
function weekdayOf(hours: RouteConditions['hours'], { weekday, minute }: LocalTime): number {
  const isAfterMidnight = hours !== null && hours.from > hours.to && minute < hours.to;
  return isAfterMidnight ? ((weekday + 5) % 7) + 1 : weekday;
}

/** `from` included, `to` not; equal ends are the whole day. */
function isWithin({ from, to }: { from: number; to: number }, minute: number): boolean {
  if (from === to) return true;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** A place where a study can go. */
export type RouteTarget = { peerId: string; aeTitle: string; structureId: string; isActive: boolean };

/**
 * Where a study that follows a route may go, in the order of failover: never back to what sent it, to us, nor twice to one
 * place. Its sender is known by its AE title in its own structure.
 */
export function allowedTargets(
  targets: readonly RouteTarget[],
  study: { callingAeTitle: string; structureId: string },
  ownAeTitle: string,
): RouteTarget[] {
  const allowed = targets.filter(
    (target) =>
      target.isActive &&
      target.aeTitle !== ownAeTitle &&
      !(target.aeTitle === study.callingAeTitle && target.structureId === study.structureId),
  );
  return allowed.filter((target, at) => allowed.findIndex(({ peerId }) => peerId === target.peerId) === at);
}
