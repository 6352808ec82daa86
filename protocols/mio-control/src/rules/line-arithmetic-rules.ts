/** What the figures of one line of an offer owe one another. Amounts are rounded half up to the cent, line by line. */
import {
  champ,
  compare,
  decimal,
  equalToTheCent,
  minus,
  not,
  notAfter,
  plus,
  present,
  times,
  where,
} from '../expression/expression.ts';
import type { PortableRule } from './rule.ts';

const head = {
  kind: 'portable',
  messages: ['M20', 'M30'],
  scope: 'lots.lines',
  layer: 'METIER',
  severity: 'ERREUR',
} as const;

const netPrice = minus(champ('price.unitPrice'), champ('price.discount.amount', '0'));
const vatShare = times(champ('item.vatRate'), decimal('0.01'));

export const lineArithmeticRules: readonly PortableRule[] = [
  {
    ...head,
    code: 'MIO-MET-001',
    champ: 'total',
    title: {
      fr: 'Le montant HT d’une ligne est le prix unitaire remisé multiplié par la quantité, arrondi au centime.',
      en: 'The line amount is the discounted unit price times the quantity, rounded to the cent.',
    },
    demand: equalToTheCent(champ('total'), times(netPrice, champ('quantity'))),
    expected: times(netPrice, champ('quantity')),
    text: {
      fr: 'Le montant HT ({total}) n’est pas le prix unitaire remisé multiplié par la quantité ({quantity}) : on attend {attendu}.',
      en: 'The line amount ({total}) is not the discounted unit price times the quantity ({quantity}): {attendu} expected.',
    },
    help: 'Corrigez le prix unitaire, la remise ou le montant HT. Le montant s’arrondit une seule fois, au centime, sur la ligne.',
  },
  {
    ...head,
    code: 'MIO-MET-002',
    champ: 'vat',
    title: {
      fr: 'La TVA d’une ligne est son montant HT multiplié par le taux, arrondi au centime.',
      en: 'The VAT of a line is its amount times the rate, rounded to the cent.',
    },
    demand: equalToTheCent(champ('vat'), times(champ('total'), vatShare)),
    expected: times(champ('total'), vatShare),
    text: {
      fr: 'La TVA ({vat}) n’est pas le montant HT ({total}) multiplié par le taux ({item.vatRate}) : on attend {attendu}.',
      en: 'The VAT ({vat}) is not the amount ({total}) times the rate ({item.vatRate}): {attendu} expected.',
    },
    help: 'Corrigez le taux, le montant HT ou le montant de TVA.',
  },
  {
    ...head,
    code: 'MIO-MET-003',
    champ: 'totalWithVat',
    title: {
      fr: 'Le montant TTC d’une ligne est son montant HT augmenté de la TVA à son taux, au centime.',
      en: 'The amount with VAT of a line is its amount plus VAT at its rate, to the cent.',
    },
    demand: equalToTheCent(champ('totalWithVat'), times(champ('total'), plus(decimal('1'), vatShare))),
    expected: times(champ('total'), plus(decimal('1'), vatShare)),
    text: {
      fr: 'Le montant TTC ({totalWithVat}) n’est pas le montant HT ({total}) augmenté de la TVA à {item.vatRate} : on attend {attendu}.',
      en: 'The amount with VAT ({totalWithVat}) is not the amount ({total}) plus VAT at {item.vatRate}: {attendu} expected.',
    },
    help: 'Corrigez le taux, le montant HT ou le montant TTC.',
  },
  {
    ...head,
    code: 'MIO-MET-004',
    champ: 'price.discount.amount',
    title: {
      fr: 'La remise par unité est le prix unitaire multiplié par le pourcentage de remise, au centime.',
      en: 'The discount per unit is the unit price times the discount percentage, to the cent.',
    },
    demand: equalToTheCent(
      champ('price.discount.amount'),
      times(champ('price.unitPrice'), times(champ('price.discount.percent'), decimal('0.01'))),
    ),
    expected: times(champ('price.unitPrice'), times(champ('price.discount.percent'), decimal('0.01'))),
    text: {
      fr: 'La remise par unité ({price.discount.amount}) n’est pas {price.discount.percent} du prix unitaire ({price.unitPrice}) : on attend {attendu}.',
      en: 'The discount per unit ({price.discount.amount}) is not {price.discount.percent} of the unit price ({price.unitPrice}): {attendu} expected.',
    },
    help: 'Corrigez le pourcentage ou la remise par unité.',
  },
  {
    ...head,
    code: 'MIO-MET-005',
    champ: 'price.discount.amount',
    title: {
      fr: 'La remise par unité ne dépasse pas le prix unitaire.',
      en: 'The discount per unit is not above the unit price.',
    },
    demand: compare(champ('price.discount.amount'), '<=', champ('price.unitPrice')),
    text: {
      fr: 'La remise par unité ({price.discount.amount}) dépasse le prix unitaire ({price.unitPrice}).',
      en: 'The discount per unit ({price.discount.amount}) is above the unit price ({price.unitPrice}).',
    },
    help: 'La remise se donne en euros par unité, et non sur toute la quantité.',
  },
  {
    ...head,
    code: 'MIO-MET-006',
    champ: 'orderUnitPrice',
    title: {
      fr: 'Le prix du conditionnement est le prix unitaire remisé multiplié par sa contenance, au centime.',
      en: 'The price of the order unit is the discounted unit price times its content, to the cent.',
    },
    demand: equalToTheCent(champ('orderUnitPrice'), times(netPrice, champ('orderUnitContent'))),
    expected: times(netPrice, champ('orderUnitContent')),
    text: {
      fr: 'Le prix du conditionnement ({orderUnitPrice}) n’est pas le prix unitaire remisé multiplié par la contenance ({orderUnitContent}) : on attend {attendu}.',
      en: 'The price of the order unit ({orderUnitPrice}) is not the discounted unit price times its content ({orderUnitContent}): {attendu} expected.',
    },
    help: 'Vérifiez que le prix unitaire est celui de l’unité demandée, et non celui de la boîte.',
  },
  {
    ...head,
    code: 'MIO-MET-007',
    champ: 'orderUnitContent',
    title: {
      fr: 'Un prix de conditionnement s’accompagne de la contenance du conditionnement.',
      en: 'A price of an order unit comes with its content.',
    },
    demand: where(present('orderUnitPrice'), present('orderUnitContent')),
    text: {
      fr: 'Le prix du conditionnement est donné ({orderUnitPrice}), mais pas sa contenance.',
      en: 'The price of the order unit is given ({orderUnitPrice}), but not its content.',
    },
    help: 'Indiquez combien d’unités contient une unité de commande.',
  },
  {
    ...head,
    code: 'MIO-MET-008',
    champ: 'unitPriceWithVat',
    title: {
      fr: 'Le prix unitaire TTC est le prix unitaire HT remisé augmenté de la TVA, au centime.',
      en: 'The unit price with VAT is the discounted unit price plus VAT, to the cent.',
    },
    demand: equalToTheCent(champ('unitPriceWithVat'), times(netPrice, plus(decimal('1'), vatShare))),
    expected: times(netPrice, plus(decimal('1'), vatShare)),
    text: {
      fr: 'Le prix unitaire TTC ({unitPriceWithVat}) n’est pas le prix unitaire HT remisé augmenté de la TVA à {item.vatRate} : on attend {attendu}.',
      en: 'The unit price with VAT ({unitPriceWithVat}) is not the discounted unit price plus VAT at {item.vatRate}: {attendu} expected.',
    },
    help: 'Corrigez le prix unitaire TTC ou le taux de TVA.',
  },
  {
    ...head,
    code: 'MIO-MET-009',
    champ: 'minimumOrder',
    title: {
      fr: 'Le minimum de commande ne dépasse pas le maximum.',
      en: 'The minimum order is not above the maximum.',
    },
    demand: compare(champ('minimumOrder'), '<=', champ('maximumOrder')),
    text: {
      fr: 'Le minimum de commande ({minimumOrder}) dépasse le maximum ({maximumOrder}).',
      en: 'The minimum order ({minimumOrder}) is above the maximum ({maximumOrder}).',
    },
    help: 'Échangez ou corrigez ces deux quantités.',
  },
  {
    ...head,
    code: 'MIO-MET-010',
    champ: 'price.until',
    title: {
      fr: 'La fin de validité d’un prix ne précède pas son début.',
      en: 'A price does not end before it begins.',
    },
    demand: notAfter('price.from', 'price.until'),
    text: {
      fr: 'Le prix vaut jusqu’au {price.until}, avant de commencer à valoir le {price.from}.',
      en: 'The price is valid until {price.until}, before it starts on {price.from}.',
    },
    help: 'Corrigez les dates de validité du prix.',
  },
  {
    ...head,
    code: 'MIO-MET-011',
    champ: 'quantity',
    title: {
      fr: 'La quantité d’une ligne offerte n’est pas nulle.',
      en: 'An offered line has a quantity above zero.',
    },
    demand: compare(champ('quantity'), '>', decimal('0')),
    text: { fr: 'La quantité est nulle.', en: 'The quantity is zero.' },
    help: 'Reprenez la quantité de l’état des besoins.',
  },
  {
    ...head,
    code: 'MIO-MET-012',
    severity: 'AVERTISSEMENT',
    champ: 'price.unitPrice',
    title: { fr: 'Un prix offert n’est pas nul.', en: 'An offered price is above zero.' },
    demand: compare(champ('price.unitPrice'), '>', decimal('0')),
    text: { fr: 'Le prix unitaire est nul.', en: 'The unit price is zero.' },
    help: 'Si le produit est gratuit, dites-le en commentaire. Sinon, indiquez son prix, ou marquez la ligne « sans offre ».',
  },
  {
    ...head,
    code: 'MIO-MET-013',
    champ: 'total',
    title: {
      fr: 'Une ligne chiffrée porte son montant HT.',
      en: 'A priced line has its amount.',
    },
    demand: where(present('price'), present('total')),
    text: {
      fr: 'La ligne a un prix unitaire ({price.unitPrice}), mais pas de montant HT.',
      en: 'The line has a unit price ({price.unitPrice}), but no amount.',
    },
    expected: times(netPrice, champ('quantity')),
    help: 'Indiquez le montant HT de la ligne.',
  },
  {
    ...head,
    code: 'MIO-MET-014',
    champ: 'orderUnitContent',
    title: {
      fr: 'La contenance d’un conditionnement n’est pas nulle.',
      en: 'An order unit contains something.',
    },
    demand: not(compare(champ('orderUnitContent', '1'), '=', decimal('0'))),
    text: { fr: 'La contenance du conditionnement est nulle.', en: 'The content of the order unit is zero.' },
    help: 'Indiquez combien d’unités contient une unité de commande.',
  },
];
