import { listRetrievals, requestRetrieval, type FoundHere } from '@liaison/pacs/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, Paperclip } from 'lucide-react';

import { callEndpoint } from '../../app/api.ts';
import { keyOf, tellError } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { plural } from '../../ui/french.ts';
import { notify } from '../../ui/Toast.tsx';

type Peer = { id: string; name: string; aeTitle: string };
export type Chosen = { peerId: string; study: FoundHere };
/** A study that is on the platform, or will be. */
export type AskedStudy = { studyId: string; study: FoundHere; peer: Peer };

type BarProps = {
  peers: readonly Peer[];
  chosen: readonly Chosen[];
  onDone: (asked: readonly AskedStudy[]) => void;
  onAsked?: (studies: AskedStudy[]) => void;
};

/** Always in view once an exam is chosen: what pressing will do. */
export function RetrieveBar({ peers, chosen, onDone, onAsked }: BarProps) {
  const queryClient = useQueryClient();
  const isHere = (study: FoundHere) => onAsked !== undefined && (study.present?.imageCount ?? 0) > 0;
  const ask = useMutation({
    mutationFn: async () => {
      const asked: AskedStudy[] = [];
      for (const peer of peers) {
        const own = chosen.filter(({ peerId }) => peerId === peer.id).map(({ study }) => study);
        const missing = own.filter((study) => !isHere(study));
        const studyIds = await bring(peer.id, missing);
        for (const study of own) {
          const studyId = studyIds.get(study.StudyInstanceUID) ?? study.present?.studyId;
          if (studyId) asked.push({ studyId, study, peer });
        }
      }
      return asked;
    },
    onSuccess: (asked) => {
      onDone(asked);
      onAsked?.(asked);
      notify({
        tone: 'success',
        title: onAsked
          ? plural(asked.length, 'examen joint', 'examens joints')
          : plural(asked.length, 'examen demandé', 'examens demandés'),
        detail: onAsked
          ? 'La demande peut partir sans attendre les images.'
          : 'Une demande d’avis peut partir sans attendre les images.',
      });
      return queryClient.invalidateQueries({ queryKey: keyOf(listRetrievals) });
    },
    onError: (error) =>
      notify({
        tone: 'urgent',
        title: 'La récupération n’a pas été demandée',
        detail: tellError(error).title,
      }),
  });
  if (chosen.length === 0) return null;
  return (
    <div className="pacs-bar">
      <span>{plural(chosen.length, 'examen choisi', 'examens choisis')}</span>
      <Button
        variant="primary"
        icon={onAsked ? <Paperclip aria-hidden /> : <Download aria-hidden />}
        isPending={ask.isPending}
        onPress={() => ask.mutate()}
      >
        {onAsked ? 'Joindre' : 'Récupérer'}
      </Button>
    </div>
  );
}

/** Ids of studies by UID. */
async function bring(peerId: string, found: readonly FoundHere[]): Promise<Map<string, string>> {
  if (found.length === 0) return new Map();
  const studies = found.map(({ present: _present, ...study }) => study);
  const { retrievals } = await callEndpoint(requestRetrieval, { params: { peerId }, body: { studies } });
  return new Map(retrievals.map(({ StudyInstanceUID, studyId }) => [StudyInstanceUID, studyId]));
}
