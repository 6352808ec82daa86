/** A receiver in a process of its own, to be killed. Its options come as JSON in the first argument. */
import { startReceiver, type ReceiverOptions } from '@liaison/dimse';
import { quietLog } from '@liaison/dimse/testing';

type ChildOptions = Pick<ReceiverOptions, 'storeRoot' | 'peersFile' | 'eventsFile' | 'limits' | 'tls'>;

const options: ChildOptions = JSON.parse(process.argv[2] ?? '{}');
const receiver = await startReceiver({
  host: '127.0.0.1',
  port: 0,
  aeTitle: 'LIAISON',
  node: 'fault',
  slot: 0,
  log: quietLog,
  ...options,
});
console.log(`${receiver.port} ${receiver.tlsPort ?? 0}`);
