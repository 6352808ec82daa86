/** No room is left for what was to be written; the container is as it was before, and usable when room returns. */
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

const fullCodes = new Set(['ENOSPC', 'EDQUOT']);

/** An error of the file system as one of ours; codes only, no path. */
export function storeError(cause: unknown): StoreFullError | StoreFailedError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  if (fullCodes.has(code)) return new StoreFullError(code, { cause });
  return new StoreFailedError(code, { cause });
}
