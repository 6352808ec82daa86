import { ArrowLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Page } from '../../app/Page.tsx';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/EmptyState.tsx';
import { formatNumber, nbsp, plural } from '../../ui/french.ts';
import { Progress } from '../../ui/Progress.tsx';
import { CancelDialog } from './CancelDialog.tsx';
import { ChoicePanel } from './ChoicePanel.tsx';
import { FoundTree } from './FoundTree.tsx';
import { ImportResult } from './ImportResult.tsx';
import { imports, useImport, type ImportState } from './import-store.ts';
import './imports.css';
import { SendingActs, SendingState } from './SendingState.tsx';
import { SourceChooser } from './SourceChooser.tsx';

/** Images that a patient brings: what is on the medium, what of it is taken, and what came of it. */
export function ImportPage() {
  const state = useImport();
  const [params] = useSearchParams();
  const dossierId = params.get('demande');
  useEffect(() => {
    if (dossierId) imports.forDossier = dossierId;
  }, [dossierId]);
  return (
    <Page
      title="Importer un CD ou un dossier"
      acts={
        dossierId ? (
          <ButtonLink
            href={`/teledossiers/${encodeURIComponent(dossierId)}/demande`}
            icon={<ArrowLeft aria-hidden />}
          >
            Revenir à la demande
          </ButtonLink>
        ) : (
          <ButtonLink href="/examens" icon={<ArrowLeft aria-hidden />}>
            Examens
          </ButtonLink>
        )
      }
    >
      <div className="import-page">
        <Step state={state} />
      </div>
    </Page>
  );
}

function Step({ state }: { state: ImportState }) {
  switch (state.phase) {
    case 'idle':
      return <SourceChooser />;
    case 'reading':
      return <ReadingPanel state={state} />;
    case 'choosing':
      return <ChoicePanel state={state} />;
    case 'sending':
      return <SendingPanel state={state} />;
    case 'ended':
      return <ImportResult state={state} />;
    case 'failed':
      return (
        <ErrorState
          title="L’import s’est arrêté"
          acts={
            <Button variant="primary" onPress={imports.forget}>
              Choisir de nouveau
            </Button>
          }
        >
          {`${state.title} Ce qui était arrivé n’est pas perdu${nbsp}: le même support reprend où il en était.`}
        </ErrorState>
      );
  }
}

function ReadingPanel({ state }: { state: Extract<ImportState, { phase: 'reading' }> }) {
  const { progress, tree } = state;
  const share = progress?.isListed && progress.fileCount > 0 ? progress.readCount / progress.fileCount : null;
  return (
    <>
      <Progress
        label="Lecture du support"
        value={share}
        valueText={
          progress
            ? `${formatNumber(progress.readCount)} sur ${plural(progress.fileCount, 'fichier')} · ${plural(progress.imageCount, 'image')}`
            : ''
        }
      />
      <div className="import-acts">
        <Button onPress={imports.forget}>Arrêter la lecture</Button>
      </div>
      <FoundTree tree={tree} excluded={new Set()} known={[]} isReading />
    </>
  );
}

function SendingPanel({ state }: { state: Extract<ImportState, { phase: 'sending' }> }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <SendingState state={state} label={state.isResumed ? 'Reprise de l’import' : 'Import des images'} />
      <div className="import-acts">
        <SendingActs state={state} onCancel={() => setAsking(true)} />
      </div>
      <p className="quiet">
        Vous pouvez continuer à travailler dans Liaison{nbsp}: l’envoi se poursuit, et son avancement reste
        visible en bas de l’écran. Gardez cet onglet ouvert et le support en place.
      </p>
      <CancelDialog isOpen={isAsking} onClose={() => setAsking(false)} />
    </>
  );
}
