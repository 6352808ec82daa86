import { PixelsError } from './error.ts';
import type { FrameShape, Samples } from './frame-info.ts';

const headerLength = 64;
const mostSegments = 15;

/**
 * Samples of a frame in RLE (PS3.5 annex G): one segment for each byte of each sample, the most significant first.
 * @throws PixelsError `damaged` where a segment has fewer bytes than the frame has pixels
 */
export function decodeRle(bytes: Uint8Array, shape: FrameShape): Samples {
  const { rows, columns, samplesPerPixel, bitsAllocated, photometricInterpretation } = shape;
  const width = bitsAllocated / 8;
  if (width !== 1 && width !== 2 && width !== 4)
    throw new PixelsError('unsupported', 'RLE of this number of bits per sample');
  const segments = readSegments(bytes);
  if (segments.length !== samplesPerPixel * width)
    throw new PixelsError('damaged', 'RLE without a segment for each byte of a sample');
  const count = rows * columns;
  const packed = new Uint8Array(count * samplesPerPixel * width);
  for (const [index, segment] of segments.entries()) {
    const sample = Math.floor(index / width);
    const significance = width - 1 - (index % width);
    unpackSegment(segment, packed, sample * width + significance, samplesPerPixel * width, count);
  }
  const data =
    width === 1 ? packed : width === 2 ? new Uint16Array(packed.buffer) : new Uint32Array(packed.buffer);
  return { rows, columns, samplesPerPixel, data, photometricInterpretation };
}

function readSegments(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length < headerLength) throw new PixelsError('damaged', 'RLE without its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  if (count < 1 || count > mostSegments)
    throw new PixelsError('damaged', 'RLE with a wrong number of segments');
  const starts = Array.from({ length: count }, (_, index) => view.getUint32(4 + index * 4, true));
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? bytes.length;
    if (start < headerLength || end < start || end > bytes.length)
      throw new PixelsError('damaged', 'an RLE segment out of its frame');
    return bytes.subarray(start, end);
  });
}

/** PackBits (PS3.5 section G.3.2) into every `step`th byte of `target`, from `at`. */
function unpackSegment(
  segment: Uint8Array,
  target: Uint8Array,
  at: number,
  step: number,
  count: number,
): void {
  const end = at + count * step;
  let to = at;
  for (let from = 0; from < segment.length && to < end;) {
    const control = segment[from] ?? 0;
    from += 1;
    if (control === 128) continue;
    if (control < 128) {
      const last = Math.min(segment.length, from + control + 1);
      for (; from < last && to < end; from += 1, to += step) target[to] = segment[from] ?? 0;
    } else {
      if (from >= segment.length) break;
      const value = segment[from] ?? 0;
      from += 1;
      for (let left = 257 - control; left > 0 && to < end; left -= 1, to += step) target[to] = value;
    }
  }
  if (to < end) throw new PixelsError('damaged', 'an RLE segment with fewer bytes than pixels');
}
