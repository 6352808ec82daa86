import { certificateUrl, listLicences, type Licence } from '@liaison/authority/contract';
import { useQuery } from '@tanstack/react-query';
import { BadgeCheck, CircleCheck, CirclePause, CircleX, Ellipsis, Plus, TimerOff } from 'lucide-react';
import { useState } from 'react';
import { queryOf } from '../../app/queries.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { DataRow } from '../../ui/DataList.tsx';
import { formatDate, formatDateTime, nbsp } from '../../ui/french.ts';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { Disclosure } from '../../ui/Section.tsx';
import { Status, type Tone } from '../../ui/Status.tsx';
import { DeliverDialog } from './DeliverDialog.tsx';
import { LicenceActDialog, type LicenceAct } from './LicenceActDialog.tsx';
import { QueryRows } from './QueryRows.tsx';

const states: Readonly<Record<Licence['state'], { label: string; tone: Tone; icon: typeof CircleCheck }>> = {
  delivered: { label: 'En vigueur', tone: 'success', icon: CircleCheck },
  suspended: { label: 'Suspendue', tone: 'warning', icon: CirclePause },
  revoked: { label: 'Révoquée', tone: 'urgent', icon: CircleX },
  expired: { label: 'Expirée', tone: 'neutral', icon: TimerOff },
};

/** Who may certify, with what, until when. */
export function LicencesPanel() {
  const query = useQuery({ ...queryOf(listLicences, {}), select: ({ licences }) => licences });
  const [isAdding, setAdding] = useState(false);
  const [asked, setAsked] = useState<{ licence: Licence; act: LicenceAct } | null>(null);
  return (
    <div className="authority-panel">
      <div>
        <Button icon={<Plus aria-hidden />} onPress={() => setAdding(true)}>
          Délivrer une licence
        </Button>
      </div>
      <QueryRows
        label="Licences"
        query={query}
        empty={{
          icon: BadgeCheck,
          title: 'Aucune licence délivrée',
          text: 'Une licence permet au contrôleur d’une organisation de certifier des messages.',
        }}
      >
        {(licence) => (
          <LicenceRow key={licence.id} licence={licence} onAct={(act) => setAsked({ licence, act })} />
        )}
      </QueryRows>
      {isAdding ? <DeliverDialog onClose={() => setAdding(false)} /> : null}
      {asked ? <LicenceActDialog {...asked} onClose={() => setAsked(null)} /> : null}
    </div>
  );
}

type RowProps = { licence: Licence; onAct: (act: LicenceAct) => void };

function LicenceRow({ licence, onAct }: RowProps) {
  const { number, organisation, product, validFrom, validTo, state, reason } = licence;
  const { label, tone, icon } = states[state];
  return (
    <DataRow
      title={
        <>
          {organisation.name}
          <Status tone={tone} icon={icon}>
            {label}
          </Status>
        </>
      }
      detail={
        <>
          <span>{`Licence${nbsp}${number}`}</span>
          <span>{product}</span>
          <span>{`du ${formatDate(validFrom)} au ${formatDate(validTo)}`}</span>
          {reason === '' ? null : <span className="ui-row-failure">{reason}</span>}
          <History licence={licence} />
        </>
      }
      acts={<LicenceMenu licence={licence} onAct={onAct} />}
    />
  );
}

function LicenceMenu({ licence, onAct }: RowProps) {
  const { state, number, certificate } = licence;
  const isOver = state === 'revoked';
  const over = isOver ? 'Cette licence est révoquée' : null;
  return (
    <Menu
      label={`Actes sur la licence ${number}`}
      trigger={<IconButton label={`Actes sur la licence ${number}`} icon={<Ellipsis aria-hidden />} />}
    >
      <MenuItem
        isDisabled={certificate === null}
        detail={
          certificate === null
            ? 'Elle n’en a pas encore'
            : 'À remettre au titulaire, avec celui de l’autorité'
        }
        {...(certificate === null ? {} : { href: certificateUrl(licence.id) })}
      >
        Télécharger le certificat
      </MenuItem>
      <MenuItem isDisabled={isOver} detail={over} onAction={() => onAct('renew')}>
        Prolonger
      </MenuItem>
      {state === 'suspended' ? (
        <MenuItem onAction={() => onAct('reinstate')}>Rétablir</MenuItem>
      ) : (
        <MenuItem
          isDisabled={state !== 'delivered'}
          detail={state === 'delivered' ? null : 'Elle n’est pas en vigueur'}
          onAction={() => onAct('suspend')}
        >
          Suspendre
        </MenuItem>
      )}
      <MenuItem isDanger isDisabled={isOver} detail={over} onAction={() => onAct('revoke')}>
        Révoquer
      </MenuItem>
    </Menu>
  );
}

const acts: Readonly<Record<Licence['history'][number]['act'], string>> = {
  delivered: 'Délivrée',
  renewed: 'Prolongée',
  suspended: 'Suspendue',
  reinstated: 'Rétablie',
  revoked: 'Révoquée',
};

function History({ licence: { history, number } }: { licence: Licence }) {
  if (history.length < 2) return null;
  return (
    <div className="authority-history">
      <Disclosure title={`Histoire de ${number}`}>
        <ol>
          {history.map(({ at, act, by, reason }) => (
            <li key={`${at} ${act}`}>
              {`${formatDateTime(at)} · ${acts[act]} par ${by}${reason === '' ? '' : ` · ${reason}`}`}
            </li>
          ))}
        </ol>
      </Disclosure>
    </div>
  );
}
