import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { Button, ButtonLink, IconButton } from '../../ui/Button.tsx';
import { plural } from '../../ui/french.ts';
import { Link } from '../../ui/Link.tsx';
import { CancelDialog } from './CancelDialog.tsx';
import { imports, useImport, type ImportState } from './import-store.ts';
import './imports.css';
import { SendingActs, SendingState } from './SendingState.tsx';

/** Follows the user from screen to screen while images leave; on the import's own screen it has nothing to add. */
export function ImportTray() {
  const state = useImport();
  const { pathname } = useLocation();
  // Signed out, or elsewhere to work: nothing of a patient stays, and the server would refuse the rest.
  useEffect(() => imports.forget, []);
  const [isAsking, setAsking] = useState(false);
  if (pathname === importPath || state.phase === 'idle' || state.phase === 'choosing') return null;
  return (
    <section className="import-tray" aria-label="Import en cours">
      <TrayContent state={state} onCancel={() => setAsking(true)} />
      <CancelDialog isOpen={isAsking && state.phase === 'sending'} onClose={() => setAsking(false)} />
    </section>
  );
}

export const importPath = '/examens/import';

function TrayContent({ state, onCancel }: { state: ImportState; onCancel: () => void }) {
  if (state.phase === 'reading')
    return (
      <div className="import-tray-line">
        <span>Lecture du support… {plural(state.progress?.imageCount ?? 0, 'image')}</span>
        <Link href={importPath}>Voir</Link>
      </div>
    );
  if (state.phase === 'sending')
    return (
      <>
        <SendingState state={state} label="Import des images" />
        <div className="import-tray-acts">
          <SendingActs state={state} onCancel={onCancel} />
          <Link href={importPath}>Détail</Link>
        </div>
      </>
    );
  if (state.phase === 'ended')
    return (
      <div className="import-tray-line">
        <CircleCheck aria-hidden className="import-done" />
        <span>
          {state.view.state === 'cancelled' ? 'Import annulé' : 'Import terminé'},{' '}
          {plural(state.view.storedCount, 'image')}
        </span>
        <ButtonLink size="small" href={importPath}>
          Voir les examens
        </ButtonLink>
        <IconButton label="Fermer" size="small" icon={<X aria-hidden />} onPress={imports.forget} />
      </div>
    );
  if (state.phase !== 'failed') return null;
  return (
    <div className="import-tray-line" role="alert">
      <CircleAlert aria-hidden className="import-failed" />
      <span>{state.title}</span>
      <Button size="small" onPress={imports.forget}>
        Fermer
      </Button>
    </div>
  );
}
