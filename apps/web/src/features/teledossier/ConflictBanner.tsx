import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import type { SaveState } from './autosave.ts';

type ConflictProps = { state: SaveState; onLoadTheirs: () => Promise<void>; onKeepMine: () => Promise<void> };

/** The same field was changed here and elsewhere: only a person can choose. */
export function ConflictBanner({ state, onLoadTheirs, onKeepMine }: ConflictProps) {
  if (state.kind !== 'conflict') return null;
  return (
    <Banner
      tone="warning"
      title="Cette demande a été modifiée sur un autre appareil"
      isAnnounced
      acts={
        <>
          <Button variant="primary" onPress={() => void onLoadTheirs()}>
            Charger l’autre version
          </Button>
          <Button onPress={() => void onKeepMine()}>Garder ma saisie</Button>
        </>
      }
    >
      Les mêmes champs ont changé des deux côtés. Rien n’est enregistré tant que vous n’avez pas choisi.
    </Banner>
  );
}
