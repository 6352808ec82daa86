import { calendarDate, endpoint, instant, noContent, text } from '@liaison/http/contract';
import { z } from 'zod';
import { characterSets } from './peer.ts';

/** A UID of PS3.5 section 9, as peers really write them. */
const uid = z.string().regex(/^[0-9.]{1,64}$/);
/** Printable ASCII without backslash, at most 16 characters, no blank at its ends (PS3.5 section 6.2, AE). */
export const aeTitle = z
  .string()
  .regex(/^[\x21-\x5b\x5d-\x7e]([\x20-\x5b\x5d-\x7e]{0,14}[\x21-\x5b\x5d-\x7e])?$/);
/** An address, a CIDR block, or `*`. */
const address = z.union([z.literal('*'), z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

const roles = z.object({
  mayStore: z.boolean(),
  mayQuery: z.boolean(),
  query: z.boolean(),
  retrieve: z.enum(['no', 'move', 'get']),
  store: z.boolean(),
  commit: z.boolean(),
});

/** What an administrator says of a peer. */
export const peerSheet = z.object({
  name: text(80).min(1),
  aeTitle,
  /** Where we call it: a name or an address; null with `port` where it only calls us. */
  host: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,253}$/)
    .nullable(),
  port: z.number().int().min(1).max(65_535).nullable(),
  usesTls: z.boolean(),
  addresses: z.array(address).max(64),
  /** SHA-256 fingerprints, lower-case hexadecimal. */
  certificates: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(16),
  requiresTls: z.boolean(),
  roles,
  transferSyntaxes: z.array(uid).max(32),
  characterSet: z.enum(characterSets),
  maxAssociations: z.number().int().min(1).max(64),
  maxBytesPerSecond: z.number().int().min(10_000).nullable(),
  isActive: z.boolean(),
});
export type PeerSheet = z.infer<typeof peerSheet>;

/** What the last C-ECHO came to. `failure`: why, in French, null where it was answered. */
export const peerTest = z.object({
  at: instant,
  ms: z.number().int().nullable(),
  failure: z.string().nullable(),
});
export type PeerTest = z.infer<typeof peerTest>;

export const traffic = z.object({
  /** Images being received from it now: associations open, and images of them that are in the catalogue. */
  openAssociations: z.number().int(),
  openImages: z.number().int(),
  /** Images received from it in the last 24 hours, and the last one. */
  dayImages: z.number().int(),
  lastImageAt: instant.nullable(),
  /** Why its last association was refused or broke off within a day, in French; null where none was. */
  lastTrouble: z.object({ at: instant, text: z.string() }).nullable(),
});

/** Of what a peer may do. `awaited`: it may once a regional administrator approves it. */
export const peerApproval = z.object({
  state: z.enum(['none', 'awaited', 'approved']),
  by: z.string().nullable(),
  at: instant.nullable(),
});
export type PeerApproval = z.infer<typeof peerApproval>;

export const listedPeer = peerSheet.extend({
  id: z.uuid(),
  structureId: z.uuid(),
  structureName: z.string(),
  /** Of searching here, bound as it is. */
  queryApproval: peerApproval,
  /** Of receiving images from us, called as it is. */
  storeApproval: peerApproval,
  test: peerTest.nullable(),
  traffic,
});
export type ListedPeer = z.infer<typeof listedPeer>;

export const listPeers = endpoint({
  method: 'GET',
  url: '/api/pacs/peers',
  summary: 'Les PACS et appareils de mon établissement, ou de tous pour un administrateur régional.',
  reply: z.object({
    peers: z.array(listedPeer),
    /** Where a new one may be added. */
    structures: z.array(z.object({ id: z.uuid(), name: z.string() })),
    /** What they must know of us. */
    own: z.object({ aeTitle: z.string(), port: z.number().int() }),
  }),
});

export const addPeer = endpoint({
  method: 'POST',
  url: '/api/pacs/peers',
  summary: 'Ajoute un PACS ou un appareil à un établissement.',
  body: peerSheet.extend({ structureId: z.uuid() }),
  reply: z.object({ id: z.uuid() }),
});

const onePeer = z.object({ peerId: z.uuid() });

export const changePeer = endpoint({
  method: 'PUT',
  url: '/api/pacs/peers/:peerId',
  summary: 'Change la fiche d’un PACS ou d’un appareil.',
  params: onePeer,
  body: peerSheet,
  reply: noContent,
});

/** What binds an AE title: what an approver must have seen. */
export const peerBinding = peerSheet.pick({
  aeTitle: true,
  addresses: true,
  certificates: true,
  requiresTls: true,
});
export type PeerBinding = z.infer<typeof peerBinding>;

export const approvePeerQueries = endpoint({
  method: 'POST',
  url: '/api/pacs/peers/:peerId/query-approval',
  summary:
    'Autorise, en administrateur régional, un PACS ou un appareil à chercher ici, lié comme il a été vu.',
  params: onePeer,
  body: peerBinding,
  reply: noContent,
});

/** Whom we call there: what an approver must have seen. */
export const peerCall = peerSheet.pick({
  aeTitle: true,
  host: true,
  port: true,
  usesTls: true,
  certificates: true,
});
export type PeerCall = z.infer<typeof peerCall>;

export const approvePeerSendings = endpoint({
  method: 'POST',
  url: '/api/pacs/peers/:peerId/store-approval',
  summary: 'Autorise, en administrateur régional, l’envoi d’images vers un PACS, appelé comme il a été vu.',
  params: onePeer,
  body: peerCall,
  reply: noContent,
});

export const testPeer = endpoint({
  method: 'POST',
  url: '/api/pacs/peers/:peerId/test',
  summary: 'Appelle un PACS par un C-ECHO, et dit en combien de temps il répond.',
  params: onePeer,
  reply: peerTest,
});

export const peerEvent = z.object({
  id: z.uuid(),
  at: instant,
  /** What happened, in French. */
  text: z.string(),
  isTrouble: z.boolean(),
  address: z.string(),
  tls: z.boolean(),
  imageCount: z.number().int().nullable(),
  byteCount: z.number().int().nullable(),
});
export type PeerEvent = z.infer<typeof peerEvent>;

export const readPeerEvents = endpoint({
  method: 'GET',
  url: '/api/pacs/peers/:peerId/events',
  summary: 'Les dernières associations d’un PACS ou d’un appareil avec nous.',
  params: onePeer,
  reply: z.object({ events: z.array(peerEvent) }),
});

export const listSearchable = endpoint({
  method: 'GET',
  url: '/api/pacs/searchable',
  summary: 'Les PACS de mon établissement où je peux chercher.',
  reply: z.object({
    peers: z.array(
      z.object({ id: z.uuid(), name: z.string(), aeTitle: z.string(), mayRetrieve: z.boolean() }),
    ),
  }),
});

export const foundStudy = z.object({
  StudyInstanceUID: uid,
  patientName: text(400),
  familyName: text(200),
  givenNames: text(200),
  birthDate: calendarDate.nullable(),
  sex: z.enum(['M', 'F', 'O']).nullable(),
  patientId: text(128),
  issuerOfPatientId: text(128),
  accessionNumber: text(64),
  description: text(256),
  modalities: z.array(text(16)).max(32),
  studyDate: calendarDate.nullable(),
  studyTime: z
    .string()
    .regex(/^\d{2}:\d{2}:\d{2}$/)
    .nullable(),
  /** As the PACS told; null where it did not. */
  imageCount: z.number().int().min(0).max(1_000_000).nullable(),
  seriesCount: z.number().int().min(0).max(100_000).nullable(),
});
export type FoundStudy = z.infer<typeof foundStudy>;

/** Where a found study is on the platform already. */
export const foundHere = foundStudy.extend({
  present: z.object({ studyId: z.uuid(), imageCount: z.number().int() }).nullable(),
});
export type FoundHere = z.infer<typeof foundHere>;

export const searchCriteria = z.object({
  patientId: text(64).default(''),
  familyName: text(64).default(''),
  givenName: text(64).default(''),
  birthDate: calendarDate.nullable().default(null),
  accessionNumber: text(16).default(''),
  dateFrom: calendarDate.nullable().default(null),
  dateTo: calendarDate.nullable().default(null),
  modality: z
    .string()
    .regex(/^[A-Z0-9]{0,16}$/)
    .default(''),
});
export type SearchCriteria = z.infer<typeof searchCriteria>;

/** One PACS a call, so that a slow one holds up no other. Closing the request cancels the search at the PACS. */
export const searchPacs = endpoint({
  method: 'POST',
  url: '/api/pacs/peers/:peerId/search',
  summary: 'Cherche des examens dans un PACS de mon établissement.',
  params: onePeer,
  body: searchCriteria,
  reply: z.object({ studies: z.array(foundHere), isCapped: z.boolean() }),
});

export const retrievalState = z.enum(['waiting', 'moving', 'done', 'incomplete', 'failed', 'cancelled']);

export const retrieval = z.object({
  id: z.uuid(),
  peerId: z.uuid(),
  peerName: z.string(),
  studyId: z.uuid(),
  StudyInstanceUID: uid,
  /** Whose it is, as the lists of exams show it. */
  patientName: z.string(),
  description: z.string(),
  modalities: z.array(z.string()),
  studyDate: calendarDate.nullable(),
  askedBy: z.string(),
  askedAt: instant,
  state: retrievalState,
  /** Images at the PACS, where it said so; those that it told as sent; those that are here. */
  total: z.number().int().nullable(),
  done: z.number().int(),
  arrived: z.number().int(),
  attempts: z.number().int(),
  nextTryAt: instant.nullable(),
  /** Why the last try failed, in French, and what who asked can do about it. */
  failure: z.string().nullable(),
  advice: z.string().nullable(),
  endedAt: instant.nullable(),
});
export type Retrieval = z.infer<typeof retrieval>;

export const requestRetrieval = endpoint({
  method: 'POST',
  url: '/api/pacs/peers/:peerId/retrievals',
  summary: 'Fait venir des examens d’un PACS de mon établissement.',
  params: onePeer,
  body: z.object({ studies: z.array(foundStudy).min(1).max(50) }),
  reply: z.object({
    retrievals: z.array(z.object({ retrievalId: z.uuid(), studyId: z.uuid(), StudyInstanceUID: uid })),
  }),
});

export const listRetrievals = endpoint({
  method: 'GET',
  url: '/api/pacs/retrievals',
  summary: 'Les récupérations demandées par mon établissement, la dernière d’abord.',
  query: z.object({ studyId: z.uuid().optional() }),
  reply: z.object({ retrievals: z.array(retrieval) }),
});

const oneRetrieval = z.object({ retrievalId: z.uuid() });

export const retryRetrieval = endpoint({
  method: 'POST',
  url: '/api/pacs/retrievals/:retrievalId/retry',
  summary: 'Réessaie une récupération maintenant.',
  params: oneRetrieval,
  reply: noContent,
});

export const cancelRetrieval = endpoint({
  method: 'POST',
  url: '/api/pacs/retrievals/:retrievalId/cancel',
  summary: 'Annule une récupération ; les images déjà arrivées restent.',
  params: oneRetrieval,
  reply: noContent,
});
