/** Questions, requests for clarification and their answers: what they are about, and when they come. */
import { answeredBy } from './reply-rules.ts';
import { deadlineOf, hasLine, writtenAt } from './market.ts';
import type { NeedIndex } from './need-index.ts';
import { type Fault, number, type SubjectRule } from './rule.ts';
import type { Subjects } from './subjects.ts';

const cross = { kind: 'subject', layer: 'CROISE', severity: 'ERREUR', reason: 'other-message' } as const;

/** Further information reaches candidates six days before the deadline (CCP R2132-6). */
const answerDays = 6;
const dayMs = 24 * 60 * 60 * 1000;

const subjectInNeeds = {
  ...cross,
  code: 'MIO-CRO-050',
  title: {
    fr: 'Une question et sa réponse portent sur des lots et des lignes de la consultation.',
    en: 'A question and its answer are about lots and lines of the consultation.',
  },
  text: {
    fr: 'La consultation n’a pas ce lot, ou ce lot n’a pas cette ligne.',
    en: 'The consultation does not have this lot, or this lot does not have this line.',
  },
  help: 'Reprenez le numéro du lot et de la ligne dans la demande de prix.',
} as const;

export const enquiryRules: readonly SubjectRule<'enquiry'>[] = [
  {
    ...subjectInNeeds,
    subject: 'enquiry',
    check: ({ message }, { need }, report) => reportUnknownSubjects(message, need, report),
  },
  {
    kind: 'subject',
    layer: 'METIER',
    severity: 'ERREUR',
    reason: 'algorithm',
    code: 'MIO-MET-072',
    subject: 'enquiry',
    title: {
      fr: 'Une réponse n’est pas attendue avant que la question soit posée.',
      en: 'No answer is expected before the question is asked.',
    },
    check: ({ message }, _facts, report) => {
      if (Date.parse(message.replyUntil ?? '') < writtenAt(message)) report({ at: ['replyUntil'] });
    },
    text: {
      fr: 'La réponse est attendue avant l’instant où la question est posée.',
      en: 'The answer is expected before the question is asked.',
    },
    help: 'Corrigez le dernier instant utile pour répondre.',
  },
  {
    ...cross,
    code: 'MIO-CRO-051',
    subject: 'enquiry',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Une question est posée tant que les questions sont reçues.',
      en: 'A question is asked while questions are taken.',
    },
    check: ({ message }, { need }, report) => {
      const { questionsUntil, deadline } = need?.message.consultation ?? {};
      const last = questionsUntil ?? deadline ?? '';
      if (message.type === 'M12' && writtenAt(message) > Date.parse(last))
        report({ at: ['header', 'createdAt'], expected: last });
    },
    text: {
      fr: 'La question est posée après le dernier instant prévu ({attendu}) : l’acheteur peut ne pas y répondre.',
      en: 'The question is asked after the last moment planned ({attendu}): the buyer need not answer.',
    },
    help: 'Vérifiez la fin des questions dans la demande de prix, ou dans son rectificatif.',
  },
  {
    ...cross,
    code: 'MIO-CRO-052',
    subject: 'enquiry',
    title: {
      fr: 'Une offre n’est précisée qu’après la date limite de remise des offres.',
      en: 'An offer is clarified after the deadline only.',
    },
    check: ({ message }, { need }, report) => {
      if (message.type === 'M24' && writtenAt(message) <= deadlineOf(need))
        report({ at: ['header', 'createdAt'], expected: need?.message.consultation?.deadline ?? '' });
    },
    text: {
      fr: 'La précision est demandée avant la date limite ({attendu}) : les offres ne sont pas encore ouvertes.',
      en: 'The clarification is asked for before the deadline ({attendu}): offers are not open yet.',
    },
    help: 'Attendez l’ouverture des plis ; avant elle, répondez aux questions de tous par un message M13.',
  },
  {
    ...cross,
    code: 'MIO-CRO-053',
    subject: 'enquiry',
    title: {
      fr: 'Une précision est demandée sur des lots de l’offre.',
      en: 'A clarification is asked for on lots of the offer.',
    },
    check: ({ message }, facts, report) => {
      const offer = answeredBy(message, facts)?.message;
      if (message.type !== 'M24' || offer?.type !== 'M20') return;
      const offered = new Set((offer.lots ?? []).map(({ id }) => id));
      for (const [index, { lot }] of (message.subjects ?? []).entries())
        if (lot !== undefined && !offered.has(lot)) report({ at: ['subjects', index, 'lot'] });
    },
    text: { fr: 'L’offre ne répond pas à ce lot.', en: 'The offer does not answer this lot.' },
    help: 'Vérifiez le lot, et le candidat interrogé.',
  },
];

export const answerRules: readonly SubjectRule<'answer'>[] = [
  {
    ...subjectInNeeds,
    code: 'MIO-CRO-054',
    subject: 'answer',
    check: ({ message }, { need }, report) => reportUnknownSubjects(message, need, report),
  },
  {
    ...cross,
    code: 'MIO-CRO-055',
    subject: 'answer',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Une réponse à tous parvient six jours avant la date limite (CCP R2132-6).',
      en: 'An answer to all comes six days before the deadline (CCP R2132-6).',
    },
    check: ({ message }, { need }, report) => {
      const days = (deadlineOf(need) - writtenAt(message)) / dayMs;
      if (message.type === 'M13' && days < answerDays)
        report({
          at: ['header', 'createdAt'],
          expected: number(String(answerDays)),
          with: { jours: number(String(Math.max(0, Math.floor(days)))) },
        });
    },
    text: {
      fr: 'La réponse vient {jours} jours avant la date limite : il en faut {attendu}.',
      en: 'The answer comes {jours} days before the deadline: {attendu} are needed.',
    },
    help: 'Reportez la date limite par un rectificatif (M11), ou assurez-vous que l’urgence permet un délai de quatre jours.',
  },
  {
    ...cross,
    code: 'MIO-CRO-056',
    subject: 'answer',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Une précision vient avant le dernier instant que l’acheteur a fixé.',
      en: 'A clarification comes before the last moment that the buyer set.',
    },
    check: ({ message }, { answered }, report) => {
      if (message.type !== 'M25' || answered?.message.type !== 'M24') return;
      const { replyUntil = '' } = answered.message;
      if (writtenAt(message) > Date.parse(replyUntil))
        report({ at: ['header', 'createdAt'], expected: replyUntil });
    },
    text: {
      fr: 'La précision vient après le dernier instant utile ({attendu}).',
      en: 'The clarification comes after the last useful moment ({attendu}).',
    },
    help: 'Demandez à l’acheteur s’il l’accepte encore.',
  },
  {
    ...cross,
    code: 'MIO-CRO-057',
    subject: 'answer',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Une précision ne porte que sur ce que l’acheteur a demandé.',
      en: 'A clarification is about what the buyer asked only.',
    },
    check: ({ message }, { answered }, report) => {
      if (message.type !== 'M25' || answered?.message.type !== 'M24' || !answered.message.subjects) return;
      const asked = new Set(answered.message.subjects.map(({ lot }) => lot));
      for (const [index, { lot }] of (message.subjects ?? []).entries())
        if (lot !== undefined && !asked.has(lot)) report({ at: ['subjects', index, 'lot'] });
    },
    text: {
      fr: 'L’acheteur n’a rien demandé sur ce lot.',
      en: 'The buyer asked nothing about this lot.',
    },
    help: 'Une précision ne modifie pas l’offre : retirez ce lot, ou demandez à l’acheteur de vous interroger.',
  },
];

function reportUnknownSubjects(
  { subjects = [] }: Subjects['enquiry' | 'answer']['message'],
  need: NeedIndex | undefined,
  report: (fault: Fault) => void,
): void {
  if (!need) return;
  for (const [index, { lot = '', line }] of subjects.entries()) {
    const known = need.lots.get(lot);
    if (!known) report({ at: ['subjects', index, 'lot'] });
    else if (line !== undefined && !hasLine(known, line)) report({ at: ['subjects', index, 'line'] });
  }
}
