import { expect, it } from 'vitest';

import { describeConditions, describeProgress, formatMinute } from './words.ts';

const any = { callingAeTitles: [], modalities: [], words: [], weekdays: [], hours: null };

it('says the conditions of a route in one line', () => {
  expect(describeConditions(any)).toBe('tous les examens reçus');
  expect(
    describeConditions({
      callingAeTitles: ['CHA_CT1'],
      modalities: ['CT'],
      words: ['avc'],
      weekdays: [7, 6],
      hours: { from: 1200, to: 480 },
    }),
  ).toBe('depuis CHA_CT1 · CT · «\u00a0avc\u00a0» · samedi, dimanche · de 20:00 à 08:00');
});

it('counts what left only while something is left', () => {
  expect(describeProgress({ sent: 212, total: 641 })).toBe('212 sur 641\u00a0images');
  expect(describeProgress({ sent: 641, total: 641 })).toBe('641\u00a0images');
});

it('writes midnight at both ends of the day', () => {
  expect(formatMinute(0)).toBe('00:00');
  expect(formatMinute(1440)).toBe('00:00');
});
