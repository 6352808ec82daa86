/** An award against the needs that it answers, and its dates. */
import type { Draft, NeedLine } from '@liaison/mio';
import {
  areOtherNumbers,
  daysBetween,
  deadlineOf,
  hasLine,
  isSameLot,
  parisDay,
  writtenAt,
} from './market.ts';
import { euros, type Fault, number, type SubjectRule } from './rule.ts';
import type { AwardDraft } from './subjects.ts';

const head = {
  kind: 'subject',
  subject: 'award',
  layer: 'CROISE',
  severity: 'ERREUR',
  reason: 'other-message',
} as const;
const dayMs = 24 * 60 * 60 * 1000;

export const awardNeedRules: readonly SubjectRule<'award'>[] = [
  {
    ...head,
    code: 'MIO-STR-025',
    layer: 'STRUCTURE',
    reason: 'algorithm',
    title: {
      fr: 'Un lot n’est attribué qu’une fois à un titulaire, et une fois par variante.',
      en: 'A lot is awarded once to a holder, and once for each variant.',
    },
    check: ({ message }, _facts, report) => {
      for (const index of repeatedLots(message.lots ?? [])) report({ at: ['lots', index, 'id'] });
    },
    text: {
      fr: 'Ce lot est déjà attribué dans ce message.',
      en: 'This lot is already awarded in this message.',
    },
    help: 'Réunissez les lignes du lot.',
  },
  {
    ...head,
    code: 'MIO-CRO-034',
    title: {
      fr: 'Les totaux attribués sont ceux de l’offre.',
      en: 'The totals awarded are those of the offer.',
    },
    check: ({ message }, { offer }, report) => {
      for (const [index, lot] of (message.lots ?? []).entries()) {
        const offered = offer?.lots?.find((other) => isSameLot(other, lot))?.totals?.total;
        const given = lot.totals?.total;
        if (areOtherNumbers(given, offered))
          report({ at: ['lots', index, 'totals', 'total'], expected: euros(offered ?? '') });
      }
    },
    text: {
      fr: 'Le total du lot n’est pas celui de l’offre : on attend {attendu}.',
      en: 'The total of the lot is not that of the offer: {attendu} expected.',
    },
    help: 'Reprenez le total de l’offre, ou celui de la précision acceptée.',
  },
  {
    ...head,
    code: 'MIO-CRO-035',
    title: {
      fr: 'Une ligne « sans offre » n’est pas attribuée.',
      en: 'A line without an offer is not awarded.',
    },
    check: ({ message }, _facts, report) => {
      forLines(message, ({ status }, at) => {
        if (status === 'SANS-OFFRE') report({ at: [...at, 'status'] });
      });
    },
    reason: 'algorithm',
    text: { fr: 'Cette ligne attribuée n’a pas été offerte.', en: 'This awarded line was not offered.' },
    help: 'Retirez la ligne de l’attribution, ou déclarez-la infructueuse (M33).',
  },
  {
    ...head,
    code: 'MIO-CRO-036',
    title: {
      fr: 'Lots et lignes attribués sont de la consultation.',
      en: 'Lots and lines awarded are of the consultation.',
    },
    check: ({ message }, { need }, report) => {
      if (!need) return;
      for (const [index, { id = '' }] of (message.lots ?? []).entries())
        if (!need.lots.has(id)) report({ at: ['lots', index, 'id'] });
      forLines(message, ({ needLine }, at, lot) => {
        if (needLine !== undefined && need.lots.has(lot) && !hasLine(need.lots.get(lot), needLine))
          report({ at: [...at, 'needLine'] });
      });
    },
    text: {
      fr: 'La consultation n’a pas ce lot, ou ce lot n’a pas cette ligne.',
      en: 'The consultation does not have this lot, or this lot does not have this line.',
    },
    help: 'Reprenez le numéro de la demande de prix, dans sa dernière version.',
  },
  {
    ...head,
    code: 'MIO-CRO-037',
    title: {
      fr: 'Un lot indivisible est attribué en entier.',
      en: 'An indivisible lot is awarded as a whole.',
    },
    check: ({ message }, { need }, report) => {
      for (const [index, { id = '', lines }] of (message.lots ?? []).entries()) {
        const asked = need?.lots.get(id);
        if (asked?.pricing !== 'INDIVISIBLE' || !lines) continue;
        for (const ligne of missing(asked.lines ?? [], lines))
          report({ at: ['lots', index], with: { ligne } });
      }
    },
    text: {
      fr: 'Le lot est indivisible, et sa ligne {ligne} n’est pas attribuée.',
      en: 'The lot is indivisible, and its line {ligne} is not awarded.',
    },
    help: 'Attribuez toutes les lignes du lot à ce titulaire.',
  },
  {
    ...head,
    code: 'MIO-CRO-038',
    title: {
      fr: 'Un lot est attribué après la date limite de remise des offres.',
      en: 'A lot is awarded after the deadline.',
    },
    check: ({ message }, { need }, report) => {
      const deadline = parisDay(need?.message.consultation?.deadline);
      for (const [index, { decidedOn }] of (message.lots ?? []).entries())
        if (daysBetween(deadline, decidedOn) < 0)
          report({ at: ['lots', index, 'decidedOn'], expected: { as: 'day', value: deadline ?? '' } });
    },
    text: {
      fr: 'La décision est datée d’avant la date limite de remise des offres ({attendu}).',
      en: 'The decision is dated before the deadline ({attendu}).',
    },
    help: 'Corrigez la date de la décision.',
  },
  {
    ...head,
    code: 'MIO-CRO-039',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Une offre est retenue pendant sa validité.',
      en: 'An offer is retained while it is valid.',
    },
    check: ({ message }, { need, offer }, report) => {
      const days = offer?.validityDays ?? need?.message.consultation?.validityDays ?? Number.NaN;
      const last = deadlineOf(need) + days * dayMs;
      if (writtenAt(message) > last)
        report({
          at: ['header', 'createdAt'],
          expected: { as: 'day', value: new Date(last).toISOString().slice(0, 10) },
        });
    },
    text: {
      fr: 'L’offre n’est plus valable depuis le {attendu}.',
      en: 'The offer is no longer valid since {attendu}.',
    },
    help: 'Demandez au titulaire de prolonger la validité de son offre avant de la retenir.',
  },
  {
    ...head,
    code: 'MIO-CRO-049',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Un lot n’a pas plus d’attributaires que la consultation n’en prévoit.',
      en: 'A lot has no more holders than the consultation plans.',
    },
    check: ({ message }, { need }, report) => {
      for (const [index, { id = '', holders = [] }] of (message.lots ?? []).entries()) {
        const most = need?.lots.get(id)?.maximumAwardees ?? need?.message.consultation?.maximumAwardees;
        if (most !== undefined && holders.length > most)
          report({ at: ['lots', index, 'holders'], expected: number(String(most)) });
      }
    },
    text: {
      fr: 'Le lot a plus d’attributaires que les {attendu} que la consultation prévoit.',
      en: 'The lot has more holders than the {attendu} that the consultation plans.',
    },
    help: 'Vérifiez le nombre d’attributaires du lot dans la demande de prix.',
  },
];

/** Places of the lots that stand already before, with the same variant. */
export function repeatedLots(
  lots: readonly { readonly id?: string; readonly variant?: string }[],
): readonly number[] {
  return lots.flatMap((lot, index) =>
    lots.slice(0, index).some((before) => isSameLot(before, lot)) ? [index] : [],
  );
}

function forLines(
  message: AwardDraft,
  visit: (
    line: NonNullable<NonNullable<AwardDraft['lots']>[number]['lines']>[number],
    at: NonNullable<Fault['at']>,
    lot: string,
  ) => void,
): void {
  for (const [index, { id = '', lines = [] }] of (message.lots ?? []).entries())
    for (const [place, line] of lines.entries()) visit(line, ['lots', index, 'lines', place], id);
}

function missing(
  asked: readonly Draft<NeedLine>[],
  lines: readonly { readonly needLine?: string }[],
): readonly string[] {
  const awarded = new Set(lines.map(({ needLine }) => needLine));
  return asked.flatMap(({ id }) => (id === undefined || awarded.has(id) ? [] : [id]));
}
