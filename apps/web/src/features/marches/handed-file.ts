import { useEffect } from 'react';

/** A file that one page of messages hands to another; it never leaves the browser's memory. */
let handed: File | null = null;

export function handFile(file: File): void {
  handed = file;
}

function takeHandedFile(): File | null {
  const file = handed;
  handed = null;
  return file;
}

/** Gives what another page handed over to `start`; there is something to give once, whatever `start` is later. */
export function useHandedFile(start: (file: File) => void): void {
  useEffect(() => {
    const file = takeHandedFile();
    if (file) start(file);
  }, [start]);
}
