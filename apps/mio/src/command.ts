/** What a script may rely on. */
export const exitCodes = {
  /** Done; the message conforms, with reservations or none. */
  ok: 0,
  /** The answer is no: the message does not conform, or is not what was certified. */
  refused: 1,
  /** The command was asked wrongly; nothing was read. */
  usage: 2,
  /** A file could not be read or written. */
  file: 3,
  /** What nobody foresaw: a fault of this program. */
  fault: 4,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Where a command writes: texts for people and data for programs on `out`, what is beside it on `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly usage: string;
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode> | ExitCode;
}

/** The command was asked wrongly; its message is French and says how to ask. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** A file could not be read or written; its message is French. */
export class FileError extends Error {
  override name = 'FileError';
}
