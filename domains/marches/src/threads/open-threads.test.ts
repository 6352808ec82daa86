import { setImmediate } from 'node:timers/promises';
import { writeMessage } from '@liaison/mio';
import { makeNeeds } from '@liaison/mio-control/testing';
import { afterEach, expect, it } from 'vitest';
import { openThreads, type ThreadLimits, type Threads } from './open-threads.ts';

const identity = { id: 'c', product: 'Liaison', version: '0' };
const setup = {
  controller: { identity, nomenclatures: [], maximumFindings: 100 },
  keys: { signer: null, trustFolder: null, tsaUrl: null },
};
const small = Buffer.from(writeMessage(makeNeeds({ lots: 1, linesPerLot: 1 })));
const large = Buffer.from(writeMessage(makeNeeds({ lots: 24, linesPerLot: 100 })));

let threads: Threads;
const open = (limits: Partial<ThreadLimits>) => {
  threads = openThreads(setup, {
    patience: () => new AbortController().signal,
    heapMegabytes: 1024,
    ...limits,
  });
  return threads;
};
afterEach(() => threads.close());

const convert = (bytes: Uint8Array) => threads.convertDocument({ bytes, to: 'xlsx' });

it('counts its patience with a task from where it begins, not from where it waits for others', async () => {
  const course: string[] = [];
  open({
    patience: () => {
      course.push('begins');
      return new AbortController().signal;
    },
  });
  const ends = () => course.push('ends');
  await Promise.all([convert(small).then(ends), convert(small).then(ends)]);
  expect(course).toEqual(['begins', 'ends', 'begins', 'ends']);
});

it('gives up a workbook that takes too long, and goes on with the next', async () => {
  const hurry = new AbortController();
  const patience = [hurry.signal, new AbortController().signal];
  open({ patience: () => patience.shift() ?? hurry.signal });
  const given = convert(large);
  await setImmediate();
  hurry.abort();
  await expect(given).rejects.toThrow('marches/control-failed');
  expect(await convert(small)).toMatchObject({ isConverted: true });
});

it('gives up a workbook that takes too much memory, and goes on with the next', async () => {
  open({ heapMegabytes: 32 });
  await expect(convert(large)).rejects.toThrow('marches/control-failed');
  expect(await convert(small)).toMatchObject({ isConverted: true });
});
