import { calendarDate, endpoint, instant, noContent, slice, text } from '@liaison/http/contract';
import { z } from 'zod';

/** `waiting`: for its turn, its next try or more images · `sending` · the three ends. */
export const deliveryState = z.enum(['waiting', 'sending', 'done', 'failed', 'cancelled']);
export type DeliveryState = z.infer<typeof deliveryState>;

/** LO and SH of PS3.5 section 6.2: no backslash, no control character. */
function dicomText(max: number) {
  return text(max).regex(/^[^\\\p{Cc}]*$/u);
}

/** The patient's traits as the destination knows him: changing them is an act of its own, never a default. */
export const coercedTraits = z.object({
  familyName: dicomText(64).min(1),
  givenNames: dicomText(64),
  birthDate: calendarDate.nullable(),
  sex: z.enum(['M', 'F', 'O']).nullable(),
});
export type CoercedTraits = z.infer<typeof coercedTraits>;

/** What to write into the images that leave, in the place of their own; null: leave it as it is. UIDs never change. */
export const coercion = z.object({
  /** IPP of the patient at the destination, and the authority that gave it. */
  patientId: dicomText(64).min(1).nullable(),
  issuerOfPatientId: dicomText(64).nullable(),
  accessionNumber: dicomText(16).min(1).nullable(),
  traits: coercedTraits.nullable(),
});
export type Coercion = z.infer<typeof coercion>;

export const destination = z.object({
  peerId: z.uuid(),
  name: z.string(),
  aeTitle: z.string(),
  structureId: z.uuid(),
  structureName: z.string(),
  /** It confirms that it keeps what it received (Storage Commitment). */
  commits: z.boolean(),
});
export type Destination = z.infer<typeof destination>;

/** The identifier that this patient had there in an earlier sending; the traits were the same. */
export const knownIdentifier = z.object({
  patientId: z.string(),
  issuerOfPatientId: z.string(),
  notedAt: instant,
});
export type KnownIdentifier = z.infer<typeof knownIdentifier>;

export const listDestinations = endpoint({
  method: 'GET',
  url: '/api/transfers/destinations',
  summary: 'PACS de ma structure auxquels un examen peut être envoyé.',
  query: z.object({ studyId: z.uuid().optional() }),
  reply: z.object({
    destinations: z.array(destination.extend({ known: knownIdentifier.nullable() })),
  }),
});

export const sendStudies = endpoint({
  method: 'POST',
  url: '/api/transfers/deliveries',
  summary: 'Envoie des examens à un PACS ; l’envoi continue sans moi et reprend après une coupure.',
  body: z.object({
    studyIds: z.array(z.uuid()).min(1).max(50),
    peerId: z.uuid(),
    /** Only for one study: the identifiers are those of one patient. */
    coercion: coercion.nullable().default(null),
  }),
  reply: z.object({ deliveryIds: z.array(z.uuid()) }),
});

export const delivery = z.object({
  id: z.uuid(),
  studyId: z.uuid(),
  StudyInstanceUID: z.string(),
  familyName: z.string(),
  givenNames: z.string(),
  birthDate: calendarDate.nullable(),
  sex: z.enum(['M', 'F', 'O']).nullable(),
  description: z.string(),
  modalities: z.array(z.string()),
  studyDate: calendarDate.nullable(),
  destination: z.object({ peerId: z.uuid(), name: z.string(), aeTitle: z.string() }),
  /** The route that asked for it, or null where a person did. */
  routeName: z.string().nullable(),
  askedBy: z.string(),
  askedAt: instant,
  state: deliveryState,
  /** Images known so far, and what became of them at this destination. */
  total: z.number().int(),
  sent: z.number().int(),
  /** Among those sent, kept by the destination with changes that it told. */
  warned: z.number().int(),
  refused: z.number().int(),
  attempts: z.number().int(),
  nextTryAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Why it is not done, in French; `detail` is what the destination answered. */
  failure: z
    .object({
      code: z.string(),
      text: z.string(),
      detail: z.string(),
      /** What who sent can do about it; null where the text says it. */
      advice: z.string().nullable(),
    })
    .nullable(),
  coercion: coercion.nullable(),
  /** Whether the destination has confirmed that it keeps the images. `unreported`: asked several times, it never said. */
  commitment: z.enum(['none', 'asked', 'unreported', 'confirmed', 'partial', 'refused']),
  /** When it was last asked to; null where it was not. */
  commitmentAskedAt: instant.nullable(),
  mayAskCommitment: z.boolean(),
  mayRetry: z.boolean(),
  mayCancel: z.boolean(),
});
export type Delivery = z.infer<typeof delivery>;

export const deliveryFilter = z.enum(['open', 'failed', 'all']);
export type DeliveryFilter = z.infer<typeof deliveryFilter>;

export const listDeliveries = endpoint({
  method: 'GET',
  url: '/api/transfers/deliveries',
  summary: 'Envois de ma structure vers des PACS, le dernier demandé d’abord.',
  query: slice.extend({
    filter: deliveryFilter.default('all'),
    studyId: z.uuid().optional(),
    /** A refetch after a live hint, not the user's act: it leaves no row in the journal. */
    live: z.stringbool().default(false),
  }),
  reply: z.object({
    deliveries: z.array(delivery),
    counts: z.object({ open: z.number().int(), failed: z.number().int() }),
    nextCursor: z.string().nullable(),
  }),
});

const oneDelivery = z.object({ deliveryId: z.uuid() });

/** An image that the destination kept with a remark, or refused. */
export const troubledImage = z.object({
  SOPInstanceUID: z.string(),
  outcome: z.enum(['warned', 'refused']),
  /** DIMSE status, such as 0xA900, as `A900`. */
  status: z.string(),
  text: z.string(),
  comment: z.string(),
});
export type TroubledImage = z.infer<typeof troubledImage>;

export const readDelivery = endpoint({
  method: 'GET',
  url: '/api/transfers/deliveries/:deliveryId',
  summary: 'Un envoi et les images qui ont posé problème.',
  params: oneDelivery,
  reply: z.object({ delivery, troubled: z.array(troubledImage), isTroubledCapped: z.boolean() }),
});

export const retryDelivery = endpoint({
  method: 'POST',
  url: '/api/transfers/deliveries/:deliveryId/retry',
  summary: 'Réessaie maintenant ; seules les images qui manquent sont envoyées.',
  params: oneDelivery,
  reply: noContent,
});

export const cancelDelivery = endpoint({
  method: 'POST',
  url: '/api/transfers/deliveries/:deliveryId/cancel',
  summary: 'Arrête un envoi ; ce qui est déjà parti reste à destination.',
  params: oneDelivery,
  reply: noContent,
});

export const askCommitment = endpoint({
  method: 'POST',
  url: '/api/transfers/deliveries/:deliveryId/commitment',
  summary: 'Redemande au PACS de confirmer qu’il garde les images.',
  params: oneDelivery,
  reply: noContent,
});

/** ISO day of the week: 1 is Monday. */
const weekday = z.number().int().min(1).max(7);
const minuteOfDay = z.number().int().min(0).max(1440);

/** Which studies follow a route; an empty list accepts all. Times are those of Europe/Paris at the first image. */
export const routeConditions = z.object({
  callingAeTitles: z.array(dicomText(16).min(1)).max(20),
  modalities: z.array(z.string().regex(/^[A-Z0-9_ ]{1,16}$/)).max(20),
  /** Any of them found in the study's description, accents and case aside. */
  words: z.array(text(60).min(1)).max(20),
  weekdays: z.array(weekday).max(7),
  /** In minutes from midnight; `from` above `to` spans midnight. Null: at all hours. */
  hours: z.object({ from: minuteOfDay, to: minuteOfDay }).nullable(),
});
export type RouteConditions = z.infer<typeof routeConditions>;

export const routeRule = z.object({
  name: text(80).min(1),
  isActive: z.boolean(),
  conditions: routeConditions,
  /** In the order of failover. */
  peerIds: z.array(z.uuid()).min(1).max(5),
  /** Tries at a destination before the next one. */
  triesEach: z.number().int().min(1).max(20),
  /** `known`: write the IPP that the patient is known to have at the destination, where it is known. */
  coercion: z.enum(['none', 'known']),
  maxBytesPerSecond: z.number().int().min(10_000).max(10_000_000_000).nullable(),
});
export type RouteRule = z.infer<typeof routeRule>;

export const route = routeRule.extend({
  id: z.uuid(),
  structureId: z.uuid(),
  position: z.number().int(),
  destinations: z.array(destination),
  counts: z.object({
    open: z.number().int(),
    failed: z.number().int(),
    /** Done in the last 30 days. */
    done: z.number().int(),
    lastAt: instant.nullable(),
  }),
});
export type Route = z.infer<typeof route>;

const structure = z.object({ structureId: z.uuid() });
const oneRoute = z.object({ routeId: z.uuid() });

export const listRoutes = endpoint({
  method: 'GET',
  url: '/api/transfers/structures/:structureId/routes',
  summary: 'Routes d’un établissement, dans leur ordre, et où elles en sont.',
  params: structure,
  reply: z.object({
    routes: z.array(route),
    /** What a route of this structure may send to, and what sends to it. */
    destinations: z.array(destination),
    callingAeTitles: z.array(z.string()),
  }),
});

export const createRoute = endpoint({
  method: 'POST',
  url: '/api/transfers/structures/:structureId/routes',
  summary: 'Crée une route.',
  params: structure,
  body: routeRule,
  reply: z.object({ routeId: z.uuid() }),
});

export const updateRoute = endpoint({
  method: 'PUT',
  url: '/api/transfers/routes/:routeId',
  summary: 'Change une route, l’active ou la suspend.',
  params: oneRoute,
  body: routeRule,
  reply: noContent,
});

export const removeRoute = endpoint({
  method: 'DELETE',
  url: '/api/transfers/routes/:routeId',
  summary: 'Retire une route ; ses envois en cours se terminent, son historique reste.',
  params: oneRoute,
  reply: noContent,
});

export const orderRoutes = endpoint({
  method: 'PUT',
  url: '/api/transfers/structures/:structureId/routes/order',
  summary: 'Change l’ordre des routes.',
  params: structure,
  body: z.object({ routeIds: z.array(z.uuid()).max(200) }),
  reply: noContent,
});

export const tryRoute = endpoint({
  method: 'POST',
  url: '/api/transfers/structures/:structureId/routes/trial',
  summary: 'Essai à blanc : les examens passés qui auraient suivi cette route. Rien n’est envoyé.',
  params: structure,
  body: z.object({
    conditions: routeConditions,
    peerIds: z.array(z.uuid()).max(5),
    days: z.number().int().min(1).max(90).default(30),
  }),
  reply: z.object({
    /** Studies received in these days, and those that would have followed. */
    considered: z.number().int(),
    matched: z.number().int(),
    images: z.number().int(),
    /** More were received than could be looked at. */
    isCapped: z.boolean(),
    byModality: z.array(z.object({ modality: z.string(), count: z.number().int() })),
    byAeTitle: z.array(z.object({ aeTitle: z.string(), count: z.number().int() })),
  }),
});

/** No patient data: an administrator follows routes without seeing exams. */
export const routedStudy = z.object({
  deliveryId: z.uuid(),
  at: instant,
  endedAt: instant.nullable(),
  callingAeTitle: z.string(),
  modalities: z.array(z.string()),
  destinationName: z.string(),
  state: deliveryState,
  total: z.number().int(),
  sent: z.number().int(),
  refused: z.number().int(),
  attempts: z.number().int(),
  failure: z
    .object({ code: z.string(), text: z.string(), detail: z.string(), advice: z.string().nullable() })
    .nullable(),
});
export type RoutedStudy = z.infer<typeof routedStudy>;

export const readRouteHistory = endpoint({
  method: 'GET',
  url: '/api/transfers/routes/:routeId/history',
  summary: 'Examens qui ont suivi une route, le dernier d’abord, sans donnée de patient.',
  params: oneRoute,
  query: slice,
  reply: z.object({ studies: z.array(routedStudy), nextCursor: z.string().nullable() }),
});

/** Where the zip of these studies is, for a link: `GET`, a file named by the server. */
export function downloadUrl(studyIds: readonly string[]): string {
  return `/api/transfers/download?studies=${studyIds.join(',')}`;
}
