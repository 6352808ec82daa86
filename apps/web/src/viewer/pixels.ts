import type { ManifestInstance } from '@liaison/imaging/contract';
import type { GreySamples } from './lut.ts';

/** A decoded frame: grey samples as stored bits, or opaque RGBA ready to be drawn. */
export type Pixels =
  | { readonly kind: 'grey'; readonly samples: GreySamples }
  | { readonly kind: 'colour'; readonly rgba: Uint8ClampedArray<ArrayBuffer> };

/** Bytes of a frame that are not what the instance announces. The message is French and may be shown. */
export class FrameDamaged extends Error {}

const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
const UNCOMPRESSED = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
  EXPLICIT_BIG_ENDIAN,
]);
const JPEG_LOSSLESS = new Set(['1.2.840.10008.1.2.4.57', '1.2.840.10008.1.2.4.70']);

export function isJpegLossless(transferSyntaxUID: string): boolean {
  return JPEG_LOSSLESS.has(transferSyntaxUID);
}

/** Why this viewer cannot draw an instance, in French; null when it can. */
export function refusal(instance: ManifestInstance): string | null {
  const {
    bitsAllocated,
    samplesPerPixel,
    photometricInterpretation: photometric,
    transferSyntaxUID,
  } = instance;
  if (instance.rows === 0 || instance.columns === 0) return 'Objet sans image';
  if (!UNCOMPRESSED.has(transferSyntaxUID) && !isJpegLossless(transferSyntaxUID))
    return 'Compression non prise en charge';
  if (bitsAllocated !== 8 && bitsAllocated !== 16)
    return `${bitsAllocated} bits par point non pris en charge`;
  if (photometric === 'PALETTE COLOR') return 'Couleurs par palette non prises en charge';
  // With VR OW the bytes of 8-bit samples are swapped in pairs (PS3.5 section 8.1.1), and the manifest does not tell the VR.
  if (transferSyntaxUID === EXPLICIT_BIG_ENDIAN && bitsAllocated === 8)
    return 'Image 8 bits big-endian non prise en charge';
  if (samplesPerPixel === 1) return photometric.startsWith('MONOCHROME') ? null : 'Format d’image inconnu';
  if (samplesPerPixel !== 3 || bitsAllocated !== 8) return 'Format de couleur non pris en charge';
  return photometric === 'RGB' || photometric === 'YBR_FULL' ? null : 'Format de couleur non pris en charge';
}

/** Length in bytes of a decoded frame of the instance. */
export function frameLength(instance: ManifestInstance): number {
  return instance.rows * instance.columns * instance.samplesPerPixel * (instance.bitsAllocated / 8);
}

/** Swaps the two bytes of each 16-bit sample, in place. */
export function swapBytes(bytes: Uint8Array): void {
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const first = bytes[i] ?? 0;
    bytes[i] = bytes[i + 1] ?? 0;
    bytes[i + 1] = first;
  }
}

/**
 * Pixels of an uncompressed frame (PS3.5 section 8.1). One byte of padding after it is accepted.
 * Throws FrameDamaged when its length is not what rows, columns and samples announce.
 */
export function pixelsFromRaw(
  buffer: ArrayBuffer,
  instance: ManifestInstance,
  transferSyntaxUID: string,
): Pixels {
  const length = frameLength(instance);
  if (buffer.byteLength < length || buffer.byteLength > length + 1) {
    throw new FrameDamaged('les données reçues n’ont pas la taille annoncée');
  }
  if (transferSyntaxUID === EXPLICIT_BIG_ENDIAN) swapBytes(new Uint8Array(buffer, 0, length));
  if (instance.samplesPerPixel === 3) {
    return colourPixels(new Uint8Array(buffer, 0, length), instance, instance.planarConfiguration === 1);
  }
  const samples =
    instance.bitsAllocated === 8 ? new Uint8Array(buffer, 0, length) : new Uint16Array(buffer, 0, length / 2);
  return { kind: 'grey', samples };
}

/** Pixels of a decoded JPEG frame: its colours are always interleaved, and 8-bit codestreams may fill 16-bit cells. */
export function pixelsFromDecoded(samples: GreySamples, instance: ManifestInstance): Pixels {
  if (samples.length !== instance.rows * instance.columns * instance.samplesPerPixel) {
    throw new FrameDamaged('l’image décodée n’a pas la taille annoncée');
  }
  if (instance.samplesPerPixel === 1) return { kind: 'grey', samples };
  if (samples instanceof Uint16Array) throw new FrameDamaged('la couleur décodée n’a pas le format annoncé');
  return colourPixels(samples, instance, false);
}

function colourPixels(bytes: Uint8Array, instance: ManifestInstance, planar: boolean): Pixels {
  const count = instance.rows * instance.columns;
  const rgba = new Uint8ClampedArray(count * 4);
  const toNextPixel = planar ? 1 : 3;
  const toNextSample = planar ? count : 1;
  const isYbr = instance.photometricInterpretation === 'YBR_FULL';
  for (let i = 0; i < count; i += 1) {
    const first = bytes[i * toNextPixel] ?? 0;
    const second = bytes[i * toNextPixel + toNextSample] ?? 0;
    const third = bytes[i * toNextPixel + 2 * toNextSample] ?? 0;
    // PS3.3 section C.7.6.3.1.2 (YBR_FULL), inverted.
    rgba[i * 4] = isYbr ? first + 1.402 * (third - 128) : first;
    rgba[i * 4 + 1] = isYbr ? first - 0.344136 * (second - 128) - 0.714136 * (third - 128) : second;
    rgba[i * 4 + 2] = isYbr ? first + 1.772 * (second - 128) : third;
    rgba[i * 4 + 3] = 255;
  }
  return { kind: 'colour', rgba };
}

/** Memory that decoded pixels take, in bytes. */
export function pixelBytes(pixels: Pixels): number {
  return pixels.kind === 'grey' ? pixels.samples.byteLength : pixels.rgba.byteLength;
}
