import type { RecordHeader } from './about.ts';
import type { ContainerWriter } from './container.ts';
import { recoverOpenContainers, type Recovery } from './recover.ts';

/** What the tests of this package write. */

export const about = {
  node: 'n1',
  slot: 0,
  callingAeTitle: 'CHA_PACS',
  calledAeTitle: 'LIAISON',
  remoteAddress: '127.0.0.1',
  structureId: '019a0000-0000-7000-8000-000000000001',
  StudyInstanceUID: '1.2.3',
};

export function header(number: number): RecordHeader {
  return {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    SOPInstanceUID: `1.2.3.4.${number}`,
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: '1.2.3.4',
    transferSyntaxUID: '1.2.840.10008.1.2.1',
    receivedAt: '2026-11-21T01:00:00.000Z',
    PatientName: 'ÉPREUVE^Zoé',
  };
}

export function data(number: number, length: number): Buffer {
  return Buffer.alloc(length, `image ${number} `);
}

/** Writes and commits one record. */
export function store(writer: ContainerWriter, number: number, length: number): void {
  writer.begin(header(number));
  const bytes = data(number, length);
  for (let at = 0; at < length; at += 50_000) writer.write(bytes.subarray(at, at + 50_000));
  writer.commit();
}

/** Makes whole what this package's tests left open; what the disk refuses fails the test. */
export function recoverOwn(root: string): Recovery[] {
  return recoverOpenContainers(root, about.node, about.slot, (_path, error) => {
    throw error;
  });
}
