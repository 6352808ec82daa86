import type { StudySummary } from '@liaison/imaging/contract';
import type { DossierView } from '@liaison/teledossier/contract';
import { useState } from 'react';
import type { Draft } from './draft.ts';

/** The examinations of a brouillon with their live counts; one just joined is known before the server tells it again. */
export function useDraftStudies(
  view: DossierView,
  draft: Draft,
  change: (next: (before: Draft) => Draft) => void,
) {
  const [picked, setPicked] = useState<readonly StudySummary[]>([]);
  const known = [...view.studies, ...picked];
  return {
    studies: draft.studyIds.flatMap((id) => known.find((study) => study.id === id) ?? []),
    attach(study: StudySummary) {
      setPicked((before) => [...before, study]);
      change((before) =>
        before.studyIds.includes(study.id) ? before : { ...before, studyIds: [...before.studyIds, study.id] },
      );
    },
    detach(studyId: string) {
      change((before) => ({ ...before, studyIds: before.studyIds.filter((id) => id !== studyId) }));
    },
  };
}
