import { describeError, type Log } from '@liaison/log';

/**
 * The life of a role in its own process: tells the supervisor that it is ready, and runs `stop` once when it is asked
 * to end or when the supervisor is gone. The terminal's Ctrl-C reaches the whole group: only the supervisor heeds it.
 * What nobody caught ends the process, for its state is unknown; its message, which may quote a row, is not told.
 */
export function liveAsRole(log: Log, stop: () => Promise<void>, metrics?: () => Promise<string>): void {
  let isStopping = false;
  const end = (reason: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping', { reason });
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('uncaughtException', (error) => {
    log.error('ended by what nobody caught', describeError(error));
    process.exit(1);
  });
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => {});
  process.on('disconnect', () => end('supervisor gone'));
  if (process.send && !process.connected) end('supervisor gone');
  process.on('message', (message: { kind?: string }) => {
    if (message.kind !== 'metrics' || !metrics) return;
    void metrics().then((text) => process.send?.({ kind: 'metrics', text }));
  });
  process.send?.({ kind: 'ready' });
}
