import { listPeers, type ListedPeer } from '@liaison/pacs/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Server } from 'lucide-react';
import { useState } from 'react';

import type { Reply } from '../../app/api.ts';
import { Page } from '../../app/Page.tsx';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/Button.tsx';
import { DataList } from '../../ui/DataList.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { PeerDialog } from './PeerDialog.tsx';
import { PeerEvents } from './PeerEvents.tsx';
import { PeerRow } from './PeerRow.tsx';
import './pacs.css';

type Shown = { kind: 'edit'; peer: ListedPeer | null } | { kind: 'events'; peer: ListedPeer } | null;

const refreshEveryMs = 3000;

/** The PACS and machines of a structure, or of all: who they are, how they do, what goes wrong with them. */
export function PeersPage() {
  const { features } = useSession();
  const isRegional = features.includes('regional-admin');
  const queryClient = useQueryClient();
  const [shown, setShown] = useState<Shown>(null);
  // Traffic grows with each image: it is looked at, not told.
  const list = useQuery({ ...queryOf(listPeers, {}), refetchInterval: refreshEveryMs });
  const close = () => {
    setShown(null);
    void queryClient.invalidateQueries({ queryKey: keyOf(listPeers) });
  };
  return (
    <Page
      title="PACS et appareils"
      titleAside={isRegional ? <span className="quiet">tous les établissements</span> : null}
      acts={
        <Button
          variant="primary"
          icon={<Plus aria-hidden />}
          onPress={() => setShown({ kind: 'edit', peer: null })}
        >
          Ajouter
        </Button>
      }
    >
      {list.isError && !list.data ? (
        <ErrorState
          title="La liste des PACS n’a pas pu être lue"
          reference={tellError(list.error).reference}
          onRetry={() => void list.refetch()}
        >
          {tellError(list.error).title}
        </ErrorState>
      ) : null}
      {list.isPending ? <SkeletonRows count={3} label="Chargement des PACS" /> : null}
      {list.data ? <Peers data={list.data} isRegional={isRegional} onShow={setShown} /> : null}
      {shown?.kind === 'edit' && list.data ? (
        <PeerDialog peer={shown.peer} structures={list.data.structures} onClose={close} />
      ) : null}
      {shown?.kind === 'events' ? <PeerEvents peer={shown.peer} onClose={close} /> : null}
    </Page>
  );
}

type PeersProps = {
  data: Reply<typeof listPeers>;
  isRegional: boolean;
  onShow: (shown: Shown) => void;
};

function Peers({ data: { peers, own }, isRegional, onShow }: PeersProps) {
  return (
    <>
      <p className="peers-own">
        À déclarer dans chaque PACS : titre d’application <span className="mono">{own.aeTitle}</span>, port{' '}
        <span className="mono">{own.port}</span>.
      </p>
      {peers.length === 0 ? (
        <EmptyState
          icon={Server}
          title="Aucun PACS ni appareil"
          acts={<Button onPress={() => onShow({ kind: 'edit', peer: null })}>Ajouter</Button>}
        >
          Ajoutez le PACS ou le scanner qui doit envoyer ses images, puis testez la liaison.
        </EmptyState>
      ) : (
        <DataList label="PACS et appareils">
          {peers.map((peer) => (
            <PeerRow
              key={peer.id}
              peer={peer}
              isStructureShown={isRegional}
              onEdit={() => onShow({ kind: 'edit', peer })}
              onEvents={() => onShow({ kind: 'events', peer })}
            />
          ))}
        </DataList>
      )}
    </>
  );
}
