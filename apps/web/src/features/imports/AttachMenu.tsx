import type { StudySummary } from '@liaison/imaging/contract';
import { createDossier, listDossiers, readDossier, saveDraft } from '@liaison/teledossier/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FilePlus2, Paperclip } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { callEndpoint } from '../../app/api.ts';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { notify } from '../../ui/Toast.tsx';
import { bodyOf, draftOf } from '../teledossier/draft.ts';
import { imports } from './import-store.ts';

/** What one does with an imported study: a request about it, new or already begun. */
export function AttachMenu({ study }: { study: StudySummary }) {
  const navigate = useNavigate();
  const [isPicking, setPicking] = useState(false);
  const open = (dossierId: string) => void navigate(`/teledossiers/${dossierId}/demande`);
  const fail = (error: unknown) =>
    notify({ tone: 'urgent', title: 'L’examen n’a pas été joint', detail: tellError(error).title });
  const create = useMutation({
    mutationFn: () => callEndpoint(createDossier, { body: { type: 'avc', studyId: study.id } }),
    onSuccess: ({ id }) => open(id),
    onError: fail,
  });
  const attach = useAttach(study, open, fail);
  const { forDossier } = imports;
  if (forDossier)
    return (
      <Button
        variant="primary"
        icon={<Paperclip aria-hidden />}
        isPending={attach.isPending || attach.isSuccess}
        onPress={() => attach.mutate(forDossier)}
      >
        Joindre à la demande
      </Button>
    );
  return (
    <>
      <Menu
        label="Demande avec cet examen"
        trigger={
          <Button variant="primary" isPending={create.isPending || attach.isPending}>
            Demande
          </Button>
        }
      >
        <MenuItem icon={<FilePlus2 aria-hidden />} onAction={() => create.mutate()}>
          Créer une demande avec cet examen
        </MenuItem>
        <MenuItem icon={<Paperclip aria-hidden />} onAction={() => setPicking(true)}>
          Joindre à un brouillon
        </MenuItem>
      </Menu>
      <DraftPicker
        isOpen={isPicking}
        onClose={() => setPicking(false)}
        onPick={(dossierId) => {
          setPicking(false);
          attach.mutate(dossierId);
        }}
      />
    </>
  );
}

/** Traits that the brouillon lacks are taken from the images; those that differ are shown on it, and stop nothing. */
function useAttach(study: StudySummary, open: (dossierId: string) => void, fail: (error: unknown) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    async mutationFn(dossierId: string) {
      const params = { dossierId };
      const view = await callEndpoint(readDossier, { params });
      const draft = draftOf(view);
      if (!draft.studyIds.includes(study.id)) {
        const body = bodyOf({ ...draft, studyIds: [...draft.studyIds, study.id] }, view.revision);
        await callEndpoint(saveDraft, { params, body });
      }
      await queryClient.invalidateQueries({ queryKey: keyOf(readDossier) });
      return dossierId;
    },
    onSuccess: open,
    onError: fail,
  });
}

type PickerProps = { isOpen: boolean; onClose: () => void; onPick: (dossierId: string) => void };

function DraftPicker({ isOpen, onClose, onPick }: PickerProps) {
  const list = useQuery({
    ...queryOf(listDossiers, { query: { status: 'brouillon' } }),
    enabled: isOpen,
  });
  return (
    <Dialog title="Joindre à un brouillon" isOpen={isOpen} onClose={onClose}>
      {list.isPending ? <SkeletonRows count={3} label="Chargement des brouillons" /> : null}
      {list.isError ? <p role="alert">{tellError(list.error).title}</p> : null}
      {list.data?.rows.length === 0 ? <p className="quiet">Vous n’avez aucun brouillon.</p> : null}
      {list.data && list.data.rows.length > 0 ? (
        <DataList label="Brouillons">
          {list.data.rows.map((row) => (
            <DataRow
              key={row.id}
              title={row.patientLine.displayName}
              detail={<span className="mono">{row.number}</span>}
              acts={
                <Button size="small" onPress={() => onPick(row.id)}>
                  Joindre
                </Button>
              }
            />
          ))}
        </DataList>
      ) : null}
    </Dialog>
  );
}
