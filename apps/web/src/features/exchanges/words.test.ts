import { exchangeStates, incomingStates, outgoingStates, reasons } from '@liaison/exchanges/contract';
import { describe, expect, it } from 'vitest';

import { adviceOf, isStuck, stateWords, stepsOf, titleOf, withWhom } from './words.ts';

const partner = { id: '019ad000-0000-7000-8000-000000000001', name: 'Richer' };

describe('where an exchange is', () => {
  const told = (direction: 'incoming' | 'outgoing', state: (typeof exchangeStates)[number]) =>
    stateWords({ direction, state, stateLabel: `est ${state}`, reason: null }).text;

  it('is told as the server tells it, save where that does not say what goes on or is to be done', () => {
    const own = (direction: 'incoming' | 'outgoing', states: readonly (typeof exchangeStates)[number][]) =>
      states.map((state) => told(direction, state)).filter((text) => !text.startsWith('Est '));
    expect(own('incoming', incomingStates)).toEqual(['Examen en cours', 'À intégrer', 'Refusé']);
    expect(own('outgoing', outgoingStates)).toEqual([]);
  });

  it('is another try to come, once one has failed', () => {
    const waiting = { direction: 'outgoing', state: 'controlled', stateLabel: 'contrôlé' } as const;
    expect(stateWords({ ...waiting, reason: 'unreachable' }).text).toBe('Nouvel essai prévu');
    expect(stateWords({ ...waiting, reason: null }).text).toBe('Contrôlé');
  });

  it('waits for a person in quarantine and after the last try', () => {
    expect(exchangeStates.filter((state) => isStuck({ state }))).toEqual(['failed', 'quarantined']);
    const advised = reasons.filter((reason) => adviceOf({ state: 'quarantined', reason }) !== null);
    expect(advised.length).toBeGreaterThan(5);
    expect(adviceOf({ state: 'available', reason: null })).toBeNull();
  });
});

describe('the words of a message', () => {
  it.each([
    ['M20', 'Offre de prix\u00a0(M20)'],
    ['M99', 'Message M99'],
    [null, 'Message non reconnu'],
  ])('%s: %s', (type, title) => {
    expect(titleOf(type)).toBe(title);
  });

  it('say with whom, and when nobody knows', () => {
    expect(withWhom({ direction: 'incoming', partner })).toBe('reçu de Richer');
    expect(withWhom({ direction: 'outgoing', partner })).toBe('envoyé à Richer');
    expect(withWhom({ direction: 'incoming', partner: null })).toBe('reçu d’un expéditeur inconnu');
  });
});

describe('the story', () => {
  const story = (direction: 'incoming' | 'outgoing', states: readonly (typeof exchangeStates)[number][]) =>
    stepsOf({
      exchange: { direction },
      events: states.map((state) => ({
        at: '2026-12-01T09:00:00.000Z',
        state,
        stateLabel: state,
        reason: null,
        explanation: null,
      })),
    }).map(({ text }) => text);

  it('tells what was done to bring a state back', () => {
    expect(story('incoming', ['received', 'quarantined', 'received', 'available'])).toEqual([
      'Received',
      'Quarantined',
      'Examiné de nouveau',
      'Available',
    ]);
    expect(story('outgoing', ['prepared', 'controlled', 'failed', 'controlled', 'received'])).toEqual([
      'Prepared',
      'Controlled',
      'Failed',
      'Envoi relancé',
      'Received',
    ]);
  });
});
