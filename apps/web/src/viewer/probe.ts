import { modalityValue } from './lut.ts';
import type { Picture } from './renderer.ts';
import { displaySize, pixelAt } from './viewport.ts';
import type { Point, Size, View } from './viewport.ts';
import { decimal } from './words.ts';

/** The value of the image under a point of the pane, in French, in HU for CT; empty outside the image and for colour. */
export function valueText(picture: Picture, modality: string, point: Point, pane: Size, view: View): string {
  const { pixels, instance } = picture;
  if (pixels.kind !== 'grey') return '';
  const { rows, columns, pixelSpacing } = instance;
  const pixel = pixelAt(point, { rows, columns, size: displaySize(rows, columns, pixelSpacing) }, pane, view);
  if (pixel === null) return '';
  const value = decimal(modalityValue(pixels.samples[pixel.row * columns + pixel.column] ?? 0, instance));
  return modality === 'CT' ? `${value}\u00a0UH` : `Valeur ${value}`;
}
