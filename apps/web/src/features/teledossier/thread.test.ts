import { expect, it } from 'vitest';
import { buildThread } from './thread.ts';

const martin = {
  userId: 'm',
  displayName: 'MARTIN Paul',
  rpps: null,
  structureName: 'CHU de Valmont',
  communityName: 'UNV',
};
const reader = { id: 'd', displayName: 'DURAND Anne' };
const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`;

const view = {
  timeline: [
    { id: 't1', at: at(0), text: 'DURAND Anne a envoyé la demande', kind: 'sent' as const },
    { id: 't2', at: at(5), text: 'MARTIN Paul a pris en charge la demande', kind: 'taken' as const },
    { id: 't3', at: at(6), text: 'MARTIN Paul a demandé une information', kind: 'information' as const },
    { id: 't4', at: at(9), text: 'DURAND Anne a ajouté un complément', kind: 'complement' as const },
  ],
  informationRequests: [
    { id: 'q1', addresseeId: 'a', question: 'INR ?', askedBy: martin, askedAt: at(6), answeredAt: null },
  ],
  complements: [
    {
      id: 'c1',
      informationRequestId: 'q1',
      text: '1,1',
      addedBy: { ...martin, userId: 'd', displayName: 'DURAND Anne' },
      addedAt: at(9),
    },
  ],
};

const newIds = (since: string | null) =>
  buildThread(view, since, reader)
    .filter((entry) => entry.isNew)
    .map((entry) => entry.id);

it('tells each thing once, in the order of time, with what was written in full', () => {
  expect(buildThread(view, null, reader).map((entry) => [entry.id, entry.text])).toEqual([
    ['t1', 'DURAND Anne a envoyé la demande'],
    ['t2', 'MARTIN Paul a pris en charge la demande'],
    ['q1', 'INR ?'],
    ['c1', '1,1'],
  ]);
});

it('marks as new what others did since the last visit, and nothing at a first visit', () => {
  expect(newIds(at(1))).toEqual(['t2', 'q1']);
  expect(newIds(null)).toEqual([]);
});

it('says which question still awaits an answer', () => {
  expect(
    buildThread(view, null, reader)
      .filter((entry) => entry.isAwaited)
      .map((entry) => entry.id),
  ).toEqual(['q1']);
});
