import {
  readNeed,
  renderCsv,
  renderHtml,
  renderJson,
  renderSvrl,
  type ControlContext,
  type ControlReport,
} from '@liaison/mio-control';
import { exitCodes, UsageError, type Command, type Terminal } from '../command.ts';
import { openController } from '../open-controller.ts';
import { readFile, writeFile } from '../files.ts';
import { oneOf, parseOptions } from '../parse-options.ts';
import { renderText } from '../render-text.ts';

const renderings = {
  texte: renderText,
  json: (report: ControlReport) => `${renderJson(report)}\n`,
  html: renderHtml,
  csv: renderCsv,
  svrl: renderSvrl,
} as const satisfies Record<string, (report: ControlReport, file: string) => string>;
const formats = ['texte', 'json', 'html', 'csv', 'svrl'] as const;

export const check: Command = {
  name: 'check',
  summary: 'contrôle des messages et dit tout ce qui ne va pas, et où',
  usage: `mio check <fichier>… [options]
  --need <M10.xml>      la demande de prix à laquelle l’offre répond
  --on <AAAA-MM-JJ>     jour dont les nomenclatures comptent, au lieu de celui de la consultation
  --format <format>     ${formats.join(', ')} (texte par défaut)
  --output <fichier>    écrit le rapport dans un fichier
  --production          refuse les messages d’essai
  --demo                avec les nomenclatures fictives de la démonstration`,

  run(args, terminal) {
    const { values, positionals: files } = parseOptions(args, {
      need: { type: 'string' },
      on: { type: 'string' },
      format: { type: 'string', default: 'texte' },
      output: { type: 'string' },
      production: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: false },
    });
    if (files.length === 0) throw new UsageError('quel fichier contrôler ?');
    if (files.length > 1 && values.output !== undefined)
      throw new UsageError('--output ne va qu’avec un seul fichier.');
    const render = renderings[oneOf('--format', values.format, formats)];
    const controller = openController({ isDemo: values.demo });
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
  on?: string | undefined;
  production: boolean;
}): ControlContext {
  if (values.on !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(values.on))
    throw new UsageError(`--on ${values.on} : attendu une date comme 2026-12-31.`);
  const need = values.need === undefined ? undefined : readNeed(readFile(values.need).bytes);
  if (values.need !== undefined && !need)
    throw new UsageError(`${values.need} n’est pas une demande de prix (M10) lisible.`);
  return {
    isProduction: values.production,
    ...(need ? { need } : {}),
    ...(values.on === undefined ? {} : { effectiveOn: values.on }),
  };
}

function show(text: string, output: string | undefined, terminal: Terminal): void {
  if (output === undefined) terminal.out(text);
  else writeFile(output, text);
}
