import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallForTenders, OfferLine, Tender } from '../generated/messages.ts';
import { isMessageCode } from '../model/draft.ts';
import { messages } from '../table/messages.ts';
import { arbitraryMessage, makeMessage } from '../testing-arbitrary.ts';
import { readMessage } from '../xml/read-message.ts';
import { writeMessage } from '../xml/write-message.ts';
import { compareMessages } from './compare-messages.ts';

const offer = makeMessage('M20', { seed: 5, fullness: 0.6, maximumItems: 3 });
const lineOf = (id: string): OfferLine => ({
  id,
  needLine: id,
  status: 'OFFRE',
  quantity: '10',
  unit: 'H87',
  price: { unitPrice: '12.50', unit: 'H87' },
});
const numbered: Tender = {
  ...offer,
  lots: offer.lots.slice(0, 1).map((lot) => ({
    ...lot,
    id: '7',
    lines: ['7.1', '7.2', '7.3'].map(lineOf),
  })),
};
function changed(spoil: (offer: Tender) => void): string[] {
  const other = structuredClone(numbered);
  spoil(other);
  return compareMessages(numbered, other).map(({ kind, place: { fr }, before, after }) =>
    [kind, fr, before, after].filter((part) => part !== undefined).join(' | '),
  );
}

describe('comparing two messages', () => {
  it('finds nothing between a message and what is read of it, whatever the message', () => {
    for (const code of Object.keys(messages).filter(isMessageCode))
      for (const message of fc.sample(arbitraryMessage(code), { seed: 3, numRuns: 3 })) {
        const { message: read } = readMessage(Buffer.from(writeMessage(message)));
        expect(read && compareMessages(message, read)).toEqual([]);
      }
  });

  it('tells a value by lot, line and field, with what it was', () => {
    expect(
      changed(({ lots: [lot] }) => {
        if (lot?.lines?.[1]?.price) lot.lines[1].price.unitPrice = '12.55';
      }),
    ).toEqual(['changed | lot 7, ligne 7.2, champ Prix unitaire HT | 12.50 | 12.55']);
  });

  it('knows lines by their number: those around one that came, left or moved are the same', () => {
    expect(changed(({ lots: [lot] }) => void lot?.lines?.splice(0, 1))).toEqual([
      'removed | lot 7, ligne 7.1, champ Lignes d’offre',
    ]);
    expect(changed(({ lots: [lot] }) => void lot?.lines?.unshift(lineOf('7.4')))).toEqual([
      'added | lot 7, ligne 7.4, champ Lignes d’offre',
    ]);
    expect(
      changed(({ lots: [lot] }) => {
        if (lot?.lines) lot.lines = lot.lines.toReversed();
      }),
    ).toEqual(['reordered | lot 7, champ Lignes d’offre']);
  });

  it('takes decimals and instants for what they say', () => {
    expect(
      changed((other) => {
        const line = other.lots[0]?.lines?.[0];
        if (line?.price) line.price.unitPrice = '12.500000';
        other.header.createdAt = other.header.createdAt.replace('Z', '+00:00');
      }),
    ).toEqual([]);
  });

  it('holds a rectified call for tenders against the first one', () => {
    const needs = makeMessage('M10', { seed: 4, fullness: 0.4, maximumItems: 2 });
    const { type: _, ...body }: CallForTenders = structuredClone(needs);
    body.consultation.deadline = '2031-01-01T12:00:00+01:00';
    const told = compareMessages(needs, { type: 'M11', ...body });
    expect(told.map(({ path }) => path.join('/'))).toEqual(['type', 'consultation/deadline']);
  });
});
