import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Act } from './cases/case.ts';
import { makeChallenge, type Challenge } from './challenge.ts';
import { judge } from './judge.ts';
import type { Answers } from './answers.ts';
import { missedIn, runCase, runExample, type Interface } from './testing.ts';

const seed = 'graine des interfaces fausses';
const example = readFileSync(new URL('../example/interface.mjs', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'interfaces-'));
let challenge: Challenge;
/** Those of the example as it is. */
let right: Answers;

beforeAll(async () => {
  challenge = await makeChallenge(seed, 'fournisseur', new Date());
  right = runExample(challenge);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The example, wrong in one place. */
async function wrong(name: string, from: string, to: string): Promise<Interface> {
  expect(example).toContain(from);
  const path = join(folder, `${name}.mjs`);
  // A stranger's folder has no SDK installed: it is named by its place.
  const text = example
    .replace(from, to)
    .replace("'@liaison/mio-sdk'", JSON.stringify(import.meta.resolve('@liaison/mio-sdk')));
  writeFileSync(path, text);
  const loaded: { answerCase: Interface } = await import(pathToFileURL(path).href);
  return loaded.answerCase;
}

/** In the whole judgement: nothing of another act may be missed for what is wrong in one. */
function missedBy(act: Act, answer: Interface): string[] {
  const asked = challenge.cases.find((one) => one.act === act);
  if (!asked) throw new Error(`no case for ${act}`);
  const cases = { ...right.cases, [act]: runCase(answer, asked) };
  return missedIn(judge(seed, challenge, { ...right, cases }, new Date()));
}

const wrongs: readonly {
  what: string;
  act: Act;
  from: string;
  to: string;
  missed: readonly string[];
}[] = [
  {
    what: 'makes numbers of codes',
    act: 'read',
    from: "mio.writeMessage(message, 'json'))",
    to: 'mio.writeMessage(message, \'json\').toString().replaceAll(/"0(\\d{6})"/g, \'"$1"\'))',
    missed: ['LIRE-2', 'LIRE-4'],
  },
  {
    what: 'rounds prices to the cent',
    act: 'read',
    from: "mio.writeMessage(message, 'json'))",
    to: "mio.writeMessage(message, 'json').toString().replaceAll(/(\\d\\.\\d\\d)\\d{4}/g, '$1'))",
    missed: ['LIRE-3', 'LIRE-4'],
  },
  {
    what: 'writes tests as if they were in production',
    act: 'write',
    from: "mio.writeMessage(message, 'xml'))",
    to: "mio.writeMessage(message, 'xml').toString().replace(':test<', '<'))",
    missed: ['ECRIRE-5'],
  },
  {
    what: 'controls offers without their needs',
    act: 'control',
    from: "{ needs: read('besoins.xml') }",
    to: '{}',
    missed: ['CONTROLER-2'],
  },
  {
    what: 'takes certificates for granted',
    act: 'verify',
    from: 'JSON.stringify({ verdict, changes })',
    to: "JSON.stringify({ verdict: 'INTACT', changes })",
    missed: ['VERIFIER-2', 'VERIFIER-5'],
  },
  {
    what: 'takes altered messages in',
    act: 'receive',
    from: "if (!untouched.includes(verdict)) return this.#answer(message, bytes, 'RE', 'CERT');",
    to: '',
    missed: ['RECEVOIR-5'],
  },
  {
    what: 'takes a message in as often as it comes',
    act: 'receive',
    from: 'if (known) return known;',
    to: '',
    missed: ['RECEVOIR-2'],
  },
  {
    what: 'lets tests into production',
    act: 'receive',
    from: "if (message.header?.isTest) return this.#answer(message, bytes, 'RE', 'AUTRE');",
    to: '',
    missed: ['RECEVOIR-4'],
  },
  {
    what: 'goes back to the version that came last',
    act: 'receive',
    from: 'Math.max(version, this.#consultations[number] ?? 0)',
    to: '1',
    missed: ['RECEVOIR-3'],
  },
];

describe('an interface that is wrong in one place misses what names it', () => {
  it.each(wrongs.map((one, rank) => ({ ...one, name: `fausse-${rank}` })))(
    'where it $what',
    async ({ name, act, from, to, missed }) => {
      expect(missedBy(act, await wrong(name, from, to))).toEqual(missed);
    },
  );
});
