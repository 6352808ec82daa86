import { createHash } from 'node:crypto';
import type { NomenclatureIdentity } from '../nomenclature/nomenclature-set.ts';
import type { Finding } from './finding.ts';
import type { Counts } from './finding-list.ts';

/** `KO` with a `BLOQUANT` or an `ERREUR`; `OK_AVEC_RESERVES` with an `AVERTISSEMENT`. */
export type Verdict = 'OK' | 'OK_AVEC_RESERVES' | 'KO';

/** The program that controlled. */
export interface ControllerIdentity {
  readonly id: string;
  readonly product: string;
  readonly version: string;
}

export interface RuleSetIdentity {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
}

/**
 * The outcome of a control. All but `startedAt` and `durationMs` follows from the message, its context, the rules and
 * the nomenclatures, byte for byte.
 */
export interface ControlReport {
  readonly reportId: string;
  /** The message's own, where it could be read. */
  readonly messageId?: string;
  /** `M20`, where it could be told. */
  readonly messageType?: string;
  readonly messageSha256: string;
  readonly controller: ControllerIdentity;
  readonly ruleSet: RuleSetIdentity;
  readonly nomenclatures: readonly NomenclatureIdentity[];
  /** Day whose nomenclatures and rates were held against the message. */
  readonly effectiveOn?: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly verdict: Verdict;
  readonly counts: Counts;
  readonly findings: readonly Finding[];
}

export function verdictOf(counts: Counts): Verdict {
  const { BLOQUANT, ERREUR, AVERTISSEMENT } = counts.bySeverity;
  if (BLOQUANT + ERREUR > 0) return 'KO';
  return AVERTISSEMENT > 0 ? 'OK_AVEC_RESERVES' : 'OK';
}

/** A UUID (RFC 9562 version 8) that names the control of these very inputs, the same each time. */
export function reportIdOf(inputs: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(inputs)).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
