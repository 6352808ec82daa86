import { field, group, type Node } from './node.ts';
import { offeredItem } from './offered-item.ts';
import { pieces } from './piece.ts';

const sheet = 'Bordereau';
const euros = "[@currencyID='EUR']";

/** The price offered has a location quantity without type code; list prices and tiers have others, told by theirs. */
const priced = (kind: string) => `cac:OfferedItemLocationQuantity[cac:Price/cbc:PriceTypeCode='${kind}']`;
const discount = (reason: string) =>
  `cac:AllowanceCharge[cbc:ChargeIndicator='false'][cbc:AllowanceChargeReasonCode='${reason}']`;

/** Paths are from a location quantity. */
export const priceFields: readonly Node[] = [
  field(
    'unitPrice',
    'Prix unitaire HT',
    `cac:Price/cbc:PriceAmount${euros}`,
    'price',
    '1',
    'Prix de l’unité avant remise, jusqu’à six décimales.',
    { excel: { sheet, header: 'PU HT', width: 14 } },
  ),
  field(
    'unit',
    'Unité de prix',
    "cac:Price/cbc:BaseQuantity[.='1']/@unitCode",
    'code',
    '1',
    'Unité de ce prix : celle du besoin.',
    { codes: 'unit', excel: { sheet, width: 8 } },
  ),
  field('form', 'Forme du prix', 'cac:Price/cac:PriceList/cbc:ID', 'code', '?', 'Ferme, révisable…', {
    codes: 'priceForm',
  }),
  field(
    'from',
    'Prix valable du',
    'cac:Price/cac:ValidityPeriod/cbc:StartDate',
    'date',
    '?',
    'Premier jour du prix.',
  ),
  field(
    'until',
    'Prix valable jusqu’au',
    'cac:Price/cac:ValidityPeriod/cbc:EndDate',
    'date',
    '?',
    'Dernier jour du prix.',
  ),
  field(
    'leadTimeDays',
    'Délai de livraison',
    "cbc:LeadTimeMeasure[@unitCode='DAY']",
    'count',
    '?',
    'En jours.',
    { excel: { sheet, header: 'Délai (j)', width: 8 } },
  ),
  group('discount', 'Remise', discount('REMISE'), 'Discount', '?', 'Remise sur le prix unitaire.', [
    field(
      'percent',
      'Remise %',
      'cbc:MultiplierFactorNumeric',
      'rate',
      '?',
      'En pour cent du prix unitaire.',
      { excel: { sheet, width: 10 } },
    ),
    field('amount', 'Remise par unité', `cbc:Amount${euros}`, 'price', '1', 'En euros par unité.'),
  ]),
  group(
    'packaging',
    'Conditionnements',
    "cac:Package[cbc:ID='CONDITIONNEMENTS']/cac:ContainedPackage",
    'Packaging',
    '*',
    'Du plus petit au plus grand.',
    [
      field('level', 'Niveau', 'cbc:PackageLevelCode', 'code', '1', 'Unité, boîte, carton, palette.', {
        codes: 'packageLevel',
        excel: { sheet: 'Conditionnements', width: 12 },
      }),
      field(
        'content',
        'Contenance du niveau',
        'cbc:Quantity',
        'quantity',
        '1',
        'Unités du besoin contenues.',
        { excel: { sheet: 'Conditionnements', width: 12 } },
      ),
      field('label', 'Emballage', 'cbc:PackagingType', 'name', '?', 'Description.', {
        excel: { sheet: 'Conditionnements', width: 20 },
      }),
      field(
        'gtin',
        'GTIN du conditionnement',
        "cbc:ID[@schemeID='0160']",
        'gtin',
        '?',
        'GTIN de ce niveau.',
        { excel: { sheet: 'Conditionnements', width: 16 } },
      ),
    ],
  ),
];

/** Lines of an offer, or of an award that repeats it. Paths are from `cac:TenderLine`. */
export const offerLines = (path: string): Node =>
  group('lines', 'Lignes d’offre', path, 'OfferLine', '*', 'Les produits proposés.', [
    field('id', 'N° de ligne d’offre', 'cbc:ID', 'id', '1', 'Identifiant de la ligne dans l’offre.'),
    field(
      'needLine',
      'Ligne du besoin',
      'cac:CallForTendersLineReference/cbc:LineID',
      'id',
      '1',
      'Ligne de l’état des besoins à laquelle celle-ci répond.',
      { excel: { sheet, header: 'Ligne', width: 10 } },
    ),
    field(
      'status',
      'Offre ou sans offre',
      'cac:CallForTendersLineReference/cbc:LineStatusCode',
      'code',
      '1',
      '« SANS-OFFRE » quand le fournisseur ne propose rien.',
      { codes: 'lineStatus', excel: { sheet, width: 12 } },
    ),
    field(
      'comment',
      'Commentaire',
      'cbc:Note',
      'text',
      '?',
      'Commentaire, ou motif d’une ligne sans offre.',
      { excel: { sheet, width: 30 } },
    ),
    field(
      'quantity',
      'Quantité',
      'cbc:Quantity',
      'quantity',
      '1',
      'Quantité du besoin, reprise sans changement.',
    ),
    field('unit', 'Unité de quantité', 'cbc:Quantity/@unitCode', 'code', '1', 'Unité du besoin.', {
      codes: 'unit',
    }),
    field(
      'total',
      'Montant HT',
      `cbc:LineExtensionAmount${euros}`,
      'amount',
      '?',
      'Prix unitaire remisé × quantité, arrondi au centime.',
      { excel: { sheet, width: 14 } },
    ),
    field(
      'totalWithVat',
      'Montant TTC',
      `cbc:TaxInclusiveLineExtensionAmount${euros}`,
      'amount',
      '?',
      'Montant HT et TVA.',
      { excel: { sheet, width: 14 } },
    ),
    field('vat', 'Montant de TVA', `cbc:TotalTaxAmount${euros}`, 'amount', '?', 'TVA de la ligne.'),
    field(
      'orderUnit',
      'Unité de commande',
      'cbc:OrderableUnit',
      'name',
      '?',
      'Conditionnement commandé : boîte, carton…',
      { excel: { sheet, width: 12 } },
    ),
    field(
      'orderUnitContent',
      'Contenance',
      'cbc:ContentUnitQuantity[@unitCode=$unit]',
      'quantity',
      '?',
      'Unités dans une unité de commande.',
      { excel: { sheet, width: 10 } },
    ),
    field(
      'orderMultiple',
      'Multiple de commande',
      'cbc:OrderQuantityIncrementNumeric',
      'quantity',
      '?',
      'On commande par multiples.',
    ),
    field(
      'minimumOrder',
      'Minimum de commande',
      'cbc:MinimumOrderQuantity[@unitCode=$unit]',
      'quantity',
      '?',
      'Plus petite quantité commandée.',
      { excel: { sheet, width: 10 } },
    ),
    field(
      'maximumOrder',
      'Maximum de commande',
      'cbc:MaximumOrderQuantity[@unitCode=$unit]',
      'quantity',
      '?',
      'Plus grande quantité commandée.',
    ),
    field('warranty', 'Garantie', 'cbc:WarrantyInformation', 'name', '?', 'Garantie.'),
    pieces('cac:DocumentReference', 'Pièces de la ligne', 'Fiche technique, certificat, notice…'),
    offeredItem,
    group(
      'price',
      'Prix',
      'cac:OfferedItemLocationQuantity',
      'OfferedPrice',
      '?',
      'Le prix offert ; absent d’une ligne sans offre.',
      priceFields,
    ),
    group('tiers', 'Paliers', priced('PALIER'), 'Tier', '*', 'Prix à partir d’une quantité.', [
      field('from', 'À partir de', 'cbc:MinimumQuantity', 'quantity', '1', 'Quantité annuelle, comprise.', {
        excel: { sheet: 'Remises', width: 12 },
      }),
      field(
        'unitPrice',
        'Prix du palier HT',
        `cac:Price/cbc:PriceAmount${euros}`,
        'price',
        '1',
        'Prix unitaire au palier.',
        { excel: { sheet: 'Remises', width: 14 } },
      ),
    ]),
    field(
      'listPrice',
      'Prix catalogue HT',
      `${priced('CATALOGUE')}/cac:Price/cbc:PriceAmount${euros}`,
      'price',
      '?',
      'Prix public ou de catalogue hors taxes.',
    ),
    field(
      'publicPrice',
      'Prix public TTC',
      `${priced('PUBLIC-TTC')}/cac:Price/cbc:PriceAmount${euros}`,
      'price',
      '?',
      'Prix public toutes taxes comprises.',
    ),
    field(
      'orderUnitPrice',
      'Prix du conditionnement HT',
      `${priced('CONDITIONNEMENT')}/cac:Price/cbc:PriceAmount${euros}`,
      'price',
      '?',
      'Prix d’une unité de commande.',
    ),
    field(
      'unitPriceWithVat',
      'Prix unitaire TTC',
      `${priced('UNITAIRE-TTC')}/cac:Price/cbc:PriceAmount${euros}`,
      'price',
      '?',
      'Prix de l’unité toutes taxes comprises.',
    ),
  ]);
