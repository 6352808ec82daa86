/** The act of commitment (M32) and the execution catalogue (M51) against the award. */
import type { CatalogueLine, Draft, OfferLine } from '@liaison/mio';
import { areOtherNumbers, areOtherTexts, daysBetween } from './market.ts';
import { answeredBy } from './reply-rules.ts';
import { day, euros, type Fault, number, type Shown, type SubjectRule } from './rule.ts';
import type { Facts } from './facts.ts';
import type { AwardDraft, Subjects } from './subjects.ts';

const act = {
  kind: 'subject',
  subject: 'commitment',
  layer: 'CROISE',
  severity: 'ERREUR',
  reason: 'other-message',
} as const;
const catalogue = { ...act, subject: 'catalogue' } as const;
const otherHolder = {
  title: { fr: 'Le titulaire est celui de l’attribution.', en: 'The holder is that of the award.' },
  text: { fr: 'Le titulaire n’est pas celui de l’attribution.', en: 'The holder is not that of the award.' },
  help: 'Vérifiez le titulaire, et l’attribution citée.',
} as const;

export const commitmentRules: readonly SubjectRule<'commitment'>[] = [
  {
    ...act,
    ...otherHolder,
    code: 'MIO-CRO-080',
    check: ({ message }, facts, report) => reportHolder(message, facts, report),
  },
  {
    ...act,
    code: 'MIO-CRO-081',
    title: { fr: 'Un lot signé est attribué.', en: 'A lot that is signed is awarded.' },
    check: ({ message }, facts, report) => {
      const award = awardOf(message, facts);
      for (const [index, { id }] of (message.lots ?? []).entries())
        if (award && !(award.lots ?? []).some((lot) => lot.id === id)) report({ at: ['lots', index, 'id'] });
    },
    text: {
      fr: 'L’attribution ne donne pas ce lot au titulaire.',
      en: 'The award does not give this lot to the holder.',
    },
    help: 'Retirez le lot, ou faites corriger l’attribution.',
  },
  {
    ...act,
    code: 'MIO-CRO-082',
    title: {
      fr: 'Numéro de marché, dates et total signés sont ceux de l’attribution.',
      en: 'Contract number, dates and total signed are those of the award.',
    },
    check: ({ message }, facts, report) => {
      const award = awardOf(message, facts);
      for (const [index, lot] of (message.lots ?? []).entries()) {
        const awarded = award?.lots?.find(({ id }) => id === lot.id);
        const pairs = [
          [['contractId'], lot.contractId, awarded?.contractId, asText],
          [['from'], lot.from, awarded?.from, asDay],
          [['until'], lot.until, awarded?.until, asDay],
          [['totals', 'total'], lot.totals?.total, awarded?.totals?.total, asEuros],
        ] as const;
        for (const [at, given, expected, { areOther, show }] of pairs)
          if (areOther(given, expected))
            report({ at: ['lots', index, ...at], expected: show(expected ?? '') });
      }
    },
    text: {
      fr: 'La valeur signée n’est pas celle de l’attribution : on attend {attendu}.',
      en: 'The value signed is not that of the award: {attendu} expected.',
    },
    help: 'On signe ce qui a été attribué.',
  },
  {
    ...act,
    code: 'MIO-CRO-083',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Un lot n’est pas signé avant la fin du délai de suspension.',
      en: 'A lot is not signed before the standstill ends.',
    },
    check: ({ message }, facts, report) => {
      const award = awardOf(message, facts);
      for (const [index, { id, signedOn }] of (message.lots ?? []).entries()) {
        const first = award?.lots?.find((lot) => lot.id === id)?.notBefore;
        if (daysBetween(first, signedOn) < 0)
          report({ at: ['lots', index, 'signedOn'], expected: day(first ?? '') });
      }
    },
    text: {
      fr: 'Le lot est signé avant le {attendu}, fin du délai de suspension que l’attribution donne.',
      en: 'The lot is signed before {attendu}, the end of the standstill that the award gives.',
    },
    help: 'L’acheteur signe en dernier, une fois le délai écoulé (CCP R2182-1).',
  },
];

export const catalogueRules: readonly SubjectRule<'catalogue'>[] = [
  {
    ...catalogue,
    ...otherHolder,
    code: 'MIO-CRO-090',
    check: ({ message }, facts, report) => reportHolder(message, facts, report),
  },
  {
    ...catalogue,
    code: 'MIO-CRO-091',
    title: {
      fr: 'Un article du catalogue vient d’une ligne attribuée.',
      en: 'An article of the catalogue comes from an awarded line.',
    },
    check: ({ message }, facts, report) => {
      const award = awardOf(message, facts);
      if (!award) return;
      for (const [index, line] of (message.lines ?? []).entries())
        if (!awardedLine(award, line)) report({ at: ['lines', index] });
    },
    text: {
      fr: 'Aucune ligne attribuée au titulaire ne répond à cet article.',
      en: 'No line awarded to the holder answers for this article.',
    },
    help: 'Vérifiez le lot et la ligne du besoin, ou retirez l’article : on ne commande que ce qui est attribué.',
  },
  {
    ...catalogue,
    code: 'MIO-CRO-092',
    title: {
      fr: 'Prix, TVA, unité et codes du catalogue sont ceux de l’attribution.',
      en: 'Price, VAT, unit and codes of the catalogue are those of the award.',
    },
    check: ({ message }, facts, report) => {
      const award = awardOf(message, facts);
      for (const [index, line] of (message.lines ?? []).entries()) {
        const awarded = award && awardedLine(award, line);
        if (awarded)
          compareLines(line, awarded, (fault) =>
            report({ ...fault, at: ['lines', index, ...(fault.at ?? [])] }),
          );
      }
    },
    text: {
      fr: 'La valeur du catalogue n’est pas celle de l’attribution : on attend {attendu}.',
      en: 'The value of the catalogue is not that of the award: {attendu} expected.',
    },
    help: 'On commande ce qui a été attribué ; un changement de produit ou de prix passe par un avenant.',
  },
  {
    ...catalogue,
    code: 'MIO-CRO-093',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Toute ligne attribuée se commande.',
      en: 'Every awarded line can be ordered.',
    },
    check: ({ message }, facts, report) => {
      const lines = message.lines ?? [];
      const lots = new Set(lines.map(({ lot }) => lot));
      for (const { id: lot = '', lines: awarded = [] } of awardOf(message, facts)?.lots ?? [])
        for (const { needLine = '' } of lots.has(lot) ? awarded : [])
          if (!lines.some((line) => line.lot === lot && line.needLine === needLine))
            report({ at: ['lines'], with: { lot, ligne: needLine } });
    },
    text: {
      fr: 'La ligne {ligne} du lot {lot} est attribuée, et n’est pas au catalogue.',
      en: 'Line {ligne} of lot {lot} is awarded, and is not in the catalogue.',
    },
    help: 'Ajoutez l’article, ou publiez-le dans un autre catalogue.',
  },
  {
    ...catalogue,
    code: 'MIO-CRO-094',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Un catalogue vaut pendant l’exécution du marché.',
      en: 'A catalogue is valid while the contract runs.',
    },
    check: ({ message }, facts, report) => {
      const lots = awardOf(message, facts)?.lots ?? [];
      const first = lots.flatMap(({ from }) => from ?? []).toSorted()[0];
      const last = lots
        .flatMap(({ until }) => until ?? [])
        .toSorted()
        .at(-1);
      if (daysBetween(first, message.from) < 0) report({ at: ['from'], expected: day(first ?? '') });
      if (daysBetween(message.until, last) < 0) report({ at: ['until'], expected: day(last ?? '') });
    },
    text: {
      fr: 'Le catalogue vaut hors du marché, dont la borne est le {attendu}.',
      en: 'The catalogue is valid outside the contract, whose bound is {attendu}.',
    },
    help: 'Ramenez le catalogue aux dates du marché ; une reconduction a son propre catalogue.',
  },
];

function awardOf(
  message: Subjects['commitment' | 'catalogue']['message'],
  facts: Facts,
): AwardDraft | undefined {
  const answered = answeredBy(message, facts)?.message;
  return answered?.type === 'M30' ? answered : undefined;
}

function reportHolder(
  message: Subjects['commitment' | 'catalogue']['message'],
  facts: Facts,
  report: (fault: Fault) => void,
): void {
  const expected = awardOf(message, facts)?.holder?.siret;
  const given = message.holder?.siret;
  if (expected !== undefined && given !== undefined && given !== expected)
    report({ at: ['holder', 'siret'], expected });
}

/** The awarded line of an article, by lot and line of needs; several products for one need are told apart by their reference. */
function awardedLine(award: AwardDraft, article: Draft<CatalogueLine>): Draft<OfferLine> | undefined {
  const lots = (award.lots ?? []).filter(({ id }) => article.lot === undefined || id === article.lot);
  const lines = lots
    .flatMap((lot) => lot.lines ?? [])
    .filter(({ needLine }) => needLine === article.needLine);
  const named = lines.find(({ item }) => item?.supplierReference === article.item?.supplierReference);
  return named ?? lines[0];
}

function compareLines(
  article: Draft<CatalogueLine>,
  awarded: Draft<OfferLine>,
  report: (fault: Fault) => void,
): void {
  const { item, price } = article;
  const pairs: readonly (readonly [readonly string[], string | undefined, string | undefined, Comparison])[] =
    [
      [['price', 'unitPrice'], price?.unitPrice, awarded.price?.unitPrice, asEuros],
      [['price', 'unit'], price?.unit, awarded.price?.unit, asText],
      [['price', 'discount', 'amount'], price?.discount?.amount, awarded.price?.discount?.amount, asEuros],
      [['item', 'vatRate'], item?.vatRate, awarded.item?.vatRate, asNumber],
      [['item', 'supplierReference'], item?.supplierReference, awarded.item?.supplierReference, asText],
      [['item', 'gtin'], item?.gtin, awarded.item?.gtin, asText],
      [['item', 'ucd13'], item?.ucd13, awarded.item?.ucd13, asText],
      [['item', 'cip13'], item?.cip13, awarded.item?.cip13, asText],
      [['item', 'lppr'], item?.lppr, awarded.item?.lppr, asText],
    ];
  for (const [at, given, expected, { areOther, show }] of pairs)
    if (areOther(given, expected)) report({ at, expected: show(expected ?? '') });
}

/** How two values are held against each other, and how the one that is expected is told. */
interface Comparison {
  readonly areOther: (given: string | undefined, expected: string | undefined) => boolean;
  readonly show: (value: string) => Shown;
}

const asText: Comparison = { areOther: areOtherTexts, show: (value) => value };
const asDay: Comparison = { areOther: areOtherTexts, show: day };
const asEuros: Comparison = { areOther: areOtherNumbers, show: euros };
const asNumber: Comparison = { areOther: areOtherNumbers, show: number };
