import { createHash } from 'node:crypto';
import type { RuleSetIdentity } from '../report/control-report.ts';
import { rules } from './table.ts';

const ruleSetVersion = '1.0';

let known: RuleSetIdentity | undefined;

/** The table of this version: its digest is over all that a row declares, functions by their text. */
export function ruleSetIdentity(): RuleSetIdentity {
  known ??= {
    id: 'mio-regles',
    version: ruleSetVersion,
    sha256: createHash('sha256').update(JSON.stringify(rules, withFunctions)).digest('hex'),
  };
  return known;
}

function withFunctions(_key: string, value: unknown): unknown {
  return typeof value === 'function' ? String(value) : value;
}
