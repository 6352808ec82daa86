import { describe, expect, it } from 'vitest';
import { mainActOf, otherActs } from './acts.ts';
import type { Act } from './acts.ts';

const act = (name: Act['name'], allowed = true): Act => ({
  name,
  addresseeId: null,
  allowed,
  because: allowed ? null : 'Non',
});
const view = (acts: Act[], more: Partial<Parameters<typeof mainActOf>[0]> = {}) => ({
  acts,
  status: 'en-attente-de-reponse' as const,
  closedByRequerant: null,
  informationRequests: [],
  givenAnswers: [],
  ...more,
});
const author = {
  userId: 'u',
  displayName: 'MARTIN Paul',
  rpps: null,
  structureName: 'CHU',
  communityName: 'UNV',
};

describe('mainActOf', () => {
  it('puts taking before answering, and never an act that is refused', () => {
    expect(mainActOf(view([act('answer'), act('take')]))?.name).toBe('take');
    expect(mainActOf(view([act('answer'), act('take', false)]))?.name).toBe('answer');
    expect(mainActOf(view([act('refuse')]))).toBeNull();
  });

  it('puts a complement forward only when an information is awaited', () => {
    const asked = {
      id: 'q',
      addresseeId: 'a',
      question: 'INR ?',
      askedBy: author,
      askedAt: '2026-11-20T10:00:00Z',
      answeredAt: null,
    };
    expect(mainActOf(view([act('complement')]))).toBeNull();
    expect(mainActOf(view([act('complement')], { informationRequests: [asked] }))?.name).toBe('complement');
  });

  it('puts other correspondents forward once the request is refused', () => {
    expect(mainActOf(view([act('readdress')]))).toBeNull();
    expect(mainActOf(view([act('readdress')], { status: 'refuse' }))?.name).toBe('readdress');
  });

  it('puts closing forward only once an answer was given', () => {
    expect(mainActOf(view([act('close-requerant')]))).toBeNull();
  });
});

it('otherActs leaves out the main act and what has its own place on the screen', () => {
  const main = act('take');
  expect(otherActs([main, act('refuse', false), act('withdraw')], main).map((one) => one.name)).toEqual([
    'refuse',
  ]);
});
