import { readSync } from 'node:fs';
import type { ContainerEntry, RecordHeader } from '@liaison/blobs';
import { DeflatedExplicitVRLittleEndian, type DataSetReading } from '@liaison/dicom';
import {
  cleanText,
  describeImage,
  describeSeries,
  describeStudy,
  parseDate,
  toStudyFacts,
  type ImageFacts,
  type SeriesFacts,
  type StudyFacts,
} from './describe-image.ts';
import { indexFrames } from './index-frames.ts';
import { keepAttributes, type KeptAttributes } from './kept-attributes.ts';
import type { Whereabouts } from '../store.ts';
import { isDecodedCompression } from '../study/model.ts';
import { readAttributes } from '../study/read-attributes.ts';

export type CommittedEntry = Extract<ContainerEntry, { kind: 'instance' }>;

export function isCommitted(entry: ContainerEntry): entry is CommittedEntry {
  return entry.kind === 'instance';
}

/** What one committed record says of itself. */
export type Described = {
  entry: CommittedEntry;
  study: StudyFacts;
  series: SeriesFacts;
  image: ImageFacts;
  /** Of interest for the first image of a study and of a series only. */
  keep(): KeptAttributes;
};

/**
 * Reads the attributes of a record, up to its pixels. A data set that breaks the rules is described by its record header
 * alone and marked `malformed`; only what the disk refuses is thrown.
 */
export async function describeEntry(fd: number, entry: CommittedEntry): Promise<Described> {
  const read = (offset: number, length: number) => readAt(fd, entry.dataOffset + offset, length);
  const { reading, isCut } = await readAttributes(read, entry.dataLength, entry.header.transferSyntaxUID);
  const described = reading && !isCut ? describeReading(reading, entry) : describeHeader(entry);
  if (!reading || described.image.unshowable !== null || described.image.pixel_length !== null)
    return described;
  const offsets = await indexFrames(reading, entry.header.transferSyntaxUID, entry.dataLength, read);
  const pixelLength = entry.dataLength - (described.image.pixel_offset ?? 0);
  const image = { ...described.image, pixel_length: pixelLength, frame_offsets: offsets };
  // The frames of a video are not apart; where fragments should tell frames and do not, nothing of it can be drawn.
  const isBroken = !offsets && isDecodedCompression(entry.header.transferSyntaxUID);
  return { ...described, image: isBroken ? { ...image, unshowable: 'malformed' } : image };
}

/** At once: what was just received is in memory, and the thread pool would cost several times the read. */
function readAt(fd: number, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  return Promise.resolve(buffer.subarray(0, readSync(fd, buffer, 0, length, position)));
}

function describeReading(reading: DataSetReading, entry: CommittedEntry): Described {
  try {
    const { dataSet } = reading;
    const image = describeImage(reading);
    const pixels = reading.pixelData;
    const isEncapsulated = pixels?.encapsulated === true && image.pixel_offset !== null;
    // Offsets in a deflated data set are those of the inflated one.
    const isDeflated = entry.header.transferSyntaxUID === DeflatedExplicitVRLittleEndian;
    const isShort =
      !isEncapsulated &&
      !isDeflated &&
      (image.pixel_offset ?? 0) + (image.pixel_length ?? 0) > entry.dataLength;
    if (isShort) image.unshowable = 'malformed';
    return {
      entry,
      study: describeStudy(dataSet),
      series: describeSeries(dataSet, entry.header.SeriesInstanceUID),
      // The frames of encapsulated pixels are found among their fragments, by the caller.
      image: isEncapsulated ? { ...image, pixel_length: null } : image,
      keep: () => keepAttributes(dataSet),
    };
  } catch {
    return describeHeader(entry);
  }
}

/** What reception noted of a record whose data set cannot be read. */
export function describeHeader(entry: CommittedEntry): Described {
  const { header } = entry;
  return {
    entry,
    study: announcedFacts(header),
    series: announcedSeries(header),
    image: unreadableImage(header),
    keep: () => ({ study: {}, series: {} }),
  };
}

/** Where the bytes of a record lie, and what they are. */
export function whereabouts(containerId: string, entry: CommittedEntry): Whereabouts {
  return {
    sop_instance_uid: entry.header.SOPInstanceUID,
    sop_class_uid: entry.header.SOPClassUID,
    transfer_syntax_uid: entry.header.transferSyntaxUID,
    container_id: containerId,
    data_offset: entry.dataOffset,
    data_length: entry.dataLength,
    crc32: entry.crc32,
  };
}

/** Facts of a study as the header of a record announces them. */
export function announcedFacts(header: RecordHeader): StudyFacts {
  return toStudyFacts((keyword) => header[keyword]);
}

function announcedSeries(header: RecordHeader): SeriesFacts {
  const number = Number(header.SeriesNumber ?? Number.NaN);
  return {
    series_instance_uid: header.SeriesInstanceUID,
    modality: cleanText(header.Modality, 16),
    description: cleanText(header.SeriesDescription),
    series_number: Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? number : null,
    body_part: cleanText(header.BodyPartExamined, 64),
    laterality: '',
    patient_name: cleanText(header.PatientName),
    patient_birth_date: parseDate(header.PatientBirthDate),
    contrast_agent: '',
    convolution_kernel: '',
  };
}

function unreadableImage(header: RecordHeader): ImageFacts {
  const number = Number(header.InstanceNumber ?? Number.NaN);
  return {
    instance_number: Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? number : null,
    image_type: [],
    frames: 1,
    rows: 0,
    columns: 0,
    bits_allocated: 0,
    bits_stored: 0,
    is_signed: false,
    samples_per_pixel: 1,
    planar_configuration: 0,
    photometric_interpretation: '',
    rescale_slope: 1,
    rescale_intercept: 0,
    window_center: null,
    window_width: null,
    pixel_spacing: null,
    spacing_kind: null,
    slice_thickness: null,
    image_position: null,
    image_orientation: null,
    frame_time_ms: null,
    pixel_offset: null,
    pixel_length: null,
    frame_offsets: null,
    unshowable: 'malformed',
  };
}
