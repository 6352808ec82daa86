import type { Exchange } from '@liaison/exchanges/contract';

import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { nbsp } from '../../ui/french.ts';

type ReleaseProps = { reason: Exchange['reason']; onClose: () => void; onConfirm: () => Promise<void> };

/** Before a message is let in that its partner may not send, or that comes before what it follows. */
export function ReleaseDialog({ reason, onClose, onConfirm }: ReleaseProps) {
  return (
    <ConfirmDialog
      title="Accepter ce message quand même"
      verb="Examiner et accepter"
      isOpen
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <p>
        {reason === 'not-allowed'
          ? 'Ce partenaire n’est pas autorisé à envoyer ce type de message.'
          : 'Rien n’a été échangé de cette consultation avec ce partenaire.'}{' '}
        Si son contrôle et son certificat sont bons, le message sera accepté et son expéditeur en recevra
        l’accusé{nbsp}: cela ne s’annule pas.
      </p>
    </ConfirmDialog>
  );
}
