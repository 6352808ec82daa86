import { canDecode } from '@liaison/pixels';
import { isUncompressed, chooseKeySeries, sortImages, type ChoiceSeries } from '../study/model.ts';
import type { SourceRow } from './derivative-store.ts';

/** What is to be made of one image, and why. */
export type PlannedImage = {
  readonly source: SourceRow;
  /** A thumbnail and a preview of its middle frame. */
  readonly isPictured: boolean;
  readonly isTranscoded: boolean;
};

export type PlannedSeries = Omit<ChoiceSeries, 'images'> & { readonly id: string };

/** A smaller frame gains less than its row costs. */
const fewestTranscodedBytes = 32 * 1024;
/** An image that took too long, or whose container was away, may have met a bad moment; a damaged one stays so. */
const mostAttempts = 3;

/**
 * What is left to make of a study, in the order in which readers want it: a picture of the middle of the key series, those of
 * the others, then the frames of the key series from its middle outwards, then the rest.
 */
export function planStudy(
  allSeries: readonly PlannedSeries[],
  sources: readonly SourceRow[],
  isReceiving: boolean,
): PlannedImage[] {
  const filled = allSeries.map((series) => ({
    ...series,
    images: sortImages(sources.filter(({ series_id }) => series_id === series.id)),
  }));
  const key = filled[chooseKeySeries(filled)];
  const ordered = key ? [key, ...filled.filter((series) => series !== key)] : [];
  // While images arrive the middle moves: the first one will do until all are there.
  const unpictured = ordered.filter(
    ({ images }) => !isReceiving || !images.some(({ has_preview }) => has_preview),
  );
  const middles = unpictured.flatMap(({ images }) => middleOf(images.filter(isPicturable)) ?? []);
  const pictures = middles
    .filter((source) => !source.has_preview && mayTry(source))
    .map((source) => ({ source, isPictured: true, isTranscoded: isLeft(source) && isTranscodable(source) }));
  const planned = new Set(pictures.map(({ source }) => source.id));
  const rest = ordered
    .flatMap(({ images }) => outwards(images))
    .filter((source) => isLeft(source) && !planned.has(source.id))
    .map((source) => ({ source, isPictured: false, isTranscoded: isTranscodable(source) }));
  return [...pictures, ...rest];
}

/** Nothing was made of it, or not for want of trying. */
function isLeft(source: SourceRow): boolean {
  return source.outcome === null || (source.outcome === 'failed' && mayTry(source));
}

function mayTry({ outcome, reason, attempts }: SourceRow): boolean {
  return outcome !== 'failed' || ((reason === 'limit' || reason === 'unread') && attempts < mostAttempts);
}

function isPicturable(source: SourceRow): boolean {
  return source.unshowable === null && canDecode(source.transfer_syntax_uid);
}

/** Grey images that came uncompressed: those that compressed keep the encoding of their sender. */
export function isTranscodable(source: SourceRow): boolean {
  const bits = source.bits_allocated;
  return (
    source.unshowable === null &&
    isUncompressed(source.transfer_syntax_uid) &&
    source.samples_per_pixel === 1 &&
    source.photometric_interpretation.startsWith('MONOCHROME') &&
    (bits === 8 || bits === 16) &&
    source.rows * source.columns * (bits / 8) >= fewestTranscodedBytes
  );
}

function middleOf<Item>(items: readonly Item[]): Item | undefined {
  return items[Math.floor(items.length / 2)];
}

function outwards<Item>(items: readonly Item[]): Item[] {
  const middle = Math.floor(items.length / 2);
  return items
    .map((item, index) => ({ item, distance: Math.abs(index - middle) }))
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ item }) => item);
}
