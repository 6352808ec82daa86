import {
  reinstateLicence,
  renewLicence,
  revocationReasons,
  revokeLicence,
  suspendLicence,
  type Licence,
} from '@liaison/authority/contract';
import { useState } from 'react';
import { callEndpoint } from '../../app/api.ts';
import { DateField } from '../../ui/DateTimeField.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextField.tsx';
import { ActDialog } from './ActDialog.tsx';

export type LicenceAct = 'renew' | 'suspend' | 'reinstate' | 'revoke';

type Cause = (typeof revocationReasons)[number];

const causes: Readonly<Record<Cause, string>> = {
  keyCompromise: 'La clé a pu tomber en d’autres mains',
  affiliationChanged: 'L’organisation a changé',
  superseded: 'Une autre licence la remplace',
  cessationOfOperation: 'Le contrôleur ne sert plus',
};

const words: Readonly<Record<LicenceAct, { verb: string; done: string; text: string }>> = {
  renew: {
    verb: 'Prolonger',
    done: 'Licence prolongée',
    text: 'Un nouveau certificat remplace le précédent ; remettez-le au titulaire.',
  },
  suspend: {
    verb: 'Suspendre',
    done: 'Licence suspendue',
    text: 'Le contrôleur ne reçoit plus de mises à jour, jusqu’à ce qu’elle soit rétablie.',
  },
  reinstate: {
    verb: 'Rétablir',
    done: 'Licence rétablie',
    text: 'Le contrôleur reçoit de nouveau les mises à jour.',
  },
  revoke: {
    verb: 'Révoquer pour toujours',
    done: 'Licence révoquée',
    text: 'Son certificat est révoqué et la liste des révocations publiée : cela ne se défait pas.',
  },
};

type ActProps = { licence: Licence; act: LicenceAct; onClose: () => void };

/** What happens to a licence after it was delivered, each time with a reason. */
export function LicenceActDialog({ licence, act, onClose }: ActProps) {
  const [reason, setReason] = useState('');
  const [validTo, setValidTo] = useState(licence.validTo);
  const [cause, setCause] = useState<Cause>('cessationOfOperation');
  const params = { licenceId: licence.id };
  const run = () => {
    switch (act) {
      case 'renew':
        return callEndpoint(renewLicence, { params, body: { validTo } });
      case 'suspend':
        return callEndpoint(suspendLicence, { params, body: { reason } });
      case 'reinstate':
        return callEndpoint(reinstateLicence, { params, body: { reason } });
      case 'revoke':
        return callEndpoint(revokeLicence, { params, body: { reason, cause } });
    }
  };
  const isMissing = act === 'renew' ? validTo === '' : reason.trim() === '';
  const { verb, done, text } = words[act];
  return (
    <ActDialog
      title={`${verb} ${licence.number}`}
      verb={verb}
      done={done}
      isDanger={act === 'revoke'}
      missing={isMissing ? (act === 'renew' ? 'La fin de validité.' : 'La raison.') : null}
      act={run}
      onClose={onClose}
    >
      <p>{`${licence.organisation.name}, ${licence.product}. ${text}`}</p>
      {act === 'renew' ? (
        <DateField
          label="Valable jusqu’au"
          value={validTo || null}
          onChange={(day) => setValidTo(day ?? '')}
        />
      ) : (
        <TextArea
          label="Raison"
          description="Gardée dans l’histoire de la licence."
          value={reason}
          onChange={setReason}
        />
      )}
      {act === 'revoke' ? (
        <Select
          label="Motif du certificat"
          choices={revocationReasons.map((value) => ({ value, label: causes[value] }))}
          value={cause}
          onChange={setCause}
        />
      ) : null}
    </ActDialog>
  );
}
