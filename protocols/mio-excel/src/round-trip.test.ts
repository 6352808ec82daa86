import { arbitraryMessage, makeMessage } from '@liaison/mio/testing';
import { readMessage, writeMessage } from '@liaison/mio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOffer } from './read/read-offer.ts';
import { writeModel } from './write/write-model.ts';

const identity = { messageId: '00000000-0000-4000-8000-000000000001', createdAt: '2026-11-30T09:00:00Z' };

describe('an offer that nobody touches', () => {
  it('comes back as the same XML, byte for byte, whatever it holds', () => {
    fc.assert(
      fc.property(arbitraryMessage('M20', { maximumItems: 2 }), (offer) => {
        const xml = Buffer.from(writeMessage(offer));
        const read = readMessage(xml).message;
        if (read?.type !== 'M20') throw new Error('not an offer');
        const { offer: back, findings } = readOffer(writeModel({ offer: read }), { identity });
        expect(findings.filter(({ severity }) => severity !== 'INFO')).toEqual([]);
        expect(back && writeMessage(back)).toBe(xml.toString());
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('makes the same workbook each time', () => {
    const offer = makeMessage('M20', { seed: 7, fullness: 0.5, maximumItems: 2 });
    const needs = makeMessage('M10', { seed: 7, fullness: 0.5, maximumItems: 2 });
    const made = writeModel({ needs, offer });
    expect(Buffer.from(made).equals(writeModel({ needs, offer }))).toBe(true);
  });
});
