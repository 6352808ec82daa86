import {
  DicomError,
  ExplicitVRLittleEndian,
  fromDicomJson,
  readPart10,
  statuses,
  writeDataSet,
  type DataSet,
} from '@liaison/dicom';
import { hasSpareRoom, storePart10, type Intake, type Outcome } from '@liaison/intake';
import { TooLargeError } from './errors.ts';
import type { IncomingPart } from './read-multipart.ts';

/** What became of one part of a STOW-RS request; the identifiers as far as it told them. */
export type PartOutcome = Outcome & { SOPClassUID?: string; SOPInstanceUID?: string };

const mostParts = 100_000;
/** Instances as JSON are held in memory, with their bulk data; as files they stream through. */
const mostJsonBytes = 128 * 1024 * 1024;
/** Of them as text, which is parsed at once, into forty times its length where it is made to be. */
const mostJsonText = 8 * 1024 * 1024;
const headBytes = 4096;

/** Where instances go, and the folder whose disk has to have room for them beyond what is reserved for reception. */
export type Target = { intake: Intake; storeRoot: string };

class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
}

/** Stores the instances of a body of parts of type application/dicom, one after the other, as they come. */
export async function storeFiles(
  target: Target,
  parts: AsyncIterable<IncomingPart>,
  outcomes: PartOutcome[],
): Promise<void> {
  for await (const { headers, body } of parts) {
    if (outcomes.length >= mostParts) throw new TooLargeError('parts');
    outcomes.push(await storeFile(target, headers.get('content-type') ?? 'application/dicom', body));
  }
}

export async function storeFile(
  { intake, storeRoot }: Target,
  contentType: string,
  body: AsyncIterable<Buffer>,
): Promise<PartOutcome> {
  if (!/^application\/dicom\s*(;|$)/i.test(contentType.trim()))
    return { status: statuses.cannotUnderstand, comment: 'a part that is no DICOM file', bytes: 0 };
  let head: Buffer = Buffer.alloc(0);
  const watched = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of body) {
      if (!hasSpareRoom(storeRoot, piece.length)) throw new NoRoomError();
      if (head.length < headBytes) head = Buffer.concat([head, piece.subarray(0, headBytes)]);
      yield piece;
    }
  };
  const outcome = await storePart10(intake, watched()).catch(withoutRoom);
  const { SOPClassUID, SOPInstanceUID } = outcome.header ?? announcedIn(head);
  return {
    ...outcome,
    ...(SOPClassUID === undefined ? {} : { SOPClassUID }),
    ...(SOPInstanceUID === undefined ? {} : { SOPInstanceUID }),
  };
}

function withoutRoom(error: unknown): Outcome {
  if (!(error instanceof NoRoomError)) throw error;
  return { status: statuses.outOfResources, comment: 'no room on the disk', bytes: 0 };
}

/** What the file meta information says of a file that was refused. */
function announcedIn(head: Buffer): {
  SOPClassUID?: string | undefined;
  SOPInstanceUID?: string | undefined;
} {
  try {
    const { meta } = readPart10(head);
    return {
      SOPClassUID: textOf(meta, 'MediaStorageSOPClassUID'),
      SOPInstanceUID: textOf(meta, 'MediaStorageSOPInstanceUID'),
    };
  } catch (error) {
    if (error instanceof DicomError) return {};
    throw error;
  }
}

/** An identifier that may be told back. */
function textOf(
  meta: DataSet,
  keyword: 'MediaStorageSOPClassUID' | 'MediaStorageSOPInstanceUID',
): string | undefined {
  const text = meta.text(keyword);
  return text !== undefined && /^[0-9.]{1,64}$/.test(text) ? text : undefined;
}

/** Stores instances told as DICOM JSON, the bulk data of which are other parts by their Content-Location. */
export async function storeJson(
  target: Target,
  parts: AsyncIterable<IncomingPart>,
  outcomes: PartOutcome[],
): Promise<void> {
  const dataSets: unknown[] = [];
  const bulk = new Map<string, { bytes: Buffer; isPlain: boolean }>();
  let [left, textLeft] = [mostJsonBytes, mostJsonText];
  for await (const { headers, body } of parts) {
    const type = headers.get('content-type')?.trim() ?? '';
    const isText = /^application\/(dicom\+)?json/i.test(type);
    const pieces: Buffer[] = [];
    for await (const piece of body) {
      left -= piece.length;
      if (isText) textLeft -= piece.length;
      if (left < 0 || textLeft < 0) throw new TooLargeError('JSON and bulk data');
      pieces.push(Buffer.from(piece));
    }
    const bytes = Buffer.concat(pieces);
    if (isText) dataSets.push(...parseDataSets(bytes));
    else bulk.set(headers.get('content-location') ?? '', { bytes, isPlain: isPlainBulk(type) });
  }
  for (const json of dataSets) outcomes.push(storeJsonInstance(target, json, bulk));
}

/** Bulk data are little endian, not compressed, unless their type says otherwise (PS3.18 section 8.7.3.3.1). */
function isPlainBulk(type: string): boolean {
  const [, syntax] = /transfer-syntax="?([0-9.]+)/i.exec(type) ?? [];
  return (
    /^application\/octet-stream/i.test(type) && (syntax ?? ExplicitVRLittleEndian) === ExplicitVRLittleEndian
  );
}

function parseDataSets(bytes: Buffer): unknown[] {
  try {
    const json: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(json) ? json : [json];
  } catch {
    // Told as one instance that cannot be understood.
    return [null];
  }
}

function storeJsonInstance(
  { intake, storeRoot }: Target,
  json: unknown,
  bulk: ReadonlyMap<string, { bytes: Buffer; isPlain: boolean }>,
): PartOutcome {
  let isCompressed = false;
  const bulkData = (uri: string) => {
    const found = bulk.get(uri);
    if (found?.isPlain === false) isCompressed = true;
    return found?.isPlain === true ? found.bytes : undefined;
  };
  try {
    const bytes = writeDataSet(withoutMeta(fromDicomJson(json, { bulkData })), ExplicitVRLittleEndian);
    if (!hasSpareRoom(storeRoot, bytes.length)) return withoutRoom(new NoRoomError());
    const sink = intake.begin({ transferSyntaxUID: ExplicitVRLittleEndian });
    sink.write(bytes);
    return sink.end();
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    const status = isCompressed ? 0xc122 : statuses.cannotUnderstand;
    return { status, comment: error.message, bytes: 0 };
  }
}

/** File meta information has no place in a data set; clients send TransferSyntaxUID with it. */
function withoutMeta(elements: ReturnType<typeof fromDicomJson>): ReturnType<typeof fromDicomJson> {
  return elements.filter(({ tag }) => tag >= 0x00080000);
}
