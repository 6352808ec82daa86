import type { ShownFinding } from '@liaison/marches/contract';
import { expect, it } from 'vitest';
import {
  filterFindings,
  groupFindings,
  listFindings,
  lotsOf,
  nextFinding,
  noFilter,
} from './finding-groups.ts';

const finding = (given: Partial<ShownFinding>): ShownFinding => ({
  code: 'MIO-CRO-021',
  severity: 'ERREUR',
  layer: 'CROISE',
  message: { fr: 'La quantité diffère.', en: 'The quantity differs.' },
  location: { lot: '1', ligne: '1.1', champ: 'Quantité' },
  ruleUrl: 'urn:x',
  ...given,
});
const warning = finding({
  code: 'MIO-PLA-001',
  severity: 'AVERTISSEMENT',
  layer: 'PLAUSIBILITE',
  location: { lot: '10' },
});
const first = finding({ path: ['lots', 0, 'lines', 0, 'quantity'] });
const second = finding({
  path: ['lots', 1, 'lines', 0, 'quantity'],
  location: { lot: '2', champ: 'Référence' },
});
const listed = listFindings({ findings: [warning, first, second, second] });

it('lists the worst first, each under a key of its own', () => {
  expect(listed.map(({ finding: { severity } }) => severity)).toEqual([
    'ERREUR',
    'ERREUR',
    'ERREUR',
    'AVERTISSEMENT',
  ]);
  expect(new Set(listed.map(({ key }) => key)).size).toBe(4);
});

it('filters by severity, layer, lot and words, whatever their accents', () => {
  const count = (filter: Partial<typeof noFilter>) =>
    filterFindings(listed, { ...noFilter, ...filter }).length;
  expect([
    count({}),
    count({ severity: 'AVERTISSEMENT' }),
    count({ layer: 'CROISE' }),
    count({ lot: '2' }),
  ]).toEqual([4, 1, 3, 2]);
  expect([count({ text: 'reference' }), count({ text: 'QUANTITE' }), count({ text: 'pla-001' })]).toEqual([
    2, 4, 1,
  ]);
});

it('groups by rule with its title, or by lot', () => {
  const byRule = groupFindings(listed, 'rule', { 'MIO-CRO-021': 'La quantité est celle du besoin' });
  expect(byRule.map(({ title, items }) => [title, items.length])).toEqual([
    ['La quantité est celle du besoin', 3],
    ['La quantité diffère.', 1],
  ]);
  expect(groupFindings(listed, 'lot', {}).map(({ title }) => title)).toEqual([
    'Lot\u00a01',
    'Lot\u00a02',
    'Lot\u00a010',
  ]);
  expect(lotsOf(listed)).toEqual(['1', '2', '10']);
});

it('goes on with the finding that follows the one that was mended', () => {
  const [one, two, three] = listed;
  const after = listed.slice(1);
  expect(nextFinding(listed, after, one?.key ?? '')).toBe(two);
  expect(nextFinding(listed, listed, two?.key ?? '')).toBe(two);
  expect(nextFinding(listed, listed.slice(0, 3), listed[3]?.key ?? '')).toBe(three);
  expect(nextFinding(listed, [], one?.key ?? '')).toBeNull();
});
