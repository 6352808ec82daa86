import { expectShape, readJpegHeader, type Codestream } from './codestream.ts';
import { PixelsError } from './error.ts';
import type { FrameShape, Samples } from './frame-info.ts';
import { BitReader, type HuffmanTable } from './jpeg-entropy.ts';
import { eachScan, type JpegScan } from './jpeg-scans.ts';

const losslessHuffman = 0xc3;

type Plane = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/**
 * Samples of a lossless JPEG codestream (T.81 annex H, process 14): every predictor, point transform and restart, components
 * in one scan or in several. @throws PixelsError `damaged`, also where the codestream is cut; `unsupported`
 */
export function decodeJpegLossless(bytes: Uint8Array, shape: FrameShape): Samples {
  const codestream = readJpegHeader(bytes);
  expectShape(codestream, shape);
  if (codestream.process !== losslessHuffman || codestream.isSubsampled)
    throw new PixelsError('unsupported', 'a JPEG process other than the lossless one');
  const { rows, columns, components, precision } = codestream;
  const length = rows * columns * components;
  const data = precision > 8 ? new Uint16Array(length) : new Uint8Array(length);
  const missing = new Set(Array.from({ length: components }, (_, index) => index));
  eachScan(bytes, (scan) => {
    for (const { index } of scan.components) missing.delete(index);
    return new ScanDecoder(bytes, scan, codestream, data).decode();
  });
  if (missing.size > 0) throw new PixelsError('damaged', 'a JPEG codestream without all of its scans');
  return {
    rows,
    columns,
    samplesPerPixel: components,
    data,
    photometricInterpretation: shape.photometricInterpretation,
  };
}

class ScanDecoder {
  readonly #bits: BitReader;
  readonly #scan: JpegScan;
  readonly #frame: Codestream;
  readonly #data: Plane;
  readonly #tables: readonly HuffmanTable[];

  constructor(bytes: Uint8Array, scan: JpegScan, frame: Codestream, data: Plane) {
    this.#bits = new BitReader(bytes, scan.at);
    this.#scan = scan;
    this.#frame = frame;
    this.#data = data;
    this.#tables = scan.components.map(({ dc }) => {
      const table = scan.tables.dc[dc];
      if (!table) throw new PixelsError('damaged', 'a scan without its Huffman table');
      return table;
    });
    const { selection, pointTransform } = scan;
    if (selection < 1 || selection > 7 || pointTransform >= frame.precision)
      throw new PixelsError('damaged', 'a predictor that there is not');
  }

  decode(): number {
    const { rows, columns } = this.#frame;
    const interval = this.#scan.tables.restartInterval;
    let left = interval;
    let firstRow = 0;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        if (interval > 0 && left === 0) {
          this.#bits.restart();
          left = interval;
          // An interval is whole lines (T.81 section H.1.1): the first one after a restart is read as that of an image.
          firstRow = row;
        }
        this.#pixel(row, column, row === firstRow);
        left -= 1;
      }
    }
    return this.#bits.at;
  }

  #pixel(row: number, column: number, isFirstRow: boolean): void {
    const { columns, components, precision } = this.#frame;
    const { pointTransform, selection } = this.#scan;
    const data = this.#data;
    for (let position = 0; position < this.#tables.length; position += 1) {
      const table = this.#tables[position];
      if (!table) return;
      const at = (row * columns + column) * components + (this.#scan.components[position]?.index ?? 0);
      const left = (data[at - components] ?? 0) >> pointTransform;
      const above = (data[at - columns * components] ?? 0) >> pointTransform;
      const corner = (data[at - (columns + 1) * components] ?? 0) >> pointTransform;
      let predicted = 0;
      if (isFirstRow) predicted = column === 0 ? 1 << (precision - pointTransform - 1) : left;
      else predicted = column === 0 ? above : predict(selection, left, above, corner);
      data[at] = ((predicted + this.#difference(table)) & 0xffff) << pointTransform;
    }
  }

  #difference(table: HuffmanTable): number {
    const size = this.#bits.decode(table);
    if (size > 16) throw new PixelsError('damaged', 'a difference of more than 16 bits');
    return size === 16 ? 32_768 : this.#bits.receive(size);
  }
}

/** T.81 table H.1. */
function predict(selection: number, left: number, above: number, corner: number): number {
  switch (selection) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return corner;
    case 4:
      return left + above - corner;
    case 5:
      return left + ((above - corner) >> 1);
    case 6:
      return above + ((left - corner) >> 1);
    default:
      return (left + above) >> 1;
  }
}
