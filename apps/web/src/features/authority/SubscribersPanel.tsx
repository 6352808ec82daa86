import { listSubscribers, type Subscriber } from '@liaison/authority/contract';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, RadioTower } from 'lucide-react';
import { queryOf } from '../../app/queries.ts';
import { DataRow } from '../../ui/DataList.tsx';
import { formatDateTime, nbsp } from '../../ui/french.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Status } from '../../ui/Status.tsx';
import { QueryRows } from './QueryRows.tsx';

/** Controllers that follow the authority, those that are late first. */
export function SubscribersPanel() {
  const query = useQuery({
    ...queryOf(listSubscribers, {}),
    select: ({ subscribers }) => subscribers,
    refetchInterval: 30_000,
  });
  return (
    <div className="authority-panel">
      <QueryRows
        label="Contrôleurs abonnés"
        query={query}
        empty={{
          icon: RadioTower,
          title: 'Aucun contrôleur abonné',
          text: 'Un contrôleur apparaît ici dès qu’il demande les mises à jour avec sa licence.',
        }}
      >
        {(subscriber) => <SubscriberRow key={subscriber.id} subscriber={subscriber} />}
      </QueryRows>
    </div>
  );
}

function SubscriberRow({ subscriber }: { subscriber: Subscriber }) {
  const {
    organisation,
    installation,
    licence,
    controllerVersion,
    isConnected,
    lastSeenAt,
    lateSince,
    trouble,
  } = subscriber;
  const late = subscriber.bundles.filter(({ isLate }) => isLate);
  return (
    <DataRow
      title={
        <>
          {`${organisation} · ${installation}`}
          {lateSince === null ? (
            <Status tone="success" icon={CircleCheck}>
              À jour
            </Status>
          ) : (
            <Status tone="warning" icon={CircleAlert}>
              {`En retard depuis le ${formatDateTime(lateSince)}`}
            </Status>
          )}
        </>
      }
      detail={
        <>
          <span>{`Licence${nbsp}${licence.number}`}</span>
          <span>{`${licence.product}, contrôleur ${controllerVersion}`}</span>
          {late.map(({ bundleId, version, latest }) => (
            <span key={bundleId}>{`${bundleId}${nbsp}: ${version ?? 'aucune'} au lieu de ${latest}`}</span>
          ))}
          {trouble === null ? null : <span className="ui-row-failure">{trouble}</span>}
        </>
      }
      aside={
        <>
          <span>{isConnected ? 'Relié' : 'Non relié'}</span>
          <RelativeTime at={lastSeenAt} />
        </>
      }
    />
  );
}
