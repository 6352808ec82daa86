/** What one thing measured gave in one round, by its name; a name that is missing was not, or not properly, measured. */
export type Round = ReadonlyMap<string, number>;

export type Summary = {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
};

/** Null where there is nothing to sum up. */
export function summarise(values: readonly number[]): Summary | null {
  const sorted = values.toSorted((left, right) => left - right);
  const least = sorted[0];
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return null;
  return { median: quantile(sorted, 0.5), least, most, count: sorted.length };
}

/** By linear interpolation between the values of a sorted list; NaN for an empty one. */
export function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function valuesOf(rounds: readonly Round[], name: string): number[] {
  return rounds.flatMap((round) => round.get(name) ?? []);
}

/** `name` over `other`, round by round: only what was measured in the same minute is compared. */
export function pairedRatios(rounds: readonly Round[], name: string, other: string): number[] {
  return rounds.flatMap((round) => {
    const value = round.get(name);
    const base = round.get(other);
    return value === undefined || base === undefined ? [] : [value / base];
  });
}
