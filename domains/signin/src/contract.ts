import { endpoint, noContent } from '@liaison/http/contract';
import { z } from 'zod';

export const featureGroup = z.enum([
  'clinical',
  'imaging',
  'billing',
  'local-admin',
  'regional-admin',
  'buyer',
  'supplier',
  'authority',
]);

/** A place where the user works: he acts in one at a time (CCTP 3.1.2.1: mandatory choice when there are several). */
export const workContext = z.object({
  communityId: z.uuid(),
  communityName: z.string(),
  structureId: z.uuid(),
  structureName: z.string(),
});
export type WorkContext = z.infer<typeof workContext>;

export const session = z.object({
  user: z.object({
    id: z.uuid(),
    /** "NOM Prénom". */
    displayName: z.string(),
    profession: z.string(),
    /** Eleven digits, or null where the professional has none. */
    rpps: z.string().nullable(),
    email: z.string(),
  }),
  /** Null until the user has chosen among several; every other endpoint then answers `signin/context-needed`. */
  context: workContext.nullable(),
  contexts: z.array(workContext),
  features: z.array(featureGroup),
  environment: z.enum(['demo', 'preproduction', 'production']),
});
export type Session = z.infer<typeof session>;

export const startSession = endpoint({
  method: 'POST',
  url: '/api/session',
  access: 'public',
  summary: 'Première étape de la connexion : adresse et mot de passe. Un code part par mail.',
  body: z.object({ login: z.string().trim().min(1).max(254), password: z.string().min(1).max(200) }),
  reply: z.object({
    challenge: z.string(),
    /** Where the code went, masked: "r•••@demo.liaison". */
    sentTo: z.string(),
    /** Seconds until the code expires. */
    expiresInSeconds: z.number().int(),
  }),
});

export const confirmSession = endpoint({
  method: 'POST',
  url: '/api/session/otp',
  access: 'public',
  summary: 'Seconde étape : le code à 6 chiffres. Ouvre la session (cookie).',
  body: z.object({
    challenge: z.string().max(100),
    code: z
      .string()
      .trim()
      .transform((code) => code.replaceAll(/\s/g, ''))
      .pipe(z.string().regex(/^\d{6}$/)),
  }),
  reply: session,
});

export const readSession = endpoint({
  method: 'GET',
  url: '/api/session',
  access: 'public',
  summary: 'La session en cours ; 401 sinon.',
  reply: session,
});

export const chooseContext = endpoint({
  method: 'PUT',
  url: '/api/session/context',
  access: 'public',
  summary: 'Choisit la communauté dans laquelle travailler.',
  body: z.object({ communityId: z.uuid() }),
  reply: session,
});

export const endSession = endpoint({
  method: 'DELETE',
  url: '/api/session',
  access: 'public',
  summary: 'Ferme la session.',
  reply: noContent,
});
