import type { Section, SectionName } from './section.ts';
import type { SectionEntry } from './section-table.ts';

/** What became of a section since the message was certified; `reecrite`: the same data, in other bytes. */
export type SectionChange = SectionName & {
  readonly change: 'modifiee' | 'ajoutee' | 'supprimee' | 'deplacee' | 'reecrite';
};

/** Sections whose data are no longer those of the certificate, in the order of the message. */
export function compareSections(
  expected: readonly SectionEntry[],
  actual: readonly Section[],
): SectionChange[] {
  const { before, after } = commonEnds(expected, actual, (entry, section) => isSame(entry, section));
  const old = expected.slice(before, expected.length - after);
  const now = actual.slice(before, actual.length - after);
  const changes = pairUp(old, now);
  if (changes.length > 0 || old.length === 0) return changes;
  return old.filter((entry, index) => !isSame(entry, now[index])).map((entry) => nameOf(entry, 'deplacee'));
}

/** Lines whose bytes are no longer those of the certificate, by the CRCs of both, in the order of the message. */
export function compareLines(expected: readonly SectionEntry[], actual: readonly number[]): SectionChange[] {
  const lines = expected.filter(({ kind }) => kind === 'ligne');
  const { before, after } = commonEnds(lines, actual, ({ crc }, found) => crc === found);
  const found = new Set(actual.slice(before, actual.length - after));
  return lines
    .slice(before, lines.length - after)
    .filter(({ crc }) => crc === null || !found.has(crc))
    .map((entry) => nameOf(entry, 'modifiee'));
}

/** How many of both are the same at the beginning, and at the end. */
function commonEnds<Old, Now>(
  old: readonly Old[],
  now: readonly Now[],
  isEqual: (old: Old, now: Now) => boolean,
) {
  const shortest = Math.min(old.length, now.length);
  const equalAt = (oldIndex: number, nowIndex: number) => {
    const [left, right] = [old[oldIndex], now[nowIndex]];
    return left !== undefined && right !== undefined && isEqual(left, right);
  };
  let before = 0;
  while (before < shortest && equalAt(before, before)) before += 1;
  let after = 0;
  while (after < shortest - before && equalAt(old.length - 1 - after, now.length - 1 - after)) after += 1;
  return { before, after };
}

function isSame(entry: SectionEntry, section: Section | undefined): boolean {
  return (
    section !== undefined &&
    keyOf(entry) === keyOf(section) &&
    entry.digest.equals(section.digest.subarray(0, entry.digest.length))
  );
}

/** Sections of one name are one, changed or not; of the others, those of a kind are one in their order. */
function pairUp(old: readonly SectionEntry[], now: readonly Section[]): SectionChange[] {
  const waiting = new Map<string, Section[]>();
  for (const section of now) waiting.set(keyOf(section), [...(waiting.get(keyOf(section)) ?? []), section]);
  const changes: SectionChange[] = [];
  const lost: SectionEntry[] = [];
  for (const entry of old) {
    const found = waiting.get(keyOf(entry))?.shift();
    if (!found) lost.push(entry);
    else if (!isSame(entry, found)) changes.push(nameOf(entry, 'modifiee'));
  }
  const left = [...waiting.values()].flat();
  for (const entry of lost) {
    const index = left.findIndex(({ kind }) => kind === entry.kind);
    const [successor] = index === -1 ? [] : left.splice(index, 1);
    if (!successor) changes.push(nameOf(entry, 'supprimee'));
    else if (!entry.digest.equals(successor.digest.subarray(0, entry.digest.length)))
      changes.push(nameOf(entry, 'modifiee'));
  }
  return [...changes, ...left.map((section) => nameOf(section, 'ajoutee'))];
}

function keyOf({ kind, name, lot, line }: SectionName): string {
  return JSON.stringify([kind, name, lot, line]);
}

function nameOf({ kind, name, lot, line }: SectionName, change: SectionChange['change']): SectionChange {
  return { kind, name, lot, line, change };
}
