import type { DataSet } from './data-set.ts';

/** One instance that a DICOMDIR names. */
export type DicomdirInstance = {
  /** Components of ReferencedFileID, from the folder of the DICOMDIR. */
  readonly fileId: readonly string[];
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly transferSyntaxUID: string;
  /** `IMAGE`, `SR DOCUMENT`, `PRESENTATION`… */
  readonly recordType: string;
  readonly instanceNumber: string;
};
export type DicomdirSeries = {
  readonly SeriesInstanceUID: string;
  readonly modality: string;
  readonly seriesNumber: string;
  readonly seriesDescription: string;
  readonly instances: readonly DicomdirInstance[];
};
export type DicomdirStudy = {
  readonly StudyInstanceUID: string;
  readonly studyId: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly studyDescription: string;
  readonly accessionNumber: string;
  readonly series: readonly DicomdirSeries[];
};
export type DicomdirPatient = {
  readonly patientId: string;
  /** As PN has it, `Family^Given`. */
  readonly patientName: string;
  readonly patientBirthDate: string;
  readonly patientSex: string;
  readonly studies: readonly DicomdirStudy[];
};
export type Dicomdir = {
  readonly fileSetId: string;
  readonly patients: readonly DicomdirPatient[];
  /** Links between records were broken, looped or missed some: the order of the file told what hangs under what. */
  readonly isDamaged: boolean;
};

/** Reads a DICOMDIR (PS3.3 annex F). Throws `DicomError` where it is none, or goes past limits. */
export declare function readDicomdir(file: Uint8Array): Dicomdir;

/** A file to be named by a DICOMDIR: its place (at most 8 components of `[A-Z0-9_]{1,8}`) and its data set, read up to its pixels. */
export type DicomdirEntry = {
  readonly fileId: readonly string[];
  readonly transferSyntaxUID: string;
  readonly dataSet: DataSet;
};

/** The bytes of the file DICOMDIR for these (PS3.3 annex F, general purpose profile of PS3.11), grouped by patient, study and series. */
export declare function writeDicomdir(entries: Iterable<DicomdirEntry>, fileSetId?: string): Buffer;
