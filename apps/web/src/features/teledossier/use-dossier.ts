import { readDossier } from '@liaison/teledossier/contract';
import type { DossierView } from '@liaison/teledossier/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { callEndpoint } from '../../app/api.ts';
import { useLive } from '../../app/live/useLive.tsx';
import type { Topic } from '../../app/live/useLive.tsx';
import { keyOf } from '../../app/queries.ts';

const studyTopic = ({ id }: { id: string }): Topic => `study:${id}`;

/** A télédossier on a screen. `newSince`: what happened after this instant is new to the reader; null at a first visit. */
export type OpenDossier = { readonly view: DossierView; readonly newSince: string | null };

/**
 * Reads a télédossier and keeps it up to date. Only the first read of a visit is an opening for the journal; what
 * follows refreshes the screen. `onHint` is called when the dossier or one of its studies changes.
 */
export function useDossier(dossierId: string, onHint: () => void = () => {}) {
  const queryClient = useQueryClient();
  const opened = useRef(false);
  const key = [...keyOf(readDossier), dossierId];

  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<OpenDossier> => {
      const isOpening = !opened.current;
      const before = queryClient.getQueryData<OpenDossier>(key);
      const given = { params: { dossierId }, query: { opening: isOpening ? 'true' : 'false' } };
      const view = await callEndpoint(readDossier, given, signal);
      opened.current = true;
      return { view, newSince: isOpening || !before ? view.lastOpenedAt : before.newSince };
    },
    refetchOnMount: 'always',
  });

  const { refetch } = query;
  const refresh = useCallback(() => refetch({ cancelRefetch: false }), [refetch]);
  const view = query.data?.view;
  // Only once it could be read: the stream of hints refuses whoever may not open what he asks to follow.
  const topics: Topic[] = view ? [`dossier:${dossierId}`, ...view.studies.map(studyTopic)] : [];
  useLive(topics, () => {
    void refresh();
    onHint();
  });
  return { query, refresh };
}
