import { useEffect, useEffectEvent } from 'react';

/**
 * Takes the first of the files that are dropped anywhere on the page, save where something there takes them itself. A
 * browser would else open the file in the place of the page.
 */
export function usePageDrop(onDropped: (file: File) => void): void {
  const take = useEffectEvent(onDropped);
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    document.addEventListener('dragover', (event) => (hasFiles(event) ? event.preventDefault() : undefined), {
      signal,
    });
    document.addEventListener(
      'drop',
      (event) => {
        if (event.defaultPrevented || !hasFiles(event)) return;
        event.preventDefault();
        const file = event.dataTransfer?.files[0];
        if (file) take(file);
      },
      { signal },
    );
    return () => leaving.abort();
  }, []);
}

/** Text may be dragged too, into a field. */
function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
