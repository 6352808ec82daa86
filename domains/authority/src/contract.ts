/** What the authority's pages ask (`user`, of the profile `authority`), and the registry that everyone may read. */
import { calendarDate, endpoint, instant, noContent, text } from '@liaison/http/contract';
import { z } from 'zod';
import { base } from './base-url.ts';

export * from './publications.ts';

const id = z.uuid();

// Organisations.

export const organisation = z.object({
  id,
  name: z.string(),
  siret: z.string(),
  registeredAt: instant,
  /** Licences that are in force today. */
  licenceCount: z.number().int(),
});
export type Organisation = z.infer<typeof organisation>;

export const listOrganisations = endpoint({
  method: 'GET',
  url: `${base}/organisations`,
  summary: 'Les organisations connues de l’autorité MIO, par nom.',
  reply: z.object({ organisations: z.array(organisation) }),
});

export const registerOrganisation = endpoint({
  method: 'POST',
  url: `${base}/organisations`,
  summary: 'Inscrit une organisation, connue par son SIRET.',
  /** `siret`: 14 digits, blanks between them allowed. */
  body: z.object({ name: text(200).min(1), siret: text(20).min(14) }),
  reply: z.object({ id }),
});

// Licences.

export const licenceStates = ['delivered', 'suspended', 'revoked', 'expired'] as const;
export const licenceActs = ['delivered', 'renewed', 'suspended', 'reinstated', 'revoked'] as const;
/** Those of RFC 5280, 5.3.1 that an authority has for a controller. */
export const revocationReasons = [
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
] as const;

export const licence = z.object({
  id,
  /** `MIO-0001`: what certificates and reports name. */
  number: z.string(),
  organisation: z.object({ id, name: z.string(), siret: z.string() }),
  product: z.string(),
  validFrom: calendarDate,
  /** The last day. */
  validTo: calendarDate,
  /** `expired` follows from the day, whatever was decided before but `revoked`. */
  state: z.enum(licenceStates),
  /** Why it is suspended or revoked, as who decided wrote it; empty otherwise. */
  reason: z.string(),
  certificate: z
    .object({ serial: z.string(), notAfter: instant, revokedAt: instant.nullable() })
    /** Null where it was suspended before it had one. */
    .nullable(),
  history: z.array(z.object({ at: instant, act: z.enum(licenceActs), by: z.string(), reason: z.string() })),
});
export type Licence = z.infer<typeof licence>;

export const listLicences = endpoint({
  method: 'GET',
  url: `${base}/licences`,
  summary: 'Les licences MIO, la dernière délivrée d’abord.',
  reply: z.object({ licences: z.array(licence) }),
});

/** PEM of a PKCS #10 request (`mio request`), or of the public key alone: the private key stays with the licensee. */
const request = text(8000).min(1);

export const deliverLicence = endpoint({
  method: 'POST',
  url: `${base}/licences`,
  summary: 'Délivre une licence et le certificat de son contrôleur.',
  body: z.object({
    organisationId: id,
    product: text(120).min(1),
    validFrom: calendarDate,
    validTo: calendarDate,
    request,
  }),
  reply: z.object({ id, number: z.string() }),
});

const oneLicence = z.object({ licenceId: id });
const why = z.object({ reason: text(500).min(1) });

export const renewLicence = endpoint({
  method: 'POST',
  url: `${base}/licences/:licenceId/renew`,
  summary: 'Prolonge une licence ; un nouveau certificat remplace le précédent.',
  params: oneLicence,
  /** `request`: the key to certify; empty for the one of the certificate before. */
  body: z.object({ validTo: calendarDate, request: text(8000).default('') }),
  reply: noContent,
});

export const suspendLicence = endpoint({
  method: 'POST',
  url: `${base}/licences/:licenceId/suspend`,
  summary: 'Suspend une licence : plus d’abonnement, jusqu’à ce qu’elle soit rétablie.',
  params: oneLicence,
  body: why,
  reply: noContent,
});

export const reinstateLicence = endpoint({
  method: 'POST',
  url: `${base}/licences/:licenceId/reinstate`,
  summary: 'Rétablit une licence suspendue.',
  params: oneLicence,
  body: why,
  reply: noContent,
});

export const revokeLicence = endpoint({
  method: 'POST',
  url: `${base}/licences/:licenceId/revoke`,
  summary: 'Révoque une licence et son certificat, pour toujours ; la liste des révocations est publiée.',
  params: oneLicence,
  body: why.extend({ cause: z.enum(revocationReasons) }),
  reply: noContent,
});

/** `GET`: the certificate and its authority's, PEM, as `controleur.pem` is named in a controller's folder. */
export const certificateUrl = (licenceId: string): string => `${base}/licences/${licenceId}/certificate.pem`;

// Qualified interfaces.

export const messageType = z.string().regex(/^M\d{2}$/);

export const qualifiedInterface = z.object({
  id,
  editor: z.string(),
  product: z.string(),
  version: z.string(),
  /** Message types, such as `M10`. */
  reads: z.array(messageType),
  writes: z.array(messageType),
  qualificationId: z.string(),
  qualifiedOn: calendarDate,
  /** Why and when it was withdrawn; null while it stands. */
  withdrawn: z.object({ at: instant, reason: z.string() }).nullable(),
});
export type QualifiedInterface = z.infer<typeof qualifiedInterface>;

export const listInterfaces = endpoint({
  method: 'GET',
  url: `${base}/interfaces`,
  access: 'public',
  summary: 'Registre public des interfaces qualifiées, retirées comprises.',
  reply: z.object({
    /** Its name; null where this installation is no authority, or its keys cannot be opened. */
    authority: z.string().nullable(),
    interfaces: z.array(qualifiedInterface),
  }),
});

export const qualifyInterface = endpoint({
  method: 'POST',
  url: `${base}/interfaces`,
  summary: 'Inscrit la qualification d’une interface au registre public.',
  body: qualifiedInterface.omit({ id: true, withdrawn: true }).extend({
    editor: text(200).min(1),
    product: text(120).min(1),
    version: text(40).min(1),
    reads: z.array(messageType).max(40),
    writes: z.array(messageType).max(40),
    qualificationId: text(60).min(1),
  }),
  reply: z.object({ id }),
});

export const withdrawInterface = endpoint({
  method: 'POST',
  url: `${base}/interfaces/:interfaceId/withdraw`,
  summary: 'Retire une qualification ; le registre public garde sa ligne et dit pourquoi.',
  params: z.object({ interfaceId: id }),
  body: why,
  reply: noContent,
});

// Subscribers.

export const subscriber = z.object({
  id,
  licence: z.object({ id, number: z.string(), product: z.string() }),
  organisation: z.string(),
  /** Name that the installation gives itself. */
  installation: z.string(),
  controllerVersion: z.string(),
  isConnected: z.boolean(),
  lastSeenAt: instant,
  /** In the order of the bundles; `late`: a version in force is not installed. */
  bundles: z.array(
    z.object({
      bundleId: z.string(),
      /** Null where it has none. */
      version: z.number().int().nullable(),
      latest: z.number().int(),
      since: instant.nullable(),
      isLate: z.boolean(),
    }),
  ),
  /** Since when it lacks a version in force; null while it is up to date. */
  lateSince: instant.nullable(),
  /** Why its last attempt failed, in French; null where it did not. */
  trouble: z.string().nullable(),
});
export type Subscriber = z.infer<typeof subscriber>;

export const listSubscribers = endpoint({
  method: 'GET',
  url: `${base}/subscribers`,
  summary: 'Les contrôleurs abonnés et ce qu’ils ont installé, les plus en retard d’abord.',
  reply: z.object({ subscribers: z.array(subscriber) }),
});

// The whole.

export const overview = endpoint({
  method: 'GET',
  url: base,
  summary: 'L’autorité MIO de cette installation : clés, pointeur, liste des révocations.',
  reply: z.object({
    name: z.string(),
    /** Null while its keys open; else why they do not, in French. */
    trouble: z.string().nullable(),
    pointer: z.object({ sequence: z.number().int(), issuedAt: instant, expiresAt: instant }).nullable(),
    revocations: z
      .object({ number: z.number().int(), issuedAt: instant, nextUpdate: instant, count: z.number().int() })
      .nullable(),
    /** Version of the root that names the keys of updates. */
    rootVersion: z.number().int().nullable(),
    subscribers: z.object({ total: z.number().int(), late: z.number().int() }),
  }),
});
