import { listRetrievals, listSearchable, requestRetrieval, type FoundHere } from '@liaison/pacs/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Search, ServerOff, X } from 'lucide-react';
import { useState } from 'react';

import { callEndpoint, type Reply } from '../../app/api.ts';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { plural } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { notify } from '../../ui/Toast.tsx';
import { FoundStudies } from './FoundStudies.tsx';
import { SearchFields } from './SearchFields.tsx';
import { criteriaOf, emptySearch } from './search-draft.ts';
import { useSearch } from './use-search.ts';
import './pacs.css';

export type AskedStudy = { studyId: string; StudyInstanceUID: string };

type Props = {
  /** Criteria to begin with, such as those of a dossier's patient. */
  initial?: Partial<typeof emptySearch>;
  /** Called with the studies whose retrieval was asked: they can be attached at once. */
  onAsked?: (studies: AskedStudy[]) => void;
};

/** Searches the PACS of the structure, several at once, and has the chosen exams brought. */
export function PacsSearch({ initial, onAsked }: Props) {
  const searchable = useQuery(queryOf(listSearchable, {}));
  if (searchable.isPending) return <SkeletonRows count={2} label="Chargement des PACS" />;
  if (searchable.isError) {
    const told = tellError(searchable.error);
    return (
      <ErrorState
        title="La liste des PACS n’a pas pu être lue"
        reference={told.reference}
        onRetry={() => void searchable.refetch()}
      >
        {told.title}
      </ErrorState>
    );
  }
  if (searchable.data.peers.length === 0) {
    return (
      <EmptyState icon={ServerOff} title="Aucun PACS où chercher">
        L’administrateur de votre établissement peut ouvrir la recherche sur un PACS.
      </EmptyState>
    );
  }
  return (
    <SearchForm
      peers={searchable.data.peers}
      initial={{ ...emptySearch, ...initial }}
      {...(onAsked ? { onAsked } : {})}
    />
  );
}

type Peers = Reply<typeof listSearchable>['peers'];

type FormProps = { peers: Peers; initial: typeof emptySearch; onAsked?: (studies: AskedStudy[]) => void };

function SearchForm({ peers, initial, onAsked }: FormProps) {
  const [draft, setDraft] = useState(initial);
  const [chosen, setChosen] = useState<ReadonlyMap<string, { peerId: string; study: FoundHere }>>(new Map());
  const search = useSearch();
  const criteria = criteriaOf(draft);
  const toggle = (peerId: string, study: FoundHere) =>
    setChosen((now) => {
      const next = new Map(now);
      const key = `${peerId} ${study.StudyInstanceUID}`;
      if (!next.delete(key)) next.set(key, { peerId, study });
      return next;
    });
  const clear = () => setChosen(new Map());
  return (
    <section className="pacs-search" aria-label="Recherche">
      <form
        className="pacs-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!criteria) return;
          clear();
          search.start(
            peers.map(({ id }) => id),
            criteria,
          );
        }}
      >
        <SearchFields draft={draft} set={(change) => setDraft((now) => ({ ...now, ...change }))} />
        <div className="pacs-acts">
          <Button
            type="submit"
            variant="primary"
            icon={<Search aria-hidden />}
            isDisabled={criteria === null}
          >
            Rechercher
          </Button>
          {search.isSearching ? (
            <Button icon={<X aria-hidden />} onPress={search.cancel}>
              Annuler la recherche
            </Button>
          ) : null}
          {criteria === null ? (
            <span className="quiet small">Un IPP, un nom, une date ou un numéro d’examen suffit.</span>
          ) : null}
        </div>
      </form>
      <div aria-live="polite">
        {peers.map((peer) => {
          const found = search.byPeer.get(peer.id);
          return found ? (
            <FoundStudies key={peer.id} peer={peer} found={found} chosen={chosen} onToggle={toggle} />
          ) : null;
        })}
      </div>
      <RetrieveBar chosen={[...chosen.values()]} onDone={clear} {...(onAsked ? { onAsked } : {})} />
    </section>
  );
}

type BarProps = {
  chosen: readonly { peerId: string; study: FoundHere }[];
  onDone: () => void;
  onAsked?: (studies: AskedStudy[]) => void;
};

function RetrieveBar({ chosen, onDone, onAsked }: BarProps) {
  const queryClient = useQueryClient();
  const ask = useMutation({
    mutationFn: async () => {
      const byPeer = Map.groupBy(chosen, ({ peerId }) => peerId);
      const asked: AskedStudy[] = [];
      for (const [peerId, own] of byPeer) {
        const studies = own.map(({ study: { present: _present, ...study } }) => study);
        const { retrievals } = await callEndpoint(requestRetrieval, {
          params: { peerId },
          body: { studies },
        });
        asked.push(...retrievals);
      }
      return asked;
    },
    onSuccess: (asked) => {
      onDone();
      onAsked?.(asked);
      notify({
        tone: 'success',
        title: plural(asked.length, 'examen demandé', 'examens demandés'),
        detail: 'Une demande d’avis peut partir sans attendre les images.',
      });
      return queryClient.invalidateQueries({ queryKey: keyOf(listRetrievals) });
    },
    onError: (error) =>
      notify({
        tone: 'urgent',
        title: 'La récupération n’a pas été demandée',
        detail: tellError(error).title,
      }),
  });
  if (chosen.length === 0) return null;
  return (
    <div className="pacs-bar">
      <span>{plural(chosen.length, 'examen choisi', 'examens choisis')}</span>
      <Button
        variant="primary"
        icon={<Download aria-hidden />}
        isPending={ask.isPending}
        onPress={() => ask.mutate()}
      >
        Récupérer
      </Button>
    </div>
  );
}
