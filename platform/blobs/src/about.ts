/** What the headers of a container say, and reading them back from JSON. */

/** The file header: what sent the instances, where to, and which study they belong to. */
export type ContainerAbout = {
  /** UUID version 7, also in the file's name. */
  readonly id: string;
  /** Name of the machine, without a dot, and number of the receiver's slot on it. */
  readonly node: string;
  readonly slot: number;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly remoteAddress: string;
  /** The structure to which the peer was bound at that time. */
  readonly structureId: string;
  readonly StudyInstanceUID: string;
  /** Instant, ISO 8601 in UTC. */
  readonly openedAt: string;
};

/** Attributes copied into the record header when the data set has them, as text, under their DICOM keywords. */
export const announcedKeywords = [
  'StudyDate',
  'StudyTime',
  'SeriesDate',
  'SeriesTime',
  'AccessionNumber',
  'Modality',
  'InstitutionName',
  'ReferringPhysicianName',
  'StudyDescription',
  'SeriesDescription',
  'ManufacturerModelName',
  'StationName',
  'PatientName',
  'PatientID',
  'IssuerOfPatientID',
  'PatientBirthDate',
  'PatientSex',
  'BodyPartExamined',
  'StudyID',
  'SeriesNumber',
  'InstanceNumber',
] as const;
export type AnnouncedKeyword = (typeof announcedKeywords)[number];

/** The header of a record: which instance it is, how its bytes are encoded, and what announces its study. */
export type RecordHeader = {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly transferSyntaxUID: string;
  /** Instant at which its first bytes came, ISO 8601 in UTC. */
  readonly receivedAt: string;
} & { readonly [Keyword in AnnouncedKeyword]?: string };

/** A container that is not what it says: bytes that break its format. */
export class ContainerFormatError extends Error {
  override readonly name = 'ContainerFormatError';
}

type Fields = { readonly [name: string]: unknown };

function parseFields(json: string): Fields {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null)
    throw new ContainerFormatError('a header that is no object');
  return Object.fromEntries(Object.entries(value));
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new ContainerFormatError(`a header without ${name}`);
  return value;
}

function integer(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new ContainerFormatError(`a header without ${name}`);
  }
  return value;
}

export function parseAbout(json: string): ContainerAbout {
  const fields = parseFields(json);
  return {
    id: text(fields, 'id'),
    node: text(fields, 'node'),
    slot: integer(fields, 'slot'),
    callingAeTitle: text(fields, 'callingAeTitle'),
    calledAeTitle: text(fields, 'calledAeTitle'),
    remoteAddress: text(fields, 'remoteAddress'),
    structureId: text(fields, 'structureId'),
    StudyInstanceUID: text(fields, 'StudyInstanceUID'),
    openedAt: text(fields, 'openedAt'),
  };
}

export function parseRecordHeader(json: string): RecordHeader {
  const fields = parseFields(json);
  const announced = announcedKeywords.flatMap((keyword) => {
    const value = fields[keyword];
    return typeof value === 'string' ? [[keyword, value] as const] : [];
  });
  return {
    SOPClassUID: text(fields, 'SOPClassUID'),
    SOPInstanceUID: text(fields, 'SOPInstanceUID'),
    StudyInstanceUID: text(fields, 'StudyInstanceUID'),
    SeriesInstanceUID: text(fields, 'SeriesInstanceUID'),
    transferSyntaxUID: text(fields, 'transferSyntaxUID'),
    receivedAt: text(fields, 'receivedAt'),
    ...Object.fromEntries(announced),
  };
}
