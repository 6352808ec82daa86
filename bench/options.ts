import { parseArgs } from 'node:util';

export const measureNames = [
  'store',
  'link',
  'tls',
  'memory',
  'viewer',
  'latency',
  'dicomweb',
  'exchange',
  'mio',
] as const;
export type MeasureName = (typeof measureNames)[number];

export type Options = {
  readonly only: readonly MeasureName[];
  /** Images of a C-STORE run. */
  readonly images: number;
  readonly pairs: number;
  readonly viewerImages: number;
  readonly viewerPairs: number;
  /** Size of the multi-frame object, in millions of bytes. */
  readonly largeMb: number;
  readonly memoryPairs: number;
  /** Studies whose visibility is timed. */
  readonly latencyStudies: number;
  /** Studies among which DICOMweb searches. */
  readonly dicomwebStudies: number;
  readonly dicomwebPairs: number;
  readonly exchangePairs: number;
  readonly mioPairs: number;
  /** No new round starts after that. */
  readonly minutes: number;
  /** Leaves the free memory as it is: for runs beside others. */
  readonly keepMemory: boolean;
};

export const usage = `npm run bench -- [options]
  --only <store,link,tls,memory,viewer,latency,dicomweb,exchange,mio>  part of the measures; bench/RESULTS.md is then left alone
  --images 200 --pairs 7                images of a C-STORE run; rounds of all receivers in turn
  --large-mb 524 --memory-pairs 3       size of the multi-frame object; rounds
  --viewer-images 140 --viewer-pairs 5  images of the study that viewers open; rounds
  --latency-studies 40                  studies whose visibility is timed
  --dicomweb-studies 10000 --dicomweb-pairs 5  studies to search among; rounds
  --exchange-pairs 5                    rounds of exports and retrievals of 500 images
  --mio-pairs 5                         rounds of offers controlled, signed, verified, written and read
  --minutes 10                          no new round starts after that
  --keep-memory                         the free memory is not written once before: others need it
The environment says the rest: TMPDIR, where everything is written; LIAISON_SHARED_DATA, where dicom/ct-brain is; CHROMIUM.`;

/** Throws `TypeError` on what it does not know. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: measureNames.join(',') },
      images: { type: 'string', default: '200' },
      pairs: { type: 'string', default: '7' },
      'large-mb': { type: 'string', default: '524' },
      'memory-pairs': { type: 'string', default: '3' },
      'viewer-images': { type: 'string', default: '140' },
      'viewer-pairs': { type: 'string', default: '5' },
      'latency-studies': { type: 'string', default: '40' },
      'dicomweb-studies': { type: 'string', default: '10000' },
      'dicomweb-pairs': { type: 'string', default: '5' },
      'exchange-pairs': { type: 'string', default: '5' },
      'mio-pairs': { type: 'string', default: '5' },
      minutes: { type: 'string', default: '10' },
      'keep-memory': { type: 'boolean', default: false },
    },
  });
  return {
    only: values.only.split(',').map(parseMeasure),
    images: positive(values.images),
    pairs: positive(values.pairs),
    largeMb: positive(values['large-mb']),
    memoryPairs: positive(values['memory-pairs']),
    viewerImages: positive(values['viewer-images']),
    viewerPairs: positive(values['viewer-pairs']),
    latencyStudies: positive(values['latency-studies']),
    dicomwebStudies: positive(values['dicomweb-studies']),
    dicomwebPairs: positive(values['dicomweb-pairs']),
    exchangePairs: positive(values['exchange-pairs']),
    mioPairs: positive(values['mio-pairs']),
    minutes: positive(values.minutes),
    keepMemory: values['keep-memory'],
  };
}

function parseMeasure(text: string): MeasureName {
  const found = measureNames.find((name) => name === text);
  if (!found) throw new TypeError(`${text} is none of ${measureNames.join(', ')}`);
  return found;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new TypeError(`a whole number above 0 expected, not ${text}`);
  return value;
}
