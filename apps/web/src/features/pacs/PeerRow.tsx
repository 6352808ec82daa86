import {
  approvePeerQueries,
  approvePeerSendings,
  changePeer,
  listPeers,
  peerBinding,
  peerCall,
  peerSheet,
  testPeer,
  type ListedPeer,
} from '@liaison/pacs/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  Activity,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  Ellipsis,
  History,
  Pencil,
  Power,
  PowerOff,
  ShieldCheck,
  ShieldQuestion,
} from 'lucide-react';

import { callEndpoint } from '../../app/api.ts';
import { keyOf, tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { DataRow } from '../../ui/DataList.tsx';
import { nbsp, plural } from '../../ui/french.ts';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Status } from '../../ui/Status.tsx';
import { notify } from '../../ui/Toast.tsx';

type Props = { peer: ListedPeer; isStructureShown: boolean; onEdit: () => void; onEvents: () => void };

/** One peer: what it is, whether it answers, what comes from it. */
export function PeerRow({ peer, isStructureShown, onEdit, onEvents }: Props) {
  return (
    <DataRow
      {...(peer.isActive && peer.test?.failure ? { tone: 'urgent' as const } : {})}
      title={
        <>
          {peer.name}
          <span className="ui-row-traits mono">{peer.aeTitle}</span>
        </>
      }
      detail={
        <>
          {isStructureShown ? <span>{peer.structureName}</span> : null}
          {peer.host ? (
            <span className="mono">{`${peer.host}:${peer.port ?? ''}${peer.usesTls ? ' TLS' : ''}`}</span>
          ) : null}
          <span>{describeRoles(peer)}</span>
          <Approval peer={peer} />
          <Traffic traffic={peer.traffic} />
          {peer.isActive && peer.test?.failure ? (
            <span className="ui-row-failure">{peer.test.failure}</span>
          ) : null}
        </>
      }
      aside={<Health peer={peer} />}
      acts={<Acts peer={peer} onEdit={onEdit} onEvents={onEvents} />}
    />
  );
}

function describeRoles({ roles }: ListedPeer): string {
  const words = [
    roles.mayStore ? 'envoie' : '',
    roles.mayQuery ? 'cherche ici' : '',
    roles.query ? 'consultable' : '',
    roles.retrieve === 'no' ? '' : 'récupérable',
    roles.store ? 'reçoit' : '',
    roles.commit ? 'confirme l’archivage' : '',
  ].filter(Boolean);
  return words.length > 0 ? words.join(', ') : 'aucun rôle';
}

/** What it may only once a regional administrator has said so, and what that one is to look at. */
function Approval({ peer }: { peer: ListedPeer }) {
  const certificates = peer.certificates.map((print) => `certificat ${print.slice(0, 16)}…`);
  const proof = peer.usesTls ? ['par TLS', ...certificates] : [];
  return (
    <>
      {peer.queryApproval.state === 'awaited' ? (
        <>
          <Status tone="warning" icon={ShieldQuestion}>
            Recherche ici à approuver par l’administration régionale
          </Status>
          <span>{`lié à ${[...peer.addresses, ...certificates].join(', ')}${peer.requiresTls ? ', par TLS' : ''}`}</span>
        </>
      ) : null}
      {peer.storeApproval.state === 'awaited' ? (
        <>
          <Status tone="warning" icon={ShieldQuestion}>
            Envoi vers lui à approuver par l’administration régionale
          </Status>
          <span>{`appelé à ${[`${peer.host ?? ''}:${peer.port ?? ''}`, ...proof].join(', ')}`}</span>
        </>
      ) : null}
    </>
  );
}

function Traffic({ traffic }: Pick<ListedPeer, 'traffic'>) {
  const { openAssociations, openImages, dayImages, lastImageAt, lastTrouble } = traffic;
  return (
    <>
      {openAssociations > 0 ? (
        <Status tone="accent" icon={Activity}>
          {`${plural(openAssociations, 'réception')} en cours · ${plural(openImages, 'image')}`}
        </Status>
      ) : null}
      {dayImages > 0 ? <span>{`${plural(dayImages, 'image')} en 24${nbsp}h`}</span> : null}
      {lastImageAt ? (
        <span>
          dernière image <RelativeTime at={lastImageAt} />
        </span>
      ) : null}
      {lastTrouble ? (
        <span className="ui-row-failure">
          {`Reçu de lui${nbsp}: ${lastTrouble.text} `}
          <span className="quiet">
            <RelativeTime at={lastTrouble.at} />
          </span>
        </span>
      ) : null}
    </>
  );
}

function Health({ peer: { isActive, test, host } }: { peer: ListedPeer }) {
  if (!isActive)
    return (
      <Status tone="neutral" icon={PowerOff}>
        Désactivé
      </Status>
    );
  if (!test)
    return (
      <Status tone="neutral" icon={CircleHelp}>
        {host ? 'Jamais testé' : 'Nous appelle seulement'}
      </Status>
    );
  return (
    <>
      <Status tone={test.failure ? 'urgent' : 'success'} icon={test.failure ? CircleAlert : CircleCheck}>
        {test.failure ? 'Ne répond pas' : `Répond en ${test.ms ?? 0}${nbsp}ms`}
      </Status>
      <span>
        testé <RelativeTime at={test.at} />
      </span>
    </>
  );
}

function Acts({ peer, onEdit, onEvents }: Omit<Props, 'isStructureShown'>) {
  const { features } = useSession();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: keyOf(listPeers) });
  const test = useMutation({
    mutationFn: () => callEndpoint(testPeer, { params: { peerId: peer.id } }),
    onSuccess: refresh,
    onError: (error) =>
      notify({ tone: 'urgent', title: 'Le test n’a pas pu être fait', detail: tellError(error).title }),
  });
  const activate = useMutation({
    mutationFn: (isActive: boolean) =>
      callEndpoint(changePeer, {
        params: { peerId: peer.id },
        body: { ...peerSheet.parse(peer), isActive },
      }),
    onSuccess: refresh,
    onError: (error) =>
      notify({ tone: 'urgent', title: 'La fiche n’a pas été changée', detail: tellError(error).title }),
  });
  return (
    <>
      {features.includes('regional-admin') ? <ApprovalActs peer={peer} onDone={refresh} /> : null}
      {peer.host ? (
        <Button
          icon={<Activity aria-hidden />}
          isPending={test.isPending}
          onPress={() => test.mutate()}
          aria-label={`Tester ${peer.name}`}
        >
          Tester
        </Button>
      ) : null}
      <Menu
        label={`Autres actes sur ${peer.name}`}
        trigger={<IconButton label={`Autres actes sur ${peer.name}`} icon={<Ellipsis aria-hidden />} />}
      >
        <MenuItem icon={<Pencil />} onAction={onEdit}>
          Modifier la fiche
        </MenuItem>
        <MenuItem icon={<History />} onAction={onEvents}>
          Voir les dernières associations
        </MenuItem>
        {peer.isActive ? (
          <MenuItem icon={<PowerOff />} isDanger onAction={() => activate.mutate(false)}>
            Désactiver
          </MenuItem>
        ) : (
          <MenuItem icon={<Power />} onAction={() => activate.mutate(true)}>
            Activer
          </MenuItem>
        )}
      </Menu>
    </>
  );
}

/** One button for each thing that waits: it approves what the row shows. */
function ApprovalActs({ peer, onDone }: { peer: ListedPeer; onDone: () => Promise<void> }) {
  const params = { peerId: peer.id };
  const search = useMutation({
    mutationFn: () => callEndpoint(approvePeerQueries, { params, body: peerBinding.parse(peer) }),
    onSuccess: async () => {
      await onDone();
      notify({ tone: 'success', title: `${peer.name} peut chercher ici` });
    },
    onError: (error) =>
      notify({ tone: 'urgent', title: 'La recherche n’a pas été approuvée', detail: tellError(error).title }),
  });
  const sending = useMutation({
    mutationFn: () => callEndpoint(approvePeerSendings, { params, body: peerCall.parse(peer) }),
    onSuccess: async () => {
      await onDone();
      notify({ tone: 'success', title: `${peer.name} peut recevoir des images` });
    },
    onError: (error) =>
      notify({ tone: 'urgent', title: 'L’envoi n’a pas été approuvé', detail: tellError(error).title }),
  });
  return (
    <>
      {peer.queryApproval.state === 'awaited' ? (
        <Button
          icon={<ShieldCheck aria-hidden />}
          isPending={search.isPending}
          onPress={() => search.mutate()}
          aria-label={`Approuver la recherche par ${peer.name}`}
        >
          Approuver la recherche
        </Button>
      ) : null}
      {peer.storeApproval.state === 'awaited' ? (
        <Button
          icon={<ShieldCheck aria-hidden />}
          isPending={sending.isPending}
          onPress={() => sending.mutate()}
          aria-label={`Approuver l’envoi vers ${peer.name}`}
        >
          Approuver l’envoi
        </Button>
      ) : null}
    </>
  );
}
