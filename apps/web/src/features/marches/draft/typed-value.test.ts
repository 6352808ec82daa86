import { findRow, type Field, type ModelPath } from '@liaison/mio';
import { expect, it } from 'vitest';
import { choicesOf, readTyped, showValue, typedForm } from './typed-value.ts';

function fieldAt(...path: ModelPath): Field {
  const row = findRow('M20', path);
  if (row?.kind !== 'field') throw new Error(`no field at ${path.join('.')}`);
  return row;
}
const price = fieldAt('lots', 'lines', 'price', 'unitPrice');
const until = fieldAt('lots', 'lines', 'price', 'until');
const unit = fieldAt('lots', 'lines', 'price', 'unit');

it.each([
  [price, '12,50', '12.50'],
  [price, '1\u202f234,5 €', '1234.5'],
  [until, '31/12/2026', '2026-12-31'],
  [until, '1/2/2026', '2026-02-01'],
  [unit, 'H87', 'H87'],
])('reads what a person types', (field, typed, value) => {
  expect(readTyped(field, typed, true)).toEqual({ isRight: true, value });
});

it('says what would do', () => {
  expect(readTyped(price, 'douze', true)).toMatchObject({
    isRight: false,
    expected: 'prix, jusqu’à six décimales',
  });
  expect(readTyped(until, '31/02/x', true)).toMatchObject({ isRight: false, expected: 'date' });
  expect(readTyped(price, '', true)).toMatchObject({ isRight: false });
  expect(readTyped(until, '  ', false)).toEqual({ isRight: true, value: undefined });
});

it('shows values as they are written in French, and codes by their meaning', () => {
  expect([showValue(price, '1234567.5'), typedForm(price, '1234567.5')]).toEqual([
    '1\u202f234\u202f567,5',
    '1234567,5',
  ]);
  expect([showValue(until, '2026-12-31'), typedForm(until, '2026-12-31')]).toEqual([
    '31/12/2026',
    '31/12/2026',
  ]);
  expect(showValue(unit, 'H87')).toBe('pièce (H87)');
  expect(showValue(unit, 'ZZZ')).toBe('ZZZ');
  expect(choicesOf(unit)?.[0]).toEqual({ value: 'H87', label: 'pièce (H87)' });
  expect(choicesOf(price)).toBeNull();
});
