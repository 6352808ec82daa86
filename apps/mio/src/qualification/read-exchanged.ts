import { interfaceFormat, isEarlierChallenge, type InterfaceIdentity } from '@liaison/mio-qualification';
import type { z } from 'zod';
import { FileError, UsageError } from '../command.ts';
import { readFile } from '../files.ts';

/** A challenge by itself, or kept with what it is judged by. */
function holdsEarlier(value: unknown): boolean {
  const kept = typeof value === 'object' && value !== null && 'challenge' in value ? value.challenge : null;
  return isEarlierChallenge(value) || isEarlierChallenge(kept);
}

/**
 * Reads a file of qualification as JSON of `shape`. `what`: what it should be; `whenEarlier`: what to do of a challenge that an
 * earlier suite drew, both in French. @throws FileError, and UsageError for an earlier challenge
 */
export function readExchanged<Value>(
  path: string,
  shape: z.ZodType<Value>,
  { what, whenEarlier }: { readonly what: string; readonly whenEarlier?: string },
): Value {
  const { bytes } = readFile(path);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw new FileError(`${path} : ce n’est pas ${what}.`, { cause: error });
  }
  const { data, error } = shape.safeParse(value);
  if (data !== undefined) return data;
  if (whenEarlier !== undefined && holdsEarlier(value)) throw new UsageError(whenEarlier);
  throw new FileError(`${path} : ce n’est pas ${what}.`, { cause: error });
}

/** Whose interface is qualified, as the command names it. @throws UsageError */
export function readInterface(named: {
  readonly [Name in keyof InterfaceIdentity]: string;
}): InterfaceIdentity {
  const { data } = interfaceFormat.safeParse(named);
  if (!data)
    throw new UsageError('--editor, --product et --version : ni vides, ni de plus de deux cents caractères.');
  return data;
}
