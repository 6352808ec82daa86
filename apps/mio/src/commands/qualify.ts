import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  attestationVerdictsFr,
  challengeFormat,
  judge,
  makeChallenge,
  renderQualificationHtml,
  renderQualificationText,
  sides,
  verifyAttestation,
  type Answers,
  type Challenge,
  type InterfaceIdentity,
} from '@liaison/mio-qualification';
import { openTrust } from '@liaison/mio-sdk';
import { z } from 'zod';
import { exitCodes, UsageError, type Command, type ExitCode, type Terminal } from '../command.ts';
import { readFile, writeFile } from '../files.ts';
import { oneOf, parseOptions } from '../parse-options.ts';
import { readExchanged, readInterface } from '../qualification/read-exchanged.ts';
import { byFolder, byProgram, byService, layOutAll, type Way } from '../qualification/ways.ts';

const formats = ['texte', 'json'] as const;

const options = {
  side: { type: 'string' },
  editor: { type: 'string' },
  product: { type: 'string' },
  version: { type: 'string' },
  challenge: { type: 'string' },
  answers: { type: 'string' },
  folder: { type: 'string' },
  url: { type: 'string' },
  seed: { type: 'string' },
  format: { type: 'string', default: 'texte' },
  report: { type: 'string' },
  attestation: { type: 'string' },
  trust: { type: 'string' },
} as const;
type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

export const qualify: Command = {
  name: 'qualify',
  summary: 'éprouve une interface, et répond au défi d’une autorité',
  usage: `mio qualify --side <côté> --editor <nom> --product <nom> --version <n°> -- <programme> [arguments]
mio qualify … --folder <dossier>     une interface qui lit et écrit des fichiers : une fois pour déposer, une fois pour relever
mio qualify … --url <adresse>        une interface en HTTP
mio qualify … --challenge <défi.json> --answers <réponses.json> -- <programme>
mio qualify --attestation <fichier> --trust <dossier>
  --side <côté>         ${sides.join(' ou ')}
  --challenge <fichier> le défi d’une autorité ; --answers reçoit les réponses à lui rendre
  --seed <texte>        rejoue le même essai
  --format <format>     ${formats.join(', ')} (texte par défaut)
  --report <fichier>    écrit le rapport en HTML
  --attestation <fichier>  vérifie une attestation, selon les autorités de --trust
Code de sortie : 0 toutes les exigences tenues, ou réponses écrites ; 1 sinon.`,

  async run(args, terminal) {
    const { values, positionals } = parseOptions(args, options);
    const format = oneOf('--format', values.format, formats);
    if (values.attestation !== undefined) return checkAttestation(values.attestation, values.trust, terminal);
    const whose = interfaceOf(values);
    if (values.challenge !== undefined) {
      if (values.answers === undefined)
        throw new UsageError('--answers est attendu : où écrire les réponses.');
      const challenge = readChallenge(values.challenge);
      const way = wayOf(values, positionals);
      if (values.folder !== undefined && layOutOnce(challenge, values.folder, terminal)) return exitCodes.ok;
      writeFile(values.answers, `${JSON.stringify(await answer(challenge, whose, way))}\n`);
      terminal.out(`${values.answers} : réponses à remettre à l’autorité.\n`);
      return exitCodes.ok;
    }
    return tryOut(values, whose, wayOf(values, positionals), format, terminal);
  },
};

/** A trial of one's own: the challenge is drawn here, and judged here. */
async function tryOut(
  values: Values,
  whose: InterfaceIdentity,
  way: Way,
  format: (typeof formats)[number],
  terminal: Terminal,
): Promise<ExitCode> {
  const side = oneOf('--side', values.side ?? '', sides);
  const trial = values.folder === undefined ? null : readTrial(values.folder);
  const seed = trial?.seed ?? values.seed ?? randomBytes(32).toString('hex');
  const challenge = trial?.challenge ?? (await makeChallenge(seed, side, new Date()));
  if (values.folder !== undefined && !trial) {
    layOutOnce(challenge, values.folder, terminal);
    writeFile(join(values.folder, trialFile), JSON.stringify({ seed, challenge }));
    return exitCodes.ok;
  }
  const report = judge(seed, challenge, await answer(challenge, whose, way), new Date());
  if (values.report !== undefined) writeFile(values.report, renderQualificationHtml(report));
  terminal.out(format === 'json' ? `${JSON.stringify(report)}\n` : renderQualificationText(report));
  return report.verdict === 'QUALIFIEE' ? exitCodes.ok : exitCodes.refused;
}

async function answer(challenge: Challenge, whose: InterfaceIdentity, way: Way): Promise<Answers> {
  const cases: Answers['cases'] = {};
  // One after another: an interface may well have one folder, one database, one port.
  for (const asked of challenge.cases) cases[asked.act] = await way(asked);
  return {
    format: 'urn:liaison:mio:reponses:1',
    challenge: challenge.id,
    interface: whose,
    answeredAt: new Date().toISOString(),
    cases,
  };
}

/** @throws UsageError */
function wayOf({ folder, url }: Values, [program, ...args]: readonly string[]): Way {
  const given = [folder, url, program].filter((way) => way !== undefined);
  if (given.length !== 1)
    throw new UsageError('dites comment joindre l’interface : un programme après « -- », --folder ou --url.');
  if (folder !== undefined) return byFolder(folder);
  return url === undefined ? byProgram(program ?? '', args) : byService(url);
}

/** @throws UsageError */
function interfaceOf({ editor, product, version }: Values): InterfaceIdentity {
  if (!editor || !product || !version)
    throw new UsageError('--editor, --product et --version sont attendus.');
  return readInterface({ editor, product, version });
}

/** What a trial by folder must find again the second time. */
const trialFile = 'essai.json';
const trialShape = z.object({ seed: z.string(), challenge: challengeFormat });

function readTrial(folder: string): z.infer<typeof trialShape> | null {
  const path = join(folder, trialFile);
  if (!existsSync(path)) return null;
  return readExchanged(path, trialShape, {
    what: 'un essai de qualification',
    whenEarlier: `l’essai de ${folder} a été tiré par une version précédente : videz ce dossier, puis recommencez.`,
  });
}

/** True where the cases were not there yet, and now are. */
function layOutOnce(challenge: Challenge, folder: string, terminal: Terminal): boolean {
  if (challenge.cases.every(({ act }) => existsSync(join(folder, `cas-${act}`)))) return false;
  layOutAll(challenge.cases, folder);
  terminal.out(
    `${folder} : cas déposés. Faites répondre l’interface dans les dossiers « reponses-… », puis relancez la commande.\n`,
  );
  return true;
}

/** @throws FileError, UsageError */
function readChallenge(path: string): Challenge {
  return readExchanged(path, challengeFormat, {
    what: 'un défi de qualification',
    whenEarlier:
      'ce défi a été tiré par une version précédente : demandez-en un autre à l’autorité, ou répondez avec la version d’alors.',
  });
}

function checkAttestation(path: string, folder: string | undefined, terminal: Terminal): ExitCode {
  if (folder === undefined) throw new UsageError('--trust est attendu : à qui se fier ?');
  const text = Buffer.from(readFile(path).bytes).toString('utf8');
  const { verdict, attestation } = verifyAttestation(text, { trust: openTrust(folder), now: new Date() });
  terminal.out(`${path} : ${attestationVerdictsFr[verdict]}\n`);
  if (verdict !== 'valid' || !attestation) return exitCodes.refused;
  const { editor, product, version } = attestation.interface;
  const until = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris' }).format(
    new Date(attestation.expiresAt),
  );
  const told = `${product} ${version}, ${editor}, côté ${attestation.side} : qualification ${attestation.id}, jusqu’au ${until}.`;
  terminal.out(`${told.replaceAll(/\p{Cc}/gu, '\ufffd')}\n`);
  return exitCodes.ok;
}
