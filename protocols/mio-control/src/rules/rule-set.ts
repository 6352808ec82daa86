import { createHash } from 'node:crypto';
import type { RuleSetIdentity } from '../report/control-report.ts';
import { rules } from './table.ts';

/** Goes up with every change of a rule, those of functions above all, which the digest does not see. */
const ruleSetVersion = '1.1';

let known: RuleSetIdentity | undefined;

/** The table of this version. Its digest is over all that rows declare; the text of a function is not the same everywhere. */
export function ruleSetIdentity(): RuleSetIdentity {
  known ??= {
    id: 'mio-regles',
    version: ruleSetVersion,
    sha256: createHash('sha256')
      .update(JSON.stringify([ruleSetVersion, rules]))
      .digest('hex'),
  };
  return known;
}
