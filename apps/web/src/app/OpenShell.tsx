import { Outlet } from 'react-router';

import { ButtonLink } from '../ui/Button.tsx';
import { useSessionQuery } from './session.tsx';
import { Opening, Shell } from './Shell.tsx';
import './Shell.css';
import { Brand } from './TopLine.tsx';
import './TopLine.css';

/** The frame of pages for everyone: the usual one, or a bare one for who is not signed in. */
export function OpenShell() {
  const { data: session, isPending } = useSessionQuery();
  if (isPending) return <Opening />;
  if (session?.context) return <Shell />;
  return (
    <div className="shell" data-guest="">
      <header className="shell-head">
        <div className="top-line">
          <Brand />
          <div className="top-acts">
            <ButtonLink href="/connexion" variant="primary">
              Se connecter
            </ButtonLink>
          </div>
        </div>
      </header>
      <main className="shell-main" id="contenu">
        <Outlet />
      </main>
    </div>
  );
}
