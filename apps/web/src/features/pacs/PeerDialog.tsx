import { addPeer, changePeer, type ListedPeer } from '@liaison/pacs/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Disclosure } from '../../ui/Section.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea, TextField } from '../../ui/TextField.tsx';
import { notify } from '../../ui/Toast.tsx';
import { draftOf, hasFineSettings, missingInSheet, sheetOf, type PeerDraft } from './peer-draft.ts';

type Props = {
  peer: ListedPeer | null;
  structures: readonly { id: string; name: string }[];
  onClose: () => void;
};

/** Adds a peer or changes its sheet. */
export function PeerDialog({ peer, structures, onClose }: Props) {
  const [draft, setDraft] = useState(() => draftOf(peer));
  const [structureId, setStructureId] = useState(peer?.structureId ?? structures[0]?.id ?? '');
  const set = (change: Partial<PeerDraft>) => setDraft((now) => ({ ...now, ...change }));
  const save = useMutation({
    mutationFn: async () => {
      const body = sheetOf(draft);
      if (peer) await callEndpoint(changePeer, { params: { peerId: peer.id }, body });
      else await callEndpoint(addPeer, { body: { ...body, structureId } });
      return body;
    },
    onSuccess: ({ name, host }) => {
      notify({
        tone: 'success',
        title: peer ? 'Fiche enregistrée' : `${name} est ajouté`,
        detail: host ? 'Testez la liaison pour vérifier qu’il répond.' : undefined,
      });
      onClose();
    },
  });
  const missing = missingInSheet(draft);
  return (
    <Dialog
      title={peer ? peer.name : 'Nouveau PACS ou appareil'}
      isOpen
      onClose={onClose}
      size="large"
      note={missing}
      acts={
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
      }
    >
      <div className="peer-form">
        {!peer && structures.length > 1 ? (
          <Select
            label="Établissement"
            choices={structures.map(({ id, name }) => ({ value: id, label: name }))}
            value={structureId}
            onChange={setStructureId}
          />
        ) : null}
        <WhoFields draft={draft} set={set} />
        <OutgoingFields draft={draft} set={set} />
        <IncomingFields draft={draft} set={set} />
        <FineFields draft={draft} set={set} />
        {save.error ? (
          <Banner tone="urgent" title="La fiche n’a pas été enregistrée" isAnnounced>
            {tellError(save.error).title}
          </Banner>
        ) : null}
      </div>
    </Dialog>
  );
}

type FieldsProps = { draft: PeerDraft; set: (change: Partial<PeerDraft>) => void };

const withRole =
  ({ draft: { roles }, set }: FieldsProps) =>
  (change: Partial<PeerDraft['roles']>) =>
    set({ roles: { ...roles, ...change } });

function WhoFields({ draft, set }: FieldsProps) {
  return (
    <div className="peer-line">
      <TextField
        label="Nom"
        value={draft.name}
        onChange={(name) => set({ name })}
        description="Celui que vos collègues connaissent."
      />
      <TextField
        label="Titre d’application (AE)"
        isCode
        value={draft.aeTitle}
        onChange={(aeTitle) => set({ aeTitle })}
        description="Comme dans sa configuration, majuscules comprises."
      />
    </div>
  );
}

const retrieveChoices = [
  { value: 'no', label: 'Non' },
  { value: 'move', label: 'Par C-MOVE' },
  { value: 'get', label: 'Par C-GET' },
] as const;

function OutgoingFields({ draft, set }: FieldsProps) {
  const { features } = useSession();
  const { roles } = draft;
  const role = withRole({ draft, set });
  return (
    <fieldset className="peer-part">
      <legend>Quand Liaison l’appelle</legend>
      <div className="peer-line">
        <TextField
          label="Adresse"
          isCode
          placeholder="pacs.ch-exemple.fr"
          value={draft.host}
          onChange={(host) => set({ host })}
        />
        <NumberField
          label="Port"
          formatOptions={{ useGrouping: false }}
          minValue={1}
          maxValue={65_535}
          value={draft.port}
          onChange={(port) => set({ port })}
        />
        <Select
          label="Récupérer ses images"
          choices={retrieveChoices}
          value={roles.retrieve}
          onChange={(retrieve) => role({ retrieve })}
        />
      </div>
      <div className="peer-checks">
        <Checkbox isSelected={roles.query} onChange={(query) => role({ query })}>
          Y chercher des examens
        </Checkbox>
        <Checkbox isSelected={roles.store} onChange={(store) => role({ store })}>
          Lui envoyer des images
        </Checkbox>
        <Checkbox isSelected={roles.commit} onChange={(commit) => role({ commit })}>
          Lui demander de confirmer l’archivage
        </Checkbox>
        <Checkbox isSelected={draft.usesTls} onChange={(usesTls) => set({ usesTls })}>
          L’appeler par une liaison chiffrée (TLS)
        </Checkbox>
      </div>
      {roles.store && !features.includes('regional-admin') ? (
        <p className="small quiet">
          Il ne recevra des images qu’une fois approuvé par l’administration régionale, et à nouveau si son
          titre, son adresse, son port, sa liaison chiffrée ou ses certificats changent.
        </p>
      ) : null}
    </fieldset>
  );
}

function IncomingFields({ draft, set }: FieldsProps) {
  const { features } = useSession();
  const { roles } = draft;
  const role = withRole({ draft, set });
  return (
    <fieldset className="peer-part">
      <legend>Quand il appelle Liaison</legend>
      <TextField
        label="Adresses d’où il appelle"
        isCode
        width="l"
        placeholder="10.20.30.40 10.20.31.0/24"
        value={draft.addresses}
        onChange={(addresses) => set({ addresses })}
        description="Adresses ou réseaux, séparés par des espaces. Son titre d’application seul ne prouve rien."
      />
      <div className="peer-checks">
        <Checkbox isSelected={roles.mayStore} onChange={(mayStore) => role({ mayStore })}>
          Il peut envoyer des images
        </Checkbox>
        <Checkbox isSelected={roles.mayQuery} onChange={(mayQuery) => role({ mayQuery })}>
          Il peut chercher et prendre les examens de son établissement
        </Checkbox>
        <Checkbox isSelected={draft.requiresTls} onChange={(requiresTls) => set({ requiresTls })}>
          N’accepter de lui qu’une liaison chiffrée (TLS)
        </Checkbox>
      </div>
      {roles.mayQuery && !features.includes('regional-admin') ? (
        <p className="small quiet">
          Il ne pourra chercher qu’une fois approuvé par l’administration régionale, et à nouveau si son
          titre, ses adresses ou ses certificats changent.
        </p>
      ) : null}
    </fieldset>
  );
}

const characterSetChoices = [
  { value: 'ISO_IR 100', label: 'Latin 1 (ISO_IR 100)' },
  { value: 'ISO_IR 192', label: 'UTF-8 (ISO_IR 192)' },
  { value: 'ISO_IR 6', label: 'Sans accent (ISO_IR 6)' },
] as const;

/** What most peers never need changed. */
function FineFields({ draft, set }: FieldsProps) {
  const [isOpenAtFirst] = useState(() => hasFineSettings(draft));
  return (
    <Disclosure title="Réglages fins" summary="accents, certificats, débit" isExpandedAtFirst={isOpenAtFirst}>
      <TextArea
        label="Empreintes SHA-256 de ses certificats"
        description="Une par ligne."
        rows={2}
        value={draft.certificates}
        onChange={(certificates) => set({ certificates })}
      />
      <div className="peer-line">
        <Select
          label="Accents qu’il sait lire"
          choices={characterSetChoices}
          value={draft.characterSet}
          onChange={(characterSet) => set({ characterSet })}
        />
        <NumberField
          label="Associations à la fois"
          minValue={1}
          maxValue={64}
          value={draft.maxAssociations}
          onChange={(value) => set({ maxAssociations: value ?? 1 })}
        />
        <NumberField
          label="Débit maximal"
          isOptional
          unit="Mo/s"
          minValue={0.1}
          value={draft.maxBytesPerSecond === null ? null : draft.maxBytesPerSecond / 1e6}
          onChange={(value) =>
            set({ maxBytesPerSecond: value === null ? null : Math.max(10_000, Math.round(value * 1e6)) })
          }
        />
      </div>
    </Disclosure>
  );
}
