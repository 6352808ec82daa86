import type { DossierView } from '@liaison/teledossier/contract';
import { Ellipsis } from 'lucide-react';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { actVerbs, mainActOf, otherActs } from './acts.ts';
import type { Act } from './acts.ts';
import type { Pane } from './DossierPage.tsx';
import { writtenIn } from './use-acts.tsx';
import type { Acts } from './use-acts.tsx';

type MainActProps = { view: DossierView; acts: Acts; pane: Pane; size?: 'medium' | 'large' };

/** The one act that moves things forward; nothing when the reader has none. */
export function MainAct({ view, acts, pane, size = 'medium' }: MainActProps) {
  const main = mainActOf(view);
  // Where the act is written, the button that sends it is the main one.
  if (!main || writtenIn[main.name] === pane) return null;
  return (
    <Button variant="primary" size={size} isPending={acts.pending === main} onPress={() => acts.start(main)}>
      {actVerbs[main.name]}
    </Button>
  );
}

/** All other acts; those that are not possible now say why. */
export function OtherActs({ view, acts }: { view: DossierView; acts: Acts }) {
  const others = otherActs(view.acts, mainActOf(view));
  const bothSides = view.side === 'both';
  if (others.length === 0 && !view.reportUrl) return null;
  return (
    <Menu label="Autres actes" trigger={<IconButton label="Autres actes" icon={<Ellipsis aria-hidden />} />}>
      {others.map((act) => (
        <MenuItem
          key={`${act.name}${act.addresseeId ?? ''}`}
          isDisabled={!act.allowed}
          isDanger={act.name === 'refuse'}
          detail={act.allowed ? null : act.because}
          onAction={() => acts.start(act)}
        >
          {actText(act, bothSides)}
        </MenuItem>
      ))}
      {view.reportUrl ? <MenuItem href={view.reportUrl}>Télécharger le compte-rendu (PDF)</MenuItem> : null}
    </Menu>
  );
}

/** A reader who stands on both sides is told for which one he acts. */
function actText(act: Act, bothSides: boolean): string {
  if (!bothSides || !/-(requerant|requis)$/.test(act.name)) return actVerbs[act.name];
  return `${actVerbs[act.name]} (côté ${act.name.endsWith('-requis') ? 'requis' : 'requérant'})`;
}
