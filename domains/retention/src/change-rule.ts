import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { findStructure } from '@liaison/directory';
import { record } from '@liaison/journal';
import { DomainError, type UserActor } from '@liaison/kernel';
import type { Retention } from './contract.ts';
import { countStudies, findRule, writeRule } from './store.ts';

/** What counts are shown for where no rule was ever given: a year. */
const suggestedKeepDays = 365;

/** The rule of a structure and what it means in numbers; `keepDays`: what another duration would mean. @throws DomainError */
export async function readRetention(
  tx: Tx,
  actor: UserActor,
  structureId: string,
  keepDays?: number,
): Promise<Retention> {
  authoriseFor(actor, structureId);
  const rule = await findRule(tx, structureId);
  const counts = await countStudies(tx, structureId, keepDays ?? rule?.keepDays ?? suggestedKeepDays);
  const structure = await findStructure(tx, structureId);
  const told = rule && {
    keepDays: rule.keepDays,
    isActive: rule.isActive,
    changedAt: rule.changedAt.toISOString(),
  };
  return { structureId, structureName: structure?.name ?? '', rule: told ?? null, counts };
}

/** @throws DomainError `access/refused`, `retention/not-your-structure` */
export async function changeRule(
  tx: Tx,
  actor: UserActor,
  structureId: string,
  rule: { keepDays: number; isActive: boolean },
): Promise<Retention> {
  authoriseFor(actor, structureId);
  await writeRule(tx, { structureId, ...rule });
  await record(tx, actor, { act: 'retention.changed', details: { structureId, ...rule } });
  return readRetention(tx, actor, structureId);
}

/** A local administrator has a say in his own structure, a regional one in all. */
function authoriseFor(actor: UserActor, structureId: string): void {
  authoriseFeature(actor, 'study:keep');
  if (actor.features.includes('regional-admin') || actor.structureId === structureId) return;
  throw new DomainError('forbidden', 'retention/not-your-structure');
}
