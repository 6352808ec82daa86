import { listDestinations, sendStudies } from '@liaison/transfers/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Send, Server } from 'lucide-react';
import { useState } from 'react';

import { callEndpoint } from '../../app/api.ts';
import { queryOf, tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { formatDate, formatPersonName, formatSex, plural } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { notify } from '../../ui/Toast.tsx';
import { IdentifiersFields } from './IdentifiersFields.tsx';
import { missingIn, toCoercion, unchanged, useRefreshDeliveries, type Identifiers } from './use-send.ts';
import './transfers.css';

/** An exam as the dialog speaks of it; `StudySummary` is one. */
export type SentStudy = {
  id: string;
  imageCount: number;
  accessionNumber: string;
  traits: {
    familyName: string;
    givenNames: string;
    birthDate: string | null;
    sex: 'M' | 'F' | 'O' | null;
    patientId: string;
  };
};

export type SendDialogProps = { studies: readonly SentStudy[]; onClose: () => void };

/** Sends one or more exams to a PACS of my structure; for any screen that shows an exam. */
export function SendDialog({ studies, onClose }: SendDialogProps) {
  const [single] = studies;
  const onlyOne = studies.length === 1 && single ? single : null;
  const query = onlyOne ? { studyId: onlyOne.id } : {};
  const destinations = useQuery(queryOf(listDestinations, { query }));
  const [picked, setPicked] = useState<string | null>(null);
  const [identifiers, setIdentifiers] = useState<Identifiers>(unchanged);
  const found = destinations.data?.destinations ?? [];
  const chosen = found.find((each) => each.peerId === (picked ?? found[0]?.peerId));
  const refresh = useRefreshDeliveries();
  const send = useMutation({
    mutationFn: (peerId: string) =>
      callEndpoint(sendStudies, {
        body: { studyIds: studies.map(({ id }) => id), peerId, coercion: toCoercion(identifiers) },
      }),
    onSuccess: () => {
      notify({
        tone: 'success',
        title: `Envoi vers ${chosen?.name ?? 'le PACS'} lancé`,
        link: { href: '/examens/envois', text: 'Suivre les envois' },
      });
      onClose();
      return refresh();
    },
  });
  const missing = missingIn(identifiers);
  const acts = (
    <>
      <Button onPress={onClose}>Annuler</Button>
      <Button
        variant="primary"
        icon={<Send aria-hidden />}
        isPending={send.isPending}
        isDisabled={!chosen || missing !== null}
        onPress={() => chosen && send.mutate(chosen.peerId)}
      >
        {chosen ? `Envoyer vers ${chosen.name}` : 'Envoyer'}
      </Button>
    </>
  );
  return (
    <Dialog
      title="Envoyer vers un PACS"
      isOpen
      onClose={onClose}
      note={missing}
      {...(found.length > 0 ? { acts } : {})}
    >
      <div className="send-dialog">
        <p className="send-what">{describeStudies(studies)}</p>
        {destinations.isPending ? <SkeletonRows count={2} label="Chargement des PACS" /> : null}
        {destinations.isError ? (
          <ErrorState
            title="La liste des PACS n’a pas pu être lue"
            onRetry={() => void destinations.refetch()}
          >
            {tellError(destinations.error).title}
          </ErrorState>
        ) : null}
        {destinations.isSuccess && found.length === 0 ? <NoDestination /> : null}
        {chosen ? (
          <>
            <RadioGroup
              label="Destination"
              choices={found.map((each) => ({
                value: each.peerId,
                label: each.name,
                detail: each.commits ? `${each.aeTitle} · confirme l’archivage` : each.aeTitle,
              }))}
              value={chosen.peerId}
              onChange={setPicked}
            />
            {onlyOne ? (
              <IdentifiersFields
                study={onlyOne}
                destination={chosen}
                value={identifiers}
                onChange={setIdentifiers}
              />
            ) : null}
          </>
        ) : null}
        {send.isError ? (
          <Banner tone="urgent" title="L’envoi n’a pas été lancé" isAnnounced>
            {tellError(send.error).title}
          </Banner>
        ) : null}
      </div>
    </Dialog>
  );
}

function describeStudies(studies: readonly SentStudy[]): string {
  const [first] = studies;
  const images = plural(
    studies.reduce((sum, each) => sum + each.imageCount, 0),
    'image',
  );
  if (studies.length !== 1 || !first) return `${plural(studies.length, 'examen')} · ${images}`;
  const { familyName, givenNames, birthDate, sex } = first.traits;
  const name = formatPersonName(familyName, givenNames) || 'Patient sans nom';
  return [name, formatSex(sex), birthDate && formatDate(birthDate), images].filter(Boolean).join(' · ');
}

function NoDestination() {
  return (
    <EmptyState icon={Server} title="Aucun PACS où envoyer">
      Votre structure n’a pas encore de PACS qui reçoit des images de Liaison. Votre administrateur peut en
      déclarer un.
    </EmptyState>
  );
}
