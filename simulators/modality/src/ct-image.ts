import { storageSopClassUid, type ElementValue, type Keyword } from '@liaison/dicom';

import type { PatientAttributes } from './patients.ts';
import { matrixSize, sliceGeometry, type SeriesPlan } from './protocol.ts';
import { rescaleIntercept } from './render.ts';
import type { Vector } from './vector.ts';

type Attributes = { readonly [Name in Keyword]?: ElementValue };

/** What all the images of one study say. */
export type StudyAttributes = {
  readonly StudyInstanceUID: string;
  readonly FrameOfReferenceUID: string;
  readonly AccessionNumber: string;
  readonly StudyDescription: string;
  readonly InstitutionName: string;
  readonly characterSet: 'ISO_IR 100' | 'ISO_IR 192';
  readonly patient: PatientAttributes;
  readonly startedAt: Date;
};

export type ImageIdentity = {
  readonly SeriesInstanceUID: string;
  readonly SOPInstanceUID: string;
  /** From 0, in its series. */
  readonly slice: number;
  /** From 0, in the study: images follow each other in time. */
  readonly rank: number;
};

/** The attributes of a CT Image (PS3.3 section A.3): 12-bit unsigned pixels. */
export function ctImage(
  study: StudyAttributes,
  plan: SeriesPlan,
  image: ImageIdentity,
  pixels: Buffer,
): Attributes {
  return {
    ...patientModule(study),
    ...studyAndSeries(study, plan, image),
    ...equipment(study),
    ...acquisition(study, plan, image),
    ...geometry(study, plan, image),
    ...pixelModule(plan),
    PixelData: pixels,
  };
}

function patientModule({ patient, startedAt, characterSet }: StudyAttributes): Attributes {
  return {
    SpecificCharacterSet: characterSet,
    PatientName: patient.PatientName,
    PatientID: patient.PatientID,
    ...(patient.IssuerOfPatientID ? { IssuerOfPatientID: patient.IssuerOfPatientID } : {}),
    PatientBirthDate: patient.PatientBirthDate,
    PatientSex: patient.PatientSex,
    PatientAge: ageAt(patient.PatientBirthDate, startedAt),
  };
}

function studyAndSeries(study: StudyAttributes, plan: SeriesPlan, image: ImageIdentity): Attributes {
  return {
    StudyInstanceUID: study.StudyInstanceUID,
    StudyID: '1',
    StudyDate: dicomDate(study.startedAt),
    StudyTime: dicomTime(study.startedAt),
    StudyDescription: study.StudyDescription,
    AccessionNumber: study.AccessionNumber,
    ReferringPhysicianName: '',
    SeriesInstanceUID: image.SeriesInstanceUID,
    SeriesNumber: plan.SeriesNumber,
    SeriesDate: dicomDate(study.startedAt),
    SeriesTime: dicomTime(study.startedAt),
    SeriesDescription: plan.SeriesDescription,
    ProtocolName: 'AVC ANGIO',
    Modality: 'CT',
    BodyPartExamined: 'HEAD',
    PatientPosition: 'HFS',
  };
}

function equipment(study: StudyAttributes): Attributes {
  return {
    Manufacturer: 'Liaison',
    ManufacturerModelName: 'Simulateur Liaison',
    InstitutionName: study.InstitutionName,
    StationName: 'SIMULATEUR',
    SoftwareVersions: '0.1.0',
    DeviceSerialNumber: '0001',
  };
}

function acquisition(study: StudyAttributes, plan: SeriesPlan, image: ImageIdentity): Attributes {
  const at = new Date(study.startedAt.getTime() + image.rank * 250);
  const contrast = { ContrastBolusAgent: 'IOMEPROL 400', ContrastBolusRoute: 'IV' };
  return {
    SOPClassUID: storageSopClassUid('CTImageStorage'),
    SOPInstanceUID: image.SOPInstanceUID,
    ImageType: ['ORIGINAL', 'PRIMARY', plan.kind === 'scout' ? 'LOCALIZER' : 'AXIAL'],
    InstanceNumber: image.slice + 1,
    AcquisitionNumber: plan.SeriesNumber,
    AcquisitionDate: dicomDate(at),
    AcquisitionTime: dicomTime(at),
    ContentDate: dicomDate(at),
    ContentTime: dicomTime(at),
    InstanceCreationDate: dicomDate(at),
    InstanceCreationTime: dicomTime(at),
    KVP: plan.contrast ? '100' : '120',
    XRayTubeCurrent: plan.kind === 'scout' ? 35 : 280,
    ExposureTime: 1000,
    Exposure: plan.kind === 'scout' ? 35 : 280,
    FilterType: 'STANDARD',
    ConvolutionKernel: plan.ConvolutionKernel,
    DataCollectionDiameter: '250',
    ReconstructionDiameter: decimal(plan.fieldOfView),
    GantryDetectorTilt: '0',
    RotationDirection: 'CW',
    ...(plan.contrast ? contrast : {}),
  };
}

function geometry(study: StudyAttributes, plan: SeriesPlan, image: ImageIdentity): Attributes {
  const { position, location, pixelSpacing } = sliceGeometry(plan, image.slice);
  return {
    FrameOfReferenceUID: study.FrameOfReferenceUID,
    PositionReferenceIndicator: 'OM',
    ImagePositionPatient: decimals(position),
    ImageOrientationPatient: [...decimals(plan.row), ...decimals(plan.column)],
    SliceLocation: decimal(location),
    SliceThickness: decimal(plan.thickness),
    PixelSpacing: [decimal(pixelSpacing), decimal(pixelSpacing)],
    ...(plan.kind === 'scout' ? {} : { SpacingBetweenSlices: decimal(plan.interval) }),
  };
}

function pixelModule(plan: SeriesPlan): Attributes {
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: matrixSize,
    Columns: matrixSize,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    RescaleIntercept: decimal(rescaleIntercept),
    RescaleSlope: '1',
    RescaleType: plan.kind === 'scout' ? 'US' : 'HU',
    WindowCenter: decimal(plan.window.centre),
    WindowWidth: decimal(plan.window.width),
    BurnedInAnnotation: 'NO',
    LossyImageCompression: '00',
  };
}

/** DS holds 16 characters at most (PS3.5 section 6.2). */
function decimal(value: number): string {
  const text = value.toFixed(6).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

function decimals(vector: Vector): string[] {
  return vector.map(decimal);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function dicomDate(date: Date): string {
  return `${date.getFullYear()}${twoDigits(date.getMonth() + 1)}${twoDigits(date.getDate())}`;
}

function dicomTime(date: Date): string {
  return `${twoDigits(date.getHours())}${twoDigits(date.getMinutes())}${twoDigits(date.getSeconds())}`;
}

function ageAt(birthDate: string, at: Date): string {
  if (birthDate.length !== 8) return '';
  const years = Math.floor((Number(dicomDate(at)) - Number(birthDate)) / 10_000);
  return `${String(Math.max(0, years)).padStart(3, '0')}Y`;
}
