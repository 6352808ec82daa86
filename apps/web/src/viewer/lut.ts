import type { ManifestInstance } from '@liaison/imaging/contract';

/** Window in modality units (HU for CT): WindowCenter and WindowWidth. */
export type ImageWindow = { readonly center: number; readonly width: number };

/** What turns a stored sample into a modality value and then into a grey level. It may differ between two instances of a series. */
export type PixelFormat = Pick<
  ManifestInstance,
  | 'bitsAllocated'
  | 'bitsStored'
  | 'signed'
  | 'rescaleSlope'
  | 'rescaleIntercept'
  | 'photometricInterpretation'
>;

export type GreySamples = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

const BLACK = 0;
const WHITE = 255;

/** Grey level 0 to 255, not rounded, of a modality value: PS3.3 section C.11.2.1.2.1 (VOI LUT function LINEAR). */
export function windowed(value: number, window: ImageWindow): number {
  const width = Math.max(1, window.width);
  const middle = window.center - 0.5;
  const half = (width - 1) / 2;
  if (value <= middle - half) return BLACK;
  if (value > middle + half) return WHITE;
  return ((value - middle) / (width - 1) + 0.5) * (WHITE - BLACK) + BLACK;
}

/** Stored value of a sample read as unsigned bits: what lies above BitsStored is dropped, then the sign is extended. */
export function storedValue(bits: number, format: PixelFormat): number {
  const unused = 32 - format.bitsStored;
  return format.signed ? (bits << unused) >> unused : (bits << unused) >>> unused;
}

/** Modality value of a sample (PS3.3 section C.11.1.1.2). */
export function modalityValue(bits: number, format: PixelFormat): number {
  return storedValue(bits, format) * format.rescaleSlope + format.rescaleIntercept;
}

/** Writes the opaque grey pixels (0xAABBGGRR) of samples, of the same count. */
export function drawGrey(
  samples: GreySamples,
  format: PixelFormat,
  window: ImageWindow,
  inverted: boolean,
  target: Uint32Array,
): void {
  if (!(samples instanceof Uint32Array)) return applyLut(samples, buildLut(format, window, inverted), target);
  // A table of all 32-bit samples would not fit: dose maps, which are small, are computed pixel by pixel.
  for (let i = 0; i < samples.length; i += 1)
    target[i] = greyPixel(samples[i] ?? 0, format, window, inverted);
}

/** One pixel for each possible sample of at most 16 bits. */
export function buildLut(format: PixelFormat, window: ImageWindow, inverted: boolean): Uint32Array {
  const lut = new Uint32Array(format.bitsAllocated <= 8 ? 256 : 65536);
  for (let bits = 0; bits < lut.length; bits += 1) lut[bits] = greyPixel(bits, format, window, inverted);
  return lut;
}

/** MONOCHROME1 shows its lowest value white (PS3.3 section C.7.6.3.1.2); `inverted` turns the picture over once more. */
function greyPixel(bits: number, format: PixelFormat, window: ImageWindow, inverted: boolean): number {
  const lowestIsWhite = (format.photometricInterpretation === 'MONOCHROME1') !== inverted;
  const level = Math.round(windowed(modalityValue(bits, format), window));
  const grey = lowestIsWhite ? WHITE - level : level;
  return (0xff000000 | (grey << 16) | (grey << 8) | grey) >>> 0;
}

function applyLut(samples: Uint8Array | Uint16Array, lut: Uint32Array, target: Uint32Array): void {
  for (let i = 0; i < samples.length; i += 1) target[i] = lut[samples[i] ?? 0] ?? 0;
}

/** Window for an image that names none: the whole range for 8 bits, else what lies between the 1st and 99th percentile. */
export function windowFromSamples(samples: GreySamples, format: PixelFormat): ImageWindow {
  if (format.bitsStored === 1) return { center: 1, width: 1 };
  if (format.bitsStored <= 8) return { center: 128, width: 256 };
  const step = Math.max(1, Math.floor(samples.length / 20_000));
  const values: number[] = [];
  for (let i = 0; i < samples.length; i += step) values.push(modalityValue(samples[i] ?? 0, format));
  values.sort((a, b) => a - b);
  const low = values[Math.floor(values.length * 0.01)] ?? 0;
  const high = values[Math.floor((values.length - 1) * 0.99)] ?? low;
  const width = Math.max(1, Math.round(high - low + 1));
  return { center: Math.round(low + width / 2), width };
}
