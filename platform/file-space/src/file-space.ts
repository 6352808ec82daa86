/**
 * A place of files, on this machine or another, as far as those need it who exchange by files. Folders and names are of one
 * level: neither holds a path.
 */
export type FileSpace = {
  /**
   * Regular files of a folder, without those that are being written here or, by their names, elsewhere. Whoever reads one whose
   * name is no safe one is told so (`bad-name`).
   */
  list(folder: string): Promise<readonly FoundFile[]>;
  /** @throws FileSpaceError `too-large` */
  read(folder: string, name: string, mostBytes: number): Promise<Uint8Array>;
  /** Writes beside, durably, without showing it: what `publish` then shows at once. One that is staged already is replaced. */
  stage(folder: string, name: string, bytes: Uint8Array): Promise<void>;
  /** Shows what was staged, durably; one of the same name is replaced. */
  publish(folder: string, name: string): Promise<void>;
  /** Names that were staged and not shown: by a process that died, or by another that is at it. */
  listStaged(folder: string): Promise<readonly string[]>;
  /** Durable once it resolves. */
  move(from: string, name: string, to: string, newName: string): Promise<void>;
  /** What holds a connection lets go of it. */
  close(): Promise<void>;
};

export type FoundFile = {
  readonly name: string;
  readonly size: number;
  /** Milliseconds since 1970, as its holder says. */
  readonly modifiedMs: number;
};

export type FileSpaceTrouble =
  /** No answer, or a file system that is not there. */
  | 'unreachable'
  | 'unauthorised'
  /** Another machine than the expected one answers. */
  | 'other-host'
  | 'no-room'
  | 'too-large'
  | 'missing'
  /** A name that could leave its folder, or that a file system of another kind cannot hold. */
  | 'bad-name'
  | 'unforeseen';

export class FileSpaceError extends Error {
  override readonly name = 'FileSpaceError';
  readonly trouble: FileSpaceTrouble;
  /** For logs. */
  readonly code: `file-space/${FileSpaceTrouble}`;
  /** What the system or the other side said, for who looks into it. */
  readonly detail: string;

  constructor(trouble: FileSpaceTrouble, detail = '', options: ErrorOptions = {}) {
    super(trouble, options);
    this.trouble = trouble;
    this.code = `file-space/${trouble}`;
    this.detail = detail;
  }
}

/** Writes so that a reader sees all of it or nothing. */
export async function writeFile(
  space: FileSpace,
  folder: string,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  await space.stage(folder, name, bytes);
  await space.publish(folder, name);
}
