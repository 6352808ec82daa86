import { PixelsError } from './error.ts';
import type { FrameShape } from './frame-info.ts';

/** What a codestream says of itself before its coded data. */
export type Codestream = {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  /** Bits of a sample. */
  readonly precision: number;
  /** Whether samples of some components are fewer than those of others. */
  readonly isSubsampled: boolean;
  /** JPEG: the SOF marker. */
  readonly process: number;
  /** JPEG: whether markers tell the colours: JFIF, or Adobe's with its transform. */
  readonly hasJfif: boolean;
  readonly adobeTransform: number | null;
};

const notAFrame = new Set([0xc4, 0xc8, 0xcc]);

/** Header of a JPEG (T.81 annex B) or JPEG-LS (T.87 annex C) codestream. @throws PixelsError `damaged` */
export function readJpegHeader(bytes: Uint8Array): Codestream {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new PixelsError('damaged', 'not a JPEG codestream');
  let hasJfif = false;
  let adobeTransform: number | null = null;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) throw new PixelsError('damaged', 'no marker where one must be');
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) break;
    const length = word(bytes, at + 2);
    const body = bytes.subarray(at + 4, at + 2 + length);
    if (length < 2 || at + 2 + length > bytes.length) break;
    if (marker === 0xe0 && startsWith(body, 'JFIF')) hasJfif = true;
    if (marker === 0xee && startsWith(body, 'Adobe') && body.length >= 12) adobeTransform = body[11] ?? 0;
    const isFrame = (marker >= 0xc0 && marker <= 0xcf && !notAFrame.has(marker)) || marker === 0xf7;
    if (isFrame) return { ...readFrame(body), process: marker, hasJfif, adobeTransform };
    at += 2 + length;
  }
  throw new PixelsError('damaged', 'a JPEG codestream without its frame header');
}

function readFrame(
  body: Uint8Array,
): Pick<Codestream, 'rows' | 'columns' | 'components' | 'precision' | 'isSubsampled'> {
  const components = body[5] ?? 0;
  if (body.length < 6 + components * 3) throw new PixelsError('damaged', 'a JPEG frame header that is cut');
  const factors = Array.from({ length: components }, (_, index) => body[7 + index * 3] ?? 0);
  return {
    precision: body[0] ?? 0,
    rows: word(body, 1),
    columns: word(body, 3),
    components,
    isSubsampled: factors.some((factor) => factor !== factors[0]),
  };
}

/** Header of a JPEG 2000 or HTJ2K codestream (T.800 annex A.5.1), also in a JP2 file. @throws PixelsError `damaged` */
export function readJpeg2000Header(bytes: Uint8Array): Codestream {
  const start = findCodestream(bytes);
  if (start < 0 || bytes.length < start + 42) throw new PixelsError('damaged', 'not a JPEG 2000 codestream');
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
  const components = view.getUint16(40);
  if (view.byteLength < 42 + components * 3)
    throw new PixelsError('damaged', 'a JPEG 2000 header that is cut');
  const specs = Array.from({ length: components }, (_, index) => ({
    precision: (view.getUint8(42 + index * 3) & 0x7f) + 1,
    step: view.getUint16(43 + index * 3),
  }));
  if (view.getUint32(24) === 0 || view.getUint32(28) === 0)
    throw new PixelsError('damaged', 'JPEG 2000 tiles of no size');
  const columns = view.getUint32(8) - view.getUint32(16);
  const rows = view.getUint32(12) - view.getUint32(20);
  if (Math.ceil(columns / view.getUint32(24)) * Math.ceil(rows / view.getUint32(28)) > 65_535)
    throw new PixelsError('damaged', 'more JPEG 2000 tiles than there may be');
  refuseCutTiles(bytes, start);
  return {
    rows,
    columns,
    components,
    precision: Math.max(...specs.map(({ precision }) => precision)),
    isSubsampled: specs.some(({ step }) => step !== 0x0101),
    process: 0,
    hasJfif: false,
    adobeTransform: null,
  };
}

function findCodestream(bytes: Uint8Array): number {
  for (let at = 0; at + 4 <= Math.min(bytes.length, 4096); at += 1)
    if (word(bytes, at) === 0xff4f && word(bytes, at + 2) === 0xff51) return at;
  return -1;
}

/**
 * Decoders draw what they have of a codestream that is cut, and nothing would tell it from the image: each tile part
 * (T.800 annex A.4.2) must be there with the length that it announces.
 */
function refuseCutTiles(bytes: Uint8Array, start: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start + 2;
  let parts = 0;
  while (at + 4 <= bytes.length) {
    const marker = view.getUint16(at);
    if (marker === 0xffd9) break;
    if (marker !== 0xff90) {
      if (parts > 0) break;
      at += 2 + view.getUint16(at + 2);
      continue;
    }
    if (at + 12 > bytes.length) throw new PixelsError('damaged', 'a JPEG 2000 tile that is cut');
    const length = view.getUint32(at + 6);
    parts += 1;
    if (length === 0) break;
    if (length < 14 || at + length > bytes.length)
      throw new PixelsError('damaged', 'a JPEG 2000 tile that is cut');
    at += length;
  }
  if (parts === 0) throw new PixelsError('damaged', 'a JPEG 2000 codestream without a tile');
}

/** Holds a codestream against the attributes of its instance. @throws PixelsError `damaged` */
export function expectShape(codestream: Codestream, shape: FrameShape): void {
  const isSame =
    codestream.rows === shape.rows &&
    codestream.columns === shape.columns &&
    codestream.components === shape.samplesPerPixel;
  if (!isSame) throw new PixelsError('damaged', 'a codestream of another size than its instance announces');
  if (codestream.precision < 1 || codestream.precision > Math.max(8, shape.bitsAllocated))
    throw new PixelsError('damaged', 'a codestream of more bits than its instance announces');
}

/** How far from the end the end marker may be: the last fragment may be padded. */
const endReach = 64;

/** Whether EOI ends a JPEG codestream (T.81 section B.1.1.3). Coded data cannot hold it: they stuff a zero after FFH. */
export function hasEndMarker(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= Math.max(0, bytes.length - endReach); at -= 1)
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return String.fromCodePoint(...bytes.subarray(0, text.length)) === text;
}
