export { discoverQueues, installQueues } from './install.ts';
export { handle, openEnqueue, startWorkers, type Enqueue, type Handler } from './jobs.ts';
export { defineQueue, type Queue } from './queue.ts';
