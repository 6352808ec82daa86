import { connect } from 'node:net';

import { isDone } from '@liaison/dicom';
import { mutate, requestorConversation, seededRandom } from '@liaison/dicom/testing';
import { knownPeer2, makeInstance, openTestAssociation, readStored } from '@liaison/dimse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { eventually } from '../platform/start-platform.ts';
import { openReceiverFolder, readMemory, type ReceiverProcess } from './receiver-process.ts';

const conversations = Number(process.env['LIAISON_SOAK_PDUS'] ?? 3000);
const atOnce = 16;
/** An image is stored after so many conversations. */
const batch = 200;

/** What may be said by one that accepts associations, and how often (PS3.8 section 9.3.1). */
const mostSaid: Readonly<Record<number, number>> = { 2: 1, 3: 1, 4: Infinity, 6: 1, 7: 1 };

type Heard = { seed: number; types: number[]; faults: string[] };

/** One conversation that is wrong on purpose. Resolves when the receiver has ended the connection. */
function converse(port: number, seed: number): Promise<Heard> {
  const random = seededRandom(seed);
  const { chunks } = mutate(requestorConversation(random), random);
  // The others say nothing more and wait: it is the receiver's own limits that end those.
  const leaves = random() < 0.7;
  const answers: Buffer[] = [];
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('data', (chunk: Buffer) => answers.push(chunk));
    // A reset is an end as well: the receiver need not hear all of what it refuses.
    socket.on('error', () => undefined);
    socket.once('close', () => resolve({ seed, ...judge(Buffer.concat(answers)) }));
    for (const chunk of chunks) socket.write(chunk);
    if (leaves) socket.end();
  });
}

/** The types of whole PDUs, and what is wrong with them. */
function judge(bytes: Buffer): { types: number[]; faults: string[] } {
  const types: number[] = [];
  let at = 0;
  while (at + 6 <= bytes.length && at + 6 + bytes.readUInt32BE(at + 2) <= bytes.length) {
    types.push(bytes.readUInt8(at));
    at += 6 + bytes.readUInt32BE(at + 2);
  }
  const faults = [...new Set(types)].filter(
    (type) => types.filter((one) => one === type).length > (mostSaid[type] ?? 0),
  );
  return {
    types,
    faults: [
      ...faults.map((type) => `PDU ${type} out of place`),
      ...(types.slice(0, -1).includes(7) ? ['goes on after an abort'] : []),
      ...(types[0] === 4 || types[0] === 6 ? ['answers before it accepts'] : []),
    ],
  };
}

describe(`${conversations} conversations that are wrong on purpose`, () => {
  const folder = openReceiverFolder({
    peers: [knownPeer2, { ...knownPeer2, id: `${knownPeer2.id.slice(0, -1)}b`, aeTitle: 'FUZZER' }],
    // Room that is not missed is not given back for long: without it, memory tells of leaks alone.
    execArgv: ['--max-semi-space-size=2', '--max-old-space-size=40'],
    limits: { artimMs: 300, idleMs: 300, maxAssociationsPerPeer: 64 },
  });
  const heard: Heard[] = [];
  const kept: string[] = [];
  let receiver: ReceiverProcess;
  let calm: ReturnType<typeof readMemory>;

  beforeAll(async () => {
    receiver = await folder.start();
  });
  afterAll(async () => {
    await receiver?.kill();
    folder.remove();
  });

  async function storeOne(): Promise<void> {
    const image = makeInstance({ pixelBytes: 50_000 });
    const association = await openTestAssociation(receiver.port);
    expect(isDone((await association.cStore(image)).status)).toBe(true);
    await association.release();
    kept.push(image.SOPInstanceUID);
  }

  it(
    'are each ended, after a defined answer or none, and the next caller stores an image',
    async () => {
      await storeOne();
      for (let first = 1; first <= conversations; first += batch) {
        const seeds = Array.from({ length: batch }, (_, index) => first + index);
        const speak = async (): Promise<void> => {
          for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop())
            heard.push(await converse(receiver.port, seed));
        };
        await Promise.all(Array.from({ length: atOnce }, speak));
        await storeOne();
        calm ??= readMemory(receiver.pid);
      }
      expect(heard.filter(({ faults }) => faults.length > 0)).toEqual([]);
      const said = new Set(heard.flatMap(({ types }) => types));
      expect(said).toEqual(new Set([2, 3, 4, 6, 7]));
    },
    60_000 + conversations * 100,
  );

  it('cost no more memory than the first of them', () => {
    const memory = readMemory(receiver.pid);
    if (!memory || !calm) return;
    expect(memory.peak).toBeLessThan(calm.peak + 48);
  });

  it('are told in events: how each association ended, and each refusal', async () => {
    const isEnd = (kind: unknown) =>
      kind === 'association-aborted' || kind === 'association-released' || kind === 'protocol-error';
    const endsOf = (): Map<unknown, number> =>
      new Map(
        [...Map.groupBy(folder.events(), ({ association }) => association)]
          .filter(([, told]) => told.some(({ kind }) => kind === 'association-accepted'))
          .map(([association, told]) => [association, told.filter(({ kind }) => isEnd(kind)).length]),
      );
    // That of the last image is told once its connection is gone.
    await eventually(async () => [...endsOf().values()].every((ends) => ends > 0));
    expect(new Set(endsOf().values())).toEqual(new Set([1]));
    const toldOf = (kind: string) => folder.events().filter((event) => event['kind'] === kind).length;
    const heardOf = (type: number) => heard.filter(({ types }) => types.includes(type)).length;
    expect(toldOf('association-rejected')).toBeGreaterThanOrEqual(heardOf(3));
    expect(toldOf('protocol-error')).toBeGreaterThanOrEqual(heardOf(7));
  });

  it('leave every image that was stored, and none that is damaged', async () => {
    // Reading them verifies the digest of each.
    const stored = new Set((await readStored(folder.storeRoot)).map(({ header }) => header.SOPInstanceUID));
    expect(kept.filter((uid) => !stored.has(uid))).toEqual([]);
    expect(stored.size).toBe(kept.length);
  });
});
