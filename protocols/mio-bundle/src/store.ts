/**
 * An installation's updates on disk: `state.json`, `versions/<bundle>/<version>/…`, `incoming/`. A version is written
 * aside, flushed and renamed, then the state is, so that a death at any moment leaves the old state or the new one.
 * One process writes; any number read.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { applyBundle, applyPointer, inForce } from './apply.ts';
import type { InstalledVersion, UpdateState } from './apply.ts';
import { BundleError } from './error.ts';
import { bundleKinds, parseJson, pointerFormat, trustRootFormat } from './formats.ts';
import type { TrustRoot } from './formats.ts';
import { sha256Hex } from './signing.ts';

export type UpdateStore = {
  state(): UpdateState;
  /** Writes the root that was given, before anything else is: from then on the folder has one. */
  keepRoot(): void;
  /** Installs a bundle, from wherever it came, or throws `BundleError` and changes nothing. */
  install(file: Uint8Array): InstalledVersion;
  notePointer(bytes: Uint8Array, signatures: Uint8Array, now: Date): void;
  /** A file of the version in force at `at`; null where there is none. */
  read(bundleId: string, path: string, at: Date): Buffer | null;
  /** A file of an installed version. */
  readOf(version: InstalledVersion, path: string): Buffer;
  /**
   * Downloads what the pointer announces, going on where the last attempt ended: `from` gives the bytes after an offset.
   */
  download(announced: Announced, from: (offset: number) => AsyncIterable<Uint8Array>): Promise<Buffer>;
};

/** A bundle file that the pointer names. */
export type Announced = { readonly sha256: string; readonly bytes: number };

const stateFormat = z.strictObject({
  root: trustRootFormat,
  pointer: pointerFormat.nullable(),
  versions: z.array(
    z.strictObject({
      bundleId: z.string(),
      kind: z.enum(bundleKinds),
      version: z.int(),
      contentSha256: z.string(),
      effectiveFrom: z.string(),
      effectiveTo: z.string().nullable(),
      files: z.record(z.string(), z.string()),
    }),
  ),
});

/** `root`: the one that the authority gave, for the first start only; null where the folder must have one already. */
export function openUpdateStore(
  folder: string,
  root: TrustRoot | null,
  controllerVersion: string,
): UpdateStore {
  const stateFile = join(folder, 'state.json');
  const folderOf = ({ bundleId, version }: InstalledVersion) =>
    join(folder, 'versions', bundleId, String(version));
  const readInstalled = (version: InstalledVersion, path: string) => {
    const content = readFileSync(join(folderOf(version), path));
    if (sha256Hex(content) !== version.files[path]) throw new BundleError('bundle/corrupted', path);
    return content;
  };
  let state = firstState(stateFile, root);
  const keep = (next: UpdateState) => {
    writeWhole(stateFile, Buffer.from(JSON.stringify(next)));
    state = next;
  };
  return {
    state: () => state,
    keepRoot: () => keep(state),
    install(file) {
      const {
        state: next,
        installed,
        files,
      } = applyBundle(state, file, { controllerVersion, readInstalled });
      const target = folderOf(installed);
      const aside = `${target}.part`;
      rmSync(aside, { recursive: true, force: true });
      for (const [path, content] of files) writeWhole(join(aside, path), content);
      // What a death left here before the state knew of it.
      rmSync(target, { recursive: true, force: true });
      mkdirSync(aside, { recursive: true });
      renameSync(aside, target);
      keep(next);
      return installed;
    },
    notePointer: (bytes, signatures, now) => keep(applyPointer(state, bytes, signatures, now)),
    read(bundleId, path, at) {
      const version = inForce(state, bundleId, at);
      return version && path in version.files ? readInstalled(version, path) : null;
    },
    readOf: readInstalled,
    download: (announced, from) =>
      download(join(folder, 'incoming', `${announced.sha256}.part`), announced, from),
  };
}

function firstState(stateFile: string, root: TrustRoot | null): UpdateState {
  if (existsSync(stateFile)) return parseJson(stateFormat, readFileSync(stateFile), 'state');
  if (!root) throw new BundleError('bundle/malformed', 'no root of trust');
  return { root, pointer: null, versions: [] };
}

async function download(
  file: string,
  { sha256, bytes }: Announced,
  from: (offset: number) => AsyncIterable<Uint8Array>,
): Promise<Buffer> {
  mkdirSync(dirname(file), { recursive: true });
  let length = existsSync(file) ? statSync(file).size : 0;
  const handle = openSync(file, 'a');
  try {
    if (length < bytes)
      for await (const piece of from(length)) {
        length += piece.length;
        if (length > bytes) break;
        writeFileSync(handle, piece);
      }
  } finally {
    closeSync(handle);
  }
  if (length < bytes) throw new BundleError('bundle/corrupted', `${length} of ${bytes} bytes: go on later`);
  const content = readFileSync(file);
  rmSync(file);
  if (length > bytes || sha256Hex(content) !== sha256)
    throw new BundleError('bundle/corrupted', 'not the file announced');
  return content;
}

/** Written aside, flushed, then put in place. */
function writeWhole(file: string, content: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.part`;
  const handle = openSync(aside, 'w');
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
}
