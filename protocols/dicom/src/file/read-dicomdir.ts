import type { DataSet } from '../data-set/data-set.ts';
import { DicomError } from '../error.ts';
import { readPart10Head } from './part10-file.ts';
import { readDataSet } from '../data-set/read-data-set.ts';

/** One instance that a DICOMDIR names. */
export type DicomdirInstance = {
  /** Components of ReferencedFileID, from the folder of the DICOMDIR. */
  readonly fileId: readonly string[];
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly transferSyntaxUID: string;
  /** `IMAGE`, `SR DOCUMENT`, `PRESENTATION`… */
  readonly recordType: string;
  readonly instanceNumber: string;
};
export type DicomdirSeries = {
  readonly SeriesInstanceUID: string;
  readonly modality: string;
  readonly seriesNumber: string;
  readonly seriesDescription: string;
  readonly instances: readonly DicomdirInstance[];
};
export type DicomdirStudy = {
  readonly StudyInstanceUID: string;
  readonly studyId: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly studyDescription: string;
  readonly accessionNumber: string;
  readonly series: readonly DicomdirSeries[];
};
export type DicomdirPatient = {
  readonly patientId: string;
  /** As PN has it, `Family^Given`. */
  readonly patientName: string;
  readonly patientBirthDate: string;
  readonly patientSex: string;
  readonly studies: readonly DicomdirStudy[];
};
export type Dicomdir = {
  readonly fileSetId: string;
  readonly patients: readonly DicomdirPatient[];
  /** Links between records were broken, looped or missed some: the order of the file told what hangs under what. */
  readonly isDamaged: boolean;
};

/** A record and those under it. */
type RecordNode = { readonly record: DataSet; readonly below: RecordNode[] };

const mediaStorageDirectory = '1.2.840.10008.1.3.10';
const maxRecords = 500_000;
/** RecordInUseFlag of a record that was taken out (retired). */
const inactive = 0;

/**
 * Reads a DICOMDIR (PS3.3 annex F). Records hang together by offsets; where these are wrong, as in files that were edited
 * or copied carelessly, the order of the records says it: patient, study, series, instances. Throws `DicomError` where
 * it is none, is cut, or goes past limits.
 */
export function readDicomdir(file: Uint8Array): Dicomdir {
  const { meta, storedBytes, dataSetOffset, transferSyntaxUID } = readPart10Head(file);
  const { dataSet } = readDataSet(storedBytes, transferSyntaxUID);
  const isDirectory = meta.text('MediaStorageSOPClassUID') === mediaStorageDirectory;
  if (!isDirectory && !dataSet.has('DirectoryRecordSequence'))
    throw new DicomError('malformed', 'a DICOM file that is no DICOMDIR');
  const records = dataSet.items('DirectoryRecordSequence');
  if (records.length > maxRecords) throw new DicomError('limit', 'too many directory records');
  const linked = followLinks(dataSet, records, dataSetOffset);
  return {
    fileSetId: dataSet.text('FileSetID') ?? '',
    patients: (linked ?? followOrder(records))
      .filter(({ record }) => typeOf(record) === 'PATIENT')
      .map(patientOf),
    isDamaged: linked === null,
  };
}

/** Records by their offsets; null where an offset leads nowhere or back, or leaves out a record in use. */
function followLinks(
  directory: DataSet,
  records: readonly DataSet[],
  dataSetOffset: number,
): RecordNode[] | null {
  const byOffset = new Map(records.map((record) => [dataSetOffset + record.offset, record]));
  const seen = new Set<DataSet>();
  /** Levels still to be read, so that depth costs no stack. */
  const first = directory.number('OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity') ?? 0;
  const top: RecordNode[] = [];
  const levels: { offset: number; into: RecordNode[] }[] = [{ offset: first, into: top }];
  for (let level = levels.pop(); level; level = levels.pop()) {
    let { offset } = level;
    while (offset !== 0) {
      const record = byOffset.get(offset);
      if (!record || seen.has(record)) return null;
      seen.add(record);
      const node: RecordNode = { record, below: [] };
      if (isInUse(record)) level.into.push(node);
      levels.push({
        offset: record.number('OffsetOfReferencedLowerLevelDirectoryEntity') ?? 0,
        into: node.below,
      });
      offset = record.number('OffsetOfTheNextDirectoryRecord') ?? 0;
    }
  }
  return records.every((record) => seen.has(record) || !isInUse(record)) ? top : null;
}

function isInUse(record: DataSet): boolean {
  return record.number('RecordInUseFlag') !== inactive;
}

/** Levels of the records that hold others; all others are of the level of instances. */
const levelOf: Readonly<Record<string, number>> = { PATIENT: 0, STUDY: 1, SERIES: 2 };

function followOrder(records: readonly DataSet[]): RecordNode[] {
  const top: RecordNode[] = [];
  const open: RecordNode[][] = [top];
  for (const record of records.filter(isInUse)) {
    const level = levelOf[typeOf(record)] ?? 3;
    const node: RecordNode = { record, below: [] };
    const parent = open[level];
    if (!parent) continue;
    parent.push(node);
    open.splice(level + 1, open.length, node.below);
  }
  return top;
}

function typeOf(record: DataSet): string {
  return record.text('DirectoryRecordType') ?? '';
}

function patientOf({ record, below }: RecordNode): DicomdirPatient {
  return {
    patientId: record.text('PatientID') ?? '',
    patientName: record.text('PatientName') ?? '',
    patientBirthDate: record.text('PatientBirthDate') ?? '',
    patientSex: record.text('PatientSex') ?? '',
    studies: below.filter((node) => typeOf(node.record) === 'STUDY').map(studyOf),
  };
}

function studyOf({ record, below }: RecordNode): DicomdirStudy {
  return {
    StudyInstanceUID: record.text('StudyInstanceUID') ?? record.text('ReferencedSOPInstanceUIDInFile') ?? '',
    studyId: record.text('StudyID') ?? '',
    studyDate: record.text('StudyDate') ?? '',
    studyTime: record.text('StudyTime') ?? '',
    studyDescription: record.text('StudyDescription') ?? '',
    accessionNumber: record.text('AccessionNumber') ?? '',
    series: below.filter((node) => typeOf(node.record) === 'SERIES').map(seriesOf),
  };
}

function seriesOf({ record, below }: RecordNode): DicomdirSeries {
  return {
    SeriesInstanceUID: record.text('SeriesInstanceUID') ?? '',
    modality: record.text('Modality') ?? '',
    seriesNumber: record.text('SeriesNumber') ?? '',
    seriesDescription: record.text('SeriesDescription') ?? '',
    instances: below.flatMap(instancesIn),
  };
}

/** A record without a file of its own (a topic, say) may hold others. */
function instancesIn({ record, below }: RecordNode): DicomdirInstance[] {
  const inner = below.flatMap(instancesIn);
  const fileId = record.texts('ReferencedFileID').filter((part) => part !== '');
  if (fileId.length === 0) return inner;
  const own: DicomdirInstance = {
    fileId,
    SOPClassUID: record.text('ReferencedSOPClassUIDInFile') ?? '',
    SOPInstanceUID: record.text('ReferencedSOPInstanceUIDInFile') ?? '',
    transferSyntaxUID: record.text('ReferencedTransferSyntaxUIDInFile') ?? '',
    recordType: typeOf(record),
    instanceNumber: record.text('InstanceNumber') ?? '',
  };
  return [own, ...inner];
}
