import { ChevronRight } from 'lucide-react';
import { Button } from 'react-aria-components';
import { Navigate, useSearchParams } from 'react-router';

import { safeReturnPath } from '../../app/navigation.ts';
import { usePageTitle } from '../../app/Page.tsx';
import { tellError } from '../../app/queries.ts';
import { useChooseContext, useSessionQuery, useSignOut } from '../../app/session.tsx';
import { Opening } from '../../app/Shell.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button as UiButton } from '../../ui/Button.tsx';
import './signin.css';
import { SignInFrame } from './SignInFrame.tsx';

/** Mandatory when there are several: in which community to work (CCTP 3.1.2.1). It can be changed at any time. */
export function ContextPage() {
  usePageTitle('Choix du contexte');
  const [params] = useSearchParams();
  const { data: session, isPending } = useSessionQuery();
  const choose = useChooseContext();
  const signOut = useSignOut();

  if (isPending) return <Opening />;
  if (!session) return <Navigate to="/connexion" replace />;
  if (session.context) return <Navigate to={safeReturnPath(params.get('retour'))} replace />;
  return (
    <SignInFrame>
      <div className="signin-form">
        <h1>Où travaillez-vous{'\u202f'}?</h1>
        <p className="quiet">Ce choix pourra changer à tout moment, en haut de l’écran.</p>
        {choose.isError ? (
          <Banner tone="urgent" isAnnounced>
            {tellError(choose.error).title}
          </Banner>
        ) : null}
        <ul className="signin-contexts">
          {session.contexts.map((context) => (
            <li key={context.communityId}>
              <Button
                className="signin-context"
                isDisabled={choose.isPending}
                onPress={() => choose.mutate(context)}
              >
                <span>
                  <strong>{context.communityName}</strong>
                  <span className="small quiet">{context.structureName}</span>
                </span>
                <ChevronRight aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
        <UiButton variant="quiet" onPress={() => signOut.mutate()}>
          Se déconnecter
        </UiButton>
      </div>
    </SignInFrame>
  );
}
