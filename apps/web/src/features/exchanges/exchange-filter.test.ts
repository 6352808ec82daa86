import { describe, expect, it } from 'vitest';

import { formatFilter, noFilter, queryOfFilter, readFilter, type ExchangeFilter } from './exchange-filter.ts';

const partnerId = '019ad000-0000-7000-8000-000000000001';
const read = (address: string) => readFilter(new URLSearchParams(address));

describe('the filter of exchanges', () => {
  it.each([
    noFilter,
    { way: 'recus', stage: 'a-decider', partnerId, consultation: '2026/06 & 07' },
    { ...noFilter, way: 'envoyes' },
  ] satisfies ExchangeFilter[])('comes back from the address that it is kept in: %o', (filter) => {
    expect(read(formatFilter(filter))).toEqual(filter);
  });

  it('leaves out of an address what it does not know', () => {
    expect(read('sens=dehors&etat=perdu&partenaire=richer&consultation=%20%20')).toEqual(noFilter);
    expect(formatFilter(noFilter)).toBe('');
  });

  it('asks at once for all that needs a person', () => {
    expect(queryOfFilter({ ...noFilter, stage: 'a-decider' })).toEqual({ state: ['quarantined', 'failed'] });
    expect(queryOfFilter({ way: 'recus', stage: 'tous', partnerId, consultation: 'C' })).toEqual({
      direction: 'incoming',
      state: [],
      partnerId,
      consultation: 'C',
    });
  });
});
