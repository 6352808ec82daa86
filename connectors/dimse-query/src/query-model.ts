import {
  DicomError,
  findKeyword,
  patientRootFind,
  patientRootGet,
  patientRootMove,
  readDataSet,
  tagName,
  type DataElement,
  type DataSet,
} from '@liaison/dicom';
import type { AttributeMatch, SearchLevel } from '@liaison/imaging';

/** Levels of the query/retrieve information models (PS3.4 section C.6). */
export type QueryLevel = 'PATIENT' | 'STUDY' | 'SERIES' | 'IMAGE';

/** What is searched for at each level; a patient is what studies say of one. */
export const searchLevels: Readonly<Record<QueryLevel, SearchLevel>> = {
  PATIENT: 'study',
  STUDY: 'study',
  SERIES: 'series',
  IMAGE: 'instance',
};

/** The unique key of each level (PS3.4 tables C.6-1 to C.6-4). */
export const uniqueKeys = {
  PATIENT: 'PatientID',
  STUDY: 'StudyInstanceUID',
  SERIES: 'SeriesInstanceUID',
  IMAGE: 'SOPInstanceUID',
} as const;

/** Identifier does not match the SOP class; what the status's comment says of it. */
export class BadIdentifierError extends Error {
  override readonly name = 'BadIdentifierError';
}

export type Identifier = { readonly dataSet: DataSet; readonly level: QueryLevel };

const patientRoots = new Set([patientRootFind, patientRootMove, patientRootGet]);

/** Reads the identifier of a request of that SOP class. @throws BadIdentifierError */
export function readIdentifier(bytes: Buffer, transferSyntaxUID: string, SOPClassUID: string): Identifier {
  const dataSet = parse(bytes, transferSyntaxUID);
  const level = toLevel(dataSet.text('QueryRetrieveLevel'));
  if (!level) throw new BadIdentifierError('QueryRetrieveLevel is missing or unknown');
  if (level === 'PATIENT' && !patientRoots.has(SOPClassUID))
    throw new BadIdentifierError('no such QueryRetrieveLevel in the study root');
  return { dataSet, level };
}

function parse(bytes: Buffer, transferSyntaxUID: string): DataSet {
  try {
    return readDataSet(bytes, transferSyntaxUID, { maxElements: 1000 }).dataSet;
  } catch (error) {
    if (error instanceof DicomError) throw new BadIdentifierError('the identifier cannot be read');
    throw error;
  }
}

function toLevel(text: string | undefined): QueryLevel | null {
  switch (text) {
    case 'PATIENT':
    case 'STUDY':
    case 'SERIES':
    case 'IMAGE':
      return text;
    default:
      return null;
  }
}

/** Elements of an identifier that are no keys (PS3.4 section C.4.1.1.3). */
export const noKeys: ReadonlySet<number> = new Set([
  0x00080005, // SpecificCharacterSet
  0x00080052, // QueryRetrieveLevel
  0x00080053, // QueryRetrieveView
  0x00080054, // RetrieveAETitle
  0x00080056, // InstanceAvailability
  0x00080201, // TimezoneOffsetFromUTC
]);

/** The matching keys of an identifier, those of sequences by their paths (PS3.4 section C.2.2.2.6); empty ones too. */
export function listMatches(dataSet: DataSet, prefix = ''): AttributeMatch[] {
  return [...dataSet.elements()].flatMap((element): AttributeMatch[] => {
    if (noKeys.has(element.tag) || isGroupLength(element.tag)) return [];
    const name = prefix + (findKeyword(element.tag) ?? tagName(element.tag));
    const [item] = element.items ?? [];
    if (element.items) return item ? listMatches(item, `${name}.`) : [];
    return [[name, valueOf(dataSet, element)]];
  });
}

function isGroupLength(tag: number): boolean {
  return (tag & 0xffff) === 0;
}

function valueOf(dataSet: DataSet, element: DataElement): string {
  return dataSet.texts(element.tag).join('\\');
}

/** UIDs of a unique key; none where it is not given. @throws BadIdentifierError */
export function uidsOf(
  dataSet: DataSet,
  keyword: 'StudyInstanceUID' | 'SeriesInstanceUID' | 'SOPInstanceUID',
): string[] {
  const uids = dataSet.texts(keyword).filter((uid) => uid !== '');
  if (uids.some((uid) => !/^[0-9.]{1,64}$/.test(uid))) throw new BadIdentifierError(`${keyword} is no UID`);
  return uids;
}
