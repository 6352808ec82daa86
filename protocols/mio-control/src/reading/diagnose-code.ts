import { datatypes, type DatatypeName } from '@liaison/mio';
import { isCip13, isFiness, isGtin, isSiret, isUcd13, hasGs1Key } from '../nomenclature/check-digits.ts';
import type { FindingCode } from '../report/finding.ts';

/** What became of a code that does not have the form of its field. */
export interface Diagnosis {
  readonly code: FindingCode;
  readonly expected?: string;
  readonly suggestion?: string;
  /** Name of what the code really is. */
  readonly other?: string;
}

/** Lengths of codes that may begin with zeros, and what proves that a completed one is right. */
const padded: Partial<
  Record<DatatypeName, { readonly lengths: readonly number[]; isRight(code: string): boolean }>
> = {
  lppr: { lengths: [7], isRight: () => true },
  gtin: { lengths: [13, 14, 8], isRight: isGtin },
  gln: { lengths: [13], isRight: hasGs1Key },
  siret: { lengths: [14], isRight: isSiret },
  finess: { lengths: [9], isRight: isFiness },
};
const codes: readonly DatatypeName[] = [
  'gtin',
  'cip13',
  'ucd13',
  'lppr',
  'cladimed',
  'atc',
  'siret',
  'finess',
  'gln',
  'cpv',
  'lei',
  'vatNumber',
];
const mostLostZeros = 4;

/** Undefined where the value is just wrong. */
export function diagnoseCode(type: DatatypeName, value: string): Diagnosis | undefined {
  if (!codes.includes(type)) return undefined;
  if (/^\d([.,]\d+)?E\+?\d+$/i.test(value)) return { code: 'MIO-NOM-021' };
  const completed = /^\d+$/.test(value) ? completeZeros(type, value) : undefined;
  if (completed !== undefined)
    return {
      code: 'MIO-NOM-020',
      expected: completed,
      suggestion: `Vérifiez si le code est ${completed}, et mettez la colonne au format Texte avant de le saisir.`,
    };
  if (type === 'cip13' && isUcd13(value)) return { code: 'MIO-NOM-023', other: 'UCD13' };
  if (type === 'ucd13' && isCip13(value)) return { code: 'MIO-NOM-023', other: 'CIP13' };
  const cleaned = value.replaceAll(/[\s\u00a0\u202f.\-_/']/g, '').toUpperCase();
  if (cleaned !== value && hasForm(type, cleaned)) return { code: 'MIO-NOM-022', expected: cleaned };
  return undefined;
}

function completeZeros(type: DatatypeName, value: string): string | undefined {
  const known = padded[type];
  return known?.lengths
    .filter((length) => value.length < length && length - value.length <= mostLostZeros)
    .map((length) => value.padStart(length, '0'))
    .find((code) => known.isRight(code));
}

function hasForm(type: DatatypeName, value: string): boolean {
  return new RegExp(`^(?:${datatypes[type].pattern})$`, 'u').test(value);
}
