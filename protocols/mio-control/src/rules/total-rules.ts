/** Totals, by rate and by lot; needs and their sites. */
import {
  any,
  champ,
  compare,
  decimal,
  distinct,
  equalToTheCent,
  not,
  plus,
  present,
  sum,
  times,
} from '../expression/expression.ts';
import type { PortableRule } from './rule.ts';

const lot = {
  kind: 'portable',
  messages: ['M20'],
  scope: 'lots',
  layer: 'METIER',
  severity: 'ERREUR',
} as const;
const needLine = {
  kind: 'portable',
  messages: ['M10', 'M11'],
  scope: 'lots.lines',
  layer: 'METIER',
  severity: 'ERREUR',
} as const;

export const totalRules: readonly PortableRule[] = [
  {
    ...lot,
    code: 'MIO-MET-020',
    messages: ['M20', 'M30'],
    champ: 'totals.total',
    title: {
      fr: 'Le total HT d’un lot est la somme des montants HT de ses lignes.',
      en: 'The total of a lot is the sum of the amounts of its lines.',
    },
    demand: equalToTheCent(champ('totals.total'), sum('lines', 'total')),
    expected: sum('lines', 'total'),
    text: {
      fr: 'Le total HT du lot ({totals.total}) n’est pas la somme des montants HT de ses lignes : on attend {attendu}.',
      en: 'The total of the lot ({totals.total}) is not the sum of its lines: {attendu} expected.',
    },
    help: 'Corrigez le total, ou retrouvez la ligne oubliée ou comptée deux fois.',
  },
  {
    ...lot,
    code: 'MIO-MET-021',
    champ: 'totals.totalWithVat',
    title: {
      fr: 'Le total TTC d’un lot est son total HT augmenté de sa TVA.',
      en: 'The total with VAT of a lot is its total plus its VAT.',
    },
    demand: equalToTheCent(champ('totals.totalWithVat'), plus(champ('totals.total'), champ('vat.total'))),
    expected: plus(champ('totals.total'), champ('vat.total')),
    text: {
      fr: 'Le total TTC du lot ({totals.totalWithVat}) n’est pas le total HT ({totals.total}) augmenté de la TVA ({vat.total}) : on attend {attendu}.',
      en: 'The total with VAT of the lot ({totals.totalWithVat}) is not its total ({totals.total}) plus VAT ({vat.total}): {attendu} expected.',
    },
    help: 'Corrigez le total TTC ou la TVA du lot.',
  },
  {
    ...lot,
    code: 'MIO-MET-022',
    champ: 'vat.total',
    title: {
      fr: 'La TVA d’un lot est la somme de la TVA à chaque taux.',
      en: 'The VAT of a lot is the sum of the VAT at each rate.',
    },
    demand: equalToTheCent(champ('vat.total'), sum('vat.rates', 'amount')),
    expected: sum('vat.rates', 'amount'),
    text: {
      fr: 'La TVA du lot ({vat.total}) n’est pas la somme de la TVA à chaque taux : on attend {attendu}.',
      en: 'The VAT of the lot ({vat.total}) is not the sum over its rates: {attendu} expected.',
    },
    help: 'Corrigez la TVA totale ou celle d’un taux.',
  },
  {
    ...lot,
    code: 'MIO-MET-023',
    scope: 'lots.vat.rates',
    champ: 'amount',
    title: {
      fr: 'La TVA à un taux est sa base HT multipliée par le taux, arrondie au centime.',
      en: 'The VAT at a rate is its base times the rate, rounded to the cent.',
    },
    demand: equalToTheCent(champ('amount'), times(champ('base'), times(champ('rate'), decimal('0.01')))),
    expected: times(champ('base'), times(champ('rate'), decimal('0.01'))),
    text: {
      fr: 'La TVA à {rate} ({amount}) n’est pas la base HT ({base}) multipliée par le taux : on attend {attendu}.',
      en: 'The VAT at {rate} ({amount}) is not the base ({base}) times the rate: {attendu} expected.',
    },
    help: 'La TVA se calcule par taux sur la somme des montants HT, et non en additionnant la TVA des lignes.',
  },
  {
    ...lot,
    code: 'MIO-MET-024',
    champ: 'vat.total',
    title: {
      fr: 'Chaque taux de TVA ne figure qu’une fois dans un lot.',
      en: 'Each VAT rate stands once in a lot.',
    },
    demand: distinct('vat.rates', 'rate'),
    text: {
      fr: 'Le même taux de TVA figure plusieurs fois dans la récapitulation du lot.',
      en: 'A VAT rate stands more than once in the summary of the lot.',
    },
    help: 'Réunissez les lignes du même taux.',
  },
  {
    ...needLine,
    code: 'MIO-MET-030',
    champ: 'minimum',
    title: {
      fr: 'La quantité minimale d’un besoin ne dépasse pas la quantité estimée.',
      en: 'The minimum of a need is not above its quantity.',
    },
    demand: compare(champ('minimum'), '<=', champ('quantity')),
    text: {
      fr: 'La quantité minimale ({minimum}) dépasse la quantité estimée ({quantity}).',
      en: 'The minimum ({minimum}) is above the estimated quantity ({quantity}).',
    },
    help: 'Corrigez le minimum ou l’estimation.',
  },
  {
    ...needLine,
    code: 'MIO-MET-031',
    champ: 'maximum',
    title: {
      fr: 'La quantité maximale d’un besoin n’est pas inférieure à la quantité estimée.',
      en: 'The maximum of a need is not below its quantity.',
    },
    demand: compare(champ('maximum'), '>=', champ('quantity')),
    text: {
      fr: 'La quantité maximale ({maximum}) est inférieure à la quantité estimée ({quantity}).',
      en: 'The maximum ({maximum}) is below the estimated quantity ({quantity}).',
    },
    help: 'Corrigez le maximum ou l’estimation.',
  },
  {
    ...needLine,
    code: 'MIO-MET-032',
    champ: 'quantity',
    title: {
      fr: 'La quantité d’un besoin réparti est la somme des quantités de ses établissements.',
      en: 'The quantity of a need split by site is the sum over its sites.',
    },
    demand: any(not(present('sites')), compare(champ('quantity'), '=', sum('sites', 'quantity'))),
    expected: sum('sites', 'quantity'),
    text: {
      fr: 'La quantité estimée ({quantity}) n’est pas la somme des quantités des établissements : {attendu}.',
      en: 'The estimated quantity ({quantity}) is not the sum over the sites: {attendu}.',
    },
    help: 'Corrigez la quantité, ou la répartition entre les établissements.',
  },
  {
    ...needLine,
    code: 'MIO-MET-033',
    champ: 'quantity',
    title: { fr: 'La quantité d’un besoin n’est pas nulle.', en: 'A need has a quantity above zero.' },
    severity: 'AVERTISSEMENT',
    demand: compare(champ('quantity'), '>', decimal('0')),
    text: { fr: 'La quantité estimée est nulle.', en: 'The estimated quantity is zero.' },
    help: 'Indiquez une quantité, ou retirez la ligne : un fournisseur ne peut pas la chiffrer.',
  },
  {
    ...needLine,
    scope: 'lots',
    code: 'MIO-MET-034',
    champ: 'minimumAmount',
    title: {
      fr: 'Le montant minimum d’un lot ne dépasse pas son montant maximum.',
      en: 'The minimum amount of a lot is not above its maximum.',
    },
    demand: compare(champ('minimumAmount'), '<=', champ('maximumAmount')),
    text: {
      fr: 'Le montant minimum du lot ({minimumAmount}) dépasse son montant maximum ({maximumAmount}).',
      en: 'The minimum amount of the lot ({minimumAmount}) is above its maximum ({maximumAmount}).',
    },
    help: 'Corrigez l’un des deux montants.',
  },
  {
    ...needLine,
    scope: 'lots',
    code: 'MIO-MET-035',
    champ: 'criteria',
    title: {
      fr: 'Les pondérations des critères d’un lot font 100 %.',
      en: 'The weights of the criteria of a lot add up to 100 %.',
    },
    demand: weightsAddUp('criteria'),
    expected: decimal('100'),
    text: {
      fr: 'Les pondérations des critères du lot ne font pas 100 %.',
      en: 'The weights of the criteria of the lot do not add up to 100 %.',
    },
    help: 'Corrigez les pondérations : leur somme doit être 100.',
  },
  {
    ...needLine,
    scope: '',
    code: 'MIO-MET-036',
    champ: 'consultation.criteria',
    title: {
      fr: 'Les pondérations des critères de la consultation font 100 %.',
      en: 'The weights of the criteria of the consultation add up to 100 %.',
    },
    demand: weightsAddUp('consultation.criteria'),
    expected: decimal('100'),
    text: {
      fr: 'Les pondérations des critères de la consultation ne font pas 100 %.',
      en: 'The weights of the criteria of the consultation do not add up to 100 %.',
    },
    help: 'Corrigez les pondérations : leur somme doit être 100.',
  },
];

/** Criteria that are only ranked have no weights: nothing is demanded of them. */
function weightsAddUp(criteria: string) {
  return any(
    equalToTheCent(sum(criteria, 'weight'), decimal('0')),
    equalToTheCent(sum(criteria, 'weight'), decimal('100')),
  );
}
