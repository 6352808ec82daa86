/** Ids that are unique, references that lead somewhere, lines that are either offered or not: layer 3. */
import { all, any, distinct, not, oneOf, present, where } from '../expression/expression.ts';
import type { Fault, PortableRule, SubjectRule } from './rule.ts';

const unique = { kind: 'portable', layer: 'STRUCTURE', severity: 'ERREUR' } as const;
const coded = { kind: 'subject', layer: 'STRUCTURE', severity: 'ERREUR', reason: 'algorithm' } as const;
const renumber = 'Donnez à chacun son propre numéro.';

export const uniquenessRules: readonly PortableRule[] = [
  {
    ...unique,
    code: 'MIO-STR-001',
    messages: ['M10', 'M11'],
    scope: '',
    champ: 'lots',
    title: { fr: 'Un numéro de lot ne sert qu’une fois.', en: 'A lot number is used once.' },
    demand: distinct('lots', 'id'),
    text: {
      fr: 'Le numéro de lot {double} sert plusieurs fois.',
      en: 'The lot number {double} is used more than once.',
    },
    help: renumber,
  },
  {
    ...unique,
    code: 'MIO-STR-002',
    messages: ['M10', 'M11'],
    scope: '',
    champ: 'lots',
    title: {
      fr: 'Un numéro de ligne ne sert qu’une fois dans la consultation.',
      en: 'A line number is used once in the consultation.',
    },
    demand: distinct('lots.lines', 'id'),
    text: {
      fr: 'Le numéro de ligne {double} sert plusieurs fois.',
      en: 'The line number {double} is used more than once.',
    },
    help: renumber,
  },
  {
    ...unique,
    code: 'MIO-STR-003',
    messages: ['M20'],
    scope: '',
    champ: 'lots',
    title: {
      fr: 'Un numéro de ligne d’offre ne sert qu’une fois dans l’offre.',
      en: 'A line number is used once in the offer.',
    },
    demand: distinct('lots.lines', 'id'),
    text: {
      fr: 'Le numéro de ligne d’offre {double} sert plusieurs fois.',
      en: 'The offer line number {double} is used more than once.',
    },
    help: renumber,
  },
  {
    ...unique,
    code: 'MIO-STR-004',
    messages: ['M10', 'M11'],
    scope: '',
    champ: 'members',
    title: { fr: 'Un numéro de membre ne sert qu’une fois.', en: 'A member number is used once.' },
    demand: distinct('members', 'id'),
    text: {
      fr: 'Le numéro de membre {double} sert plusieurs fois.',
      en: 'The member number {double} is used more than once.',
    },
    help: renumber,
  },
  {
    ...unique,
    code: 'MIO-STR-005',
    messages: ['M10', 'M11'],
    scope: 'lots.lines',
    champ: 'sites',
    title: {
      fr: 'Un établissement ne figure qu’une fois dans la répartition d’une ligne.',
      en: 'A site stands once in the split of a line.',
    },
    demand: distinct('sites', 'site'),
    text: {
      fr: 'L’établissement {double} figure plusieurs fois dans la répartition.',
      en: 'The site {double} stands more than once in the split.',
    },
    help: 'Réunissez ses quantités.',
  },
  {
    ...unique,
    code: 'MIO-STR-006',
    messages: ['M20'],
    scope: 'lots.lines',
    champ: 'item',
    title: {
      fr: 'Une ligne offerte décrit un produit et porte un prix.',
      en: 'An offered line has a product and a price.',
    },
    demand: where(oneOf('status', ['OFFRE']), all(present('item'), present('price'))),
    text: {
      fr: 'La ligne est marquée « offre », mais le produit ou le prix manque.',
      en: 'The line is marked as offered, but its product or its price is missing.',
    },
    help: 'Complétez le produit et le prix, ou marquez la ligne « sans offre ».',
  },
  {
    ...unique,
    code: 'MIO-STR-007',
    messages: ['M20'],
    scope: 'lots.lines',
    champ: 'status',
    title: {
      fr: 'Une ligne sans offre n’a ni produit, ni prix, ni montant.',
      en: 'A line without an offer has no product, price or amount.',
    },
    demand: where(
      oneOf('status', ['SANS-OFFRE']),
      not(any(present('item'), present('price'), present('total'))),
    ),
    text: {
      fr: 'La ligne est marquée « sans offre », mais un produit, un prix ou un montant y figure.',
      en: 'The line is marked as not offered, but it has a product, a price or an amount.',
    },
    help: 'Marquez la ligne « offre », ou retirez-en le produit et le prix.',
  },
  {
    ...unique,
    code: 'MIO-STR-008',
    severity: 'AVERTISSEMENT',
    messages: ['M20'],
    scope: 'lots.lines',
    champ: 'comment',
    title: { fr: 'Une ligne sans offre dit pourquoi.', en: 'A line without an offer says why.' },
    demand: where(oneOf('status', ['SANS-OFFRE']), present('comment')),
    text: {
      fr: 'La ligne est sans offre, et aucun motif n’est donné.',
      en: 'The line is not offered, without a reason.',
    },
    help: 'Dites le motif en commentaire : arrêt de fabrication, hors gamme, rupture…',
  },
];

export const needStructureRules: readonly SubjectRule<'need'>[] = [
  {
    ...coded,
    code: 'MIO-STR-010',
    subject: 'need',
    title: {
      fr: 'Un sous-lot cite un lot de la consultation, et aucun lot n’est contenu dans lui-même.',
      en: 'A sub-lot cites a lot of the consultation, and no lot contains itself.',
    },
    check: ({ message }, _facts, report) => {
      const parents = new Map((message.lots ?? []).map(({ id, parent }) => [id, parent]));
      for (const [index, lot] of (message.lots ?? []).entries()) {
        if (lot.parent === undefined) continue;
        if (!parents.has(lot.parent) || goesRound(lot.id, parents)) report({ at: ['lots', index, 'parent'] });
      }
    },
    text: {
      fr: 'Le lot parent n’existe pas, ou se contient lui-même.',
      en: 'The parent lot does not exist, or contains itself.',
    },
    help: 'Citez le numéro du lot qui contient ce sous-lot.',
  },
  {
    ...coded,
    code: 'MIO-STR-011',
    subject: 'need',
    title: {
      fr: 'Une répartition ne cite que des établissements membres.',
      en: 'A split by site cites member establishments only.',
    },
    check: ({ message }, _facts, report) => {
      const members = new Set((message.members ?? []).map(({ id }) => id));
      for (const [lot, { lines = [] }] of (message.lots ?? []).entries())
        for (const [line, { sites = [] }] of lines.entries())
          for (const [site, { site: cited }] of sites.entries())
            if (cited !== undefined && !members.has(cited))
              report({ at: ['lots', lot, 'lines', line, 'sites', site, 'site'] });
    },
    text: {
      fr: 'Cet établissement n’est pas dans la liste des membres.',
      en: 'This site is not in the list of members.',
    },
    help: 'Ajoutez l’établissement aux membres du groupement, ou corrigez son numéro.',
  },
  {
    ...coded,
    code: 'MIO-STR-012',
    subject: 'need',
    severity: 'AVERTISSEMENT',
    title: { fr: 'Un lot sans sous-lot a des lignes.', en: 'A lot without sub-lots has lines.' },
    check: ({ message }, _facts, report) => {
      const parents = new Set((message.lots ?? []).map(({ parent }) => parent));
      for (const [index, { id, lines = [] }] of (message.lots ?? []).entries())
        if (lines.length === 0 && !parents.has(id)) report({ at: ['lots', index] });
    },
    text: { fr: 'Le lot n’a aucune ligne.', en: 'The lot has no line.' },
    help: 'Ajoutez les lignes du lot, ou retirez le lot.',
  },
];

export const offerStructureRules: readonly SubjectRule<'offer'>[] = [
  {
    ...coded,
    code: 'MIO-STR-013',
    subject: 'offer',
    title: {
      fr: 'Un lot n’est offert qu’une fois, et une fois pour chaque variante.',
      en: 'A lot is offered once, and once for each variant.',
    },
    check: ({ message }, _facts, report) => {
      const seen = new Set<string>();
      for (const [index, { id = '', variant = '' }] of (message.lots ?? []).entries()) {
        const offered = JSON.stringify([id, variant]);
        if (seen.has(offered)) report({ at: ['lots', index, 'id'] } satisfies Fault);
        seen.add(offered);
      }
    },
    text: {
      fr: 'Ce lot figure déjà dans l’offre, avec la même variante.',
      en: 'This lot is already in the offer, with the same variant.',
    },
    help: 'Réunissez les lignes du lot, ou numérotez la variante.',
  },
];

export const messageRules: readonly SubjectRule<'message'>[] = [
  {
    ...coded,
    code: 'MIO-ENV-009',
    layer: 'ENVELOPPE',
    severity: 'BLOQUANT',
    reason: 'context',
    subject: 'message',
    title: {
      fr: 'Un message d’essai n’entre pas en production.',
      en: 'A test message does not enter production.',
    },
    check: ({ message }, { isProduction }, report) => {
      if (isProduction && message.header?.isTest === true) report({ at: ['header', 'isTest'] });
    },
    text: {
      fr: 'Ce message est un essai : il ne peut pas entrer en production.',
      en: 'This is a test message: it cannot enter production.',
    },
    help: 'Produisez le message définitif, sans la marque d’essai de son profil.',
  },
];

function goesRound(
  id: string | undefined,
  parents: ReadonlyMap<string | undefined, string | undefined>,
): boolean {
  const passed = new Set([id]);
  for (let at = parents.get(id); at !== undefined; at = parents.get(at)) {
    if (passed.has(at)) return true;
    passed.add(at);
  }
  return false;
}
