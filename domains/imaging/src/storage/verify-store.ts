import {
  ContainerFormatError,
  ContainerMissingError,
  listContainers,
  locateContainer,
  reopenContainer,
  scanContainer,
  verifyEntry,
  type ContainerEntry,
} from '@liaison/blobs';
import { rows, withSystem, type SystemDatabase } from '@liaison/db';
import { sql } from 'kysely';

/**
 * What the catalogue and the store say differently. `container-missing`, `image-missing`, `image-damaged`: the catalogue
 * promises what the disk does not have. `container-orphan`, `container-behind`: the disk has what the catalogue does not;
 * a repair hands it to the projector again. `set-aside`: something lies in `damaged/` for someone to look at.
 */
export type StoreFault = {
  readonly kind:
    | 'container-missing'
    | 'container-unreadable'
    | 'image-missing'
    | 'image-damaged'
    | 'container-orphan'
    | 'container-behind'
    | 'set-aside';
  /** Id of the container; for `set-aside`, the file's name. */
  readonly container: string;
  /** Images concerned. */
  readonly count: number;
};

export type StoreVerdict = {
  readonly containers: number;
  readonly images: number;
  readonly faults: readonly StoreFault[];
  /** Containers that were handed to the projector again. */
  readonly repaired: number;
};

export type VerifyOptions = {
  /** Reads every image and compares its CRC-32, instead of the records' headers and trailers only. */
  readonly deep?: boolean;
  /** Hands what the catalogue lacks to the projector again. Nothing is ever deleted. */
  readonly repair?: boolean;
  onProgress?(containers: number): void;
};

type CataloguedContainer = {
  id: string;
  projected_bytes: number;
  closed_at: Date | null;
  images: { uid: string; offset: number; length: number; crc: number }[];
};

const perQuery = 200;

/** Holds the catalogue against the containers, in both directions. May run while the platform does. */
export async function verifyStore(
  database: SystemDatabase,
  storeRoot: string,
  options: VerifyOptions = {},
): Promise<StoreVerdict> {
  // The files first: one that is made meanwhile is no orphan, one that is purged meanwhile has left the catalogue too.
  const files = listContainers(storeRoot);
  const faults: StoreFault[] = files.setAside.map((container) => ({
    kind: 'set-aside',
    container,
    count: 0,
  }));
  const known = new Set<string>();
  let images = 0;
  for (let after: string | null = null; ;) {
    const page = await listCatalogued(database, after);
    for (const container of page) {
      known.add(container.id);
      images += container.images.length;
      faults.push(...verifyContainer(storeRoot, container, options.deep ?? false));
    }
    options.onProgress?.(known.size);
    after = page.at(-1)?.id ?? null;
    if (page.length < perQuery) break;
  }
  const doomed = await listDoomed(database);
  const orphans = files.sealed.filter((id) => !known.has(id) && !doomed.has(id));
  faults.push(...orphans.flatMap((id) => orphanFault(storeRoot, id)));
  const repaired = options.repair ? repairAll(storeRoot, faults) : 0;
  return { containers: known.size, images, faults, repaired };
}

function verifyContainer(storeRoot: string, container: CataloguedContainer, isDeep: boolean): StoreFault[] {
  const { id, images } = container;
  try {
    const path = locateContainer(storeRoot, id);
    const entries = scanContainer(path, 0).entries.filter((entry) => entry.kind === 'instance');
    const byOffset = new Map(entries.map((entry) => [entry.dataOffset, entry]));
    const found = images.map((image) => ({ image, entry: byOffset.get(image.offset) }));
    const missing = found.filter(({ image, entry }) => !entry || !isSame(image, entry)).length;
    const damaged = isDeep ? found.filter(({ entry }) => entry && !verifyEntry(path, entry)).length : 0;
    const isBehind =
      path.includes('sealed') &&
      container.closed_at === null &&
      entries.some((entry) => entry.nextOffset > container.projected_bytes);
    return [
      ...(missing > 0 ? [{ kind: 'image-missing', container: id, count: missing } as const] : []),
      ...(damaged > 0 ? [{ kind: 'image-damaged', container: id, count: damaged } as const] : []),
      ...(isBehind ? [{ kind: 'container-behind', container: id, count: entries.length } as const] : []),
    ];
  } catch (error) {
    if (error instanceof ContainerMissingError)
      return [{ kind: 'container-missing', container: id, count: images.length }];
    if (error instanceof ContainerFormatError)
      return [{ kind: 'container-unreadable', container: id, count: images.length }];
    throw error;
  }
}

function isSame(image: CataloguedContainer['images'][number], entry: ContainerEntry): boolean {
  return (
    entry.kind === 'instance' &&
    entry.header.SOPInstanceUID === image.uid &&
    entry.dataLength === image.length &&
    entry.crc32 === image.crc
  );
}

function orphanFault(storeRoot: string, id: string): StoreFault[] {
  try {
    const { entries } = scanContainer(locateContainer(storeRoot, id), 0);
    const count = entries.filter((entry) => entry.kind === 'instance').length;
    return [{ kind: 'container-orphan', container: id, count }];
  } catch (error) {
    // Purged since the files were listed.
    if (error instanceof ContainerMissingError) return [];
    if (!(error instanceof ContainerFormatError)) throw error;
    return [{ kind: 'container-unreadable', container: id, count: 0 }];
  }
}

function repairAll(storeRoot: string, faults: readonly StoreFault[]): number {
  const mendable = faults.filter(({ kind }) => kind === 'container-orphan' || kind === 'container-behind');
  for (const { container } of mendable) reopenContainer(storeRoot, container);
  return mendable.length;
}

function listCatalogued(database: SystemDatabase, after: string | null): Promise<CataloguedContainer[]> {
  return withSystem(database, (tx) =>
    rows(
      tx,
      sql<CataloguedContainer>`
      select c.id, c.projected_bytes, c.closed_at, coalesce((
          select jsonb_agg(jsonb_build_object('uid', i.sop_instance_uid, 'offset', i.data_offset,
                   'length', i.data_length, 'crc', i.crc32))
            from (select sop_instance_uid, data_offset, data_length, crc32 from imaging.instance
                   where container_id = c.id
                  union all
                  select sop_instance_uid, data_offset, data_length, crc32 from imaging.quarantine
                   where container_id = c.id) i), '[]') as images
        from imaging.container c
       where ${after}::uuid is null or c.id > ${after}::uuid
       order by c.id limit ${perQuery}`,
    ),
  );
}

async function listDoomed(database: SystemDatabase): Promise<Set<string>> {
  const found = await withSystem(database, (tx) =>
    rows(tx, sql<{ id: string }>`select id from imaging.purged_container`),
  );
  return new Set(found.map(({ id }) => id));
}
