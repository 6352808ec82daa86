import {
  acknowledgeIntegration,
  releaseExchange,
  retryExchange,
  type Exchange,
} from '@liaison/exchanges/contract';
import { CircleCheck, CircleX, RotateCw, ScanSearch } from 'lucide-react';
import { useState } from 'react';

import { callEndpoint } from '../../app/api.ts';
import { Button } from '../../ui/Button.tsx';
import { IntegrationDialog, type Integration } from './IntegrationDialog.tsx';
import { ReleaseDialog } from './ReleaseDialog.tsx';
import { useAct } from './use-act.ts';
import { isReply } from './words.ts';

/** What its state lets a person do with a message. */
export function ExchangeActs({ exchange }: { exchange: Exchange }) {
  return (
    <>
      {exchange.acts.includes('reexamine') ? <Reexamine exchange={exchange} /> : null}
      {exchange.acts.includes('retry') ? <Retry exchange={exchange} /> : null}
      {exchange.acts.includes('integrate') ? <Integrate exchange={exchange} /> : null}
    </>
  );
}

/** Those that a person lets in although they should not be: not merely examined again. */
const letIn: ReadonlySet<Exchange['reason']> = new Set(['not-allowed', 'out-of-order']);

function Reexamine({ exchange }: { exchange: Exchange }) {
  const [isAsking, setAsking] = useState(false);
  const release = useAct('Le message n’a pas été examiné de nouveau', () =>
    callEndpoint(releaseExchange, { params: { exchangeId: exchange.id } }),
  );
  const asksFirst = letIn.has(exchange.reason);
  return (
    <>
      <Button
        variant="primary"
        icon={<ScanSearch aria-hidden />}
        isPending={release.isPending}
        onPress={() => (asksFirst ? setAsking(true) : release.mutate())}
      >
        Examiner de nouveau
      </Button>
      {isAsking ? (
        <ReleaseDialog
          reason={exchange.reason}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await release.mutateAsync().catch(() => {});
            setAsking(false);
          }}
        />
      ) : null}
    </>
  );
}

function Retry({ exchange }: { exchange: Exchange }) {
  const retry = useAct('L’envoi n’a pas été relancé', () =>
    callEndpoint(retryExchange, { params: { exchangeId: exchange.id } }),
  );
  // What was just controlled leaves by itself.
  if (exchange.reason === null) return null;
  return (
    <Button
      variant="primary"
      icon={<RotateCw aria-hidden />}
      isPending={retry.isPending}
      onPress={() => retry.mutate()}
    >
      Réessayer maintenant
    </Button>
  );
}

function Integrate({ exchange }: { exchange: Exchange }) {
  const [asked, setAsked] = useState<Integration | null>(null);
  const read = useAct('Le message n’a pas été marqué comme lu', () =>
    callEndpoint(acknowledgeIntegration, { params: { exchangeId: exchange.id }, body: {} }),
  );
  if (isReply(exchange))
    return (
      <Button
        variant="primary"
        icon={<CircleCheck aria-hidden />}
        isPending={read.isPending}
        onPress={() => read.mutate()}
      >
        Marquer comme lu
      </Button>
    );
  return (
    <>
      <Button variant="primary" icon={<CircleCheck aria-hidden />} onPress={() => setAsked('integrated')}>
        Intégré
      </Button>
      <Button icon={<CircleX aria-hidden />} onPress={() => setAsked('declined')}>
        Refuser
      </Button>
      {asked ? (
        <IntegrationDialog exchange={exchange} integration={asked} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}
