import { DoorOpen } from 'lucide-react';
import { Navigate } from 'react-router';

import { destinationsFor } from '../../app/navigation.ts';
import { Page } from '../../app/Page.tsx';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { WorklistPage } from '../teledossier/WorklistPage.tsx';

/** Where each person starts: the first screen that he may use. */
export function HomePage() {
  const session = useSession();
  const [first] = destinationsFor(session);
  if (first?.path === '/') return <WorklistPage />;
  if (first) return <Navigate to={first.path} replace />;
  return (
    <Page title="Accueil">
      <EmptyState icon={DoorOpen} title="Aucun écran n’est encore ouvert à votre profil">
        Votre administrateur local peut vous donner accès aux télédossiers ou aux examens de votre structure.
      </EmptyState>
    </Page>
  );
}
