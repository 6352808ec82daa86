import type { StudySummary } from '@liaison/imaging/contract';
import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { ImagesPane } from './ImagesPane.tsx';
import { studyTitle } from './StudiesEditor.tsx';

/** Above this many examinations, a list that opens. */
const shownAtOnce = 3;

/** The images of a télédossier, with the choice of the examination when there are several. */
export function StudiesPane({
  studies,
  changeCount,
}: {
  studies: readonly StudySummary[];
  changeCount: number;
}) {
  const [chosenId, setChosenId] = useState<string | null>(null);
  const shown = studies.find((study) => study.id === chosenId) ?? studies[0];
  if (!shown) {
    return (
      <EmptyState icon={ImageOff} title="Aucune image">
        Aucun examen n’est joint. S’il en arrive un, ses images s’afficheront ici d’elles-mêmes.
      </EmptyState>
    );
  }
  const choices = studies.map((study) => ({ value: study.id, label: studyTitle(study) }));
  return (
    <div className="td-images">
      {studies.length === 1 ? null : (
        <div className="td-images-head">
          {studies.length > shownAtOnce ? (
            <Select label="Examen affiché" choices={choices} value={shown.id} onChange={setChosenId} />
          ) : (
            <SegmentedControl
              label="Examen affiché"
              size="small"
              choices={choices}
              value={shown.id}
              onChange={setChosenId}
            />
          )}
        </div>
      )}
      <ImagesPane studyId={shown.id} changeCount={changeCount} />
    </div>
  );
}
