import { expectShape, readJpegHeader, type Codestream } from './codestream.ts';
import { PixelsError } from './error.ts';
import type { FrameShape, Samples } from './frame-info.ts';
import { BitReader } from './jpeg-entropy.ts';
import { eachScan, type JpegScan } from './jpeg-scans.ts';

const extendedSequential = 0xc1;

/** Where each coefficient of the zigzag order is in its block (T.81 figure A.6). */
const natural = zigzag();

function zigzag(): Uint8Array {
  const cells = Array.from({ length: 64 }, (_, cell) => ({ cell, row: cell >> 3, column: cell & 7 }));
  const diagonal = ({ row, column }: { row: number; column: number }) => row + column;
  const along = (one: { row: number; column: number }) => (diagonal(one) % 2 === 0 ? one.column : one.row);
  return Uint8Array.from(
    cells.toSorted((a, b) => diagonal(a) - diagonal(b) || along(a) - along(b)),
    ({ cell }) => cell,
  );
}

/**
 * Samples of an extended sequential JPEG of 12 bits (T.81 processes 2 and 4 with 12-bit precision), grey: what the common
 * libraries, built for 8 bits, do not read. The inverse DCT is the integer one of the IJG, so that every decoder built on
 * theirs gives the same samples. @throws PixelsError `damaged`, `unsupported`
 */
export function decodeJpegExtended(bytes: Uint8Array, shape: FrameShape): Samples {
  const codestream = readJpegHeader(bytes);
  expectShape(codestream, shape);
  if (codestream.process !== extendedSequential || codestream.components !== 1 || codestream.precision !== 12)
    throw new PixelsError('unsupported', 'a 12-bit JPEG that is progressive or in colour');
  const { rows, columns } = codestream;
  const data = new Uint16Array(rows * columns);
  let scans = 0;
  eachScan(bytes, (scan) => {
    scans += 1;
    return decodeScan(bytes, scan, codestream, data);
  });
  if (scans !== 1) throw new PixelsError('damaged', 'a sequential JPEG without its one scan');
  return {
    rows,
    columns,
    samplesPerPixel: 1,
    data,
    photometricInterpretation: shape.photometricInterpretation,
  };
}

function decodeScan(
  bytes: Uint8Array,
  scan: JpegScan,
  { rows, columns }: Codestream,
  data: Uint16Array,
): number {
  const { restartInterval } = scan.tables;
  const bits = new BitReader(bytes, scan.at);
  const block = new Int32Array(64);
  let dc = 0;
  let left = restartInterval;
  for (let top = 0; top < rows; top += 8) {
    for (let start = 0; start < columns; start += 8) {
      if (restartInterval > 0 && left === 0) {
        bits.restart();
        left = restartInterval;
        dc = 0;
      }
      left -= 1;
      dc = readBlock(bits, scan, block, dc);
      inverseDct(block);
      for (let y = 0; y < 8 && top + y < rows; y += 1)
        for (let x = 0; x < 8 && start + x < columns; x += 1)
          data[(top + y) * columns + start + x] = Math.min(4095, Math.max(0, (block[y * 8 + x] ?? 0) + 2048));
    }
  }
  return bits.at;
}

/** Fills `block` with dequantized coefficients (T.81 section F.2.2); gives its DC value before that. */
function readBlock(bits: BitReader, scan: JpegScan, block: Int32Array, before: number): number {
  const [component] = scan.components;
  const dcTable = scan.tables.dc[component?.dc ?? 0];
  const acTable = scan.tables.ac[component?.ac ?? 0];
  const quantization = scan.tables.quantization[component?.quantization ?? 0];
  if (!dcTable || !acTable || !quantization) throw new PixelsError('damaged', 'a scan without its tables');
  block.fill(0);
  const size = bits.decode(dcTable);
  if (size > 15) throw new PixelsError('damaged', 'a coefficient of more than 15 bits');
  const dc = before + bits.receive(size);
  block[0] = dc * (quantization[0] ?? 0);
  for (let k = 1; k < 64; k += 1) {
    const symbol = bits.decode(acTable);
    if ((symbol & 15) === 0) {
      if (symbol !== 0xf0) break;
      k += 15;
      continue;
    }
    k += symbol >> 4;
    if (k > 63) throw new PixelsError('damaged', 'more coefficients than a block holds');
    block[natural[k] ?? 0] = bits.receive(symbol & 15) * (quantization[k] ?? 0);
  }
  return dc;
}

/** Fractional bits of the constants, and of what is kept between the passes: those of the IJG for 12-bit samples. */
const constBits = 13;
const passBits = 1;

function inverseDct(block: Int32Array): void {
  for (let column = 0; column < 8; column += 1) inverseLine(block, column, 8, constBits - passBits);
  for (let row = 0; row < 8; row += 1) inverseLine(block, row * 8, 1, constBits + passBits + 3);
}

/** Eight values, from `at` in steps of `step` (Loeffler, Ligtenberg and Moschytz, as in the IJG's jidctint). */
function inverseLine(block: Int32Array, at: number, step: number, down: number): void {
  const value = (index: number) => block[at + index * step] ?? 0;
  const shared = (value(2) + value(6)) * 4433;
  const even2 = shared - value(6) * 15_137;
  const even3 = shared + value(2) * 6270;
  const even0 = (value(0) + value(4)) * 8192;
  const even1 = (value(0) - value(4)) * 8192;
  const evens = [even0 + even3, even1 + even2, even1 - even2, even0 - even3];
  const z5 = (value(7) + value(3) + value(5) + value(1)) * 9633;
  const z1 = (value(7) + value(1)) * -7373;
  const z2 = (value(5) + value(3)) * -20_995;
  const z3 = (value(7) + value(3)) * -16_069 + z5;
  const z4 = (value(5) + value(1)) * -3196 + z5;
  const odds = [
    value(1) * 12_299 + z1 + z4,
    value(3) * 25_172 + z2 + z3,
    value(5) * 16_819 + z2 + z4,
    value(7) * 2446 + z1 + z3,
  ];
  const half = 2 ** (down - 1);
  for (let i = 0; i < 4; i += 1) {
    const even = evens[i] ?? 0;
    const odd = odds[i] ?? 0;
    block[at + i * step] = Math.floor((even + odd + half) / 2 ** down);
    block[at + (7 - i) * step] = Math.floor((even - odd + half) / 2 ** down);
  }
}
