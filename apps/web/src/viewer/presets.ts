import type { ManifestSeries } from '@liaison/imaging/contract';
import type { ImageWindow } from './lut.ts';

export type Preset = { readonly key: string; readonly name: string; readonly window: ImageWindow };

/** Windows of CT in HU, in the order of their digit keys. */
export const CT_PRESETS: readonly Preset[] = [
  { key: '1', name: 'Cerveau', window: { width: 80, center: 40 } },
  { key: '2', name: 'AVC', window: { width: 40, center: 40 } },
  { key: '3', name: 'Os', window: { width: 2000, center: 500 } },
  { key: '4', name: 'Parenchyme', window: { width: 1500, center: -600 } },
  { key: '5', name: 'Médiastin', window: { width: 400, center: 40 } },
  { key: '6', name: 'Angio', window: { width: 600, center: 200 } },
  { key: '7', name: 'Sous-dural', window: { width: 200, center: 75 } },
];

/** Presets are in HU, so that only CT has them. */
export function presetsFor(modality: string): readonly Preset[] {
  return modality === 'CT' ? CT_PRESETS : [];
}

/**
 * The window with which a series opens: the first that one of its instances names; the instances of a series may disagree,
 * and a window that changes while scrolling hides what changes in the image. For a CT that names none, brain or mediastinum
 * by body part. Null when it must be read from the samples.
 */
export function openingWindow(series: ManifestSeries): ImageWindow | null {
  for (const { windowCenter, windowWidth } of series.instances) {
    if (windowCenter !== null && windowWidth !== null && windowWidth >= 1)
      return { center: windowCenter, width: windowWidth };
  }
  if (series.modality !== 'CT') return null;
  return /HEAD|BRAIN|SKULL|CRAN|TETE/i.test(series.bodyPart)
    ? { width: 80, center: 40 }
    : { width: 400, center: 40 };
}

export function sameWindow(a: ImageWindow | null, b: ImageWindow | null): boolean {
  return a !== null && b !== null && a.center === b.center && a.width === b.width;
}
