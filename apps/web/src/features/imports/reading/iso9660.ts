/**
 * Reading a disc image (ECMA-119, that is ISO 9660, with the Joliet extension): the names and places of its files. What
 * a hospital's CD burner writes; discs that are UDF alone (ECMA-167) are told apart, and not read.
 */
export type IsoFile = {
  readonly path: string;
  /** Parts of the image that hold it, in order: more than one for files of 4 GB and more (ECMA-119 6.5.1). */
  readonly extents: readonly { readonly offset: number; readonly bytes: number }[];
  readonly bytes: number;
  readonly modifiedAt: number;
};

export type IsoFault = 'not-iso' | 'udf-only' | 'damaged' | 'too-many';

export class IsoError extends Error {
  override readonly name = 'IsoError';
  readonly fault: IsoFault;

  constructor(fault: IsoFault) {
    super(fault);
    this.fault = fault;
  }
}

const sectorBytes = 2048;
const firstDescriptor = 16;
const maxDescriptors = 64;
const maxDepth = 32;
const maxDirectoryBytes = 64 * 1024 * 1024;

type Place = { offset: number; bytes: number };
type Volume = { root: Place; isJoliet: boolean; blockBytes: number };

/** Every file of the image. Throws `IsoError`. */
export async function* readIso(image: Blob, maxFiles: number): AsyncGenerator<IsoFile> {
  const volume = await readVolume(image);
  const visited = new Set<number>();
  let count = 0;
  const pending: { place: Place; path: string; depth: number }[] = [
    { place: volume.root, path: '', depth: 0 },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    // A directory that holds itself would be read for ever.
    if (visited.has(next.place.offset)) continue;
    visited.add(next.place.offset);
    if (next.depth > maxDepth) throw new IsoError('damaged');
    for (const record of await readDirectory(image, volume, next.place)) {
      count += 1;
      if (count > maxFiles) throw new IsoError('too-many');
      const path = next.path === '' ? record.name : `${next.path}/${record.name}`;
      const [first] = record.extents;
      if (record.isDirectory) {
        if (first) pending.push({ place: first, path, depth: next.depth + 1 });
      } else {
        const bytes = record.extents.reduce((sum, extent) => sum + extent.bytes, 0);
        yield { path, extents: record.extents, bytes, modifiedAt: record.modifiedAt };
      }
    }
  }
}

/** The bytes of a file, as a part of the image. */
export function isoBlob(image: Blob, file: IsoFile): Blob {
  return new Blob(file.extents.map(({ offset, bytes }) => image.slice(offset, offset + bytes)));
}

async function readBytes(image: Blob, offset: number, length: number): Promise<DataView> {
  return new DataView(await image.slice(offset, offset + length).arrayBuffer());
}

/** Joliet's volume where there is one: it has the long names; else the primary one. */
async function readVolume(image: Blob): Promise<Volume> {
  let primary: Volume | null = null;
  let isUdf = false;
  for (let index = 0; index < maxDescriptors; index += 1) {
    const view = await readBytes(image, (firstDescriptor + index) * sectorBytes, sectorBytes);
    if (view.byteLength < sectorBytes) break;
    const standard = latin1(view, 1, 5);
    if (/^(BEA01|NSR0[23]|TEA01)$/.test(standard)) isUdf = true;
    if (standard !== 'CD001') {
      if (isUdf && standard !== 'TEA01') continue;
      break;
    }
    const kind = view.getUint8(0);
    if (kind === 255) continue;
    if (kind === 1) primary ??= volumeOf(view, false);
    if (kind === 2 && isJolietEscape(latin1(view, 88, 3))) return volumeOf(view, true);
  }
  if (primary) return primary;
  throw new IsoError(isUdf ? 'udf-only' : 'not-iso');
}

/** UCS-2 level 1 to 3 (Joliet specification, section on escape sequences). */
function isJolietEscape(escape: string): boolean {
  return escape === '%/@' || escape === '%/C' || escape === '%/E';
}

function volumeOf(view: DataView, isJoliet: boolean): Volume {
  const blockBytes = view.getUint16(128, true);
  if (blockBytes < 512 || blockBytes > sectorBytes) throw new IsoError('damaged');
  const record = 156;
  const root = {
    offset: view.getUint32(record + 2, true) * blockBytes,
    bytes: view.getUint32(record + 10, true),
  };
  return { root, isJoliet, blockBytes };
}

type DirectoryRecord = { name: string; isDirectory: boolean; extents: Place[]; modifiedAt: number };

async function readDirectory(image: Blob, volume: Volume, place: Place): Promise<DirectoryRecord[]> {
  if (place.bytes > maxDirectoryBytes || place.offset + place.bytes > image.size)
    throw new IsoError('damaged');
  const view = await readBytes(image, place.offset, place.bytes);
  const records: DirectoryRecord[] = [];
  let continued: DirectoryRecord | null = null;
  for (let at = 0; at < view.byteLength;) {
    const length = view.getUint8(at);
    if (length === 0) {
      // Records do not cross sectors (ECMA-119 6.8.1.1): the rest of this one is empty.
      at = (Math.floor(at / sectorBytes) + 1) * sectorBytes;
      continue;
    }
    if (length < 34 || at + length > view.byteLength) throw new IsoError('damaged');
    const record = readRecord(view, at, volume);
    at += length;
    if (!record) continue;
    if (continued && continued.name === record.name) continued.extents.push(...record.extents);
    else records.push(record);
    const isContinued = (view.getUint8(at - length + 25) & 0x80) !== 0;
    continued = isContinued ? (continued ?? record) : null;
  }
  return records.filter(({ extents }) => extents.every((one) => one.offset + one.bytes <= image.size));
}

/** Null for the directory itself and the one above it. */
function readRecord(view: DataView, at: number, volume: Volume): DirectoryRecord | null {
  const nameLength = view.getUint8(at + 32);
  if (at + 33 + nameLength > view.byteLength) throw new IsoError('damaged');
  if (nameLength === 1 && view.getUint8(at + 33) <= 1) return null;
  const given = volume.isJoliet ? ucs2(view, at + 33, nameLength) : latin1(view, at + 33, nameLength);
  const skipped = view.getUint8(at + 1);
  return {
    name: plainName(given),
    isDirectory: (view.getUint8(at + 25) & 0x02) !== 0,
    extents: [
      {
        offset: (view.getUint32(at + 2, true) + skipped) * volume.blockBytes,
        bytes: view.getUint32(at + 10, true),
      },
    ],
    modifiedAt: readTime(view, at + 18),
  };
}

/** Without version (`;1`) and the dot of an empty extension; a name cannot be a path. */
function plainName(name: string): string {
  return name.replace(/;\d+$/, '').replace(/\.$/, '').replaceAll('/', '_');
}

/** ECMA-119 9.1.5: years since 1900, …, offset from UTC in quarters of an hour. */
function readTime(view: DataView, at: number): number {
  const part = (index: number) => view.getUint8(at + index);
  const local = Date.UTC(1900 + part(0), part(1) - 1, part(2), part(3), part(4), part(5));
  return local - view.getInt8(at + 6) * 15 * 60_000;
}

function latin1(view: DataView, at: number, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += String.fromCharCode(view.getUint8(at + index));
  return text;
}

function ucs2(view: DataView, at: number, length: number): string {
  let text = '';
  for (let index = 0; index + 1 < length; index += 2) text += String.fromCharCode(view.getUint16(at + index));
  return text;
}
