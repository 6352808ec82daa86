import { BlobReader, configure, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { TooManyEntriesError, type OtherFile, type SourceEntry } from './entry.ts';

// Everything runs in our own worker already, and the content security policy knows no other.
configure({ useWebWorkers: false });

/** A file within a zip is at most this long: reception's own limit. */
const maxEntryBytes = 16 * 1024 ** 3;

/** The files of a zip, by its central directory: nothing is inflated before it is asked for. */
export async function* readZip(
  zip: Blob,
  prefix: string,
  maxFiles: number,
): AsyncGenerator<SourceEntry | OtherFile> {
  const reader = new ZipReader(new BlobReader(zip), {
    filenameEncoding: 'cp437',
    normalizeFilename: safeName,
  });
  let count = 0;
  for await (const entry of reader.getEntriesGenerator()) {
    if (entry.directory) continue;
    count += 1;
    if (count > maxFiles) throw new TooManyEntriesError();
    const path = `${prefix}/${entry.filename}`;
    if (entry.encrypted) yield { path, kind: 'encrypted' };
    else if (entry.uncompressedSize > maxEntryBytes) yield { path, kind: 'unreadable' };
    else yield zipEntry(entry, path);
  }
}

function zipEntry(entry: FileEntry, path: string): SourceEntry {
  const bytes = entry.uncompressedSize;
  return {
    path,
    bytes,
    modifiedAt: entry.lastModDate.getTime(),
    head: (length) => readHead(inflate(entry, bytes), length),
    stream: () => inflate(entry, bytes),
  };
}

/** The file inflated; what gives more than it announced is cut with an error. */
function inflate(entry: FileEntry, bytes: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let passed = 0;
  const bounded = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      passed += chunk.length;
      if (passed > bytes) controller.error(new TypeError('a zip entry longer than it says'));
      else controller.enqueue(chunk);
    },
  });
  const stop = new AbortController();
  // What goes wrong reaches who reads, through the stream.
  void entry
    .getData(bounded.writable, { signal: stop.signal, checkSignature: true })
    .catch((error: unknown) => bounded.writable.abort(error).catch(() => undefined));
  return bounded.readable;
}

/** The first bytes of a stream, which is then given up. */
export async function readHead(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const head = new Uint8Array(length);
  let held = 0;
  try {
    while (held < length) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = value.subarray(0, length - held);
      head.set(part, held);
      held += part.length;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return head.subarray(0, held);
}

/** A path from the top of the zip, whatever its names try: no drive, no climbing, no empty part. */
function safeName(name: string): string {
  const parts = name.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/').replace(/^[A-Za-z]:\/?/, '') + (/[\\/]$/.test(name) ? '/' : '');
}
