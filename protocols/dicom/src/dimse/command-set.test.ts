import { describe, expect, it } from 'vitest';

import { readCommandSet, writeCommandSet } from './command-set.ts';
import { MessageReader } from './messages.ts';
import { describeStatus, isDone } from './status.ts';
import { annotated } from '../testing.ts';

/** As dcmtk's echoscu sends it (PS3.7 table 9.3-12). */
const echoRq = annotated(`
  00 00 00 00 04 00 00 00 38 00 00 00   # CommandGroupLength 56
  00 00 02 00 12 00 00 00               # AffectedSOPClassUID 1.2.840.10008.1.1
    31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 31 2e 31 00
  00 00 00 01 02 00 00 00 30 00         # CommandField C-ECHO-RQ
  00 00 10 01 02 00 00 00 01 00         # MessageID 1
  00 00 00 08 02 00 00 00 01 01         # CommandDataSetType: none
`);

describe('a command set', () => {
  it('is read', () => {
    expect(readCommandSet(echoRq)).toMatchObject({
      CommandField: 0x30,
      MessageID: 1,
      hasDataSet: false,
      AffectedSOPClassUID: '1.2.840.10008.1.1',
      Status: undefined,
    });
  });

  it('is written with its group length first', () => {
    const written = writeCommandSet({
      CommandDataSetType: 0x0101,
      MessageID: 1,
      CommandField: 0x30,
      AffectedSOPClassUID: '1.2.840.10008.1.1',
    });
    expect(written).toEqual(echoRq);
  });

  it.each([
    ['without CommandField', '00 00 00 08 02 00 00 00 01 01', 'without CommandField'],
    ['without CommandDataSetType', '00 00 00 01 02 00 00 00 30 00', 'without CommandDataSetType'],
    [
      'with an attribute of another group',
      `${echoRq.toString('hex')} 08 00 18 00 00 00 00 00`,
      'outside group 0000',
    ],
    ['cut', echoRq.subarray(0, 60).toString('hex'), 'needed'],
  ])('is refused %s', (_name, hex, message) => {
    expect(() => readCommandSet(annotated(hex))).toThrow(message);
  });
});

function listen(): { heard: string[]; reader: MessageReader } {
  const heard: string[] = [];
  const reader = new MessageReader({
    command: (command, contextId) => heard.push(`command ${command.CommandField} on ${contextId}`),
    dataSet: (bytes) => heard.push(`data ${bytes.length}`),
    dataSetEnd: () => heard.push('end'),
  });
  return { heard, reader };
}

describe('messages', () => {
  const storeRq = writeCommandSet({ CommandField: 1, MessageID: 1, CommandDataSetType: 0 });

  it('are put together from fragments, data sets let through', () => {
    const { heard, reader } = listen();
    reader.take(3, 1, storeRq.subarray(0, 10), true);
    reader.take(3, 3, storeRq.subarray(10, 12), false);
    reader.take(3, 3, storeRq.subarray(12), true);
    reader.take(3, 0, Buffer.alloc(5), true);
    reader.take(3, 2, Buffer.alloc(7), false);
    expect(reader.isIdle()).toBe(false);
    reader.take(3, 2, Buffer.alloc(0), true);
    expect(heard).toEqual(['command 1 on 3', 'data 5', 'data 7', 'end']);
    expect(reader.isIdle()).toBe(true);
  });

  it('are refused when their fragments come out of order', () => {
    expect(() => listen().reader.take(1, 2, Buffer.alloc(2), true)).toThrow('out of its order');
    const { reader } = listen();
    reader.take(1, 3, storeRq, true);
    expect(() => reader.take(1, 3, storeRq, true)).toThrow('out of its order');
    expect(() => reader.take(3, 0, Buffer.alloc(2), true)).toThrow('two presentation contexts');
  });

  it('are refused when the command never ends', () => {
    const { reader } = listen();
    expect(() => {
      for (let piece = 0; piece < 100; piece += 1) reader.take(1, 1, Buffer.alloc(1000), true);
    }).toThrow('too long');
  });
});

describe('a status', () => {
  it.each([
    [0x0000, 'Success', true],
    [0xb000, 'Warning: coercion of data elements', true],
    [0xa700, 'Refused: out of resources', false],
    [0xa7ff, 'Refused: out of resources', false],
    [0xa900, 'Error: data set does not match SOP class', false],
    [0xc123, 'Error: cannot understand', false],
    [0x0110, 'Processing failure', false],
    [0x7777, 'Status 7777H', false],
  ])('%i has a name', (status, name, done) => {
    expect(describeStatus(status)).toBe(name);
    expect(isDone(status)).toBe(done);
  });
});
