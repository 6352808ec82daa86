import { spawn } from 'node:child_process';
import { existsSync, globSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fictivePatients, makeStudy, patientAttributes, toFile } from '@liaison/modality';
import { root } from './start-platform.ts';

const shared = process.env['LIAISON_SHARED_DATA'] ?? resolve(root, '../shared/data');

/** The slices of a real head CT, where this machine has them; otherwise says what the test lacked. */
export function realHeadCt(): string[] {
  const folder = join(shared, 'dicom/ct-brain');
  if (!existsSync(folder)) {
    console.warn(
      `Without ${folder} (set LIAISON_SHARED_DATA): the synthetic CT takes the place of the real one.`,
    );
    return [];
  }
  return globSync('*.dcm', { cwd: folder })
    .toSorted()
    .map((name) => join(folder, name));
}

/** Every real DICOM file that this machine has; where it has none, says what the test lacked. */
export function realFiles(): string[] {
  const folder = join(shared, 'dicom');
  const found = existsSync(folder) ? globSync('**/*.dcm', { cwd: folder }) : [];
  if (found.length === 0)
    console.warn(`Without real files in ${folder} (set LIAISON_SHARED_DATA): none is sent.`);
  return found.toSorted().map((name) => join(folder, name));
}

/** Sends files as a hospital's PACS would, by dcmtk. Resolves with the exit code. */
export function sendByStorescu(port: number, files: readonly string[]): Promise<number | null> {
  const child = spawn(
    'storescu',
    ['-aet', 'CHA_PACS', '-aec', 'LIAISON', '127.0.0.1', String(port), ...files],
    {
      stdio: 'ignore',
      env: { ...process.env, TCP_NODELAY: '1' },
    },
  );
  return new Promise((resolve) => child.on('exit', resolve));
}

/** Slices of the simulated head CT, as files below `folder`. */
export function writeSyntheticHeadCt(folder: string): string[] {
  const patient = fictivePatients[0];
  if (!patient) throw new Error('the simulator has no patient');
  const images = makeStudy({
    patient: patientAttributes(patient, 'CHA'),
    scenario: 'occlusion-m1-left',
    seed: 7,
    kinds: ['scout', 'brain'],
  });
  return [...images].map((image, index) => {
    const path = join(folder, `${index}.dcm`);
    writeFileSync(path, toFile(image));
    return path;
  });
}
