/** A message against the one that it replies to, whatever both are: layer 6. Without the other at hand nothing of it is held. */
import type { Draft, DraftMessage, MessageCode, Participant } from '@liaison/mio';
import type { Facts, KnownMessage } from './facts.ts';
import { consultationOf } from './market.ts';
import type { SubjectRule } from './rule.ts';

const head = {
  kind: 'subject',
  subject: 'message',
  layer: 'CROISE',
  severity: 'ERREUR',
  reason: 'other-message',
} as const;

/** What each message may reply to; M40 and M41 reply to any. Offers have rules of their own (`cross-rules`). */
const repliesTo: Partial<Record<MessageCode, readonly MessageCode[]>> = {
  M11: ['M10', 'M11'],
  M12: ['M10', 'M11'],
  M13: ['M12'],
  M21: ['M20', 'M22'],
  M23: ['M22'],
  M24: ['M20'],
  M25: ['M24'],
  M30: ['M20'],
  M31: ['M20'],
  M32: ['M30'],
  M33: ['M10', 'M11'],
  M51: ['M30', 'M32'],
};

/** Replies by the same sender to the same receiver: they follow his own message. */
const followUps: Partial<Record<MessageCode, readonly MessageCode[]>> = {
  M11: ['M10', 'M11'],
  M21: ['M20', 'M22'],
  M33: ['M10', 'M11'],
  M51: ['M32'],
};

export const replyRules: readonly SubjectRule<'message'>[] = [
  {
    ...head,
    code: 'MIO-CRO-040',
    title: {
      fr: 'Un message répond à un message dont il peut être la réponse.',
      en: 'A message replies to one that it can be the reply to.',
    },
    check: ({ message }, facts, report) => {
      const { message: answered } = answeredBy(message, facts) ?? {};
      const allowed = repliesTo[message.type];
      if (answered && allowed && !allowed.includes(answered.type))
        report({
          at: ['header', 'inReplyTo'],
          expected: allowed.join(', '),
          with: { nature: answered.type },
        });
    },
    text: {
      fr: 'Le message répondu est un {nature} : on attend {attendu}.',
      en: 'The message replied to is {nature}: {attendu} expected.',
    },
    help: 'Vérifiez à quel message celui-ci répond.',
  },
  {
    ...head,
    code: 'MIO-CRO-041',
    title: {
      fr: 'Un message cite l’identifiant de celui auquel il répond.',
      en: 'A message cites the id of the one it replies to.',
    },
    check: ({ message }, facts, report) => {
      const asked = answeredBy(message, facts)?.message.header?.messageId;
      const cited = message.header?.inReplyTo?.messageId;
      if (asked !== undefined && cited !== undefined && cited !== asked)
        report({ at: ['header', 'inReplyTo', 'messageId'], expected: asked });
    },
    text: {
      fr: 'Le message cité n’est pas celui-là : on attend {attendu}.',
      en: 'The message cited is not that one: {attendu} expected.',
    },
    help: 'L’identifiant du message répondu se reprend tel quel.',
  },
  {
    ...head,
    code: 'MIO-CRO-042',
    title: {
      fr: 'L’empreinte citée est celle du message répondu.',
      en: 'The digest cited is that of the message replied to.',
    },
    check: ({ message }, facts, report) => {
      const expected = answeredBy(message, facts)?.sha256;
      const cited = message.header?.inReplyTo?.sha256;
      if (expected !== undefined && cited !== undefined && cited !== expected)
        report({ at: ['header', 'inReplyTo', 'sha256'], expected });
    },
    text: {
      fr: 'L’empreinte citée n’est pas celle du message reçu : l’une des deux parties en a un autre exemplaire.',
      en: 'The digest cited is not that of the message at hand: one party has another copy.',
    },
    help: 'Comparez les deux exemplaires ; l’empreinte est celle des octets du fichier, tels qu’ils ont été reçus.',
  },
  {
    ...head,
    code: 'MIO-CRO-043',
    title: {
      fr: 'Un message et celui auquel il répond sont de la même consultation.',
      en: 'A message and the one it replies to are of one consultation.',
    },
    check: ({ message }, facts, report) => {
      const answered = answeredBy(message, facts);
      const expected = answered && consultationOf(answered.message)?.id;
      const cited = consultationOf(message)?.id;
      if (expected !== undefined && cited !== undefined && cited !== expected)
        report({ at: ['consultation', 'id'], expected });
    },
    text: {
      fr: 'Le message répondu est d’une autre consultation : {attendu}.',
      en: 'The message replied to is of another consultation: {attendu}.',
    },
    help: 'Vérifiez le numéro de consultation.',
  },
  {
    ...head,
    code: 'MIO-CRO-044',
    title: {
      fr: 'Une réponse va de qui a reçu le message à qui l’a envoyé.',
      en: 'A reply goes from the receiver of the message to its sender.',
    },
    check: ({ message }, facts, report) => {
      const { message: answered } = answeredBy(message, facts) ?? {};
      if (!answered?.header) return;
      const isFollowUp = followUps[message.type]?.includes(answered.type) ?? false;
      const { sender, receiver } = answered.header;
      const ends = isFollowUp ? { sender, receiver } : { sender: receiver, receiver: sender };
      for (const end of ['sender', 'receiver'] as const)
        if (differ(message.header?.[end], ends[end]))
          report({ at: ['header', end, 'id'], expected: ends[end]?.id ?? '' });
    },
    text: {
      fr: 'Ce participant n’est pas celui de l’échange : on attend {attendu}.',
      en: 'This participant is not that of the exchange: {attendu} expected.',
    },
    help: 'Vérifiez à qui le message va : une réponse ne doit jamais aller à un autre.',
  },
  {
    ...head,
    code: 'MIO-CRO-045',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Une réponse n’est pas écrite avant le message répondu.',
      en: 'A reply is not written before the message it replies to.',
    },
    check: ({ message }, facts, report) => {
      const asked = answeredBy(message, facts)?.message.header?.createdAt;
      if (Date.parse(message.header?.createdAt ?? '') < Date.parse(asked ?? ''))
        report({ at: ['header', 'createdAt'], expected: asked ?? '' });
    },
    text: {
      fr: 'Cette réponse est datée d’avant le message répondu ({attendu}).',
      en: 'This reply is dated before the message it replies to ({attendu}).',
    },
    help: 'Vérifiez l’horloge de celui des deux logiciels qui se trompe.',
  },
  {
    ...head,
    code: 'MIO-CRO-046',
    title: {
      fr: 'Un essai ne répond qu’à un essai, et un message véritable à un message véritable.',
      en: 'A test replies to tests only, and a real message to real ones.',
    },
    check: ({ message }, facts, report) => {
      const isTest = answeredBy(message, facts)?.message.header?.isTest;
      const given = message.header?.isTest;
      if (isTest !== undefined && given !== undefined && given !== isTest)
        report({ at: ['header', 'isTest'], expected: isTest ? 'essai' : 'message véritable' });
    },
    text: {
      fr: 'Le message répondu est un {attendu}, celui-ci n’en est pas un.',
      en: 'The message replied to is of another kind ({attendu}): one is a test, the other is not.',
    },
    help: 'Ne mêlez pas les essais aux marchés véritables : produisez la réponse dans le même mode.',
  },
  {
    ...head,
    code: 'MIO-CRO-047',
    title: {
      fr: 'L’acheteur est celui de la consultation.',
      en: 'The buyer is that of the consultation.',
    },
    check: ({ message }, { need }, report) => {
      if (message.type === 'M20' || !('buyer' in message) || !message.buyer || 'party' in message.buyer)
        return;
      const expected = need?.message.buyer?.party?.siret;
      const given = 'siret' in message.buyer ? message.buyer.siret : undefined;
      if (expected !== undefined && given !== undefined && given !== expected)
        report({ at: ['buyer', 'siret'], expected });
    },
    text: {
      fr: 'L’acheteur n’est pas celui de la consultation : on attend le SIRET {attendu}.',
      en: 'The buyer is not that of the consultation: SIRET {attendu} expected.',
    },
    help: 'Reprenez l’acheteur de la demande de prix.',
  },
  {
    ...head,
    code: 'MIO-CRO-048',
    title: {
      fr: 'Un rectificatif remplace la version qui précède la sienne.',
      en: 'An amendment replaces the version before its own.',
    },
    check: ({ message }, facts, report) => {
      const answered = answeredBy(message, facts);
      if (message.type !== 'M11' || !answered) return;
      const expected = consultationOf(answered.message)?.version;
      const given = message.consultation?.previousVersion;
      if (expected !== undefined && given !== undefined && given !== expected)
        report({ at: ['consultation', 'previousVersion'], expected: String(expected) });
    },
    text: {
      fr: 'La consultation rectifiée est à la version {attendu}.',
      en: 'The consultation that is amended has version {attendu}.',
    },
    help: 'Partez de la dernière version publiée.',
  },
];

/** The message replied to: given as such, or found among the needs and the offer at hand. */
export function answeredBy(
  message: DraftMessage,
  { answered, need, offer }: Facts,
): KnownMessage | undefined {
  if (message.type === 'M20') return undefined;
  if (answered) return answered;
  const allowed = repliesTo[message.type] ?? [];
  if (offer && allowed.includes('M20')) return { message: offer };
  return need && allowed.includes('M10') && message.type !== 'M11' ? need : undefined;
}

function differ(given: Draft<Participant> | undefined, wanted: Draft<Participant> | undefined): boolean {
  return (
    given?.id !== undefined &&
    wanted?.id !== undefined &&
    given.scheme === wanted.scheme &&
    given.id !== wanted.id
  );
}
