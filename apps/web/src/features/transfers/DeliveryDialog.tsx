import { readDelivery, type Delivery, type TroubledImage } from '@liaison/transfers/contract';
import { useQuery } from '@tanstack/react-query';
import { Copy, ListX, TriangleAlert } from 'lucide-react';

import { queryOf, tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatDateTime, formatPersonName, plural } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { DefinitionList, type Definition } from '../../ui/Section.tsx';
import { Status } from '../../ui/Status.tsx';
import { notify } from '../../ui/Toast.tsx';
import { commitmentWords, describeProgress, stateWords } from './words.ts';

/** All that is known of a delivery, the images with a remark one by one. */
export function DeliveryDialog({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const read = useQuery(queryOf(readDelivery, { params: { deliveryId: delivery.id } }));
  const shown = read.data?.delivery ?? delivery;
  const { failure } = shown;
  return (
    <Dialog
      title={`Envoi vers ${shown.destination.name}`}
      isOpen
      onClose={onClose}
      size="large"
      acts={<Button onPress={onClose}>Fermer</Button>}
    >
      <div className="send-dialog">
        {failure ? (
          <Banner tone={shown.state === 'failed' ? 'urgent' : 'warning'} title={failure.text}>
            {failure.advice ? <p>{failure.advice}</p> : null}
            {failure.detail ? <span className="mono">{failure.detail}</span> : null}
          </Banner>
        ) : null}
        <DefinitionList items={describe(shown)} />
        {read.isPending ? <SkeletonRows count={2} label="Chargement du détail" /> : null}
        {read.isError ? <Banner tone="urgent">{tellError(read.error).title}</Banner> : null}
        {read.data && read.data.troubled.length > 0 ? (
          <Troubled images={read.data.troubled} isCapped={read.data.isTroubledCapped} />
        ) : null}
      </div>
    </Dialog>
  );
}

function describe(delivery: Delivery): Definition[] {
  const { destination, coercion } = delivery;
  return [
    { term: 'Patient', value: formatPersonName(delivery.familyName, delivery.givenNames) },
    { term: 'État', value: `${stateWords(delivery).text} · ${describeProgress(delivery)}` },
    { term: 'Destination', value: `${destination.name} (${destination.aeTitle})` },
    { term: 'Demandé', value: `${formatDateTime(delivery.askedAt)}, ${askedBy(delivery)}` },
    ...(delivery.endedAt ? [{ term: 'Terminé', value: formatDateTime(delivery.endedAt) }] : []),
    ...(coercion ? [{ term: 'Identifiants écrits', value: describeCoercion(coercion) }] : []),
    ...(commitmentWords[delivery.commitment]
      ? [{ term: 'Archivage', value: describeCommitment(delivery) }]
      : []),
  ];
}

function describeCommitment({ commitment, commitmentAskedAt }: Delivery): string {
  const words = commitmentWords[commitment] ?? '';
  const isAwaited = commitment === 'asked' || commitment === 'unreported';
  return isAwaited && commitmentAskedAt ? `${words}, demandé le ${formatDateTime(commitmentAskedAt)}` : words;
}

function askedBy({ routeName, askedBy: who }: Delivery): string {
  return routeName ? `route ${routeName}` : who;
}

function describeCoercion(coercion: NonNullable<Delivery['coercion']>): string {
  const { patientId, issuerOfPatientId, accessionNumber, traits } = coercion;
  return [
    patientId === null ? '' : `IPP ${patientId}${issuerOfPatientId ? ` (${issuerOfPatientId})` : ''}`,
    accessionNumber === null ? '' : `examen ${accessionNumber}`,
    traits === null ? '' : `identité ${formatPersonName(traits.familyName, traits.givenNames)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

const marks = {
  refused: { tone: 'urgent', icon: ListX, text: 'Refusée' },
  warned: { tone: 'warning', icon: TriangleAlert, text: 'Gardée avec remarque' },
} as const;

function Troubled({ images, isCapped }: { images: readonly TroubledImage[]; isCapped: boolean }) {
  const copy = async () => {
    const lines = images.map(({ SOPInstanceUID, status, comment }) =>
      `${SOPInstanceUID} ${status} ${comment}`.trim(),
    );
    await navigator.clipboard.writeText(lines.join('\n'));
    notify({ tone: 'success', title: 'Liste copiée' });
  };
  return (
    <>
      <DataList label="Images refusées ou gardées avec une remarque">
        {images.map((image) => (
          <TroubledRow key={image.SOPInstanceUID} image={image} />
        ))}
      </DataList>
      {isCapped ? (
        <p className="small quiet">{`Seules les ${plural(images.length, 'première')} sont montrées.`}</p>
      ) : null}
      <div>
        <Button icon={<Copy aria-hidden />} onPress={() => void copy()}>
          Copier la liste
        </Button>
      </div>
    </>
  );
}

function TroubledRow({ image }: { image: TroubledImage }) {
  const { tone, icon, text } = marks[image.outcome];
  return (
    <DataRow
      title={<span className="delivery-answer">{image.text}</span>}
      detail={
        <>
          <Status tone={tone} icon={icon}>
            {text}
          </Status>
          <span className="mono">{`${image.status} ${image.comment}`.trim()}</span>
          <span className="mono delivery-uid">{image.SOPInstanceUID}</span>
        </>
      }
    />
  );
}
