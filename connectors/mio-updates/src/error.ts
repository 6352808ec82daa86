/**
 * Why updates could not be fetched; what is installed stays in force.
 * - `unreachable`: no answer, or one that breaks off;
 * - `refused`: the authority answers that this licence may not, with its own sentence;
 * - `unexpected`: an answer that is none of an authority's.
 */
export class UpdateError extends Error {
  override readonly name = 'UpdateError';
  readonly reason: 'unreachable' | 'refused' | 'unexpected';
  /** For logs. */
  readonly code: 'unreachable' | 'refused' | 'unexpected';

  constructor(reason: 'unreachable' | 'refused' | 'unexpected', message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.reason = reason;
    this.code = reason;
  }
}
