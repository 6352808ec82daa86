import type { Answers, InterfaceIdentity } from './answers.ts';
import { cases, drawnOf, fromBase64, type Act, type Challenge, type Seed } from './challenge.ts';
import { requirements, type Check, type RequirementCode, type Side } from './requirement.ts';

export interface RequirementResult {
  readonly requirement: RequirementCode;
  readonly title: string;
  /** How many things were looked at. */
  readonly checks: number;
  /** Where it is not held, and why, in French. */
  readonly failures: readonly { readonly place: string; readonly fr: string }[];
}

export interface QualificationReport {
  readonly challenge: string;
  readonly side: Side;
  readonly interface: InterfaceIdentity;
  readonly answeredAt: string;
  readonly judgedAt: string;
  readonly verdict: 'QUALIFIEE' | 'REFUSEE';
  /** Those that bear on this side, in the order of the table. */
  readonly requirements: readonly RequirementResult[];
}

/**
 * Judges answers by the seed that the challenge was drawn from: all that is expected is drawn anew, nothing is taken from
 * the answers but what they answer. Never throws on what they are. Throws `RangeError` where they answer another challenge.
 */
export function judge(seed: Seed, challenge: Challenge, answers: Answers, now: Date): QualificationReport {
  if (answers.challenge !== challenge.id) throw new RangeError('answers to another challenge');
  const checks = cases.flatMap(({ act }) => checkAct(act, seed, challenge, answers.cases[act] ?? {}));
  const results = resultsOf(checks);
  return {
    challenge: challenge.id,
    side: challenge.side,
    interface: answers.interface,
    answeredAt: answers.answeredAt,
    judgedAt: now.toISOString(),
    verdict: results.every(({ failures }) => failures.length === 0) ? 'QUALIFIEE' : 'REFUSEE',
    requirements: results,
  };
}

/** All that is looked at in the answers to one act: files in base64. */
export function checkAct(
  act: Act,
  seed: Seed,
  challenge: Challenge,
  answers: Readonly<Record<string, string>>,
): Check[] {
  const given = challenge.cases.find((one) => one.act === act)?.files ?? {};
  return cases
    .filter((one) => one.act === act)
    .flatMap((one) => one.judge(drawnOf(seed, challenge), fromBase64(given), fromBase64(answers)));
}

function resultsOf(checks: readonly Check[]): RequirementResult[] {
  const byCode = Map.groupBy(checks, ({ requirement }) => requirement);
  return [...byCode]
    .toSorted(([a], [b]) => codes.indexOf(a) - codes.indexOf(b))
    .map(([requirement, own]) => ({
      requirement,
      title: requirements[requirement],
      checks: own.length,
      failures: own.filter(({ isHeld }) => !isHeld).map(({ place, fr }) => ({ place, fr })),
    }));
}

const codes: readonly string[] = Object.keys(requirements);
