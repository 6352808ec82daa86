import { PixelsError } from './error.ts';
import { buildHuffmanTable, type HuffmanTable } from './jpeg-entropy.ts';

/** Tables as they are when a scan begins (T.81 annex B.2.4). */
export type JpegTables = {
  readonly dc: readonly (HuffmanTable | undefined)[];
  readonly ac: readonly (HuffmanTable | undefined)[];
  /** In zigzag order. */
  readonly quantization: readonly (Uint16Array | undefined)[];
  /** In MCUs; 0 without restarts. */
  readonly restartInterval: number;
};

export type ScanComponent = {
  /** Index among the components of the frame. */
  readonly index: number;
  readonly dc: number;
  readonly ac: number;
  readonly quantization: number;
};

export type JpegScan = {
  readonly components: readonly ScanComponent[];
  /** Ss: the predictor of a lossless scan. */
  readonly selection: number;
  /** Al: the point transform of a lossless scan. */
  readonly pointTransform: number;
  readonly tables: JpegTables;
  /** Where its coded data starts. */
  readonly at: number;
};

/** Reads a scan, and tells where the marker after its data is. */
export type ScanReader = (scan: JpegScan) => number;

type Mutable = {
  dc: (HuffmanTable | undefined)[];
  ac: (HuffmanTable | undefined)[];
  quantization: (Uint16Array | undefined)[];
  restartInterval: number;
};

type FrameComponent = { id: number; quantization: number };

const mostScans = 16;

/** Walks a Huffman JPEG codestream, giving each scan with its tables to `read`. @throws PixelsError `damaged` */
export function eachScan(bytes: Uint8Array, read: ScanReader): void {
  const tables: Mutable = { dc: [], ac: [], quantization: [], restartInterval: 0 };
  let frame: FrameComponent[] = [];
  let scans = 0;
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) throw new PixelsError('damaged', 'no marker where one must be');
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return;
    const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    if (end > bytes.length || end < at + 4) throw new PixelsError('damaged', 'a JPEG marker that is cut');
    const body = bytes.subarray(at + 4, end);
    at = end;
    if (marker === 0xc4) readHuffmanTables(body, tables);
    else if (marker === 0xdb) readQuantization(body, tables);
    else if (marker === 0xdd) tables.restartInterval = ((body[0] ?? 0) << 8) | (body[1] ?? 0);
    else if (marker === 0xda) {
      scans += 1;
      if (scans > mostScans) throw new PixelsError('damaged', 'more scans than a frame may have');
      at = read(readScan(body, frame, tables, at));
    } else if (marker >= 0xc0 && marker <= 0xcf) frame = readComponents(body);
  }
}

function readComponents(body: Uint8Array): FrameComponent[] {
  return Array.from({ length: body[5] ?? 0 }, (_, index) => ({
    id: body[6 + index * 3] ?? 0,
    quantization: body[8 + index * 3] ?? 0,
  }));
}

function readScan(body: Uint8Array, frame: readonly FrameComponent[], tables: Mutable, at: number): JpegScan {
  const count = body[0] ?? 0;
  if (count < 1 || body.length < 4 + count * 2) throw new PixelsError('damaged', 'a scan header that is cut');
  const components = Array.from({ length: count }, (_, position) => {
    const index = frame.findIndex(({ id }) => id === body[1 + position * 2]);
    const chosen = body[2 + position * 2] ?? 0;
    if (index < 0) throw new PixelsError('damaged', 'a scan of a component that is not in its frame');
    return { index, dc: chosen >> 4, ac: chosen & 15, quantization: frame[index]?.quantization ?? 0 };
  });
  const tail = 1 + count * 2;
  return {
    components,
    selection: body[tail] ?? 0,
    pointTransform: (body[tail + 2] ?? 0) & 15,
    tables: { ...tables, dc: [...tables.dc], ac: [...tables.ac], quantization: [...tables.quantization] },
    at,
  };
}

function readHuffmanTables(body: Uint8Array, tables: Mutable): void {
  for (let at = 0; at + 17 <= body.length;) {
    const kind = body[at] ?? 0;
    const counts = body.slice(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total > 256 || at + 17 + total > body.length || (kind & 15) > 3)
      throw new PixelsError('damaged', 'a Huffman table that is cut');
    const table = buildHuffmanTable(counts, body.slice(at + 17, at + 17 + total));
    (kind >> 4 === 0 ? tables.dc : tables.ac)[kind & 15] = table;
    at += 17 + total;
  }
}

function readQuantization(body: Uint8Array, tables: Mutable): void {
  for (let at = 0; at < body.length;) {
    const kind = body[at] ?? 0;
    const width = kind >> 4 === 0 ? 1 : 2;
    if (at + 1 + 64 * width > body.length || (kind & 15) > 3)
      throw new PixelsError('damaged', 'a quantization table that is cut');
    const start = at + 1;
    tables.quantization[kind & 15] = Uint16Array.from({ length: 64 }, (_, index) => {
      const first = body[start + index * width] ?? 0;
      return width === 1 ? first : (first << 8) | (body[start + index * 2 + 1] ?? 0);
    });
    at = start + 64 * width;
  }
}
