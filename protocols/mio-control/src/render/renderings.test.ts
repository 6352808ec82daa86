import { readMessage } from '@liaison/mio';
import { cellAt, readWorkbook } from '@liaison/xlsx';
import { describe, expect, it } from 'vitest';
import type { ControlReport } from '../report/control-report.ts';
import { renderCsv } from './render-csv.ts';
import { renderHtml } from './render-html.ts';
import { renderJson } from './render-json.ts';
import { renderM40 } from './render-m40.ts';
import { renderSvrl } from './render-svrl.ts';
import { renderXlsx } from './render-xlsx.ts';

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

  it('gives a workbook whose cells are texts, whatever they look like', () => {
    const { sheets } = readWorkbook(renderXlsx(report));
    expect(sheets.map(({ name }) => name)).toEqual(['Constats', 'Contrôle']);
    const [found] = sheets;
    const text = (column: number) => (found ? cellAt(found, { row: 2, column })?.text : undefined);
    expect([text(2), text(4), text(9)]).toEqual(['MIO-MET-001', '3', '=HYPERLINK("http://x")']);
  });

  it('gives an M40 that reads back without a finding, whatever the message held', () => {
    const [finding] = report.findings;
    const wild = finding ? { ...finding, value: ' \u0000\ud800 ', location: {} } : undefined;
    const xml = renderM40(
      { ...report, findings: [...report.findings, ...(wild ? [wild] : [])] },
      {
        messageId: '11111111-2222-4333-8444-555555555555',
        createdAt: '2026-12-01T10:00:01Z',
        sender: { scheme: '0009', id: '26060000000012' },
      },
    );
    const { message, findings } = readMessage(Buffer.from(xml));
    expect(findings).toEqual([]);
    expect(
      message?.type === 'M40' && message.findings?.map(({ code, ligne, value }) => [code, ligne, value]),
    ).toEqual([
      ['MIO-MET-001', '3.2', '=HYPERLINK("http://x")'],
      ['MIO-MET-001', undefined, '\ufffd\ufffd'],
    ]);
  });
});
