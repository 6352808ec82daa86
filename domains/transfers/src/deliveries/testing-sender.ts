import { openDatabase } from '@liaison/db';
import { openEnqueue } from '@liaison/jobs';
import { systemClock } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { startDeliverer } from './deliverer.ts';
import { scuLink } from '../testing.ts';

/** A process that sends what is due until it is killed: `testing-sender.ts <url of the system role> <store>`. */
const [url = '', storeRoot = ''] = process.argv.slice(2);
const database = openDatabase('system', url, { max: 4 });
const jobs = await openEnqueue(url);
startDeliverer({
  database,
  storeRoot,
  link: scuLink,
  clock: systemClock,
  enqueue: jobs.enqueue,
  log: openLog('silent'),
  sweepMs: 20,
  heldForMs: 1000,
});
