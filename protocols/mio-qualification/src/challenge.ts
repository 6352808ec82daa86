import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { acts, type Act, type Drawn, type QualificationCase } from './cases/case.ts';
import { control } from './cases/control.ts';
import { read } from './cases/read.ts';
import { receive } from './cases/receive.ts';
import { verify } from './cases/verify.ts';
import { write } from './cases/write.ts';
import { sides, type Side } from './requirement.ts';
import { Workshop } from './workshop.ts';

/** In the order in which they are asked. */
export const cases: readonly QualificationCase[] = [read, write, control, verify, receive];

/**
 * Ends in another number whenever the same seed draws other cases, or draws them otherwise: what a challenge was drawn by is
 * what it is judged by.
 */
const format = 'urn:liaison:mio:defi:2';

const files = z.record(z.string().max(100), z.base64());

/**
 * What an interface is given to answer: cases with their files, in base64. The seed that they were drawn from is not in
 * it: who has no seed can only do what is asked.
 */
export const challengeFormat = z.strictObject({
  format: z.literal(format),
  id: z.uuid(),
  side: z.enum(sides),
  madeAt: z.iso.datetime(),
  cases: z.array(z.strictObject({ act: z.enum(acts), inputs: z.array(z.string().max(100)), files })).max(20),
});
export type Challenge = z.infer<typeof challengeFormat>;
export type ChallengeCase = Challenge['cases'][number];

const earlierFormat = z.object({ format: z.literal('urn:liaison:mio:defi:1') });

/** Whether something is a challenge that was drawn by an earlier suite, which this one cannot judge. */
export function isEarlierChallenge(value: unknown): boolean {
  return earlierFormat.safeParse(value).success;
}

/** At least as hard to guess as a key: 32 bytes of a generator that cannot be foretold, in hexadecimal. */
export type Seed = string;

/** Makes a challenge. Its maker keeps the seed and the challenge: `judge` asks for both. */
export async function makeChallenge(seed: Seed, side: Side, now: Date): Promise<Challenge> {
  const madeAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const workshop = new Workshop(madeAt);
  const made: ChallengeCase[] = [];
  for (const { act, make } of cases) {
    const { inputs, files: content } = await make({ seed, side, madeAt }, workshop);
    made.push({ act, inputs: [...inputs], files: toBase64(content) });
  }
  return {
    format,
    id: randomUUID(),
    side,
    madeAt: madeAt.toISOString(),
    cases: made,
  };
}

export function drawnOf(seed: Seed, { side, madeAt }: Challenge): Drawn {
  return { seed, side, madeAt: new Date(madeAt) };
}

export function toBase64(content: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  return Object.fromEntries(
    [...content].map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
  );
}

export function fromBase64(content: Readonly<Record<string, string>>): Map<string, Buffer> {
  return new Map(Object.entries(content).map(([name, text]) => [name, Buffer.from(text, 'base64')]));
}

export type { Act };
