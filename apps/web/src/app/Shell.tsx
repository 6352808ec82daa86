import { useEffect, useRef, useState } from 'react';
import { Link as RouterLink, Navigate, Outlet, useLocation, useNavigate } from 'react-router';

import { ImportTray } from '../features/imports/ImportTray.tsx';
import { ErrorState } from '../ui/EmptyState.tsx';
import { Progress } from '../ui/Progress.tsx';
import { environmentWords } from './environment-words.ts';
import { LiveProvider, useLiveState } from './live/useLive.tsx';
import { destinationsFor } from './navigation.ts';
import { tellError } from './queries.ts';
import { warmScreens } from './screens.ts';
import { useSessionWatch } from './session-watch.ts';
import { SessionProvider, useSession, useSessionQuery } from './session.tsx';
import './Shell.css';
import { ShortcutProvider, useShortcut } from './shortcuts.tsx';
import { TopLine } from './TopLine.tsx';

/** The frame around every screen of someone signed in; others are sent to sign in and come back where they were. */
export function Shell() {
  useSessionWatch();
  const { data: session, error, refetch } = useSessionQuery();
  const { pathname, search } = useLocation();
  const here = encodeURIComponent(pathname + search);

  if (session === undefined && error) {
    const told = tellError(error);
    return (
      <ErrorState
        title="Liaison n’a pas pu s’ouvrir"
        reference={told.reference}
        onRetry={() => void refetch()}
      >
        {told.title}
      </ErrorState>
    );
  }
  if (session === undefined) return <Opening />;
  if (session === null)
    return <Navigate to={pathname === '/' ? '/connexion' : `/connexion?retour=${here}`} replace />;
  if (session.context === null) return <Navigate to={`/connexion/contexte?retour=${here}`} replace />;
  // What a screen holds is of one person, where he works.
  const own = `${session.user.id} ${session.context.communityId}`;
  return (
    <SessionProvider key={own} session={{ ...session, context: session.context }}>
      <LiveProvider>
        <ShortcutProvider>
          <Frame />
        </ShortcutProvider>
      </LiveProvider>
    </SessionProvider>
  );
}

export function Opening() {
  return (
    <div className="shell-opening">
      <Progress label="Ouverture de Liaison" value={null} isLabelHidden />
    </div>
  );
}

function Frame() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const lastPath = useRef(pathname);

  useEffect(warmScreens, []);
  useEffect(() => {
    if (lastPath.current === pathname) return;
    lastPath.current = pathname;
    window.scrollTo(0, 0);
    // A new screen: the keyboard and the screen reader start at its beginning.
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className="shell">
      <a className="skip-link" href="#contenu">
        Aller au contenu
      </a>
      <header className="shell-head">
        <EnvironmentStrip />
        <TopLine />
      </header>
      <Rail />
      <main className="shell-main" id="contenu" tabIndex={-1} ref={main}>
        <LiveNotice />
        <Outlet />
      </main>
      <ImportTray />
    </div>
  );
}

function EnvironmentStrip() {
  const words = environmentWords(useSession());
  return words === null ? null : <div className="environment-strip">{words}</div>;
}

/** A loss shorter than this mends itself before anyone could read about it. */
const noticeAfterMs = 1500;

/** True once `isTrue` has been so for `delayMs`; false at once. */
function useLasting(isTrue: boolean, delayMs: number): boolean {
  const [hasLasted, setLasted] = useState(false);
  useEffect(() => {
    if (!isTrue) return undefined;
    const timer = setTimeout(() => setLasted(true), delayMs);
    return () => {
      clearTimeout(timer);
      setLasted(false);
    };
  }, [isTrue, delayMs]);
  return isTrue && hasLasted;
}

function LiveNotice() {
  const isLost = useLasting(useLiveState() === 'lost', noticeAfterMs);
  return (
    <output className="live-notice" hidden={!isLost}>
      {isLost ? 'Connexion perdue, reprise… L’écran se met à jour toutes les 10 secondes.' : null}
    </output>
  );
}

function Rail() {
  const session = useSession();
  const { pathname } = useLocation();
  return (
    <nav className="rail" aria-label="Navigation principale">
      <ul>
        {destinationsFor(session).map(({ path, label, icon: Icon, keys }) => {
          const isHere =
            path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
          return (
            <li key={path}>
              <RouterLink
                to={path}
                className="rail-link"
                aria-current={isHere ? 'page' : undefined}
                title={label}
              >
                <Icon aria-hidden />
                <span>{label}</span>
              </RouterLink>
              <GoShortcut path={path} label={label} keys={keys} />
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function GoShortcut({ path, label, keys }: { path: string; label: string; keys: string }) {
  const navigate = useNavigate();
  useShortcut(keys, `Aller à «\u00a0${label}\u00a0»`, () => void navigate(path));
  return null;
}
