import { makeController, openNomenclatures, type Finding } from '@liaison/mio-control';
import { makeNeeds } from '@liaison/mio-control/testing';
import { writeMessage } from '@liaison/mio';
import { expect, it } from 'vitest';
import { withReading } from './with-reading.ts';

const identity = { id: 'c', product: 'Liaison', version: '0' };
const controller = makeController({ identity, nomenclatures: openNomenclatures([]) });
const untitled = writeMessage(makeNeeds({ lots: 1, linesPerLot: 1 })).replace(
  /<cbc:IssueDate>.*?<\/cbc:IssueDate>/,
  '',
);
const report = controller.control(Buffer.from(untitled));
const [missing] = report.findings.filter(({ layer }) => layer === 'XSD');
if (!missing?.path) throw new Error('a finding at a property');
const cell: Finding = { ...missing, code: 'MIO-XLS-014', location: { excel: 'Bordereau!C5' } };

it('says once, at its cell, an error that the reading and the control both have', () => {
  const told = withReading(report, [cell]);
  expect(told.findings).toEqual([cell, ...report.findings.filter((finding) => finding !== missing)]);
  expect(told.counts.total).toBe(report.counts.total);
  expect(told.counts.byCode).toMatchObject({ 'MIO-XLS-014': 1 });
});

it('lets a warning of the reading hide no error of the control', () => {
  const warning: Finding = { ...cell, code: 'MIO-XLS-015', severity: 'AVERTISSEMENT' };
  const told = withReading(report, [warning]);
  expect(told.findings).toEqual([warning, ...report.findings]);
  expect([told.verdict, told.counts.total]).toEqual(['KO', report.counts.total + 1]);
});
