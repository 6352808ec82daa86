import { expect, it } from 'vitest';

import { draftOf, missingInDraft, ruleOf } from './route-draft.ts';

it('gives back the route that it was drawn from', () => {
  const rule = {
    name: 'Nuit vers le CHU',
    isActive: true,
    conditions: {
      callingAeTitles: ['CHA_CT1'],
      modalities: ['CT', 'MR'],
      words: ['avc', 'crâne sans injection'],
      weekdays: [6, 7],
      hours: { from: 1200, to: 480 },
    },
    peerIds: ['0197c8a0-0000-7000-8000-000000000001'],
    triesEach: 2,
    coercion: 'known' as const,
    maxBytesPerSecond: 2_500_000,
  };
  const counts = { open: 0, failed: 0, done: 0, lastAt: null };
  const route = { ...rule, id: 'r', structureId: 's', position: 1, destinations: [], counts };
  expect(ruleOf(draftOf(route))).toEqual(rule);
});

it('begins suspended, and says what is missing', () => {
  const draft = draftOf(null);
  expect(draft.isActive).toBe(false);
  expect(missingInDraft(draft)).toBe('Donnez un nom à la route.');
  expect(missingInDraft({ ...draft, name: 'Nuit' })).toBe('Choisissez au moins une destination.');
  expect(missingInDraft({ ...draft, name: 'Nuit', peerIds: ['p'] })).toBeNull();
});

it('takes modalities as people type them', () => {
  expect(ruleOf({ ...draftOf(null), modalities: 'ct, mr; xa' }).conditions.modalities).toEqual([
    'CT',
    'MR',
    'XA',
  ]);
});

it('reads hours as people type them, and says when one is none', () => {
  const hours = { ...draftOf(null), name: 'Nuit', peerIds: ['p'], hasHours: true, from: '8h30', to: '0:00' };
  expect(missingInDraft(hours)).toBeNull();
  expect(ruleOf(hours).conditions.hours).toEqual({ from: 510, to: 0 });
  expect(missingInDraft({ ...hours, to: '25:00' })).toBe('Écrivez les deux heures, comme 20:00.');
});
