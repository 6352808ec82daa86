import { describeTransferSyntax } from '@liaison/dicom';
import { canDecode, isKnownPhotometric, isNative } from '@liaison/pixels/web';
import type { ImageFacts, SeriesFacts } from '../catalogue/describe-image.ts';

/** An image as the rules below see it. */
export type Drawable = Pick<
  ImageFacts,
  'rows' | 'columns' | 'bits_allocated' | 'samples_per_pixel' | 'photometric_interpretation' | 'unshowable'
> & { transfer_syntax_uid: string };

export type Placed = Pick<ImageFacts, 'image_position' | 'image_orientation' | 'instance_number'> & {
  sop_instance_uid: string;
};

export type ChoiceSeries = Pick<
  SeriesFacts,
  'modality' | 'description' | 'series_number' | 'body_part' | 'contrast_agent' | 'convolution_kernel'
> & {
  images: readonly (Drawable &
    Pick<ImageFacts, 'image_type' | 'slice_thickness' | 'image_orientation' | 'window_width'>)[];
};

export function isUncompressed(transferSyntaxUID: string): boolean {
  return isNative(transferSyntaxUID);
}

/** Whether frames of it must be found among fragments before they can be decoded. */
export function isDecodedCompression(transferSyntaxUID: string): boolean {
  return canDecode(transferSyntaxUID) && !isNative(transferSyntaxUID);
}

/** Why nothing of a series can be drawn by the viewer as it is now, in French; null when something can. */
export function explainNotShown(modality: string, images: readonly Drawable[]): string | null {
  const [first] = images;
  if (!first) return null;
  const reasons = images.map((image) => whyNotDrawn(modality, image));
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}

/** What the viewer can draw is what `@liaison/pixels` decodes, there as here. */
function whyNotDrawn(modality: string, image: Drawable): string | null {
  if (image.unshowable === 'malformed')
    return 'Reçu, mais illisible\u00a0: son contenu est incomplet ou mal formé.';
  if (image.unshowable === 'no-pixels') return describeWithoutPixels(modality);
  const syntax = image.transfer_syntax_uid;
  if (!canDecode(syntax))
    return `Compression «\u00a0${describeTransferSyntax(syntax)}\u00a0» pas affichable ici.`;
  if (![1, 8, 16, 32].includes(image.bits_allocated))
    return `Image de ${image.bits_allocated}\u00a0bits par point, pas affichable ici.`;
  return isKnownPhotometric(image.photometric_interpretation, image.samples_per_pixel)
    ? null
    : `Couleurs «\u00a0${image.photometric_interpretation}\u00a0» pas affichables ici.`;
}

const withoutPixels: Readonly<Record<string, string>> = {
  SR: 'Compte rendu structuré (SR)\u00a0: du texte, sans image.',
  KO: 'Sélection d’images clés (KO)\u00a0: sans image.',
  PR: 'Réglages de présentation (PR)\u00a0: sans image.',
  DOC: 'Document joint (DOC)\u00a0: sans image.',
  ECG: 'Tracé (ECG)\u00a0: des courbes, sans image.',
};

function describeWithoutPixels(modality: string): string {
  return withoutPixels[modality] ?? `Objet sans image (${modality || 'type inconnu'}).`;
}

/**
 * Along the slice axis (IPP·normal, viewer.md 6) where all images share one orientation, else by InstanceNumber, those
 * without one last; SOPInstanceUID parts what is left, so that the order never changes between two calls.
 */
export function sortImages<Image extends Placed>(images: readonly Image[]): Image[] {
  const normal = commonNormal(images);
  const keyed = images.map((image) => ({
    image,
    depth: normal ? dot(normal, image.image_position ?? []) : 0,
  }));
  return keyed
    .toSorted((a, b) =>
      Math.abs(a.depth - b.depth) > 1e-3 ? a.depth - b.depth : compareNumbers(a.image, b.image),
    )
    .map(({ image }) => image);
}

function compareNumbers(a: Placed, b: Placed): number {
  const left = a.instance_number ?? Number.MAX_SAFE_INTEGER;
  const right = b.instance_number ?? Number.MAX_SAFE_INTEGER;
  if (left !== right) return left - right;
  return a.sop_instance_uid < b.sop_instance_uid ? -1 : 1;
}

function commonNormal(images: readonly Placed[]): number[] | null {
  const [first] = images;
  const normal = first && normalOf(first.image_orientation);
  if (!normal) return null;
  const agree = images.every((image) => {
    const own = image.image_position && normalOf(image.image_orientation);
    return own && dot(normal, own) > 0.999;
  });
  return agree ? normal : null;
}

function normalOf(orientation: readonly number[] | null): number[] | null {
  if (orientation?.length !== 6) return null;
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = orientation;
  const cross = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
  const length = Math.hypot(...cross);
  return length > 0.5 ? cross.map((part) => part / length) : null;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, part, index) => sum + part * (b[index] ?? 0), 0);
}

/** Modalities that hold no image to read first: reports, selections, presentations, plans, dose. */
const neverFirst = new Set([
  'SR',
  'KO',
  'PR',
  'SEG',
  'RTSTRUCT',
  'RTPLAN',
  'RTDOSE',
  'REG',
  'DOC',
  'ECG',
  'OT',
]);
const localizer = /\b(scout|topo(gramme?)?|localizer|rep[eé]rage|survey|surview|scano)\b/i;
const dose = /\b(dose|protocole? (report|page)|patient protocol)\b/i;
const injected =
  /\b(iv|c\+|inject[eé]\w*|gado\w*|angio\w*|cta|perf\w*|art[eé]rie\w*|veineux|portal|tsa|tardif)\b|\+\s?c\b/i;
const head = /head|brain|skull|cr[aâ]n|enceph|enc[eé]ph|c[eé]r[eé]br|cerveau|t[eê]te/i;
const hardKernel = /bone|lung|edge|detail|\bos\b|sharp|^[bhjr][a-z]?([6-9]\d)|^(yc|yd|e|d)$|^fc(3|5|8)\d/i;
const hardWords = /\b(os|osseux|osseuse|bone|rocher|poumon|lung|parenchyme)\b/i;

/**
 * The series to open first (viewer.md 4.3): in CT the thin soft-tissue axial brain without contrast, as a stroke asks;
 * elsewhere the largest axial one; scouts, dose pages and what cannot be drawn last. Its index, or -1 without series.
 */
export function chooseKeySeries(all: readonly ChoiceSeries[]): number {
  let best = -1;
  let bestRank: readonly number[] = [];
  for (const [index, series] of all.entries()) {
    const rank = rankOf(series);
    if (best >= 0 && !isBefore(rank, bestRank)) continue;
    best = index;
    bestRank = rank;
  }
  return best;
}

/** Smaller is better, the first number that differs decides. */
function rankOf(series: ChoiceSeries): readonly number[] {
  const { images, description } = series;
  const [first] = images;
  const isShown = images.length > 0 && explainNotShown(series.modality, images) === null;
  const types = first?.image_type ?? [];
  const isAncillary =
    neverFirst.has(series.modality) ||
    types.includes('LOCALIZER') ||
    localizer.test(description) ||
    dose.test(description);
  const common = [Number(!isShown), Number(isAncillary)];
  const last = [-images.length, series.series_number ?? Number.MAX_SAFE_INTEGER];
  const isAxial = Number(!isAxialOrientation(first?.image_orientation ?? null));
  if (series.modality !== 'CT') return [...common, isAxial, 1, 0, 0, 100, ...last];
  const isInjected = series.contrast_agent !== '' || injected.test(description);
  const isHard =
    hardKernel.test(series.convolution_kernel) ||
    hardWords.test(description) ||
    (first?.window_width ?? 0) > 1000;
  const isHead = head.test(`${series.body_part} ${description}`);
  const thickness = first?.slice_thickness ?? 100;
  return [...common, isAxial, Number(!isHead), Number(isInjected), Number(isHard), thickness, ...last];
}

function isBefore(rank: readonly number[], other: readonly number[]): boolean {
  for (const [index, part] of rank.entries()) {
    const against = other[index] ?? 0;
    if (part !== against) return part < against;
  }
  return false;
}

function isAxialOrientation(orientation: readonly number[] | null): boolean {
  return Math.abs(normalOf(orientation)?.[2] ?? 0) > 0.8;
}
