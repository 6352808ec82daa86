import { compareMessages, datatypes, findRow, type DraftMessage, type MessageChange } from '@liaison/mio';
import { held, missed, type Check, type RequirementCode } from '../requirement.ts';

/** Which requirement each kind of loss is held against. */
export type DataRequirements = Readonly<Record<Kind, RequirementCode>>;

type Kind = (typeof kinds)[number];
export const kinds = ['data', 'zeros', 'decimals', 'test'] as const;

const mostTold = 5;

/** Holds what came out against what went in, every kind of loss each time: each is told under the requirement that names it. */
export function judgeData(
  expected: DraftMessage,
  actual: DraftMessage,
  {
    requirements,
    place,
    isIgnored = () => false,
  }: {
    readonly requirements: DataRequirements;
    readonly place: string;
    /** Properties that the interface may well set itself. */
    readonly isIgnored?: (path: string) => boolean;
  },
): Check[] {
  const changes = compareMessages(expected, actual).filter(({ path }) => !isIgnored(path.join('/')));
  const byKind = Map.groupBy(changes, (change) => kindOf(expected, change));
  return kinds.map((kind) => {
    const lost = byKind.get(kind) ?? [];
    if (lost.length === 0) return held(requirements[kind], place);
    const more = lost.length > mostTold ? ` ; et ${lost.length - mostTold} autres` : '';
    return missed(requirements[kind], place, lost.slice(0, mostTold).map(changeFr).join(' ; ') + more);
  });
}

function kindOf(expected: DraftMessage, { path, before }: MessageChange): Kind {
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
