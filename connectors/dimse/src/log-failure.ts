import type { Log } from '@liaison/log';

/** Tells a failure by its name and code; its message only where it is ours, for others may quote a path or a value. */
export function logFailure(log: Log, message: string, error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  const name = error instanceof Error ? error.name : 'unknown';
  log.error(message, {
    error_name: name,
    code,
    reason: name.startsWith('Store') && error instanceof Error ? error.message : null,
  });
}
