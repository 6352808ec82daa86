import { decodeText, parseCharacterSets, type DataSet, type Keyword } from '@liaison/dicom';
import type { FoundStudy } from '@liaison/pacs';

/** A match of a study as the platform tells it; null where it does not say which study it is. */
export function toFoundStudy(match: DataSet, peerCharacterSet: string): FoundStudy | null {
  const text = textReader(match, peerCharacterSet);
  const StudyInstanceUID = text('StudyInstanceUID');
  if (!/^[0-9.]{1,64}$/.test(StudyInstanceUID)) return null;
  const patientName = text('PatientName');
  const sex = text('PatientSex');
  return {
    StudyInstanceUID,
    patientName,
    ...partName(patientName),
    birthDate: toDate(text('PatientBirthDate')),
    sex: sex === 'M' || sex === 'F' || sex === 'O' ? sex : null,
    patientId: text('PatientID').slice(0, 128),
    issuerOfPatientId: text('IssuerOfPatientID').slice(0, 128),
    accessionNumber: text('AccessionNumber').slice(0, 64),
    description: text('StudyDescription').slice(0, 256),
    modalities: match
      .texts('ModalitiesInStudy')
      .filter((value) => /^[A-Z0-9_]{1,16}$/.test(value))
      .slice(0, 32),
    studyDate: toDate(text('StudyDate')),
    studyTime: toTime(text('StudyTime')),
    imageCount: toCount(match.number('NumberOfStudyRelatedInstances'), 1_000_000),
    seriesCount: toCount(match.number('NumberOfStudyRelatedSeries'), 100_000),
  };
}

/** Some PACS leave SpecificCharacterSet out of their answers: they then use the one that they are known to use. */
function textReader(match: DataSet, peerCharacterSet: string): (attribute: Keyword) => string {
  if (match.has('SpecificCharacterSet')) return (attribute) => storable(match.text(attribute) ?? '');
  const sets = parseCharacterSets(peerCharacterSet);
  return (attribute) => {
    const element = match.find(attribute);
    const bytes = element?.length ? match.bytes(attribute) : undefined;
    if (!element || !bytes) return '';
    return storable(decodeText(bytes, sets, element.vr).split('\\')[0] ?? '');
  };
}

/** What the database can hold. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed().trim();
}

/** Family and given names of a PN (PS3.5 section 6.2.1.1), of its first group that says something. */
export function partName(name: string): { familyName: string; givenNames: string } {
  const group = name.split('=').find((each) => each.replaceAll('^', '').trim() !== '') ?? '';
  const [family = '', given = '', middle = ''] = group.split('^').map((part) => part.trim());
  return {
    familyName: family.slice(0, 200),
    givenNames: [given, middle].filter(Boolean).join(' ').slice(0, 200),
  };
}

/** `YYYYMMDD`, or `YYYY.MM.DD` of ACR-NEMA; null for what is no day. */
function toDate(value: string): string | null {
  const [, year, month, day] = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(value) ?? [];
  if (!year || !month || !day) return null;
  const date = `${year}-${month}-${day}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date) ? date : null;
}

function toTime(value: string): string | null {
  const [, hours, minutes = '00', seconds = '00'] =
    /^([01]\d|2[0-3]):?([0-5]\d)?:?([0-5]\d)?(\.\d*)?$/.exec(value) ?? [];
  return hours ? `${hours}:${minutes}:${seconds}` : null;
}

function toCount(value: number | undefined, most: number): number | null {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= most ? value : null;
}
