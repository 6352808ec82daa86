import {
  chooseContext,
  endSession,
  readSession,
  type Session,
  type WorkContext,
} from '@liaison/signin/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';

import { ApiError, callEndpoint } from './api.ts';
import { isScreenKept } from './kept-screens.ts';
import { keyOf } from './queries.ts';

/** `null`: nobody is signed in. What is known stays so while a screen has work that would go with it. */
async function findSession(signal: AbortSignal): Promise<Session | null> {
  try {
    return await callEndpoint(readSession, {}, signal);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401 && !isScreenKept()) return null;
    throw error;
  }
}

export const sessionKey = keyOf(readSession);

/** The session as the server sees it; read once, then kept by what changes it. */
export function useSessionQuery() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => findSession(signal),
    staleTime: Infinity,
  });
}

/** Puts a session just opened or changed in place, and forgets what another one had read. */
export function useSetSession() {
  const queryClient = useQueryClient();
  return (session: Session | null) => {
    queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
    queryClient.setQueryData(sessionKey, session);
  };
}

/** Written when a session is opened or closed: the browser tells its other pages, which only learn that it happened. */
export const openKey = 'liaison.session-opened';
export const endKey = 'liaison.session-ended';

/** Takes a session that was just opened, and has the browser's other pages see whose it is. */
export function useSignedIn() {
  const setSession = useSetSession();
  return (session: Session) => {
    setSession(session);
    localStorage.setItem(openKey, new Date().toISOString());
  };
}

/** Closes the session here and in the browser's other pages. */
export function useSignOut() {
  const setSession = useSetSession();
  return useMutation({
    mutationFn: () => callEndpoint(endSession, {}),
    onSettled() {
      setSession(null);
      localStorage.setItem(endKey, new Date().toISOString());
    },
  });
}

export function useChooseContext() {
  const setSession = useSetSession();
  return useMutation({
    mutationFn: (context: WorkContext) =>
      callEndpoint(chooseContext, { body: { communityId: context.communityId } }),
    onSuccess: setSession,
  });
}

/** Someone signed in, in the context where he works. */
export type WorkingSession = Session & { context: WorkContext };

const SessionContext = createContext<WorkingSession | null>(null);

export function SessionProvider({ session, children }: { session: WorkingSession; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session, inside the shell, where there always is one. */
export function useSession(): WorkingSession {
  const session = use(SessionContext);
  if (!session) throw new TypeError('useSession belongs inside the shell');
  return session;
}
