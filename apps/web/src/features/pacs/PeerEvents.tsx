import { readPeerEvents, type ListedPeer } from '@liaison/pacs/contract';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, History, TriangleAlert } from 'lucide-react';

import { queryOf, tellError } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { formatBytes, formatDateTime, plural } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { Status } from '../../ui/Status.tsx';

/** The last associations of a peer with us, newest first. */
export function PeerEvents({ peer, onClose }: { peer: ListedPeer; onClose: () => void }) {
  const found = useQuery({
    ...queryOf(readPeerEvents, { params: { peerId: peer.id } }),
    refetchInterval: 3000,
  });
  return (
    <Dialog
      title={`Dernières associations · ${peer.name}`}
      isOpen
      onClose={onClose}
      size="large"
      acts={<Button onPress={onClose}>Fermer</Button>}
    >
      {found.isPending ? <SkeletonRows count={4} label="Chargement des associations" /> : null}
      {found.isError ? (
        <ErrorState
          title="Les associations n’ont pas pu être lues"
          reference={tellError(found.error).reference}
          onRetry={() => void found.refetch()}
        >
          {tellError(found.error).title}
        </ErrorState>
      ) : null}
      {found.data?.events.length === 0 ? (
        <EmptyState icon={History} title="Aucune association">
          Il n’a pas encore appelé Liaison. Chaque appel apparaîtra ici, avec ce qu’il a apporté.
        </EmptyState>
      ) : (
        <DataList label="Associations">
          {(found.data?.events ?? []).map((event) => (
            <DataRow
              key={event.id}
              title={
                <Status
                  tone={event.isTrouble ? 'warning' : 'neutral'}
                  icon={event.isTrouble ? TriangleAlert : CircleCheck}
                >
                  {event.text}
                </Status>
              }
              detail={
                <>
                  <span>{formatDateTime(event.at)}</span>
                  <span className="mono">{`${event.address}${event.tls ? ' TLS' : ''}`}</span>
                  {event.imageCount === null ? null : <span>{plural(event.imageCount, 'image')}</span>}
                  {event.byteCount ? <span>{formatBytes(event.byteCount)}</span> : null}
                </>
              }
            />
          ))}
        </DataList>
      )}
    </Dialog>
  );
}
