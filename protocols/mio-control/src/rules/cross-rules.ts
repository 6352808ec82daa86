/** An offer against the needs of the version it answers: layer 6. Without the needs at hand nothing of it is held. */
import type { NeedIndex } from './need-index.ts';
import { number, type SubjectRule } from './rule.ts';
import type { OfferDraft } from './subjects.ts';

const head = { kind: 'subject', layer: 'CROISE', severity: 'ERREUR', reason: 'other-message' } as const;

export const offerCrossRules: readonly SubjectRule<'offer'>[] = [
  {
    ...head,
    code: 'MIO-CRO-001',
    subject: 'offer',
    title: {
      fr: 'L’offre répond à la consultation citée.',
      en: 'The offer answers the consultation at hand.',
    },
    check: ({ message }, { need }, report) => {
      const asked = need?.message.consultation?.id;
      if (asked !== undefined && message.consultation?.id !== asked)
        report({ at: ['consultation', 'id'], expected: asked });
    },
    text: {
      fr: 'L’offre ne répond pas à cette consultation : on attend {attendu}.',
      en: 'The offer does not answer this consultation: {attendu} expected.',
    },
    help: 'Vérifiez que vous avez choisi la bonne offre et la bonne demande de prix.',
  },
  {
    ...head,
    code: 'MIO-CRO-002',
    subject: 'offer',
    title: {
      fr: 'L’offre répond à la version en vigueur de la consultation.',
      en: 'The offer answers the version in force of the consultation.',
    },
    check: ({ message }, { need }, report) => {
      const asked = need?.message.consultation?.version;
      const answered = message.consultation?.version;
      if (asked !== undefined && answered !== undefined && answered !== asked)
        report({ at: ['consultation', 'version'], expected: String(asked) });
    },
    text: {
      fr: 'L’offre ne répond pas à la version {attendu} de la consultation.',
      en: 'The offer does not answer version {attendu} of the consultation.',
    },
    help: 'Reprenez la demande de prix rectifiée : des lignes, des quantités ou la date limite ont pu changer.',
  },
  {
    ...head,
    code: 'MIO-CRO-003',
    subject: 'offer',
    title: {
      fr: 'L’offre cite l’identifiant de la demande de prix à laquelle elle répond.',
      en: 'The offer cites the id of the call for tenders it answers.',
    },
    check: ({ message }, { need }, report) => {
      const asked = need?.message.header?.messageId;
      const cited = message.header?.inReplyTo?.messageId;
      if (asked !== undefined && cited !== undefined && cited !== asked)
        report({ at: ['header', 'inReplyTo', 'messageId'], expected: asked });
    },
    text: {
      fr: 'Le message répondu n’est pas cette demande de prix : on attend {attendu}.',
      en: 'The message answered is not this call for tenders: {attendu} expected.',
    },
    help: 'L’identifiant de la demande de prix se reprend tel quel.',
  },
  {
    ...head,
    code: 'MIO-CRO-004',
    subject: 'offer',
    title: {
      fr: 'L’empreinte citée est celle de la demande de prix.',
      en: 'The digest cited is that of the call for tenders.',
    },
    check: ({ message }, { need }, report) => {
      const cited = message.header?.inReplyTo?.sha256;
      if (need?.sha256 !== undefined && cited !== undefined && cited !== need.sha256)
        report({ at: ['header', 'inReplyTo', 'sha256'], expected: need.sha256 });
    },
    text: {
      fr: 'L’empreinte citée n’est pas celle de la demande de prix reçue : l’une des deux parties en a un autre exemplaire.',
      en: 'The digest cited is not that of the call for tenders at hand: one party has another copy.',
    },
    help: 'Reprenez la demande de prix publiée, sans la modifier.',
  },
  {
    ...head,
    code: 'MIO-CRO-005',
    subject: 'offer',
    title: {
      fr: 'L’offre s’adresse à l’acheteur de la consultation.',
      en: 'The offer is for the buyer of the consultation.',
    },
    check: ({ message }, { need }, report) => {
      const asked = need?.message.buyer?.party?.siret;
      const cited = message.buyer?.siret;
      if (asked !== undefined && cited !== undefined && cited !== asked)
        report({ at: ['buyer', 'siret'], expected: asked });
    },
    text: {
      fr: 'L’acheteur n’est pas celui de la consultation.',
      en: 'The buyer is not that of the consultation.',
    },
    help: 'Reprenez l’acheteur de la demande de prix.',
  },
  {
    ...head,
    code: 'MIO-CRO-006',
    subject: 'offer',
    title: {
      fr: 'La validité de l’offre couvre celle que la consultation demande.',
      en: 'The offer is valid as long as the consultation asks.',
    },
    check: ({ message }, { need }, report) => {
      const asked = need?.message.consultation?.validityDays;
      if (asked !== undefined && message.validityDays !== undefined && message.validityDays < asked)
        report({ at: ['validityDays'], expected: number(String(asked)) });
    },
    text: {
      fr: 'L’offre n’est pas valable assez longtemps : la consultation demande {attendu} jours.',
      en: 'The offer is not valid long enough: the consultation asks for {attendu} days.',
    },
    help: 'Allongez la validité de l’offre.',
  },
  {
    ...head,
    code: 'MIO-CRO-007',
    subject: 'offer',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'L’offre est écrite avant la date limite.',
      en: 'The offer is written before the deadline.',
    },
    check: ({ message }, { need }, report) => {
      const deadline = Date.parse(need?.message.consultation?.deadline ?? '');
      if (Date.parse(message.header?.createdAt ?? '') > deadline)
        report({ at: ['header', 'createdAt'], expected: need?.message.consultation?.deadline ?? '' });
    },
    text: {
      fr: 'L’offre a été écrite après la date limite de remise ({attendu}).',
      en: 'The offer was written after the deadline ({attendu}).',
    },
    help: 'C’est l’heure de dépôt qui compte : vérifiez l’horloge du logiciel, et le récépissé.',
  },
  {
    ...head,
    code: 'MIO-CRO-008',
    subject: 'offer',
    title: {
      fr: 'Un lot indivisible auquel on répond est chiffré en entier.',
      en: 'An indivisible lot that is answered is priced as a whole.',
    },
    check: ({ message }, { need }, report) => {
      if (!need) return;
      for (const [index, lot] of (message.lots ?? []).entries()) {
        const asked = lot.id === undefined ? undefined : need.lots.get(lot.id);
        if (asked?.pricing !== 'INDIVISIBLE') continue;
        for (const id of missingLines(lot, asked.lines ?? []))
          report({ at: ['lots', index], expected: id, with: { ligne: id } });
      }
    },
    text: {
      fr: 'Le lot est indivisible, et sa ligne {ligne} n’est pas chiffrée.',
      en: 'The lot is indivisible, and its line {ligne} is not priced.',
    },
    help: 'Chiffrez toutes les lignes du lot, ou retirez le lot de l’offre : une offre incomplète serait rejetée.',
  },
];

export const offeredLotCrossRules: readonly SubjectRule<'offered-lot'>[] = [
  {
    ...head,
    code: 'MIO-CRO-010',
    subject: 'offered-lot',
    title: {
      fr: 'Un lot offert est un lot de la consultation.',
      en: 'An offered lot is a lot of the consultation.',
    },
    check: ({ lot }, { need }, report) => {
      if (need && lot.id !== undefined && !need.lots.has(lot.id)) report({ at: ['id'] });
    },
    text: { fr: 'Ce lot n’est pas dans la consultation.', en: 'This lot is not in the consultation.' },
    help: 'Corrigez le numéro de lot, ou reprenez la dernière version de la demande de prix.',
  },
  {
    ...head,
    code: 'MIO-CRO-011',
    subject: 'offered-lot',
    title: {
      fr: 'Une variante n’est offerte que là où elle est autorisée.',
      en: 'A variant is offered only where variants are allowed.',
    },
    check: ({ lot }, { need }, report) => {
      if (!need || lot.id === undefined || lot.variant === undefined) return;
      const isAllowed = need.lots.get(lot.id)?.variantsAllowed ?? need.message.consultation?.variantsAllowed;
      if (isAllowed === false) report({ at: ['variant'] });
    },
    text: {
      fr: 'La consultation n’autorise pas de variante pour ce lot.',
      en: 'The consultation does not allow variants for this lot.',
    },
    help: 'Retirez la variante : elle serait rejetée.',
  },
];

function missingLines(
  lot: NonNullable<OfferDraft['lots']>[number],
  asked: NonNullable<NeedIndex['message']['lots']>[number]['lines'],
): string[] {
  const priced = new Set((lot.lines ?? []).flatMap(({ needLine, price }) => (price ? [needLine] : [])));
  return (asked ?? []).flatMap(({ id }) => (id === undefined || priced.has(id) ? [] : [id]));
}
