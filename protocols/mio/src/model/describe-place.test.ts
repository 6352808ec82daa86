import { expect, it } from 'vitest';
import { makeMessage } from '../testing-arbitrary.ts';
import { describePlace, valueAt } from './describe-place.ts';

const offer = makeMessage('M20', { seed: 1, fullness: 1, maximumItems: 2 });
const [lot] = offer.lots;

it('names lot, line and field in the words of the bidder', () => {
  const place = describePlace(offer, ['lots', 0, 'lines', 0, 'price', 'unitPrice']);
  expect(place).toMatchObject({ lot: lot?.id, line: lot?.lines?.[0]?.needLine, field: 'Prix unitaire HT' });
  expect(place.fr).toBe(`lot ${lot?.id}, ligne ${lot?.lines?.[0]?.needLine}, champ Prix unitaire HT`);
});

it('counts where an item has no number, and names as much as it knows', () => {
  expect(describePlace({ type: 'M20', lots: [{}, {}] }, ['lots', 1, 'nothing']).fr).toBe('lot n° 2');
  expect(describePlace(offer, ['header', 'createdAt']).fr).toBe('champ Créé le');
  expect(describePlace(offer, []).fr).toBe('');
});

it('finds the value of a property', () => {
  expect(valueAt(offer, ['lots', 0, 'id'])).toBe(lot?.id);
  expect(valueAt(offer, ['lots', 99, 'id'])).toBeUndefined();
});
