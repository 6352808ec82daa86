import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DicomError, type DicomErrorReason } from './error.ts';

/** What the tests of this and of other packages share. */

/** Bytes written as hexadecimal with free spacing; `#` begins a comment up to the end of its line. */
export function annotated(text: string): Buffer {
  const hex = text.replaceAll(/#.*$/gm, '').replaceAll(/\s/g, '');
  return Buffer.from(hex, 'hex');
}

/** Numbers in [0, 1) that are the same at every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Why `act` throws a `DicomError`, or `none`; any other error passes. */
export function reasonOf(act: () => unknown): DicomErrorReason | 'none' {
  try {
    act();
  } catch (error) {
    if (error instanceof DicomError) return error.reason;
    throw error;
  }
  return 'none';
}

export type SampleFile = { readonly name: string; readonly bytes: Buffer };

/**
 * Real DICOM files below `folder` of the shared test data (`LIAISON_SHARED_DATA`, or `../shared/data` from the root of
 * the repository), in the order of their names; none, with a warning, where they are not there.
 */
export function sampleFiles(folder: string): SampleFile[] {
  const root = process.env['LIAISON_SHARED_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
  const directory = join(root, 'dicom', folder);
  if (!existsSync(directory)) {
    console.warn(`no real DICOM files in ${folder}: set LIAISON_SHARED_DATA`);
    return [];
  }
  return globSync('**/*.dcm', { cwd: directory })
    .toSorted()
    .map((name) => ({ name, bytes: readFileSync(join(directory, name)) }));
}

export { fuzzedClass, mutate, requestorConversation } from './fuzz/fuzz.ts';
