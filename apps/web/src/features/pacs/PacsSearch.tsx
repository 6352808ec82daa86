import { listSearchable, type FoundHere } from '@liaison/pacs/contract';
import { useQuery } from '@tanstack/react-query';
import { Search, ServerOff, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';

import type { Reply } from '../../app/api.ts';
import { queryOf, tellError } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { FoundStudies } from './FoundStudies.tsx';
import { RetrieveBar, type AskedStudy, type Chosen } from './RetrieveBar.tsx';
import { SearchFields } from './SearchFields.tsx';
import { criteriaOf, emptySearch } from './search-draft.ts';
import { useSearch } from './use-search.ts';
import './pacs.css';

type Props = {
  /** Criteria to begin with, such as those of a dossier's patient: where they suffice, the search starts by itself. */
  initial?: Partial<typeof emptySearch>;
  /** Called with the chosen studies, to attach them at once; those whose images are here already are not brought again. */
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

/** Those that failed after those that answered: what one looks for comes first. */
function answeredFirst(peers: Peers, byPeer: ReturnType<typeof useSearch>['byPeer']): Peers {
  const hasFailed = ({ id }: Peers[number]) => byPeer.get(id)?.state === 'failed';
  return [...peers.filter((peer) => !hasFailed(peer)), ...peers.filter(hasFailed)];
}

type Peers = Reply<typeof listSearchable>['peers'];

type FormProps = { peers: Peers; initial: typeof emptySearch; onAsked?: (studies: AskedStudy[]) => void };

function SearchForm({ peers, initial, onAsked }: FormProps) {
  const [draft, setDraft] = useState(initial);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const search = useSearch();
  const criteria = criteriaOf(draft);
  const peerIds = peers.map(({ id }) => id);
  const begin = useEffectEvent(() => (criteria ? search.start(peerIds, criteria) : undefined));
  useEffect(() => begin(), []);
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
          search.start(peerIds, criteria);
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
        {answeredFirst(peers, search.byPeer).map((peer) => {
          const found = search.byPeer.get(peer.id);
          return found ? (
            <FoundStudies
              key={peer.id}
              peer={peer}
              found={found}
              chosen={chosen}
              onToggle={toggle}
              onRetry={() => search.retry(peer.id)}
            />
          ) : null;
        })}
      </div>
      <RetrieveBar
        peers={peers}
        chosen={[...chosen.values()]}
        onDone={(asked) => {
          clear();
          search.markAsked(
            asked.map(({ studyId, study }) => ({ studyId, StudyInstanceUID: study.StudyInstanceUID })),
          );
        }}
        {...(onAsked ? { onAsked } : {})}
      />
    </section>
  );
}
