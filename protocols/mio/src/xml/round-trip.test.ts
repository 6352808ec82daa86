import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, writeCsv } from '../csv/csv-message.ts';
import { readJson, writeJson } from '../json/json-message.ts';
import { isMessageCode } from '../model/draft.ts';
import { messages } from '../table/messages.ts';
import { arbitraryMessage } from '../testing-arbitrary.ts';
import { readMessage } from './read-message.ts';
import { writeMessage } from './write-message.ts';

const codes = Object.keys(messages).filter(isMessageCode);

describe.each(codes)('%s', (code) => {
  it('comes back from UBL as it was written, byte for byte and value for value', () => {
    fc.assert(
      fc.property(arbitraryMessage(code), (message) => {
        const xml = writeMessage(message);
        const reading = readMessage(Buffer.from(xml));
        expect(reading.findings).toEqual([]);
        expect(reading.message).toEqual(message);
        expect(reading.message && writeMessage(reading.message)).toBe(xml);
      }),
      { seed: 4, numRuns: 20 },
    );
  });

  it('comes back from CSV as it was written', () => {
    fc.assert(
      fc.property(arbitraryMessage(code), (message) => {
        const reading = readCsv(writeCsv(message));
        expect(reading.findings).toEqual([]);
        expect(reading.message).toEqual(message);
      }),
      { seed: 4, numRuns: 20 },
    );
  });

  it('comes back from JSON as it was written', () => {
    fc.assert(
      fc.property(arbitraryMessage(code), (message) => {
        const reading = readJson(writeJson(message));
        expect(reading.findings).toEqual([]);
        expect(reading.message).toEqual(message);
      }),
      { seed: 4, numRuns: 20 },
    );
  });
});
