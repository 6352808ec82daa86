import { PixelsError, type FrameInfo, type Made, type PixelPool, type RenderOptions } from '@liaison/pixels';
import type { PackWriter } from './derivative-pack.ts';
import type { PlannedImage } from './derivative-plan.ts';
import type { NewDerivative, Outcome, SourceRow } from './derivative-store.ts';
import { readFrameInfo } from '../frames/read-frame-info.ts';
import { readFrame } from '../frames/read-frame.ts';

export const pictures: Readonly<Record<'thumbnail' | 'preview', RenderOptions>> = {
  thumbnail: { format: 'jpeg', longestSide: 192, quality: 70 },
  preview: { format: 'jpeg', longestSide: 1024, quality: 80 },
};

/** HTJ2K is kept where it is clearly smaller: below that, the time to decode it is not worth the bytes. */
const worthwhile = 0.8;

export type Making = { readonly storeRoot: string; readonly pool: PixelPool };

/** All that is made of one image. Never rejects for what the image holds: that is its outcome. */
export async function makeDerivatives(
  { storeRoot, pool }: Making,
  pack: PackWriter,
  { source, isPictured, isTranscoded }: PlannedImage,
): Promise<{ made: NewDerivative[]; outcome: Outcome }> {
  const made: NewDerivative[] = [];
  const tell = (outcome: Outcome['outcome'], reason = '') => ({
    made,
    outcome: { instance_id: source.id, outcome, reason },
  });
  if (!isPictured && !isTranscoded) return tell('not-needed');
  try {
    const info = await readFrameInfo(storeRoot, source);
    const middle = Math.floor(source.frames / 2) + 1;
    const frames = isTranscoded ? Array.from({ length: source.frames }, (_, index) => index + 1) : [middle];
    for (const frame of frames) {
      const wanted = {
        renderings: isPictured && frame === middle ? [pictures.thumbnail, pictures.preview] : [],
        htj2k: isTranscoded,
      };
      const bytes = await readFrame(storeRoot, source, frame);
      const results = await pool.make({ bytes, info, transferSyntaxUID: source.transfer_syntax_uid }, wanted);
      made.push(...keep(pack, source, frame, info, results));
    }
    return tell('made');
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return tell('failed', reason);
  }
}

function keep(
  pack: PackWriter,
  source: SourceRow,
  frame: number,
  info: FrameInfo,
  { renderings, htj2k }: Made,
): NewDerivative[] {
  const place = { instance_id: source.id, frame };
  const [thumbnail, preview] = renderings;
  const rawBytes = (info.rows * info.columns * info.samplesPerPixel * info.bitsAllocated) / 8;
  return [
    ...(thumbnail ? [{ ...place, kind: 'thumbnail' as const, ...pack.append(thumbnail) }] : []),
    ...(preview ? [{ ...place, kind: 'preview' as const, ...pack.append(preview) }] : []),
    ...(htj2k && htj2k.length < rawBytes * worthwhile
      ? [{ ...place, kind: 'htj2k' as const, ...pack.append(htj2k) }]
      : []),
  ];
}

/** Codes of a disk that takes no more: no image's fault, and the next look may find it better. */
const diskCodes = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** Why an image failed; null for what is the disk's. One that cannot be read must not hold up the others. */
function reasonOf(error: unknown): string | null {
  if (error instanceof PixelsError) return error.reason;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('imaging/')) return code;
  return diskCodes.has(code) ? null : 'unread';
}
