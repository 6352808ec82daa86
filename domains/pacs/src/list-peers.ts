import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { findStructure, listStructures } from '@liaison/directory';
import { listTraffic, readPeerTraffic, type PeerTraffic } from '@liaison/imaging';
import type { UserActor } from '@liaison/kernel';
import type { ListedPeer, PeerApproval, PeerEvent } from './contract.ts';
import { describeFailure } from './pacs-error.ts';
import { describeEvent } from './reception-words.ts';
import { requirePeer } from './require-peer.ts';
import { listPeerSheets, type ListedPeer as SheetRow } from './store.ts';

/** Peers of the administrator's structure, of every one for a regional one, with their traffic. @throws DomainError */
export async function listPeers(
  tx: Tx,
  actor: UserActor,
): Promise<{ peers: ListedPeer[]; structures: { id: string; name: string }[] }> {
  authoriseFeature(actor, 'peer:manage');
  const isRegional = actor.features.includes('regional-admin');
  const structureId = isRegional ? null : actor.structureId;
  const sheets = await listPeerSheets(tx, { structureId, peerId: null });
  const traffic = await readPeerTraffic(tx, sheets);
  const own = isRegional ? await listStructures(tx) : [await findStructure(tx, actor.structureId)];
  return {
    peers: sheets.map((sheet) => toListed(sheet, traffic.get(sheet.id))),
    structures: own.flatMap((structure) => (structure ? [{ id: structure.id, name: structure.name }] : [])),
  };
}

function toListed(sheet: SheetRow, seen: PeerTraffic | undefined): ListedPeer {
  const { testedAt, testMs, testCode, testDetail, ...rest } = sheet;
  const { isQueryApproved, queryApprovedBy, queryApprovedAt, ...others } = rest;
  const { isStoreApproved, storeApprovedBy, storeApprovedAt, ...peer } = others;
  const trouble = seen?.trouble ?? null;
  return {
    ...peer,
    queryApproval: toApproval(peer.roles.mayQuery, isQueryApproved, queryApprovedBy, queryApprovedAt),
    storeApproval: toApproval(peer.roles.store, isStoreApproved, storeApprovedBy, storeApprovedAt),
    test: testedAt && {
      at: testedAt.toISOString(),
      ms: testMs,
      failure: testCode === null ? null : describeFailure(testCode, testDetail),
    },
    traffic: {
      openAssociations: seen?.openAssociations ?? 0,
      openImages: seen?.openImages ?? 0,
      dayImages: seen?.dayImages ?? 0,
      lastImageAt: seen?.lastImageAt ?? null,
      lastTrouble: trouble && { at: trouble.at, text: describeEvent(trouble.kind, trouble.reason).text },
    },
  };
}

function toApproval(isAsked: boolean, isApproved: boolean, by: string | null, at: Date | null): PeerApproval {
  if (!isAsked) return { state: 'none', by: null, at: null };
  if (!isApproved) return { state: 'awaited', by: null, at: null };
  return { state: 'approved', by, at: at?.toISOString() ?? null };
}

const mostEvents = 50;

/** @throws DomainError `access/refused`, `pacs/no-peer`, `pacs/not-your-structure` */
export async function readPeerEvents(tx: Tx, actor: UserActor, peerId: string): Promise<PeerEvent[]> {
  const peer = await requirePeer(tx, actor, peerId);
  const events = await listTraffic(tx, { peerId: peer.id, aeTitle: peer.aeTitle, most: mostEvents });
  return events.map((event) => ({
    id: event.id,
    at: event.at.toISOString(),
    ...describeEvent(event.kind, event.reason),
    address: event.address,
    tls: event.tls,
    imageCount: event.imageCount,
    byteCount: event.byteCount,
  }));
}
