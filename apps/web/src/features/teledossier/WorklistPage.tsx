import { createDossier, readWorklist } from '@liaison/teledossier/contract';
import type { DossierRow } from '@liaison/teledossier/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Inbox, Plus } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { callEndpoint } from '../../app/api.ts';
import { useLive } from '../../app/live/useLive.tsx';
import type { Topic } from '../../app/live/useLive.tsx';
import { Page } from '../../app/Page.tsx';
import { keyOf, tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/Button.tsx';
import { DataList } from '../../ui/DataList.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { notify } from '../../ui/Toast.tsx';
import { DossierItem } from './DossierItem.tsx';
import { RowPreview } from './RowPreview.tsx';
import './teledossier.css';
import { useAsked } from './use-asked.ts';
import { useRowKeys } from './use-row-keys.ts';
import { orderSections } from './worklist-order.ts';

const sectionTitles: Record<string, string> = {
  'a-prendre': 'À prendre',
  'pris-par-moi': 'Pris par moi',
  'en-attente-d-information': 'En attente d’information',
  'mes-demandes': 'Mes demandes',
  'a-cloturer': 'À clôturer',
  brouillons: 'Brouillons',
};

/** What awaits this person, urgent first; follows what happens elsewhere without being asked. */
export function WorklistPage() {
  const session = useSession();
  const ask = useAsked();
  const worklist = useQuery({
    queryKey: keyOf(readWorklist),
    queryFn: ({ signal }) =>
      ask('worklist', (live) => callEndpoint(readWorklist, { query: { live } }, signal)),
  });
  const sections = orderSections(worklist.data?.sections ?? []);
  const rows = sections.flatMap((section) => section.rows);
  const hasToTake = sections.some((section) => section.section === 'a-prendre');
  const [selectedId, setSelectedId] = useState<string | null>(null);
  useRowKeys(
    rows.map((row) => row.id),
    selectedId,
    setSelectedId,
  );

  const topics: Topic[] = [
    `user:${session.user.id}`,
    `community:${session.context.communityId}`,
    `structure:${session.context.structureId}`,
  ];
  useLive(topics, () => void worklist.refetch({ cancelRefetch: false }));

  return (
    <Page title="À traiter" acts={<NewRequestButton isMain={sections.length > 0 && !hasToTake} />}>
      <div className="td-worklist">
        <div className="td-rows">
          {worklist.isPending ? <SkeletonRows label="Chargement de ce qui est à traiter" /> : null}
          {worklist.isError && !worklist.data ? (
            <WorklistError error={worklist.error} onRetry={() => void worklist.refetch()} />
          ) : null}
          {worklist.data && sections.length === 0 ? <NothingToDo /> : null}
          {sections.map((section) => (
            <DataList
              key={section.section}
              label={sectionTitles[section.section] ?? section.section}
              count={section.total}
              isHeadShown
            >
              {section.rows.map((row) => (
                <DossierItem
                  key={row.id}
                  row={row}
                  isSelected={row.id === selectedId}
                  onFocus={() => setSelectedId(row.id)}
                  onActed={() => void worklist.refetch()}
                />
              ))}
            </DataList>
          ))}
        </div>
        <RowPreview row={selectedRow(rows, selectedId)} />
      </div>
    </Page>
  );
}

function selectedRow(rows: readonly DossierRow[], selectedId: string | null): DossierRow | null {
  return rows.find((row) => row.id === selectedId) ?? rows[0] ?? null;
}

function NothingToDo() {
  return (
    <EmptyState icon={Inbox} title="Rien ne vous attend" acts={<NewRequestButton />}>
      Les demandes adressées à votre communauté, vos demandes en cours et vos brouillons apparaîtront ici, les
      urgences d’abord.
    </EmptyState>
  );
}

function WorklistError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const told = tellError(error);
  return (
    <ErrorState title="La liste n’a pas pu être lue" reference={told.reference} onRetry={onRetry}>
      {told.title}
    </ErrorState>
  );
}

/** Starts a request without waiting for images: they are attached when they arrive. Not the main act where others wait. */
export function NewRequestButton({ isMain = true }: { isMain?: boolean }) {
  const navigate = useNavigate();
  const creation = useMutation({
    mutationFn: () => callEndpoint(createDossier, { body: { type: 'avc' } }),
    onSuccess: ({ id }) => void navigate(`/teledossiers/${id}/demande`),
    onError: (error) =>
      notify({ tone: 'urgent', title: 'La demande n’a pas pu être créée', detail: tellError(error).title }),
  });
  return (
    <Button
      variant={isMain ? 'primary' : 'secondary'}
      icon={<Plus aria-hidden />}
      isPending={creation.isPending}
      onPress={() => creation.mutate()}
    >
      Nouvelle demande d’avis AVC
    </Button>
  );
}
