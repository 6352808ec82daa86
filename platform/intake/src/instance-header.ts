import { announcedKeywords, type RecordHeader } from '@liaison/blobs';
import {
  DicomError,
  ExplicitVRLittleEndian,
  isTolerableUid,
  readDataSet,
  statuses,
  transferSyntaxOf,
  type DataSet,
} from '@liaison/dicom';

import { inflateBeginning } from './inflate-beginning.ts';

/** Reading stops once InstanceNumber (0020,0013) is past: all that announces a study comes before. */
const stopAtTag = 0x00200014;
/** Elements before that point, those within sequences included. */
const maxElements = 50_000;
/** Longest text of an announced attribute; the longest VR among them (LO, PN) allows 64 characters a component. */
const maxTextLength = 400;

/**
 * What the sender says of the instance outside its data set (C-STORE-RQ, PS3.7 section 9.3.1.1; the address of a STOW-RS
 * request, PS3.18 section 10.5.1.1), where it says so.
 */
export type Announced = {
  readonly SOPClassUID?: string;
  readonly SOPInstanceUID?: string;
  readonly StudyInstanceUID?: string;
};

/** An instance that is not stored, and what to answer for it. The reason quotes no value. */
export type Refusal = { readonly status: number; readonly reason: string };

export type HeaderReading =
  | { readonly kind: 'header'; readonly header: RecordHeader }
  /** Reading again is of no use before there are `neededBytes`. */
  | { readonly kind: 'need-more'; readonly neededBytes: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * What the beginning of a data set says of its instance. `isWhole`: nothing follows these bytes. The identifiers must be
 * UIDs, and the same as announced (PS3.4 section B.2.3: A900H); what cannot be parsed is C000H.
 */
export function readInstanceHeader(
  given: Buffer,
  announcement: Announced,
  transferSyntaxUID: string,
  isWhole: boolean,
): HeaderReading {
  if (!transferSyntaxOf(transferSyntaxUID).deflated)
    return readPlain(given, announcement, transferSyntaxUID, transferSyntaxUID, isWhole);
  const inflated = inflateBeginning(given, (bytes, isEnd) =>
    readPlain(bytes, announcement, transferSyntaxUID, ExplicitVRLittleEndian, isWhole && isEnd),
  );
  if (inflated === 'unreadable')
    return refused(statuses.cannotUnderstand, 'a deflated data set that cannot be inflated');
  if (inflated.kind !== 'need-more') return inflated;
  // How many deflated bytes that takes is not known: any more may do.
  return { kind: 'need-more', neededBytes: given.length + 1 };
}

/** `encoding`: how `bytes` are encoded; `transferSyntaxUID`: how the instance is stored. */
function readPlain(
  bytes: Buffer,
  announcement: Announced,
  transferSyntaxUID: string,
  encoding: string,
  isWhole: boolean,
): HeaderReading {
  try {
    const reading = readDataSet(bytes, encoding, { stopAtTag, maxElements, isPrefix: !isWhole });
    if (reading.state === 'need-more') return { kind: 'need-more', neededBytes: reading.neededBytes };
    if (reading.state === 'complete' && !isWhole) return { kind: 'need-more', neededBytes: bytes.length + 1 };
    return judge(reading.dataSet, announcement, transferSyntaxUID);
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return refused(statuses.cannotUnderstand, error.message);
  }
}

function judge(dataSet: DataSet, announcement: Announced, transferSyntaxUID: string): HeaderReading {
  const SOPClassUID = dataSet.text('SOPClassUID');
  const SOPInstanceUID = dataSet.text('SOPInstanceUID');
  const StudyInstanceUID = dataSet.text('StudyInstanceUID');
  const SeriesInstanceUID = dataSet.text('SeriesInstanceUID');
  if (SOPClassUID === undefined || SOPClassUID !== (announcement.SOPClassUID ?? SOPClassUID)) {
    return refused(statuses.dataSetMismatch, 'SOPClassUID is missing or not the one announced');
  }
  if (SOPInstanceUID === undefined || SOPInstanceUID !== (announcement.SOPInstanceUID ?? SOPInstanceUID)) {
    return refused(statuses.dataSetMismatch, 'SOPInstanceUID is missing or not the one announced');
  }
  if (!isTolerableUid(SOPClassUID)) return refused(statuses.dataSetMismatch, 'SOPClassUID is no UID');
  if (!isTolerableUid(SOPInstanceUID)) return refused(statuses.dataSetMismatch, 'SOPInstanceUID is no UID');
  if (StudyInstanceUID === undefined || !isTolerableUid(StudyInstanceUID)) {
    return refused(statuses.dataSetMismatch, 'StudyInstanceUID is missing or no UID');
  }
  if (StudyInstanceUID !== (announcement.StudyInstanceUID ?? StudyInstanceUID)) {
    return refused(statuses.dataSetMismatch, 'StudyInstanceUID is not the one announced');
  }
  if (SeriesInstanceUID === undefined || !isTolerableUid(SeriesInstanceUID)) {
    return refused(statuses.dataSetMismatch, 'SeriesInstanceUID is missing or no UID');
  }
  const identity = { SOPClassUID, SOPInstanceUID, StudyInstanceUID, SeriesInstanceUID, transferSyntaxUID };
  return {
    kind: 'header',
    header: { ...announced(dataSet), ...identity, receivedAt: new Date().toISOString() },
  };
}

function announced(dataSet: DataSet): Partial<RecordHeader> {
  const pairs = announcedKeywords.flatMap((keyword) => {
    const text = dataSet.text(keyword);
    return text === undefined ? [] : [[keyword, text.slice(0, maxTextLength)] as const];
  });
  return Object.fromEntries(pairs);
}

function refused(status: number, reason: string): HeaderReading {
  return { kind: 'refused', refusal: { status, reason } };
}
