import { acknowledgeIntegration, readExchange, type Exchange } from '@liaison/exchanges/contract';
import { useState } from 'react';

import { callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { nbsp } from '../../ui/french.ts';
import { TextArea } from '../../ui/TextField.tsx';
import { notify } from '../../ui/Toast.tsx';
import { hasChanged, tellChange } from './use-act.ts';
import { useRefreshExchanges } from './use-exchanges.ts';
import { stateWords } from './words.ts';

export type Integration = 'integrated' | 'declined';

const words = {
  integrated: {
    title: 'Message intégré',
    verb: 'Envoyer l’accusé',
    text: `L’expéditeur recevra l’accusé «${nbsp}intégré${nbsp}». Cela ne s’annule pas.`,
    comment: 'Commentaire pour l’expéditeur',
    done: `L’accusé «${nbsp}intégré${nbsp}» part`,
    response: 'AP',
  },
  declined: {
    title: 'Refuser ce message',
    verb: 'Refuser',
    text: `L’expéditeur recevra l’accusé «${nbsp}rejeté${nbsp}» avec ce motif. Cela ne s’annule pas.`,
    comment: 'Motif, que l’expéditeur lira',
    done: `L’accusé «${nbsp}rejeté${nbsp}» part`,
    response: 'RE',
  },
} as const;

type IntegrationProps = { exchange: Exchange; integration: Integration; onClose: () => void };

/** What became of a message in the structure's own software, which its sender is told. */
export function IntegrationDialog({ exchange, integration, onClose }: IntegrationProps) {
  const [comment, setComment] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const refresh = useRefreshExchanges();
  const { title, verb, text, comment: label, done, response } = words[integration];
  const isDeclined = integration === 'declined';
  const confirm = async () => {
    const params = { exchangeId: exchange.id };
    try {
      await callEndpoint(acknowledgeIntegration, { params, body: { response, comment } });
      const { exchange: after } = await callEndpoint(readExchange, { params });
      // Asked twice, the first counts: the server has nothing more to say, and the reader has.
      if (after.state === integration) notify({ tone: 'success', title: done });
      else tellChange(`Il est déjà dans l’état «${nbsp}${stateWords(after).text}${nbsp}».`);
    } catch (error) {
      if (!hasChanged(error)) return setFailure(tellError(error).title);
      tellChange(tellError(error).title);
    }
    onClose();
    await refresh();
  };
  return (
    <ConfirmDialog
      title={title}
      verb={verb}
      variant={isDeclined ? 'danger' : 'primary'}
      isDisabled={isDeclined && comment.trim() === ''}
      isOpen
      onClose={onClose}
      onConfirm={confirm}
    >
      <div className="exchange-form">
        <p>{text}</p>
        <TextArea
          label={label}
          value={comment}
          onChange={setComment}
          maxLength={1000}
          isOptional={!isDeclined}
        />
        {failure ? (
          <Banner tone="urgent" title="Rien n’a été fait" isAnnounced>
            {failure}
          </Banner>
        ) : null}
      </div>
    </ConfirmDialog>
  );
}
