import type { Route, RouteRule } from '@liaison/transfers/contract';

import { parseTypedTime } from '../../ui/typed-time.ts';

/** A route as it is typed. */
export type RouteDraft = {
  name: string;
  isActive: boolean;
  callingAeTitles: string[];
  /** Codes parted by spaces or commas: `CT MR`. */
  modalities: string;
  /** One expression a line. */
  words: string;
  weekdays: string[];
  hasHours: boolean;
  from: string;
  to: string;
  peerIds: string[];
  triesEach: number | null;
  coercion: RouteRule['coercion'];
  /** In megabytes a second; null without limit. */
  megabytesPerSecond: number | null;
};

export function draftOf(route: Route | null): RouteDraft {
  const hours = route?.conditions.hours ?? null;
  return {
    name: route?.name ?? '',
    // Tried first, then switched on.
    isActive: route?.isActive ?? false,
    callingAeTitles: route?.conditions.callingAeTitles ?? [],
    modalities: (route?.conditions.modalities ?? []).join(' '),
    words: (route?.conditions.words ?? []).join('\n'),
    weekdays: (route?.conditions.weekdays ?? []).map(String),
    hasHours: hours !== null,
    from: clockOf(hours?.from ?? 20 * 60),
    to: clockOf(hours?.to ?? 8 * 60),
    peerIds: route?.peerIds ?? [],
    triesEach: route?.triesEach ?? 3,
    coercion: route?.coercion ?? 'none',
    megabytesPerSecond: route?.maxBytesPerSecond ? route.maxBytesPerSecond / 1e6 : null,
  };
}

export function ruleOf(draft: RouteDraft): RouteRule {
  const { megabytesPerSecond } = draft;
  return {
    name: draft.name.trim(),
    isActive: draft.isActive,
    conditions: {
      callingAeTitles: draft.callingAeTitles,
      modalities: draft.modalities
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
      words: draft.words
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
      weekdays: draft.weekdays.map(Number).toSorted((a, b) => a - b),
      hours: draft.hasHours ? { from: minuteOf(draft.from), to: minuteOf(draft.to) } : null,
    },
    peerIds: draft.peerIds,
    triesEach: draft.triesEach ?? 3,
    coercion: draft.coercion,
    maxBytesPerSecond: megabytesPerSecond === null ? null : Math.round(megabytesPerSecond * 1e6),
  };
}

/** What still keeps the route from being saved, in words; null when nothing does. */
export function missingInDraft(draft: RouteDraft): string | null {
  if (draft.name.trim() === '') return 'Donnez un nom à la route.';
  if (draft.peerIds.length === 0) return 'Choisissez au moins une destination.';
  if (draft.hasHours && (parseTypedTime(draft.from) === null || parseTypedTime(draft.to) === null))
    return 'Écrivez les deux heures, comme 20:00.';
  return null;
}

function clockOf(minute: number): string {
  const hour = Math.floor(minute / 60) % 24;
  return `${String(hour).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function minuteOf(clock: string): number {
  return parseTypedTime(clock) ?? 0;
}
