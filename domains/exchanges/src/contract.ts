import { endpoint, instant, noContent, slice, text } from '@liaison/http/contract';
import { z } from 'zod';

/** What carries messages: e-mail, an SFTP account, a folder that both sides reach, or this platform itself. */
export const channels = ['mail', 'sftp', 'folder', 'http'] as const;
export type ChannelKind = (typeof channels)[number];

/** préparé → contrôlé → parti → reçu → intégré; a reply that nobody acknowledges ends as `dispatched`. */
export const outgoingStates = [
  'prepared',
  'controlled',
  'dispatched',
  'received',
  'integrated',
  /** By the partner, after his control. */
  'rejected',
  /** By us: it never left. */
  'refused',
  /** No channel took it in time. */
  'failed',
] as const;
export type OutgoingState = (typeof outgoingStates)[number];

/** reçu → disponible → intégré, or refused by the software, or set aside. */
export const incomingStates = [
  'received',
  'available',
  'integrated',
  /** By the structure's own software, which says so to the sender. */
  'declined',
  'quarantined',
  'duplicate',
  'refused',
] as const;
export type IncomingState = (typeof incomingStates)[number];
export type ExchangeState = OutgoingState | IncomingState;
export const exchangeStates = [...new Set([...outgoingStates, ...incomingStates])];

/** What a person may do with an exchange: have it examined anew, send it now, say what became of it in his software. */
export const exchangeActs = ['reexamine', 'retry', 'integrate'] as const;
export type ExchangeAct = (typeof exchangeActs)[number];

/** Why a message was set aside, refused, or did not leave. The texts are in `fr.ts`. */
export const reasons = [
  'unreadable',
  'unknown-sender',
  'other-way',
  'not-addressee',
  'test-in-production',
  'not-allowed',
  'id-reused',
  'certificate',
  'other-signer',
  'not-conform',
  'control-failed',
  'quarantine-full',
  'unknown-reference',
  'unproven',
  'out-of-order',
  'not-sender',
  'no-receiver',
  'unknown-receiver',
  'withdrawn',
  'unreachable',
  'refused-there',
  'unauthorised',
  'no-tls',
  'other-host',
  'no-room',
  'too-large',
  'no-channel',
  'unforeseen',
] as const;
export type Reason = (typeof reasons)[number];

/** The list `participantScheme` of the standard, which a test holds it to: pages do not load the whole standard. */
export const participantSchemes = ['0002', '0009', '0088', '0199', 'FINESS', 'EMAIL'] as const;

export const participant = z.object({
  scheme: z.enum(participantSchemes),
  id: z.string().regex(/^\S(.{0,98}\S)?$/),
});
export type KnownParticipant = z.infer<typeof participant>;

/**
 * A way between a partner and us. `endpoint`: the name that the operator gave to the mailbox, account or folder; none for
 * `http`. `addresses`: his, for mail: the first is written to, all may write.
 */
export const way = z
  .object({
    channel: z.enum(channels),
    endpoint: text(60).default(''),
    addresses: z.array(z.email().max(254)).max(20).default([]),
  })
  .refine(({ channel, addresses }) => channel !== 'mail' || addresses.length > 0, {
    path: ['addresses'],
  })
  .refine(({ channel, endpoint: name }) => (channel === 'http') === (name === ''), { path: ['endpoint'] });
export type Way = z.infer<typeof way>;

const messageCode = z.string().regex(/^M\d\d$/);

export const partnerFields = z
  .object({
    name: text(200).min(1),
    participant,
    /** The SIRET that his certificates of control name. */
    siret: z.union([z.literal(''), z.string().regex(/^\d{14}$/)]).default(''),
    /** The first takes our messages there. */
    ways: z.array(way).min(1).max(4),
    maySend: z.array(messageCode).max(30),
    requiresCertificate: z.boolean().default(true),
    isActive: z.boolean().default(true),
  })
  .refine(({ siret, requiresCertificate }) => siret !== '' || !requiresCertificate, { path: ['siret'] });
export type PartnerFields = z.infer<typeof partnerFields>;

const partner = z.object({ id: z.uuid(), ...partnerFields.shape });
export type Partner = z.infer<typeof partner>;

export const exchange = z.object({
  id: z.uuid(),
  direction: z.enum(['outgoing', 'incoming']),
  state: z.enum(exchangeStates),
  /** In French. */
  stateLabel: z.string(),
  partner: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  channel: z.enum(channels),
  messageId: z.uuid().nullable(),
  messageType: z.string().nullable(),
  isTest: z.boolean(),
  consultation: z.string().nullable(),
  inReplyTo: z.uuid().nullable(),
  /** Of the bytes as they are at `…/content`. */
  sha256: z.string(),
  byteCount: z.number().int(),
  fileName: z.string(),
  /** What the verification of the certificate of control concludes; null before it, and where none is expected. */
  certificate: z.string().nullable(),
  /** In French. */
  certificateLabel: z.string().nullable(),
  verdict: z.enum(['OK', 'OK_AVEC_RESERVES', 'KO']).nullable(),
  reason: z.enum(reasons).nullable(),
  /** The reason in French, and what to do. */
  explanation: z.string().nullable(),
  /** Those that its state allows now. */
  acts: z.array(z.enum(exchangeActs)),
  originalId: z.uuid().nullable(),
  createdAt: instant,
  changedAt: instant,
});
export type Exchange = z.infer<typeof exchange>;

export const exchangesUrl = '/api/mio/exchanges';
export const contentUrl = `${exchangesUrl}/:exchangeId/content`;
export const reportUrl = `${exchangesUrl}/:exchangeId/report`;

/** Of a message: 5,000 lines are some 10 MB. */
export const mostBytesExchanged = 64 * 1024 * 1024;

/** Of an address that may name it several times. */
function repeated<Of extends z.ZodType>(many: Of) {
  return z.preprocess((given) => (given === undefined || Array.isArray(given) ? given : [given]), many);
}

/** What goes with a message that is sent: to whom where its header does not say, and its file's name. */
export const sendQuery = z.object({
  to: repeated(z.array(z.uuid()).max(50).default([])),
  name: text(200).default(''),
});

export const sentReply = z.object({ exchanges: z.array(exchange) });

export const listExchanges = endpoint({
  method: 'GET',
  url: exchangesUrl,
  summary:
    'Messages échangés par ma structure. Un logiciel lit les messages à intégrer par direction=incoming&state=available&order=oldest.',
  query: slice.extend({
    direction: z.enum(['outgoing', 'incoming']).optional(),
    /** Any of them; none: all. */
    state: repeated(z.array(z.enum(exchangeStates)).max(exchangeStates.length).default([])),
    partnerId: z.uuid().optional(),
    consultation: text(100).optional(),
    order: z.enum(['newest', 'oldest']).default('newest'),
  }),
  reply: z.object({ exchanges: z.array(exchange), nextCursor: z.string().nullable() }),
});

const oneExchange = z.object({ exchangeId: z.uuid() });

export const readExchange = endpoint({
  method: 'GET',
  url: `${exchangesUrl}/:exchangeId`,
  summary: 'Un échange, ce qui lui est arrivé pas à pas, et les messages qui lui répondent.',
  params: oneExchange,
  reply: z.object({
    exchange,
    events: z.array(
      z.object({
        at: instant,
        state: z.enum(exchangeStates),
        /** In French. */
        stateLabel: z.string(),
        reason: z.enum(reasons).nullable(),
        explanation: z.string().nullable(),
      }),
    ),
    replies: z.array(exchange),
  }),
});
export type ExchangeStory = z.infer<(typeof readExchange)['reply']>;

export const acknowledgeIntegration = endpoint({
  method: 'POST',
  url: `${exchangesUrl}/:exchangeId/integration`,
  summary:
    'Dit que le message est intégré dans mon logiciel (ou rejeté par lui) : l’accusé part à l’expéditeur.',
  params: oneExchange,
  body: z.object({
    response: z.enum(['AP', 'CA', 'RE']).default('AP'),
    comment: text(1000).default(''),
  }),
  reply: noContent,
});

export const releaseExchange = endpoint({
  method: 'POST',
  url: `${exchangesUrl}/:exchangeId/reexamination`,
  summary: 'Examine de nouveau un message en quarantaine, une fois sa cause levée.',
  params: oneExchange,
  reply: noContent,
});

export const retryExchange = endpoint({
  method: 'POST',
  url: `${exchangesUrl}/:exchangeId/retry`,
  summary: 'Réessaie l’envoi maintenant.',
  params: oneExchange,
  reply: noContent,
});

export const listPartners = endpoint({
  method: 'GET',
  url: `${exchangesUrl}/partners`,
  summary: 'Partenaires avec qui ma structure échange.',
  reply: z.object({ partners: z.array(partner) }),
});

export const addPartner = endpoint({
  method: 'POST',
  url: `${exchangesUrl}/partners`,
  summary: 'Ajoute un partenaire.',
  body: partnerFields,
  reply: z.object({ partnerId: z.uuid() }),
});

export const changePartner = endpoint({
  method: 'PUT',
  url: `${exchangesUrl}/partners/:partnerId`,
  summary: 'Change un partenaire.',
  params: z.object({ partnerId: z.uuid() }),
  body: partnerFields,
  reply: noContent,
});
