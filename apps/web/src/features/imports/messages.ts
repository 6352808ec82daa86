import type { RefusalCode } from '@liaison/imports/contract';
import type { ChosenFile } from './reading/entry.ts';
import type { OtherGroup } from './reading/other-files.ts';
import type { ReadingProgress } from './reading/read-source.ts';
import type { Tree } from './reading/tree.ts';
import type { Hindrance } from './upload/uploader.ts';

/** From the page to the worker that reads and sends. */
export type ToWorker =
  | { readonly kind: 'read'; readonly chosen: readonly ChosenFile[] }
  | { readonly kind: 'prepare'; readonly excluded: readonly string[] }
  | {
      readonly kind: 'send';
      readonly importId: string;
      readonly settled: readonly (readonly [number, number])[];
      readonly partial: readonly { position: number; receivedBytes: number }[];
    }
  | { readonly kind: 'pause'; readonly isPaused: boolean };

/** What is to be sent, as the server is told before. */
export type Prepared = {
  readonly sourceDigest: string;
  readonly fileCount: number;
  readonly byteCount: number;
  /** Positions that are left out, in ranges. */
  readonly leftOut: [number, number][];
  readonly studies: readonly { readonly StudyInstanceUID: string; readonly expectedCount: number }[];
};

export type Refusals = Readonly<Partial<Record<RefusalCode | 'unreadable-here', number>>>;

export type SendingProgress = {
  readonly fileCount: number;
  readonly byteCount: number;
  readonly storedCount: number;
  readonly storedBytes: number;
  readonly refusals: Refusals;
  readonly hindrance: Hindrance;
  /** Bytes a second of the last moments; null before it is known. */
  readonly rate: number | null;
};

export type ReadingEnd = {
  readonly tree: Tree;
  readonly others: readonly OtherGroup[];
  readonly otherCount: number;
  readonly missingCount: number;
};

/** From the worker to the page. `failed`: in words for the reader. */
export type FromWorker =
  | { readonly kind: 'reading'; readonly progress: ReadingProgress; readonly tree: Tree | null }
  | { readonly kind: 'read'; readonly end: ReadingEnd }
  | { readonly kind: 'prepared'; readonly prepared: Prepared }
  | { readonly kind: 'sending'; readonly progress: SendingProgress }
  | { readonly kind: 'sent'; readonly progress: SendingProgress }
  | { readonly kind: 'failed'; readonly title: string; readonly isSignedOut: boolean };
