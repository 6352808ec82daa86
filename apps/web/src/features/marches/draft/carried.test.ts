import type { ControlReply, ShownFinding } from '@liaison/marches/contract';
import { expect, it } from 'vitest';
import { carriedFrom, withCarried, withoutPath } from './carried.ts';

const finding = (given: Partial<ShownFinding>): ShownFinding => ({
  code: 'MIO-XSD-006',
  severity: 'ERREUR',
  layer: 'XSD',
  message: { fr: 'Faux.', en: 'Wrong.' },
  location: {},
  ruleUrl: 'urn:x',
  ...given,
});
const gtin = ['lots', 0, 'lines', 0, 'item', 'gtin'];
const atCell = finding({ path: gtin, location: { excel: 'Bordereau!C5' } });
const missing = finding({ path: gtin, code: 'MIO-XSD-002' });
const business = finding({ path: ['lots', 0, 'id'], layer: 'METIER', code: 'MIO-MET-001' });

function reply(findings: readonly ShownFinding[], xml?: string): ControlReply {
  const bySeverity = { BLOQUANT: 0, ERREUR: findings.length, AVERTISSEMENT: 0, INFO: 0 };
  const byCode = Object.fromEntries(findings.map(({ code }) => [code, 1]));
  return {
    reportId: 'r',
    messageSha256: '0',
    controller: { id: 'c', product: 'p', version: '1' },
    ruleSet: { id: 'r', version: '1', sha256: '0' },
    nomenclatures: [],
    startedAt: '2026-12-01T00:00:00.000Z',
    durationMs: 1,
    verdict: findings.length > 0 ? 'KO' : 'OK',
    counts: { bySeverity, byCode, total: findings.length, listed: findings.length },
    findings: [...findings],
    titles: {},
    ...(xml === undefined ? {} : { xml, readingFindings: 1 }),
  };
}

it('keeps what the reading of a workbook found until its cell is corrected, told once', () => {
  const carried = carriedFrom(reply([atCell, business], '<Tender/>'));
  expect(carried).toEqual([atCell]);
  const again = withCarried(reply([missing, business]), carried);
  expect(again.findings).toEqual([atCell, business]);
  expect(again.counts).toMatchObject({ total: 2, listed: 2, bySeverity: { ERREUR: 2 } });
  expect(withCarried(reply([]), carried).verdict).toBe('KO');
  expect(withCarried(reply([]), withoutPath(carried, gtin)).verdict).toBe('OK');
});

it('lets a warning of the reading hide no error of the control', () => {
  const formula = finding({ path: gtin, code: 'MIO-XLS-015', severity: 'AVERTISSEMENT' });
  const again = withCarried(reply([missing]), [formula]);
  expect([again.findings, again.verdict]).toEqual([[formula, missing], 'KO']);
});

it('carries nothing of what the control of the message itself has found', () => {
  const envelope = finding({ layer: 'ENVELOPPE', code: 'MIO-ENV-009' });
  expect(carriedFrom(reply([atCell, envelope, missing], '<Tender/>'))).toEqual([atCell]);
});

it('carries nothing of a message that came as XML', () => {
  expect(carriedFrom(reply([missing]))).toEqual([]);
});
