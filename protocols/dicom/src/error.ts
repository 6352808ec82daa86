/**
 * What is wrong with bytes that claim to be DICOM.
 * - `truncated`: they end before what they announce;
 * - `malformed`: they break the encoding rules of PS3.5, PS3.7 or PS3.8;
 * - `limit`: they go past a limit of ours (length, depth, count);
 * - `unsupported`: legal, but not something this package does.
 */
export type DicomErrorReason = 'truncated' | 'malformed' | 'limit' | 'unsupported';

/** Bytes that cannot be read. The message never quotes values: they may be patient data. */
export class DicomError extends Error {
  override readonly name = 'DicomError';
  readonly reason: DicomErrorReason;

  constructor(reason: DicomErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Bytes that end too soon. `neededBytes`: how many there must be before reading can go any further. */
export class TruncatedError extends DicomError {
  readonly neededBytes: number;

  constructor(neededBytes: number) {
    super('truncated', `at least ${neededBytes} bytes needed`);
    this.neededBytes = neededBytes;
  }
}
