import type { Field, Group } from '@liaison/mio';
import { formatDay, formatDecimal, formatEuros, formatPercent, typeset } from '../report/french.ts';
import type { Shown, Text } from './rule.ts';

/** A field's value with the way it shows. */
export function shownAs(row: Field | Group, value: string): Shown {
  switch (row.kind === 'field' ? row.type : undefined) {
    case 'price':
    case 'amount':
      return { as: 'euros', value };
    case 'percent':
    case 'rate':
      return { as: 'percent', value };
    case 'quantity':
    case 'count':
      return { as: 'decimal', value };
    case 'date':
      return { as: 'day', value };
    default:
      return value;
  }
}

/** The sentence of a finding in French, with what the braces of its rule stand for. */
export function fillFrench(text: Text, values: Readonly<Record<string, Shown>>): string {
  return typeset(fill(text.fr, values, showFrench));
}

export function fillEnglish(text: Text, values: Readonly<Record<string, Shown>>): string {
  return fill(text.en, values, showEnglish);
}

function fill(text: string, values: Readonly<Record<string, Shown>>, show: (shown: Shown) => string): string {
  return text.replaceAll(/\{([\w.]+)\}/g, (braced, name: string) => {
    const shown = values[name];
    return shown === undefined ? braced : show(shown);
  });
}

function showFrench(shown: Shown): string {
  if (typeof shown === 'string') return shown;
  switch (shown.as) {
    case 'euros':
      return formatEuros(shown.value);
    case 'percent':
      return formatPercent(shown.value);
    case 'decimal':
      return formatDecimal(shown.value);
    case 'day':
      return formatDay(shown.value);
  }
}

function showEnglish(shown: Shown): string {
  if (typeof shown === 'string') return shown;
  if (shown.as === 'euros') return `EUR ${shown.value}`;
  return shown.as === 'percent' ? `${shown.value}%` : shown.value;
}

/** A value as it stands in `expected` and `value`: as the message writes it. */
export function plainText(shown: Shown): string {
  return typeof shown === 'string' ? shown : shown.value;
}
