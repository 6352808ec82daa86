import { createHash, randomUUID } from 'node:crypto';
import { readMessage, writeMessage } from '@liaison/mio';
import { readNeed, type ControlReport } from '@liaison/mio-control';
import {
  readOffer,
  reported,
  writeModel,
  writeReport,
  type NeedsMessage,
  type OfferReading,
  type ReportedFinding,
} from '@liaison/mio-excel';
import { exitCodes, FileError, UsageError, type Command, type ExitCode, type Terminal } from '../command.ts';
import { readFile, writeFile } from '../files.ts';
import { openController } from '../open-controller.ts';
import { oneOf, parseOptions } from '../parse-options.ts';

const acts = ['model', 'offer'] as const;

export const excel: Command = {
  name: 'excel',
  summary: 'fait le classeur d’une demande de prix, et en relit l’offre',
  usage: `mio excel model <M10.xml> --output <classeur.xlsx>
mio excel offer <classeur.xlsx> --need <M10.xml> --output <offre.xml> [--report <classeur.xlsx>] [--demo]
  model     le classeur à remplir par le fournisseur
  offer     lit le classeur rempli, le contrôle et écrit l’offre ; --report : le classeur, les fautes marquées à leur cellule`,

  run(args, terminal) {
    const { values, positionals } = parseOptions(args, {
      need: { type: 'string' },
      output: { type: 'string' },
      report: { type: 'string' },
      demo: { type: 'boolean', default: false },
    });
    const [act = '', file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('un fichier, et un seul, est attendu.');
    const { need, output, report, demo } = values;
    if (output === undefined) throw new UsageError('--output est attendu.');
    if (oneOf('excel', act, acts) === 'model') return makeModel(file, output, terminal);
    if (need === undefined)
      throw new UsageError('--need est attendu : la demande de prix à laquelle l’offre répond.');
    return takeOffer({ file, need, output, report, isDemo: demo }, terminal);
  },
};

function makeModel(file: string, output: string, terminal: Terminal): ExitCode {
  const { bytes } = readFile(file);
  writeFile(output, writeModel({ needs: needsOf(bytes, file), needsSha256: sha256(bytes) }));
  terminal.out(`${output} : classeur prêt à remplir.\n`);
  return exitCodes.ok;
}

type Asked = {
  readonly file: string;
  readonly need: string;
  readonly output: string;
  readonly report: string | undefined;
  readonly isDemo: boolean;
};

/** The offer is written where nothing forbids to send it: reading and control have each their say. */
function takeOffer(asked: Asked, terminal: Terminal): ExitCode {
  const workbook = readFile(asked.file).bytes;
  const needBytes = readFile(asked.need).bytes;
  const identity = { messageId: randomUUID(), createdAt: `${new Date().toISOString().slice(0, 19)}Z` };
  const reading = readOffer(workbook, { identity, needs: needsOf(needBytes, asked.need) });
  const message = reading.offer ? Buffer.from(writeMessage(reading.offer)) : null;
  const report = message && controlOf(message, needBytes, reading, asked.isDemo);
  const findings: ReportedFinding[] = [...reading.findings.map(reported), ...(report?.findings ?? [])];
  if (asked.report !== undefined) writeFile(asked.report, writeReport(workbook, findings));
  for (const { code, location, message: told } of findings)
    terminal.err(`${location.excel ?? asked.file} · ${told.fr} (${code})\n`);
  const isWrong = findings.some(({ severity }) => severity === 'BLOQUANT' || severity === 'ERREUR');
  if (!message || isWrong) {
    terminal.err('L’offre n’est pas écrite : corrigez le classeur, puis recommencez.\n');
    return exitCodes.refused;
  }
  writeFile(asked.output, message);
  terminal.out(`${asked.output} : offre lue et conforme.\n`);
  return exitCodes.ok;
}

function controlOf(
  message: Uint8Array,
  needBytes: Uint8Array,
  { place }: OfferReading,
  isDemo: boolean,
): ControlReport {
  const need = readNeed(needBytes);
  return openController({ isDemo }).control(message, { cell: place, ...(need ? { need } : {}) });
}

/** @throws FileError */
function needsOf(bytes: Uint8Array, file: string): NeedsMessage {
  const { message } = readMessage(bytes);
  if (message && isNeeds(message)) return message;
  throw new FileError(`${file} : ce n’est pas une demande de prix (M10) lisible.`);
}

function isNeeds(message: { readonly type: string }): message is NeedsMessage {
  return message.type === 'M10' || message.type === 'M11';
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
