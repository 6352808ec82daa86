import type { DataSet } from '../data-set/data-set.ts';
import type { Keyword } from '../dictionary/dictionary.ts';
import { DicomError } from '../error.ts';
import { writeFileMeta } from './part10.ts';
import { ExplicitVRLittleEndian, findStorageSopClassKeyword, newUid } from '../dictionary/uid.ts';
import {
  buildDataSet,
  inputOf,
  writeDataSet,
  type ElementInput,
  type ElementValue,
  type KeywordValues,
} from '../data-set/write-data-set.ts';

/** What a DICOMDIR says of one file, taken from its data set: small, so that many may wait. */
export type DicomdirEntry = {
  readonly fileId: readonly string[];
  readonly patient: RecordSource;
  readonly study: RecordSource;
  readonly series: RecordSource;
  readonly instance: RecordSource;
};
/** `key`: equal for the records of the same patient, study, series or instance. */
type RecordSource = { readonly key: string; readonly values: KeywordValues };

const mediaStorageDirectory = '1.2.840.10008.1.3.10';
/** Offsets are 32 bits. */
const longestFile = 0xffff_ffff;
const fileIdPart = /^[A-Z0-9_]{1,8}$/;

/** Record types of PS3.3 table F.4-1 by the keyword of the storage SOP class; what is not here is an IMAGE. */
const recordTypes: readonly (readonly [RegExp, string])[] = [
  [/^EncapsulatedPDF|^EncapsulatedCDA|^Encapsulated(STL|OBJ|MTL)/, 'ENCAP DOC'],
  [
    /SRStorage|SR$|ReportStorage$|^BasicText|^Comprehensive|^Enhanced.*SR|CADSR|DoseSR|LogStorage$/,
    'SR DOCUMENT',
  ],
  [/^KeyObjectSelection/, 'KEY OBJECT DOC'],
  [/PresentationState/, 'PRESENTATION'],
  [/Waveform|ECG|Electrogram|Polysomnography|Audio/, 'WAVEFORM'],
  [/^RTDose/, 'RT DOSE'],
  [/^RTStructureSet/, 'RT STRUCTURE SET'],
  [/^RT(Ion)?Plan/, 'RT PLAN'],
  [/^RT(Beams|Brachy|IonBeams|TreatmentSummary)/, 'RT TREAT RECORD'],
  [/^SpatialRegistration|^DeformableSpatialRegistration/, 'REGISTRATION'],
  [/^SpatialFiducials/, 'FIDUCIAL'],
  [/^RawData/, 'RAW DATA'],
  [/^RealWorldValueMapping/, 'VALUE MAP'],
  [/^SurfaceSegmentation/, 'SURFACE'],
  [/^MRSpectroscopy/, 'SPECTROSCOPY'],
];

/** What the record of an instance adds, by its type (PS3.3 sections F.5.4 and after). */
const instanceKeywords: Readonly<Record<string, readonly Keyword[]>> = {
  'SR DOCUMENT': [
    'CompletionFlag',
    'VerificationFlag',
    'ContentDate',
    'ContentTime',
    'ConceptNameCodeSequence',
  ],
  'KEY OBJECT DOC': ['ContentDate', 'ContentTime', 'ConceptNameCodeSequence'],
  PRESENTATION: [
    'PresentationCreationDate',
    'PresentationCreationTime',
    'ContentLabel',
    'ContentDescription',
    'ContentCreatorName',
    'ReferencedSeriesSequence',
  ],
  WAVEFORM: ['ContentDate', 'ContentTime'],
  'ENCAP DOC': [
    'ContentDate',
    'ContentTime',
    'DocumentTitle',
    'HL7InstanceIdentifier',
    'ConceptNameCodeSequence',
    'MIMETypeOfEncapsulatedDocument',
  ],
  'RT DOSE': ['DoseSummationType'],
  'RT STRUCTURE SET': ['StructureSetLabel', 'StructureSetDate', 'StructureSetTime'],
  'RT PLAN': ['RTPlanLabel', 'RTPlanDate', 'RTPlanTime'],
  'RT TREAT RECORD': ['TreatmentDate', 'TreatmentTime'],
  REGISTRATION: ['ContentDate', 'ContentTime', 'ContentLabel', 'ContentDescription', 'ContentCreatorName'],
  FIDUCIAL: ['ContentDate', 'ContentTime', 'ContentLabel', 'ContentDescription', 'ContentCreatorName'],
  'RAW DATA': ['ContentDate', 'ContentTime'],
  'VALUE MAP': ['ContentDate', 'ContentTime', 'ContentLabel', 'ContentDescription', 'ContentCreatorName'],
  SURFACE: ['ContentDate', 'ContentTime'],
  SPECTROSCOPY: [
    'ImageType',
    'ContentDate',
    'ContentTime',
    'NumberOfFrames',
    'Rows',
    'Columns',
    'DataPointRows',
    'DataPointColumns',
  ],
  IMAGE: ['ImageType', 'NumberOfFrames', 'Rows', 'Columns'],
};

/**
 * What a DICOMDIR is to say of a file. `fileId`: its place from the folder of the DICOMDIR, at most 8 components of 1 to 8
 * characters among A-Z, 0-9 and _ (PS3.10 section 8.2, PS3.12). `dataSet`: read up to its pixels. Throws `DicomError`
 * (`malformed`) where the place or an identifier breaks the rules.
 */
export function dicomdirEntry(
  fileId: readonly string[],
  transferSyntaxUID: string,
  dataSet: DataSet,
): DicomdirEntry {
  if (fileId.length === 0 || fileId.length > 8 || !fileId.every((part) => fileIdPart.test(part)))
    throw new DicomError('malformed', 'a file name that a file-set does not allow');
  return {
    fileId,
    patient: patientOf(dataSet),
    study: studyOf(dataSet),
    series: seriesOf(dataSet),
    instance: instanceOf(dataSet, fileId, transferSyntaxUID),
  };
}

function uidIn(dataSet: DataSet, keyword: Keyword): string {
  const value = dataSet.text(keyword);
  if (value === undefined) throw new DicomError('malformed', `a data set without ${keyword}`);
  return value;
}

/** PatientID is of type 1 in its record: patients without one are told apart by their study. */
function patientOf(dataSet: DataSet): RecordSource {
  const key = dataSet.text('PatientID') ?? `WITHOUT-ID-${uidIn(dataSet, 'StudyInstanceUID')}`.slice(0, 64);
  const traits = pick(dataSet, ['PatientBirthDate', 'PatientSex'], true);
  return { key, values: { ...pick(dataSet, ['PatientName']), PatientID: key, ...traits } };
}

function studyOf(dataSet: DataSet): RecordSource {
  const key = uidIn(dataSet, 'StudyInstanceUID');
  return {
    key,
    values: {
      ...dated(dataSet, 'StudyDate', 'StudyTime'),
      ...pick(dataSet, ['StudyDescription', 'AccessionNumber']),
      StudyInstanceUID: key,
      StudyID: dataSet.text('StudyID') ?? '1',
    },
  };
}

function seriesOf(dataSet: DataSet): RecordSource {
  const key = uidIn(dataSet, 'SeriesInstanceUID');
  return {
    key,
    values: {
      Modality: dataSet.text('Modality') ?? 'OT',
      SeriesInstanceUID: key,
      SeriesNumber: dataSet.text('SeriesNumber') ?? '1',
      ...pick(dataSet, ['SeriesDescription', 'SeriesDate', 'SeriesTime'], true),
    },
  };
}

function instanceOf(dataSet: DataSet, fileId: readonly string[], transferSyntaxUID: string): RecordSource {
  const key = uidIn(dataSet, 'SOPInstanceUID');
  const SOPClassUID = uidIn(dataSet, 'SOPClassUID');
  const recordType = recordTypeOf(SOPClassUID);
  return {
    key,
    values: {
      DirectoryRecordType: recordType,
      ReferencedFileID: fileId,
      ReferencedSOPClassUIDInFile: SOPClassUID,
      ReferencedSOPInstanceUIDInFile: key,
      ReferencedTransferSyntaxUIDInFile: transferSyntaxUID,
      InstanceNumber: dataSet.text('InstanceNumber') ?? '1',
      ...instanceValues(dataSet, recordType),
    },
  };
}

function recordTypeOf(sopClassUid: string): string {
  const keyword = findStorageSopClassKeyword(sopClassUid) ?? '';
  return recordTypes.find(([pattern]) => pattern.test(keyword))?.[1] ?? 'IMAGE';
}

function instanceValues(dataSet: DataSet, recordType: string): KeywordValues {
  const values = pick(dataSet, instanceKeywords[recordType] ?? [], true);
  if (recordType === 'SR DOCUMENT' || recordType === 'WAVEFORM' || recordType === 'KEY OBJECT DOC')
    return { ...values, ...verified(dataSet), ...dated(dataSet, 'ContentDate', 'ContentTime') };
  return values;
}

/** When a report was last verified (PS3.3 section F.5.25), which the report says of each verifying observer. */
function verified(dataSet: DataSet): KeywordValues {
  if (dataSet.text('VerificationFlag') !== 'VERIFIED') return {};
  const times = dataSet
    .items('VerifyingObserverSequence')
    .map((observer) => observer.text('VerificationDateTime') ?? '');
  return { VerificationDateTime: times.toSorted().at(-1) ?? null };
}

/** Date and time that a record must have: where the data set lacks them, those of what it is part of, or a far past. */
function dated(dataSet: DataSet, date: Keyword, time: Keyword): KeywordValues {
  return {
    [date]: dataSet.text(date) ?? dataSet.text('SeriesDate') ?? '19000101',
    [time]: dataSet.text(time) ?? '000000',
  };
}

/** Attributes as the data set has them; `isOptional`: without those that it has no value for. */
function pick(dataSet: DataSet, keywords: readonly Keyword[], isOptional = false): KeywordValues {
  const values: [string, ElementValue][] = [];
  for (const keyword of keywords) {
    const element = dataSet.find(keyword);
    if (element?.items) values.push([keyword, element.items.map(inputOf)]);
    else if (element && element.length !== 0)
      values.push([keyword, element.vr === 'US' ? dataSet.numbers(keyword) : dataSet.texts(keyword)]);
    else if (!isOptional) values.push([keyword, null]);
  }
  return Object.fromEntries(values);
}

/** A record to be written; `below` in the order of arrival. */
type RecordNode = {
  readonly type: string;
  readonly values: KeywordValues;
  readonly below: Map<string, RecordNode>;
};

/**
 * The bytes of the file DICOMDIR for these files (PS3.3 annex F, as the general purpose profiles of PS3.11 want it): one
 * record for each patient, study and series, of an instance named twice the first. Text is in ISO_IR 192. `fileSetId`:
 * at most 16 characters of a CS. Throws `DicomError`: `limit` past 4 GiB.
 */
export function writeDicomdir(entries: Iterable<DicomdirEntry>, fileSetId = ''): Buffer {
  const patients = new Map<string, RecordNode>();
  for (const { patient, study, series, instance } of entries) {
    const inStudies = nodeOf(patients, patient, 'PATIENT').below;
    const inSeries = nodeOf(inStudies, study, 'STUDY').below;
    nodeOf(nodeOf(inSeries, series, 'SERIES').below, instance, '');
  }
  const meta = writeFileMeta({
    SOPClassUID: mediaStorageDirectory,
    SOPInstanceUID: newUid(),
    transferSyntaxUID: ExplicitVRLittleEndian,
  });
  const rows = layOut(patients);
  // What lies before the first record does not depend on the offsets.
  const empty = writeDataSet(directory(fileSetId, 0, 0, []), ExplicitVRLittleEndian);
  let offset = meta.length + empty.length;
  for (const row of rows) {
    row.offset = offset;
    offset += 8 + writeDataSet(recordElements(row, 0, 0), ExplicitVRLittleEndian).length;
  }
  if (offset > longestFile) throw new DicomError('limit', 'a DICOMDIR longer than its offsets can say');
  const items = rows.map((row) => recordElements(row, row.next?.offset ?? 0, row.lower?.offset ?? 0));
  const top = rows.filter(({ node }) => node.type === 'PATIENT');
  const written = directory(fileSetId, top[0]?.offset ?? 0, top.at(-1)?.offset ?? 0, items);
  return Buffer.concat([meta, writeDataSet(written, ExplicitVRLittleEndian)]);
}

function nodeOf(level: Map<string, RecordNode>, { key, values }: RecordSource, type: string): RecordNode {
  const known = level.get(key);
  if (known) return known;
  const node: RecordNode = { type, values, below: new Map() };
  level.set(key, node);
  return node;
}

type Row = { readonly node: RecordNode; offset: number; next: Row | null; lower: Row | null };

/** Records in the order of the file, each before those under it. */
function layOut(level: ReadonlyMap<string, RecordNode>): Row[] {
  const rows: Row[] = [];
  let previous: Row | null = null;
  for (const node of level.values()) {
    const row: Row = { node, offset: 0, next: null, lower: null };
    if (previous) previous.next = row;
    previous = row;
    const below = layOut(node.below);
    row.lower = below[0] ?? null;
    rows.push(row);
    for (const one of below) rows.push(one);
  }
  return rows;
}

function directory(fileSetId: string, first: number, last: number, records: ElementInput[][]): KeywordValues {
  return {
    FileSetID: fileSetId,
    OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity: first,
    OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity: last,
    FileSetConsistencyFlag: 0,
    DirectoryRecordSequence: records,
  };
}

function recordElements({ node }: Row, next: number, lower: number): ElementInput[] {
  return buildDataSet({
    OffsetOfTheNextDirectoryRecord: next,
    RecordInUseFlag: 0xffff,
    OffsetOfReferencedLowerLevelDirectoryEntity: lower,
    ...(node.type === '' ? {} : { DirectoryRecordType: node.type }),
    SpecificCharacterSet: 'ISO_IR 192',
    ...node.values,
  });
}
