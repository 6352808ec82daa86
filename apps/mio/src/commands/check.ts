import {
  isSiret,
  readDecision,
  readKnown,
  readNeed,
  type ControlContext,
  type ControlReport,
} from '@liaison/mio-control';
import { renderReport, reportFormats, type ReportFormat } from '@liaison/mio-sdk';
import { exitCodes, UsageError, type Command, type Terminal } from '../command.ts';
import { openController } from '../open-controller.ts';
import { readFile, writeFile } from '../files.ts';
import { oneOf, parseOptions } from '../parse-options.ts';
import { renderText } from '../render-text.ts';

const formats = ['texte', ...reportFormats] as const;

export const check: Command = {
  name: 'check',
  summary: 'contrôle des messages et dit tout ce qui ne va pas, et où',
  usage: `mio check <fichier>… [options]
  --need <M10.xml>      la demande de prix à laquelle l’offre répond
  --answered <fichier>  le message auquel celui-ci répond
  --decision <fichier>  une autre décision de la consultation (M30, M31, M33) ; plusieurs fois s’il le faut
  --on <AAAA-MM-JJ>     jour dont les nomenclatures comptent, au lieu de celui de la consultation
  --format <format>     ${formats.join(', ')} (texte par défaut)
  --output <fichier>    écrit le rapport dans un fichier ; xlsx le demande
  --sender <n°>         m40 : SIRET de qui envoie le résultat
  --production          refuse les messages d’essai
  --lists <dossier>     avec les nomenclatures prises par « mio update »
  --demo                avec les nomenclatures fictives de la démonstration`,

  run(args, terminal) {
    const { values, positionals: files } = parseOptions(args, {
      need: { type: 'string' },
      answered: { type: 'string' },
      decision: { type: 'string', multiple: true, default: [] },
      on: { type: 'string' },
      format: { type: 'string', default: 'texte' },
      output: { type: 'string' },
      sender: { type: 'string' },
      production: { type: 'boolean', default: false },
      lists: { type: 'string' },
      demo: { type: 'boolean', default: false },
    });
    if (files.length === 0) throw new UsageError('quel fichier contrôler ?');
    if (files.length > 1 && values.output !== undefined)
      throw new UsageError('--output ne va qu’avec un seul fichier.');
    const render = rendering(oneOf('--format', values.format, formats), values);
    const controller = openController({ isDemo: values.demo, folder: values.lists });
    const context = contextOf(values);
    const reports = files.map((file): [string, ControlReport] => {
      const { bytes, isWhole } = readFile(file);
      return [file, isWhole ? controller.control(bytes, context) : controller.refuseTooLarge(bytes)];
    });
    for (const [file, report] of reports) show(render(report, file), values.output, terminal);
    return reports.some(([, { verdict }]) => verdict === 'KO') ? exitCodes.refused : exitCodes.ok;
  },
};

function contextOf(values: {
  need?: string | undefined;
  answered?: string | undefined;
  decision: string[];
  on?: string | undefined;
  production: boolean;
}): ControlContext {
  if (values.on !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(values.on))
    throw new UsageError(`--on ${values.on} : attendu une date comme 2026-12-31.`);
  const need = readBeside(values.need, readNeed, 'une demande de prix (M10) lisible');
  const answered = readBeside(values.answered, readKnown, 'un message lisible');
  const decisions = values.decision.flatMap(
    (file) => readBeside(file, readDecision, 'une décision (M30, M31, M33) lisible') ?? [],
  );
  return {
    isProduction: values.production,
    ...(need ? { need } : {}),
    ...(answered ? { answered } : {}),
    ...(decisions.length > 0 ? { decisions } : {}),
    ...(values.on === undefined ? {} : { effectiveOn: values.on }),
  };
}

/** A message to hold the others against. @throws UsageError where the file is none such, FileError */
function readBeside<T>(
  file: string | undefined,
  read: (bytes: Uint8Array) => T | undefined,
  wanted: string,
): T | undefined {
  if (file === undefined) return undefined;
  const found = read(readFile(file).bytes);
  if (found === undefined) throw new UsageError(`${file} n’est pas ${wanted}.`);
  return found;
}

type Render = (report: ControlReport, file: string) => Uint8Array | string;

/** @throws UsageError */
function rendering(
  format: 'texte' | ReportFormat,
  { sender, output }: { readonly sender?: string | undefined; readonly output?: string | undefined },
): Render {
  if (format === 'texte') return renderText;
  if (format === 'xlsx' && output === undefined)
    throw new UsageError('--output est attendu : un classeur ne s’affiche pas.');
  if (format !== 'm40') return (report) => renderReport(report, format);
  if (sender === undefined || !isSiret(sender))
    throw new UsageError('--sender est attendu : un M40 dit de quel SIRET il vient.');
  return (report) => renderReport(report, format, { sender: { scheme: '0009', id: sender } });
}

function show(rendered: Uint8Array | string, output: string | undefined, terminal: Terminal): void {
  if (output !== undefined) writeFile(output, rendered);
  else terminal.out(typeof rendered === 'string' ? rendered : Buffer.from(rendered).toString('utf8'));
}
