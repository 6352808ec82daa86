import { expect, it } from 'vitest';
import { decimal, emptyText, imagesCount, quarantineText, receptionText } from './words.ts';

it('says how far the reception is, and never that a study is complete', () => {
  expect(receptionText({ arrival: 'receiving', imageCount: 83 })).toBe('Réception en cours · 83\u00a0images');
  expect(receptionText({ arrival: 'stalled', imageCount: 83 })).toBe(
    'Transfert interrompu · 83\u00a0images reçues',
  );
  expect(receptionText({ arrival: 'idle', imageCount: 1 })).toBe('1\u00a0image reçue');
});

it('writes numbers as the French do', () => {
  expect(imagesCount(1641)).toBe('1\u202f641\u00a0images');
  expect(decimal(-3.75)).toBe('−3,8');
});

it('tells of images set aside only when there are some', () => {
  expect(quarantineText(0)).toBeNull();
  expect(quarantineText(2)).toContain('mises à part');
});

it('says why there is no image', () => {
  expect(emptyText({ arrival: 'expected', purged: null }).title).toBe(
    'Les images n’ont pas encore commencé à arriver',
  );
  const purged = { at: '2026-11-20T23:30:00.000Z', archivedIn: 'CHU_PACS' };
  const told = emptyText({ arrival: 'purged', purged });
  expect(told.title).toBe('Images supprimées le 21/11/2026');
  expect(told.advice).toContain('CHU_PACS');
});
