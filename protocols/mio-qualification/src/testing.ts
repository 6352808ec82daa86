import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerCase } from '../example/interface.mjs';
import type { Answers } from './answers.ts';
import { fromBase64, toBase64, type Challenge, type ChallengeCase } from './challenge.ts';
import type { QualificationReport } from './judge.ts';

export { answerCase };
/** The example, to be run as a program. */
export const exampleScript = fileURLToPath(new URL('../example/interface.mjs', import.meta.url));

/** Reads the folder of a case, and fills that of its answers. */
export type Interface = (from: string, to: string) => void;

/** Has the example answer a challenge. */
export function runExample(challenge: Challenge): Answers {
  return {
    format: 'urn:liaison:mio:reponses:1',
    challenge: challenge.id,
    interface: { editor: 'Éditeur', product: 'Exemple', version: '1.0' },
    answeredAt: '2026-12-02T10:00:00.000Z',
    cases: Object.fromEntries(challenge.cases.map((asked) => [asked.act, runCase(answerCase, asked)])),
  };
}

/** What an interface makes of one case, folders in and out, as a program would that `mio qualify` calls. */
export function runCase(answer: Interface, { act, inputs, files }: ChallengeCase): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'qualification-'));
  try {
    const [from, to] = [join(folder, 'cas'), join(folder, 'reponses')];
    mkdirSync(to);
    for (const [name, bytes] of fromBase64(files)) {
      mkdirSync(dirname(join(from, name)), { recursive: true });
      writeFileSync(join(from, name), bytes);
    }
    writeFileSync(join(from, 'cas.json'), JSON.stringify({ act, inputs }));
    answer(from, to);
    return toBase64(new Map(readdirSync(to).map((name) => [name, readFileSync(join(to, name))])));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The requirements that are not held, in the order of the table. */
export function missedIn({ requirements }: Pick<QualificationReport, 'requirements'>): string[] {
  return requirements.filter(({ failures }) => failures.length > 0).map(({ requirement }) => requirement);
}
