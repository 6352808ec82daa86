import { type Finding, type FindingCode, layers, type Severity, severities } from './finding.ts';

/** A finding with the place that orders it: an offset in the document. */
export interface Located {
  readonly finding: Finding;
  readonly at: number;
}

/** True totals, whatever the cap. */
export interface Counts {
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Codes in alphabetical order, those that occur. */
  readonly byCode: Readonly<Record<string, number>>;
  readonly total: number;
  /** How many of them the list holds. */
  readonly listed: number;
}

const noneOfAny: Readonly<Record<Severity, number>> = { BLOQUANT: 0, ERREUR: 0, AVERTISSEMENT: 0, INFO: 0 };

/**
 * Gathers findings in bounded memory: all are counted, at most `cap` of each severity are kept, and the list holds the
 * `cap` worst. A finding beyond the cap is never built, so that 100,000 faults cost 100,000 additions.
 */
export class FindingList {
  readonly #cap: number;
  readonly #kept: Record<Severity, Located[]> = { BLOQUANT: [], ERREUR: [], AVERTISSEMENT: [], INFO: [] };
  readonly #bySeverity = { ...noneOfAny };
  readonly #byCode = new Map<FindingCode, number>();

  constructor(cap: number) {
    this.#cap = cap;
  }

  add(code: FindingCode, severity: Severity, build: () => Located): void {
    this.#bySeverity[severity] += 1;
    this.#byCode.set(code, (this.#byCode.get(code) ?? 0) + 1);
    if (this.#kept[severity].length < this.#cap) this.#kept[severity].push(build());
  }

  /** In the order of layers, and within one in the document's. */
  list(): Finding[] {
    const worst = severities.flatMap((severity) => this.#kept[severity]).slice(0, this.#cap);
    const rank = new Map(layers.map((layer, index) => [layer, index]));
    const order = ({ finding }: Located) => rank.get(finding.layer) ?? 0;
    return worst.toSorted((a, b) => order(a) - order(b) || a.at - b.at).map(({ finding }) => finding);
  }

  counts(): Counts {
    const total = severities.reduce((sum, severity) => sum + this.#bySeverity[severity], 0);
    const byCode = Object.fromEntries([...this.#byCode].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    return { bySeverity: { ...this.#bySeverity }, byCode, total, listed: Math.min(total, this.#cap) };
  }
}
