import type { RefObject } from 'react';

import { useShortcut } from './shortcuts.tsx';

/** The keys j and k move the focus from row to row of a list, on each row's main link; Enter then opens it. */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  const move = (step: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('.ui-row-title a') ?? [])];
    const here = links.findIndex((link) => link.closest('.ui-row')?.contains(document.activeElement));
    const next = links[here === -1 ? 0 : here + step];
    next?.focus();
    next?.closest('.ui-row')?.scrollIntoView({ block: 'nearest' });
  };
  useShortcut('j', 'Ligne suivante', () => move(1));
  useShortcut('k', 'Ligne précédente', () => move(-1));
}
