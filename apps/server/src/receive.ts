import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { loadReceiver, startReceiver } from '@liaison/dimse';
import { openLog, readLevel } from '@liaison/log';
import { takeLock } from './lock.ts';
import { endUnstarted } from './unstarted.ts';

/**
 * The `receive` role: an entry of its own, for it loads nothing but the receiver (DESIGN decision 2: 42 MB instead of
 * 80). Its settings come checked from the supervisor, in its environment. With `load` it only loads what it would run, which
 * leaves it in the compile cache.
 */
if (process.argv[2] === 'load') {
  await loadReceiver();
  process.exit(0);
}

function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new TypeError(`${name} expected from the supervisor`);
  return value;
}

/** Shorter than what the supervisor allows before it kills. */
const drainMs = 10_000;
const reception = join(need('LIAISON_DATA'), 'reception');
const slot = Number(need('LIAISON_SLOT'));
const node = need('LIAISON_NODE');
const isAlone = need('LIAISON_RECEIVERS') === '1';
const { LIAISON_DICOM_TLS_CERT: certFile, LIAISON_DICOM_TLS_KEY: keyFile } = process.env;
const caFile = process.env['LIAISON_DICOM_TLS_CA'] || undefined;
const tls =
  certFile && keyFile ? { port: Number(need('LIAISON_DICOM_TLS_PORT')), certFile, keyFile, caFile } : null;
mkdirSync(reception, { recursive: true });

// A receiver whose supervisor was killed may still be closing its containers: nobody else may touch them until then.
while (!(await takeLock(`${reception} ${node}.${slot}`))) await wait(100);
const receiver = await startReceiver({
  host: need('LIAISON_DICOM_LISTEN'),
  port: Number(need('LIAISON_DICOM_PORT')),
  reusePort: !isAlone,
  ...(isAlone ? {} : { occupancyFolder: join(reception, 'occupancy') }),
  ...(tls ? { tls } : {}),
  relaySocket: join(reception, 'exchange', 'query.sock'),
  isProduction: process.env['LIAISON_ENV'] !== 'demo' && process.env['LIAISON_ENV'] !== 'preproduction',
  aeTitle: need('LIAISON_AET'),
  storeRoot: join(need('LIAISON_DATA'), 'containers'),
  peersFile: join(reception, 'peers.json'),
  eventsFile: join(reception, `${node}.${slot}.events.ndjson`),
  node,
  slot,
  log: openLog(readLevel(need('LIAISON_LOG')), { role: 'receive' }),
  limits: { drainMs },
}).catch(endUnstarted);
process.send?.({ kind: 'ready' });

let isStopping = false;
function stop(end: () => Promise<void>): void {
  if (isStopping) return;
  isStopping = true;
  void end().then(() => process.exit(0));
}
process.on('SIGTERM', () => stop(() => receiver.drain()));
process.on('SIGINT', () => {});
// The supervisor was killed: the next one's receiver waits for this one, so that senders are cut off and call again.
process.on('disconnect', () => stop(() => receiver.close()));
if (process.send && !process.connected) stop(() => receiver.close());
