import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startReceiver } from '@liaison/dimse';
import { openLog, type LogLevel } from '@liaison/log';

/**
 * The `receive` role: an entry of its own, for it loads nothing but the receiver (DESIGN decision 2: 42 MB instead of
 * 80). Its settings come checked from the supervisor, in its environment.
 */
function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new TypeError(`${name} expected from the supervisor`);
  return value;
}

const reception = join(need('LIAISON_DATA'), 'reception');
const slot = Number(need('LIAISON_SLOT'));
const node = need('LIAISON_NODE');
mkdirSync(reception, { recursive: true });

const receiver = await startReceiver({
  host: need('LIAISON_LISTEN'),
  port: Number(need('LIAISON_DICOM_PORT')),
  reusePort: need('LIAISON_RECEIVERS') !== '1',
  aeTitle: need('LIAISON_AET'),
  storeRoot: join(need('LIAISON_DATA'), 'containers'),
  peersFile: join(reception, 'peers.json'),
  eventsFile: join(reception, `${node}.${slot}.events.ndjson`),
  node,
  slot,
  log: openLog(need('LIAISON_LOG') as LogLevel, { role: 'receive' }),
});
process.send?.({ kind: 'ready' });

let isStopping = false;
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  void receiver.drain().then(() => process.exit(0));
}
process.on('SIGTERM', stop);
process.on('SIGINT', () => {});
process.on('disconnect', stop);
