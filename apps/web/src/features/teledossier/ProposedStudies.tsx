import type { StudySummary } from '@liaison/imaging/contract';
import { proposeStudies } from '@liaison/teledossier/contract';
import type { DossierView } from '@liaison/teledossier/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useLive } from '../../app/live/useLive.tsx';
import { queryOf } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/Button.tsx';
import { DataList } from '../../ui/DataList.tsx';
import { StudyRow, studyTitle } from './StudiesEditor.tsx';
import { proposalReasons } from './words.ts';

type ProposedProps = {
  view: DossierView;
  attachedIds: readonly string[];
  onAttach: (study: StudySummary) => void;
};

/** Examinations already received that seem to be the patient's: joined in one press, never by themselves. */
export function ProposedStudies({ view, attachedIds, onAttach }: ProposedProps) {
  const session = useSession();
  const asked = queryOf(proposeStudies, { params: { dossierId: view.id }, query: { live: 'true' } });
  // Traits saved since may change what fits: each version of the draft asks again.
  const found = useQuery({
    ...asked,
    queryKey: [...asked.queryKey, view.revision],
    placeholderData: keepPreviousData,
  });
  useLive([`structure:${session.context.structureId}`], () => void found.refetch({ cancelRefetch: false }));
  const proposals = found.data?.proposals.filter(({ study }) => !attachedIds.includes(study.id)) ?? [];
  if (proposals.length === 0) return null;
  return (
    <section className="td-proposed" aria-label="Examens proposés">
      <p className="quiet">
        {proposals.length === 1
          ? 'Un examen reçu semble être celui de ce patient. Vérifiez avant de le joindre.'
          : `${proposals.length} examens reçus semblent être ceux de ce patient. Vérifiez avant de joindre.`}
      </p>
      <DataList label="Examens proposés">
        {proposals.map(({ study, reason }) => (
          <StudyRow
            key={study.id}
            study={study}
            note={proposalReasons[reason]}
            act={
              <Button
                size="small"
                icon={<Plus aria-hidden />}
                aria-label={`Joindre l’examen ${studyTitle(study)} (${proposalReasons[reason]})`}
                onPress={() => onAttach(study)}
              >
                Joindre
              </Button>
            }
          />
        ))}
      </DataList>
    </section>
  );
}
