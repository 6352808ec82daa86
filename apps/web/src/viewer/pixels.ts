import type { ManifestInstance } from '@liaison/imaging/contract';
import { canDecode, isKnownPhotometric, isNative } from '@liaison/pixels/web';
import type { FrameShape } from '@liaison/pixels/web';
import type { GreySamples } from './lut.ts';

/** A decoded frame: grey samples as stored bits, or opaque RGBA ready to be drawn. */
export type Pixels =
  | { readonly kind: 'grey'; readonly samples: GreySamples }
  | { readonly kind: 'colour'; readonly rgba: Uint8ClampedArray<ArrayBuffer> };

/** A compressed picture that stands in for a frame until it comes: marked as such, without window and without values. */
export type Preview = { readonly kind: 'preview'; readonly bitmap: ImageBitmap };

/** Bytes of a frame that are not what the instance announces. The message is French and may be shown. */
export class FrameDamaged extends Error {}

const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
const BITS = new Set([1, 8, 16, 32]);

/** Why this viewer cannot draw an instance, in French; null when it can. */
export function refusal(instance: ManifestInstance): string | null {
  if (instance.rows === 0 || instance.columns === 0) return 'Objet sans image';
  if (!canDecode(instance.transferSyntaxUID)) return 'Compression non prise en charge';
  if (!BITS.has(instance.bitsAllocated)) return `${instance.bitsAllocated} bits par point non pris en charge`;
  return isKnownPhotometric(instance.photometricInterpretation, instance.samplesPerPixel)
    ? null
    : 'Format d’image inconnu';
}

/** Whether an instance cannot be drawn without what its manifest does not hold: colours, or the order of its bytes. */
export function needsTables(instance: ManifestInstance, transferSyntaxUID: string): boolean {
  return (
    instance.photometricInterpretation === 'PALETTE COLOR' ||
    (transferSyntaxUID === EXPLICIT_BIG_ENDIAN && instance.bitsAllocated === 8)
  );
}

/** Whether frames are drawn from their bytes as they come, without a worker to decode them: most CT and MR. */
export function isPlain(instance: ManifestInstance, transferSyntaxUID: string): boolean {
  const { samplesPerPixel, bitsAllocated, photometricInterpretation: photometric } = instance;
  return (
    isNative(transferSyntaxUID) &&
    transferSyntaxUID !== EXPLICIT_BIG_ENDIAN &&
    samplesPerPixel === 1 &&
    photometric.startsWith('MONOCHROME') &&
    (bitsAllocated === 8 || bitsAllocated === 16)
  );
}

/**
 * Pixels of a plain frame (PS3.5 section 8.1). One byte of padding after it is accepted.
 * Throws FrameDamaged when its length is not what rows, columns and samples announce.
 */
export function pixelsFromPlain(buffer: ArrayBuffer, instance: ManifestInstance): Pixels {
  const length = (instance.rows * instance.columns * instance.bitsAllocated) / 8;
  if (buffer.byteLength < length || buffer.byteLength > length + 1) {
    throw new FrameDamaged('les données reçues n’ont pas la taille annoncée');
  }
  const samples =
    instance.bitsAllocated === 8 ? new Uint8Array(buffer, 0, length) : new Uint16Array(buffer, 0, length / 2);
  return { kind: 'grey', samples };
}

export function shapeOf(instance: ManifestInstance, isWords: boolean): FrameShape {
  const { rows, columns, samplesPerPixel, bitsAllocated, bitsStored, signed } = instance;
  const { photometricInterpretation, planarConfiguration } = instance;
  return {
    rows,
    columns,
    samplesPerPixel,
    bitsAllocated,
    bitsStored,
    signed,
    photometricInterpretation,
    planarConfiguration,
    isWords,
  };
}

/** Memory that decoded pixels take, in bytes. */
export function pixelBytes(pixels: Pixels): number {
  return pixels.kind === 'grey' ? pixels.samples.byteLength : pixels.rgba.byteLength;
}
