import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { fine } from '../../ui/french.ts';
import { imports } from './import-store.ts';
import { cancelWords } from './SendingState.tsx';

export function CancelDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <ConfirmDialog
      title={`Annuler l’import${fine}?`}
      verb="Annuler l’import"
      variant="danger"
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={async () => {
        onClose();
        await imports.cancel();
      }}
    >
      <p>{cancelWords}</p>
    </ConfirmDialog>
  );
}
