import { askCommitment, cancelDelivery, retryDelivery, type Delivery } from '@liaison/transfers/contract';
import { useMutation } from '@tanstack/react-query';
import { ArchiveRestore, Ban, Ellipsis, Eye, ListX, RotateCw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';

import { callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { DataRow } from '../../ui/DataList.tsx';
import { formatDate, formatPersonName, formatSex, plural } from '../../ui/french.ts';
import { Link } from '../../ui/Link.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { RelativeTime, useNow } from '../../ui/RelativeTime.tsx';
import { Status } from '../../ui/Status.tsx';
import { notify } from '../../ui/Toast.tsx';
import { describeModalities } from '../exams/exams-filter.ts';
import { DeliveryDialog } from './DeliveryDialog.tsx';
import { useRefreshDeliveries } from './use-send.ts';
import { commitmentWords, describeNextTry, describeProgress, stateWords } from './words.ts';

/** One exam on its way to a PACS: whose, where to, how far, and what stands in the way. */
export function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const [isOpen, setOpen] = useState(false);
  const name = formatPersonName(delivery.familyName, delivery.givenNames) || 'Patient sans nom';
  return (
    <>
      <DataRow
        {...(delivery.state === 'failed' ? { tone: 'urgent' as const } : {})}
        title={
          <>
            <Link href={`/images/${delivery.studyId}`} isPlain>
              {name}
            </Link>
            <span className="ui-row-traits">
              {formatSex(delivery.sex)}
              {delivery.birthDate ? ` · ${formatDate(delivery.birthDate)}` : ''}
            </span>
          </>
        }
        detail={<Details delivery={delivery} />}
        aside={<Advance delivery={delivery} />}
        acts={<Acts delivery={delivery} patient={name} onOpen={() => setOpen(true)} />}
      />
      {isOpen ? <DeliveryDialog delivery={delivery} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Details({ delivery }: { delivery: Delivery }) {
  const { destination, routeName, askedBy, failure } = delivery;
  const now = useNow(5);
  const next = describeNextTry(delivery, now);
  return (
    <>
      <span>
        {[describeModalities(delivery.modalities), delivery.description].filter(Boolean).join(' · ')}
      </span>
      <span>{`vers ${destination.name}`}</span>
      <span>
        {routeName ? `route ${routeName}` : `par ${askedBy}`} <RelativeTime at={delivery.askedAt} />
      </span>
      {delivery.coercion ? <span>identifiants changés</span> : null}
      {commitmentWords[delivery.commitment] ? <span>{commitmentWords[delivery.commitment]}</span> : null}
      {failure ? (
        <span className="ui-row-failure">
          {failure.text}
          {failure.advice ? ` ${failure.advice}` : null}
          {next ? <span className="quiet">{` (${next})`}</span> : null}
        </span>
      ) : null}
    </>
  );
}

function Advance({ delivery }: { delivery: Delivery }) {
  const { tone, icon, text } = stateWords(delivery);
  const counted = describeProgress(delivery);
  const isMoving = delivery.state === 'sending' && delivery.total > 0;
  return (
    <>
      <Status tone={tone} icon={icon}>{`${text} · ${counted}`}</Status>
      {isMoving ? (
        <div className="delivery-progress">
          <Progress label="Avancement de l’envoi" isLabelHidden value={delivery.sent / delivery.total} />
        </div>
      ) : null}
      {delivery.refused > 0 ? (
        <Status tone="urgent" icon={ListX}>
          {plural(delivery.refused, 'image refusée', 'images refusées')}
        </Status>
      ) : null}
      {delivery.warned > 0 ? (
        <Status tone="warning" icon={TriangleAlert}>
          {plural(delivery.warned, 'image gardée avec une remarque', 'images gardées avec une remarque')}
        </Status>
      ) : null}
    </>
  );
}

type ActsProps = { delivery: Delivery; patient: string; onOpen: () => void };

function Acts({ delivery, patient, onOpen }: ActsProps) {
  const { features } = useSession();
  const refresh = useRefreshDeliveries();
  const told = (title: string) => (error: Error) =>
    notify({ tone: 'urgent', title, detail: tellError(error).title });
  const given = { params: { deliveryId: delivery.id } };
  const retry = useMutation({
    mutationFn: () => callEndpoint(retryDelivery, given),
    onSuccess: refresh,
    onError: told('L’envoi n’a pas été relancé'),
  });
  const cancel = useMutation({
    mutationFn: () => callEndpoint(cancelDelivery, given),
    onSuccess: refresh,
    onError: told('L’envoi n’a pas été arrêté'),
  });
  const ask = useMutation({
    mutationFn: () => callEndpoint(askCommitment, given),
    onSuccess: refresh,
    onError: told('La confirmation n’a pas été redemandée'),
  });
  const maySend = features.includes('clinical') || features.includes('imaging');
  return (
    <>
      {maySend && delivery.mayRetry ? (
        <Button
          icon={<RotateCw aria-hidden />}
          isPending={retry.isPending}
          onPress={() => retry.mutate()}
          aria-label={`Réessayer l’envoi de ${patient}`}
        >
          Réessayer
        </Button>
      ) : null}
      <Menu
        label={`Autres actes sur l’envoi de ${patient}`}
        trigger={
          <IconButton label={`Autres actes sur l’envoi de ${patient}`} icon={<Ellipsis aria-hidden />} />
        }
      >
        <MenuItem icon={<Eye aria-hidden />} onAction={onOpen}>
          Voir le détail
        </MenuItem>
        {maySend && delivery.mayAskCommitment ? (
          <MenuItem icon={<ArchiveRestore aria-hidden />} onAction={() => ask.mutate()}>
            Redemander au PACS s’il garde les images
          </MenuItem>
        ) : null}
        {maySend && delivery.mayCancel ? (
          <MenuItem icon={<Ban aria-hidden />} isDanger onAction={() => cancel.mutate()}>
            {delivery.state === 'failed' ? 'Abandonner cet envoi' : 'Arrêter l’envoi'}
          </MenuItem>
        ) : null}
      </Menu>
    </>
  );
}
