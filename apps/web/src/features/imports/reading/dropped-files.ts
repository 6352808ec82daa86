import { maxEntries, TooManyEntriesError, type ChosenFile } from './entry.ts';

/** Files of a `<input type="file">`, folders included (`webkitdirectory`). */
export function filesOfInput(files: Iterable<File>): ChosenFile[] {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/**
 * Files dropped on the page, with what folders hold (File and Directory Entries API, which every browser has).
 * The items must be taken before the event is over, hence no `async` before the first call.
 */
export function filesOfDrop(items: DataTransferItemList): Promise<ChosenFile[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return walk(entries);
}

async function walk(top: readonly FileSystemEntry[]): Promise<ChosenFile[]> {
  const found: ChosenFile[] = [];
  const pending = [...top];
  for (let entry = pending.pop(); entry; entry = pending.pop()) {
    if (isFile(entry)) found.push({ file: await fileOf(entry), path: entry.fullPath.replace(/^\//, '') });
    else if (isFolder(entry)) pending.push(...(await listFolder(entry)));
    if (found.length + pending.length > maxEntries) throw new TooManyEntriesError();
  }
  return found;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** Browsers give a hundred at a time, then an empty list. */
async function listFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
    if (all.length > maxEntries) throw new TooManyEntriesError();
  }
}
