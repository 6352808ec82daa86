import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { readPart10, writeFileMeta } from './part10.ts';
import { readDataSet } from '../data-set/read-data-set.ts';
import { readDicomdir, type Dicomdir } from './read-dicomdir.ts';
import { reasonOf, sampleFiles } from '../testing.ts';
import { hasJudge, judge, withFile } from '../testing-dcmtk.ts';
import { ExplicitVRLittleEndian, storageSopClassUid } from '../dictionary/uid.ts';
import { writeDataSet, type KeywordValues } from '../data-set/write-data-set.ts';
import { dicomdirEntry, writeDicomdir } from './write-dicomdir.ts';

function entry(file: string, values: KeywordValues) {
  const all = { SOPClassUID: storageSopClassUid('CTImageStorage'), ...values };
  const { dataSet } = readDataSet(writeDataSet(all, ExplicitVRLittleEndian), ExplicitVRLittleEndian);
  return dicomdirEntry(['DICOM', file], ExplicitVRLittleEndian, dataSet);
}

const first = {
  SpecificCharacterSet: 'ISO_IR 100',
  PatientID: 'P1',
  PatientName: 'Zoé',
  StudyInstanceUID: '1.1',
  SeriesInstanceUID: '1.1.1',
  Modality: 'CT',
};
const entries = [
  entry('IM1', { ...first, SOPInstanceUID: '1.1.1.1', InstanceNumber: 1 }),
  entry('IM2', {
    ...first,
    PatientID: 'P2',
    StudyInstanceUID: '2.1',
    SeriesInstanceUID: '2.1.1',
    SOPInstanceUID: '2.1.1.1',
  }),
  entry('IM3', { ...first, SOPInstanceUID: '1.1.1.2', InstanceNumber: 2 }),
  entry('IM4', { ...first, SeriesInstanceUID: '1.1.2', SOPInstanceUID: '1.1.2.1' }),
  entry('IM5', { ...first, StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.1', SOPInstanceUID: '1.2.1.1' }),
];

/** Identifiers alone, as a tree. */
function treeOf({ patients }: Dicomdir): unknown {
  return patients.map(({ patientId, studies }) => [
    patientId,
    studies.map(({ StudyInstanceUID, series }) => [
      StudyInstanceUID,
      series.map(({ SeriesInstanceUID, instances }) => [
        SeriesInstanceUID,
        instances.map(({ SOPInstanceUID, fileId }) => `${SOPInstanceUID} ${fileId.join('/')}`),
      ]),
    ]),
  ]);
}

const tree = [
  [
    'P1',
    [
      [
        '1.1',
        [
          ['1.1.1', ['1.1.1.1 DICOM/IM1', '1.1.1.2 DICOM/IM3']],
          ['1.1.2', ['1.1.2.1 DICOM/IM4']],
        ],
      ],
      ['1.2', [['1.2.1', ['1.2.1.1 DICOM/IM5']]]],
    ],
  ],
  ['P2', [['2.1', [['2.1.1', ['2.1.1.1 DICOM/IM2']]]]]],
];

describe('a DICOMDIR', () => {
  it('comes back as it was written, patients, studies and series once each', () => {
    const read = readDicomdir(writeDicomdir(entries, 'LIAISON'));
    expect(read).toMatchObject({ fileSetId: 'LIAISON', isDamaged: false });
    expect(treeOf(read)).toEqual(tree);
    expect(read.patients[0]).toMatchObject({ patientName: 'Zoé', patientBirthDate: '' });
    expect(read.patients[0]?.studies[0]?.series[0]?.instances[0]).toMatchObject({
      recordType: 'IMAGE',
      transferSyntaxUID: ExplicitVRLittleEndian,
      SOPClassUID: storageSopClassUid('CTImageStorage'),
    });
    expect(readDicomdir(writeDicomdir([])).patients).toEqual([]);
  });

  it('is read by the order of its records where its offsets are wrong, loop or miss some', () => {
    const file = writeDicomdir(entries);
    const next = Buffer.from('04000014554c0400', 'hex');
    const broken = ['deadbeef', '01000000', '00000000', 'self'].map((value) => {
      const copy = Buffer.from(file);
      const at = copy.indexOf(next) + next.length;
      // The record starts where its first element does, behind the header of its item.
      if (value === 'self') copy.writeUInt32LE(at - next.length - 8, at);
      else copy.write(value, at, 'hex');
      return readDicomdir(copy);
    });
    expect(broken.map(({ isDamaged }) => isDamaged)).toEqual([true, true, true, true]);
    for (const one of broken) expect(treeOf(one)).toEqual(tree);
  });

  it('never throws but for what it says, whatever the bytes', () => {
    const file = writeDicomdir(entries);
    for (let at = 132; at < file.length; at += 1) {
      const copy = Buffer.from(file);
      copy[at] = 0xff;
      expect(['none', 'malformed', 'truncated', 'limit', 'unsupported']).toContain(
        reasonOf(() => readDicomdir(copy)),
      );
    }
  });

  it('is refused when it is another file, and not written for names that media do not allow', () => {
    const meta = { SOPClassUID: '1.2', SOPInstanceUID: '1.3', transferSyntaxUID: ExplicitVRLittleEndian };
    expect(reasonOf(() => readDicomdir(writeFileMeta(meta)))).toBe('malformed');
    expect(reasonOf(() => entry('im1.dcm', { ...first, SOPInstanceUID: '1' }))).toBe('malformed');
    expect(reasonOf(() => entry('IM1', first))).toBe('malformed');
  });
});

const files = ['ct-brain', 'modalities', 'transfer-syntaxes'].flatMap(sampleFiles);

function realEntries() {
  return files.map(({ bytes }, index) => {
    const { dataSetBytes, transferSyntaxUID } = readPart10(bytes);
    return dicomdirEntry(
      ['DATA', `F${index}`],
      transferSyntaxUID,
      readDataSet(dataSetBytes, transferSyntaxUID).dataSet,
    );
  });
}

describe.runIf(files.length > 0 && hasJudge('dcmmkdir'))('a DICOMDIR beside that of dcmtk', () => {
  it('names the same patients, studies, series and files', () => {
    const theirs = withFile(Buffer.alloc(0), (path) => {
      const folder = dirname(path);
      mkdirSync(join(folder, 'DATA'));
      for (const [index, { bytes }] of files.entries())
        writeFileSync(join(folder, 'DATA', `F${index}`), bytes);
      spawnSync('dcmmkdir', ['+D', 'DICOMDIR', '-Nxc', '-Nrc', '+I', '+r', 'DATA'], { cwd: folder });
      return readDicomdir(readFileSync(join(folder, 'DICOMDIR')));
    });
    const ours = readDicomdir(writeDicomdir(realEntries()));
    expect(theirs.isDamaged).toBe(false);
    expect(filesIn(ours)).toEqual(filesIn(theirs));
    expect(filesIn(ours)).toHaveLength(files.length);
  });
});

describe.runIf(files.length > 0 && hasJudge('dciodvfy'))('a DICOMDIR beside dicom3tools', () => {
  it('has no error, and its offsets lead to every file', () => {
    const dicomdir = writeDicomdir(realEntries());
    const { stderr } = judge('dciodvfy', [], dicomdir);
    expect(stderr).toContain('BasicDirectory');
    expect(stderr.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
    const dump = judge('dcdirdmp', [], dicomdir);
    expect(`${dump.stdout}${dump.stderr}`.match(/-> DATA\\F\d+/g)).toHaveLength(files.length);
  });
});

/** A line for each file: where it is and what holds it, but for the patient's ID, which dcmtk invents where there is none. */
function filesIn({ patients }: Dicomdir): string[] {
  return patients
    .flatMap(({ studies }) => studies)
    .flatMap(({ StudyInstanceUID, series }) =>
      series.flatMap(({ SeriesInstanceUID, modality, instances }) =>
        instances.map(({ fileId, SOPInstanceUID, SOPClassUID, transferSyntaxUID, recordType }) =>
          [
            fileId.join('/'),
            StudyInstanceUID,
            SeriesInstanceUID,
            modality,
            SOPInstanceUID,
            SOPClassUID,
            transferSyntaxUID,
            recordType,
          ].join(' '),
        ),
      ),
    )
    .toSorted();
}
