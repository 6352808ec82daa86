import { describeVerification, openTrust, verifyMessage, type Verification } from '@liaison/mio-sdk';
import { exitCodes, UsageError, type Command } from '../command.ts';
import { readFile, writeFile } from '../files.ts';
import { oneOf, onlyFile, parseOptions } from '../parse-options.ts';

const formats = ['texte', 'json'] as const;

/** What was certified is what is there. */
const untouched: ReadonlySet<Verification['verdict']> = new Set([
  'INTACT',
  'MISE_EN_FORME_MODIFIEE',
  'REGLES_PERIMEES',
]);

export const verify: Command = {
  name: 'verify',
  summary: 'dit si un message reçu est bien celui qui a été certifié, et par qui',
  usage: `mio verify <fichier> --trust <dossier> [options]
  --trust <dossier>     autorités reconnues (.pem) et leurs listes de révocations (.crl)
  --readable <fichier>  écrit le message vérifié, le seul à lire
  --format <format>     ${formats.join(', ')} (texte par défaut)
Code de sortie : 0 données intactes, 1 sinon.`,

  run(args, terminal) {
    const { values, positionals } = parseOptions(args, {
      trust: { type: 'string' },
      readable: { type: 'string' },
      format: { type: 'string', default: 'texte' },
    });
    const file = onlyFile(positionals);
    const format = oneOf('--format', values.format, formats);
    if (values.trust === undefined) throw new UsageError('--trust est attendu : à qui se fier ?');
    const verification = verifyMessage(readFile(file).bytes, { trust: openTrust(values.trust) });
    terminal.out(
      format === 'json' ? `${JSON.stringify(toJson(verification))}\n` : describe(file, verification),
    );
    if (values.readable !== undefined && verification.readable)
      writeFile(values.readable, verification.readable);
    return untouched.has(verification.verdict) ? exitCodes.ok : exitCodes.refused;
  },
};

function describe(file: string, verification: Verification): string {
  const { certificate, verdict } = verification;
  const isBelieved = untouched.has(verdict) && certificate;
  return [
    `${file} : ${describeVerification(verification)}`,
    ...(isBelieved
      ? [
          `Contrôlé par ${certificate.organisation.name} (SIRET ${certificate.organisation.siret}), licence ${certificate.licence}, avec ${certificate.controller.product} ${certificate.controller.version}.`,
        ]
      : []),
    '',
  ].join('\n');
}

/** What a program needs of it: not the message itself, nor the digests of its lines. */
function toJson({ verdict, reason, certificate, changes, controlTime, isRevocationListStale }: Verification) {
  const told = certificate && { ...certificate, sections: certificate.sections.length };
  return { verdict, reason, certificate: told, changes, controlTime, isRevocationListStale };
}
