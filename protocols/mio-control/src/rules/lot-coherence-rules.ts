import { addExact, compareExact, type Exact, formatExact, parseExact, zeroExact } from '@liaison/mio';
import { euros, percent, type SubjectRule } from './rule.ts';

/** The summary of VAT of a lot against its lines. */
export const lotCoherenceRules: readonly SubjectRule<'offered-lot'>[] = [
  {
    kind: 'subject',
    subject: 'offered-lot',
    layer: 'METIER',
    severity: 'ERREUR',
    reason: 'algorithm',
    code: 'MIO-MET-025',
    title: {
      fr: 'La base HT d’un taux est la somme des montants HT des lignes à ce taux.',
      en: 'The base of a rate is the sum of the amounts of the lines at that rate.',
    },
    check: ({ lot }, _facts, report) => {
      if (!lot.vat?.rates) return;
      const bases = new Map<string, Exact>();
      for (const { item, total } of lot.lines ?? []) {
        const amount = total === undefined ? undefined : parseExact(total);
        if (item?.vatRate !== undefined && amount)
          bases.set(item.vatRate, addExact(bases.get(item.vatRate) ?? zeroExact, amount));
      }
      for (const [index, { rate = '', base }] of lot.vat.rates.entries()) {
        const expected = bases.get(rate) ?? zeroExact;
        const given = base === undefined ? undefined : parseExact(base);
        bases.delete(rate);
        if (given && compareExact(given, expected) !== 0)
          report({
            at: ['vat', 'rates', index, 'base'],
            expected: euros(formatExact(expected)),
            with: { taux: percent(rate) },
          });
      }
      for (const [rate, base] of bases)
        report({ at: ['vat'], expected: euros(formatExact(base)), with: { taux: percent(rate) } });
    },
    text: {
      fr: 'La base HT au taux de {taux} n’est pas la somme des lignes à ce taux : on attend {attendu}.',
      en: 'The base at {taux} is not the sum of the lines at that rate: {attendu} expected.',
    },
    help: 'Vérifiez le taux de chaque ligne du lot, puis la récapitulation.',
  },
];
