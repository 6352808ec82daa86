import { listDossiers, overallStatus } from '@liaison/teledossier/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FolderOpen } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useSearchParams } from 'react-router';
import { callEndpoint } from '../../app/api.ts';
import { useLive } from '../../app/live/useLive.tsx';
import { Page } from '../../app/Page.tsx';
import { keyOf, tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { DataList, MoreRows } from '../../ui/DataList.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { plural } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { FilterChips } from '../../ui/SegmentedControl.tsx';
import { SearchField } from '../../ui/TextField.tsx';
import { DossierItem } from './DossierItem.tsx';
import './teledossier.css';
import { useAsked } from './use-asked.ts';
import { statusMarks } from './words.ts';
import { NewRequestButton } from './WorklistPage.tsx';

const everyStatus = 'tous';
const statusChoices = [
  { value: everyStatus, label: 'Tous' },
  ...overallStatus.options.map((status) => ({ value: status, label: statusMarks[status].word })),
];

/** All télédossiers that this person may open, the newest first. The status is part of the address; words never are. */
export function DossierListPage() {
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState('');
  const status = overallStatus.safeParse(params.get('etat')).data;
  const asked = useDeferredValue(search);
  const given = { query: { ...(status ? { status } : {}), ...(asked ? { search: asked } : {}) } };
  const ask = useAsked();
  const list = useInfiniteQuery({
    queryKey: keyOf(listDossiers, given),
    queryFn: ({ pageParam, signal }) =>
      ask(JSON.stringify([given, pageParam]), (live) =>
        callEndpoint(
          listDossiers,
          { query: { ...given.query, ...(pageParam ? { cursor: pageParam } : {}), live } },
          signal,
        ),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });
  useLive([`user:${session.user.id}`, `community:${session.context.communityId}`], () => void list.refetch());

  const setFilter = (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '' || value === everyStatus) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;

  return (
    <Page title="Télédossiers" acts={<NewRequestButton />}>
      <div className="td-filters ui-swiped-chips">
        <SearchField label="Numéro, patient ou question" width="m" value={search} onChange={setSearch} />
        <FilterChips
          label="État"
          choices={statusChoices}
          value={status ?? everyStatus}
          onChange={(value) => setFilter('etat', value)}
        />
      </div>
      {list.isPending ? <SkeletonRows label="Chargement des télédossiers" /> : null}
      {list.isError && !list.data ? (
        <ErrorState
          title="Les télédossiers n’ont pas pu être lus"
          reference={tellError(list.error).reference}
          onRetry={() => void list.refetch()}
        >
          {tellError(list.error).title}
        </ErrorState>
      ) : null}
      {list.data && rows.length === 0 ? <NoDossier isFiltered={Boolean(search || status)} /> : null}
      {rows.length > 0 ? (
        <div className="td-rows">
          <output className="td-total">{plural(total, 'télédossier')}</output>
          <DataList label="Télédossiers">
            {rows.map((row) => (
              <DossierItem key={row.id} row={row} isStatusShown onActed={() => void list.refetch()} />
            ))}
          </DataList>
          <MoreRows pages={list}>{`Afficher la suite (${plural(total - rows.length, 'autre')})`}</MoreRows>
        </div>
      ) : null}
    </Page>
  );
}

function NoDossier({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState icon={FolderOpen} title="Aucun télédossier trouvé">
        Aucun ne correspond à cette recherche. Essayez avec moins de mots, ou un autre état.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={FolderOpen} title="Aucun télédossier" acts={<NewRequestButton />}>
      Les demandes que vous envoyez et celles que votre communauté reçoit apparaîtront ici.
    </EmptyState>
  );
}
