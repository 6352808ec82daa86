import {
  fromDicomJson,
  jsonOfValues,
  tagName,
  type DataSet,
  type ElementInput,
  type JsonDataSet,
} from '@liaison/dicom';
import type { CatalogueFindings, FoundInstance, FoundSeries, FoundStudy } from '@liaison/imaging';
import { noKeys, type QueryLevel } from './query-model.ts';

/** What answers say of everything: where it can be retrieved, in which characters. */
export type Answering = {
  readonly level: QueryLevel;
  readonly aeTitle: string;
  readonly characterSet: string;
};

const dicomDate = (date: string | null) => date?.replaceAll('-', '') ?? null;
const dicomTime = (time: string | null) => time?.replaceAll(':', '') ?? null;

/** What the catalogue knows of each match, as DICOM JSON. */
export function describeFindings(found: CatalogueFindings, level: QueryLevel): JsonDataSet[] {
  const studies = new Map(found.studies.map((study) => [study.id, study]));
  const series = new Map(found.series.map((one) => [one.id, one]));
  if (level === 'PATIENT') return describePatients(found.studies);
  if (level === 'STUDY') return found.studies.map(describeStudy);
  if (level === 'SERIES') return found.series.map((one) => describeSeries(studies.get(one.study_id), one));
  return found.instances.map((one) => {
    const of = series.get(one.series_id);
    return { ...(of ? describeSeries(studies.get(one.study_id), of) : {}), ...describeInstance(one) };
  });
}

/** One for each patient identifier and issuer, as the most recent of its studies has it. */
function describePatients(studies: readonly FoundStudy[]): JsonDataSet[] {
  const patients = Map.groupBy(studies, (study) => `${study.issuer_of_patient_id}\\${study.patient_id}`);
  return [...patients.values()].flatMap((of) => {
    const [first] = of;
    if (!first) return [];
    const sum = (count: (study: FoundStudy) => number) =>
      of.reduce((total, study) => total + count(study), 0);
    const counts = jsonOfValues({
      NumberOfPatientRelatedStudies: of.length,
      NumberOfPatientRelatedSeries: sum((study) => study.series_count),
      NumberOfPatientRelatedInstances: sum((study) => study.image_count),
    });
    return [{ ...describeStudy(first), ...counts }];
  });
}

function describeStudy(study: FoundStudy): JsonDataSet {
  return {
    ...study.attributes,
    ...jsonOfValues({
      StudyDate: dicomDate(study.study_date),
      StudyTime: dicomTime(study.study_time),
      AccessionNumber: study.accession_number,
      ModalitiesInStudy: study.modalities,
      StudyDescription: study.description,
      PatientName: study.patient_name,
      PatientID: study.patient_id,
      IssuerOfPatientID: study.issuer_of_patient_id,
      PatientBirthDate: dicomDate(study.birth_date),
      PatientSex: study.sex,
      StudyInstanceUID: study.study_instance_uid,
      NumberOfStudyRelatedSeries: study.series_count,
      NumberOfStudyRelatedInstances: study.image_count,
    }),
  };
}

function describeSeries(study: FoundStudy | undefined, series: FoundSeries): JsonDataSet {
  return {
    ...(study ? describeStudy(study) : {}),
    ...series.attributes,
    ...jsonOfValues({
      Modality: series.modality,
      SeriesDescription: series.description,
      BodyPartExamined: series.body_part,
      SeriesInstanceUID: series.series_instance_uid,
      SeriesNumber: series.series_number,
      NumberOfSeriesRelatedInstances: series.instance_count,
    }),
  };
}

function describeInstance(instance: FoundInstance): JsonDataSet {
  return jsonOfValues({
    SOPClassUID: instance.sop_class_uid,
    SOPInstanceUID: instance.sop_instance_uid,
    AvailableTransferSyntaxUID: instance.transfer_syntax_uid,
    InstanceNumber: instance.instance_number,
    NumberOfFrames: instance.frames,
    Rows: instance.rows,
    Columns: instance.columns,
    BitsAllocated: instance.bits_allocated,
  });
}

const characterSetTag = 0x00080005;

/** The response to one match: the keys that were asked, empty where nothing is known of them (PS3.4 section C.4.1.1.3). */
export function answerMatch(known: JsonDataSet, asked: DataSet, answering: Answering): ElementInput[] {
  const keys = [...asked.elements()].filter(({ tag }) => !noKeys.has(tag) && (tag & 0xffff) !== 0);
  const told = Object.fromEntries(
    keys.flatMap(({ tag }) => {
      const attribute = known[tagName(tag)];
      return attribute ? [[tagName(tag), attribute]] : [];
    }),
  );
  const found = fromDicomJson({
    ...told,
    ...jsonOfValues({
      QueryRetrieveLevel: answering.level,
      RetrieveAETitle: answering.aeTitle,
      InstanceAvailability: 'ONLINE',
    }),
  }).filter(({ tag }) => tag !== characterSetTag);
  const has = new Set(found.map(({ tag }) => tag));
  const unknown = keys
    .filter(({ tag }) => !has.has(tag))
    .map(({ tag, vr }): ElementInput => ({ tag, vr, value: vr === 'SQ' ? [] : null }));
  const characterSet: ElementInput = { tag: characterSetTag, vr: 'CS', value: answering.characterSet };
  return [...found, ...unknown, characterSet];
}
