import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answers } from './answers.ts';
import { fromBase64, toBase64, type Challenge } from './challenge.ts';

/** Has the example, or a program beside it, answer a challenge: a process a case, folders in and out. */
export function runExample(challenge: Challenge, script = exampleScript): Answers {
  const folder = mkdtempSync(join(tmpdir(), 'qualification-'));
  try {
    const cases = challenge.cases.map(({ act, inputs, files }) => {
      const [from, to] = [join(folder, act), join(folder, `${act}-reponses`)];
      mkdirSync(to);
      for (const [name, bytes] of fromBase64(files)) {
        mkdirSync(dirname(join(from, name)), { recursive: true });
        writeFileSync(join(from, name), bytes);
      }
      writeFileSync(join(from, 'cas.json'), JSON.stringify({ act, inputs }));
      execFileSync(process.execPath, [script, from, to]);
      return [
        act,
        toBase64(new Map(readdirSync(to).map((name) => [name, readFileSync(join(to, name))]))),
      ] as const;
    });
    return {
      format: 'urn:liaison:mio:reponses:1',
      challenge: challenge.id,
      interface: { editor: 'Éditeur', product: 'Exemple', version: '1.0' },
      answeredAt: '2026-12-02T10:00:00.000Z',
      cases: Object.fromEntries(cases),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const exampleScript = fileURLToPath(new URL('../example/interface.mjs', import.meta.url));
