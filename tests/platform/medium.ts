import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDataSet, readPart10 } from '@liaison/dicom';
import { assertExists } from '@liaison/kernel';
import { fictivePatients, makeStudy, patientAttributes, toFile } from '@liaison/modality';
import type { Page } from 'playwright-core';

export type Medium = { readonly folder: string; readonly files: readonly string[] };

/** A folder as a burner makes it: 8.3 names, DICOMDIR, a viewer. */
export function burn(parent: string, { patient = 0, seed = 7 } = {}): Medium {
  const folder = join(parent, 'CD');
  mkdirSync(folder);
  const files = writeStudy(folder, 'IMAGES', patient, seed);
  run('dcmmkdir', ['+r', '+I', '--input-directory', folder, '+D', join(folder, 'DICOMDIR')]);
  writeFileSync(join(folder, 'AUTORUN.INF'), '[autorun]');
  writeFileSync(join(folder, 'VIEWER.EXE'), Buffer.alloc(4096, 'MZ'));
  return { folder, files };
}

/** A head CT of one of the fictive patients, each slice in a file of its own. */
export function writeStudy(parent: string, name: string, patientIndex: number, seed: number): string[] {
  const folder = join(parent, name);
  mkdirSync(folder);
  const patient = assertExists(fictivePatients[patientIndex], 'a fictive patient');
  const images = makeStudy({
    patient: patientAttributes(patient, 'CHA'),
    scenario: 'occlusion-m1-left',
    seed,
    kinds: ['scout', 'brain'],
  });
  return [...images].map((image, index) => {
    const path = join(folder, `IM${String(index).padStart(6, '0')}`);
    writeFileSync(path, toFile(image));
    return path;
  });
}

export function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args);
  if (status !== 0) throw new Error(`${program}: ${String(stderr)}`);
}

/** The files whose data set does not come back from WADO-RS as it was on the medium. */
export async function listDifferent(page: Page, files: readonly string[]): Promise<string[]> {
  const different: string[] = [];
  for (const file of files) {
    const sent = readPart10(readFileSync(file));
    const { dataSet } = readDataSet(sent.dataSetBytes, sent.transferSyntaxUID);
    const uid = (name: 'StudyInstanceUID' | 'SeriesInstanceUID' | 'SOPInstanceUID') =>
      dataSet.text(name) ?? '';
    const reply = await page.request.get(
      `/dicomweb/studies/${uid('StudyInstanceUID')}/series/${uid('SeriesInstanceUID')}/instances/${uid('SOPInstanceUID')}`,
      { headers: { accept: 'application/dicom; transfer-syntax=*' } },
    );
    const isSame = reply.ok() && readPart10(await reply.body()).dataSetBytes.equals(sent.dataSetBytes);
    if (!isSame) different.push(`${file} ${reply.status()}`);
  }
  return different;
}
