import { Compass } from 'lucide-react';
import { useRouteError } from 'react-router';

import { Button, ButtonLink } from '../ui/Button.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Page, usePageTitle } from './Page.tsx';
import { tellError } from './queries.ts';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <Page title="Page introuvable">
      <EmptyState
        icon={Compass}
        title="Rien à cette adresse"
        acts={
          <ButtonLink href="/" variant="primary">
            Revenir à l’accueil
          </ButtonLink>
        }
      >
        L’adresse est peut-être incomplète, ou l’élément a été retiré.
      </EmptyState>
    </Page>
  );
}

/** A screen that failed; the rest of the frame still works. */
export function ScreenError() {
  const error = useRouteError();
  usePageTitle('Erreur');
  const told = isLoadFailure(error)
    ? { title: 'Le réseau a manqué pendant son ouverture. Vérifiez-le, puis rechargez.', reference: null }
    : tellError(error);
  return (
    <ErrorState
      title="Cet écran n’a pas pu s’afficher"
      reference={told.reference}
      acts={
        <>
          <Button variant="primary" onPress={() => window.location.reload()}>
            Recharger la page
          </Button>
          <ButtonLink href="/">Revenir à l’accueil</ButtonLink>
        </>
      }
    >
      {told.title}
    </ErrorState>
  );
}

/** A screen's own program could not be had; each browser says it in its way. */
function isLoadFailure(error: unknown): boolean {
  return (
    error instanceof TypeError && /dynamically imported module|module script failed/i.test(error.message)
  );
}
