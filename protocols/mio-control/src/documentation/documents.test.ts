import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { typeset } from '../report/french.ts';
import { rules } from '../rules/table.ts';
import { documents } from './documents.ts';

const root = resolve(import.meta.dirname, '../../../..');
const prefixes: Readonly<Record<string, string>> = {
  ENVELOPPE: 'ENV',
  SECURITE: 'SEC',
  XML: 'XML',
  XSD: 'XSD',
  STRUCTURE: 'STR',
  NOMENCLATURE: 'NOM',
  METIER: 'MET',
  CROISE: 'CRO',
  PLAUSIBILITE: 'PLA',
};

describe('what is published of the rules', () => {
  it('does not differ from the table: run write-documents', () => {
    for (const [path, text] of documents())
      expect([path, readFileSync(resolve(root, path), 'utf8')]).toEqual([path, text]);
  });
});

describe('the table of rules', () => {
  it('gives each rule a code of its own, in its layer', () => {
    const codes = rules.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { code, layer } of rules) expect(code).toMatch(new RegExp(`^MIO-${prefixes[layer]}-\\d{3}$`));
  });

  it('speaks French as it is typeset, in whole sentences, and names in both languages the same things', () => {
    for (const { code, title, text, help } of rules) {
      for (const french of [title.fr, text.fr, help]) {
        expect([code, typeset(french)]).toEqual([code, expect.not.stringMatching(/ [;:!?»%€]|« |'/)]);
        expect([code, french]).toEqual([code, expect.stringMatching(/[.…]$|\.1\.$/)]);
      }
      const braces = (sentence: string) =>
        [...sentence.matchAll(/\{[\w.]+\}/g)].map(([name]) => name).toSorted();
      expect([code, ...new Set(braces(text.en))]).toEqual([code, ...new Set(braces(text.fr))]);
    }
  });
});
