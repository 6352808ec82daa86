import { openRange } from '@liaison/blobs';
import {
  DeflatedExplicitVRLittleEndian,
  dicomdirEntry,
  readDataSet,
  writeDicomdir,
  writeFileMeta,
  ExplicitVRLittleEndian,
  type DicomdirEntry,
  type DataSet,
} from '@liaison/dicom';
import { constants, crc32, inflateRawSync } from 'node:zlib';
import { readMe } from './read-me.ts';
import type { PackedInstance } from '../store.ts';
import { combineCrc32, type ZipEntry } from './zip.ts';

/** What is read of an image for the DICOMDIR: few say more before their pixels, which are then read on. */
const headerBytes = 6 * 1024;
const longHeaderBytes = 64 * 1024;
/** Read together, so that one waits for the disk while another is parsed. */
const abreast = 16;

export type Packing = { storeRoot: string; madeAt: Date; sourceAeTitle: string };

/**
 * The entries of a zip that is a DICOM file-set (PS3.10 section 8): the index `DICOMDIR`, the images as they were received
 * under `IMAGES/`, in names that every reader of media takes (PS3.10 section 8.5), and a text that says what it is.
 */
export async function packStudies(
  packing: Packing,
  instances: readonly PackedInstance[],
): Promise<ZipEntry[]> {
  const named = nameFiles(instances);
  const index: DicomdirEntry[] = [];
  for (let at = 0; at < named.length; at += abreast) {
    const some = named.slice(at, at + abreast);
    const entries = await Promise.all(some.map((one) => readIndexed(packing.storeRoot, one)));
    index.push(...entries.filter((entry) => entry !== undefined));
  }
  const dicomdir = writeDicomdir(index, 'LIAISON');
  const text = Buffer.from(readMe({ images: instances.length, madeAt: packing.madeAt }), 'utf8');
  return [
    entryOf('LISEZMOI.TXT', text),
    entryOf('DICOMDIR', dicomdir),
    ...named.map(({ instance, fileId }) => imageEntry(packing, instance, fileId)),
  ];
}

function entryOf(name: string, content: Buffer): ZipEntry {
  return { name, size: content.length, crc32: crc32(content), pieces: () => [content] };
}

/** Part 10 header, then the data set as it lies on the disk: its CRC is known since it was received. */
function imageEntry(packing: Packing, instance: PackedInstance, fileId: readonly string[]): ZipEntry {
  const head = writeFileMeta({
    SOPClassUID: instance.sop_class_uid,
    SOPInstanceUID: instance.sop_instance_uid,
    transferSyntaxUID: instance.transfer_syntax_uid,
    sourceAeTitle: packing.sourceAeTitle,
  });
  return {
    name: fileId.join('/'),
    size: head.length + instance.data_length,
    crc32: combineCrc32(crc32(head), instance.crc32, instance.data_length),
    pieces: async function* pieces() {
      yield head;
      const range = openRange(packing.storeRoot, instance.container_id);
      try {
        yield* range.stream(instance.data_offset, instance.data_length);
      } finally {
        range.close();
      }
    },
  };
}

type Named = { instance: PackedInstance; fileId: readonly string[] };

/** `IMAGES/ST000001/SE000001/IM000001`, in the order given. */
export function nameFiles(instances: readonly PackedInstance[]): Named[] {
  const studies = new Map<
    string,
    { number: number; series: Map<string, { number: number; images: number }> }
  >();
  return instances.map((instance) => {
    const study = studies.get(instance.study_id) ?? { number: studies.size + 1, series: new Map() };
    studies.set(instance.study_id, study);
    const series = study.series.get(instance.series_instance_uid) ?? {
      number: study.series.size + 1,
      images: 0,
    };
    study.series.set(instance.series_instance_uid, series);
    series.images += 1;
    const fileId = ['IMAGES', nth('ST', study.number), nth('SE', series.number), nth('IM', series.images)];
    return { instance, fileId };
  });
}

function nth(letters: string, number: number): string {
  return `${letters}${String(number).padStart(6, '0')}`;
}

/** What the DICOMDIR says of an image, read from its header. Undefined where that cannot be read. */
async function readIndexed(
  storeRoot: string,
  { instance, fileId }: Named,
): Promise<DicomdirEntry | undefined> {
  const { container_id, data_offset, data_length, transfer_syntax_uid } = instance;
  const range = openRange(storeRoot, container_id);
  try {
    const beginning = await range.read(data_offset, Math.min(headerBytes, data_length));
    const known = readWhole(beginning, transfer_syntax_uid, data_length);
    const dataSet =
      known ??
      readPrefix(await range.read(data_offset, Math.min(longHeaderBytes, data_length)), transfer_syntax_uid)
        .dataSet;
    return dicomdirEntry(fileId, transfer_syntax_uid, dataSet);
  } catch {
    // Still in the zip, only not in its index: an object that breaks the rules of PS3.5.
    return undefined;
  } finally {
    range.close();
  }
}

/** All that comes before the pixels; null where more has to be read for it. */
function readWhole(bytes: Buffer, transferSyntaxUID: string, dataLength: number): DataSet | null {
  if (transferSyntaxUID === DeflatedExplicitVRLittleEndian && bytes.length < dataLength) return null;
  const { dataSet, pixelData } = readPrefix(bytes, transferSyntaxUID);
  return pixelData || bytes.length === dataLength ? dataSet : null;
}

function readPrefix(bytes: Buffer, transferSyntaxUID: string): ReturnType<typeof readDataSet> {
  if (transferSyntaxUID !== DeflatedExplicitVRLittleEndian)
    return readDataSet(bytes, transferSyntaxUID, { isPrefix: true });
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * longHeaderBytes };
  return readDataSet(inflateRawSync(bytes, options), ExplicitVRLittleEndian, { isPrefix: true });
}
