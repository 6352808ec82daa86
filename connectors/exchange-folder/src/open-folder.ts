import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  FileSpaceError,
  isUnfinished,
  nameOfStaged,
  safeName,
  stagedName,
  type FileSpace,
  type FileSpaceTrouble,
  type FoundFile,
} from '@liaison/file-space';

/**
 * A folder of this machine, or of a share that it has mounted, as a place of files. Neither it nor the `folders` below it are
 * made: where a share is away its mount point is an empty folder, and what were written there would never be seen. Links are
 * never followed: they could show what is elsewhere. Whoever looks into one of them finds all of them there, or is told.
 * @throws FileSpaceError `unreachable` where one of them is not there
 */
export async function openFolder(root: string, folders: readonly string[]): Promise<FileSpace> {
  const check = async () => {
    for (const path of [root, ...folders.map((folder) => join(root, safeName(folder)))])
      if (!(await stat(path).catch(() => null))?.isDirectory()) throw new FileSpaceError('unreachable', path);
  };
  await check();
  const at = (folder: string, name: string) => join(root, safeName(folder), name);
  return {
    list: (folder) =>
      told(async () => {
        await check();
        return listFolder(join(root, safeName(folder)));
      }),
    read: (folder, name, mostBytes) => told(() => readWhole(at(folder, safeName(name)), mostBytes)),
    stage: (folder, name, bytes) => told(() => writeDurably(at(folder, stagedName(safeName(name))), bytes)),
    publish: (folder, name) =>
      told(async () => {
        await rename(at(folder, stagedName(safeName(name))), at(folder, name));
        await syncFolder(join(root, folder));
      }),
    listStaged: (folder) =>
      told(async () => {
        await check();
        const found = await readdir(join(root, safeName(folder)));
        return found.flatMap((name) => nameOfStaged(name) ?? []);
      }),
    move: (from, name, to, newName) =>
      told(async () => {
        await rename(at(from, safeName(name)), at(to, safeName(newName)));
        await syncFolder(join(root, to));
        await syncFolder(join(root, from));
      }),
    close: async () => {},
  };
}

/**
 * The `folders` below a folder that is there, where somebody asks for them who sees where they are made.
 * @throws FileSpaceError `missing` where it is not there
 */
export async function makeFolders(root: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders)
    await told(async () => {
      const path = join(root, safeName(folder));
      if (!(await stat(path).catch(() => null))?.isDirectory()) await mkdir(path);
    });
}

async function listFolder(path: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (!entry.isFile() || isUnfinished(entry.name)) continue;
    const seen = await lstat(join(path, entry.name)).catch(() => null);
    // Taken away meanwhile, or changed for something else.
    if (seen?.isFile()) found.push({ name: entry.name, size: seen.size, modifiedMs: seen.mtimeMs });
  }
  return found;
}

/** Windows has no such flag, nor links that a user without rights may make. */
const notThroughLinks = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;

async function readWhole(path: string, mostBytes: number): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | notThroughLinks);
  try {
    const { size } = await file.stat();
    if (size > mostBytes) throw new FileSpaceError('too-large');
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | notThroughLinks;
  const file = await open(path, flags, 0o660);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes names durable, where the system can: Windows syncs no folder. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const troubles: Readonly<Record<string, FileSpaceTrouble>> = {
  ENOENT: 'missing',
  EACCES: 'unauthorised',
  EPERM: 'unauthorised',
  EROFS: 'unauthorised',
  ENOSPC: 'no-room',
  EDQUOT: 'no-room',
  ELOOP: 'bad-name',
  ENAMETOOLONG: 'bad-name',
  // A share that went away.
  EHOSTDOWN: 'unreachable',
  EIO: 'unreachable',
  ESTALE: 'unreachable',
  ETIMEDOUT: 'unreachable',
};

async function told<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileSpaceError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new FileSpaceError(troubles[code] ?? 'unforeseen', code, { cause: error });
  }
}
