/** One file of what was chosen, wherever it lies: a folder, a zip, a disc image. */
export type SourceEntry = {
  /** From the top of what was chosen, parted by `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970; 0 where it is not known. */
  readonly modifiedAt: number;
  /** The first `length` bytes, fewer where the file is shorter. */
  head(length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** All of it, from the start. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
};

/** A file as the page hands it to the worker. */
export type ChosenFile = { readonly file: File; readonly path: string };

/** Why a file is left aside, before anything is sent. */
export type OtherKind =
  | 'viewer'
  | 'pages'
  | 'document'
  | 'index'
  | 'system'
  | 'empty'
  | 'encrypted'
  | 'unreadable'
  | 'udf'
  | 'archive'
  | 'other';

export type OtherFile = { readonly path: string; readonly kind: OtherKind };

/** Most files that a source may have: more is not a medium of images. */
export const maxEntries = 1_000_000;

export class TooManyEntriesError extends Error {
  override readonly name = 'TooManyEntriesError';
}

export function entryOfFile({ file, path }: ChosenFile): SourceEntry {
  return entryOfBlob(file, path, file.lastModified);
}

export function entryOfBlob(blob: Blob, path: string, modifiedAt: number): SourceEntry {
  return {
    path,
    bytes: blob.size,
    modifiedAt,
    head: async (length) => new Uint8Array(await blob.slice(0, length).arrayBuffer()),
    stream: () => blob.stream(),
  };
}
