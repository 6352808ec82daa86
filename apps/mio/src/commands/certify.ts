import {
  certifyMessage,
  openSigner,
  openTrust,
  renderReport,
  SdkError,
  type TimestampService,
} from '@liaison/mio-sdk';
import { readNeed } from '@liaison/mio-control';
import { exitCodes, UsageError, type Command } from '../command.ts';
import { readFile, writeFile } from '../files.ts';
import { passphrase } from '../keys/passphrase.ts';
import { openController } from '../open-controller.ts';
import { onlyFile, parseOptions } from '../parse-options.ts';
import { renderText } from '../render-text.ts';

export const certify: Command = {
  name: 'certify',
  summary: 'contrôle un message et, s’il est conforme, y appose un certificat',
  usage: `MIO_PASSPHRASE=… mio certify <fichier> --signer <dossier> --output <fichier> [options]
  --signer <dossier>    clé et certificat du contrôleur, tels que l’autorité les a remis
  --output <fichier>    le message certifié
  --report <fichier>    écrit aussi le résultat du contrôle, en JSON, conforme ou non
  --need <M10.xml>      la demande de prix à laquelle l’offre répond
  --tsa <adresse>       autorité d’horodatage (RFC 3161) ; demande --trust
  --trust <dossier>     autorités reconnues, celle d’horodatage comprise
  --lists <dossier>     avec les nomenclatures prises par « mio update »
  --demo                avec les nomenclatures fictives de la démonstration`,

  async run(args, terminal) {
    const { values, positionals } = parseOptions(args, {
      signer: { type: 'string' },
      output: { type: 'string' },
      report: { type: 'string' },
      need: { type: 'string' },
      tsa: { type: 'string' },
      trust: { type: 'string' },
      lists: { type: 'string' },
      demo: { type: 'boolean', default: false },
    });
    const file = onlyFile(positionals);
    const { signer: folder, output } = values;
    if (folder === undefined || output === undefined)
      throw new UsageError('--signer et --output sont attendus.');
    const timestamp = timestampFrom(values.tsa, values.trust);
    const signer = openSigner(folder, passphrase());
    const { bytes } = readFile(file);
    const need = values.need === undefined ? undefined : readNeed(readFile(values.need).bytes);
    if (values.need !== undefined && !need)
      throw new UsageError(`${values.need} n’est pas une demande de prix (M10) lisible.`);
    const report = openController({ isDemo: values.demo, folder: values.lists }).control(
      bytes,
      need ? { need } : {},
    );
    if (values.report !== undefined) writeFile(values.report, renderReport(report, 'json'));
    if (report.verdict === 'KO') {
      terminal.err(`${renderText(report, file)}Rien n’est certifié.\n`);
      return exitCodes.refused;
    }
    try {
      writeFile(output, await certifyMessage(bytes, report, signer, timestamp ? { timestamp } : {}));
    } catch (error) {
      if (!(error instanceof SdkError)) throw error;
      terminal.err(`${error.message}\n`);
      return exitCodes.refused;
    }
    terminal.out(`${output} : certifié${report.verdict === 'OK' ? '' : ', avec des réserves'}.\n`);
    return exitCodes.ok;
  },
};

/** @throws UsageError */
function timestampFrom(url: string | undefined, folder: string | undefined): TimestampService | undefined {
  if (url === undefined) return undefined;
  if (folder === undefined)
    throw new UsageError('--tsa demande --trust, où l’autorité d’horodatage est reconnue.');
  return { url, trust: openTrust(folder) };
}
