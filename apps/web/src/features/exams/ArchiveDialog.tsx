import type { StudySummary } from '@liaison/imaging/contract';
import { readProofs, stateArchived } from '@liaison/retention/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { callEndpoint } from '../../app/api.ts';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { plural } from '../../ui/french.ts';
import { notify } from '../../ui/Toast.tsx';
import { proofText } from './proof-text.ts';

/** Says what stating that an exam is archived allows, and what proves it already. */
export function ArchiveDialog({ study, onClose }: { study: StudySummary; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const given = { params: { studyId: study.id } };
  const proofs = useQuery(queryOf(readProofs, given)).data?.proofs ?? [];
  const confirm = async () => {
    setFailure(null);
    try {
      await callEndpoint(stateArchived, given);
      notify({ tone: 'success', title: 'Archivage confirmé' });
      void queryClient.invalidateQueries({ queryKey: keyOf(readProofs) });
      onClose();
    } catch (error) {
      setFailure(tellError(error).title);
    }
  };
  const images =
    study.imageCount === 1
      ? 'L’image de cet examen est archivée'
      : `Les ${plural(study.imageCount, 'image')} de cet examen sont archivées`;
  return (
    <ConfirmDialog
      title={'Confirmer l’archivage\u202f?'}
      verb="Confirmer l’archivage"
      isOpen
      onClose={onClose}
      onConfirm={confirm}
    >
      <div className="exam-archive">
        <p>{`${images} ailleurs, par exemple dans votre PACS, et je l’ai vérifié.`}</p>
        <p className="quiet">
          Liaison pourra alors supprimer ces images, une fois passée la durée de conservation de votre
          établissement et si aucun télédossier ouvert n’en a besoin. La demande et le compte-rendu restent.
        </p>
        {proofs.length > 0 ? (
          <ul className="exam-proofs" aria-label="Preuves d’archivage">
            {proofs.map((proof) => (
              <li key={`${proof.kind} ${proof.at}`}>{proofText(proof)}</li>
            ))}
          </ul>
        ) : null}
        {failure ? (
          <Banner tone="urgent" title="L’archivage n’a pas été confirmé" isAnnounced>
            {failure}
          </Banner>
        ) : null}
      </div>
    </ConfirmDialog>
  );
}
