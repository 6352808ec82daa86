import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startReceiver } from '@liaison/dimse';

/**
 * The `receive` role: an entry of its own, for it loads nothing but the receiver (DESIGN decision 2: 42 MB instead of
 * 80). Its settings come checked from the supervisor, in its environment.
 */
const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new TypeError(`${name} expected from the supervisor`);
  return value;
};

const dataDir = need('LIAISON_DATA');
const slot = need('LIAISON_SLOT');
const node = need('LIAISON_NODE');
mkdirSync(join(dataDir, 'reception'), { recursive: true });

const write = (level: string, message: string, fields: object = {}) =>
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), role: 'receive', slot, ...fields, msg: message })}\n`);

const receiver = await startReceiver({
  host: need('LIAISON_LISTEN'),
  port: Number(need('LIAISON_DICOM_PORT')),
  aeTitle: need('LIAISON_AET'),
  storeRoot: join(dataDir, 'containers'),
  peersFile: join(dataDir, 'reception', 'peers.json'),
  eventsFile: join(dataDir, 'reception', `${node}.${slot}.events.ndjson`),
  node,
  slot,
  log: {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  },
});
process.send?.({ kind: 'ready', port: receiver.port });

let isStopping = false;
const stop = () => {
  if (isStopping) return;
  isStopping = true;
  void receiver.drain().then(() => process.exit(0));
};
process.on('SIGTERM', stop);
process.on('SIGINT', () => {});
process.on('disconnect', stop);
