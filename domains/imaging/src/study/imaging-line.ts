import { z } from 'zod';
import { arrival, awaiting, purged, type Awaiting, type StudySummary } from './study-summary.ts';

/** All the images of something that has several studies, or none, in one line. */
export const imagingLine = z.object({
  studyCount: z.number().int(),
  imageCount: z.number().int(),
  modalities: z.array(z.string()),
  arrival: z.enum(['none', ...arrival.options]),
  /** What needs attention first of what is being brought; `done` and `total` are of all the studies. */
  awaiting: awaiting.nullable(),
  /** Where no image is left. */
  purged: purged.nullable(),
});
export type ImagingLine = z.infer<typeof imagingLine>;

type Summed = Pick<StudySummary, 'imageCount' | 'arrival' | 'awaiting' | 'purged'> & {
  modalities: readonly string[];
};

/** The least finished speaks for all: what is still coming is never hidden by a study that is complete. */
const furthestFirst = ['stalled', 'receiving', 'expected', 'idle', 'purged'] as const;

export function imagingLineOf(studies: readonly Summed[]): ImagingLine {
  const has = (one: (typeof furthestFirst)[number]) => studies.some((study) => study.arrival === one);
  const first = furthestFirst.find(has) ?? 'none';
  return {
    studyCount: studies.length,
    imageCount: sum(studies.map((study) => study.imageCount)),
    modalities: [...new Set(studies.flatMap((study) => study.modalities))],
    arrival: first,
    awaiting: awaitingOf(studies),
    purged: first === 'purged' ? (studies[0]?.purged ?? null) : null,
  };
}

function awaitingOf(studies: readonly Summed[]): Awaiting | null {
  const all = studies.flatMap((study) => study.awaiting ?? []);
  const first = (['failed', 'moving', 'waiting'] as const).flatMap((state) =>
    all.filter((one) => one.state === state),
  )[0];
  if (!first) return null;
  // Of a study that nothing brings, the images that are here are all that is known of.
  const totals = studies.map((study) => (study.awaiting ? study.awaiting.total : study.imageCount));
  const known = totals.filter((total) => total !== null);
  return {
    ...first,
    done: sum(all.map((one) => one.done)),
    total: known.length === totals.length ? sum(known) : null,
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
