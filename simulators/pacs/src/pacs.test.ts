import {
  ImplicitVRLittleEndian,
  openAssociation,
  readDataSet,
  storageSopClassUid,
  studyRootFind,
  studyRootGet,
  studyRootMove,
  writeDataSet,
  type KeywordValues,
  type SubOperations,
} from '@liaison/dicom';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { archivedStudies } from './archive.ts';
import { startPacs, type SimulatedPacs } from './pacs.ts';

/** Two images of each are enough: they are computed. */
const studies = archivedStudies('CHA', new Date('2026-03-10T12:00:00')).map((study) => ({
  ...study,
  imageCount: 2,
  *images() {
    let left = 2;
    for (const image of study.images()) {
      if (left-- === 0) return;
      yield image;
    }
  },
}));
const [shortest] = studies;
const CT = storageSopClassUid('CTImageStorage');
let pacs: SimulatedPacs;
beforeEach(async () => {
  pacs = await startPacs({
    host: '127.0.0.1',
    port: 0,
    aeTitle: 'CHA_PACS',
    studies,
    destinations: new Map(),
  });
});
afterEach(async () => {
  await pacs.stop();
});

const received: string[] = [];
const open = () =>
  openAssociation({
    host: '127.0.0.1',
    port: pacs.port,
    callingAeTitle: 'LIAISON',
    calledAeTitle: 'CHA_PACS',
    contexts: [
      ...[studyRootFind, studyRootGet, studyRootMove].map((abstractSyntax) => ({
        abstractSyntax,
        transferSyntaxes: [ImplicitVRLittleEndian],
      })),
      { abstractSyntax: CT, transferSyntaxes: ['1.2.840.10008.1.2.1'] },
    ],
    roles: [{ SOPClassUID: CT, scu: false, scp: true }],
    beginStore: () => {
      const pieces: Buffer[] = [];
      return {
        write: (chunk) => void pieces.push(Buffer.from(chunk)),
        end: () => {
          const { dataSet } = readDataSet(Buffer.concat(pieces), '1.2.840.10008.1.2.1');
          received.push(dataSet.text('StudyInstanceUID') ?? '');
          return { status: 0 };
        },
        abort: () => undefined,
      };
    },
  });
const identify = (values: KeywordValues) => (uid: string) => writeDataSet(values, uid);

it('finds by name with wildcards and by dates', async () => {
  const association = await open();
  const names: string[] = [];
  const identifier = identify({
    SpecificCharacterSet: 'ISO_IR 100',
    QueryRetrieveLevel: 'STUDY',
    PatientName: 'LEF*',
    StudyDate: '20260301-20260310',
  });
  for await (const match of association.cFind({ SOPClassUID: studyRootFind, identifier }))
    names.push(match.text('PatientName') ?? '');
  expect(names).toEqual(['LEFÈVRE^Élodie']);
  await association.release();
});

it('gives a study, and refuses to move to whom it does not know', { timeout: 60_000 }, async () => {
  const association = await open();
  const identifier = identify({
    QueryRetrieveLevel: 'STUDY',
    StudyInstanceUID: shortest?.StudyInstanceUID ?? '',
  });
  let last: SubOperations | undefined;
  for await (const step of association.cGet({ SOPClassUID: studyRootGet, identifier })) last = step;
  expect(last).toMatchObject({ status: 0, completed: shortest?.imageCount, failed: 0 });
  expect(received).toHaveLength(shortest?.imageCount ?? 0);
  for await (const step of association.cMove({
    SOPClassUID: studyRootMove,
    identifier,
    destination: 'NOBODY',
  }))
    last = step;
  expect(last?.status).toBe(0xa801);
  await association.release();
});
