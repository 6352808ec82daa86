import { field, group, type Node } from './node.ts';

/** Awarding criteria, of the consultation or of one lot. Paths are from the element that has `cac:TenderingTerms`. */
export const criteria: Node = group(
  'criteria',
  'Critères d’attribution',
  'cac:TenderingTerms/cac:AwardingTerms/cac:AwardingCriterion',
  'Criterion',
  '*',
  'Critères et leur pondération.',
  [
    field('id', 'N° de critère', 'cbc:ID', 'id', '1', 'Identifiant du critère.'),
    field(
      'kind',
      'Nature du critère',
      'cbc:AwardingCriterionTypeCode',
      'code',
      '?',
      'Prix, qualité, livraison…',
      { codes: 'criterionType' },
    ),
    field('name', 'Critère', 'cbc:Name', 'name', '1', 'Intitulé du critère.'),
    field('description', 'Précision du critère', 'cbc:Description', 'text', '?', 'Comment il sera jugé.'),
    field('weight', 'Pondération', 'cbc:WeightNumeric', 'percent', '?', 'En pour cent.'),
  ],
);
