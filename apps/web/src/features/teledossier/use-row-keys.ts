import { useShortcut } from '../../app/shortcuts.tsx';
import { stepSelection } from './worklist-order.ts';

/**
 * j and k, or the arrows, move from row to row, wherever one is on the screen but in a field. The focus is on the row's
 * link, so that Enter opens it.
 */
export function useRowKeys(
  ids: readonly string[],
  selectedId: string | null,
  onSelect: (id: string) => void,
): void {
  const move = (step: 1 | -1) => {
    const next = stepSelection(ids, selectedId, step);
    if (next === null) return;
    onSelect(next);
    const row = document.getElementById(`row-${next}`);
    row?.scrollIntoView({ block: 'nearest' });
    row?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
  };
  useShortcut('j', 'Ligne suivante', () => move(1));
  useShortcut('k', 'Ligne précédente', () => move(-1));
  useShortcut('ArrowDown', 'Ligne suivante', () => move(1));
  useShortcut('ArrowUp', 'Ligne précédente', () => move(-1));
}
