import { tagName, tagOf, toDicomJson, type DataSet, type JsonDataSet, type Keyword } from '@liaison/dicom';

/** Attributes that the catalogue keeps besides its columns, for searches and their results. */
export type KeptAttributes = { study: JsonDataSet; series: JsonDataSet };

/** Of the patient and the study (PS3.3 sections C.7.1 and C.7.2), and of where it was made, which people look for. */
const ofStudy = [
  'TimezoneOffsetFromUTC',
  'ReferringPhysicianName',
  'ReferringPhysicianIdentificationSequence',
  'ConsultingPhysicianName',
  'PhysiciansOfRecord',
  'NameOfPhysiciansReadingStudy',
  'AdmittingDiagnosesDescription',
  'InstitutionName',
  'InstitutionalDepartmentName',
  'IssuerOfAccessionNumberSequence',
  'ProcedureCodeSequence',
  'RequestingService',
  'RequestingPhysician',
  'ReasonForTheRequestedProcedure',
  'IssuerOfPatientIDQualifiersSequence',
  'PatientBirthTime',
  'PatientBirthName',
  'PatientAge',
  'PatientSize',
  'PatientWeight',
  'OtherPatientIDs',
  'OtherPatientIDsSequence',
  'OtherPatientNames',
  'PatientComments',
  'PregnancyStatus',
  'MedicalAlerts',
  'Allergies',
  'AdmissionID',
  'ServiceEpisodeID',
  'StudyID',
  'StudyComments',
] as const satisfies readonly Keyword[];

/** Of the series and its equipment (PS3.3 sections C.7.3 and C.7.5). */
const ofSeries = [
  'SeriesDate',
  'SeriesTime',
  'TimezoneOffsetFromUTC',
  'Manufacturer',
  'ManufacturerModelName',
  'InstitutionName',
  'InstitutionalDepartmentName',
  'StationName',
  'SoftwareVersions',
  'DeviceSerialNumber',
  'PerformingPhysicianName',
  'OperatorsName',
  'ProtocolName',
  'PatientPosition',
  'ContrastBolusAgent',
  'ConvolutionKernel',
  'MagneticFieldStrength',
  'SequenceName',
  'Laterality',
  'FrameOfReferenceUID',
  'PerformedProcedureStepID',
  'PerformedProcedureStepStartDate',
  'PerformedProcedureStepStartTime',
  'PerformedProcedureStepDescription',
  'RequestAttributesSequence',
  'SeriesDescriptionCodeSequence',
] as const satisfies readonly Keyword[];

export const studyTags: ReadonlySet<number> = new Set(ofStudy.map(tagOf));
export const seriesTags: ReadonlySet<number> = new Set(ofSeries.map(tagOf));

/** Values longer than these are no attribute to search by, and would weigh on every row. */
const mostCharacters = 4000;

/** What a data set says of these; nothing of one that breaks the rules of DICOM. */
export function keepAttributes(dataSet: DataSet): KeptAttributes {
  const json = tryToTell(dataSet);
  return { study: pick(json, studyTags), series: pick(json, seriesTags) };
}

function tryToTell(dataSet: DataSet): JsonDataSet {
  try {
    return JSON.parse(toDicomJson(dataSet, { bulkDataUri: () => '' }));
  } catch {
    return {};
  }
}

function pick(json: JsonDataSet, tags: ReadonlySet<number>): JsonDataSet {
  const kept = Object.entries(json).filter(([tag, attribute]) => {
    if (!tags.has(Number.parseInt(tag, 16)) || attribute.BulkDataURI !== undefined) return false;
    const text = JSON.stringify(attribute);
    // PostgreSQL holds no NUL and no half of a surrogate pair.
    return text.length <= mostCharacters && !/\\u(0000|d[89a-f])/i.test(text);
  });
  return Object.fromEntries(kept);
}

/** The path of an attribute in kept JSON, sequences before it, as jsonpath; names in all their component groups. */
export function jsonPathOf(path: readonly number[], isName: boolean): string {
  const steps = path.map((tag) => `."${tagName(tag)}".Value[*]`).join('');
  return `$${steps}${isName ? '.*' : ''}`;
}
