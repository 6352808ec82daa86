import type { CellStyle } from '@liaison/xlsx';
import { datatypes, type Field } from '@liaison/mio';

const line = 'BFBFBF';

/** Colours of the model. Marks of the control report use others (report/marks.ts), so that they can be taken away. */
export const fills = { need: 'EDEDED', offer: 'FFF8DC', computed: 'EAF1F7' } as const;

const header = {
  isBold: true,
  colour: 'FFFFFF',
  isWrapped: true,
  vertical: 'center',
  horizontal: 'left',
  indent: 1,
  border: line,
} as const;

export const styles = {
  title: { isBold: true, size: 16, colour: '1F3A5F', vertical: 'center' },
  subtitle: { colour: '595959', vertical: 'center' },
  text: { isWrapped: true, vertical: 'top' },
  strong: { isBold: true, isWrapped: true },
  section: { isBold: true, size: 12, colour: '1F3A5F', vertical: 'center' },
  needHeader: { ...header, fill: '5B6470' },
  offerHeader: { ...header, fill: '1F3A5F' },
  needBand: { isBold: true, colour: '5B6470', fill: 'D9DCE0', vertical: 'center' },
  offerBand: { isBold: true, colour: '1F3A5F', fill: 'FBE9A9', vertical: 'center' },
  key: { colour: '7F7F7F', size: 8, format: '@' },
  free: { isUnlocked: true, isWrapped: true, format: '@' },
} as const satisfies Record<string, CellStyle>;

export type Zone = keyof typeof fills;

const made = new Map<string, CellStyle>();

/** The style of a cell for a field: codes as texts, prices with up to six decimals, dates as dates. */
export function cellStyle(field: Field, zone: Zone): CellStyle {
  const key = `${zone} ${field.type} ${field.codes ?? ''}`;
  const known = made.get(key);
  if (known) return known;
  const style: CellStyle = {
    fill: fills[zone],
    border: line,
    isWrapped: true,
    vertical: 'top',
    format: formatOf(field),
    isUnlocked: zone === 'offer',
    horizontal: isNumberField(field) ? 'right' : 'left',
    indent: 1,
  };
  made.set(key, style);
  return style;
}

/** Whether cells of a field hold numbers: exact decimals, and the rates of a list. */
export function isNumberField(field: Field): boolean {
  return isDecimalField(field) || datatypes[field.type].ts === 'number';
}

export function isDecimalField({ type }: Field): boolean {
  return (
    type === 'price' || type === 'amount' || type === 'quantity' || type === 'percent' || type === 'rate'
  );
}

function formatOf(field: Field): string {
  switch (field.type) {
    case 'price':
      return '#,##0.00####';
    case 'amount':
      return '#,##0.00';
    case 'percent':
    case 'rate':
      return 'General" %"';
    case 'quantity':
    case 'count':
      return 'General';
    case 'date':
      return 'dd/mm/yyyy';
    default:
      return '@';
  }
}
