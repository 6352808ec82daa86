import type { Recipient } from '@liaison/directory/contract';
import type { ActName, DossierView } from '@liaison/teledossier/contract';
import { useState } from 'react';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { TextArea } from '../../ui/TextField.tsx';
import { callAct } from './act-calls.ts';
import type { Act } from './acts.ts';
import { RecipientPicker } from './RecipientPicker.tsx';

type Words = { title: string; verb: string; text: string; reasons: readonly string[]; isDanger: boolean };

const words: Partial<Record<ActName, Words>> = {
  refuse: {
    title: 'Refuser la demande',
    verb: 'Refuser',
    text: 'Le demandeur lira ce motif. Indiquez si possible vers qui se tourner.',
    reasons: ['Hors de notre champ', 'Indisponible, adresser ailleurs'],
    isDanger: true,
  },
  withdraw: {
    title: 'Retirer un destinataire',
    verb: 'Retirer',
    text: 'Il n’aura plus accès à ce télédossier ni à ses images. Le retrait est tracé.',
    reasons: ['Erreur de destinataire'],
    isDanger: true,
  },
  readdress: {
    title: 'Adresser aussi à d’autres correspondants',
    verb: 'Adresser',
    text: 'Ils verront toute la demande et son fil. Les destinataires actuels restent.',
    reasons: ['Deuxième avis', 'Relais', 'Erreur de destinataire'],
    isDanger: false,
  },
  'close-requerant': {
    title: 'Clore sans attendre de réponse',
    verb: 'Clore',
    text: 'Aucune réponse n’a été donnée\u00a0: dites pourquoi la demande n’a plus lieu d’être.',
    reasons: ['Avis donné par téléphone', 'Patient transféré', 'Demande sans objet'],
    isDanger: false,
  },
  'reopen-requerant': {
    title: 'Rouvrir le télédossier',
    verb: 'Rouvrir',
    text: 'Il reprendra sa place parmi vos demandes en cours.',
    reasons: ['Nouvel élément', 'Clos par erreur'],
    isDanger: false,
  },
};

function wordsOf(name: ActName): Words | undefined {
  return words[name] ?? (name === 'close-requis' ? words['close-requerant'] : words['reopen-requerant']);
}

/** Whether an act asks something before it is done. Closing asks for a reason only before any answer. */
export function asksFirst(act: Act, view: DossierView): boolean {
  if (act.name.startsWith('close')) return view.givenAnswers.length === 0;
  return act.name.startsWith('reopen') || ['refuse', 'withdraw', 'readdress'].includes(act.name);
}

type ActDialogProps = { act: Act; view: DossierView; onClose: () => void; onDone: () => void };

/** Asks for the reason of an act, and for the correspondents to add. */
export function ActDialog({ act, view, onClose, onDone }: ActDialogProps) {
  const [reason, setReason] = useState('');
  const [recipients, setRecipients] = useState<readonly Recipient[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const said = wordsOf(act.name);
  if (!said) return null;
  const addressee = view.addressees.find((one) => one.id === act.addresseeId);
  const isReady = reason.trim() !== '' && (act.name !== 'readdress' || recipients.length > 0);

  const confirm = async () => {
    try {
      await callAct(view.id, act, { reason: reason.trim(), recipients });
      onDone();
    } catch (error) {
      setFailure(tellError(error).title);
    }
  };
  return (
    <ConfirmDialog
      title={act.name === 'withdraw' && addressee ? `Retirer ${addressee.recipient.label}` : said.title}
      verb={said.verb}
      variant={said.isDanger ? 'danger' : 'primary'}
      isDisabled={!isReady}
      isOpen
      onClose={onClose}
      onConfirm={confirm}
    >
      <p>{said.text}</p>
      {act.name === 'readdress' ? (
        <RecipientPicker
          label="Destinataires à ajouter"
          specialty={view.recipientSpecialty}
          value={recipients}
          onChange={setRecipients}
        />
      ) : null}
      <TextArea label="Motif" value={reason} onChange={setReason} maxLength={500} rows={2} />
      <fieldset className="td-reasons" aria-label="Motifs fréquents">
        {said.reasons.map((each) => (
          <Button key={each} size="small" onPress={() => setReason(each)}>
            {each}
          </Button>
        ))}
      </fieldset>
      {failure ? (
        <Banner tone="urgent" isAnnounced>
          {failure}
        </Banner>
      ) : null}
    </ConfirmDialog>
  );
}
