import { readSession, type Session } from '@liaison/signin/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { typographic } from '../ui/french.ts';
import { notify } from '../ui/Toast.tsx';
import { ApiError, callEndpoint, onSignedOut, permitSending } from './api.ts';
import { isScreenKept } from './kept-screens.ts';
import { endKey, openKey, sessionKey, useSetSession } from './session.tsx';

/** Whether the session may be another one than this page shows, and the question that is on its way. */
const doubt: { isOpen: boolean; asking: Promise<void> | null } = { isOpen: false, asking: null };

/**
 * Notices what becomes of the session elsewhere: another page, its expiry, a revocation. The browser's pages have one
 * session among them: a screen that is kept past its end may find somebody else's, and nothing is sent in his name.
 */
export function useSessionWatch(): void {
  const queryClient = useQueryClient();
  const setSession = useSetSession();
  useEffect(() => {
    const end = () => {
      doubt.isOpen = isScreenKept();
      if (!doubt.isOpen) setSession(null);
    };
    const ask = async () => {
      const shown = queryClient.getQueryData<Session | null>(sessionKey);
      const session = await readOpenSession(end);
      doubt.isOpen = false;
      if (session.user.id === shown?.user.id) return;
      setSession(session);
      throw someoneElse(session);
    };
    // Asked once for all that waits to be sent: afterwards the page is already somebody else's.
    const permit = async () => {
      if (doubt.isOpen) await (doubt.asking ??= ask().finally(() => (doubt.asking = null)));
    };
    const leaving = new AbortController();
    const hear = ({ key }: StorageEvent) => {
      if (key === endKey) end();
      if (key !== openKey) return;
      doubt.isOpen = true;
      // What it finds out stands in the page; where it does not, the next act asks again.
      permit().catch(() => undefined);
    };
    addEventListener('storage', hear, { signal: leaving.signal });
    permitSending(permit);
    const stop = onSignedOut(end);
    return () => {
      leaving.abort();
      stop();
    };
  });
}

/** @throws ApiError, after `onNone` where nobody is signed in */
async function readOpenSession(onNone: () => void): Promise<Session> {
  try {
    return await callEndpoint(readSession, {});
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) onNone();
    throw error;
  }
}

/** Tells who reads on why the page changed, and gives what becomes of who wanted to send something. */
function someoneElse({ user }: Session): ApiError {
  const detail = typographic(
    'Sa session vient d’être ouverte dans ce navigateur : rien n’a été fait en son nom ici.',
  );
  notify({ tone: 'warning', title: `Cette page est maintenant celle de ${user.displayName}`, detail });
  return new ApiError({ code: 'web/someone-else', title: detail, status: 0, requestId: null });
}
