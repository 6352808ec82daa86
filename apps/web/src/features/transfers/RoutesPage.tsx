import { listRoutes, orderRoutes, updateRoute, type Route } from '@liaison/transfers/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Route as RouteIcon } from 'lucide-react';
import { useState } from 'react';

import { callEndpoint, type Reply } from '../../app/api.ts';
import { useLive } from '../../app/live/useLive.tsx';
import { Page } from '../../app/Page.tsx';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/Button.tsx';
import { DataList } from '../../ui/DataList.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { notify } from '../../ui/Toast.tsx';
import { RemoveRoute } from './RemoveRoute.tsx';
import { RouteDialog } from './RouteDialog.tsx';
import { RouteHistory } from './RouteHistory.tsx';
import { RouteRow } from './RouteRow.tsx';
import './transfers.css';

type Shown = { kind: 'edit'; route: Route | null } | { kind: 'history' | 'remove'; route: Route } | null;

/** Which exams of a structure leave by themselves, and for where. */
export function RoutesPage() {
  const { context } = useSession();
  const { structureId } = context;
  const queryClient = useQueryClient();
  const [shown, setShown] = useState<Shown>(null);
  const list = useQuery(queryOf(listRoutes, { params: { structureId } }));
  const refresh = () => queryClient.invalidateQueries({ queryKey: keyOf(listRoutes) });
  useLive([`structure:${structureId}`], refresh);
  const close = () => {
    setShown(null);
    void refresh();
  };
  return (
    <Page
      title="Routes"
      acts={
        <Button
          variant="primary"
          icon={<Plus aria-hidden />}
          onPress={() => setShown({ kind: 'edit', route: null })}
        >
          Nouvelle route
        </Button>
      }
    >
      {list.isError ? (
        <ErrorState
          title="La liste des routes n’a pas pu être lue"
          reference={tellError(list.error).reference}
          onRetry={() => void list.refetch()}
        >
          {tellError(list.error).title}
        </ErrorState>
      ) : null}
      {list.isPending ? <SkeletonRows count={3} label="Chargement des routes" /> : null}
      {list.data ? <Routes structureId={structureId} {...{ data: list.data, refresh, setShown }} /> : null}
      {shown?.kind === 'edit' && list.data ? (
        <RouteDialog structureId={structureId} route={shown.route} offered={list.data} onClose={close} />
      ) : null}
      {shown?.kind === 'history' ? <RouteHistory route={shown.route} onClose={close} /> : null}
      {shown?.kind === 'remove' ? <RemoveRoute route={shown.route} onClose={close} /> : null}
    </Page>
  );
}

type RoutesProps = {
  structureId: string;
  data: Reply<typeof listRoutes>;
  refresh: () => Promise<void>;
  setShown: (shown: Shown) => void;
};

function Routes({ structureId, data: { routes }, refresh, setShown }: RoutesProps) {
  const onError = (error: Error) =>
    notify({ tone: 'urgent', title: 'La route n’a pas été changée', detail: tellError(error).title });
  const order = useMutation({
    mutationFn: (routeIds: string[]) =>
      callEndpoint(orderRoutes, { params: { structureId }, body: { routeIds } }),
    onSuccess: refresh,
    onError,
  });
  const activate = useMutation({
    mutationFn: ({ route, isActive }: { route: Route; isActive: boolean }) =>
      callEndpoint(updateRoute, { params: { routeId: route.id }, body: { ...route, isActive } }),
    onSuccess: refresh,
    onError,
  });
  const move = (at: number, by: -1 | 1) => {
    const ids = routes.map(({ id }) => id);
    const [moved] = ids.splice(at, 1);
    if (moved === undefined) return;
    ids.splice(at + by, 0, moved);
    order.mutate(ids);
  };
  if (routes.length === 0) {
    return (
      <EmptyState
        icon={RouteIcon}
        title="Aucune route"
        acts={<Button onPress={() => setShown({ kind: 'edit', route: null })}>Nouvelle route</Button>}
      >
        Une route envoie d’elle-même vers un autre PACS les examens qui répondent à ses conditions. Créez-en
        une, puis essayez-la à blanc sur les examens passés avant de l’activer.
      </EmptyState>
    );
  }
  return (
    <>
      <p className="routes-what">
        Chaque examen reçu suit toutes les routes actives dont il remplit les conditions.
      </p>
      <DataList label="Routes">
        {routes.map((route, at) => (
          <RouteRow
            key={route.id}
            route={route}
            isFirst={at === 0}
            isLast={at === routes.length - 1}
            isPending={order.isPending || activate.isPending}
            onMove={(by) => move(at, by)}
            onActivate={(isActive) => activate.mutate({ route, isActive })}
            onEdit={() => setShown({ kind: 'edit', route })}
            onHistory={() => setShown({ kind: 'history', route })}
            onRemove={() => setShown({ kind: 'remove', route })}
          />
        ))}
      </DataList>
    </>
  );
}
