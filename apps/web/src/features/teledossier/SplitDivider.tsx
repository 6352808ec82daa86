import { useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';

const storageKey = 'liaison.dossier.split';
const bounds = { min: 25, max: 80, first: 58 };

const within = (percent: number) => Math.max(bounds.min, Math.min(bounds.max, Math.round(percent)));

/** The part of the width given to the images, in percent; remembered by this browser. */
export function useSplit() {
  const [percent, setPercent] = useState(() => {
    const remembered = Number(localStorage.getItem(storageKey));
    return remembered > 0 ? within(remembered) : bounds.first;
  });
  const move = (next: number) => {
    setPercent(within(next));
    localStorage.setItem(storageKey, String(within(next)));
  };
  return [percent, move] as const;
}

/** Dragged, or moved with the arrows; a double press puts it back. */
export function SplitDivider({ percent, onMove }: { percent: number; onMove: (percent: number) => void }) {
  const drag = (event: PointerEvent<HTMLHRElement>) => {
    const frame = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!frame || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onMove(((event.clientX - frame.left) / frame.width) * 100);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (!step) return;
    event.preventDefault();
    onMove(percent + step);
  };
  // A separator that takes the focus is a widget (WAI-ARIA 1.2, separator): a window splitter.
  const splitter = {
    tabIndex: 0,
    'aria-label': 'Largeur des images',
    'aria-orientation': 'vertical',
    'aria-valuemin': bounds.min,
    'aria-valuemax': bounds.max,
    'aria-valuenow': percent,
    onPointerDown: (event: PointerEvent<HTMLHRElement>) =>
      event.currentTarget.setPointerCapture(event.pointerId),
    onPointerMove: drag,
    onDoubleClick: () => onMove(bounds.first),
    onKeyDown: press,
  } as const;
  return <hr className="td-divider" {...splitter} />;
}
