import { z } from 'zod';
import { acts } from './cases/case.ts';

/** Plain names: an answer never leaves its folder. */
const fileName = z.string().regex(/^[\w-][\w.-]{0,99}$/);
const line = z.string().trim().min(1).max(200);

/** Whose interface answers, as the attestation will name it. */
export const interfaceFormat = z.strictObject({ editor: line, product: line, version: line });
export type InterfaceIdentity = z.infer<typeof interfaceFormat>;

/** What an interface made of a challenge: files by case, in base64. */
export const answersFormat = z.strictObject({
  format: z.literal('urn:liaison:mio:reponses:1'),
  challenge: z.uuid(),
  interface: interfaceFormat,
  answeredAt: z.iso.datetime(),
  cases: z.partialRecord(z.enum(acts), z.record(fileName, z.base64().max(4_000_000))),
});
export type Answers = z.infer<typeof answersFormat>;
