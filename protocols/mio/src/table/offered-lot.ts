import { field, group, type Node } from './node.ts';
import { offerLines } from './offer-line.ts';
import { pieces } from './piece.ts';

const sheet = 'Bordereau';
const euros = "[@currencyID='EUR']";

/** Sums of a lot, offered or awarded. */
export const totals = (path: string): Node =>
  group('totals', 'Totaux du lot', path, 'Totals', '?', 'Sommes des lignes.', [
    field('total', 'Total HT', `cbc:TaxExclusiveAmount${euros}`, 'amount', '1', 'Somme des montants HT.'),
    field('totalWithVat', 'Total TTC', `cbc:PayableAmount${euros}`, 'amount', '1', 'Total HT et TVA.'),
  ]);

/** A lot offered, once for the base offer and once for each variant. Paths are from `cac:TenderedProject`. */
export const offeredLot: Node = group(
  'lots',
  'Lots proposés',
  'cac:TenderedProject',
  'OfferedLot',
  '+',
  'Les lots auxquels le fournisseur répond.',
  [
    field(
      'id',
      'Lot',
      "cac:ProcurementProjectLot/cbc:ID[@schemeID='Lot']",
      'id',
      '1',
      'Numéro du lot de la consultation.',
      { excel: { sheet, header: 'Lot', width: 8 } },
    ),
    field('variant', 'Variante n°', 'cbc:VariantID', 'id', '?', 'Absent de l’offre de base.', {
      excel: { sheet, header: 'Variante', width: 10 },
    }),
    field(
      'freeDelivery',
      'Franco',
      `cac:AdditionalFee[cbc:FeeTypeCode='FRANCO']/cbc:FeeAmount${euros}`,
      'amount',
      '?',
      'Montant de commande HT à partir duquel le port est gratuit.',
    ),
    field(
      'minimumOrder',
      'Minimum de commande HT',
      `cac:AdditionalFee[cbc:FeeTypeCode='MINIMUM-COMMANDE']/cbc:FeeAmount${euros}`,
      'amount',
      '?',
      'Plus petite commande acceptée.',
    ),
    field(
      'delivery',
      'Frais de port',
      `cac:AdditionalFee[cbc:FeeTypeCode='PORT']/cbc:FeeAmount${euros}`,
      'amount',
      '?',
      'Sous le franco, par commande.',
    ),
    pieces('cac:EvidenceDocumentReference', 'Pièces du lot', 'Mémoire technique et autres pièces du lot.'),
    group('vat', 'TVA du lot', 'cac:TaxTotal', 'VatTotal', '?', 'TVA par taux.', [
      field('total', 'Total de TVA', `cbc:TaxAmount${euros}`, 'amount', '1', 'TVA du lot.'),
      group(
        'rates',
        'Taux',
        "cac:TaxSubtotal[cac:TaxCategory/cac:TaxScheme/cbc:ID='VAT']",
        'VatRate',
        '+',
        'Un par taux.',
        [
          field('base', 'Base HT', `cbc:TaxableAmount${euros}`, 'amount', '1', 'Montants HT à ce taux.'),
          field(
            'amount',
            'TVA au taux',
            `cbc:TaxAmount${euros}`,
            'amount',
            '1',
            'Base × taux, arrondi au centime.',
          ),
          field('rate', 'Taux de TVA', 'cac:TaxCategory/cbc:Percent', 'percent', '1', 'En pour cent.', {
            codes: 'vatRate',
          }),
        ],
      ),
    ]),
    totals('cac:LegalMonetaryTotal'),
    offerLines('cac:TenderLine'),
    group(
      'answers',
      'Réponses aux critères',
      'cac:AwardingCriterionResponse',
      'CriterionAnswer',
      '*',
      'Réponses écrites aux critères.',
      [
        field(
          'criterion',
          'Critère répondu',
          'cbc:AwardingCriterionID',
          'id',
          '1',
          'Identifiant du critère.',
        ),
        field('text', 'Réponse au critère', 'cbc:Description', 'text', '1', 'Réponse.'),
      ],
    ),
  ],
);
