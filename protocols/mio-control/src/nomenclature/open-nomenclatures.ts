import {
  type CodeRow,
  codeSystems,
  type Lookup,
  type NomenclatureSet,
  type Nomenclatures,
  type NomenclaturesInForce,
} from './nomenclature-set.ts';

interface Indexed {
  readonly set: NomenclatureSet;
  /** Most codes have one row; one whose validity was interrupted, or whose tariff changed, has several. */
  readonly rows: ReadonlyMap<string, readonly CodeRow[]>;
}

/** Lists held in memory. Each version is indexed when it is first asked for. */
export function openNomenclatures(sets: readonly NomenclatureSet[]): Nomenclatures {
  const index = new Map<NomenclatureSet, Indexed>();
  const indexed = (set: NomenclatureSet) => {
    const known = index.get(set) ?? { set, rows: groupByCode(set.rows) };
    index.set(set, known);
    return known;
  };
  return {
    inForce(on, pinned) {
      const chosen = codeSystems.flatMap((system) => {
        const versions = sets.filter((set) => set.system === system);
        const set = versions.find(({ version }) => version === pinned?.get(system)) ?? latest(versions, on);
        return set ? [indexed(set)] : [];
      });
      return listsInForce(chosen, on);
    },
  };
}

function listsInForce(chosen: readonly Indexed[], on: string): NomenclaturesInForce {
  const bySystem = new Map(chosen.map((list) => [list.set.system, list.rows]));
  return {
    on,
    identities: chosen.map(({ set }) => ({ system: set.system, version: set.version, sha256: set.sha256 })),
    lookup(system, code) {
      const rows = bySystem.get(system);
      return rows ? judge(rows.get(code), on) : { state: 'no-list' };
    },
  };
}

function judge(rows: readonly CodeRow[] | undefined, on: string): Lookup {
  const last = rows?.at(-1);
  if (!rows || !last) return { state: 'unknown' };
  const current = rows.find((row) => row.validFrom <= on && (row.validTo === undefined || on <= row.validTo));
  if (current) return { state: 'in-force', row: current };
  const next = rows.find((row) => row.validFrom > on);
  return next ? { state: 'not-yet', row: next } : { state: 'expired', row: last };
}

function latest(versions: readonly NomenclatureSet[], on: string): NomenclatureSet | undefined {
  return versions
    .filter(
      ({ effectiveFrom, effectiveTo }) =>
        effectiveFrom <= on && (effectiveTo === undefined || on < effectiveTo),
    )
    .toSorted(
      (a, b) =>
        compareText(a.effectiveFrom, b.effectiveFrom) ||
        (a.rank ?? 0) - (b.rank ?? 0) ||
        compareText(a.version, b.version),
    )
    .at(-1);
}

function groupByCode(rows: readonly CodeRow[]): Map<string, readonly CodeRow[]> {
  const groups = new Map<string, CodeRow[]>();
  for (const row of rows) {
    const group = groups.get(row.code);
    if (group) group.push(row);
    else groups.set(row.code, [row]);
  }
  for (const [code, group] of groups) {
    if (group.length > 1)
      groups.set(
        code,
        group.toSorted((a, b) => compareText(a.validFrom, b.validFrom)),
      );
  }
  return groups;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
