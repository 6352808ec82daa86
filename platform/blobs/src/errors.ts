/**
 * What was to be written cannot be for now: no room, a file as long as it may be, a disk turned read-only. The container is
 * as it was before, and usable when that is over; should it be broken, a new one is.
 */
export class StoreFullError extends Error {
  override readonly name = 'StoreFullError';
}

/** The disk failed otherwise: the container takes nothing more, what it has committed stays. */
export class StoreFailedError extends Error {
  override readonly name = 'StoreFailedError';
}

/** No container of that id in the store. */
export class ContainerMissingError extends Error {
  override readonly name = 'ContainerMissingError';
}

const passingCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE']);

/** An error of the file system as one of ours; codes only, no path. */
export function storeError(cause: unknown): StoreFullError | StoreFailedError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  if (passingCodes.has(code)) return new StoreFullError(code, { cause });
  return new StoreFailedError(code, { cause });
}
