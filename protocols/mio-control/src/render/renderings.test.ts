import { describe, expect, it } from 'vitest';
import type { ControlReport } from '../report/control-report.ts';
import { renderCsv } from './render-csv.ts';
import { renderHtml } from './render-html.ts';
import { renderJson } from './render-json.ts';
import { renderSvrl } from './render-svrl.ts';

const report: ControlReport = {
  reportId: '0b2f4c1e-0000-8000-8000-000000000001',
  messageId: '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8',
  messageType: 'M20',
  messageSha256: 'c'.repeat(64),
  controller: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
  ruleSet: { id: 'mio-regles', version: '1.0', sha256: 'd'.repeat(64) },
  nomenclatures: [{ system: 'LPPR', version: '2026-01', sha256: 'e'.repeat(64) }],
  effectiveOn: '2026-12-31',
  startedAt: '2026-12-01T10:00:00.000Z',
  durationMs: 12,
  verdict: 'KO',
  counts: {
    bySeverity: { BLOQUANT: 0, ERREUR: 1, AVERTISSEMENT: 0, INFO: 0 },
    byCode: { 'MIO-MET-001': 1 },
    total: 1,
    listed: 1,
  },
  findings: [
    {
      code: 'MIO-MET-001',
      severity: 'ERREUR',
      layer: 'METIER',
      message: { fr: 'Le montant <HT> est faux\u00a0; "vraiment".', en: 'Wrong.' },
      location: {
        xpath: '/Tender/cac:TenderedProject[1]',
        line: 42,
        lot: '3',
        ligne: '3.2',
        champ: 'Montant HT',
        excel: 'Bordereau!F132',
      },
      value: '=HYPERLINK("http://x")',
      expected: '12.50',
      suggestion: 'Corrigez.',
      ruleUrl: 'urn:liaison:mio:regle:MIO-MET-001',
    },
  ],
};

describe('renderings of a report', () => {
  it('gives JSON that reads back as the report', () => {
    expect(JSON.parse(renderJson(report))).toEqual(report);
  });

  it('gives a CSV that a spreadsheet neither misreads nor runs', () => {
    const lines = renderCsv(report).split('\r\n');
    expect(lines[0]).toMatch(/^\ufeffGravité;Code;Couche;Lot;Ligne;Champ;Cellule;Message;/);
    expect(lines[1]).toContain('"Le montant <HT> est faux\u00a0; ""vraiment""."');
    expect(lines[1]).toContain(`;"'=HYPERLINK(""http://x"")";12.50;`);
  });

  it('gives a page that says where in the reader’s own document, and runs nothing of the message', () => {
    const html = renderHtml(report);
    expect(html).toContain('Lot\u00a03 · ligne\u00a03.2 · Montant HT · cellule\u00a0Bordereau!F132');
    expect(html).toContain('Le montant &lt;HT&gt; est faux');
    expect(html).toContain('1\u00a0erreur');
    expect(html).toContain('01/12/2026 11:00 (heure de Paris)');
    expect(html).not.toMatch(/<script|src=|@import|url\(/);
  });

  it('says how much a capped report leaves out', () => {
    const counts = { ...report.counts, total: 12_345 };
    expect(renderHtml({ ...report, counts })).toContain(
      'Ce rapport montre les 1 constats les plus graves sur 12\u202f345.',
    );
  });

  it('gives SVRL whose failed asserts carry code, severity and place', () => {
    expect(renderSvrl(report)).toContain(
      '<svrl:failed-assert id="MIO-MET-001" role="ERREUR" location="/Tender/cac:TenderedProject[1]" test="MIO-MET-001" see="urn:liaison:mio:regle:MIO-MET-001">',
    );
  });
});
