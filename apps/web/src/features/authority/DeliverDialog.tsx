import { deliverLicence, listOrganisations } from '@liaison/authority/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '../../app/api.ts';
import { queryOf } from '../../app/queries.ts';
import { DateField } from '../../ui/DateTimeField.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea, TextField } from '../../ui/TextField.tsx';
import { ActDialog } from './ActDialog.tsx';

const yearMs = 365 * 24 * 60 * 60 * 1000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** A licence, and the certificate of the key whose request the licensee sent. */
export function DeliverDialog({ onClose }: { onClose: () => void }) {
  const { data } = useQuery(queryOf(listOrganisations, {}));
  const [organisationId, setOrganisation] = useState<string | null>(null);
  const [product, setProduct] = useState('');
  const [validFrom, setFrom] = useState(() => dayOf(Date.now()));
  const [validTo, setTo] = useState(() => dayOf(Date.now() + yearMs));
  const [request, setRequest] = useState('');
  const isWhole =
    organisationId !== null && [product, validFrom, validTo, request].every((text) => text.trim() !== '');
  return (
    <ActDialog
      title="Délivrer une licence"
      verb="Délivrer"
      done="Licence délivrée"
      missing={isWhole ? null : 'Tous les champs sont attendus.'}
      act={() =>
        callEndpoint(deliverLicence, {
          body: { organisationId: organisationId ?? '', product, validFrom, validTo, request },
        })
      }
      onClose={onClose}
    >
      <Select
        label="Organisation"
        choices={(data?.organisations ?? []).map(({ id, name, siret }) => ({
          value: id,
          label: name,
          detail: siret,
        }))}
        value={organisationId}
        onChange={setOrganisation}
      />
      <TextField
        label="Produit"
        description="Le logiciel dont le contrôleur fait partie."
        value={product}
        onChange={setProduct}
      />
      <div className="authority-dates">
        <DateField label="Valable du" value={validFrom || null} onChange={(day) => setFrom(day ?? '')} />
        <DateField label="au" value={validTo || null} onChange={(day) => setTo(day ?? '')} />
      </div>
      <TextArea
        label="Demande de certificat"
        description="Celle que le titulaire a envoyée (PKCS #10), ou sa clé publique, en PEM. Sa clé privée reste chez lui."
        value={request}
        onChange={setRequest}
        rows={5}
      />
    </ActDialog>
  );
}
