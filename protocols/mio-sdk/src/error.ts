/**
 * - `sdk/file`: a file or folder that cannot be read, a key that the phrase does not open;
 * - `sdk/format`: a format that this message does not have;
 * - `sdk/refused`: a message that may not be certified;
 * - `sdk/service`: the service does not answer, or refuses.
 */
export type SdkErrorCode = 'sdk/file' | 'sdk/format' | 'sdk/refused' | 'sdk/service';

/** What the caller, or what he gave, did wrong. `message` is French, for who uses the software. */
export class SdkError extends Error {
  override readonly name = 'SdkError';
  readonly code: SdkErrorCode;

  constructor(code: SdkErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
