/** An award against the offer it retains: what is awarded is what was offered. */
import { compareExact, type Draft, type OfferLine, parseExact } from '@liaison/mio';
import { daysBetween } from './market.ts';
import { euros, type Fault, number, type Shown, type SubjectRule } from './rule.ts';
import type { AwardDraft, OfferDraft } from './subjects.ts';

const head = {
  kind: 'subject',
  subject: 'award',
  layer: 'CROISE',
  severity: 'ERREUR',
  reason: 'other-message',
} as const;

export const awardRules: readonly SubjectRule<'award'>[] = [
  {
    ...head,
    code: 'MIO-CRO-030',
    title: {
      fr: 'Un lot attribué figure dans l’offre retenue.',
      en: 'An awarded lot is in the offer retained.',
    },
    check: ({ message }, { offer }, report) =>
      forLots(message, offer, (_lot, offered, at) => {
        if (!offered) report({ at: [...at, 'id'] });
      }),
    text: { fr: 'Le titulaire n’a pas offert ce lot.', en: 'The holder did not offer this lot.' },
    help: 'Vérifiez le lot, la variante et le titulaire.',
  },
  {
    ...head,
    code: 'MIO-CRO-031',
    title: {
      fr: 'Une ligne attribuée figure dans l’offre retenue.',
      en: 'An awarded line is in the offer retained.',
    },
    check: ({ message }, { offer }, report) =>
      forLines(message, offer, (_line, offered, at) => {
        if (!offered) report({ at: [...at, 'id'] });
      }),
    text: { fr: 'Le titulaire n’a pas offert cette ligne.', en: 'The holder did not offer this line.' },
    help: 'Reprenez le numéro de la ligne d’offre.',
  },
  {
    ...head,
    code: 'MIO-CRO-032',
    title: {
      fr: 'Prix, remise, quantité, montant et TVA attribués sont ceux de l’offre.',
      en: 'Price, discount, quantity, amount and VAT awarded are those of the offer.',
    },
    check: ({ message }, { offer }, report) =>
      forLines(message, offer, (line, offered, at) => {
        if (offered)
          compareLines(line, offered, (fault) => report({ ...fault, at: [...at, ...(fault.at ?? [])] }));
      }),
    text: {
      fr: 'La valeur attribuée n’est pas celle de l’offre : on attend {attendu}.',
      en: 'The value awarded is not that of the offer: {attendu} expected.',
    },
    help: 'On attribue ce qui a été offert : reprenez la valeur de l’offre, ou de la précision acceptée.',
  },
  {
    ...head,
    code: 'MIO-CRO-033',
    title: {
      fr: 'Le titulaire est le candidat de l’offre retenue.',
      en: 'The holder is the candidate of the offer retained.',
    },
    check: ({ message }, { offer }, report) => {
      const expected = offer?.tenderer?.siret;
      if (expected !== undefined && message.holder?.siret !== undefined && message.holder.siret !== expected)
        report({ at: ['holder', 'siret'], expected });
    },
    text: {
      fr: 'Le titulaire n’est pas le candidat de l’offre retenue.',
      en: 'The holder is not the candidate of the offer retained.',
    },
    help: 'Vérifiez le titulaire : une notification ne doit jamais aller à un autre.',
  },
  {
    ...head,
    code: 'MIO-MET-070',
    layer: 'METIER',
    severity: 'AVERTISSEMENT',
    reason: 'algorithm',
    title: {
      fr: 'La signature n’est pas prévue avant la fin du délai de suspension.',
      en: 'The signature is not planned before the standstill ends.',
    },
    check: ({ message }, { standstillDays }, report) => {
      for (const [index, { decidedOn, notBefore }] of (message.lots ?? []).entries()) {
        const days = daysBetween(decidedOn, notBefore);
        if (days >= 0 && days < standstillDays)
          report({
            at: ['lots', index, 'notBefore'],
            expected: number(String(standstillDays)),
            with: { jours: number(String(days)) },
          });
      }
    },
    text: {
      fr: 'La signature est permise {jours} jours après la décision : le délai de suspension est de {attendu} jours.',
      en: 'The signature is allowed {jours} days after the decision: the standstill is {attendu} days.',
    },
    help: 'Vérifiez que la procédure n’impose pas ce délai (CCP R2182-1 et R2182-2).',
  },
];

type OfferedLot = NonNullable<OfferDraft['lots']>[number];

function forLots(
  message: AwardDraft,
  offer: OfferDraft | undefined,
  visit: (
    lot: NonNullable<AwardDraft['lots']>[number],
    offered: OfferedLot | undefined,
    at: (string | number)[],
  ) => void,
): void {
  if (!offer) return;
  for (const [index, lot] of (message.lots ?? []).entries())
    visit(
      lot,
      offer.lots?.find(({ id, variant }) => id === lot.id && variant === lot.variant),
      ['lots', index],
    );
}

function forLines(
  message: AwardDraft,
  offer: OfferDraft | undefined,
  visit: (line: Draft<OfferLine>, offered: Draft<OfferLine> | undefined, at: (string | number)[]) => void,
): void {
  forLots(message, offer, (lot, offered, at) => {
    if (!offered) return;
    const lines = new Map((offered.lines ?? []).map((line) => [line.id, line]));
    for (const [index, line] of (lot.lines ?? []).entries())
      visit(line, lines.get(line.id), [...at, 'lines', index]);
  });
}

function compareLines(
  line: Draft<OfferLine>,
  offered: Draft<OfferLine>,
  report: (fault: Fault) => void,
): void {
  const compared: readonly (readonly [
    readonly string[],
    string | undefined,
    string | undefined,
    (value: string) => Shown,
  ])[] = [
    [['quantity'], line.quantity, offered.quantity, number],
    [['total'], line.total, offered.total, euros],
    [['price', 'unitPrice'], line.price?.unitPrice, offered.price?.unitPrice, euros],
    [['price', 'discount', 'amount'], line.price?.discount?.amount, offered.price?.discount?.amount, euros],
    [['item', 'vatRate'], line.item?.vatRate, offered.item?.vatRate, number],
  ];
  for (const [at, given, expected, show] of compared) {
    const a = given === undefined ? undefined : parseExact(given);
    const b = expected === undefined ? undefined : parseExact(expected);
    if (a && b && compareExact(a, b) !== 0) report({ at, expected: show(expected ?? '') });
  }
}
