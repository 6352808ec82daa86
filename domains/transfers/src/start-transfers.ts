import type { Handler } from '@liaison/jobs';
import type { PacsLink } from '@liaison/pacs';
import { commitmentHandler, silenceHandler } from './deliveries/ask-commitment.ts';
import { startDeliverer, type DelivererOptions } from './deliveries/deliverer.ts';
import { settledHandler, type Following } from './routing/follow-routes.ts';

export type TransfersOptions = DelivererOptions & Following & { link: Pick<PacsLink, 'store' | 'commit'> };

/** What runs in the role `exchange`: handlers for its workers, and the sender that they wake. */
export function startTransfers(options: TransfersOptions): { handlers: Handler[]; stop(): Promise<void> } {
  const deliverer = startDeliverer(options);
  return {
    handlers: [
      ...deliverer.handlers,
      settledHandler(options),
      commitmentHandler(options),
      silenceHandler(options),
    ],
    stop: () => deliverer.stop(),
  };
}
