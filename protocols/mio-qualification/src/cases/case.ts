import type { Check, Side } from '../requirement.ts';
import type { Workshop } from '../workshop.ts';

/** What an interface is asked to do with the inputs of a case. */
export const acts = ['read', 'write', 'control', 'verify', 'receive'] as const;
export type Act = (typeof acts)[number];

export type Files = ReadonlyMap<string, Uint8Array>;

/** What follows from the seed alone, for whoever makes the challenge and for whoever judges it. */
export interface Drawn {
  readonly seed: string;
  readonly side: Side;
  readonly madeAt: Date;
}

/** The files of a case: `inputs` in the order in which they must be taken, `files` with what lies beside them. */
export interface MadeCase {
  readonly inputs: readonly string[];
  readonly files: Files;
}

export interface QualificationCase {
  readonly act: Act;
  make(drawn: Drawn, workshop: Workshop): Promise<MadeCase>;
  /** `given`: the files that were made; `answers`: what the interface made of them, whatever that is. Never throws. */
  judge(drawn: Drawn, given: Files, answers: Files): Check[];
}

/** `3` → `03.xml`. */
export function inputName(rank: number, extension = 'xml'): string {
  return `${String(rank + 1).padStart(2, '0')}.${extension}`;
}

/** The answer to an input in one of these forms: `03.json` for `03.xml`. */
export function answerTo(
  input: string,
  extensions: readonly string[],
  answers: Files,
): { name: string; bytes: Uint8Array } | undefined {
  const base = input.slice(0, input.lastIndexOf('.'));
  for (const extension of extensions) {
    const bytes = answers.get(`${base}.${extension}`);
    if (bytes) return { name: `${base}.${extension}`, bytes };
  }
  return undefined;
}

/** An answer in JSON; undefined where it is none. */
export function parseAnswer(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    );
    return value;
  } catch {
    return undefined;
  }
}
