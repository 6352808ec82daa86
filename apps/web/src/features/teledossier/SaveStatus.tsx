import { CloudCheck, CloudOff, CloudUpload, Pencil } from 'lucide-react';
import type { SaveState } from './autosave.ts';

const withSeconds = new Intl.DateTimeFormat('fr-FR', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** Whether what was typed is safe: said in words, and read aloud only when it is not. */
export function SaveStatus({ state }: { state: SaveState }) {
  const { icon: Icon, text, isTrouble } = describe(state);
  return (
    <output
      className="td-save"
      data-trouble={isTrouble}
      data-idle={state.kind === 'saved' && !state.at}
      aria-live={isTrouble ? 'polite' : 'off'}
    >
      <Icon aria-hidden />
      {text}
    </output>
  );
}

function describe(state: SaveState) {
  switch (state.kind) {
    case 'saved':
      return {
        icon: CloudCheck,
        text: state.at
          ? `Enregistré à ${withSeconds.format(new Date(state.at))}`
          : 'Enregistré au fil de la saisie',
        isTrouble: false,
      };
    case 'unsaved':
      return { icon: Pencil, text: 'Saisie en cours…', isTrouble: false };
    case 'saving':
      return { icon: CloudUpload, text: 'Enregistrement…', isTrouble: false };
    case 'retrying':
      return { icon: CloudOff, text: 'Non enregistré, nouvel essai…', isTrouble: true };
    case 'refused':
      return { icon: CloudOff, text: `Non enregistré\u00a0: ${state.message}`, isTrouble: true };
    case 'conflict':
      return { icon: CloudOff, text: 'Non enregistré\u00a0: modifié sur un autre appareil', isTrouble: true };
  }
}
