import type { Recipient } from '@liaison/directory/contract';
import { fieldsOf } from '@liaison/forms/contract';
import type { FieldError, FormDefinition } from '@liaison/forms/contract';
import type { StudySummary } from '@liaison/imaging/contract';
import { sendDossier } from '@liaison/teledossier/contract';
import type { DossierView } from '@liaison/teledossier/contract';
import { useQueryClient } from '@tanstack/react-query';
import { SendHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { ApiError, callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { notify } from '../../ui/Toast.tsx';
import type { SaveState } from './autosave.ts';
import { SaveStatus } from './SaveStatus.tsx';
import { useHeightVariable } from './use-height.ts';
import { recipientText, sendText } from './words.ts';

type SendBarProps = {
  view: DossierView;
  definition: FormDefinition;
  recipients: readonly Recipient[];
  studies: readonly StudySummary[];
  errors: readonly FieldError[];
  state: SaveState;
  /** Saves what waits; gives the revision to send, or null when it could not be saved. */
  settle: () => Promise<number | null>;
  /** Takes in what was saved elsewhere; gives the revision to send, or null when its author is to read it first. */
  catchUp: () => Promise<number | null>;
  onRecipientMissing: () => void;
  /** Stands above the button: what must be decided before anything is saved. */
  children?: ReactNode;
};

/** Always in view: whether the typing is safe, and the button that says what sending will do. */
export function SendBar({
  view,
  definition,
  recipients,
  studies,
  errors,
  state,
  settle,
  catchUp,
  ...rest
}: SendBarProps) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const bar = useRef<HTMLDivElement>(null);
  useHeightVariable(bar, '--td-send');
  const [isSending, setSending] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const faulty = fieldsOf(definition).filter((field) => errors.some((error) => error.field === field.id));

  const send = async () => {
    setSending(true);
    try {
      const revision = await settle();
      if (revision === null) {
        notify({
          tone: 'urgent',
          title: 'Pas encore envoyé',
          detail: 'La dernière saisie n’a pas pu être enregistrée.',
        });
        return;
      }
      await sendDraft(view.id, revision, catchUp);
      notify({ tone: 'success', title: 'Demande envoyée', detail: recipients.map(recipientText).join(', ') });
      void queryClient.invalidateQueries();
      void navigate(`/teledossiers/${view.id}`, { replace: true });
    } catch (error) {
      notify({ tone: 'urgent', title: 'La demande n’est pas partie', detail: tellError(error).title });
    } finally {
      setSending(false);
      setAsking(false);
    }
  };
  const press = () => {
    if (recipients.length === 0) rest.onRecipientMissing();
    else if (faulty.length > 0) setAsking(true);
    else void send();
  };

  return (
    <div className="td-send" ref={bar}>
      {rest.children}
      <SaveStatus state={state} />
      <Button
        variant="primary"
        size="large"
        icon={<SendHorizontal aria-hidden />}
        isPending={isSending}
        onPress={press}
      >
        {sendText(recipients, studies)}
      </Button>
      <ConfirmDialog
        title={'Envoyer sans ces valeurs\u202f?'}
        verb="Envoyer"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={send}
      >
        <p>{`Elles ne peuvent pas être enregistrées telles quelles, et ne partiront pas\u00a0: ${faulty.map((field) => field.label).join(', ')}.`}</p>
      </ConfirmDialog>
    </div>
  );
}

/** Between the last save and the sending, images may have brought the patient's traits. */
async function sendDraft(dossierId: string, revision: number, catchUp: () => Promise<number | null>) {
  const send = (at: number) => callEndpoint(sendDossier, { params: { dossierId }, body: { revision: at } });
  try {
    await send(revision);
  } catch (error) {
    const isChanged = error instanceof ApiError && error.code === 'teledossier/draft-changed';
    const latest = isChanged ? await catchUp() : null;
    if (latest === null) throw error;
    await send(latest);
  }
}
