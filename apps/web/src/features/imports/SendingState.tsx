import { Pause, Play, X } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { fine, nbsp } from '../../ui/french.ts';
import { Progress } from '../../ui/Progress.tsx';
import { imports, type ImportState } from './import-store.ts';
import { describeRemaining, describeSent, shareSent } from './words.ts';

type Sending = Extract<ImportState, { phase: 'sending' }>;

/** One line on what holds the upload up, or how long it still takes. */
function situationOf({ isPaused, isEnding, progress }: Sending): string {
  if (isEnding) return 'Fin de l’import…';
  if (isPaused) return 'En pause';
  if (progress?.hindrance === 'network')
    return `Le réseau a manqué${nbsp}: l’envoi reprend de lui-même, rien n’est perdu.`;
  if (progress?.hindrance === 'room')
    return 'La plateforme n’a plus de place pour l’instant. Prévenez l’exploitant, l’envoi reprendra.';
  return progress ? describeRemaining(progress) : '';
}

/** How far the upload is, in the page and in the tray alike. */
export function SendingState({ state, label }: { state: Sending; label: string }) {
  const { progress } = state;
  const isHindered = progress?.hindrance !== null && progress !== null;
  return (
    <div className="import-sending">
      <Progress
        label={label}
        value={progress ? shareSent(progress) : null}
        tone={isHindered || state.isPaused ? 'warning' : 'accent'}
      />
      <p className="import-sent tabular">{progress ? describeSent(progress) : `Préparation${nbsp}…`}</p>
      <p className="import-situation quiet" aria-live="polite">
        {situationOf(state)}
      </p>
    </div>
  );
}

export function SendingActs({ state, onCancel }: { state: Sending; onCancel: () => void }) {
  return (
    <>
      <Button
        size="small"
        icon={state.isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
        isDisabled={state.isEnding}
        onPress={() => imports.setPaused(!state.isPaused)}
      >
        {state.isPaused ? 'Reprendre' : 'Mettre en pause'}
      </Button>
      <Button size="small" icon={<X aria-hidden />} isDisabled={state.isEnding} onPress={onCancel}>
        Annuler l’import
      </Button>
    </>
  );
}

export const cancelWords = `Les images déjà arrivées restent sur la plateforme. Arrêter l’envoi des autres${fine}?`;
