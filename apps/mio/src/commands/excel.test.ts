import { existsSync, readFileSync } from 'node:fs';

import { writeMessage } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { writeModel } from '@liaison/mio-excel';
import { readWorkbook } from '@liaison/xlsx';
import { describe, expect, it } from 'vitest';
import { Desk, mio } from '../testing.ts';

const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const needsXml = writeMessage(needs);
const offer = makeOffer(needs);

describe('mio excel', () => {
  it('makes a workbook of a call for tenders', async () => {
    using desk = new Desk();
    const output = desk.path('modele.xlsx');
    const { code } = await mio('excel', 'model', desk.put('besoins.xml', needsXml), '--output', output);
    expect(code).toBe(0);
    expect(readWorkbook(readFileSync(output)).sheets.map(({ name }) => name)).toContain('Bordereau');
  });

  it('takes the offer out of a filled workbook, the same bytes where nobody touched it', async () => {
    using desk = new Desk();
    const filled = desk.put('rempli.xlsx', writeModel({ needs, offer }));
    const output = desk.path('offre.xml');
    const need = desk.put('besoins.xml', needsXml);
    const { code, err } = await mio('excel', 'offer', filled, '--need', need, '--output', output, '--demo');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(readFileSync(output, 'utf8')).toBe(writeMessage(offer));
  });

  it('marks what lacks of an unfilled workbook at its cell, and writes no offer', async () => {
    using desk = new Desk();
    const report = desk.path('relu.xlsx');
    const wrong = desk.put('vide.xlsx', writeModel({ needs }));
    const need = desk.put('besoins.xml', needsXml);
    const { code, err } = await mio(
      'excel',
      'offer',
      wrong,
      '--need',
      need,
      '--output',
      desk.path('offre.xml'),
      '--report',
      report,
      '--demo',
    );
    expect(code).toBe(1);
    expect(err).toMatch(/Bordereau!|Identité!/);
    expect(existsSync(desk.path('offre.xml'))).toBe(false);
    expect(readWorkbook(readFileSync(report)).sheets.map(({ name }) => name)).toContain('Contrôle');
  });
});
