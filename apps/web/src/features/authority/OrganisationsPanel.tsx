import { listOrganisations, registerOrganisation } from '@liaison/authority/contract';
import { useQuery } from '@tanstack/react-query';
import { Building2, Plus } from 'lucide-react';
import { useState } from 'react';
import { callEndpoint } from '../../app/api.ts';
import { queryOf } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { DataRow } from '../../ui/DataList.tsx';
import { formatDate, nbsp, plural } from '../../ui/french.ts';
import { TextField } from '../../ui/TextField.tsx';
import { ActDialog } from './ActDialog.tsx';
import { QueryRows } from './QueryRows.tsx';

/** Who is known to the authority, by SIRET. */
export function OrganisationsPanel() {
  const query = useQuery({ ...queryOf(listOrganisations, {}), select: ({ organisations }) => organisations });
  const [isAdding, setAdding] = useState(false);
  return (
    <div className="authority-panel">
      <div>
        <Button icon={<Plus aria-hidden />} onPress={() => setAdding(true)}>
          Inscrire une organisation
        </Button>
      </div>
      <QueryRows
        label="Organisations"
        query={query}
        empty={{
          icon: Building2,
          title: 'Aucune organisation inscrite',
          text: 'Un hôpital ou un fournisseur s’inscrit par son SIRET, avant de recevoir une licence.',
        }}
      >
        {({ id, name, siret, registeredAt, licenceCount }) => (
          <DataRow
            key={id}
            title={name}
            detail={`SIRET${nbsp}${siret} · inscrite le ${formatDate(registeredAt)}`}
            aside={plural(licenceCount, 'licence en vigueur', 'licences en vigueur')}
          />
        )}
      </QueryRows>
      {isAdding ? <RegisterDialog onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function RegisterDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [siret, setSiret] = useState('');
  const isWhole = name.trim() !== '' && siret.replaceAll(/\s/g, '').length === 14;
  return (
    <ActDialog
      title="Inscrire une organisation"
      verb="Inscrire"
      done={`${name.trim()} est inscrite`}
      missing={isWhole ? null : 'Le nom, et les 14 chiffres du SIRET.'}
      act={() => callEndpoint(registerOrganisation, { body: { name, siret } })}
      onClose={onClose}
    >
      <TextField label="Nom" value={name} onChange={setName} autoComplete="off" />
      <TextField
        label="SIRET"
        value={siret}
        onChange={setSiret}
        width="m"
        isCode
        inputMode="numeric"
        autoComplete="off"
      />
    </ActDialog>
  );
}
