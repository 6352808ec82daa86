/** What an authority keeps of the challenges that it gave: the seed, without which nobody can judge, and who was qualified. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { issueQualification } from '@liaison/mio-authority';
import {
  answersFormat,
  attest,
  challengeFormat,
  interfaceFormat,
  judge,
  makeChallenge,
  type Answers,
  type InterfaceIdentity,
  type QualificationReport,
  type Side,
} from '@liaison/mio-qualification';
import { z } from 'zod';
import { FileError, UsageError } from '../command.ts';
import { writeFile } from '../files.ts';
import { readExchanged } from './read-exchanged.ts';

const folderName = 'qualifications';
/** Answers that come later are those of another product than was asked. */
const lifeMs = 30 * 24 * 60 * 60 * 1000;

const keptShape = z.object({
  seed: z.string(),
  challenge: challengeFormat,
  /** Whose interface it was given to: the attestation names no other. */
  interface: interfaceFormat,
  /** Answered once: a second try takes another challenge. */
  judgedAt: z.iso.datetime().optional(),
});
type Kept = z.infer<typeof keptShape>;

/** Draws a challenge for an interface, and keeps its seed with whom it is for. @throws FileError, UsageError */
export async function giveChallenge(
  authority: string,
  { side, whose }: { readonly side: Side; readonly whose: InterfaceIdentity },
  output: string,
  now: Date,
): Promise<void> {
  if (!existsSync(join(authority, 'registre.json')))
    throw new FileError(`${authority} : aucune autorité n’y est.`);
  const seed = randomBytes(32).toString('hex');
  const challenge = await makeChallenge(seed, side, now);
  mkdirSync(join(authority, folderName), { recursive: true, mode: 0o700 });
  keep(authority, { seed, challenge, interface: whose });
  writeFile(output, `${JSON.stringify(challenge)}\n`);
}

/**
 * Judges answers by the seed that was kept and, where all is held, writes the attestation. A challenge is judged once.
 * @throws FileError, UsageError, KeyFolderError
 */
export function judgeAnswers(
  authority: string,
  answersPath: string,
  output: string,
  passphrase: string,
  now: Date,
): QualificationReport {
  const answers = readAnswers(answersPath);
  const kept = readKept(authority, answers);
  if (kept.judgedAt !== undefined) throw new UsageError('ce défi a déjà été jugé : donnez-en un autre.');
  if (now.getTime() - Date.parse(kept.challenge.madeAt) > lifeMs)
    throw new UsageError('ce défi a plus de trente jours : donnez-en un autre.');
  refuseOthers(kept.interface, answers.interface);
  const report = judge(kept.seed, kept.challenge, answers, now);
  if (report.verdict === 'QUALIFIEE')
    issueQualification(authority, passphrase, now, (issuer) => {
      const { jws, serial } = attest(report, issuer, now);
      writeFile(output, `${jws}\n`);
      const { editor, product, version } = report.interface;
      return { serial, interface: `${product} ${version}, ${editor}` };
    });
  keep(authority, { ...kept, judgedAt: now.toISOString() });
  return report;
}

/** Answers that name another interface are not judged, and leave the challenge as it is. @throws UsageError */
function refuseOthers(given: InterfaceIdentity, answering: InterfaceIdentity): void {
  const named = ({ editor, product, version }: InterfaceIdentity) =>
    `${product} ${version}, ${editor}`.replaceAll(/\p{Cc}/gu, '\ufffd');
  const isSame =
    given.editor === answering.editor &&
    given.product === answering.product &&
    given.version === answering.version;
  if (!isSame)
    throw new UsageError(
      `ces réponses sont celles de « ${named(answering)} » ; le défi a été donné à « ${named(given)} ».`,
    );
}

const pathOf = (authority: string, id: string) => join(authority, folderName, `${id}.json`);

function keep(authority: string, kept: Kept): void {
  writeFile(pathOf(authority, kept.challenge.id), JSON.stringify(kept));
}

function readKept(authority: string, { challenge }: Answers): Kept {
  const path = pathOf(authority, challenge);
  if (!existsSync(path)) throw new UsageError(`cette autorité n’a pas donné le défi ${challenge}.`);
  return readExchanged(path, keptShape, {
    what: 'un défi gardé par l’autorité',
    whenEarlier: 'ce défi a été tiré par une version précédente : donnez-en un autre.',
  });
}

function readAnswers(path: string): Answers {
  return readExchanged(path, answersFormat, { what: 'les réponses à un défi' });
}
