/** Rejections (R2181-1 to R2181-4 of the code de la commande publique). */
import { repeatedLots } from './award-need-rules.ts';
import type { DecisionDraft, Facts } from './facts.ts';
import { daysBetween, isSameLot, isSameParty, parisDay } from './market.ts';
import { answeredBy } from './reply-rules.ts';
import { number, type SubjectRule } from './rule.ts';
import type { OfferDraft, RejectionDraft } from './subjects.ts';

const cross = {
  kind: 'subject',
  subject: 'rejection',
  layer: 'CROISE',
  severity: 'ERREUR',
  reason: 'other-message',
} as const;
const own = { ...cross, layer: 'METIER', reason: 'algorithm' } as const;

/** An amount in figures: `12,50 €`, `45 EUR`, `3 euros`. */
const amount = /\d(?:[\s\u00a0\u202f]?\d)*(?:[.,]\d+)?[\s\u00a0\u202f]*(?:€|EUR\b|euros?\b)/i;

export const rejectionRules: readonly SubjectRule<'rejection'>[] = [
  {
    ...own,
    code: 'MIO-STR-026',
    layer: 'STRUCTURE',
    title: {
      fr: 'Un lot n’est rejeté qu’une fois, et une fois par variante.',
      en: 'A lot is rejected once, and once for each variant.',
    },
    check: ({ message }, _facts, report) => {
      for (const index of repeatedLots(message.lots ?? [])) report({ at: ['lots', index, 'id'] });
    },
    text: {
      fr: 'Ce lot est déjà rejeté dans ce message.',
      en: 'This lot is already rejected in this message.',
    },
    help: 'Réunissez les motifs du lot.',
  },
  {
    ...cross,
    code: 'MIO-CRO-070',
    title: { fr: 'Un lot rejeté figure dans l’offre.', en: 'A rejected lot is in the offer.' },
    check: ({ message }, facts, report) => {
      const offer = offerOf(message, facts);
      if (!offer) return;
      for (const [index, lot] of (message.lots ?? []).entries())
        if (!(offer.lots ?? []).some((offered) => isSameLot(offered, lot)))
          report({ at: ['lots', index, 'id'] });
    },
    text: { fr: 'Le candidat n’a pas offert ce lot.', en: 'The candidate did not offer this lot.' },
    help: 'Vérifiez le lot, la variante et le candidat.',
  },
  {
    ...cross,
    code: 'MIO-CRO-071',
    title: {
      fr: 'Le candidat écarté est celui de l’offre.',
      en: 'The rejected candidate is that of the offer.',
    },
    check: ({ message }, facts, report) => {
      const expected = offerOf(message, facts)?.tenderer?.siret;
      const given = message.tenderer?.siret;
      if (expected !== undefined && given !== undefined && given !== expected)
        report({ at: ['tenderer', 'siret'], expected });
    },
    text: {
      fr: 'Le candidat n’est pas celui de l’offre.',
      en: 'The candidate is not that of the offer.',
    },
    help: 'Vérifiez le candidat : un rejet ne doit jamais aller à un autre.',
  },
  {
    ...cross,
    code: 'MIO-CRO-072',
    title: {
      fr: 'Un lot n’est pas à la fois rejeté et attribué au même candidat.',
      en: 'A lot is not both rejected and awarded to one candidate.',
    },
    check: ({ message }, { decisions = [] }, report) => {
      const awards = decisions.filter(
        (decision) => decision.type === 'M30' && isSameParty(decision.holder, message.tenderer),
      );
      for (const [index, lot] of (message.lots ?? []).entries())
        if (decides(awards, lot)) report({ at: ['lots', index, 'id'] });
    },
    text: {
      fr: 'Ce lot est attribué à ce candidat par une autre décision.',
      en: 'This lot is awarded to this candidate by another decision.',
    },
    help: 'Retirez le lot de l’une des deux décisions.',
  },
  {
    ...cross,
    code: 'MIO-CRO-073',
    severity: 'AVERTISSEMENT',
    title: { fr: 'Chaque lot de l’offre a sa décision.', en: 'Every lot of the offer has its decision.' },
    check: ({ message }, facts, report) => {
      const offer = offerOf(message, facts);
      if (!facts.decisions || !offer) return;
      for (const lot of offer.lots ?? [])
        if (!decides([message, ...facts.decisions], lot))
          report({ at: ['lots'], with: { lot: lot.id ?? '' } });
    },
    text: {
      fr: 'Le lot {lot} de l’offre n’est ni attribué, ni rejeté, ni déclaré infructueux ou sans suite.',
      en: 'The lot {lot} of the offer is neither awarded nor rejected nor left without award.',
    },
    help: 'Décidez de tous les lots avant de notifier.',
  },
  {
    ...cross,
    code: 'MIO-CRO-074',
    title: {
      fr: 'Une note est celle d’un critère de la consultation.',
      en: 'A score is for a criterion of the consultation.',
    },
    check: ({ message }, { need }, report) => {
      if (!need) return;
      for (const [index, { id = '', scores = [] }] of (message.lots ?? []).entries()) {
        const lotCriteria = need.lots.get(id)?.criteria ?? need.message.consultation?.criteria ?? [];
        const known = new Set(lotCriteria.map((criterion) => criterion.id));
        for (const [place, { criterion }] of scores.entries())
          if (criterion !== undefined && !known.has(criterion))
            report({ at: ['lots', index, 'scores', place, 'criterion'] });
      }
    },
    text: {
      fr: 'La consultation n’a pas annoncé ce critère pour ce lot.',
      en: 'The consultation did not announce this criterion for this lot.',
    },
    help: 'Un lot n’est jugé que sur les critères annoncés (CCP L2152-7).',
  },
  {
    ...own,
    code: 'MIO-MET-087',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'La signature attend la fin du délai de suspension, compté de l’envoi du rejet.',
      en: 'The signature waits for the end of the standstill, counted from the sending of the rejection.',
    },
    check: ({ message }, { standstillDays }, report) => {
      const sentOn = parisDay(message.header?.createdAt);
      for (const [index, { notBefore }] of (message.lots ?? []).entries()) {
        const days = daysBetween(sentOn, notBefore);
        if (days < standstillDays)
          report({
            at: ['lots', index, 'notBefore'],
            expected: number(String(standstillDays)),
            with: { jours: number(String(days)) },
          });
      }
    },
    text: {
      fr: 'La signature est permise {jours} jours après l’envoi du rejet : le délai de suspension est de {attendu} jours.',
      en: 'The signature is allowed {jours} days after the rejection is sent: the standstill is {attendu} days.',
    },
    help: 'Vérifiez que la procédure impose ce délai (CCP R2182-1 et R2182-2).',
  },
  {
    ...own,
    code: 'MIO-MET-088',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'L’offre classée première n’est pas rejetée au profit d’une autre.',
      en: 'The offer that is ranked first is not rejected for another.',
    },
    check: ({ message }, _facts, report) => {
      for (const [index, { rank, winners = [] }] of (message.lots ?? []).entries())
        if (rank === 1 && winners.length > 0) report({ at: ['lots', index, 'rank'] });
    },
    text: {
      fr: 'L’offre est classée première, et le lot est attribué à un autre.',
      en: 'The offer is ranked first, and the lot is awarded to another.',
    },
    help: 'Vérifiez le classement, et que les motifs l’expliquent.',
  },
  {
    ...own,
    code: 'MIO-MET-089',
    severity: 'AVERTISSEMENT',
    title: { fr: 'Un rejet dit les voies de recours.', en: 'A rejection tells how to appeal.' },
    check: ({ message }, _facts, report) => {
      if (!message.appeal) report({});
    },
    text: {
      fr: 'Le rejet ne dit ni où ni jusqu’à quand le contester : le délai de recours ne court pas.',
      en: 'The rejection says neither where nor until when to contest it: the time for it does not run.',
    },
    help: 'Donnez les voies et délais de recours (CJA R421-5).',
  },
  {
    ...own,
    code: 'MIO-MET-092',
    title: {
      fr: 'L’attributaire n’est pas le candidat écarté.',
      en: 'The winner is not the rejected candidate.',
    },
    check: ({ message }, _facts, report) => {
      for (const [index, { winners = [] }] of (message.lots ?? []).entries())
        for (const [place, { name }] of winners.entries())
          if (name !== undefined && name === message.tenderer?.name)
            report({ at: ['lots', index, 'winners', place, 'name'] });
    },
    text: {
      fr: 'Le lot est dit attribué au candidat que ce message écarte.',
      en: 'The lot is said to be awarded to the candidate that this message rejects.',
    },
    help: 'Corrigez l’attributaire, ou retirez le lot du rejet.',
  },
  {
    ...own,
    code: 'MIO-PLA-011',
    layer: 'PLAUSIBILITE',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Un rejet ne dit pas les prix d’un concurrent.',
      en: 'A rejection does not tell the prices of a competitor.',
    },
    check: ({ message }, _facts, report) => {
      for (const [index, lot] of (message.lots ?? []).entries())
        for (const key of ['advantages', 'reasons'] as const)
          if (amount.test(lot[key] ?? '')) report({ at: ['lots', index, key] });
    },
    text: {
      fr: 'Ce texte contient un montant : vérifiez que ce n’est pas le prix unitaire d’un concurrent.',
      en: 'This text holds an amount: make sure that it is not the unit price of a competitor.',
    },
    help: 'Les prix unitaires relèvent du secret des affaires (CRPA L311-6) : dites les caractéristiques et les avantages.',
  },
];

function offerOf(message: RejectionDraft, facts: Facts): OfferDraft | undefined {
  const answered = answeredBy(message, facts)?.message;
  return answered?.type === 'M20' ? answered : facts.offer;
}

/** Whether one of the decisions is about the lot: lots without award have no variants. */
function decides(
  decisions: readonly DecisionDraft[],
  lot: { readonly id?: string; readonly variant?: string },
): boolean {
  return decisions.some((decision) =>
    (decision.lots ?? []).some((decided) =>
      decision.type === 'M33' ? decided.id === lot.id : isSameLot(decided, lot),
    ),
  );
}
