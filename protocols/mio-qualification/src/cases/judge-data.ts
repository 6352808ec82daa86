import { compareMessages, datatypes, findRow, type DraftMessage, type MessageChange } from '@liaison/mio';
import { held, missed, type Check, type RequirementCode } from '../requirement.ts';

/** Which requirement each kind of loss is held against. */
export interface DataRequirements {
  readonly data: RequirementCode;
  readonly zeros: RequirementCode;
  readonly decimals: RequirementCode;
  readonly test: RequirementCode;
}

/** Of a message in production, without prices nor codes that begin with a zero, only the data count. */
export type Bears = readonly (keyof DataRequirements)[];

const mostTold = 5;

/** Holds what came out against what went in: each loss is told under the requirement that names it. */
export function judgeData(
  expected: DraftMessage,
  actual: DraftMessage,
  {
    bears,
    requirements,
    place,
    isIgnored = () => false,
  }: {
    readonly bears: Bears;
    readonly requirements: DataRequirements;
    readonly place: string;
    /** Properties that the interface may well set itself. */
    readonly isIgnored?: (path: string) => boolean;
  },
): Check[] {
  const changes = compareMessages(expected, actual).filter(({ path }) => !isIgnored(path.join('/')));
  const byKind = Map.groupBy(changes, (change) => kindOf(expected, change));
  return bears.map((kind) => {
    const lost = byKind.get(kind) ?? [];
    if (lost.length === 0) return held(requirements[kind], place);
    const more = lost.length > mostTold ? ` ; et ${lost.length - mostTold} autres` : '';
    return missed(requirements[kind], place, lost.slice(0, mostTold).map(changeFr).join(' ; ') + more);
  });
}

function kindOf(expected: DraftMessage, { path, before }: MessageChange): keyof DataRequirements {
  const row = findRow(expected.type, path);
  if (row?.kind !== 'field') return 'data';
  if (row.type === 'testFlag') return 'test';
  if (row.type === 'price') return 'decimals';
  const isCode = datatypes[row.type].pattern.startsWith('[0-9]') || row.type === 'id';
  return isCode && typeof before === 'string' && before.startsWith('0') ? 'zeros' : 'data';
}

function changeFr({ kind, place: { fr }, before, after }: MessageChange): string {
  const where = fr === '' ? 'message' : fr;
  switch (kind) {
    case 'changed':
      return `${where} : « ${after} » au lieu de « ${before} »`;
    case 'removed':
      return `${where} : absent${before === undefined ? '' : `, « ${before} » attendu`}`;
    case 'added':
      return `${where} : ajouté`;
    case 'reordered':
      return `${where} : dans un autre ordre`;
  }
}
