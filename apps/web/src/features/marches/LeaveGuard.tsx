import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useKeptScreen } from '../../app/kept-screens.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import type { Work } from './control-state.ts';

/** Corrections live in this page alone: who leaves it is asked first. */
export function LeaveGuard({ work }: { work: Work | null }) {
  const isUnsaved = (work?.edits.length ?? 0) > 0;
  useKeptScreen(isUnsaved);
  const blocker = useBlocker(isUnsaved);
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isUnsaved]);
  return (
    <ConfirmDialog
      title="Quitter le contrôleur"
      verb="Quitter sans le fichier corrigé"
      variant="danger"
      isOpen={blocker.state === 'blocked'}
      onClose={() => blocker.reset?.()}
      onConfirm={async () => blocker.proceed?.()}
    >
      <OnlyHere />
    </ConfirmDialog>
  );
}

type ReplaceProps = {
  /** The file that was chosen while another one has corrections. */
  file: File | null;
  onReplace: (file: File) => void;
  onClose: () => void;
};

/** Another file takes the place of the corrected one: who chooses it is asked first. */
export function ReplaceGuard({ file, onReplace, onClose }: ReplaceProps) {
  return (
    <ConfirmDialog
      title="Contrôler un autre fichier"
      verb="Abandonner les corrections"
      variant="danger"
      isOpen={file !== null}
      onClose={onClose}
      onConfirm={async () => {
        if (file) onReplace(file);
      }}
    >
      <OnlyHere />
    </ConfirmDialog>
  );
}

function OnlyHere() {
  return (
    <p>
      Vos corrections ne sont que dans cette page. Pour les garder, annulez, puis téléchargez le message
      corrigé ou certifié.
    </p>
  );
}
