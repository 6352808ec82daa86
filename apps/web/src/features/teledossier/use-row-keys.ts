import type { KeyboardEvent } from 'react';
import { useShortcut } from '../../app/shortcuts.tsx';
import { stepSelection } from './worklist-order.ts';

/**
 * j and k anywhere on the screen, arrows inside the list (the handler given back): moves from row to row. The focus is
 * on the row's link, so that Enter opens it.
 */
export function useRowKeys(ids: readonly string[], selectedId: string | null, onSelect: (id: string) => void) {
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

  return (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    move(event.key === 'ArrowDown' ? 1 : -1);
  };
}
