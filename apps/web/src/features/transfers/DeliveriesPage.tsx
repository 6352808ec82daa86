import { readStudy } from '@liaison/imaging/contract';
import { listDeliveries, type DeliveryFilter } from '@liaison/transfers/contract';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Send } from 'lucide-react';
import { useRef } from 'react';
import { useSearchParams } from 'react-router';

import { callEndpoint } from '../../app/api.ts';
import { type Topic, useLive } from '../../app/live/useLive.tsx';
import { Page } from '../../app/Page.tsx';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { ButtonLink } from '../../ui/Button.tsx';
import { DataList, ListFilters, MoreRows } from '../../ui/DataList.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { FilterChips } from '../../ui/SegmentedControl.tsx';
import { DeliveryRow } from './DeliveryRow.tsx';
import { SendDialog } from './SendDialog.tsx';
import './transfers.css';

const filters = ['open', 'failed', 'all'] as const;

function readFilter(params: URLSearchParams): DeliveryFilter {
  return filters.find((each) => each === params.get('etat')) ?? 'all';
}

/** What my structure sends to PACS, as it leaves. */
export function DeliveriesPage() {
  const [params, setParams] = useSearchParams();
  const filter = readFilter(params);
  const list = useDeliveries(filter);
  const counts = list.data?.pages[0]?.counts;
  const chips = [
    { value: 'all', label: 'Tous' },
    { value: 'open', label: 'En cours', count: counts?.open },
    { value: 'failed', label: 'En échec', count: counts?.failed },
  ] as const;
  return (
    <Page
      title="Envois vers des PACS"
      acts={
        <ButtonLink href="/examens" icon={<ArrowLeft aria-hidden />}>
          Examens
        </ButtonLink>
      }
    >
      <ListFilters>
        <FilterChips
          label="État des envois"
          choices={chips}
          value={filter}
          onChange={(value) => setParams({ etat: value }, { replace: true })}
        />
      </ListFilters>
      <Deliveries list={list} filter={filter} />
      <AskedSending />
    </Page>
  );
}

/** The viewer, which has no dialog of its own, leads here with the exam that is to be sent. */
function AskedSending() {
  const [params, setParams] = useSearchParams();
  const studyId = params.get('envoyer') ?? '';
  const study = useQuery({ ...queryOf(readStudy, { params: { studyId } }), enabled: studyId !== '' });
  const close = () =>
    setParams(
      (now) => {
        now.delete('envoyer');
        return now;
      },
      { replace: true },
    );
  if (studyId === '') return null;
  if (study.isError)
    return (
      <Banner tone="urgent" title="Cet examen ne peut pas être envoyé" isAnnounced>
        {tellError(study.error).title}
      </Banner>
    );
  return study.data ? <SendDialog studies={[study.data]} onClose={close} /> : null;
}

/** Streams of hints take so many topics; the first rows are those that move. */
const mostFollowed = 30;

function useDeliveries(filter: DeliveryFilter) {
  const { context } = useSession();
  const queryClient = useQueryClient();
  // A list that the user asks for leaves a row in the journal; one read again because it moved does not.
  const isLive = useRef(false);
  const query = { filter };
  const list = useInfiniteQuery({
    queryKey: [...keyOf(listDeliveries), query],
    queryFn: ({ pageParam, signal }) =>
      callEndpoint(
        listDeliveries,
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
  const moving = (list.data?.pages ?? [])
    .flatMap((page) => page.deliveries)
    .filter(({ state }) => state === 'sending' || state === 'waiting')
    .slice(0, mostFollowed)
    .map(({ studyId }): Topic => `study:${studyId}`);
  useLive([`structure:${context.structureId}`, ...new Set(moving)], async () => {
    isLive.current = true;
    await queryClient.invalidateQueries({ queryKey: keyOf(listDeliveries) });
    isLive.current = false;
  });
  return list;
}

function Deliveries({ list, filter }: { list: ReturnType<typeof useDeliveries>; filter: DeliveryFilter }) {
  if (!list.data && list.isError) {
    const told = tellError(list.error);
    return (
      <ErrorState
        title="La liste des envois n’a pas pu être lue"
        reference={told.reference}
        onRetry={() => void list.refetch()}
      >
        {told.title}
      </ErrorState>
    );
  }
  if (!list.data) return <SkeletonRows label="Chargement des envois" />;
  const deliveries = list.data.pages.flatMap((page) => page.deliveries);
  if (deliveries.length === 0) return <NoDelivery filter={filter} />;
  return (
    <div aria-busy={list.isPlaceholderData}>
      <DataList label="Envois vers des PACS">
        {deliveries.map((each) => (
          <DeliveryRow key={each.id} delivery={each} />
        ))}
      </DataList>
      <MoreRows pages={list}>Afficher les envois plus anciens</MoreRows>
    </div>
  );
}

const nothing: Readonly<Record<DeliveryFilter, string>> = {
  open: 'Aucun envoi en cours',
  failed: 'Aucun envoi en échec',
  all: 'Aucun envoi pour l’instant',
};

function NoDelivery({ filter }: { filter: DeliveryFilter }) {
  return (
    <EmptyState
      icon={Send}
      title={nothing[filter]}
      acts={<ButtonLink href="/examens">Choisir un examen à envoyer</ButtonLink>}
    >
      Les examens envoyés à un PACS, à la main ou par une route, apparaissent ici avec leur avancement.
    </EmptyState>
  );
}
