import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileMeta } from '@liaison/dicom';
import { makeImage, newStudy, type Image } from '../faults/images.ts';

/** A study of small CT images, each different; `change` replaces or adds attributes. */
export function makeStudyImages(count: number, change: Record<string, string> = {}, size = 64): Image[] {
  const study = newStudy();
  return Array.from({ length: count }, (_, index) => makeImage(study, { number: index + 1, size, change }));
}

export function toPart10({ SOPClassUID, SOPInstanceUID, transferSyntaxUID, dataSet }: Image): Buffer {
  return Buffer.concat([writeFileMeta({ SOPClassUID, SOPInstanceUID, transferSyntaxUID }), dataSet]);
}

/** Files of these images below `folder`. */
export function writeFiles(folder: string, images: readonly Image[]): string[] {
  mkdirSync(folder, { recursive: true });
  return images.map((image) => {
    const path = join(folder, `${image.SOPInstanceUID}.dcm`);
    writeFileSync(path, toPart10(image));
    return path;
  });
}
