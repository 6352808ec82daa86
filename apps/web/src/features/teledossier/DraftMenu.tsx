import { deleteDraft } from '@liaison/teledossier/contract';
import type { DossierView } from '@liaison/teledossier/contract';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { IconButton } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { notify } from '../../ui/Toast.tsx';
import { actNamed } from './acts.ts';

/** Deletes a brouillon, for those who may. */
export function DraftMenu({ view }: { view: DossierView }) {
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  if (!actNamed(view.acts, 'delete-draft')?.allowed) return null;

  const remove = async () => {
    try {
      await callEndpoint(deleteDraft, { params: { dossierId: view.id } });
      notify({ tone: 'success', title: `Brouillon ${view.number} supprimé` });
      void navigate('/');
    } catch (error) {
      setAsking(false);
      notify({
        tone: 'urgent',
        title: 'Le brouillon n’a pas pu être supprimé',
        detail: tellError(error).title,
      });
    }
  };
  return (
    <>
      <IconButton
        label="Supprimer le brouillon"
        icon={<Trash2 aria-hidden />}
        onPress={() => setAsking(true)}
      />
      <ConfirmDialog
        title={`Supprimer le brouillon ${view.number}\u202f?`}
        verb="Supprimer"
        variant="danger"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={remove}
      >
        <p>
          Ce qui a été saisi sera perdu. Les examens restent dans les examens reçus. La suppression est
          tracée.
        </p>
      </ConfirmDialog>
    </>
  );
}
