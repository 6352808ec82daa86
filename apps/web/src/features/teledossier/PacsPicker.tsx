import type { StudySummary } from '@liaison/imaging/contract';
import type { PatientTraits } from '@liaison/teledossier/contract';
import { useSession } from '../../app/session.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { toExpected } from '../exams/to-found.ts';
import { PacsSearch } from '../pacs/PacsSearch.tsx';
import { searchOf } from './search-of.ts';

type PickerProps = {
  isOpen: boolean;
  onClose: () => void;
  patient: PatientTraits;
  onPick: (studies: StudySummary[]) => void;
};

/** Chooses examinations in the PACS of the structure: they are joined at once, their images come by themselves. */
export function PacsPicker({ isOpen, onClose, patient, onPick }: PickerProps) {
  const { context } = useSession();
  const structure = { id: context.structureId, name: context.structureName };
  return (
    <Dialog title="Chercher dans mon PACS" isOpen={isOpen} onClose={onClose} size="large">
      <PacsSearch
        initial={searchOf(patient)}
        onAsked={(asked) => {
          const now = new Date();
          onPick(asked.map(({ study, ...of }) => toExpected(study, { ...of, structure }, now)));
          onClose();
        }}
      />
    </Dialog>
  );
}
