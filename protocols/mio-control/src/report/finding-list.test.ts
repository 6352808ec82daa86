import { describe, expect, it } from 'vitest';
import type { Finding, Layer, Severity } from './finding.ts';
import { FindingList } from './finding-list.ts';

function add(list: FindingList, severity: Severity, at: number, layer: Layer = 'METIER'): void {
  list.add('MIO-MET-001', severity, () => ({ at, finding: finding(severity, at, layer) }));
}

function finding(severity: Severity, line: number, layer: Layer): Finding {
  const message = { fr: 'Faux.', en: 'Wrong.' };
  return { code: 'MIO-MET-001', severity, layer, message, location: { line }, ruleUrl: 'urn:x' };
}

describe('a list of findings', () => {
  it('counts all, and keeps the worst', () => {
    const list = new FindingList(3);
    for (let at = 0; at < 10; at += 1) add(list, 'AVERTISSEMENT', at);
    add(list, 'ERREUR', 20);
    expect(list.counts()).toEqual({
      bySeverity: { BLOQUANT: 0, ERREUR: 1, AVERTISSEMENT: 10, INFO: 0 },
      byCode: { 'MIO-MET-001': 11 },
      total: 11,
      listed: 3,
    });
    expect(list.list().map(({ severity, location }) => [severity, location.line])).toEqual([
      ['AVERTISSEMENT', 0],
      ['AVERTISSEMENT', 1],
      ['ERREUR', 20],
    ]);
  });

  it('builds no finding that it does not keep', () => {
    const list = new FindingList(1);
    add(list, 'INFO', 1);
    list.add('MIO-MET-001', 'INFO', () => {
      throw new Error('built');
    });
    expect(list.counts().total).toBe(2);
  });

  it('goes by layer, then by place', () => {
    const list = new FindingList(10);
    add(list, 'ERREUR', 1, 'METIER');
    add(list, 'ERREUR', 9, 'XSD');
    add(list, 'ERREUR', 4, 'XSD');
    expect(list.list().map(({ location }) => location.line)).toEqual([4, 9, 1]);
  });
});
