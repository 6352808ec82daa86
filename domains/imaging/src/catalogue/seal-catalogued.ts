import { sealContainers, type ToSeal } from '@liaison/blobs';
import type { SystemDatabase } from '@liaison/db';
import { markSealed } from './container-store.ts';
import type { Followed } from './followed-container.ts';

/** Those of these containers that the catalogue has closed. */
export function listClosed(all: readonly Followed[]): ToSeal[] {
  return all.flatMap(({ path, about, row }) =>
    row?.sealed_day ? [{ id: about.id, path, day: row.sealed_day }] : [],
  );
}

/**
 * Moves containers that the catalogue has closed out of the open ones: the files first, then one statement says so of all.
 * @returns those that could not be moved
 */
export async function sealCatalogued(
  { database, storeRoot }: { database: SystemDatabase; storeRoot: string },
  closed: readonly ToSeal[],
): Promise<{ id: string; error: unknown }[]> {
  if (closed.length === 0) return [];
  const { sealed, failures } = sealContainers(storeRoot, closed);
  await markSealed(database, sealed);
  return failures;
}
