import type { XlsxLimits } from '../limits.ts';
import { readXml } from '../xml/read-xml.ts';
import { unescapeCellText } from '../xml/xml-text.ts';
import type { Budget } from './text-budget.ts';

/**
 * Shared strings by index (ECMA-376-1 §18.4.9): the runs of rich text joined, phonetic help (`rPh`) left out.
 * Throws `XlsxError` `xlsx/too-much-text`.
 */
export function readSharedStrings(
  texts: Iterable<string>,
  part: string,
  limits: XlsxLimits,
  budget: Budget,
): readonly string[] {
  const strings: string[] = [];
  let current = '';
  let isInText = false;
  let isPhonetic = false;
  readXml(texts, part, limits, {
    open(name) {
      if (name === 'si') current = '';
      isInText = name === 't' && !isPhonetic;
      if (name === 'rPh') isPhonetic = true;
    },
    text(value) {
      if (isInText) current += value;
    },
    close(name) {
      isInText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name !== 'si') return;
      budget.spendText(current.length, part);
      strings.push(unescapeCellText(current));
    },
  });
  return strings;
}
