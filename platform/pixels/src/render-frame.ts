import sharp, { type Sharp } from 'sharp';
import { lookUp, toRgba } from './colour.ts';
import { PixelsError } from './error.ts';
import type { FrameInfo, FrameWindow, Samples } from './frame-info.ts';

export type RenderOptions = {
  /** In modality units; the window of the instance where neither is given. */
  readonly windowCenter?: number;
  readonly windowWidth?: number;
  readonly windowFunction?: FrameInfo['windowFunction'];
  /** The part of the image to render, in its own pixels, and the size to give it: it is fitted inside, never distorted. */
  readonly viewport?: {
    readonly width: number;
    readonly height: number;
    readonly source?: {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    };
    readonly flipsHorizontally?: boolean;
    readonly flipsVertically?: boolean;
  };
  /** The longer side at most, in pixels; an image is not enlarged to it. */
  readonly longestSide?: number;
  readonly format: 'jpeg' | 'png';
  /** Of a JPEG, 1 to 100. */
  readonly quality?: number;
};

const mostPixels = 64 * 1024 * 1024;
const defaultQuality = 85;

/** A picture of the samples, as a screen shows them (PS3.18 section 8.3.5). @throws PixelsError */
export async function renderFrame(
  samples: Samples,
  info: FrameInfo,
  options: RenderOptions,
): Promise<Buffer> {
  const isGrey = samples.samplesPerPixel === 1 && samples.photometricInterpretation !== 'PALETTE COLOR';
  const raw = isGrey ? greyLevels(samples, info, options) : toRgba(samples, info.bitsStored, info.palette);
  let picture = sharp(raw, {
    raw: { width: samples.columns, height: samples.rows, channels: isGrey ? 1 : 4 },
    limitInputPixels: false,
  });
  if (!isGrey) picture = picture.removeAlpha();
  picture = framed(picture, samples, info, options);
  if (isGrey) picture = picture.toColourspace('b-w');
  return options.format === 'png'
    ? picture.png({ compressionLevel: 6 }).toBuffer()
    : picture.jpeg({ quality: options.quality ?? defaultQuality }).toBuffer();
}

/** Cuts, squares the pixels and scales. */
function framed(picture: Sharp, samples: Samples, info: FrameInfo, options: RenderOptions): Sharp {
  const { viewport, longestSide } = options;
  const source = clipped(viewport?.source, samples);
  let done = source ? picture.extract(source) : picture;
  const natural = {
    width: source?.width ?? samples.columns,
    height: (source?.height ?? samples.rows) * info.pixelAspect,
  };
  const scale = viewport
    ? Math.min(viewport.width / natural.width, viewport.height / natural.height)
    : Math.min(1, (longestSide ?? Number.POSITIVE_INFINITY) / Math.max(natural.width, natural.height));
  const width = Math.max(1, Math.round(natural.width * scale));
  const height = Math.max(1, Math.round(natural.height * scale));
  if (width * height > mostPixels) throw new PixelsError('limit', 'a rendering of too many pixels');
  done = done.resize(width, height, { fit: 'fill' });
  if (viewport?.flipsHorizontally === true) done = done.flop();
  if (viewport?.flipsVertically === true) done = done.flip();
  return done;
}

type Source = NonNullable<NonNullable<RenderOptions['viewport']>['source']>;

function clipped(
  source: Source | undefined,
  { rows, columns }: Samples,
): { left: number; top: number; width: number; height: number } | null {
  if (!source) return null;
  const left = Math.min(columns - 1, Math.max(0, Math.round(source.x)));
  const top = Math.min(rows - 1, Math.max(0, Math.round(source.y)));
  const width = Math.max(1, Math.min(columns - left, Math.round(source.width)));
  const height = Math.max(1, Math.min(rows - top, Math.round(source.height)));
  return { left, top, width, height };
}

/** Grey levels, 0 black to 255 white, after modality, window and photometric interpretation. */
export function greyLevels(
  samples: Samples,
  info: FrameInfo,
  options: Pick<RenderOptions, 'windowCenter' | 'windowWidth' | 'windowFunction'>,
): Uint8Array<ArrayBuffer> {
  const { data } = samples;
  const stored = storedReader(samples, info);
  const window = windowAsked(options) ?? info.window;
  const isTable = windowAsked(options) === null && info.windowTable !== null;
  const level = isTable
    ? tableLevel(info)
    : windowLevel(window ?? fullWindow(samples, info, stored), options.windowFunction ?? info.windowFunction);
  const isInverted = (samples.photometricInterpretation === 'MONOCHROME1') !== info.isInverse;
  const grey = (bits: number) => {
    const found = Math.round(Math.min(255, Math.max(0, level(modalityValue(stored(bits), info)))));
    return isInverted ? 255 - found : found;
  };
  const levels = new Uint8Array(data.length);
  if (data instanceof Uint32Array) {
    for (let i = 0; i < data.length; i += 1) levels[i] = grey(data[i] ?? 0);
    return levels;
  }
  const table = Uint8Array.from({ length: data instanceof Uint8Array ? 256 : 65_536 }, (_, bits) =>
    grey(bits),
  );
  for (let i = 0; i < data.length; i += 1) levels[i] = table[data[i] ?? 0] ?? 0;
  return levels;
}

function windowAsked(options: Pick<RenderOptions, 'windowCenter' | 'windowWidth'>): FrameWindow | null {
  const { windowCenter: center, windowWidth: width } = options;
  return center === undefined || width === undefined ? null : { center, width };
}

/** The stored value among the bits of a sample: those above the high bit are dropped, then the sign is extended. */
function storedReader({ data }: Samples, info: FrameInfo): (bits: number) => number {
  const stored = Math.min(info.bitsStored, data.BYTES_PER_ELEMENT * 8);
  const low = Math.max(0, Math.min(data.BYTES_PER_ELEMENT * 8, info.highBit + 1) - stored);
  const unused = 32 - stored;
  return info.signed
    ? (bits) => ((bits >>> low) << unused) >> unused
    : (bits) => ((bits >>> low) << unused) >>> unused;
}

function modalityValue(stored: number, info: FrameInfo): number {
  if (info.modalityTable) return lookUp(info.modalityTable, stored);
  return stored * info.rescaleSlope + info.rescaleIntercept;
}

/** PS3.3 section C.11.2.1: the functions by which a window becomes levels, 0 to 255. */
function windowLevel(
  { center, width }: FrameWindow,
  name: FrameInfo['windowFunction'],
): (value: number) => number {
  if (name === 'SIGMOID') return (value) => 255 / (1 + Math.exp((-4 * (value - center)) / width));
  if (name === 'LINEAR_EXACT') return (value) => ((value - center) / width + 0.5) * 255;
  const span = Math.max(1, width) - 1;
  const middle = center - 0.5;
  return (value) => {
    if (value <= middle - span / 2) return 0;
    if (value > middle + span / 2) return 255;
    return ((value - middle) / span + 0.5) * 255;
  };
}

function tableLevel({ windowTable }: FrameInfo): (value: number) => number {
  if (!windowTable) return () => 0;
  const most = 2 ** windowTable.bits - 1;
  return (value) => (lookUp(windowTable, Math.round(value)) / most) * 255;
}

/** For an image that names no window: all of 8 bits, else what lies between the 1st and the 99th percentile. */
function fullWindow({ data }: Samples, info: FrameInfo, stored: (bits: number) => number): FrameWindow {
  if (info.bitsStored === 1) return { center: 1, width: 1 };
  if (info.bitsStored <= 8 && !info.signed && !info.modalityTable) return { center: 128, width: 256 };
  const step = Math.max(1, Math.floor(data.length / 20_000));
  const values: number[] = [];
  for (let i = 0; i < data.length; i += step) values.push(modalityValue(stored(data[i] ?? 0), info));
  values.sort((a, b) => a - b);
  const low = values[Math.floor(values.length * 0.01)] ?? 0;
  const high = values[Math.floor((values.length - 1) * 0.99)] ?? low;
  const width = Math.max(1, high - low + 1);
  return { center: low + width / 2, width };
}
