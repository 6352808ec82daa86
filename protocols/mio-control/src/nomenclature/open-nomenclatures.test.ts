import { describe, expect, it } from 'vitest';
import type { NomenclatureSet } from './nomenclature-set.ts';
import { openNomenclatures } from './open-nomenclatures.ts';

const row = { label: 'fictif', validFrom: '2020-01-01' };
const sets: readonly NomenclatureSet[] = [
  {
    system: 'LPPR',
    version: '2026-01',
    effectiveFrom: '2026-01-01',
    sha256: 'a'.repeat(64),
    rows: [
      { ...row, code: '9900001' },
      { ...row, code: '9900002', validTo: '2026-03-31', replacedBy: '9900003' },
      { ...row, code: '9900003', validFrom: '2026-04-01' },
      { ...row, code: '9900004', validTo: '2026-01-31' },
      { ...row, code: '9900004', validFrom: '2026-06-01', label: 'de retour' },
    ],
  },
  {
    system: 'LPPR',
    version: '2026-07',
    effectiveFrom: '2026-07-01',
    sha256: 'b'.repeat(64),
    rows: [{ ...row, code: '9900005' }],
  },
];

describe('nomenclatures', () => {
  const nomenclatures = openNomenclatures(sets);
  const stateOn = (on: string, code: string) => nomenclatures.inForce(on).lookup('LPPR', code).state;

  it('holds a code on its first and its last day', () => {
    expect(stateOn('2026-03-31', '9900002')).toBe('in-force');
    expect(stateOn('2026-04-01', '9900002')).toBe('expired');
    expect(stateOn('2026-03-31', '9900003')).toBe('not-yet');
    expect(stateOn('2026-04-01', '9900003')).toBe('in-force');
  });

  it('knows a code that was interrupted', () => {
    expect(['2026-01-31', '2026-03-01', '2026-06-01'].map((on) => stateOn(on, '9900004'))).toEqual([
      'in-force',
      'not-yet',
      'in-force',
    ]);
  });

  it('tells an unknown code from a list that it does not have', () => {
    expect(stateOn('2026-02-01', '9999999')).toBe('unknown');
    expect(nomenclatures.inForce('2026-02-01').lookup('ATC', 'A01').state).toBe('no-list');
    expect(stateOn('2025-12-31', '9900001')).toBe('no-list');
  });

  it('takes the latest version in force, unless another is pinned', () => {
    expect(nomenclatures.inForce('2026-07-01').identities).toEqual([
      { system: 'LPPR', version: '2026-07', sha256: 'b'.repeat(64) },
    ]);
    const pinned = nomenclatures.inForce('2026-07-01', new Map([['LPPR', '2026-01']]));
    expect(pinned.lookup('LPPR', '9900001').state).toBe('in-force');
    expect(nomenclatures.inForce('2026-07-01').lookup('LPPR', '9900001').state).toBe('unknown');
  });

  it('goes on with the version in force where the pinned one is not there', () => {
    const lists = nomenclatures.inForce('2026-07-01', new Map([['LPPR', '1999-01']]));
    expect(lists.identities.map(({ version }) => version)).toEqual(['2026-07']);
  });
});
