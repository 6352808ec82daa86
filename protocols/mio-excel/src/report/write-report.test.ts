import { editWorkbook, readWorkbook, textCell } from '@liaison/xlsx';
import { convertByLibreOffice, hasLibreOffice, partOf } from '@liaison/xlsx/testing';
import { makeMessage } from '@liaison/mio/testing';
import { writeMessage } from '@liaison/mio';
import { describe, expect, it } from 'vitest';
import { readOffer } from '../read/read-offer.ts';
import { exampleNeeds } from '../testing-example.ts';
import { writeModel } from '../write/write-model.ts';
import { reported, type ReportedFinding } from './reported-finding.ts';
import { renderXlsx } from './render-xlsx.ts';
import { writeReport } from './write-report.ts';

const identity = { messageId: '00000000-0000-4000-8000-000000000001', createdAt: '2026-11-30T09:00:00Z' };
const model = writeModel({ needs: exampleNeeds() });
const own = editWorkbook(model, {
  replacements: [{ name: 'Mes calculs', rows: [{ cells: [textCell('marge')] }] }],
});

const missing: ReportedFinding = {
  code: 'MIO-MET-004',
  severity: 'ERREUR',
  message: { fr: 'Le prix manque.' },
  location: { lot: '1', ligne: '1.1', excel: 'Bordereau!Y5' },
  suggestion: 'Saisissez le prix hors taxes.',
};
const odd: ReportedFinding = {
  code: 'MIO-PLA-001',
  severity: 'AVERTISSEMENT',
  message: { fr: 'Prix inhabituel.' },
  location: { excel: 'Bordereau!Y5' },
};

describe('a report in the supplier’s workbook', () => {
  const once = writeReport(own, [odd, missing]);

  it('is a sheet, a colour and a comment at the cell, and leaves the rest alone', () => {
    const { sheets } = readWorkbook(once);
    const control = sheets.find(({ name }) => name === 'Contrôle');
    expect(control?.rows.map(({ cells }) => cells[0]?.text)).toEqual([
      'Contrôle',
      'À corriger : 1 erreur, 1 avertissement.',
      expect.any(String),
      'Gravité',
      'Erreur',
      'Avertissement',
    ]);
    const schedule = sheets.find(({ name }) => name === 'Bordereau');
    const comment = schedule?.comments.find(({ row }) => row === 5);
    expect(comment?.text).toBe(
      'Contrôle MIO — Erreur\nPrix inhabituel.\n\nLe prix manque.\n→ Saisissez le prix hors taxes.',
    );
    expect(partOf(once, 'xl/worksheets/sheet9.xml')).toBe(partOf(own, 'xl/worksheets/sheet9.xml'));
    expect(partOf(once, 'xl/worksheets/sheet7.xml')).toContain('location="Bordereau!Y5"');
  });

  it('takes away the marks of the report before', () => {
    const twice = readWorkbook(writeReport(once, []));
    const before = readWorkbook(own);
    for (const name of ['Bordereau', 'Identité', 'Mes calculs']) {
      const [now, then] = [twice, before].map(({ sheets }) => sheets.find((sheet) => sheet.name === name));
      expect(now).toEqual(then);
    }
    const fills: string[] = [];
    editWorkbook(writeReport(once, []), {
      sheets: [{ sheet: 'Bordereau', refill: (_, fill) => void fills.push(fill) }],
    });
    expect(fills).not.toContain('F8CBAD');
  });

  it('is a workbook of its own for who sent none', () => {
    const [sheet] = readWorkbook(renderXlsx([odd, missing])).sheets;
    expect(sheet?.rows.slice(4).map(({ cells }) => cells.map(({ text }) => text).join(' | '))).toEqual([
      'Erreur | Bordereau!Y5 | 1 | 1.1 | Le prix manque. | Saisissez le prix hors taxes. | MIO-MET-004',
      'Avertissement | Bordereau!Y5 | Prix inhabituel. | MIO-PLA-001',
    ]);
  });

  it('shows what the reading found', () => {
    const { findings } = readOffer(model, { identity });
    expect(findings.map(reported).every(({ code }) => /^MIO-(XLS|XSD)-\d{3}$/.test(code))).toBe(true);
    expect(findings.length).toBeGreaterThan(0);
  });
});

describe.runIf(hasLibreOffice())('LibreOffice', () => {
  it('saves the model again without a change to the offer, and the report without its marks being lost', () => {
    const needs = makeMessage('M10', { seed: 11, fullness: 0.7, maximumItems: 2 });
    const offer = makeMessage('M20', { seed: 12, fullness: 0.7, maximumItems: 2 });
    const workbooks = new Map([
      ['offer', writeModel({ needs, offer })],
      ['report', writeReport(own, [missing])],
    ]);
    const saved = convertByLibreOffice(workbooks);
    const reading = readOffer(saved.get('offer') ?? model, { identity });
    expect(reading.findings).toEqual([]);
    expect(reading.offer && writeMessage(reading.offer)).toBe(writeMessage(offer));
    const cleared = readWorkbook(writeReport(saved.get('report') ?? model, []));
    const comments = cleared.sheets.find(({ name }) => name === 'Bordereau')?.comments ?? [];
    expect(comments.length).toBeGreaterThan(5);
    expect(comments.filter(({ text }) => text.includes('Contrôle MIO'))).toEqual([]);
  }, 120_000);
});
