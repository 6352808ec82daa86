import type { StudySummary } from '@liaison/imaging/contract';
import {
  cancelRetrieval,
  listRetrievals,
  listSearchable,
  requestRetrieval,
  retryRetrieval,
} from '@liaison/pacs/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, CloudDownload, type LucideIcon, RotateCw } from 'lucide-react';

import { callEndpoint } from '../../app/api.ts';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { notify } from '../../ui/Toast.tsx';
import { toFound } from './to-found.ts';

export type RetrievalAct = {
  verb: string;
  /** Beside the exam, where it is plain what it is about. */
  shortVerb: string;
  icon: LucideIcon;
  isMain: boolean;
  run: () => void;
  isPending: boolean;
};

type Asked = 'retry' | 'cancel' | { peerId: string };

/** What the structure whose exam it is can do about its images: have them brought, again or at last, or stop that. */
export function useRetrievalActs(study: StudySummary): RetrievalAct[] {
  const { context, features } = useSession();
  const queryClient = useQueryClient();
  const isOurs =
    study.structureId === context.structureId &&
    features.some((one) => one === 'clinical' || one === 'imaging');
  const isLost = isOurs && study.awaiting === null && study.imageCount === 0 && study.arrival !== 'receiving';
  const searchable = useQuery({ ...queryOf(listSearchable, {}), enabled: isLost });
  const act = useMutation({
    mutationFn: (asked: Asked) => perform(study, asked),
    // The hint that follows brings the new state; this is for where no hint comes.
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keyOf(listRetrievals) }),
    onError: (error) =>
      notify({ tone: 'urgent', title: 'La récupération n’a pas changé', detail: tellError(error).title }),
  });
  const offer = (verb: string, icon: LucideIcon, asked: Asked, isMain: boolean): RetrievalAct => {
    const shortVerb = verb.replace(' la récupération', '');
    return { verb, shortVerb, icon, isMain, run: () => act.mutate(asked), isPending: act.isPending };
  };
  if (!isOurs) return [];
  if (study.awaiting) {
    const cancel = offer('Annuler la récupération', Ban, 'cancel', false);
    return study.awaiting.state === 'failed'
      ? [offer('Réessayer la récupération', RotateCw, 'retry', true), cancel]
      : [cancel];
  }
  if (!isLost) return [];
  const peers = (searchable.data?.peers ?? []).filter((peer) => peer.mayRetrieve);
  const known = peers.filter((peer) => peer.aeTitle === study.purged?.archivedIn);
  return (known.length > 0 ? known : peers).map((peer) =>
    offer(`Récupérer depuis ${peer.name}`, CloudDownload, { peerId: peer.id }, true),
  );
}

async function perform(study: StudySummary, asked: Asked): Promise<void> {
  if (typeof asked === 'object') {
    await callEndpoint(requestRetrieval, { params: asked, body: { studies: [toFound(study)] } });
    return;
  }
  const { retrievals } = await callEndpoint(listRetrievals, { query: { studyId: study.id } });
  const [last] = retrievals;
  if (!last) return;
  const given = { params: { retrievalId: last.id } };
  await callEndpoint(asked === 'retry' ? retryRetrieval : cancelRetrieval, given);
}
