import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import type { Work } from './control-state.ts';

/** Corrections live in this page alone: who leaves it is asked first. */
export function LeaveGuard({ work }: { work: Work | null }) {
  const isUnsaved = (work?.edits.length ?? 0) > 0;
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
      <p>
        Vos corrections ne sont que dans cette page. Pour les garder, annulez, puis téléchargez le message
        corrigé ou certifié.
      </p>
    </ConfirmDialog>
  );
}
