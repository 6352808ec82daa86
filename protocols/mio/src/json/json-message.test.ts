import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMessageCode } from '../model/draft.ts';
import { messages } from '../table/messages.ts';
import { arbitraryMessage, makeMessage } from '../testing-arbitrary.ts';
import { readJson, writeJson } from './json-message.ts';
import { jsonSchema } from './json-schema.ts';

const codes = Object.keys(messages).filter(isMessageCode);
const ajv = new Ajv2020({ allowUnionTypes: true });

describe.each(codes)('the JSON Schema of %s', (code) => {
  const validate = ajv.compile(jsonSchema(code));

  it('accepts what we write, and no property that the table does not know', () => {
    for (const message of fc.sample(arbitraryMessage(code), { seed: 8, numRuns: 10 })) {
      const value: unknown = JSON.parse(writeJson(message));
      expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
      expect(validate({ ...message, stranger: 1 })).toBe(false);
    }
  });
});

describe('reading JSON', () => {
  const offer = makeMessage('M20', { seed: 2, fullness: 0.5, maximumItems: 2 });
  const told = (value: unknown) =>
    readJson(typeof value === 'string' ? value : JSON.stringify(value)).findings.map(
      ({ kind, place }) => `${kind} ${place.pointer}`,
    );

  it('says by pointer what is of the wrong type, unknown or missing', () => {
    expect(told({ ...offer, validityDays: '180' })).toEqual(['bad-value /validityDays']);
    expect(told({ ...offer, 'a/b': 1 })).toEqual(['unknown-element /a~1b']);
    expect(told({ ...offer, buyer: undefined })).toEqual(['missing /buyer']);
    expect(told({ ...offer, lots: [{ ...offer.lots[0], id: 1 }] })).toEqual(['bad-value /lots/0/id']);
    expect(told({ ...offer, lots: {} })).toContain('bad-value /lots');
  });

  it('says what is no message', () => {
    expect(told('{')).toEqual(['malformed ']);
    expect(told({ type: 'M99' })).toEqual(['unknown-profile /type']);
    expect(told([])).toEqual(['unknown-profile /type']);
  });
});
