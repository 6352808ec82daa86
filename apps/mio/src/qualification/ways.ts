import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  answersFormat,
  fromBase64,
  toBase64,
  type Answers,
  type ChallengeCase,
} from '@liaison/mio-qualification';
import { FileError } from '../command.ts';

/** What an interface made of a case: files by name, in base64. */
type CaseAnswers = NonNullable<Answers['cases'][ChallengeCase['act']]>;

/** A way to ask an interface for the answers to a case. */
export type Way = (asked: ChallengeCase) => Promise<CaseAnswers>;

/** A case takes longer than this only where it hangs. */
const mostMs = 120_000;

/** A program, called once a case with two folders: what is asked, where to answer. No shell stands between. */
export function byProgram(program: string, args: readonly string[]): Way {
  return async (asked) => {
    const folder = mkdtempSync(join(tmpdir(), 'mio-qualify-'));
    try {
      const [from, to] = [join(folder, 'cas'), join(folder, 'reponses')];
      mkdirSync(to);
      layOut(asked, from);
      await runProgram(program, [...args, from, to]);
      return gather(to);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

/** What it writes to its standard error is shown; whatever its exit code, its answers count. */
function runProgram(program: string, args: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: mostMs });
    child.on('error', (error) =>
      fail(new FileError(`${program} : ce programme ne se lance pas.`, { cause: error })),
    );
    child.on('exit', () => done());
  });
}

/** An HTTP service: each case is posted as JSON (`act`, `inputs`, `files`), and `{"files": {…}}` comes back. */
export function byService(url: string): Way {
  return async (asked) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
      signal: AbortSignal.timeout(mostMs),
    }).catch((error: unknown) => {
      throw new FileError(`${url} : le service ne répond pas.`, { cause: error });
    });
    const reply = (await response.json().catch(() => null)) as unknown;
    const files = typeof reply === 'object' && reply !== null && 'files' in reply ? reply.files : {};
    const parsed = answersFormat.shape.cases.safeParse({ [asked.act]: files });
    if (!response.ok || !parsed.success)
      throw new FileError(`${url} : la réponse à « ${asked.act} » n’est pas {"files": {…}} en base64.`);
    return parsed.data[asked.act] ?? {};
  };
}

/** A folder that the interface fills by itself: `cas-…` beside `reponses-…`. */
export function byFolder(folder: string): Way {
  return async ({ act }) => gather(answersFolder(folder, act));
}

/** Lays the cases out for `byFolder`. @throws FileError */
export function layOutAll(cases: readonly ChallengeCase[], folder: string): void {
  for (const asked of cases) {
    layOut(asked, join(folder, `cas-${asked.act}`));
    mkdirSync(answersFolder(folder, asked.act), { recursive: true });
  }
}

const answersFolder = (folder: string, act: string) => join(folder, `reponses-${act}`);

/** The files of a case, and `cas.json` that says what to do with them. */
function layOut({ act, inputs, files }: ChallengeCase, folder: string): void {
  const root = resolve(folder);
  for (const [name, bytes] of fromBase64(files)) {
    const path = resolve(root, name);
    // A challenge comes from elsewhere: its files go nowhere but here.
    if (!path.startsWith(join(root, '/')) && dirname(path) !== root)
      throw new FileError(`${name} : ce nom de fichier sort du dossier.`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  writeFileSync(join(root, 'cas.json'), JSON.stringify({ act, inputs }, null, 2));
}

/** Answers with plain names; what else lies in the folder is none of ours. */
function gather(folder: string): CaseAnswers {
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[\w-][\w.-]{0,99}$/.test(entry.name))
    .map(({ name }) => name);
  return toBase64(new Map(names.map((name) => [name, readFileSync(join(folder, name))])));
}
