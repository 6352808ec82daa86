import { authoriseFeature } from '@liaison/access';
import { withActor, type AppDatabase, type Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { UserActor } from '@liaison/kernel';
import type { FoundHere } from './contract.ts';
import { invalid, peerFailed, peerMissing, refused } from './errors.ts';
import { PacsError } from './pacs-error.ts';
import type { Peer } from './peer.ts';
import type { FoundStudies, PacsLink, StudyCriteria } from './ports.ts';
import { listPresent } from './retrieval-store.ts';
import { isSearchable } from './search-criteria.ts';
import { findPeer, listPeersOf } from './store.ts';

export type SearchDeps = { database: AppDatabase; link: PacsLink };

/**
 * Studies of a PACS of the actor's structure; those that are on the platform already say where. The search is in the
 * journal before the PACS is asked, and no transaction is open while it answers.
 * @throws DomainError `access/refused`, `pacs/no-criterion`, `pacs/no-peer`, `pacs/inactive`, `pacs/no-search`, and the
 * failures of the PACS
 */
export async function searchPacs(
  { database, link }: SearchDeps,
  actor: UserActor,
  asked: { peerId: string; criteria: StudyCriteria },
  signal: AbortSignal,
): Promise<{ studies: FoundHere[]; isCapped: boolean }> {
  authoriseFeature(actor, 'study:retrieve');
  if (!isSearchable(asked.criteria)) throw invalid('pacs/no-criterion');
  const peer = await withActor(database, actor, (tx) => openSearch(tx, actor, asked));
  const found = await ask(link.findStudies(peer, asked.criteria, signal));
  const uids = found.studies.map((study) => study.StudyInstanceUID);
  const present = await withActor(database, actor, (tx) => listPresent(tx, peer.structureId, uids));
  const byUid = new Map(
    present.map(({ StudyInstanceUID, studyId, imageCount }) => [StudyInstanceUID, { studyId, imageCount }]),
  );
  return {
    studies: found.studies.map((study) => ({ ...study, present: byUid.get(study.StudyInstanceUID) ?? null })),
    isCapped: found.isCapped,
  };
}

async function openSearch(
  tx: Tx,
  actor: UserActor,
  { peerId, criteria }: { peerId: string; criteria: StudyCriteria },
): Promise<Peer> {
  const peer = await findPeer(tx, peerId);
  if (!peer || peer.structureId !== actor.structureId) throw peerMissing();
  if (!peer.isActive) throw refused('pacs/inactive');
  if (!peer.roles.query) throw refused('pacs/no-search');
  const given = Object.entries(criteria).filter(([, value]) => value !== '' && value !== null);
  await record(tx, actor, {
    act: 'pacs.searched',
    details: { peerId, aeTitle: peer.aeTitle, ...Object.fromEntries(given) },
  });
  return peer;
}

async function ask(search: Promise<FoundStudies>): Promise<FoundStudies> {
  try {
    return await search;
  } catch (error) {
    if (error instanceof PacsError) throw peerFailed(error);
    throw error;
  }
}

/** The PACS of the actor's structure where he may search. */
export async function listSearchable(
  tx: Tx,
  actor: UserActor,
): Promise<{ id: string; name: string; aeTitle: string; mayRetrieve: boolean }[]> {
  authoriseFeature(actor, 'study:retrieve');
  const peers = await listPeersOf(tx, actor.structureId);
  return peers
    .filter((peer) => peer.isActive && peer.roles.query)
    .map(({ id, name, aeTitle, roles }) => ({ id, name, aeTitle, mayRetrieve: roles.retrieve !== 'no' }));
}
