import type { Route } from '@liaison/transfers/contract';
import {
  ArrowDown,
  ArrowUp,
  CircleAlert,
  CircleCheck,
  CirclePause,
  Ellipsis,
  History,
  Pencil,
  Send,
  Trash2,
} from 'lucide-react';

import { Button, IconButton } from '../../ui/Button.tsx';
import { Switch } from '../../ui/Checkbox.tsx';
import { DataRow } from '../../ui/DataList.tsx';
import { formatNumber, nbsp, plural } from '../../ui/french.ts';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Status } from '../../ui/Status.tsx';
import { describeConditions } from './words.ts';

type Props = {
  route: Route;
  isFirst: boolean;
  isLast: boolean;
  isPending: boolean;
  onMove: (by: -1 | 1) => void;
  onActivate: (isActive: boolean) => void;
  onEdit: () => void;
  onHistory: () => void;
  onRemove: () => void;
};

/** A route: what follows it, where to, and how it goes. */
export function RouteRow({
  route,
  isFirst,
  isLast,
  isPending,
  onMove,
  onActivate,
  onEdit,
  onHistory,
  onRemove,
}: Props) {
  const places = route.destinations.map(({ name }) => name);
  const [first, ...others] = places;
  return (
    <DataRow
      title={<>{route.name}</>}
      detail={
        <>
          <span>{describeConditions(route.conditions)}</span>
          <span>
            {first ? `vers ${first}` : 'vers un PACS qui n’existe plus'}
            {others.length > 0 ? `, à défaut ${others.join(', puis ')}` : ''}
          </span>
          {route.maxBytesPerSecond === null ? null : (
            <span>{`au plus ${formatNumber(route.maxBytesPerSecond / 1e6, 2)}\u00a0Mo/s`}</span>
          )}
          {route.coercion === 'known' ? <span>avec l’IPP connu à destination</span> : null}
        </>
      }
      aside={<Counts route={route} />}
      acts={
        <>
          <Switch isSelected={route.isActive} isDisabled={isPending} onChange={onActivate}>
            <span className="visually-hidden">{`Route ${route.name}\u00a0: `}</span>
            Active
          </Switch>
          <Button
            icon={<Pencil aria-hidden />}
            onPress={onEdit}
            aria-label={`Modifier la route ${route.name}`}
          >
            Modifier
          </Button>
          <Menu
            label={`Autres actes sur la route ${route.name}`}
            trigger={
              <IconButton label={`Autres actes sur la route ${route.name}`} icon={<Ellipsis aria-hidden />} />
            }
          >
            <MenuItem icon={<History aria-hidden />} onAction={onHistory}>
              Historique
            </MenuItem>
            <MenuItem icon={<ArrowUp aria-hidden />} isDisabled={isFirst} onAction={() => onMove(-1)}>
              Monter
            </MenuItem>
            <MenuItem icon={<ArrowDown aria-hidden />} isDisabled={isLast} onAction={() => onMove(1)}>
              Descendre
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<Trash2 aria-hidden />} isDanger onAction={onRemove}>
              Retirer la route…
            </MenuItem>
          </Menu>
        </>
      }
    />
  );
}

function Counts({ route: { counts, isActive } }: { route: Route }) {
  return (
    <>
      {isActive ? null : (
        <Status tone="neutral" icon={CirclePause}>
          Suspendue
        </Status>
      )}
      {counts.failed > 0 ? (
        <Status tone="urgent" icon={CircleAlert}>
          {`${plural(counts.failed, 'envoi')} en échec`}
        </Status>
      ) : null}
      {counts.open > 0 ? (
        <Status tone="accent" icon={Send}>
          {`${plural(counts.open, 'envoi')} en cours`}
        </Status>
      ) : null}
      {counts.done > 0 ? (
        <Status tone="success" icon={CircleCheck}>
          {`${plural(counts.done, 'examen envoyé', 'examens envoyés')} en 30${nbsp}jours`}
        </Status>
      ) : (
        <span>{`aucun examen envoyé en 30${nbsp}jours`}</span>
      )}
      {counts.lastAt ? (
        <span>
          dernier <RelativeTime at={counts.lastAt} />
        </span>
      ) : null}
    </>
  );
}
