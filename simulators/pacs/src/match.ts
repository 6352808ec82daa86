import { ExplicitVRLittleEndian, writeDataSet, type DataSet, type KeywordValues } from '@liaison/dicom';
import type { ArchivedStudy } from './archive.ts';

/** Whether a study fulfils an identifier (PS3.4 section C.2.2.2): single value, wildcards, range of dates. */
export function matches(study: ArchivedStudy, identifier: DataSet): boolean {
  const asked = (keyword: Parameters<DataSet['text']>[0]) => identifier.text(keyword) ?? '';
  return (
    isLike(study.patient.PatientName, asked('PatientName')) &&
    isLike(study.patient.PatientID, asked('PatientID')) &&
    isLike(study.AccessionNumber, asked('AccessionNumber')) &&
    isLike(study.StudyInstanceUID, asked('StudyInstanceUID')) &&
    isLike('CT', asked('ModalitiesInStudy')) &&
    isWithin(study.patient.PatientBirthDate, asked('PatientBirthDate')) &&
    isWithin(dateOf(study), asked('StudyDate'))
  );
}

function isLike(value: string, pattern: string): boolean {
  if (pattern === '' || pattern === '*') return true;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'iu').test(value);
}

function isWithin(date: string, asked: string): boolean {
  if (asked === '') return true;
  const [from = '', to = from] = asked.includes('-') ? asked.split('-') : [asked];
  return (from === '' || date >= from) && (to === '' || date <= to);
}

function dateOf({ startedAt }: ArchivedStudy): string {
  return localParts(startedAt).slice(0, 8);
}

/** `YYYYMMDDHHmmss`, in the hospital's time. */
function localParts(at: Date): string {
  const parts = [
    at.getFullYear(),
    at.getMonth() + 1,
    at.getDate(),
    at.getHours(),
    at.getMinutes(),
    at.getSeconds(),
  ];
  return parts.map((part) => String(part).padStart(2, '0')).join('');
}

/** A match at STUDY level. */
export function describeStudy(
  study: ArchivedStudy,
  transferSyntaxUID: string = ExplicitVRLittleEndian,
): Buffer {
  const values: KeywordValues = {
    SpecificCharacterSet: 'ISO_IR 100',
    QueryRetrieveLevel: 'STUDY',
    ...study.patient,
    StudyInstanceUID: study.StudyInstanceUID,
    AccessionNumber: study.AccessionNumber,
    StudyDate: dateOf(study),
    StudyTime: localParts(study.startedAt).slice(8),
    StudyDescription: 'Scanner cérébral SPC + angio',
    ModalitiesInStudy: 'CT',
    NumberOfStudyRelatedInstances: study.imageCount,
    NumberOfStudyRelatedSeries: study.seriesCount,
  };
  return writeDataSet(values, transferSyntaxUID);
}
