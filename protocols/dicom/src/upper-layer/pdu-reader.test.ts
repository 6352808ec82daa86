import { describe, expect, it } from 'vitest';

import { createPduReader, type PduSink } from './pdu-reader.ts';
import { annotated, reasonOf, seededRandom } from '../testing.ts';
import { writeDataPdus, writeReleaseRq } from './write-pdu.ts';

/** What the reader gave out, values put together. */
type Heard = { begun: number[]; whole: string[]; values: string[] };

function listen(): { heard: Heard; sink: PduSink } {
  const heard: Heard = { begun: [], whole: [], values: [] };
  let value = '';
  const sink: PduSink = {
    begin: (type) => heard.begun.push(type) > 0,
    whole: (type, body) => heard.whole.push(`${type}:${body.toString('hex')}`),
    value(contextId, flags, bytes, ends) {
      value += bytes.toString('latin1');
      if (!ends) return;
      heard.values.push(`${contextId}/${flags}:${value}`);
      value = '';
    },
  };
  return { heard, sink };
}

const lie = annotated(`
  04 00 00 00 00 14          # P-DATA-TF with three values
    00 00 00 04 03 00 61 62  # "ab"
    00 00 00 02 03 00        # nothing
    00 00 00 01 03 00        # 1: shorter than its own header
`);

const twoValues = annotated(`
  04 00 00 00 00 0e
    00 00 00 04 03 00 61 62
    00 00 00 02 03 02
`);

describe('the PDU reader', () => {
  it('gives the same whatever the chunks are', () => {
    const bytes = Buffer.concat([
      ...writeDataPdus({ contextId: 1, isCommand: true }, Buffer.from('command!'), 64),
      twoValues,
      writeReleaseRq(),
    ]);
    const expected: Heard = {
      begun: [4, 4, 5],
      whole: ['5:00000000'],
      values: ['1/3:command!', '3/0:ab', '3/2:'],
    };
    for (let size = 1; size <= bytes.length; size += 1) {
      const { heard, sink } = listen();
      const reader = createPduReader(sink);
      for (let at = 0; at < bytes.length; at += size) reader.receive(bytes.subarray(at, at + size));
      expect(heard).toEqual(expected);
      expect(reader.isBetweenPdus()).toBe(true);
    }
  });

  it('passes values on as views of the chunk, without a copy', () => {
    const seen: Buffer[] = [];
    const reader = createPduReader({
      begin: () => true,
      whole: () => undefined,
      value: (_contextId, _flags, bytes) => seen.push(bytes),
    });
    reader.receive(twoValues);
    expect(seen[0]?.buffer).toBe(twoValues.buffer);
    expect(seen[0]?.byteOffset).toBe(twoValues.byteOffset + 12);
  });

  it('stops where the sink says so', () => {
    const { heard, sink } = listen();
    const reader = createPduReader({ ...sink, begin: () => false });
    reader.receive(Buffer.concat([twoValues, twoValues]));
    reader.receive(twoValues);
    expect(heard.values).toEqual([]);
  });

  it.each([
    ['an unknown type', '99 00 00000004 00000000', 'unknown type'],
    ['P-DATA-TF of 4 GiB', '04 00 ffffffff', 'P-DATA-TF of 4294967295 bytes'],
    ['P-DATA-TF of no length', '04 00 00000000', 'without a value'],
    ['A-ASSOCIATE-RQ of 16 MiB', '01 00 01000000', 'A-ASSOCIATE of 16777216 bytes'],
    ['A-RELEASE-RQ of 5 bytes', '05 00 00000005', 'with length 5'],
    ['a value longer than its PDU', '04 00 00000008 00000005 01 00', 'longer than its PDU'],
    ['a value shorter than its header', '04 00 00000008 00000001 01 00', 'shorter than its header'],
    ['bytes left after the last value', '04 00 0000000a 00000004 01 00 0000', 'after the last value'],
  ])('refuses %s as soon as it is announced', (_name, hex, message) => {
    const { heard, sink } = listen();
    const reader = createPduReader(sink);
    expect(() => reader.receive(annotated(hex))).toThrow(message);
    reader.receive(twoValues);
    expect(heard.values).toEqual([]);
  });

  it('has heard what came whole before the lie', () => {
    const { heard, sink } = listen();
    expect(() => createPduReader(sink).receive(lie)).toThrow('shorter than its header');
    expect(heard.values).toEqual(['3/0:ab', '3/0:']);
  });

  it('ends every stream of random bytes with an error, or waits for more', () => {
    const random = seededRandom(99);
    const outcomes = new Set<string>();
    for (let round = 0; round < 3000; round += 1) {
      const bytes = Buffer.concat([twoValues, twoValues, writeReleaseRq()]);
      for (let change = 0; change < 3; change += 1)
        bytes[Math.floor(random() * bytes.length)] = random() * 256;
      const reader = createPduReader(listen().sink);
      const outcome = reasonOf(() => {
        for (let at = 0; at < bytes.length; at += 7) reader.receive(bytes.subarray(at, at + 7));
      });
      outcomes.add(outcome);
    }
    expect([...outcomes].toSorted()).toEqual(['limit', 'malformed', 'none', 'unsupported']);
  });
});
