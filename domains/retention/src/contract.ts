import { endpoint, instant, noContent } from '@liaison/http/contract';
import { z } from 'zod';

/** How long a structure keeps its studies. Null where it never said: nothing is purged. */
export const retention = z.object({
  structureId: z.uuid(),
  structureName: z.string(),
  rule: z.object({ keepDays: z.number().int(), isActive: z.boolean(), changedAt: instant }).nullable(),
  /** Studies with images. `due`: the rule takes them at its next pass; `unproven`: old enough, but proven archived by nothing. */
  counts: z.object({
    kept: z.number().int(),
    due: z.number().int(),
    unproven: z.number().int(),
    held: z.number().int(),
  }),
});
export type Retention = z.infer<typeof retention>;

export const shortestKeepDays = 7;

const keepDays = z.coerce.number().int().min(shortestKeepDays).max(36_500);
const structure = z.object({ structureId: z.uuid() });

export const readRetention = endpoint({
  method: 'GET',
  url: '/api/retention/:structureId',
  summary: 'Durée de conservation des examens d’un établissement, et ce qu’elle ferait avec une autre durée.',
  params: structure,
  /** To see what another duration would purge before choosing it. */
  query: z.object({ keepDays: keepDays.optional() }),
  reply: retention,
});

export const writeRetention = endpoint({
  method: 'PUT',
  url: '/api/retention/:structureId',
  summary: 'Change la durée de conservation des examens d’un établissement.',
  params: structure,
  body: z.object({ keepDays, isActive: z.boolean() }),
  reply: retention,
});

/** That the images of a study are archived elsewhere. */
export const proof = z.object({
  /** A PACS committed to their storage, or a person stated it. */
  kind: z.enum(['commitment', 'statement']),
  /** AE title of the PACS, or name of the person. */
  saidBy: z.string(),
  at: instant,
  imageCount: z.number().int(),
  /** Of all the images that are here, and since the last of them: what a purge asks for. */
  isWhole: z.boolean(),
});
export type Proof = z.infer<typeof proof>;

export const readProofs = endpoint({
  method: 'GET',
  url: '/api/retention/studies/:studyId/proofs',
  summary: 'Ce qui prouve que les images d’un examen sont archivées ailleurs, le plus récent d’abord.',
  params: z.object({ studyId: z.uuid() }),
  reply: z.object({ proofs: z.array(proof) }),
});

export const stateArchived = endpoint({
  method: 'POST',
  url: '/api/retention/studies/:studyId/archived',
  summary: 'Confirme que les images d’un examen sont archivées ailleurs.',
  params: z.object({ studyId: z.uuid() }),
  reply: noContent,
});
