import { DicomError, readDicomdir } from '@liaison/dicom/web';
import type { SourceEntry } from './entry.ts';

/** What an index says of one file: enough to know its series without opening it, once the series has been checked. */
export type Announced = {
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly SOPInstanceUID: string;
};

/** Files that indexes name, by their folded path. */
export type DicomdirIndex = ReadonlyMap<string, Announced>;

const maxIndexBytes = 64 * 1024 * 1024;

export function isDicomdirPath(path: string): boolean {
  return folded(path).split('/').at(-1) === 'DICOMDIR';
}

/** Paths are compared without case, version, or the dot of an empty extension: burners and mounts change them. */
export function folded(path: string): string {
  return path
    .toUpperCase()
    .split('/')
    .map((part) => part.replace(/;\d+$/, '').replace(/\.$/, ''))
    .join('/');
}

/** An index that is absent, broken or a lie is none: every file is then opened. */
export async function readDicomdirIndex(entries: readonly SourceEntry[]): Promise<DicomdirIndex> {
  const index = new Map<string, Announced>();
  for (const entry of entries) {
    if (entry.bytes > maxIndexBytes) continue;
    try {
      const { patients } = readDicomdir(await entry.head(entry.bytes));
      const folder = folded(entry.path).split('/').slice(0, -1);
      for (const { StudyInstanceUID, series } of patients.flatMap(({ studies }) => studies)) {
        for (const { SeriesInstanceUID, instances } of series) {
          for (const { fileId, SOPInstanceUID } of instances) {
            const path = folded([...folder, ...fileId].join('/'));
            index.set(path, { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID });
          }
        }
      }
    } catch (error) {
      if (!(error instanceof DicomError) && !(error instanceof DOMException)) throw error;
    }
  }
  return index;
}
