import { listExchanges, listPartners, readExchange, type Partner } from '@liaison/exchanges/contract';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';

import { callEndpoint } from '../../app/api.ts';
import { keyOf, queryOf } from '../../app/queries.ts';
import { queryOfFilter, type ExchangeFilter } from './exchange-filter.ts';
import { isMoving } from './words.ts';

export const exchangesPath = '/marches/echanges';

/** Nothing is announced of exchanges: what is shown is read again, sooner while it is on its way. */
const everyMs = 15_000;
const everyMovingMs = 1500;

export function useExchanges(filter: ExchangeFilter) {
  const query = queryOfFilter(filter);
  return useInfiniteQuery({
    queryKey: [...keyOf(listExchanges), query],
    queryFn: ({ pageParam, signal }) =>
      callEndpoint(
        listExchanges,
        { query: { ...query, ...(pageParam ? { cursor: pageParam } : {}) } },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  });
}

export function useExchange(exchangeId: string) {
  return useQuery({
    ...queryOf(readExchange, { params: { exchangeId } }),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data.exchange) ? everyMovingMs : everyMs),
  });
}

/** None while they are not known. */
export function usePartners(): readonly Partner[] | undefined {
  return useQuery(queryOf(listPartners, {})).data?.partners;
}

/** After an act, done or not: what is shown is read again. */
export function useRefreshExchanges(): () => Promise<unknown> {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: keyOf(listExchanges) }),
      queryClient.invalidateQueries({ queryKey: keyOf(readExchange) }),
    ]);
}
