import { PixelsError } from './error.ts';
import type { LookupTable, Palette, Samples } from './frame-info.ts';

/** Why a photometric interpretation cannot be drawn; null when it can. */
export function isKnownPhotometric(photometricInterpretation: string, samplesPerPixel: number): boolean {
  return samplesPerPixel === 1 ? grey.has(photometricInterpretation) : colours.has(photometricInterpretation);
}

const grey = new Set(['MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR']);
const colours = new Set(['RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_PARTIAL_422', 'YBR_ICT', 'YBR_RCT']);

/** Opaque RGBA of colour samples (PS3.3 section C.7.6.3.1.2). @throws PixelsError `unsupported`, `damaged` */
export function toRgba(
  samples: Samples,
  bitsStored: number,
  palette: Palette | null,
): Uint8ClampedArray<ArrayBuffer> {
  const count = samples.rows * samples.columns;
  const rgba = new Uint8ClampedArray(count * 4);
  if (samples.samplesPerPixel === 1) {
    if (palette === null) throw new PixelsError('damaged', 'palette colours without their palette');
    writePalette(samples, bitsStored, palette, rgba);
    return rgba;
  }
  const { data } = samples;
  if (!(data instanceof Uint8Array)) return writeDeep(samples, bitsStored, rgba);
  if (samples.photometricInterpretation.startsWith('YBR'))
    writeYbr(data, rgba, samples.photometricInterpretation);
  else writeRgb(data, rgba);
  return rgba;
}

function writeRgb(data: Uint8Array, rgba: Uint8ClampedArray): void {
  for (let from = 0, to = 0; from + 2 < data.length; from += 3, to += 4) {
    rgba[to] = data[from] ?? 0;
    rgba[to + 1] = data[from + 1] ?? 0;
    rgba[to + 2] = data[from + 2] ?? 0;
    rgba[to + 3] = 255;
  }
}

function writeYbr(data: Uint8Array, rgba: Uint8ClampedArray, photometricInterpretation: string): void {
  // YBR_PARTIAL_422: luminance from 16 to 235, colours from 16 to 240.
  const isPartial = photometricInterpretation === 'YBR_PARTIAL_422';
  const [black, scale, chroma] = isPartial ? [16, 255 / 219, 255 / 224] : [0, 1, 1];
  for (let from = 0, to = 0; from + 2 < data.length; from += 3, to += 4) {
    const luminance = ((data[from] ?? 0) - black) * scale;
    const blue = ((data[from + 1] ?? 0) - 128) * chroma;
    const red = ((data[from + 2] ?? 0) - 128) * chroma;
    rgba[to] = luminance + 1.402 * red;
    rgba[to + 1] = luminance - 0.344136 * blue - 0.714136 * red;
    rgba[to + 2] = luminance + 1.772 * blue;
    rgba[to + 3] = 255;
  }
}

/** Colours of more than 8 bits keep their most significant ones. */
function writeDeep(
  { data, photometricInterpretation }: Samples,
  bitsStored: number,
  rgba: Uint8ClampedArray<ArrayBuffer>,
): Uint8ClampedArray<ArrayBuffer> {
  const narrow = Uint8Array.from(data, (value) => value / 2 ** (bitsStored - 8));
  if (photometricInterpretation.startsWith('YBR')) writeYbr(narrow, rgba, photometricInterpretation);
  else writeRgb(narrow, rgba);
  return rgba;
}

function writePalette(samples: Samples, bitsStored: number, palette: Palette, rgba: Uint8ClampedArray): void {
  const { data } = samples;
  const mask = 2 ** bitsStored - 1;
  const tables = [palette.red, palette.green, palette.blue].map((table) => ({ table, down: table.bits - 8 }));
  for (let i = 0; i < data.length; i += 1) {
    const value = (data[i] ?? 0) & mask;
    for (const [channel, { table, down }] of tables.entries())
      rgba[i * 4 + channel] = lookUp(table, value) >> Math.max(0, down);
    rgba[i * 4 + 3] = 255;
  }
}

/** The entry for a value: those outside get the nearest (PS3.3 sections C.7.6.3.1.5 and C.11.1.1). */
export function lookUp(table: LookupTable, value: number): number {
  const index = Math.min(table.values.length - 1, Math.max(0, value - table.first));
  return table.values[index] ?? 0;
}
