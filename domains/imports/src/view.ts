import type { Tx } from '@liaison/db';
import { readStudySummaries } from '@liaison/imaging';
import type { Actor } from '@liaison/kernel';
import type { ImportView } from './contract.ts';
import { listImportStudies, tallyFiles, type ImportRow } from './store.ts';

/** Imports as their owner sees them, in the order given. */
export async function toViews(tx: Tx, actor: Actor, imports: readonly ImportRow[]): Promise<ImportView[]> {
  if (imports.length === 0) return [];
  const ids = imports.map(({ id }) => id);
  const tallies = await tallyFiles(tx, ids);
  const named = await listImportStudies(tx, ids);
  const studyIds = new Set(named.flatMap(({ study_id }) => study_id ?? []));
  const known = await readStudySummaries(tx, actor, [...studyIds]);
  return imports.map((row) => {
    const own = tallies.filter(({ import_id }) => import_id === row.id);
    const stored = own.find(({ refusal }) => refusal === null);
    return {
      id: row.id,
      state: row.state,
      sourceDigest: row.source_digest,
      fileCount: row.file_count,
      byteCount: row.byte_count,
      storedCount: stored?.count ?? 0,
      storedBytes: stored?.bytes ?? 0,
      refusals: own.flatMap(({ refusal, count }) => (refusal ? [{ code: refusal, count }] : [])),
      startedAt: row.started_at.toISOString(),
      lastAt: row.last_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      studies: named
        .filter(({ import_id }) => import_id === row.id)
        .map((one) => ({
          StudyInstanceUID: one.study_instance_uid,
          expectedCount: one.expected_count,
          study: known.find(({ id }) => id === one.study_id) ?? null,
        })),
    };
  });
}
