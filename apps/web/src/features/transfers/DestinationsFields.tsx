import type { Destination } from '@liaison/transfers/contract';
import { ArrowUp, X } from 'lucide-react';

import { Banner } from '../../ui/Banner.tsx';
import { ButtonLink, IconButton } from '../../ui/Button.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { RouteDraft } from './route-draft.ts';

type Props = {
  draft: RouteDraft;
  set: (change: Partial<RouteDraft>) => void;
  offered: readonly Destination[];
};

/** Where a route leads: a first place, and the next ones for when it cannot be reached. */
export function DestinationsFields({ draft, set, offered }: Props) {
  const { peerIds } = draft;
  const left = offered.filter(({ peerId }) => !peerIds.includes(peerId));
  return (
    <>
      <TextField
        label="Nom de la route"
        width="l"
        maxLength={80}
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      <Chosen draft={draft} set={set} offered={offered} />
      {left.length > 0 && peerIds.length < 5 ? (
        <Select
          label={peerIds.length === 0 ? 'Destination' : 'Ajouter une destination de secours'}
          width="l"
          choices={left.map((each) => ({
            value: each.peerId,
            label: each.name,
            detail: `${each.structureName} · ${each.aeTitle}`,
          }))}
          value={null}
          onChange={(peerId) => set({ peerIds: [...peerIds, peerId] })}
        />
      ) : null}
      {offered.length === 0 ? (
        <Banner
          tone="warning"
          acts={
            <ButtonLink size="small" href="/administration/pacs">
              PACS et appareils
            </ButtonLink>
          }
        >
          Aucun PACS ne peut encore recevoir d’images. Déclarez-en un d’abord.
        </Banner>
      ) : null}
      {peerIds.length > 1 ? (
        <NumberField
          label="Essais avant la destination suivante"
          minValue={1}
          maxValue={20}
          value={draft.triesEach}
          onChange={(triesEach) => set({ triesEach })}
        />
      ) : null}
    </>
  );
}

function Chosen({ draft: { peerIds }, set, offered }: Props) {
  if (peerIds.length === 0) return null;
  const nameOf = (id: string) =>
    offered.find(({ peerId }) => peerId === id)?.name ?? 'PACS qui n’est plus offert';
  const raise = (at: number) => {
    const next = [...peerIds];
    const [moved] = next.splice(at, 1);
    if (moved !== undefined) next.splice(at - 1, 0, moved);
    set({ peerIds: next });
  };
  return (
    <ol className="route-order" aria-label="Destinations, dans l’ordre">
      {peerIds.map((id, at) => (
        <li key={id}>
          <span>{`${at === 0 ? 'D’abord' : 'À défaut'}\u00a0: ${nameOf(id)}`}</span>
          <span>
            {at > 0 ? (
              <IconButton
                label={`Essayer ${nameOf(id)} plus tôt`}
                icon={<ArrowUp aria-hidden />}
                size="small"
                onPress={() => raise(at)}
              />
            ) : null}
            <IconButton
              label={`Retirer ${nameOf(id)}`}
              icon={<X aria-hidden />}
              size="small"
              onPress={() => set({ peerIds: peerIds.filter((other) => other !== id) })}
            />
          </span>
        </li>
      ))}
    </ol>
  );
}
