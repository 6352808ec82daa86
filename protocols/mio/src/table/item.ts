import { field, type Node } from './node.ts';

/** A named property of an item: what UBL has no element for. */
export const property = (name: string, element = 'cbc:Value') =>
  `cac:AdditionalItemProperty[cbc:Name='${name}']/${element}`;
/** A code of a product by its registry. */
export const itemId = (scheme: string) =>
  `cac:AdditionalItemIdentification[cbc:ID/@schemeID='${scheme}']/cbc:ID`;
/** A class of a product in a nomenclature. */
export const itemClass = (list: string) =>
  `cac:CommodityClassification[cbc:ItemClassificationCode/@listID='${list}']/cbc:ItemClassificationCode`;

const sheet = 'Bordereau';

/** Codes of a product, wanted or offered. Paths are from `cac:Item`. */
export const itemCodes: readonly Node[] = [
  field(
    'gtin',
    'GTIN',
    "cac:StandardItemIdentification/cbc:ID[@schemeID='0160']",
    'gtin',
    '?',
    'GTIN-13 ou 14 de l’unité, clé GS1.',
    { excel: { sheet, width: 16 } },
  ),
  field('cip13', 'CIP13', itemId('CIP13'), 'cip13', '?', 'Code de la présentation (34009…), clé GS1.', {
    excel: { sheet, width: 15 },
  }),
  field(
    'ucd13',
    'UCD13',
    itemId('UCD13'),
    'ucd13',
    '?',
    'Code de l’unité commune de dispensation (34008…), clé GS1.',
    { excel: { sheet, width: 15 } },
  ),
  field(
    'udiDi',
    'IUD-ID',
    itemId('UDI-DI'),
    'udiDi',
    '?',
    'Identifiant unique du dispositif, partie fixe (règlement (UE) 2017/745, annexe VI).',
    { excel: { sheet, width: 18 } },
  ),
  field(
    'lppr',
    'LPPR',
    itemId('LPPR'),
    'lppr',
    '?',
    'Code de la liste des produits et prestations remboursables.',
    { excel: { sheet, width: 10 } },
  ),
  field('cladimed', 'CLADIMED', itemClass('CLADIMED'), 'cladimed', '?', 'Classe du dispositif médical.', {
    excel: { sheet, width: 11 },
  }),
  field('atc', 'ATC', itemClass('ATC'), 'atc', '?', 'Classe du médicament.', { excel: { sheet, width: 10 } }),
];

/** What a drug is. Paths are from `cac:Item`. */
export const drugFields: readonly Node[] = [
  field('inn', 'DCI', property('dci'), 'name', '?', 'Dénomination commune internationale.', {
    excel: { sheet, width: 20 },
  }),
  field('strength', 'Dosage', property('dosage'), 'name', '?', 'Dosage.', { excel: { sheet, width: 12 } }),
  field('form', 'Forme', property('forme'), 'name', '?', 'Forme galénique.', { excel: { sheet, width: 14 } }),
];
