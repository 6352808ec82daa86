import type { ContainerAbout } from '@liaison/blobs';
import { askSystem, maybeRow, oneRow, type SystemDatabase, type Tx } from '@liaison/db';
import type { StructureId } from '@liaison/kernel';
import { sql } from 'kysely';

/** How far the catalogue is with a container. */
export type ContainerRow = {
  id: string;
  structure_id: StructureId;
  study_id: string | null;
  projected_bytes: number;
  duplicate_count: number;
  pending_sop_instance_uid: string | null;
  closed_at: Date | null;
  sealed_day: string | null;
  is_sealed: boolean;
};

const containerColumns = sql`id, structure_id, study_id, projected_bytes, duplicate_count, pending_sop_instance_uid, closed_at, sealed_day,
  is_sealed`;

/** The row of a container that had none, held until the transaction ends; none where another process made it first. */
export function beginContainer(tx: Tx, about: ContainerAbout): Promise<ContainerRow | undefined> {
  return maybeRow(
    tx,
    sql<ContainerRow>`
    insert into imaging.container
      (id, node, slot, calling_ae_title, remote_address, structure_id, study_instance_uid, opened_at)
    values (${about.id}, ${about.node}, ${about.slot}, ${about.callingAeTitle}, ${about.remoteAddress},
      ${about.structureId}, ${about.StudyInstanceUID}, ${about.openedAt})
    on conflict (id) do nothing returning ${containerColumns}`,
  );
}

/** The rows of those of these containers that have one. */
export function listContainerRows(database: SystemDatabase, ids: readonly string[]): Promise<ContainerRow[]> {
  return askSystem(
    database,
    sql<ContainerRow>`select ${containerColumns} from imaging.container where id = any (${[...ids]}::uuid[])`,
  );
}

/** The container's row, held until the transaction ends. */
export function holdContainer(tx: Tx, id: string): Promise<ContainerRow | undefined> {
  return maybeRow(
    tx,
    sql<ContainerRow>`
    select ${containerColumns} from imaging.container where id = ${id} for update`,
  );
}

export function updateContainer(
  tx: Tx,
  id: string,
  progress: { studyId: string | null; projectedBytes: number; duplicates: number; pendingUid: string | null },
): Promise<ContainerRow> {
  return oneRow(
    tx,
    sql<ContainerRow>`
    update imaging.container
       set study_id = coalesce(study_id, ${progress.studyId}), projected_bytes = ${progress.projectedBytes},
           duplicate_count = duplicate_count + ${progress.duplicates},
           pending_sop_instance_uid = coalesce(${progress.pendingUid}, pending_sop_instance_uid)
     where id = ${id} returning ${containerColumns}`,
  );
}

/** `day`: under which its file is sealed. */
export function markClosed(
  tx: Tx,
  id: string,
  day: string,
  pendingUid: string | null,
): Promise<ContainerRow> {
  return oneRow(
    tx,
    sql<ContainerRow>`
    update imaging.container
       set closed_at = now(), sealed_day = ${day},
           pending_sop_instance_uid = coalesce(${pendingUid}, pending_sop_instance_uid)
     where id = ${id} returning ${containerColumns}`,
  );
}

export async function markSealed(database: SystemDatabase, ids: readonly string[]): Promise<void> {
  await askSystem(
    database,
    sql`update imaging.container set is_sealed = true where id = any (${[...ids]}::uuid[])`,
  );
}

/** Closed in the catalogue, whose file may still lie among the open ones. */
export function listUnsealed(database: SystemDatabase): Promise<{ id: string; sealed_day: string }[]> {
  return askSystem(
    database,
    sql<{ id: string; sealed_day: string }>`
    select id, sealed_day from imaging.container where closed_at is not null and not is_sealed`,
  );
}

export async function countQuarantinedOf(tx: Tx, containerId: string): Promise<number> {
  const row = await oneRow(
    tx,
    sql<{ count: number }>`
    select count(*) as count from imaging.quarantine where container_id = ${containerId}`,
  );
  return row.count;
}
