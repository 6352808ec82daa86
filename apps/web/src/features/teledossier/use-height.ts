import { useEffect } from 'react';
import type { RefObject } from 'react';

/** Tells the height of an element that sticks, as a CSS length on its parent: what else sticks stops beside it. */
export function useHeightVariable(element: RefObject<HTMLElement | null>, name: `--${string}`): void {
  useEffect(() => {
    const measured = element.current;
    if (!measured) return undefined;
    const observer = new ResizeObserver(() => {
      measured.parentElement?.style.setProperty(name, `${measured.offsetHeight}px`);
    });
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element, name]);
}
