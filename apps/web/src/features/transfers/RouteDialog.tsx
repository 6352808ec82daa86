import { createRoute, updateRoute, type listRoutes, type Route } from '@liaison/transfers/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { callEndpoint, type Reply } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { notify } from '../../ui/Toast.tsx';
import { ConditionsFields } from './ConditionsFields.tsx';
import { DestinationsFields } from './DestinationsFields.tsx';
import { draftOf, missingInDraft, ruleOf } from './route-draft.ts';
import { RouteTrial } from './RouteTrial.tsx';
import { SendingFields } from './SendingFields.tsx';

type Props = {
  structureId: string;
  route: Route | null;
  offered: Reply<typeof listRoutes>;
  onClose: () => void;
};

/** Makes a route or changes one; it can be tried on past exams before it is saved. */
export function RouteDialog({ structureId, route, offered, onClose }: Props) {
  const [draft, setDraft] = useState(() => draftOf(route));
  const set = (change: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...change }));
  const save = useMutation({
    mutationFn: async () => {
      const body = ruleOf(draft);
      if (route) await callEndpoint(updateRoute, { params: { routeId: route.id }, body });
      else await callEndpoint(createRoute, { params: { structureId }, body });
    },
    onSuccess: () => {
      notify({
        tone: 'success',
        title: `Route ${draft.name.trim()} enregistrée`,
        detail: draft.isActive
          ? 'Elle vaut pour les examens qui arriveront.'
          : 'Elle est suspendue\u00a0: activez-la pour qu’elle envoie.',
      });
      onClose();
    },
  });
  const missing = missingInDraft(draft);
  const acts = (
    <>
      <Button onPress={onClose}>Annuler</Button>
      <Button
        variant="primary"
        isDisabled={missing !== null}
        isPending={save.isPending}
        onPress={() => save.mutate()}
      >
        Enregistrer
      </Button>
    </>
  );
  return (
    <Dialog
      title={route ? `Route ${route.name}` : 'Nouvelle route'}
      isOpen
      onClose={onClose}
      size="large"
      note={missing}
      acts={acts}
    >
      <div className="route-form">
        <DestinationsFields draft={draft} set={set} offered={offered.destinations} />
        <ConditionsFields draft={draft} set={set} callingAeTitles={offered.callingAeTitles} />
        <RouteTrial structureId={structureId} rule={ruleOf(draft)} />
        <SendingFields draft={draft} set={set} />
        {save.error ? (
          <Banner tone="urgent" title="La route n’a pas été enregistrée" isAnnounced>
            {tellError(save.error).title}
          </Banner>
        ) : null}
      </div>
    </Dialog>
  );
}
