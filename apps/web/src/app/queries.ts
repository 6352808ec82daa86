import type { Endpoint } from '@liaison/http/contract';
import { QueryClient, queryOptions } from '@tanstack/react-query';

import { ApiError, callEndpoint, type Given } from './api.ts';

/** A read of the server, for `useQuery`: `useQuery(queryOf(listStudies, { query: { search } }))`. */
export function queryOf<Of extends Endpoint>(endpoint: Of, given: Given<Of>) {
  return queryOptions({
    queryKey: keyOf(endpoint, given),
    queryFn: ({ signal }) => callEndpoint(endpoint, given, signal),
  });
}

/** The key of a read; without `given`, of every read of that endpoint: for `invalidateQueries`. */
export function keyOf<Of extends Endpoint>(endpoint: Of, given?: Given<Of>): readonly unknown[] {
  return given === undefined ? [endpoint.url] : [endpoint.url, given];
}

const isPassing = (error: Error) => error instanceof ApiError && (error.status === 0 || error.status >= 502);

/** Reads live until a hint says otherwise; only what may pass by itself is tried again, acts never are. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
        retryDelay: (attempt) => 600 * 2 ** attempt,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** What to show of any failure: its French title and the reference for the support. */
export function tellError(error: unknown): { title: string; reference: string | null } {
  if (error instanceof ApiError) return { title: error.title, reference: error.requestId };
  return { title: 'Une erreur inattendue est survenue.', reference: null };
}
