import type { DataSet, DataSetReading } from '@liaison/dicom';

/** What the images say of their study: a claim to compare, never the patient's identity. */
export type StudyFacts = {
  patient_name: string;
  family_name: string;
  given_names: string;
  /** `YYYY-MM-DD`. */
  birth_date: string | null;
  sex: 'M' | 'F' | 'O' | null;
  patient_id: string;
  issuer_of_patient_id: string;
  accession_number: string;
  description: string;
  /** `YYYY-MM-DD` and `HH:mm:ss`, as the scanner said them. */
  study_date: string | null;
  study_time: string | null;
};

export type SeriesFacts = {
  series_instance_uid: string;
  modality: string;
  description: string;
  series_number: number | null;
  body_part: string;
  laterality: string;
  patient_name: string;
  patient_birth_date: string | null;
  contrast_agent: string;
  convolution_kernel: string;
};

/** Lengths in mm, windows and slope in modality units, offsets in bytes from the start of the data set. */
export type ImageFacts = {
  instance_number: number | null;
  image_type: string[];
  frames: number;
  rows: number;
  columns: number;
  bits_allocated: number;
  bits_stored: number;
  is_signed: boolean;
  samples_per_pixel: number;
  planar_configuration: number;
  photometric_interpretation: string;
  rescale_slope: number;
  rescale_intercept: number;
  window_center: number | null;
  window_width: number | null;
  pixel_spacing: number[] | null;
  spacing_kind: 'calibrated' | 'projected' | null;
  slice_thickness: number | null;
  image_position: number[] | null;
  image_orientation: number[] | null;
  frame_time_ms: number | null;
  pixel_offset: number | null;
  pixel_length: number | null;
  frame_offsets: number[] | null;
  unshowable: 'malformed' | 'no-pixels' | null;
};

const pixelDataTag = 0x7fe00010;
const maxInt32 = 2 ** 31 - 1;
const maxFrames = 100_000;

/** A text as the database can hold it: well-formed Unicode without control characters, at most `length` characters. */
export function cleanText(text: string | undefined, length = 256): string {
  return (text ?? '')
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, length)
    .toWellFormed();
}

/** DA (PS3.5 section 6.2) as `YYYY-MM-DD`, also in its ACR-NEMA spelling with dots; null for what is no date. */
export function parseDate(value: string | undefined): string | null {
  const found = /^(\d{4})\.?(\d\d)\.?(\d\d)$/.exec((value ?? '').trim());
  if (!found) return null;
  const text = `${found[1]}-${found[2]}-${found[3]}`;
  const date = new Date(`${text}T00:00:00Z`);
  return found[1] !== '0000' && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
    ? text
    : null;
}

/** TM (PS3.5 section 6.2) as `HH:mm:ss`; null for what is no time. A leap second is told as the one before. */
export function parseTime(value: string | undefined): string | null {
  const found = /^([01]\d|2[0-3])(?::?([0-5]\d)(?::?([0-5]\d|60)(?:\.\d*)?)?)?$/.exec((value ?? '').trim());
  if (!found) return null;
  return `${found[1]}:${found[2] ?? '00'}:${found[3] === '60' ? '59' : (found[3] ?? '00')}`;
}

/** PN (PS3.5 section 6.2.1.1): its alphabetic group, the family name complex, then given and middle names. */
export function splitPersonName(value: string): { familyName: string; givenNames: string } {
  const [alphabetic = ''] = value.split('=');
  const [family = '', given = '', middle = ''] = alphabetic.split('^').map((part) => part.trim());
  return { familyName: family, givenNames: [given, middle].filter(Boolean).join(' ') };
}

export function describeStudy(dataSet: DataSet): StudyFacts {
  return toStudyFacts((keyword) => dataSet.text(keyword));
}

const studyKeywords = [
  'PatientName',
  'PatientBirthDate',
  'PatientSex',
  'PatientID',
  'IssuerOfPatientID',
  'AccessionNumber',
  'StudyDescription',
  'StudyDate',
  'StudyTime',
] as const;

/** The same from wherever the values of these attributes are at hand. */
export function toStudyFacts(
  read: (keyword: (typeof studyKeywords)[number]) => string | undefined,
): StudyFacts {
  const patientName = cleanText(read('PatientName'));
  const { familyName, givenNames } = splitPersonName(patientName);
  return {
    patient_name: patientName,
    family_name: familyName,
    given_names: givenNames,
    birth_date: parseDate(read('PatientBirthDate')),
    sex: parseSex(read('PatientSex')),
    patient_id: cleanText(read('PatientID'), 64),
    issuer_of_patient_id: cleanText(read('IssuerOfPatientID'), 64),
    accession_number: cleanText(read('AccessionNumber'), 64),
    description: cleanText(read('StudyDescription')),
    study_date: parseDate(read('StudyDate')),
    study_time: parseTime(read('StudyTime')),
  };
}

function parseSex(value: string | undefined): StudyFacts['sex'] {
  const sex = (value ?? '').trim().toUpperCase();
  return sex === 'M' || sex === 'F' || sex === 'O' ? sex : null;
}

export function describeSeries(dataSet: DataSet, seriesInstanceUid: string): SeriesFacts {
  return {
    series_instance_uid: seriesInstanceUid,
    modality: cleanText(dataSet.text('Modality'), 16),
    description: cleanText(dataSet.text('SeriesDescription')),
    series_number: integerOf(dataSet.number('SeriesNumber')),
    body_part: cleanText(dataSet.text('BodyPartExamined'), 64),
    laterality: cleanText(dataSet.text('ImageLaterality') ?? dataSet.text('Laterality'), 16),
    patient_name: cleanText(dataSet.text('PatientName')),
    patient_birth_date: parseDate(dataSet.text('PatientBirthDate')),
    contrast_agent: cleanText(dataSet.text('ContrastBolusAgent'), 64),
    convolution_kernel: cleanText(dataSet.text('ConvolutionKernel'), 64),
  };
}

/** Everything the viewer needs of one instance; `frame_offsets` is left for who can read the fragments. */
export function describeImage(reading: DataSetReading): ImageFacts {
  const { dataSet } = reading;
  const groups = functionalGroups(dataSet);
  const number = (keyword: NumberKeyword) => firstNumbers(groups, keyword)?.[0] ?? null;
  const spacing = pair(firstNumbers(groups, 'PixelSpacing'));
  const projected = pair(firstNumbers(groups, 'ImagerPixelSpacing'));
  const pixels = reading.pixelData?.tag === pixelDataTag ? reading.pixelData : null;
  const image: ImageFacts = {
    instance_number: integerOf(dataSet.number('InstanceNumber')),
    image_type: dataSet
      .texts('ImageType')
      .slice(0, 8)
      .map((value) => cleanText(value, 32)),
    frames: Math.min(Math.max(integerOf(dataSet.number('NumberOfFrames')) ?? 1, 1), maxFrames),
    rows: integerOf(dataSet.number('Rows')) ?? 0,
    columns: integerOf(dataSet.number('Columns')) ?? 0,
    bits_allocated: integerOf(dataSet.number('BitsAllocated')) ?? 0,
    bits_stored: integerOf(dataSet.number('BitsStored')) ?? integerOf(dataSet.number('BitsAllocated')) ?? 0,
    is_signed: dataSet.number('PixelRepresentation') === 1,
    samples_per_pixel: integerOf(dataSet.number('SamplesPerPixel')) ?? 1,
    planar_configuration: integerOf(dataSet.number('PlanarConfiguration')) ?? 0,
    photometric_interpretation: cleanText(dataSet.text('PhotometricInterpretation'), 32),
    rescale_slope: number('RescaleSlope') || 1,
    rescale_intercept: number('RescaleIntercept') ?? 0,
    window_center: number('WindowCenter'),
    window_width: number('WindowWidth'),
    pixel_spacing: spacing ?? projected,
    spacing_kind: spacing ? 'calibrated' : projected && 'projected',
    slice_thickness: number('SliceThickness'),
    image_position: exactly(3, firstNumbers(groups, 'ImagePositionPatient')),
    image_orientation: exactly(6, firstNumbers(groups, 'ImageOrientationPatient')),
    frame_time_ms: number('FrameTime'),
    pixel_offset: pixels?.offset ?? null,
    pixel_length: pixels?.length ?? null,
    frame_offsets: null,
    unshowable: null,
  };
  return { ...image, unshowable: findFlaw(image, pixels !== null, pixels?.encapsulated ?? false) };
}

/**
 * Bytes of one uncompressed frame (PS3.5 section 8.1.1), not whole where its pixels have 1 bit. 4:2:2 keeps two samples of
 * three for each pixel (PS3.3 section C.7.6.3.1.2).
 */
export function frameBytes(
  image: Pick<
    ImageFacts,
    'rows' | 'columns' | 'samples_per_pixel' | 'bits_allocated' | 'photometric_interpretation'
  >,
): number {
  const isHalved = image.samples_per_pixel === 3 && image.photometric_interpretation.endsWith('_422');
  return (image.rows * image.columns * (isHalved ? 2 : image.samples_per_pixel) * image.bits_allocated) / 8;
}

function findFlaw(image: ImageFacts, hasPixels: boolean, encapsulated: boolean): ImageFacts['unshowable'] {
  if (!hasPixels || image.rows === 0 || image.columns === 0) return 'no-pixels';
  if (image.bits_allocated === 0) return 'malformed';
  if (encapsulated) return null;
  return Math.ceil(frameBytes(image) * image.frames) > (image.pixel_length ?? 0) ? 'malformed' : null;
}

type NumberKeyword =
  | 'PixelSpacing'
  | 'ImagerPixelSpacing'
  | 'ImagePositionPatient'
  | 'ImageOrientationPatient'
  | 'RescaleSlope'
  | 'RescaleIntercept'
  | 'WindowCenter'
  | 'WindowWidth'
  | 'SliceThickness'
  | 'FrameTime';

const groupSequences = [
  'PixelMeasuresSequence',
  'PlanePositionSequence',
  'PlaneOrientationSequence',
  'PixelValueTransformationSequence',
  'FrameVOILUTSequence',
] as const;

/** Where these values may be: at the top, or in the functional groups of an enhanced object (PS3.3 section C.7.6.16). */
function functionalGroups(dataSet: DataSet): DataSet[] {
  const owners = [
    ...dataSet.items('SharedFunctionalGroupsSequence').slice(0, 1),
    ...dataSet.items('PerFrameFunctionalGroupsSequence').slice(0, 1),
  ];
  const nested = owners.flatMap((owner) =>
    groupSequences.flatMap((sequence) => owner.items(sequence).slice(0, 1)),
  );
  return [dataSet, ...nested];
}

function firstNumbers(groups: readonly DataSet[], keyword: NumberKeyword): number[] | undefined {
  for (const group of groups) {
    const numbers = group.numbers(keyword);
    if (numbers.length > 0 && numbers.every(Number.isFinite)) return numbers;
  }
  return undefined;
}

function exactly(count: number, numbers: number[] | undefined): number[] | null {
  return numbers?.length === count ? numbers : null;
}

/** Row and column spacing; a size of nothing or less is no size. */
function pair(numbers: number[] | undefined): number[] | null {
  const sizes = exactly(2, numbers);
  return sizes?.every((size) => size > 0) ? sizes : null;
}

function integerOf(value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value) || Math.abs(value) > maxInt32) return null;
  return Math.trunc(value);
}
