/**
 * Why pixels cannot be given.
 * - `damaged`: the bytes are not what they announce: cut, or at odds with the attributes of their instance;
 * - `unsupported`: legal, but not decoded here;
 * - `limit`: past a limit of size, memory or time.
 */
export type PixelsErrorReason = 'damaged' | 'unsupported' | 'limit';

/** The message never quotes values: they may be patient data. */
export class PixelsError extends Error {
  override readonly name = 'PixelsError';
  readonly reason: PixelsErrorReason;

  constructor(reason: PixelsErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
