import { listStudies } from '@liaison/imaging/contract';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Disc3, ScanLine, SearchX, Send } from 'lucide-react';
import { useDeferredValue, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';

import { callEndpoint } from '../../app/api.ts';
import { useLive } from '../../app/live/useLive.tsx';
import { Page } from '../../app/Page.tsx';
import { keyOf, tellError } from '../../app/queries.ts';
import { useRowKeys } from '../../app/row-keys.ts';
import { useSession } from '../../app/session.tsx';
import { useShortcut } from '../../app/shortcuts.tsx';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { DataList, ListFilters, MoreRows } from '../../ui/DataList.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { formatNumber } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { FilterChips } from '../../ui/SegmentedControl.tsx';
import { SearchField } from '../../ui/TextField.tsx';
import { ExamRow } from './ExamRow.tsx';
import { modalities, type ModalityChoice, type Period, periods, readFilter } from './exams-filter.ts';
import './exams.css';

type Filter = { search: string; period: Period; modality: ModalityChoice };

/** Exams received by my structure, growing while they arrive. */
export function ExamsPage() {
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState('');
  const filter: Filter = { ...readFilter(params), search: useDeferredValue(search.trim()) };
  const list = useStudies(filter);
  const searchBox = useRef<HTMLDivElement>(null);
  useShortcut('/', 'Chercher un examen', () => searchBox.current?.querySelector('input')?.focus());

  const setFilter = (name: 'periode' | 'modalite', value: string) => {
    const next = new URLSearchParams(params);
    next.set(name, value);
    setParams(next, { replace: true });
  };
  const [first] = list.data?.pages ?? [];
  return (
    <Page
      title="Examens reçus"
      titleAside={
        first && !list.isPlaceholderData ? (
          <span className="quiet tabular">{describeTotal(first)}</span>
        ) : null
      }
      acts={
        <div className="exams-acts">
          <ButtonLink href="/examens/import" icon={<Disc3 aria-hidden />}>
            Importer un CD ou un dossier
          </ButtonLink>
          <ButtonLink href="/examens/envois" icon={<Send aria-hidden />}>
            Envois
          </ButtonLink>
        </div>
      }
    >
      <ListFilters>
        <div className="exams-search" ref={searchBox}>
          <SearchField
            label="Chercher un examen"
            placeholder="Nom, IPP, numéro d’examen"
            value={search}
            onChange={setSearch}
          />
        </div>
        <FilterChips
          label="Reçus depuis"
          choices={periods}
          value={filter.period}
          onChange={(value) => setFilter('periode', value)}
        />
        <FilterChips
          label="Modalité"
          choices={modalities}
          value={filter.modality}
          onChange={(value) => setFilter('modalite', value)}
        />
      </ListFilters>
      <ExamRows
        list={list}
        filter={filter}
        onWiden={() => {
          setSearch('');
          setParams({ periode: 'all', modalite: 'all' }, { replace: true });
        }}
      />
    </Page>
  );
}

function describeTotal({ total, isTotalCapped }: { total: number; isTotalCapped: boolean }): string {
  return isTotalCapped ? `plus de ${formatNumber(total)}` : formatNumber(total);
}

function useStudies({ search, period, modality }: Filter) {
  const { context } = useSession();
  const queryClient = useQueryClient();
  // A list that the user asks for leaves a row in the journal; one read again because an image came does not.
  const isLive = useRef(false);
  useLive([`structure:${context.structureId}`], async () => {
    isLive.current = true;
    await queryClient.invalidateQueries({ queryKey: keyOf(listStudies) });
    isLive.current = false;
  });

  const query = {
    ...(search ? { search } : {}),
    ...(period === 'all' ? {} : { hours: Number(period) }),
    ...(modality === 'all' ? {} : { modality }),
  };
  return useInfiniteQuery({
    queryKey: [...keyOf(listStudies), query],
    queryFn: ({ pageParam, signal }) =>
      callEndpoint(
        listStudies,
        {
          query: {
            ...query,
            ...(pageParam ? { cursor: pageParam } : {}),
            ...(isLive.current ? { live: 'true' } : {}),
          },
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

type ExamRowsProps = { list: ReturnType<typeof useStudies>; filter: Filter; onWiden: () => void };

function ExamRows({ list, filter, onWiden }: ExamRowsProps) {
  const rows = useRef<HTMLDivElement>(null);
  useRowKeys(rows);
  const isMissing = !list.data || list.isPlaceholderData;
  if (isMissing && list.errorUpdateCount > 0) {
    const told = list.error ? tellError(list.error) : { title: 'Nouvel essai en cours…', reference: null };
    return (
      <ErrorState
        title="La liste des examens n’a pas pu être lue"
        reference={told.reference}
        onRetry={() => void list.refetch()}
      >
        {told.title}
      </ErrorState>
    );
  }
  if (!list.data) return <SkeletonRows label="Chargement des examens" />;
  const studies = list.data.pages.flatMap((page) => page.studies);
  if (studies.length === 0) return <NoExam filter={filter} onWiden={onWiden} />;
  return (
    <div ref={rows} aria-busy={list.isPlaceholderData}>
      <DataList label="Examens reçus">
        {studies.map((study) => (
          <ExamRow key={study.id} study={study} />
        ))}
      </DataList>
      <MoreRows pages={list}>Afficher les examens plus anciens</MoreRows>
    </div>
  );
}

function NoExam({ filter, onWiden }: { filter: Filter; onWiden: () => void }) {
  const { context, environment } = useSession();
  const isFiltered = filter.search !== '' || filter.modality !== 'all';
  if (isFiltered) {
    return (
      <EmptyState
        icon={SearchX}
        title="Aucun examen ne correspond"
        acts={<Button onPress={onWiden}>Chercher dans tous les examens</Button>}
      >
        Essayez un autre mot, une autre modalité ou une période plus longue.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ScanLine}
      title={
        filter.period === 'all' ? 'Aucun examen reçu pour l’instant' : 'Aucun examen reçu dans cette période'
      }
      acts={
        <>
          {filter.period === 'all' ? null : <Button onPress={onWiden}>Voir tous les examens</Button>}
          {environment === 'demo' ? (
            <ButtonLink href="/demo" variant="primary">
              Envoyer un scanner de démonstration
            </ButtonLink>
          ) : null}
        </>
      }
    >
      Les images que {context.structureName} envoie à Liaison apparaissent ici dès la première.
    </EmptyState>
  );
}
