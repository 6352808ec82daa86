/** Lots that are not awarded (R2185-1 of the code de la commande publique). */
import { daysBetween, parisDay } from './market.ts';
import { day, type SubjectRule } from './rule.ts';

const none = {
  kind: 'subject',
  subject: 'no-award',
  layer: 'CROISE',
  severity: 'ERREUR',
  reason: 'other-message',
} as const;

export const noAwardRules: readonly SubjectRule<'no-award'>[] = [
  {
    ...none,
    code: 'MIO-CRO-075',
    title: {
      fr: 'Un lot sans attribution est de la consultation.',
      en: 'A lot without award is of the consultation.',
    },
    check: ({ message }, { need }, report) => {
      if (!need) return;
      for (const [index, { id = '' }] of (message.lots ?? []).entries())
        if (!need.lots.has(id)) report({ at: ['lots', index, 'id'] });
    },
    text: { fr: 'La consultation n’a pas ce lot.', en: 'The consultation does not have this lot.' },
    help: 'Reprenez le numéro du lot dans la demande de prix.',
  },
  {
    ...none,
    code: 'MIO-CRO-076',
    title: {
      fr: 'Un lot n’est pas à la fois attribué et sans attribution.',
      en: 'A lot is not both awarded and without award.',
    },
    check: ({ message }, { decisions = [] }, report) => {
      const awarded = new Set(
        decisions.flatMap((decision) =>
          decision.type === 'M30' ? (decision.lots ?? []).map(({ id }) => id) : [],
        ),
      );
      for (const [index, { id }] of (message.lots ?? []).entries())
        if (awarded.has(id)) report({ at: ['lots', index, 'id'] });
    },
    text: {
      fr: 'Ce lot est attribué par une autre décision.',
      en: 'This lot is awarded by another decision.',
    },
    help: 'Retirez le lot de l’une des deux décisions.',
  },
  {
    ...none,
    code: 'MIO-CRO-077',
    title: {
      fr: 'Un lot n’est infructueux qu’après la date limite de remise des offres.',
      en: 'A lot is unsuccessful after the deadline only.',
    },
    check: ({ message }, { need }, report) => {
      const deadline = parisDay(need?.message.consultation?.deadline);
      for (const [index, { decision, decidedOn }] of (message.lots ?? []).entries())
        if (decision === 'INFRUCTUEUX' && daysBetween(deadline, decidedOn) < 0)
          report({ at: ['lots', index, 'decidedOn'], expected: day(deadline ?? '') });
    },
    text: {
      fr: 'Le lot est déclaré infructueux avant la date limite de remise des offres ({attendu}).',
      en: 'The lot is declared unsuccessful before the deadline ({attendu}).',
    },
    help: 'Corrigez la date, ou déclarez le lot sans suite (CCP R2185-1).',
  },
];
