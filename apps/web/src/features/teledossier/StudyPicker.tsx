import { listStudies } from '@liaison/imaging/contract';
import type { StudySummary } from '@liaison/imaging/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ScanLine } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { queryOf, tellError } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { DataList } from '../../ui/DataList.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { SearchField } from '../../ui/TextField.tsx';
import { StudyRow, studyTitle } from './StudiesEditor.tsx';

const periods = [
  { value: '24', label: '24 dernières heures' },
  { value: '', label: 'Tous' },
] as const;
type Period = (typeof periods)[number]['value'];

type PickerProps = {
  isOpen: boolean;
  onClose: () => void;
  attachedIds: readonly string[];
  onPick: (study: StudySummary) => void;
};

/** Chooses among the examinations that the structure received. */
export function StudyPicker({ isOpen, onClose, attachedIds, onPick }: PickerProps) {
  return (
    <Dialog title="Joindre un examen reçu" isOpen={isOpen} onClose={onClose} size="large">
      <ReceivedStudies attachedIds={attachedIds} onPick={onPick} onClose={onClose} />
    </Dialog>
  );
}

function ReceivedStudies({ attachedIds, onPick, onClose }: Omit<PickerProps, 'isOpen'>) {
  const [search, setSearch] = useState('');
  const [hours, setHours] = useState<Period>('24');
  const asked = useDeferredValue(search);
  const query = { ...(asked ? { search: asked } : {}), ...(hours ? { hours } : {}) };
  const list = useQuery({ ...queryOf(listStudies, { query }), placeholderData: keepPreviousData });
  const studies = list.data?.studies.filter((study) => !attachedIds.includes(study.id)) ?? [];
  const pick = (study: StudySummary) => {
    onPick(study);
    onClose();
  };
  return (
    <>
      <div className="td-filters ui-swiped-chips">
        <SearchField label="Nom, IPP, numéro, description" width="m" value={search} onChange={setSearch} />
        <SegmentedControl<Period>
          label="Période de réception"
          choices={periods}
          value={hours}
          onChange={setHours}
        />
      </div>
      {list.isPending ? <SkeletonRows count={4} label="Chargement des examens reçus" /> : null}
      {list.isError && !list.data ? (
        <ErrorState title="Les examens n’ont pas pu être lus" onRetry={() => void list.refetch()}>
          {tellError(list.error).title}
        </ErrorState>
      ) : null}
      {list.data && studies.length === 0 ? (
        <EmptyState icon={ScanLine} title="Aucun examen à joindre">
          Les examens envoyés par vos modalités et votre PACS apparaissent ici dès leur première image.
        </EmptyState>
      ) : null}
      {studies.length > 0 ? (
        <DataList label="Examens reçus">
          {studies.map((study) => (
            <StudyRow
              key={study.id}
              study={study}
              isLinked={false}
              act={
                <Button
                  aria-label={`Joindre l’examen ${studyTitle(study)} de ${study.traits.patientName}`}
                  onPress={() => pick(study)}
                >
                  Joindre
                </Button>
              }
            />
          ))}
        </DataList>
      ) : null}
    </>
  );
}
