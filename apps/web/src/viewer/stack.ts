import type { Manifest, ManifestInstance, ManifestSeries } from '@liaison/imaging/contract';
import type { ImageWindow } from './lut.ts';
import { openingWindow } from './presets.ts';
import { FITTED } from './viewport.ts';
import type { View } from './viewport.ts';

/** One frame of one instance: a step of the stack. `key` names it for ever, whatever arrives before or after. */
export type Slot = {
  readonly key: string;
  readonly seriesUid: string;
  readonly instance: ManifestInstance;
  /** From 1. */
  readonly frame: number;
};

/** Where the reader is in a series and how he looks at it; remembered when he goes to another. */
export type Place = {
  readonly slotKey: string;
  /** The window of the file, kept from the opening even if an earlier slice with another one arrives later. */
  readonly origin: ImageWindow | null;
  readonly window: ImageWindow | null;
  readonly inverted: boolean;
  readonly view: View;
};

/** All that the viewer knows, immutable: each act gives the next one. `seriesUid` is null while nothing can be drawn. */
export type Session = {
  readonly manifest: Manifest;
  readonly stacks: ReadonlyMap<string, readonly Slot[]>;
  readonly seriesUid: string | null;
  readonly places: ReadonlyMap<string, Place>;
};

function slotsOf(series: ManifestSeries): Slot[] {
  return series.instances.flatMap((instance) =>
    Array.from({ length: Math.max(1, instance.frames) }, (_, i) => ({
      key: `${instance.SOPInstanceUID}/${i + 1}`,
      seriesUid: series.SeriesInstanceUID,
      instance,
      frame: i + 1,
    })),
  );
}

/** Index of the middle slice, which shows most of a stack that nobody has scrolled yet. */
export function middleOf(count: number): number {
  return Math.max(0, Math.floor(count / 2));
}

/** The slot that shows most of a series that nobody has scrolled yet. */
export function middleSlot(series: ManifestSeries): Slot | null {
  const slots = slotsOf(series);
  return slots[middleOf(slots.length)] ?? null;
}

export function canBeShown(series: ManifestSeries): boolean {
  return series.notShownBecause === null && series.instances.length > 0;
}

function stacksOf(manifest: Manifest): Map<string, Slot[]> {
  return new Map(
    manifest.series.filter(canBeShown).map((series) => [series.SeriesInstanceUID, slotsOf(series)]),
  );
}

/** The session of a manifest seen for the first time: the key series, at its middle. */
export function opened(manifest: Manifest): Session {
  const shown = manifest.series.filter(canBeShown);
  const first = shown.find((series) => series.isKey) ?? shown[0];
  const session = { manifest, stacks: stacksOf(manifest), seriesUid: null, places: new Map() };
  return first === undefined ? session : onSeries(session, first.SeriesInstanceUID);
}

/**
 * The session after more images arrived. Series, displayed SOPInstanceUID, window, zoom and pan stay what they were; only
 * a slot that the server no longer holds gives way to the nearest one.
 */
export function grown(session: Session, manifest: Manifest): Session {
  const { seriesUid } = session;
  if (seriesUid === null) return opened(manifest);
  const stacks = stacksOf(manifest);
  const next: Session = { ...session, manifest, stacks };
  const stack = stacks.get(seriesUid);
  if (stack === undefined) return opened(manifest);
  const place = session.places.get(seriesUid);
  if (place !== undefined && stack.some((slot) => slot.key === place.slotKey)) return next;
  return at(next, indexOf(session));
}

/** The session on another series, at the place where the reader left it, or at its middle. */
export function onSeries(session: Session, seriesUid: string): Session {
  const stack = session.stacks.get(seriesUid);
  const series = session.manifest.series.find((one) => one.SeriesInstanceUID === seriesUid);
  const middle = stack?.[middleOf(stack.length)];
  if (stack === undefined || series === undefined || middle === undefined) return session;
  if (session.places.has(seriesUid)) return { ...session, seriesUid };
  const origin = openingWindow(series);
  const place: Place = { slotKey: middle.key, origin, window: origin, inverted: false, view: FITTED };
  return { ...session, seriesUid, places: new Map(session.places).set(seriesUid, place) };
}

/** The session on the slice of that index in the active series, clamped to its ends. */
export function at(session: Session, index: number): Session {
  const stack = activeStack(session);
  const slot = stack[Math.min(stack.length - 1, Math.max(0, index))];
  return slot === undefined ? session : changed(session, { slotKey: slot.key });
}

/** The session with the place in the active series changed. */
export function changed(session: Session, change: Partial<Place>): Session {
  const { seriesUid } = session;
  const place = activePlace(session);
  if (seriesUid === null || place === null) return session;
  return { ...session, places: new Map(session.places).set(seriesUid, { ...place, ...change }) };
}

export function activeStack(session: Session): readonly Slot[] {
  return (session.seriesUid === null ? undefined : session.stacks.get(session.seriesUid)) ?? [];
}

export function activePlace(session: Session): Place | null {
  return (session.seriesUid === null ? undefined : session.places.get(session.seriesUid)) ?? null;
}

export function activeSeries(session: Session): ManifestSeries | null {
  return session.manifest.series.find((series) => series.SeriesInstanceUID === session.seriesUid) ?? null;
}

/** Index of the wanted slice in the active series. */
export function indexOf(session: Session): number {
  const key = activePlace(session)?.slotKey;
  return Math.max(
    0,
    activeStack(session).findIndex((slot) => slot.key === key),
  );
}

/** The wanted slice, which may not be decoded yet. */
export function wantedSlot(session: Session): Slot | null {
  return activeStack(session)[indexOf(session)] ?? null;
}

/** Index of the series before or after the active one, among those that can be shown. */
export function neighbourSeries(session: Session, step: 1 | -1): string | null {
  const uids = [...session.stacks.keys()];
  return uids[uids.indexOf(session.seriesUid ?? '') + step] ?? null;
}
