import type { ContainerAbout } from '@liaison/blobs';
import type { Tx } from '@liaison/db';
import type { MachineActor } from '@liaison/kernel';
import { beginContainer, holdContainer, type ContainerRow } from './container-store.ts';

/** What the projector keeps in mind of a container between two looks. */
export type Followed = {
  readonly path: string;
  readonly about: ContainerAbout;
  /** Null where the catalogue has none yet, undefined where that is not known. */
  row: ContainerRow | null | undefined;
  /** The image under way at the last look: should it vanish, it was cut. */
  lastCurrentUid: string | null;
};

/** Another projector was faster: what is known of the container is stale. */
export class OvertakenError extends Error {}

/** The container as this process knows it, held; made where the catalogue has none. */
export async function lockExpected(tx: Tx, followed: Followed): Promise<ContainerRow> {
  const { about, row: known } = followed;
  const row = await (known ? holdContainer(tx, about.id) : beginContainer(tx, about));
  if (!row || row.projected_bytes !== (known?.projected_bytes ?? 0) || row.closed_at) {
    throw new OvertakenError('another projector went on with this container');
  }
  return row;
}

/** The peer that sent a container, as the journal names it. */
export function senderOf(about: ContainerAbout, row: ContainerRow): MachineActor {
  return { kind: 'machine', name: about.callingAeTitle, structureId: row.structure_id };
}
