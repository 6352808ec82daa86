import { useMutation } from '@tanstack/react-query';

import { ApiError } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { notify } from '../../ui/Toast.tsx';
import { useRefreshExchanges } from './use-exchanges.ts';

/** Somebody, the structure's software or the other side was first. */
export function hasChanged(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409;
}

export function tellChange(detail: string): void {
  notify({ tone: 'warning', title: 'Cet échange a changé entre-temps', detail });
}

/** An act that asks nothing; the exchange is shown as it is afterwards, whether it was done or not. */
export function useAct(failure: string, act: () => Promise<unknown>) {
  const refresh = useRefreshExchanges();
  return useMutation({
    mutationFn: act,
    onError: (error) =>
      hasChanged(error)
        ? tellChange(tellError(error).title)
        : notify({ tone: 'urgent', title: failure, detail: tellError(error).title }),
    onSettled: refresh,
  });
}
