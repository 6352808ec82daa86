import { cancelRetrieval, listRetrievals, retryRetrieval, type Retrieval } from '@liaison/pacs/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, RotateCw } from 'lucide-react';

import { callEndpoint } from '../../app/api.ts';
import { useLive } from '../../app/live/useLive.tsx';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/Button.tsx';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import { ErrorState } from '../../ui/EmptyState.tsx';
import { formatDate, formatRelative } from '../../ui/french.ts';
import { Link } from '../../ui/Link.tsx';
import { Progress, SkeletonRows } from '../../ui/Progress.tsx';
import { RelativeTime, useNow } from '../../ui/RelativeTime.tsx';
import { Status } from '../../ui/Status.tsx';
import { notify } from '../../ui/Toast.tsx';
import { describeModalities } from '../exams/exams-filter.ts';
import { describeRetrieval } from './words.ts';
import './pacs.css';

/** What the structure asked of its PACS, the last first, growing as images come. */
export function RetrievalList() {
  const { structureId } = useSession().context;
  const queryClient = useQueryClient();
  const list = useQuery(queryOf(listRetrievals, { query: {} }));
  useLive([`structure:${structureId}`], () =>
    queryClient.invalidateQueries({ queryKey: keyOf(listRetrievals) }),
  );
  if (list.isPending) return <SkeletonRows count={3} label="Chargement des récupérations" />;
  if (list.isError) {
    const told = tellError(list.error);
    return (
      <ErrorState
        title="Les récupérations n’ont pas pu être lues"
        reference={told.reference}
        onRetry={() => void list.refetch()}
      >
        {told.title}
      </ErrorState>
    );
  }
  if (list.data.retrievals.length === 0) return null;
  return (
    <DataList label="Récupérations" isHeadShown count={list.data.retrievals.length}>
      {list.data.retrievals.map((retrieval) => (
        <RetrievalRow key={retrieval.id} retrieval={retrieval} />
      ))}
    </DataList>
  );
}

function RetrievalRow({ retrieval }: { retrieval: Retrieval }) {
  const now = useNow(5);
  const name = retrieval.patientName || 'Patient sans nom';
  const { tone, icon, text } = describeRetrieval(retrieval);
  const { failure, nextTryAt } = retrieval;
  const isDue = nextTryAt !== null && Date.parse(nextTryAt) > now.getTime();
  return (
    <DataRow
      {...(retrieval.state === 'failed' ? { tone: 'urgent' as const } : {})}
      title={
        <Link href={`/images/${retrieval.studyId}`} isPlain>
          {name}
        </Link>
      }
      detail={
        <>
          <span>
            {[describeModalities(retrieval.modalities), retrieval.description].filter(Boolean).join(' · ')}
          </span>
          {retrieval.studyDate ? <span>{formatDate(retrieval.studyDate)}</span> : null}
          <span>{`depuis ${retrieval.peerName}`}</span>
          <span>
            {`par ${retrieval.askedBy} `}
            <RelativeTime at={retrieval.askedAt} />
          </span>
          {failure ? (
            <span className="ui-row-failure">
              {failure}
              {retrieval.advice ? ` ${retrieval.advice}` : null}
              {isDue ? (
                <span className="quiet">{` Nouvel essai ${formatRelative(nextTryAt, now)}.`}</span>
              ) : null}
            </span>
          ) : null}
        </>
      }
      aside={
        <>
          <Status tone={tone} icon={icon}>
            {text}
          </Status>
          {retrieval.state === 'moving' && retrieval.total ? (
            <div className="pacs-progress">
              <Progress
                label="Avancement de la récupération"
                isLabelHidden
                value={Math.min(1, retrieval.arrived / retrieval.total)}
              />
            </div>
          ) : null}
        </>
      }
      acts={<Acts retrieval={retrieval} patient={name} />}
    />
  );
}

function Acts({ retrieval, patient }: { retrieval: Retrieval; patient: string }) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: keyOf(listRetrievals) });
  const told = (title: string) => (error: Error) =>
    notify({ tone: 'urgent', title, detail: tellError(error).title });
  const given = { params: { retrievalId: retrieval.id } };
  const retry = useMutation({
    mutationFn: () => callEndpoint(retryRetrieval, given),
    onSuccess: refresh,
    onError: told('La récupération n’a pas été relancée'),
  });
  const cancel = useMutation({
    mutationFn: () => callEndpoint(cancelRetrieval, given),
    onSuccess: refresh,
    onError: told('La récupération n’a pas été annulée'),
  });
  const mayRetry =
    ['failed', 'incomplete', 'cancelled'].includes(retrieval.state) ||
    (retrieval.state === 'waiting' && retrieval.failure !== null);
  const isOpen = retrieval.state === 'waiting' || retrieval.state === 'moving';
  return (
    <>
      {mayRetry ? (
        <Button
          icon={<RotateCw aria-hidden />}
          isPending={retry.isPending}
          onPress={() => retry.mutate()}
          aria-label={`Réessayer la récupération de ${patient}`}
        >
          Réessayer
        </Button>
      ) : null}
      {isOpen ? (
        <Button
          variant="quiet"
          icon={<Ban aria-hidden />}
          isPending={cancel.isPending}
          onPress={() => cancel.mutate()}
          aria-label={`Annuler la récupération de ${patient}`}
        >
          Annuler
        </Button>
      ) : null}
    </>
  );
}
