import { readRouteHistory, type Route, type RoutedStudy } from '@liaison/transfers/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';

import { callEndpoint } from '../../app/api.ts';
import { keyOf, tellError } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { DataList, DataRow, MoreRows } from '../../ui/DataList.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { formatDateTime } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { Status } from '../../ui/Status.tsx';
import { describeModalities } from '../exams/exams-filter.ts';
import { describeProgress, stateWords } from './words.ts';

/** What followed a route, the last first; no patient is named to whoever manages routes. */
export function RouteHistory({ route, onClose }: { route: Route; onClose: () => void }) {
  const list = useInfiniteQuery({
    queryKey: [...keyOf(readRouteHistory), route.id],
    queryFn: ({ pageParam, signal }) =>
      callEndpoint(
        readRouteHistory,
        { params: { routeId: route.id }, query: { limit: 25, ...(pageParam ? { cursor: pageParam } : {}) } },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });
  const studies = list.data?.pages.flatMap((page) => page.studies) ?? [];
  return (
    <Dialog
      title={`Historique de la route ${route.name}`}
      isOpen
      onClose={onClose}
      size="large"
      acts={<Button onPress={onClose}>Fermer</Button>}
    >
      {list.isPending ? <SkeletonRows count={4} label="Chargement de l’historique" /> : null}
      {list.isError ? (
        <ErrorState title="L’historique n’a pas pu être lu" onRetry={() => void list.refetch()}>
          {tellError(list.error).title}
        </ErrorState>
      ) : null}
      {list.isSuccess && studies.length === 0 ? (
        <EmptyState icon={History} title="Aucun examen n’a suivi cette route">
          Chaque examen qui la suivra apparaîtra ici, avec sa destination et ce qu’il en est advenu.
        </EmptyState>
      ) : null}
      <DataList label={`Examens qui ont suivi la route ${route.name}`}>
        {studies.map((study) => (
          <RoutedRow key={study.deliveryId} study={study} />
        ))}
      </DataList>
      <MoreRows pages={list}>Afficher la suite</MoreRows>
    </Dialog>
  );
}

function RoutedRow({ study }: { study: RoutedStudy }) {
  const { tone, icon, text } = stateWords(study);
  return (
    <DataRow
      title={<span className="tabular">{formatDateTime(study.at)}</span>}
      detail={
        <>
          <span>{`${describeModalities(study.modalities)} de ${study.callingAeTitle}`}</span>
          <span>{`vers ${study.destinationName}`}</span>
          {study.failure ? <span className="ui-row-failure">{study.failure.text}</span> : null}
        </>
      }
      aside={<Status tone={tone} icon={icon}>{`${text} · ${describeProgress(study)}`}</Status>}
    />
  );
}
