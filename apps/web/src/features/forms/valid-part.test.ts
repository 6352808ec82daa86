import type { FormDefinition } from '@liaison/forms/contract';
import { expect, it } from 'vitest';
import { validPart } from './valid-part.ts';

const definition: FormDefinition = {
  id: 'trial',
  version: 1,
  title: 'Essai',
  kind: 'request',
  approvedBy: null,
  sections: [
    {
      id: 'all',
      title: 'Tout',
      fields: [
        { kind: 'text', id: 'question', label: 'Question' },
        { kind: 'number', id: 'weight', label: 'Poids', unit: 'kg', min: 0, max: 500, decimals: 1 },
      ],
    },
  ],
};

it('saves the rest when one value is out of bounds, and says which', () => {
  const part = validPart(definition, { question: 'Thrombolyse ?', weight: 7200 });
  expect(part.answers).toEqual({ question: 'Thrombolyse ?' });
  expect(part.errors.map((error) => [error.field, error.code])).toEqual([['weight', 'out-of-range']]);
});

it('saves everything when everything is valid', () => {
  expect(validPart(definition, { weight: 72.5 })).toEqual({ answers: { weight: 72.5 }, errors: [] });
});
