import { describe, expect, it } from 'vitest';
import { birthAndSex, frenchInstant, identitiesDiffer, lateralityText, personName } from './identity.ts';
import { seriesFixture } from './viewer-fixtures.ts';

const series = (patientName: string, patientBirthDate: string | null = '1950-11-24') =>
  seriesFixture('9', [0], { patientName, patientBirthDate });

describe('a patient as the images name him', () => {
  it('is NOM Prénom', () => {
    expect(personName('Martin-Dupont^Jeanne^Marie')).toBe('MARTIN-DUPONT Jeanne Marie');
    expect(personName('Éluard^Paul^^=エリュアール')).toBe('ÉLUARD Paul');
    expect(personName('')).toBe('');
  });

  it('has an age at the study, not today', () => {
    expect(birthAndSex('1950-11-24', 'F', '2026-11-20T14:02:31')).toBe(
      'née le 24/11/1950 (75\u00a0ans)\u00a0·\u00a0F',
    );
    expect(birthAndSex('1950-11-20', 'M', '2026-11-20T14:02:31')).toBe(
      'né le 20/11/1950 (76\u00a0ans)\u00a0·\u00a0M',
    );
    expect(birthAndSex('2026-01-01', null, '2026-11-20')).toBe('né(e) le 01/01/2026 (0\u00a0an)');
    expect(birthAndSex(null, 'F', null)).toBe('date de naissance absente\u00a0·\u00a0F');
  });
});

it('writes the hour of the hospital as it is', () => {
  expect(frenchInstant('2026-11-20T14:02:31')).toBe('20/11/2026 14:02');
  expect(frenchInstant('2026-11-20')).toBe('20/11/2026');
});

describe('identities of the series', () => {
  it('differ by name or by birth date', () => {
    expect(identitiesDiffer([series('MARTIN^Jeanne'), series('MARTIN^Jean')])).toBe(true);
    expect(identitiesDiffer([series('MARTIN^Jeanne'), series('MARTIN^Jeanne', '1951-11-24')])).toBe(true);
  });

  it('do not differ by case, trailing components, or a birth date that one leaves out', () => {
    expect(
      identitiesDiffer([series('MARTIN^Jeanne'), series('Martin^Jeanne^^'), series('MARTIN^JEANNE ', null)]),
    ).toBe(false);
  });
});

it('names the side where the series says it', () => {
  expect(lateralityText({ laterality: 'L' })).toBe('Latéralité\u00a0: gauche');
  expect(lateralityText({ laterality: '' })).toBe('');
});
