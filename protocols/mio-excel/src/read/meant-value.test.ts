import { messages, type Field } from '@liaison/mio';
import type { Cell, CellKind } from '@liaison/xlsx';
import { describe, expect, it } from 'vitest';
import { identityFields, offerColumns, packagingColumns } from '../layout/columns.ts';
import { meantValue } from './meant-value.ts';

function fieldOf(key: string): Field {
  const found = [...offerColumns, ...identityFields, ...packagingColumns].find(
    (column) => column.key === key,
  );
  if (!found) throw new Error(`no column ${key} for ${messages.M20.code}`);
  return found.field;
}

function cell(kind: CellKind, text: string, isComputed = false): Cell {
  return { row: 1, column: 1, kind, text, isComputed };
}

const noBreak = '\u00A0';
const narrow = '\u202F';

describe('what a supplier meant', () => {
  it.each([
    ['price.unitPrice', 'text', '12,50', '12.5'],
    ['price.unitPrice', 'text', `1${narrow}234,50${noBreak}€`, '1234.5'],
    ['price.unitPrice', 'text', ' 1.234,50 € HT ', '1234.5'],
    ['price.unitPrice', 'text', '1,234.50', '1234.5'],
    ['price.unitPrice', 'text', '12,50 EUR', '12.5'],
    ['price.unitPrice', 'number', '0.123456', '0.123456'],
    ['price.unitPrice', 'text', 'sur devis', 'sur devis'],
    ['item.vatRate', 'number', '5.5', '5.5'],
    ['item.vatRate', 'text', '5,5 %', '5.5'],
    ['item.vatRate', 'percent', '0.055', '5.5'],
    ['price.discount.percent', 'percent', '0.1', '10'],
    ['price.leadTimeDays', 'text', '3', 3],
    ['price.leadTimeDays', 'text', '48 h', '48 h'],
    ['status', 'text', 'Sans Offre', 'SANS-OFFRE'],
    ['price.unit', 'text', 'Pièce', 'H87'],
    ['price.unit', 'text', 'pièce (H87)', 'H87'],
    ['price.unit', 'text', 'h87', 'H87'],
    ['price.unit', 'text', 'palettes', 'palettes'],
    ['item.gtin', 'number', '3400934056781', '3400934056781'],
    ['item.gtin', 'text', `34009${noBreak}340 5678 1`, '3400934056781'],
    ['item.origin', 'text', 'fr ', 'FR'],
    ['item.name', 'text', ` Tige${noBreak}${noBreak}Atlas\n`, 'Tige Atlas'],
    ['item.supplierReference', 'number', '1205', '1205'],
  ] as const)('in %s by the %s %j is %j', (key, kind, text, expected) => {
    expect(meantValue(fieldOf(key), cell(kind, text))).toEqual({ value: expected });
  });

  it.each([
    ['price.unitPrice', cell('error', '#N/A'), undefined, 'error-value'],
    ['price.unitPrice', cell('date', '2026-05-12'), undefined, 'date-for-number'],
    ['price.unitPrice', cell('number', '12.5', true), '12.5', 'formula'],
    ['price.unitPrice', cell('text', '', true), undefined, 'formula-empty'],
    ['item.gtin', cell('text', '3,4009E+12'), undefined, 'scientific'],
    ['item.lppr', cell('number', '312345'), '0312345', 'leading-zeros'],
    ['tenderer.siret', cell('number', '1234567890123'), '01234567890123', 'leading-zeros'],
  ] as const)('in %s, %j is told', (key, given, value, kind) => {
    const meant = meantValue(fieldOf(key), given);
    expect(meant.value).toBe(value);
    expect(meant.tells?.map((tell) => tell.kind)).toEqual([kind]);
  });
});
