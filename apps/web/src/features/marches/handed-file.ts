/** A file that one page of messages hands to another; it never leaves the browser's memory. */
let handed: File | null = null;

export function handFile(file: File): void {
  handed = file;
}

/** What was handed over, once. */
export function takeHandedFile(): File | null {
  const file = handed;
  handed = null;
  return file;
}
