/** A bundle as a file: a zip of `manifest.json`, `signatures.json` and the files under `files/`. */
import { unzipSync, zipSync, type UnzipFileInfo } from 'fflate';
import { BundleError } from './error.ts';
import { manifestFormat, parseJson, signaturesFormat } from './formats.ts';
import type { Manifest, Signatures } from './formats.ts';
import { sha256Hex, signBytes } from './signing.ts';
import type { UpdateKey } from './signing.ts';

const mostBytes = 256 * 1024 * 1024;
const mostManifestBytes = 4 * 1024 * 1024;
const modifiedAt = new Date(2026, 0, 1);

/** The same bytes for the same content and keys. */
export function packBundle(
  manifest: Manifest,
  files: ReadonlyMap<string, Uint8Array>,
  keys: readonly UpdateKey[],
): Buffer {
  const bytes = Buffer.from(JSON.stringify(manifest));
  const signatures = Buffer.from(JSON.stringify(signBytes(bytes, keys)));
  const entries = [...files].map(([name, content]) => [`files/${name}`, content] as const);
  const zipped = zipSync(
    { 'manifest.json': bytes, 'signatures.json': signatures, ...Object.fromEntries(entries) },
    { mtime: modifiedAt },
  );
  return Buffer.from(zipped);
}

/** What a bundle says, to be held against a root before anything of it is unpacked. */
export type OpenBundle = {
  readonly manifest: Manifest;
  readonly manifestBytes: Buffer;
  readonly signatures: Signatures;
};

export function openBundle(file: Uint8Array): OpenBundle {
  const entries = unzip(
    file,
    (name) => name === 'manifest.json' || name === 'signatures.json',
    2 * mostManifestBytes,
  );
  const [manifest, signatures] = [entries.get('manifest.json'), entries.get('signatures.json')];
  if (!manifest || !signatures) throw new BundleError('bundle/malformed', 'no manifest or no signatures');
  return {
    manifest: parseJson(manifestFormat, manifest, 'manifest'),
    manifestBytes: manifest,
    signatures: parseJson(signaturesFormat, signatures, 'signatures'),
  };
}

/** The files that a manifest, already believed, lists: all of them, no other, each the one that it says. */
export function unpackFiles(file: Uint8Array, { files }: Manifest): Map<string, Buffer> {
  const wanted = new Map(files.map((entry) => [`files/${entry.path}`, entry]));
  const isListed = (name: string): boolean => {
    if (!name.startsWith('files/')) return false;
    if (!wanted.has(name)) throw new BundleError('bundle/malformed', 'a file that is not listed');
    return true;
  };
  const entries = unzip(file, isListed, mostBytes);
  if (entries.size !== wanted.size || wanted.size !== files.length)
    throw new BundleError('bundle/malformed', 'other files than those listed');
  const unpacked = new Map<string, Buffer>();
  for (const [name, content] of entries) {
    const entry = wanted.get(name);
    if (!entry) throw new BundleError('bundle/malformed', 'a file that is not listed');
    if (content.length !== entry.bytes || sha256Hex(content) !== entry.sha256)
      throw new BundleError('bundle/corrupted', entry.path);
    unpacked.set(entry.path, content);
  }
  return unpacked;
}

/** Entries that are wanted; what a zip says of their size bounds what is unpacked. */
function unzip(file: Uint8Array, isWanted: (name: string) => boolean, most: number): Map<string, Buffer> {
  if (file.length > mostBytes) throw new BundleError('bundle/too-large', `${file.length} bytes`);
  let total = 0;
  const seen = new Set<string>();
  const filter = ({ name, size, originalSize }: UnzipFileInfo): boolean => {
    if (seen.has(name)) throw new BundleError('bundle/malformed', 'a file twice');
    seen.add(name);
    if (!isWanted(name)) return false;
    // A stored entry is copied by its packed size, whatever it says of the other.
    total += Math.max(size, originalSize);
    if (total > most) throw new BundleError('bundle/too-large', `more than ${most} bytes unpacked`);
    return true;
  };
  try {
    return new Map(
      Object.entries(unzipSync(file, { filter })).map(([name, content]) => [name, Buffer.from(content)]),
    );
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError('bundle/malformed', 'not a zip');
  }
}
