import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openUpdateStore, type InstalledVersion, type UpdateStore } from '@liaison/mio-bundle';
import {
  parseRowFile,
  readNomenclatureFiles,
  type CodeRow,
  type NomenclatureSet,
} from '@liaison/mio-control';

/**
 * The code lists that a folder of updates holds, as another process keeps it. The same array until something is installed;
 * empty where nothing is. What cannot be read is told once, and the lists before stay.
 */
export function followNomenclatures(
  folder: string,
  onTrouble: (error: unknown) => void,
): () => readonly NomenclatureSet[] {
  const stateFile = join(folder, 'state.json');
  let seen = '';
  let sets: readonly NomenclatureSet[] = [];
  return () => {
    const mark = markOf(stateFile);
    if (mark === seen) return sets;
    seen = mark;
    try {
      sets = readNomenclatures(openUpdateStore(folder, null, ''));
    } catch (error) {
      onTrouble(error);
    }
    return sets;
  };
}

/** Each write makes another file, which takes the place of the one before. */
function markOf(file: string): string {
  if (!existsSync(file)) return '';
  const { ino, mtimeNs, size } = statSync(file, { bigint: true });
  return `${ino} ${mtimeNs} ${size}`;
}

/** Every installed version of every code list. Rows of files that versions share are in memory once. */
export function readNomenclatures(store: UpdateStore): NomenclatureSet[] {
  const known = new Map<string, readonly CodeRow[]>();
  const rowsOf = (version: InstalledVersion, path: string): readonly CodeRow[] => {
    const digest = version.files[path] ?? '';
    const rows = known.get(digest) ?? parseRowFile(store.readOf(version, path));
    known.set(digest, rows);
    return rows;
  };
  return store
    .state()
    .versions.filter(({ kind }) => kind === 'nomenclature')
    .flatMap((version) => {
      const set = readNomenclatureFiles({
        paths: Object.keys(version.files),
        read: (path) => store.readOf(version, path),
        readRows: (path) => rowsOf(version, path),
        effectiveFrom: dayInFrance(version.effectiveFrom),
        ...(version.effectiveTo === null ? {} : { effectiveTo: dayInFrance(version.effectiveTo) }),
        rank: version.version,
        sha256: version.contentSha256,
      });
      return set ? [set] : [];
    });
}

const inFrance = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });

function dayInFrance(instant: string): string {
  return inFrance.format(new Date(instant));
}
