/**
 * What a folder of keys does not allow, in French for who asked: `unreadable`, a file that is absent, abîmé, or that the
 * phrase does not open; `unasked`, something that this authority cannot do as it stands.
 */
export class KeyFolderError extends Error {
  override readonly name = 'KeyFolderError';
  readonly reason: 'unreadable' | 'unasked';

  constructor(reason: 'unreadable' | 'unasked', message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.reason = reason;
  }
}
