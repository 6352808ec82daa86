import { createHash } from 'node:crypto';
import { readNeed, renderJson, type ControlReport } from '@liaison/mio-control';
import {
  CertificateError,
  certificateErrorsFr,
  certify as certifyMessage,
  type ControlOutcome,
} from '@liaison/mio-certificate';
import { standardVersion } from '@liaison/mio';
import { requestTimestamp, TspError } from '@liaison/tsp';
import { XmlError } from '@liaison/xml';
import { PkiError } from '@liaison/pki';
import { XmlDsigError, xmlDsigErrorsFr } from '@liaison/xmldsig';
import { buildSha256 } from '../build-digest.ts';
import { exitCodes, UsageError, type Command, type ExitCode, type Terminal } from '../command.ts';
import { largestFile, readFile, writeFile } from '../files.ts';
import { passphrase } from '../keys/passphrase.ts';
import { readSigner, readTrust } from '@liaison/mio-authority';
import { openController } from '../open-controller.ts';
import { onlyFile, parseOptions } from '../parse-options.ts';
import { renderText } from '../render-text.ts';

/** A time-stamping authority answers within this, or the message is not certified. */
const timestampMs = 20_000;

export const certify: Command = {
  name: 'certify',
  summary: 'contrôle un message et, s’il est conforme, y appose un certificat',
  usage: `MIO_PASSPHRASE=… mio certify <fichier> --signer <dossier> --output <fichier> [options]
  --signer <dossier>    clé et certificat du contrôleur, tels que l’autorité les a remis
  --output <fichier>    le message certifié
  --need <M10.xml>      la demande de prix à laquelle l’offre répond
  --tsa <adresse>       autorité d’horodatage (RFC 3161) ; demande --trust
  --trust <dossier>     autorités reconnues, celle d’horodatage comprise
  --demo                avec les nomenclatures fictives de la démonstration`,

  async run(args, terminal) {
    const { values, positionals } = parseOptions(args, {
      signer: { type: 'string' },
      output: { type: 'string' },
      need: { type: 'string' },
      tsa: { type: 'string' },
      trust: { type: 'string' },
      demo: { type: 'boolean', default: false },
    });
    const file = onlyFile(positionals);
    const { signer: folder, output } = values;
    if (folder === undefined || output === undefined)
      throw new UsageError('--signer et --output sont attendus.');
    const stamp = stampFrom(values.tsa, values.trust);
    const signer = readSigner(folder, passphrase());
    const { bytes } = readFile(file);
    const need = values.need === undefined ? undefined : readNeed(readFile(values.need).bytes);
    if (values.need !== undefined && !need)
      throw new UsageError(`${values.need} n’est pas une demande de prix (M10) lisible.`);
    const report = openController({ isDemo: values.demo }).control(bytes, need ? { need } : {});
    if (report.verdict === 'KO') {
      terminal.err(`${renderText(report, file)}Rien n’est certifié.\n`);
      return exitCodes.refused;
    }
    return orRefusal(terminal, async () => {
      writeFile(
        output,
        await certifyMessage(bytes, outcomeOf(report), signer, { stamp, maxBytes: largestFile }),
      );
      terminal.out(`${output} : certifié${report.verdict === 'OK' ? '' : ', avec des réserves'}.\n`);
      return exitCodes.ok;
    });
  },
};

/** @throws UsageError */
function stampFrom(url: string | undefined, folder: string | undefined) {
  if (url === undefined) return null;
  if (folder === undefined)
    throw new UsageError('--tsa demande --trust, où l’autorité d’horodatage est reconnue.');
  const trust = readTrust(folder);
  const authority = { url, policy: null, timeoutMs: timestampMs };
  return async (digest: Buffer) =>
    (await requestTimestamp(authority, { digest, trust, now: new Date() })).token;
}

/** What the certificate says of the control. */
export function outcomeOf(report: ControlReport): ControlOutcome {
  return {
    messageSha256: report.messageSha256,
    controller: { ...report.controller, buildSha256: buildSha256() },
    message: { id: report.messageId ?? '', type: report.messageType ?? '' },
    profile: {
      id: `urn:liaison:mio:trns:${(report.messageType ?? '').toLowerCase()}:1`,
      version: standardVersion,
    },
    ruleSet: report.ruleSet,
    nomenclatures: report.nomenclatures.map(({ system, version, sha256 }) => ({
      id: system,
      version,
      sha256,
    })),
    verdict: report.verdict,
    counts: report.counts.bySeverity,
    reportSha256: createHash('sha256').update(renderJson(report)).digest('hex'),
    controlledAt: new Date(report.startedAt),
  };
}

async function orRefusal(terminal: Terminal, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CertificateError) terminal.err(`${certificateErrorsFr[error.code]}\n`);
    else if (error instanceof TspError)
      terminal.err(
        `L’autorité d’horodatage n’a pas répondu comme il faut (${error.code}). Rien n’est certifié.\n`,
      );
    else if (error instanceof XmlDsigError)
      terminal.err(`${xmlDsigErrorsFr[error.code]} Rien n’est certifié.\n`);
    else if (error instanceof PkiError)
      terminal.err(`Le certificat du contrôleur ne se lit pas (${error.code}). Rien n’est certifié.\n`);
    else if (error instanceof XmlError)
      terminal.err(`Le message ne se lit pas (${error.code}). Rien n’est certifié.\n`);
    else throw error;
    return exitCodes.refused;
  }
}
