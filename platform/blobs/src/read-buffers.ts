/**
 * Buffers that are read into again and again. Memory that a process writes to for the first time costs the kernel as much
 * as ten times the reading itself.
 */
const bufferBytes = 1024 * 1024;
/** Kept while nobody uses them. */
const maxIdle = 8;
const idle: Buffer[] = [];

export function takeBuffer(): Buffer {
  return idle.pop() ?? Buffer.allocUnsafeSlow(bufferBytes);
}

/** Only what nothing has a view of any more. */
export function giveBackBuffer(buffer: Buffer): void {
  if (idle.length < maxIdle) idle.push(buffer);
}
