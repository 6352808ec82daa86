import { parentPort, workerData } from 'node:worker_threads';
import { type Controller, makeController, readKnown, readNeed } from '../controller.ts';
import { openNomenclatures } from '../nomenclature/open-nomenclatures.ts';
import type { ControlReport } from '../report/control-report.ts';
import type { NeedIndex } from '../rules/need-index.ts';
import type { PoolSetup } from './control-pool.ts';

export interface ControlTask {
  readonly input: Uint8Array;
  readonly effectiveOn?: string;
  readonly isProduction?: boolean;
  readonly lastPrices?: ReadonlyMap<string, string>;
  /** Digest of the needs, which name them, and their bytes where this thread has not had them yet. */
  readonly needDigest?: string;
  readonly need?: Uint8Array;
  readonly answered?: Uint8Array;
}

const controller = openController(workerData);
/** Needs are few and offers many: each is read once a thread. */
let lastNeed: { readonly digest: string; readonly index: NeedIndex | undefined } | undefined;

function openController({
  identity,
  nomenclatures,
  ruleUrlBase,
  maximumBytes,
  maximumFindings,
}: PoolSetup): Controller {
  return makeController({
    identity,
    nomenclatures: openNomenclatures(nomenclatures),
    ...(ruleUrlBase === undefined ? {} : { ruleUrl: (code) => `${ruleUrlBase}${code.toLowerCase()}` }),
    ...(maximumBytes === undefined ? {} : { maximumBytes }),
    ...(maximumFindings === undefined ? {} : { maximumFindings }),
  });
}

/** Null where the needs that go with the message are none. */
function control({ input, needDigest, need, answered, ...context }: ControlTask): ControlReport | null {
  if (needDigest !== undefined && need && lastNeed?.digest !== needDigest)
    lastNeed = { digest: needDigest, index: readNeed(need) };
  const index = needDigest !== undefined && lastNeed?.digest === needDigest ? lastNeed.index : undefined;
  if (needDigest !== undefined && !index) return null;
  const known = answered && readKnown(answered);
  return controller.control(input, {
    ...context,
    ...(index ? { need: index } : {}),
    ...(known ? { answered: known } : {}),
  });
}

parentPort?.on('message', (task: ControlTask) => {
  parentPort?.postMessage(control(task), []);
});
