import { readPeerEvents, type ListedPeer } from '@liaison/pacs/contract';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';

import { queryOf, tellError } from '../../app/queries.ts';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorState } from '../../ui/EmptyState.tsx';
import { formatDateTime, plural } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { Status } from '../../ui/Status.tsx';
import { formatBytes } from './words.ts';

/** The last associations of a peer with us, newest first. */
export function PeerEvents({ peer, onClose }: { peer: ListedPeer; onClose: () => void }) {
  const found = useQuery({
    ...queryOf(readPeerEvents, { params: { peerId: peer.id } }),
    refetchInterval: 3000,
  });
  return (
    <Dialog title={`Dernières associations de ${peer.name}`} isOpen onClose={onClose} size="large">
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
        <p className="quiet">Il n’a pas encore appelé Liaison.</p>
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
