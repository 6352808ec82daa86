/**
 * A code list as the files of a signed update (docs/mio/autorite.md): `liste.json` names it, and its rows lie in up to 64
 * files by digest of their code, so that a few codes that change move a few files.
 */
import { createHash } from 'node:crypto';
import { codeSystems, type CodeRow, type CodeSystem, type NomenclatureSet } from './nomenclature-set.ts';

const format = 'urn:liaison:mio:nomenclature:1';
const listFile = 'liste.json';

export interface NomenclatureList {
  readonly system: CodeSystem;
  /** As reports and certificates name it: `2026-12`. */
  readonly version: string;
  readonly rows: readonly CodeRow[];
}

/** The same bytes for the same list, whatever the order of its rows. */
export function writeNomenclatureFiles({ system, version, rows }: NomenclatureList): Map<string, Buffer> {
  const sorted = rows.toSorted((a, b) => compare(a.code, b.code) || compare(a.validFrom, b.validFrom));
  const parts = Map.groupBy(sorted, ({ code }) => partOf(code));
  const files = [...parts].map(([part, partRows]): [string, Buffer] => [
    `lignes/${part}.ndjson`,
    Buffer.from(partRows.map((row) => `${JSON.stringify(ordered(row))}\n`).join('')),
  ]);
  const list = Buffer.from(JSON.stringify({ format, system, version }));
  return new Map([[listFile, list], ...files.toSorted(([a], [b]) => compare(a, b))]);
}

/** What a version of a bundle says of the list that it is. */
export interface ListVersion {
  readonly paths: readonly string[];
  readonly read: (path: string) => Buffer;
  /** Rows of a file, where they are at hand already: versions share most of theirs. */
  readonly readRows?: (path: string) => readonly CodeRow[];
  /** Days, local to France. */
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
  readonly rank: number;
  readonly sha256: string;
}

/** The list that a bundle's files hold; null where they are none of ours. Bytes are believed: they were signed. */
export function readNomenclatureFiles({
  paths,
  read,
  readRows = (path) => parseRowFile(read(path)),
  ...version
}: ListVersion): NomenclatureSet | null {
  if (!paths.includes(listFile)) return null;
  const named: unknown = JSON.parse(read(listFile).toString('utf8'));
  if (typeof named !== 'object' || named === null) return null;
  const system = codeSystems.find((known) => known === Reflect.get(named, 'system'));
  const name: unknown = Reflect.get(named, 'version');
  if (Reflect.get(named, 'format') !== format || !system || typeof name !== 'string') return null;
  const rows = paths.filter((path) => path.startsWith('lignes/')).flatMap((path) => readRows(path));
  return { ...version, system, version: name, rows };
}

/** The rows of one of a list's files. */
export function parseRowFile(bytes: Buffer): CodeRow[] {
  const lines = bytes.toString('utf8').split('\n').filter(Boolean);
  return lines.map((line): CodeRow => JSON.parse(line));
}

/** Changed rows take the place of all rows of their code; the others stay. */
export function changeRows(before: readonly CodeRow[], changes: readonly CodeRow[]): CodeRow[] {
  const changed = new Set(changes.map(({ code }) => code));
  return [...before.filter(({ code }) => !changed.has(code)), ...changes];
}

/** How a list differs from the one before, in codes. `ended`: those that had no end, and have one. */
export interface ListChanges {
  readonly added: number;
  readonly changed: number;
  readonly ended: number;
  readonly removed: number;
}

export function compareLists(before: readonly CodeRow[], after: readonly CodeRow[]): ListChanges {
  const [old, fresh] = [groups(before), groups(after)];
  let [added, changed, ended] = [0, 0, 0];
  for (const [code, rows] of fresh) {
    const known = old.get(code);
    if (known === undefined) added += 1;
    else if (text(known) === text(rows)) continue;
    else if (isOpen(known) && !isOpen(rows)) ended += 1;
    else changed += 1;
  }
  const removed = [...old.keys()].filter((code) => !fresh.has(code)).length;
  return { added, changed, ended, removed };
}

function groups(rows: readonly CodeRow[]): Map<string, CodeRow[]> {
  return Map.groupBy(
    rows.toSorted((a, b) => compare(a.validFrom, b.validFrom)),
    ({ code }) => code,
  );
}

const isOpen = (rows: readonly CodeRow[]): boolean => rows.at(-1)?.validTo === undefined;
const text = (rows: readonly CodeRow[]): string => JSON.stringify(rows.map(ordered));

function ordered({ code, label, validFrom, validTo, replacedBy, vatRate, tariff }: CodeRow): CodeRow {
  return {
    code,
    label,
    validFrom,
    ...(validTo === undefined ? {} : { validTo }),
    ...(replacedBy === undefined ? {} : { replacedBy }),
    ...(vatRate === undefined ? {} : { vatRate }),
    ...(tariff === undefined ? {} : { tariff }),
  };
}

/** Two hexadecimal digits, 00 to 3f. */
function partOf(code: string): string {
  const [first = 0] = createHash('sha256').update(code).digest();
  return (first & 0x3f).toString(16).padStart(2, '0');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
